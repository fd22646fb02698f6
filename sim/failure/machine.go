package failure

import (
	"fmt"
	"slices"
)

// stage is the round and the phase of an instant.
type stage uint32

// The phases of a round.
const (
	phaseBegin stage = iota
	phaseEnd
	phases
)

// Machine is the state of all components and causes. See the package comment for the protocol; a Machine panics with
// the numbers when it is broken. It serves one goroutine and must not be copied.
//
// A Machine keeps about 100 bytes per component and per cause, and 140 more per renewal; a domain with causes keeps four
// bytes per component below it. A cause that begins or ends costs O(log n) for n causes, and O(1) per component held.
type Machine struct {
	config     []Component
	components []component
	causes     []cause
	renewals   []renewal
	crews      []crew
	reach      [][]ID // by component
	due        queue
	ties       uint64
	nowNs      int64
	stage      stage // of the cause that is handled, or of the next round at nowNs
	effects    []Effect
}

// New returns a machine at time 0, before the first Advance: all components work. The error says all that is wrong with
// the configuration.
func New(c *Config) (*Machine, error) {
	if err := c.Validate(); err != nil {
		return nil, fmt.Errorf("failures: %w", err)
	}
	m := &Machine{config: c.Components, components: make([]component, len(c.Components)), reach: c.closure()}
	for i := range m.components {
		m.components[i].condition = Working
	}
	for _, w := range c.Crews {
		m.crews = append(m.crews, crew{members: w.Members})
	}
	m.addCauses(c)
	for i := range m.causes {
		c := &m.causes[i]
		c.status = ahead
		switch c.source {
		case scripted:
			m.schedule(int32(i), int64(m.config[c.owner].Faults[c.which].At), phaseBegin)
		case traced:
			m.schedule(int32(i), int64(m.config[c.owner].Trace.Outages[0].From), phaseBegin)
		case renewing:
			m.live(int32(i))
		}
	}
	return m, nil
}

// Next returns the instant at which Advance has something to do, which may be the present one; false, with the largest
// int64, when nothing happens any more.
func (m *Machine) Next() (atNs int64, ok bool) {
	if len(m.due) == 0 {
		return never, false
	}
	return m.causes[m.due[0]].key.major, true
}

// Advance performs one round of what is due at this instant and returns the effects in order. It returns none and changes
// nothing when nothing is due. The slice is valid until the next Advance.
//
// A caller whose instants have phases calls it where failures have their place, and when Next returns the same instant
// again, once more where they have it in the next round of that instant.
func (m *Machine) Advance(nowNs int64) []Effect {
	m.check(nowNs)
	m.effects = m.effects[:0]
	if atNs, ok := m.Next(); !ok || atNs != nowNs {
		return m.effects
	}
	if nowNs > m.nowNs {
		m.nowNs, m.stage = nowNs, 0
	}
	end := m.stage + phases // the round ends before it
	for len(m.due) > 0 {
		k := m.causes[m.due[0]].key
		if k.major != nowNs || k.stage >= end {
			break
		}
		m.stage = k.stage
		if i := m.due.pop(m.causes); m.causes[i].status == ahead {
			m.begin(i)
		} else {
			m.end(i)
		}
	}
	m.stage = end
	return m.effects
}

// Condition returns the condition of a component.
func (m *Machine) Condition(id ID) Condition { return m.components[id].condition }

// check panics when the call breaks the order of time.
func (m *Machine) check(nowNs int64) {
	if nowNs < m.nowNs {
		panic(fmt.Sprintf("failure: time runs backwards, from %d ns to %d ns", m.nowNs, nowNs))
	}
	if atNs, ok := m.Next(); ok && nowNs > atNs {
		panic(fmt.Sprintf("failure: call at %d ns skips the advance that was due at %d ns", nowNs, atNs))
	}
}

// schedule makes a cause due at an instant in a phase: of the present round when the instant is now and the phase has not
// ended, else of the next. At the end of time it is never due.
func (m *Machine) schedule(i int32, atNs int64, phase stage) {
	c := &m.causes[i]
	c.key.major, c.key.stage = atNs, phase
	if c.source == renewing {
		c.key.tie = m.next()
	}
	if atNs == never {
		return
	}
	if atNs == m.nowNs {
		c.key.stage = m.stage - m.stage%phases + phase
		if c.key.stage < m.stage {
			c.key.stage += phases
		}
	}
	m.due.push(m.causes, i)
}

// hold lets a cause take hold of, or let go of, its owner and all below.
func (m *Machine) hold(c *cause, begins bool) {
	if all := m.reach[c.owner]; all != nil {
		for _, id := range all {
			m.holdOne(id, c, begins)
		}
		return
	}
	m.holdOne(c.owner, c, begins)
}

func (m *Machine) holdOne(id ID, c *cause, begins bool) {
	s := &m.components[id]
	change := int32(1)
	if !begins {
		change = -1
	}
	switch {
	case c.condition == Down:
		s.downs += change
	case c.condition == Paused:
		s.pauses += change
	case begins:
		s.slows = append(s.slows, c.condition)
	default:
		at := slices.Index(s.slows, c.condition)
		s.slows = slices.Delete(s.slows, at, at+1)
	}
	before, after := s.condition, s.worst()
	if before == after {
		return
	}
	s.settle(m.nowNs)
	s.condition = after
	if after == Down {
		s.account.Crashes++
	}
	m.effects = append(m.effects, Effect{Component: id, Origin: c.owner, Before: before, After: after})
	if s.operating && before.held() != after.held() {
		m.regard(s)
	}
}
