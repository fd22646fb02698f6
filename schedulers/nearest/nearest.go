package nearest

import (
	"math"
	"time"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/schedulers"
)

// Policy is nearest as a Chooser. The zero value is ready.
type Policy struct{}

// New returns nearest as a Scheduler.
func New() schedulers.Scheduler { return schedulers.OneByOne(Policy{}) }

// Choose implements schedulers.Chooser.
func (Policy) Choose(d *schedulers.Draft, t *schedulers.Pending) schedulers.Choice {
	for _, withRoom := range [2]bool{true, false} {
		if c := find(d, t, withRoom); c.Node != models.NoNode {
			return c
		}
	}
	return schedulers.Nowhere
}

// find chooses among the nodes with room, or among those without. The nearest is
// the first that a walk meets.
func find(d *schedulers.Draft, t *schedulers.Pending, withRoom bool) schedulers.Choice {
	s := d.Spec(t)
	walk := d.Near(t)
	for walk.Next() {
		if n := walk.Node; d.Node(n).HasRoom(s) == withRoom && d.Admits(t, n) {
			return schedulers.Choice{Node: n, Score: -int64(walk.Away())}
		}
	}
	if walk.Cut() {
		return scan(d, t, withRoom)
	}
	return schedulers.Nowhere
}

// scan is find by a look at all eligible nodes.
func scan(d *schedulers.Draft, t *schedulers.Pending, withRoom bool) schedulers.Choice {
	s := d.Spec(t)
	best, least := models.NoNode, time.Duration(math.MaxInt64)
	for _, n := range d.Eligible(t) {
		if d.Node(n).HasRoom(s) != withRoom || d.Fits(t, n) != models.OK {
			continue
		}
		latency, ok := d.Latency(t, n)
		if ok && (best == models.NoNode || latency < least) && d.Reaches(t, n) == models.OK {
			best, least = n, latency
		}
	}
	if best == models.NoNode {
		return schedulers.Nowhere
	}
	return schedulers.Choice{Node: best, Score: -int64(least)}
}
