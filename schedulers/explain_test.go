package schedulers_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/schedulers"
	"github.com/littoral-sim/littoral/schedulers/schedtest"
)

func TestExplainNamesTheFirstPredicateThatFails(t *testing.T) {
	s := schedtest.Star(1000, 500, 4000, 4000, 4000, 4000)
	y := s.System
	y.Specs[0].Constraints.Tiers = models.NewTierSet(models.TierEdge)
	s.Nodes[1].Status = models.Failed
	s.Nodes[3].Free.Memory = 0
	s.Routes.SetLink(3, false)
	s.Nodes[5].Free.CPU = -3000 // over-committed without limit is no obstacle
	schedtest.Submit(s, 0, 1)
	got := schedulers.Explain(s, &s.Pending[0])
	want := []schedulers.Verdict{
		{Node: 0, Reason: models.WrongTier},
		{Node: 1, Reason: models.NotActive},
		{Node: 2, Reason: models.CPUCapacity},
		{Node: 3, Reason: models.MemoryFull},
		{Node: 4, Reason: models.Unreachable},
		{Node: 5, Reason: models.OK},
		{Node: 6, Reason: models.OK},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("verdicts (-want +got):\n%s", d)
	}
	tally := schedulers.Tally(got)
	if tally[models.OK] != 2 || tally[models.Unreachable] != 1 || len(tally) != len(models.Reasons()) {
		t.Errorf("tally %v", tally)
	}
}

func TestExplainAndDraftGiveTheSameAnswer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := schedtest.Snapshots().Draw(t, "snapshot")
		var d schedulers.Draft
		d.Reset(s)
		for i := range s.Pending {
			yes := map[models.NodeID]bool{}
			for _, n := range d.Eligible(&s.Pending[i]) {
				yes[n] = d.Admits(&s.Pending[i], n)
			}
			for _, v := range schedulers.Explain(s, &s.Pending[i]) {
				if yes[v.Node] != (v.Reason == models.OK) {
					t.Fatalf("task %d, node %d: the draft says %v, Explain %q", s.Pending[i].Task, v.Node, yes[v.Node], v.Reason)
				}
			}
		}
	})
}
