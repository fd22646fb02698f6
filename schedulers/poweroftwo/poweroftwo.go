package poweroftwo

import (
	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/schedulers"
)

// Policy is the power of two choices as a Chooser. The zero value is ready.
type Policy struct{}

// New returns the power of two choices as a Scheduler.
func New() schedulers.Scheduler { return schedulers.OneByOne(Policy{}) }

// Choose implements schedulers.Chooser.
func (Policy) Choose(d *schedulers.Draft, t *schedulers.Pending) schedulers.Choice {
	for _, pool := range [2]schedulers.Pool{schedulers.WithRoom, schedulers.Admitted} {
		if a := d.Sample(t, pool, models.NoNode); a != models.NoNode {
			return lesser(d, t, a, d.Sample(t, pool, a))
		}
	}
	return schedulers.Nowhere
}

// lesser returns the less committed of a and b, or a when b is models.NoNode.
func lesser(d *schedulers.Draft, t *schedulers.Pending, a, b models.NodeID) schedulers.Choice {
	demand := d.Spec(t).Demand.CPU
	best := d.Commitment(a).Plus(demand)
	if b != models.NoNode {
		other := d.Commitment(b).Plus(demand)
		if c := other.Compare(best); c < 0 || (c == 0 && b < a) {
			a, best = b, other
		}
	}
	return schedulers.Choice{Node: a, Score: -best.Permille()}
}
