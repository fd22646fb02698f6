package sim

import (
	"github.com/littoral-sim/littoral/models/units"
)

// linkUse is what a link has carried, and since when it works or not.
type linkUse struct {
	bytes   [2]units.Wide // from A to B, and back
	ahead   [2]units.Wide // bytes of what is under way over it, moved or not
	backlog [2]backlog
	since   units.Time
	up      int64 // nanoseconds
	down    int64
	shut    bool // its flows have no capacity
}

// settle adds the time since the last change, during which the link worked or not.
func (u *linkUse) settle(now units.Time, up bool) {
	if up {
		u.up += int64(now - u.since)
	} else {
		u.down += int64(now - u.since)
	}
	u.since = now
}
