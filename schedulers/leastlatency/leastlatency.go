package leastlatency

import (
	"math"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/schedulers"
)

// Policy is least-latency as a Chooser. The zero value is ready.
type Policy struct{}

// New returns least-latency as a Scheduler.
func New() schedulers.Scheduler { return schedulers.OneByOne(Policy{}) }

// candidate is the best node so far.
type candidate struct {
	node models.NodeID
	ns   int64 // estimated time to the result
}

// beats reports whether c is better than a node that takes ns.
func (c candidate) beats(n models.NodeID, ns int64) bool {
	return c.node != models.NoNode && (c.ns < ns || c.ns == ns && c.node < n)
}

// Choose implements schedulers.Chooser.
func (Policy) Choose(d *schedulers.Draft, t *schedulers.Pending) schedulers.Choice {
	for _, withRoom := range [2]bool{true, false} {
		if c := find(d, t, withRoom); c.node != models.NoNode {
			return schedulers.Choice{Node: c.node, Score: -c.ns}
		}
	}
	return schedulers.Nowhere
}

// find chooses among the nodes with room, or among those without. It walks until
// no further node could beat what it has found, were it without other tasks and
// its path as wide as can be.
func find(d *schedulers.Draft, t *schedulers.Pending, withRoom bool) candidate {
	walk := d.Soon(t)
	e := newEstimator(d, t, &walk)
	best := candidate{models.NoNode, math.MaxInt64}
	for walk.Next() {
		n := walk.Node
		if d.Node(n).HasRoom(e.spec) != withRoom {
			continue
		}
		if e.over(best, n) {
			return best
		}
		best = e.better(best, n)
	}
	if walk.Cut() {
		return scan(d, t, withRoom)
	}
	return best
}

// over reports whether neither n, where the walk is, nor any node behind it beats
// best.
func (e *estimator) over(best candidate, n models.NodeID) bool {
	least := units.Add(int64(e.walk.Away()), e.leastTransfer)
	// Where estimates are saturated, a node further away can win by its number.
	return least < math.MaxInt64 && best.beats(n, least)
}

// scan is find by a look at all eligible nodes.
func scan(d *schedulers.Draft, t *schedulers.Pending, withRoom bool) candidate {
	e := newEstimator(d, t, nil)
	best := candidate{models.NoNode, math.MaxInt64}
	for _, n := range d.Eligible(t) {
		if d.Node(n).HasRoom(e.spec) == withRoom {
			best = e.better(best, n)
		}
	}
	return best
}
