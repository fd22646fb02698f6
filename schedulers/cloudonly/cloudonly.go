package cloudonly

import (
	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/schedulers"
)

// Policy is cloud-only as a Chooser. The zero value is ready.
type Policy struct{}

// New returns cloud-only as a Scheduler.
func New() schedulers.Scheduler { return schedulers.OneByOne(Policy{}) }

// Choose implements schedulers.Chooser.
func (Policy) Choose(d *schedulers.Draft, t *schedulers.Pending) schedulers.Choice {
	s := d.Spec(t)
	best, least := models.NoNode, schedulers.Commitment{}
	for _, n := range d.Eligible(t) {
		if d.System.Nodes[n].Tier != models.TierCloud {
			continue
		}
		if d.Node(n).HasRoom(s) {
			if d.Admits(t, n) {
				return schedulers.Choice{Node: n}
			}
			continue // a node with room that says no will not say yes without
		}
		c := d.Commitment(n)
		if (best == models.NoNode || c.Compare(least) < 0) && d.Admits(t, n) {
			best, least = n, c
		}
	}
	if best == models.NoNode {
		return schedulers.Nowhere
	}
	return schedulers.Choice{Node: best, Score: -least.Plus(s.Demand.CPU).Permille()}
}
