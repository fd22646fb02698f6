package leastloaded_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/schedulers"
	"github.com/littoral-sim/littoral/schedulers/leastloaded"
	"github.com/littoral-sim/littoral/schedulers/schedtest"
)

func TestContract(t *testing.T) { schedtest.Run(t, leastloaded.New) }

func TestMatchesItsDefinition(t *testing.T) {
	schedtest.Twin(t, func() schedulers.Chooser { return leastloaded.Policy{} },
		func(d *schedulers.Draft, t *schedulers.Pending) models.NodeID {
			room, crowded := schedtest.Candidates(d, t)
			return schedtest.Least(append(room, crowded...), schedtest.Committed(d, int64(d.Spec(t).Demand.CPU)))
		})
}

func TestBalancesInProportionToCapacity(t *testing.T) {
	s := schedtest.Star(1000, 4000, 2000)
	schedtest.Submit(s, 0, 8)
	got := schedtest.Places(t, leastloaded.New(), s)
	// Ratios afterwards: node 1 k/1, node 2 k/4, node 3 k/2; ties to the lower.
	want := []models.NodeID{2, 2, 3, 2, 1, 2, 3, 2}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("placements (-want +got):\n%s", d)
	}
}
