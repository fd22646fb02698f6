package schedtest

import (
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/schedulers"
)

// Twin holds a Chooser against a slow twin, which may take any time to find the
// node that the policy is meant to choose. Both are asked about every pending
// task of the snapshots that Snapshots draws; the choice of the policy is
// reserved before the next task.
func Twin(t *testing.T, factory func() schedulers.Chooser, slow func(*schedulers.Draft, *schedulers.Pending) models.NodeID) {
	t.Helper()
	rapid.Check(t, func(t *rapid.T) {
		s := Snapshots().Draw(t, "snapshot")
		var d schedulers.Draft
		d.Reset(s)
		policy := factory()
		for i := range s.Pending {
			p := &s.Pending[i]
			want := slow(&d, p)
			if got := policy.Choose(&d, p).Node; got != want {
				t.Fatalf("task %d goes to node %d, want %d, after %d other tasks in\n%s", p.Task, got, want, i, Describe(s))
			}
			if want != models.NoNode {
				d.Reserve(p, want)
			}
		}
	})
}

// Candidates asks every node for R(n, t) as a whole and returns, in NodeID
// order, those that admit t with room and those that would be over-committed.
func Candidates(d *schedulers.Draft, t *schedulers.Pending) (room, crowded []models.NodeID) {
	for i := range d.Nodes {
		n := models.NodeID(i)
		switch {
		case d.System.Relation(d.Routes, d.Node(n), t.Source, n, d.Spec(t)) != models.OK:
		case d.Spec(t).Demand.CPU <= d.Node(n).Free.CPU:
			room = append(room, n)
		default:
			crowded = append(crowded, n)
		}
	}
	return room, crowded
}

// Least returns the node with the least cost, ties to the lower NodeID, or
// models.NoNode when there are no nodes.
func Least(nodes []models.NodeID, cost func(models.NodeID) *big.Rat) models.NodeID {
	if len(nodes) == 0 {
		return models.NoNode
	}
	return slices.MinFunc(nodes, func(a, b models.NodeID) int {
		if c := cost(a).Cmp(cost(b)); c != 0 {
			return c
		}
		return int(a - b)
	})
}

// Committed returns the CPU commitment of a node as a cost for Least, with an
// extra demand in thousandths of a core.
func Committed(d *schedulers.Draft, extra int64) func(models.NodeID) *big.Rat {
	return func(n models.NodeID) *big.Rat {
		capacity := int64(d.System.Nodes[n].Capacity.CPU)
		return big.NewRat(capacity-int64(d.Node(n).Free.CPU)+extra, max(capacity, 1))
	}
}
