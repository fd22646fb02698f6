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
func (d *Draft) LeastCommitted(t *Pending) models.NodeID { return d.leastCommitted(t, 0) }

func (d *Draft) leastCommitted(t *Pending, demand units.MilliCPU) models.NodeID {
	capacities := d.capacities()
	best, least := models.NoNode, Commitment{Capacity: -1}
	for _, n := range d.Eligible(t) {
		capacity := capacities[n]
		c := Commitment{units.Sub(capacity, d.Node(n).Free.CPU), capacity}.Plus(demand)
		if capacity == least.Capacity && c.Reserved >= least.Reserved {
			continue // as Compare would say, at less cost
		}
		if (best == models.NoNode || c.Compare(least) < 0) && d.Admits(t, n) {
			best, least = n, c
		}
	}
	return best
}

// capacities returns the CPU of each node. They are copied out of the system once,
// because there they lie far apart.
func (d *Draft) capacities() []units.MilliCPU {
	if d.cpuOf != d.System {
		d.cpuOf, d.cpu = d.System, d.cpu[:0]
		for i := range d.System.Nodes {
			d.cpu = append(d.cpu, d.System.Nodes[i].Capacity.CPU)
		}
	}
	return d.cpu
}

// OverCommit chooses LeastCommitted. The score is the commitment afterwards in
// thousandths, negative.
func (d *Draft) OverCommit(t *Pending) Choice { return d.committed(t, d.LeastCommitted(t)) }

// Balance is OverCommit by the lowest commitment afterwards, which favours large
// nodes more.
func (d *Draft) Balance(t *Pending) Choice {
	return d.committed(t, d.leastCommitted(t, d.Spec(t).Demand.CPU))
}

func (d *Draft) committed(t *Pending, n models.NodeID) Choice {
	if n == models.NoNode {
		return Nowhere
	}
	return Choice{Node: n, Score: -d.Commitment(n).Plus(d.Spec(t).Demand.CPU).Permille()}
}
