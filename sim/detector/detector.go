package detector

import (
	"fmt"
	"slices"
)

// Change is what a pass finds.
type Change struct {
	AtNs int64 // of the pass
	Node int32
	Lost bool // taken for lost; otherwise trusted again
}

// state is what the observer holds of a node.
type state uint8

const (
	fresh      state = iota // trusted, never heard
	trusted                 // heard
	lost                    // taken for lost; in no slot
	recovering              // taken for lost, trusted again by the pass due
)

// peer is a node as the observer knows it.
type peer struct {
	seen  int64 // the pass that observes its last signal, or due while it is recovering
	next  int32 // in its slot, or none
	row   int16 // signals in a row since it was taken for lost
	state state
}

const none int32 = -1

// Detector is the monitor of one observer. Make one with New. Times are nanoseconds since the start of the run, and never
// run backwards: before a signal is heard, every pass before it that Next tells of must have been made.
type Detector struct {
	period   int64
	grace    int64 // in passes
	startup  int64 // in passes
	recovery int16
	done     int64 // the last pass made
	peers    []peer
	slots    []int32 // the first node in the slot of each pass from done+1 on, by pass modulo their number
	batch    []int32
	changes  []Change
}

// New returns the detector of an observer that trusts all nodes, 0 to nodes−1, at time 0. The configuration must be valid.
func New(c *Config, nodes int) *Detector {
	if err := c.Validate(); err != nil {
		panic(fmt.Sprintf("detector: %v", err))
	}
	d := &Detector{period: int64(c.Monitor), recovery: int16(c.Recovery), peers: make([]peer, nodes)}
	d.grace, d.startup = d.passOf(int64(c.Grace)), d.passOf(int64(c.Startup))
	d.slots = make([]int32, d.grace+1)
	for i := range d.slots {
		d.slots[i] = none
	}
	for n := range d.peers {
		d.put(int32(n), d.startup)
	}
	return d
}

// passOf returns the first pass that is not before an instant, which is not negative.
func (d *Detector) passOf(atNs int64) int64 {
	if atNs == 0 {
		return 0
	}
	return (atNs-1)/d.period + 1
}

// put enters a node in the slot of a pass that is to come, at most the grace ahead: a signal that comes meanwhile may make
// it due then, but not before.
func (d *Detector) put(n int32, pass int64) {
	slot := &d.slots[min(pass, d.done+d.grace)%int64(len(d.slots))]
	d.peers[n].next, *slot = *slot, n
}

// Lost reports whether the observer takes a node for lost.
func (d *Detector) Lost(n int32) bool { return d.peers[n].state >= lost }

// Hear takes the signal of a node that arrives now. One that arrives at the instant of a pass counts for that pass unless
// it has been made already.
func (d *Detector) Hear(nowNs int64, n int32) {
	p := &d.peers[n]
	pass := max(d.passOf(nowNs), d.done+1)
	d.done = pass - 1
	if p.row > 0 && pass-p.seen > d.grace {
		p.row = 0
	}
	p.seen = pass
	switch p.state {
	case fresh:
		p.state = trusted
	case lost:
		if p.row++; p.row >= d.recovery {
			p.state = recovering
			d.put(n, pass)
		}
	case trusted, recovering:
	}
}

// Next returns the next pass that may change something, and whether there is one. It may turn out to change nothing.
func (d *Detector) Next() (atNs int64, ok bool) {
	pass, ok := d.nextPass()
	if !ok || pass > (1<<63-1)/d.period {
		return 0, false
	}
	return pass * d.period, true
}

func (d *Detector) nextPass() (int64, bool) {
	size := int64(len(d.slots))
	for pass := d.done + 1; pass <= d.done+size; pass++ {
		if d.slots[pass%size] != none {
			return pass, true
		}
	}
	return 0, false
}

// Advance makes all passes up to an instant and returns what they change, by pass and then by node. The result is valid
// until the next call.
func (d *Detector) Advance(nowNs int64) []Change {
	d.changes = d.changes[:0]
	last := nowNs / d.period
	for {
		pass, ok := d.nextPass()
		if !ok || pass > last {
			break
		}
		d.pass(pass)
	}
	d.done = max(d.done, last)
	return d.changes
}

// pass makes one pass.
func (d *Detector) pass(pass int64) {
	slot := &d.slots[pass%int64(len(d.slots))]
	d.batch = d.batch[:0]
	for n := *slot; n != none; n = d.peers[n].next {
		d.batch = append(d.batch, n)
	}
	*slot, d.done = none, pass
	slices.Sort(d.batch)
	for _, n := range d.batch {
		d.look(n, pass)
	}
}

// look does what a pass does with a node in its slot.
func (d *Detector) look(n int32, pass int64) {
	p := &d.peers[n]
	due := p.seen + d.grace
	switch p.state {
	case fresh:
		due = d.startup
	case recovering:
		due = pass
	case trusted, lost:
	}
	switch {
	case due > pass:
		d.put(n, due)
	case p.state == recovering:
		p.state, p.row = trusted, 0
		d.changes = append(d.changes, Change{AtNs: pass * d.period, Node: n})
		d.put(n, p.seen+d.grace)
	default:
		p.state, p.row = lost, 0
		d.changes = append(d.changes, Change{AtNs: pass * d.period, Node: n, Lost: true})
	}
}

// Reset lets every node that is not taken for lost count as heard now, which takes time in proportion to the nodes.
func (d *Detector) Reset(nowNs int64) {
	pass := d.passOf(nowNs)
	for n := range d.peers {
		if p := &d.peers[n]; p.state < lost {
			p.state, p.seen = trusted, max(p.seen, pass)
		}
	}
}
