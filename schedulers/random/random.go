package random

import (
	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/schedulers"
)

// Policy is uniform random choice as a Chooser. The zero value is ready.
type Policy struct{}

// New returns uniform random choice as a Scheduler.
func New() schedulers.Scheduler { return schedulers.OneByOne(Policy{}) }

// Choose implements schedulers.Chooser.
func (Policy) Choose(d *schedulers.Draft, t *schedulers.Pending) schedulers.Choice {
	for _, pool := range [2]schedulers.Pool{schedulers.WithRoom, schedulers.Admitted} {
		if n := d.Sample(t, pool, models.NoNode); n != models.NoNode {
			return schedulers.Choice{Node: n}
		}
	}
	return schedulers.Nowhere
}
