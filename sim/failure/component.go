package failure

import "time"

// component is the state of one component and its account.
type component struct {
	slows         []Condition // of the causes that slow it, in the order in which they began
	downs, pauses int32       // how many causes have it down, and paused
	waiting       int32       // how many of its own causes wait for a crew
	first, count  int32       // its own causes
	condition     Condition
	operating     bool // it has a renewal on the clock of operation

	sinceNs int64 // the account is complete up to here
	account Account
}

// Account says how a component has spent its time since the start of the run. Working, Slow, Paused and Down sum up to
// the present instant.
type Account struct {
	Working, Slow, Paused, Down time.Duration
	// Waiting is how long at least one failure of the component itself waited for a crew.
	Waiting time.Duration
	// Faults is how many causes of the component itself have begun; those of its domains are theirs.
	Faults int64
	// Crashes is how many times it went down, for whatever cause.
	Crashes int64
}

// worst returns the condition that the causes leave.
func (s *component) worst() Condition {
	switch {
	case s.downs > 0:
		return Down
	case s.pauses > 0:
		return Paused
	}
	worst := Working
	for _, c := range s.slows {
		worst = min(worst, c)
	}
	return worst
}

// settle brings the account up to an instant.
func (s *component) settle(nowNs int64) {
	s.account = s.at(nowNs)
	s.sinceNs = nowNs
}

// at returns the account at an instant.
func (s *component) at(nowNs int64) Account {
	a, span := s.account, time.Duration(nowNs-s.sinceNs)
	switch s.condition {
	case Down:
		a.Down += span
	case Paused:
		a.Paused += span
	case Working:
		a.Working += span
	default:
		a.Slow += span
	}
	if s.waiting > 0 {
		a.Waiting += span
	}
	return a
}

// Account returns the account of a component at an instant, which must not be later than Next.
func (m *Machine) Account(nowNs int64, id ID) Account {
	m.check(nowNs)
	return m.components[id].at(nowNs)
}
