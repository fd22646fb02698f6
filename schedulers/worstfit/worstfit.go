package worstfit

import (
	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/schedulers"
)

// Policy is worst-fit as a Chooser. The zero value is ready.
type Policy struct{}

// New returns worst-fit as a Scheduler.
func New() schedulers.Scheduler { return schedulers.OneByOne(Policy{}) }

// Choose implements schedulers.Chooser.
func (Policy) Choose(d *schedulers.Draft, t *schedulers.Pending) schedulers.Choice {
	n := d.LoosestRoom(t)
	if n == models.NoNode {
		return d.OverCommit(t)
	}
	return schedulers.Choice{Node: n, Score: int64(d.Node(n).Free.CPU - d.Spec(t).Demand.CPU)}
}
