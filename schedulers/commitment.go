package schedulers

import (
	"math/bits"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
)

// Commitment is how much of the CPU of a node is promised. Reserved is above
// Capacity while the node is over-committed.
type Commitment struct{ Reserved, Capacity units.MilliCPU }

// Plus returns the commitment after demand has been promised as well.
func (c Commitment) Plus(demand units.MilliCPU) Commitment {
	return Commitment{units.Add(c.Reserved, demand), c.Capacity}
}

// Compare orders commitments by Reserved/Capacity: it returns -1 when c is the
// less committed one, +1 when o is, and 0 when the ratios are equal. It
// multiplies crosswise in 128 bits, so it is exact and a total order of the
// ratios. A capacity below one counts as one, and so does a reservation below
// zero as zero.
func (c Commitment) Compare(o Commitment) int {
	ch, cl := bits.Mul64(uint64(max(c.Reserved, 0)), uint64(max(o.Capacity, 1)))
	oh, ol := bits.Mul64(uint64(max(o.Reserved, 0)), uint64(max(c.Capacity, 1)))
	switch {
	case ch < oh || (ch == oh && cl < ol):
		return -1
	case ch == oh && cl == ol:
		return 0
	}
	return 1
}

// Permille returns Reserved/Capacity in thousandths, rounded up, for scores and
// reports.
func (c Commitment) Permille() int64 {
	return units.MulDivCeil(int64(max(c.Reserved, 0)), 1000, int64(max(c.Capacity, 1)))
}

// Commitment returns how much of the CPU of n is promised after the placements
// so far.
func (d *Draft) Commitment(n models.NodeID) Commitment {
	capacity := d.System.Nodes[n].Capacity.CPU
	return Commitment{units.Sub(capacity, d.Node(n).Free.CPU), capacity}
}

// LeastCommitted returns, among the nodes that admit t, the one with the lowest
// CPU commitment, ties to the lower NodeID, or models.NoNode when no node admits
// t. Policies fall back on it when no node has room without over-commitment.
//
// It takes O(eligible nodes) time, and asks for the way to a node only when the
// node would be the best so far.
func (d *Draft) LeastCommitted(t *Pending) models.NodeID {
	best, least := models.NoNode, Commitment{}
	for _, n := range d.Eligible(t) {
		c := d.Commitment(n)
		if (best == models.NoNode || c.Compare(least) < 0) && d.Admits(t, n) {
			best, least = n, c
		}
	}
	return best
}
