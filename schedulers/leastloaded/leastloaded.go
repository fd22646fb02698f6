package leastloaded

import "github.com/littoral-sim/littoral/schedulers"

// Policy is least-loaded as a Chooser. The zero value is ready.
type Policy struct{}

// New returns least-loaded as a Scheduler.
func New() schedulers.Scheduler { return schedulers.OneByOne(Policy{}) }

// Choose implements schedulers.Chooser.
func (Policy) Choose(d *schedulers.Draft, t *schedulers.Pending) schedulers.Choice {
	return d.Balance(t)
}
