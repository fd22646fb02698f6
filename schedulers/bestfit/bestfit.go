package bestfit

import (
	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/schedulers"
)

// Policy is best-fit as a Chooser. The zero value is ready.
type Policy struct{}

// New returns best-fit as a Scheduler.
func New() schedulers.Scheduler { return schedulers.OneByOne(Policy{}) }

// Choose implements schedulers.Chooser.
func (Policy) Choose(d *schedulers.Draft, t *schedulers.Pending) schedulers.Choice {
	s := d.Spec(t)
	best, least := models.NoNode, models.Resources{}
	for _, n := range d.Eligible(t) {
		a := d.Node(n)
		if !a.HasRoom(s) || (best != models.NoNode && !tighter(&a.Free, &least)) {
			continue
		}
		if d.Admits(t, n) {
			best, least = n, a.Free
		}
	}
	if best != models.NoNode {
		return schedulers.Choice{Node: best, Score: -int64(least.CPU - s.Demand.CPU)}
	}
	if n := d.LeastCommitted(t); n != models.NoNode {
		return schedulers.Choice{Node: n, Score: -d.Commitment(n).Plus(s.Demand.CPU).Permille()}
	}
	return schedulers.Nowhere
}

// tighter reports whether less is free in a than in b: CPU first, then memory.
func tighter(a, b *models.Resources) bool {
	if a.CPU != b.CPU {
		return a.CPU < b.CPU
	}
	return a.Memory < b.Memory
}
