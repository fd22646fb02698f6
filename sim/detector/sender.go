package detector

import (
	"errors"
	"time"

	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/rng"
)

// Sender says when a node sends its signals. The zero value is not valid.
type Sender struct {
	// Period is the least time between two signals, positive.
	Period time.Duration
	// JitterPermille is how much longer it may be, in thousandths, 0 to 1000: wait.JitterUntil of Kubernetes.
	JitterPermille int64
}

const permille = 1000

// Validate reports all fields that are out of range.
func (s Sender) Validate() error {
	var r problems
	r.check(s.Period <= 0, "Period: %v is not positive", s.Period)
	r.check(s.JitterPermille < 0 || s.JitterPermille > permille, "JitterPermille: %d is outside 0 to %d", s.JitterPermille, permille)
	return errors.Join(r.list...)
}

// First returns when the first signal is sent, in nanoseconds: uniform over the whole nanoseconds below a period, because
// nodes do not start together. It takes one draw.
func (s Sender) First(stream *rng.Stream) int64 { return int64(stream.Uint64N(uint64(s.Period))) }

// Gap returns the time to the next signal in nanoseconds, uniform over the whole nanoseconds from Period to Period and the
// jitter, rounded up. Without jitter it draws nothing.
func (s Sender) Gap(stream *rng.Stream) int64 {
	most := units.MulDivCeil(int64(s.Period), s.JitterPermille, permille)
	if most == 0 {
		return int64(s.Period)
	}
	return units.Add(int64(s.Period), int64(stream.Uint64N(uint64(most)+1)))
}
