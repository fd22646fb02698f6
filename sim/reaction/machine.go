package reaction

import (
	"fmt"

	"github.com/littoral-sim/littoral/models/units"
)

// Kind says what is done.
type Kind uint8

// The kinds of effects.
const (
	Taint   Kind = iota + 1 // the tolerations of what is on Node begin
	Untaint                 // and are void again, although Node is still lost
	Evict                   // what is on Node and of Class is evicted
)

// Effect is what is due at an instant.
type Effect struct {
	AtNs  int64
	Node  int32
	Class int32 // for Evict
	Kind  Kind
}

// peer is a node as the machine knows it.
type peer struct {
	epoch   uint32 // ends what is under way for it
	zone    int32
	lost    bool
	tainted bool
}

// Machine is the reaction of one observer. Make one with New. Times are in nanoseconds and never run backwards: before
// anything is told, what is due before must have been handed out.
type Machine struct {
	config  Config
	peers   []peer
	zones   []zone
	full    int     // zones in Full
	filled  int     // zones with nodes
	stopped bool    // all zones are Full
	touched []int32 // zones
	timers  timers
	effects []Effect
}

// New returns the reaction of an observer that trusts all nodes. The configuration must be valid.
func New(c *Config) *Machine {
	if err := c.Validate(); err != nil {
		panic(fmt.Sprintf("reaction: %v", err))
	}
	m := &Machine{config: *c, peers: make([]peer, len(c.Zones))}
	zones := int32(0)
	for n, z := range c.Zones {
		if c.Algorithm == Flat {
			z = 0
		}
		m.peers[n].zone = z
		zones = max(zones, z+1)
	}
	m.zones = make([]zone, zones)
	for i := range m.zones {
		m.zones[i].bucket.every, m.zones[i].armed = int64(c.Every), int64(Forever)
	}
	for n := range m.peers {
		z := &m.zones[m.peers[n].zone]
		if z.nodes++; z.nodes == 1 {
			m.filled++
		}
	}
	return m
}

// Tainted reports whether a node is tainted.
func (m *Machine) Tainted(n int32) bool { return m.peers[n].tainted }

// Regime returns the regime of the zone of a node, as of the last Settle.
func (m *Machine) Regime(n int32) Regime { return m.zones[m.peers[n].zone].regime }

// Stopped reports whether all zones are Full, so that nothing is evicted.
func (m *Machine) Stopped() bool { return m.stopped }

// Lost says that the monitor takes a node for lost that it has trusted.
func (m *Machine) Lost(nowNs int64, n int32) {
	p := &m.peers[n]
	if p.lost {
		panic(fmt.Sprintf("reaction: node %d is lost twice at %d", n, nowNs))
	}
	p.lost = true
	m.zones[p.zone].lost++
	m.enqueue(units.Add(nowNs, int64(m.config.Wait)), n)
	m.touch(p.zone)
}

// Trusted says that the monitor trusts a node again.
func (m *Machine) Trusted(nowNs int64, n int32) {
	p := &m.peers[n]
	if !p.lost {
		panic(fmt.Sprintf("reaction: node %d is trusted twice at %d", n, nowNs))
	}
	p.lost, p.tainted = false, false
	p.epoch++
	m.zones[p.zone].lost--
	m.touch(p.zone)
}

func (m *Machine) touch(id int32) {
	if z := &m.zones[id]; !z.touched {
		z.touched = true
		m.touched = append(m.touched, id)
	}
}

// Settle ends a pass of the monitor, and must follow the Lost and Trusted of each. It reports whether all zones had been
// Full and one is no more.
func (m *Machine) Settle(nowNs int64) (resumed bool) {
	for _, id := range m.touched {
		z := &m.zones[id]
		z.touched = false
		before := z.regime
		z.regime = m.regimeNow(z)
		if before == Full {
			m.full--
		}
		if z.regime == Full {
			m.full++
		}
	}
	if all := m.full == m.filled && m.full > 0; all != m.stopped {
		m.stopped, resumed = all, !all
		m.touched = m.touched[:0]
		for id := range m.zones {
			m.touched = append(m.touched, int32(id))
		}
		if all {
			m.untaintAll(nowNs)
		}
	}
	for _, id := range m.touched {
		z := &m.zones[id]
		z.bucket = z.bucket.swap(nowNs, m.config.Burst, m.everyOf(z))
		m.arm(nowNs, id)
	}
	m.touched = m.touched[:0]
	return resumed
}

// untaintAll takes all taints away; the nodes wait for them again, in their order. The effects are handed out by the
// next Advance.
func (m *Machine) untaintAll(nowNs int64) {
	for n := range m.peers {
		p := &m.peers[n]
		if !p.tainted {
			continue
		}
		p.tainted = false
		p.epoch++
		m.enqueue(nowNs, int32(n))
		m.effects = append(m.effects, Effect{AtNs: nowNs, Node: int32(n), Kind: Untaint})
	}
}

// Next returns when something may be due, and whether there is such an instant. It may turn out that nothing is.
func (m *Machine) Next() (atNs int64, ok bool) {
	for len(m.timers) > 0 && !m.valid(&m.timers[0]) {
		m.timers.pop()
	}
	if len(m.timers) == 0 {
		return 0, false
	}
	return m.timers[0].atNs, true
}

func (m *Machine) valid(t *timer) bool {
	if t.class == none {
		return m.zones[t.id].epoch == t.epoch
	}
	return m.peers[t.id].epoch == t.epoch
}

// Advance returns what is due up to an instant, and the taints that the last Settle took away, in the order of time; at one
// instant taints by zone, then evictions by node and class. The result is valid until the next call of Settle or Advance.
func (m *Machine) Advance(nowNs int64) []Effect {
	for {
		at, ok := m.Next()
		if !ok || at > nowNs {
			break
		}
		t := m.timers[0]
		m.timers.pop()
		if t.class == none {
			m.taint(t.atNs, t.id)
		} else {
			m.effects = append(m.effects, Effect{AtNs: t.atNs, Node: t.id, Class: t.class, Kind: Evict})
		}
	}
	out := m.effects
	m.effects = m.effects[:0]
	return out
}

// taint taints the head of the queue of a zone.
func (m *Machine) taint(atNs int64, id int32) {
	z := &m.zones[id]
	z.armed = int64(Forever)
	e := m.first(z)
	n, p := e.node, &m.peers[e.node]
	z.head++
	z.bucket.take(atNs)
	p.tainted = true
	m.effects = append(m.effects, Effect{AtNs: atNs, Node: n, Kind: Taint})
	for class, d := range m.config.Tolerations {
		if d != Forever {
			m.timers.push(timer{atNs: units.Add(atNs, int64(d)), epoch: p.epoch, id: n, class: int32(class)})
		}
	}
	m.arm(atNs, id)
}
