package rollout

import (
	"errors"
	"fmt"
	"time"
)

// Plan says how an upgrade goes.
type Plan struct {
	Wave           int32         // most items in a wave, at least 1
	MaxUnavailable int32         // most items out of service when one is taken down, at least 1
	Pause          time.Duration // between the end of a wave and the next one, at least 0
}

// Validate reports all fields that are out of range.
func (p *Plan) Validate() error {
	var list []error
	check := func(bad bool, format string, args ...any) {
		if bad {
			list = append(list, fmt.Errorf(format, args...))
		}
	}
	check(p.Wave < 1, "Wave: %d is less than 1", p.Wave)
	check(p.MaxUnavailable < 1, "MaxUnavailable: %d is less than 1", p.MaxUnavailable)
	check(p.Pause < 0, "Pause: %v is negative", p.Pause)
	return errors.Join(list...)
}

// Rollout is the state of one upgrade.
type Rollout struct {
	plan  Plan
	items int32
	begun int32 // items so far
	end   int32 // of the wave that is under way
	open  int32 // items of it that are not in service again
	pause int64 // when the next wave may begin
	list  []int32
}

// New returns the upgrade of items 0 to items-1. The plan must be valid.
func New(p Plan, items int32) *Rollout {
	return &Rollout{plan: p, items: items, end: min(p.Wave, items)}
}

// Begin returns the items to take down now. It is told how many items are out of
// service, those of the upgrade included, and which ones. The slice is valid until
// the next call.
func (r *Rollout) Begin(now int64, unavailable int32, down func(item int32) bool) []int32 {
	r.list = r.list[:0]
	if r.begun == r.end && r.open == 0 && now >= r.pause {
		r.end = min(r.end+r.plan.Wave, r.items)
	}
	for r.begun < r.end && now >= r.pause {
		if !down(r.begun) {
			if unavailable >= r.plan.MaxUnavailable {
				break
			}
			unavailable++
		}
		r.list = append(r.list, r.begun)
		r.begun++
		r.open++
	}
	return r.list
}

// Done notes that an item that was begun is upgraded and in service again. The
// caller says so once for each of them, and then calls Begin.
func (r *Rollout) Done(now int64) {
	if r.open == 0 {
		panic("rollout: an item is done that was not begun")
	}
	r.open--
	if r.open == 0 && r.begun == r.end {
		r.pause = now + int64(r.plan.Pause)
	}
}

// Next returns when the pause between two waves ends, if the upgrade waits for
// that. Otherwise it waits for an item to come back, or is finished.
func (r *Rollout) Next() (int64, bool) {
	return r.pause, r.open == 0 && r.begun == r.end && r.begun < r.items
}

// Finished reports whether every item is upgraded and in service again.
func (r *Rollout) Finished() bool { return r.begun == r.items && r.open == 0 }
