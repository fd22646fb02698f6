package leastloaded

import (
	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/schedulers"
)

// Policy is least-loaded as a Chooser. The zero value is ready.
type Policy struct{}

// New returns least-loaded as a Scheduler.
func New() schedulers.Scheduler { return schedulers.OneByOne(Policy{}) }

// Choose implements schedulers.Chooser.
func (Policy) Choose(d *schedulers.Draft, t *schedulers.Pending) schedulers.Choice {
	demand := d.Spec(t).Demand.CPU
	best, least := models.NoNode, schedulers.Commitment{}
	for _, n := range d.Eligible(t) {
		c := d.Commitment(n).Plus(demand)
		if (best == models.NoNode || c.Compare(least) < 0) && d.Admits(t, n) {
			best, least = n, c
		}
	}
	if best == models.NoNode {
		return schedulers.Nowhere
	}
	return schedulers.Choice{Node: best, Score: -least.Permille()}
}
