package retry

import (
	"errors"
	"fmt"
	"math/bits"
	"time"
)

// Progress is how far a piece of work has come, in any unit of work. The zero value is no work at all.
type Progress struct {
	// Total is all the work, at least 0.
	Total int64
	// Saved is what need not be done again, 0 to Total.
	Saved int64
}

// Remaining returns the work that the next attempt has to do.
func (p Progress) Remaining() int64 { return p.Total - p.Saved }

// Checkpoint says what a lost attempt leaves behind. The zero value leaves nothing.
type Checkpoint struct {
	// Every is the work between two checkpoints, in the unit of Progress: progress at multiples of it, counted from the
	// start of the work, is saved. 0 means that there are none.
	Every int64
	// ResumePermille is the part of the work of an attempt that is saved, in thousandths, 0 to 1000. It is not used
	// together with Every.
	ResumePermille int64
	// Restart is how long every attempt after the first takes before it does work: to start again and to read back what
	// was saved. At least 0.
	Restart time.Duration
}

// Validate reports all fields that are out of range.
func (c Checkpoint) Validate() error {
	var r problems
	r.check(c.Every < 0, "Every: %d is negative", c.Every)
	r.check(c.ResumePermille < 0 || c.ResumePermille > permille, "ResumePermille: %d is outside 0 to %d", c.ResumePermille, permille)
	r.check(c.Every != 0 && c.ResumePermille != 0, "ResumePermille: %d‰ is given together with Every, %d", c.ResumePermille, c.Every)
	r.check(c.Restart < 0, "Restart: %v is negative", c.Restart)
	return errors.Join(r.list...)
}

// Lose returns the progress after an attempt is lost that has done so much work, 0 to p.Remaining(). What earlier
// attempts have saved stays saved. The checkpoint must be valid.
func (c Checkpoint) Lose(p Progress, served int64) Progress {
	if served < 0 || served > p.Remaining() {
		panic(fmt.Sprintf("retry: an attempt has done %d of the work that remained, %d of %d", served, p.Remaining(), p.Total))
	}
	if c.Every > 0 {
		attained := p.Saved + served
		p.Saved = max(p.Saved, attained-attained%c.Every)
	} else {
		p.Saved += mulDivFloor(served, c.ResumePermille, permille)
	}
	return p
}

// RestartDelay returns how long an attempt takes before it does work, after a number of lost attempts.
func (c Checkpoint) RestartDelay(lost int64) time.Duration {
	if lost == 0 {
		return 0
	}
	return c.Restart
}

// mulDivFloor returns ⌊a·b/c⌋ for non-negative a, b and positive c, when it fits.
func mulDivFloor(a, b, c int64) int64 {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	q, _ := bits.Div64(hi, lo, uint64(c))
	return int64(q)
}
