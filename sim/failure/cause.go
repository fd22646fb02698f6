package failure

import (
	"math"

	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/rng"
)

// never is later than every instant that a Machine handles.
const never = math.MaxInt64

// source says where the times of a cause come from.
type source uint8

const (
	scripted source = iota
	traced
	renewing
)

// status is where a cause stands.
type status uint8

const (
	over      status = iota // it will not begin again
	ahead                   // it begins at its key, or never
	suspended               // it begins after leftNs of operation
	queued                  // it has begun, and waits for a crew
	ending                  // it has begun, and ends at its key, or never
)

// cause is a fault, the current outage of a trace, or a renewal. It waits for one thing at a time.
type cause struct {
	key       key
	leftNs    int64
	place     int32 // in the queue that it is in
	owner     ID
	which     int32 // index into the faults or outages of the owner, or into Machine.renewals
	condition Condition
	source    source
	status    status
}

// renewal is what belongs to a cause that renews itself.
type renewal struct {
	up, down rng.Stream
	*Renewal
	crew int32 // or noCrew
}

// noCrew stands for repair at once.
const noCrew = -1

// addCauses makes the causes of all components. Those whose times are given are ordered before all others.
func (m *Machine) addCauses(c *Config) {
	crews := make(map[string]int32, len(c.Crews))
	for i, w := range c.Crews {
		crews[w.Name] = int32(i)
	}
	for i := range c.Components {
		k, owner := &c.Components[i], ID(i)
		s := &m.components[i]
		s.first = int32(len(m.causes))
		for j := range k.Faults {
			m.addCause(cause{owner: owner, which: int32(j), condition: k.Faults[j].Mode.condition(), source: scripted})
		}
		if len(k.Trace.Outages) > 0 {
			m.addCause(cause{owner: owner, condition: k.Trace.Mode.condition(), source: traced})
		}
		for j := range k.Renewals {
			w := &k.Renewals[j]
			purpose := ""
			if w.Label != "" {
				purpose = w.Label + "/"
			}
			crew := int32(noCrew)
			if w.Crew != "" {
				crew = crews[w.Crew]
			}
			m.addCause(cause{owner: owner, which: int32(len(m.renewals)), condition: w.Mode.condition(), source: renewing})
			m.renewals = append(m.renewals, renewal{
				up:      rng.NewStream(c.Seed, c.Replication, k.Name, purpose+"up"),
				down:    rng.NewStream(c.Seed, c.Replication, k.Name, purpose+"down"),
				Renewal: w, crew: crew,
			})
			s.operating = s.operating || w.Clock == Operating
		}
		s.count = int32(len(m.causes)) - s.first
	}
}

// addCause appends a cause, and numbers it when its place among the causes of an instant is known beforehand.
func (m *Machine) addCause(c cause) {
	if c.source != renewing {
		c.key.tie = m.next()
	}
	m.causes = append(m.causes, c)
}

// next returns a number greater than all before.
func (m *Machine) next() uint64 {
	m.ties++
	return m.ties
}

// begin lets a cause take hold of its owner and all below.
func (m *Machine) begin(i int32) {
	c := &m.causes[i]
	c.status = ending
	m.components[c.owner].account.Faults++
	m.hold(c, true)
	atNs := int64(never)
	switch c.source {
	case scripted:
		f := &m.config[c.owner].Faults[c.which]
		if span := f.For + f.Mode.Downtime; span > 0 {
			atNs = units.Add(m.nowNs, int64(span))
		}
	case traced:
		atNs = m.outageEnd(c)
	case renewing:
		w := &m.renewals[c.which]
		switch {
		case w.Mode.Kind == Reboot:
			atNs = units.Add(m.nowNs, int64(w.Mode.Downtime))
		case w.crew != noCrew:
			m.call(i, w)
			return
		default:
			atNs = units.Add(m.nowNs, w.Down.SampleInt64(&w.down))
		}
	}
	m.schedule(i, atNs, phaseEnd)
}

// outageEnd moves the cause on to the last outage that adjoins the current one, and returns its end.
func (m *Machine) outageEnd(c *cause) int64 {
	outages := m.config[c.owner].Trace.Outages
	for int(c.which)+1 < len(outages) && outages[c.which+1].From == outages[c.which].Until {
		c.which++
	}
	return int64(outages[c.which].Until)
}

// end lets a cause go of what it held, and says when it is back.
func (m *Machine) end(i int32) {
	c := &m.causes[i]
	c.status = over
	m.hold(c, false)
	switch c.source {
	case scripted:
	case traced:
		m.nextOutage(i)
	case renewing:
		m.live(i)
		if w := &m.renewals[c.which]; w.crew != noCrew {
			m.free(&m.crews[w.crew])
		}
	}
}

// nextOutage schedules the outage after the one that has ended, if there is one.
func (m *Machine) nextOutage(i int32) {
	c := &m.causes[i]
	outages := m.config[c.owner].Trace.Outages
	if int(c.which)+1 < len(outages) {
		c.which++
		c.status = ahead
		m.schedule(i, int64(outages[c.which].From), phaseBegin)
	}
}

// live starts an up time.
func (m *Machine) live(i int32) {
	c := &m.causes[i]
	w := &m.renewals[c.which]
	upNs := w.Up.SampleInt64(&w.up)
	c.status = ahead
	m.schedule(i, units.Add(m.nowNs, upNs), phaseBegin)
	if w.Clock == Operating && m.components[c.owner].condition.held() {
		m.suspend(i)
	}
}

// suspend stops the clock of a renewal that is ahead, unless it has run out.
func (m *Machine) suspend(i int32) {
	c := &m.causes[i]
	if c.key.major == never || c.key.major == m.nowNs {
		return
	}
	m.due.remove(m.causes, i)
	c.leftNs = c.key.major - m.nowNs
	c.status = suspended
}

// resume lets the clock of a renewal run again.
func (m *Machine) resume(i int32) {
	c := &m.causes[i]
	c.status = ahead
	m.schedule(i, units.Add(m.nowNs, c.leftNs), phaseBegin)
}

// regard stops or restarts the clocks of operation of a component after a change of its condition.
func (m *Machine) regard(s *component) {
	for i := s.first; i < s.first+s.count; i++ {
		c := &m.causes[i]
		if c.source != renewing || m.renewals[c.which].Clock != Operating {
			continue
		}
		switch {
		case s.condition.held() && c.status == ahead:
			m.suspend(i)
		case !s.condition.held() && c.status == suspended:
			m.resume(i)
		}
	}
}
