package firstfit

import "github.com/littoral-sim/littoral/schedulers"

// Policy is first-fit as a Chooser. The zero value is ready.
type Policy struct{}

// New returns first-fit as a Scheduler.
func New() schedulers.Scheduler { return schedulers.OneByOne(Policy{}) }

// Choose implements schedulers.Chooser.
func (Policy) Choose(d *schedulers.Draft, t *schedulers.Pending) schedulers.Choice {
	s := d.Spec(t)
	for _, n := range d.Eligible(t) {
		if d.Node(n).HasRoom(s) && d.Admits(t, n) {
			return schedulers.Choice{Node: n}
		}
	}
	return d.OverCommit(t)
}
