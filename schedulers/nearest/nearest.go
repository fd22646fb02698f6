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

// best is the nearest node so far.
type best struct {
	node    models.NodeID
	latency time.Duration
}

// Choose implements schedulers.Chooser.
func (Policy) Choose(d *schedulers.Draft, t *schedulers.Pending) schedulers.Choice {
	s := d.Spec(t)
	room := best{models.NoNode, math.MaxInt64}
	fallback := room
	for _, n := range d.Eligible(t) {
		hasRoom := d.Node(n).HasRoom(s)
		if (!hasRoom && room.node != models.NoNode) || d.Fits(t, n) != models.OK {
			continue
		}
		latency, ok := d.Latency(t, n)
		if !ok {
			continue
		}
		to := &fallback
		if hasRoom {
			to = &room
		}
		if (to.node == models.NoNode || latency < to.latency) && d.Reaches(t, n) == models.OK {
			*to = best{n, latency}
		}
	}
	if room.node == models.NoNode {
		room = fallback
	}
	if room.node == models.NoNode {
		return schedulers.Nowhere
	}
	return schedulers.Choice{Node: room.node, Score: -int64(room.latency)}
}
