package firstfit_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/schedulers"
	"github.com/littoral-sim/littoral/schedulers/firstfit"
	"github.com/littoral-sim/littoral/schedulers/schedtest"
)

func TestContract(t *testing.T) { schedtest.Run(t, firstfit.New) }

func TestMatchesItsDefinition(t *testing.T) {
	schedtest.Twin(t, func() schedulers.Chooser { return firstfit.Policy{} },
		func(d *schedulers.Draft, t *schedulers.Pending) models.NodeID {
			room, crowded := schedtest.Candidates(d, t)
			if len(room) > 0 {
				return room[0]
			}
			return schedtest.Least(crowded, schedtest.Committed(d, 0))
		})
}

func TestFillsNodesInOrderThenSpreadsTheOverload(t *testing.T) {
	s := schedtest.Star(2000, 1000, 4000)
	schedtest.Submit(s, 0, 10)
	got := schedtest.Places(t, firstfit.New(), s)
	// Seven cores: 2 + 1 + 4. Then all ratios are 1: node 1 takes one (3/2), then
	// node 2 (2/1), then node 3, which is still at 4/4.
	want := []models.NodeID{1, 1, 2, 3, 3, 3, 3, 1, 2, 3}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("placements (-want +got):\n%s", d)
	}
}
