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
// task of a snapshot that Snapshots draws, and of some that follow it in the same
// system with the same Routes, in which other nodes and links work; the choice of
// the policy is reserved before the next task.
func Twin(t *testing.T, factory func() schedulers.Chooser, slow func(*schedulers.Draft, *schedulers.Pending) models.NodeID) {
	t.Helper()
	rapid.Check(t, func(t *rapid.T) {
		var d schedulers.Draft
		policy := factory()
		s := Snapshots().Draw(t, "snapshot")
		for range one(t, "snapshots", 1, 3, 5) {
			d.Reset(s)
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
			s = Follow(t, s)
		}
	})
}

// Follow draws a snapshot that may come after s. It has the Routes of s, which
// change.
func Follow(t *rapid.T, s *schedulers.Snapshot) *schedulers.Snapshot {
	next := drawSnapshot(t, s.System, s.Version+1)
	for i := range s.System.Nodes {
		s.Routes.SetNode(models.NodeID(i), next.Routes.NodeUp(models.NodeID(i)))
	}
	for i := range s.System.Links {
		s.Routes.SetLink(models.LinkID(i), next.Routes.LinkUp(models.LinkID(i)))
	}
	next.Routes = s.Routes
	return next
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
