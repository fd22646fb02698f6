package nearest_test

import (
	"math/big"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/schedulers"
	"github.com/littoral-sim/littoral/schedulers/nearest"
	"github.com/littoral-sim/littoral/schedulers/schedtest"
)

func TestContract(t *testing.T) { schedtest.Run(t, nearest.New) }

func TestMatchesItsDefinition(t *testing.T) {
	schedtest.Twin(t, func() schedulers.Chooser { return nearest.Policy{} },
		func(d *schedulers.Draft, t *schedulers.Pending) models.NodeID {
			latency := func(n models.NodeID) *big.Rat {
				ns, _ := d.Routes.Latency(t.Source, n)
				return big.NewRat(int64(ns), 1)
			}
			room, crowded := schedtest.Candidates(d, t)
			if len(room) > 0 {
				return schedtest.Least(room, latency)
			}
			return schedtest.Least(crowded, latency)
		})
}

func TestPrefersTheNearestNodeWithRoomThenTheNearest(t *testing.T) {
	s := schedtest.Star(1000, 1000, 1000)
	s.System.Links[0].Latency = 5 * time.Millisecond
	s.System.Links[2].Latency = 3 * time.Millisecond
	schedtest.Submit(s, 0, 5)
	got := schedtest.Places(t, nearest.New(), s)
	want := []models.NodeID{2, 3, 1, 2, 2}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("placements (-want +got):\n%s", d)
	}
}

// A walk ranks no more than 4096 nodes; what is behind them is found as well.
func TestLooksBehindTheNodesThatAreRanked(t *testing.T) {
	const nodes = 5000
	capacities := make([]units.MilliCPU, nodes)
	for i := range capacities {
		capacities[i] = 1000
	}
	s := schedtest.Star(capacities...)
	for i := range s.Nodes {
		s.Nodes[i].Free.CPU = 0
	}
	schedtest.Submit(s, 0, 1)
	policy := nearest.New()
	for range 200 { // until the ranking is full
		if d := cmp.Diff([]models.NodeID{1}, schedtest.Places(t, policy, s)); d != "" {
			t.Fatalf("placement without room (-want +got):\n%s", d)
		}
	}
	s.Nodes[nodes-1].Free.CPU = 1000
	if d := cmp.Diff([]models.NodeID{nodes - 1}, schedtest.Places(t, policy, s)); d != "" {
		t.Errorf("placement with room on one node (-want +got):\n%s", d)
	}
}
