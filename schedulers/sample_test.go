package schedulers_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/schedulers"
	"github.com/littoral-sim/littoral/schedulers/schedtest"
)

func TestSampleStaysInThePool(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := schedtest.Snapshots().Draw(t, "snapshot")
		var d schedulers.Draft
		d.Reset(s)
		for i := range s.Pending {
			except := models.NodeID(rapid.IntRange(-1, len(s.Nodes)-1).Draw(t, "except"))
			room, crowded := schedtest.Candidates(&d, &s.Pending[i])
			pool := rapid.SampledFrom([]schedulers.Pool{schedulers.WithRoom, schedulers.Admitted}).Draw(t, "pool")
			want := room
			if pool == schedulers.Admitted {
				want = append(want, crowded...)
			}
			want = slices.DeleteFunc(want, func(n models.NodeID) bool { return n == except })
			got := d.Sample(&s.Pending[i], pool, except)
			if got == models.NoNode && len(want) == 0 {
				continue
			}
			if !slices.Contains(want, got) {
				t.Fatalf("Sample from pool %d without node %d = %d, want one of %v", pool, except, got, want)
			}
		}
	})
}

// chiSquared returns the statistic of counts that should be equal.
func chiSquared(counts []int) float64 {
	total := 0
	for _, c := range counts {
		total += c
	}
	mean := float64(total) / float64(len(counts))
	sum := 0.0
	for _, c := range counts {
		sum += (float64(c) - mean) * (float64(c) - mean) / mean
	}
	return sum
}

// With four of 200 nodes in the pool, 32 tries all miss in half of the choices,
// so both ways of choosing are used, and the mixture must be uniform.
func TestSampleIsUniformByTriesAndByScan(t *testing.T) {
	s := schedtest.Star(make([]units.MilliCPU, 200)...)
	for i := range s.System.Nodes {
		s.System.Nodes[i].Capacity.CPU = 1000
	}
	rand := s.Rand
	s = schedulers.NewSnapshot(s.System)
	s.Rand = rand
	schedtest.Submit(s, 0, 1)
	for i := range s.Nodes {
		if i%50 != 7 {
			s.Nodes[i].Free.CPU = 0
		}
	}
	var d schedulers.Draft
	d.Reset(s)
	counts := make([]int, 4)
	for range 20_000 {
		n := d.Sample(&s.Pending[0], schedulers.WithRoom, models.NoNode)
		if n%50 != 7 {
			t.Fatalf("Sample = %d, which has no room", n)
		}
		counts[n/50]++
	}
	// Three degrees of freedom: above 16.27 with probability 0.001. Fixed seed.
	if x := chiSquared(counts); x > 16.27 {
		t.Errorf("counts %v, chi-squared %.1f", counts, x)
	}
}
