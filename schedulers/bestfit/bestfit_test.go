package bestfit_test

import (
	"math/big"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/schedulers"
	"github.com/littoral-sim/littoral/schedulers/bestfit"
	"github.com/littoral-sim/littoral/schedulers/schedtest"
)

func TestContract(t *testing.T) { schedtest.Run(t, bestfit.New) }

func TestMatchesItsDefinition(t *testing.T) {
	schedtest.Twin(t, func() schedulers.Chooser { return bestfit.Policy{} },
		func(d *schedulers.Draft, t *schedulers.Pending) models.NodeID {
			room, crowded := schedtest.Candidates(d, t)
			if len(room) == 0 {
				return schedtest.Least(crowded, schedtest.Committed(d, 0))
			}
			return schedtest.Least(room, func(n models.NodeID) *big.Rat {
				free := d.Node(n).Free // memory is below 2⁴⁰ bytes and breaks ties of CPU
				return big.NewRat((int64(free.CPU)<<40 + int64(free.Memory)), 1)
			})
		})
}

func TestClosesTheSmallestGapFirst(t *testing.T) {
	s := schedtest.Star(4000, 1000, 2000)
	schedtest.Submit(s, 0, 9)
	got := schedtest.Places(t, bestfit.New(), s)
	// The gaps are 4, 1 and 2 cores. When all are closed, the ratios are 1: node 1
	// takes one (5/4), then node 2.
	want := []models.NodeID{2, 3, 3, 1, 1, 1, 1, 1, 2}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("placements (-want +got):\n%s", d)
	}
}

func TestEqualGapsAreToldApartByMemory(t *testing.T) {
	s := schedtest.Star(1000, 1000, 1000)
	s.Nodes[2].Free.Memory = 3 << 20
	schedtest.Submit(s, 0, 1)
	if d := cmp.Diff([]models.NodeID{2}, schedtest.Places(t, bestfit.New(), s)); d != "" {
		t.Errorf("placement (-want +got):\n%s", d)
	}
}
