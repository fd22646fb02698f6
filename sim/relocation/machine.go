package relocation

import (
	"errors"
	"fmt"
	"time"

	"github.com/littoral-sim/littoral/models/units"
)

// Strategy is how a session is moved.
type Strategy uint8

// The strategies.
const (
	StopAndCopy Strategy = iota
	PreCopy
	DualAnchor
	strategies
)

// Config says how sessions are moved.
type Config struct {
	Strategy Strategy
	State    units.Bytes // size of the state
	Dirty    units.Bytes // of it that become dirty in a second of service
	// Threshold and RoundsMax end the rounds of PreCopy: no more than the threshold
	// is dirty, or so many rounds, the first among them, are over.
	Threshold units.Bytes
	RoundsMax int32
	Steer     time.Duration // until traffic goes to the target
}

// Validate reports every problem.
func (c *Config) Validate() error {
	var errs []error
	if c.Strategy >= strategies {
		errs = append(errs, fmt.Errorf("unknown strategy %d", c.Strategy))
	}
	if c.State < 0 || c.Dirty < 0 || c.Threshold < 0 || c.Steer < 0 {
		errs = append(errs, errors.New("a size, a rate or a time is negative"))
	}
	if c.Strategy == PreCopy && c.RoundsMax < 1 {
		errs = append(errs, errors.New("pre-copy needs one round at least"))
	}
	return errors.Join(errs...)
}

// State is where a relocation stands.
type State uint8

// The states.
const (
	Stable       State = iota // no relocation is under way
	Transferring              // the state is being sent, or what has become dirty
	Dual                      // what has become dirty is being sent for the last time, while the source serves
	Stopped                   // something is being sent, while nobody serves
	Steering                  // the target has everything
	stateEnd
)

// String returns the name of the state.
func (s State) String() string {
	names := [stateEnd]string{"stable", "transferring", "dual", "stopped", "steering"}
	if s >= stateEnd {
		return "unknown"
	}
	return names[s]
}

// Machine is the relocation of one session. The zero value is Stable. It takes 48
// bytes.
type Machine struct {
	began    units.Time // of the round
	stopped  units.Time // when the service was stopped
	downtime int64
	sent     units.Bytes
	round    int32
	state    State
}

// Step is what to do next: send something, wait, or nothing more.
type Step struct {
	Send units.Bytes   // to be moved to the target, when Wait is negative
	Wait time.Duration // until the next step, or negative
	Done bool          // the session is at the target
}

func send(size units.Bytes) Step { return Step{Send: size, Wait: -1} }

// State returns where the relocation stands.
func (m *Machine) State() State { return m.state }

// Downtime returns for how many nanoseconds nobody served in the relocation that
// has ended last.
func (m *Machine) Downtime() int64 { return m.downtime }

// Sent returns how much has been sent or is being sent in the relocation under
// way, or in the last one.
func (m *Machine) Sent() units.Bytes { return m.sent }

// Rounds returns in how many transfers.
func (m *Machine) Rounds() int32 { return m.round }

// Serves reports whether the source and the target serve requests.
func (m *Machine) Serves(c *Config) (source, target bool) {
	switch m.state {
	case Stopped:
		return false, false
	case Steering:
		return c.Strategy == DualAnchor, c.Strategy == DualAnchor
	default:
		return true, false
	}
}

// Begin starts a relocation. It panics when one is under way.
func (m *Machine) Begin(now units.Time, c *Config) Step {
	if m.state != Stable {
		panic(fmt.Sprintf("relocation: begins while it is %v", m.state))
	}
	*m = Machine{began: now, sent: c.State, round: 1, state: Transferring}
	if c.Strategy == StopAndCopy {
		m.state, m.stopped = Stopped, now
	}
	return send(c.State)
}

// Next goes on when what the last step asked for is done.
func (m *Machine) Next(now units.Time, c *Config) Step {
	switch m.state {
	case Transferring:
		return m.transferred(now, c)
	case Stopped, Dual:
		m.state = Steering
		return Step{Wait: c.Steer}
	case Steering:
		m.end(now, c.Strategy != DualAnchor)
		return Step{Wait: -1, Done: true}
	default:
		panic("relocation: nothing is under way")
	}
}

// transferred ends a round in which the source has served.
func (m *Machine) transferred(now units.Time, c *Config) Step {
	dirty := min(c.State, units.Bytes(units.MulDivCeil(int64(c.Dirty), int64(now-m.began), int64(time.Second))))
	switch {
	case c.Strategy == DualAnchor:
		m.state = Dual
	case dirty <= c.Threshold || m.round >= c.RoundsMax:
		m.state, m.stopped = Stopped, now
	}
	if dirty == 0 && m.state != Transferring {
		return m.Next(now, c)
	}
	m.began = now
	m.round++
	m.sent += dirty
	return send(dirty)
}

// Fail gives the relocation up: the session stays with its source.
func (m *Machine) Fail(now units.Time, c *Config) {
	source, _ := m.Serves(c)
	m.end(now, !source)
}

func (m *Machine) end(now units.Time, down bool) {
	m.state, m.downtime = Stable, 0
	if down {
		m.downtime = int64(now - m.stopped)
	}
}
