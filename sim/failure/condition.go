package failure

import (
	"fmt"
	"time"
)

// Condition says how much of its speed a component has, in thousandths: 1 to 999 is slow. The lower, the worse. The zero
// value is Paused.
type Condition int16

// The conditions that have names.
const (
	// Down: nothing runs, and what ran is lost.
	Down Condition = -1
	// Paused: nothing makes progress, and nothing is lost.
	Paused Condition = 0
	// Working: at full speed.
	Working Condition = 1000
)

// String names the condition: "down", "paused", "working", or the speed, as in "slow 250‰".
func (c Condition) String() string {
	switch c {
	case Down:
		return "down"
	case Paused:
		return "paused"
	case Working:
		return "working"
	default:
		return fmt.Sprintf("slow %d‰", int16(c))
	}
}

// held reports whether the clock of operation stands still.
func (c Condition) held() bool { return c <= Paused }

// Kind tells the modes of failure apart.
type Kind uint8

// The ways to fail.
const (
	// Crash: down until repaired; what ran is lost.
	Crash Kind = iota
	// Pause: no progress until repaired; nothing is lost.
	Pause
	// Slow: at the speed of the mode until repaired; nothing is lost.
	Slow
	// Reboot: down for the downtime of the mode, then empty.
	Reboot
)

// String names the kind in lower case.
func (k Kind) String() string {
	switch k {
	case Crash:
		return "crash"
	case Pause:
		return "pause"
	case Slow:
		return "slow"
	case Reboot:
		return "reboot"
	default:
		return fmt.Sprintf("kind %d", uint8(k))
	}
}

// Mode is a way to fail. The zero value is a crash.
type Mode struct {
	Kind Kind
	// SpeedPermille is what is left of the speed, 1 to 999; for Slow only.
	SpeedPermille int64
	// Downtime is how long a reboot takes, more than 0; for Reboot only.
	Downtime time.Duration
}

// condition returns what a component is in while a cause of this mode holds it and nothing else does.
func (m Mode) condition() Condition {
	switch m.Kind {
	case Pause:
		return Paused
	case Slow:
		return Condition(m.SpeedPermille)
	default:
		return Down
	}
}

// check reports each field that does not suit the kind.
func (m Mode) check(r *problems, path string) {
	switch {
	case m.Kind > Reboot:
		r.add("%s: %v does not exist", path, m.Kind)
	case m.Kind == Slow && (m.SpeedPermille < 1 || m.SpeedPermille > 999):
		r.add("%s: a slow-down to %d‰ is outside 1 to 999", path, m.SpeedPermille)
	case m.Kind != Slow && m.SpeedPermille != 0:
		r.add("%s: a %v has no speed, but %d‰ is given", path, m.Kind, m.SpeedPermille)
	}
	switch {
	case m.Kind == Reboot && m.Downtime <= 0:
		r.add("%s: the downtime of a reboot must be more than 0, not %v", path, m.Downtime)
	case m.Kind != Reboot && m.Downtime != 0:
		r.add("%s: a %v has no downtime, but %v is given", path, m.Kind, m.Downtime)
	}
}
