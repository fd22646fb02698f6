package stats

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// orderStatistic is the definition: the smallest value that at least perMille
// thousandths of the values do not exceed.
func orderStatistic(sorted []int64, perMille int64) int64 {
	rank := (int64(len(sorted))*perMille + 999) / 1000
	return sorted[rank-1]
}

func TestQuantilesAreWithinTheirError(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 3*exactValues).Draw(t, "n")
		scale := rapid.Float64Range(1, 40).Draw(t, "scale")
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		var h Histogram
		xs := make([]int64, n)
		for i := range xs {
			xs[i] = int64(math.Exp2(rng.Float64() * scale))
			h.Add(xs[i])
		}
		slices.Sort(xs)
		steps := h.Steps()
		for _, q := range []int64{1, 10, 500, 950, 990, 999, 1000} {
			want := orderStatistic(xs, q)
			got, ok := Quantile(steps, q)
			if !ok || got < want || float64(got-want) > 0.001*float64(want) {
				t.Fatalf("n = %d: quantile %d/1000 is %d, the order statistic %d", n, q, got, want)
			}
			if h.RelativeError() == 0 && got != want {
				t.Fatalf("n = %d: quantile %d/1000 is %d, not exactly %d", n, q, got, want)
			}
			if float64(got-want) > h.RelativeError()*float64(want) {
				t.Fatalf("n = %d: %d is further from %d than %v", n, got, want, h.RelativeError())
			}
		}
		if h.Max() != xs[n-1] || h.N() != int64(n) || steps[len(steps)-1] != (Step{xs[n-1], int64(n)}) {
			t.Fatalf("n = %d, max %d, last step %v", h.N(), h.Max(), steps[len(steps)-1])
		}
	})
}

func TestHistogramsTakeTheLargestDurations(t *testing.T) {
	var h Histogram
	for range exactValues + 10 {
		h.Add(0)
	}
	h.Add(math.MaxInt64)
	want := []Step{{0, exactValues + 10}, {math.MaxInt64, exactValues + 11}}
	if d := cmp.Diff(want, h.Steps()); d != "" {
		t.Errorf("steps (-want +got):\n%s", d)
	}
}

func TestEmptyHistogramsHaveNoQuantile(t *testing.T) {
	var h Histogram
	if v, ok := Quantile(h.Steps(), 500); ok || v != 0 {
		t.Errorf("quantile of nothing: %v", v)
	}
}

func BenchmarkHistogramAdd(b *testing.B) {
	var h Histogram
	b.ReportAllocs()
	for i := int64(0); b.Loop(); i++ {
		h.Add(i * 7919 % 1_000_000_007)
	}
}
