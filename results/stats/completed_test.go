package stats

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// steps returns the distribution function of values.
func steps(values []int64) []Step {
	var h Histogram
	for _, v := range values {
		h.Add(v)
	}
	return h.Steps()
}

func TestCompletedSharesMatchAWorkedExample(t *testing.T) {
	// Finished after 3, 5, 5, 8; under way with ages 4 and 5; one given up.
	// At risk at 3: 7, so 6/7 remain; at 5: 5, of which two finish: 6/7·3/5; at 8:
	// 2 (the age of 5 has left, the task given up never leaves): 6/7·3/5·1/2.
	got := Completed(steps([]int64{3, 5, 5, 8}), steps([]int64{4, 5}), 1)
	want := []Point{{3, billionths(1 - 6.0/7)}, {5, billionths(1 - 18.0/35)}, {8, billionths(1 - 9.0/35)}}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("points (-want +got):\n%s", d)
	}
	if got := Completed(nil, steps([]int64{4}), 2); got != nil {
		t.Errorf("nothing finished: %v", got)
	}
}

func TestWithoutCensoringSharesAreCounts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Int64Range(0, 50), 1, 200).Draw(t, "values")
		never := rapid.Int64Range(0, 50).Draw(t, "never")
		all := steps(values)
		for i, p := range Completed(all, nil, never) {
			want := float64(all[i].Count) / float64(int64(len(values))+never)
			if p.Value != all[i].Value || math.Abs(p.Share-want) > 2e-9 {
				t.Fatalf("point %d is %v, want %v", i, p, want)
			}
		}
	})
}

// Tasks arrive all through a run; those that are under way at its end are long
// ones more often than not. The estimate must not be biased by that, as counts of
// finished tasks alone are.
func TestCutOffRunsDoNotBiasTheCurve(t *testing.T) {
	const n, horizon = 20_000, 5e6
	rng := rand.New(rand.NewPCG(1, 4))
	var finished, ages []int64
	for range n {
		arrived, takes := rng.Float64()*horizon, rng.ExpFloat64()*1e6
		if arrived+takes < horizon {
			finished = append(finished, int64(takes))
		} else {
			ages = append(ages, int64(horizon-arrived))
		}
	}
	worst, naive := 0.0, 0.0
	all := steps(finished)
	for i, p := range Completed(all, steps(ages), 0) {
		if p.Value > 3e6 {
			break
		}
		truth := 1 - math.Exp(-float64(p.Value)/1e6)
		worst = max(worst, math.Abs(p.Share-truth))
		naive = max(naive, math.Abs(float64(all[i].Count)/n-truth))
	}
	if worst > 1.5*BandDKW(n) {
		t.Errorf("off by %v, band %v", worst, BandDKW(n))
	}
	if naive < 5*worst {
		t.Errorf("plain counts are off by %v only: the example shows nothing", naive)
	}
}

func TestThinnedCurvesStayClose(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 5000).Draw(t, "n")
		limit := rapid.IntRange(2, 400).Draw(t, "limit")
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		values := make([]int64, n)
		for i := range values {
			values[i] = int64(rng.ExpFloat64() * 1e6)
		}
		points := Completed(steps(values), nil, 0)
		thin := Thin(points, limit)
		if len(thin) > limit+1 || thin[len(thin)-1] != points[len(points)-1] || thin[0] != points[0] {
			t.Fatalf("%d of %d points, limit %d", len(thin), len(points), limit)
		}
		// Neighbours are never further apart than two of the evenly spread shares
		// and the largest jump of the curve itself.
		jump := 0.0
		for i := 1; i < len(points); i++ {
			jump = max(jump, points[i].Share-points[i-1].Share)
		}
		for i := 1; i < len(thin); i++ {
			if !slices.Contains(points, thin[i]) || thin[i].Value <= thin[i-1].Value {
				t.Fatalf("point %v is out of place", thin[i])
			}
			if thin[i].Share-thin[i-1].Share > 2/float64(limit/2)+jump+1e-8 {
				t.Fatalf("from %v to %v with limit %d of %d", thin[i-1], thin[i], limit, n)
			}
		}
	})
}
