package kernel

import (
	"fmt"
	"strings"
)

// recentMax is how many events a LivelockError shows.
const recentMax = 16

// LivelockError says that an instant did not settle: its events kept scheduling events without delay until a bound of the Config
// was passed. The event that would have been next is still pending, so stepping on returns the same error.
type LivelockError struct {
	At        Time             // the instant
	Rounds    int              // rounds beyond the first that its events asked for
	ZeroDelay int              // events that handlers scheduled in the instant for the instant
	Config    Config           // the bounds in force
	Recent    []LivelockRecent // the events dispatched last in the instant, oldest first; at most 16
}

// LivelockRecent is an event dispatched shortly before a livelock was found.
type LivelockRecent struct {
	Round   int
	Phase   Phase
	Payload any // of the engine's payload type
}

// Error names the instant, the bound that was passed and the last events, one on a line.
func (e *LivelockError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "livelock at %v: %d rounds (bound %d), %d events scheduled without delay (bound %d); last events:",
		e.At, e.Rounds, e.Config.RoundsMax, e.ZeroDelay, e.Config.ZeroDelayMax)
	for _, r := range e.Recent {
		fmt.Fprintf(&b, "\n\tround %d phase %d: %+v", r.Round, r.Phase, r.Payload)
	}
	return b.String()
}

// recent remembers the events dispatched last, for the report of a livelock.
type recent[P any] struct {
	n    int // events recorded
	ring [recentMax]struct {
		stage   stage
		payload P
	}
}

func (r *recent[P]) record(s stage, p P) {
	slot := &r.ring[r.n%recentMax]
	slot.stage, slot.payload = s, p
	r.n++
}

// list returns the recorded events, oldest first.
func (r *recent[P]) list() []LivelockRecent {
	var list []LivelockRecent
	for i := max(0, r.n-recentMax); i < r.n; i++ {
		slot := &r.ring[i%recentMax]
		list = append(list, LivelockRecent{slot.stage.round(), slot.stage.phase(), slot.payload})
	}
	return list
}
