package stats

import (
	"math"
	"slices"
)

// Point is a point of an estimated distribution function: a Share of all tasks
// is completed within Value.
type Point struct {
	Value int64
	Share float64 // a multiple of 1e-9
}

// Completed estimates the share of tasks that are completed within a time.
// finished is the distribution of the times of those that finished, censored
// that of the ages of those that were still under way when the run ended, and
// never is the number of those that were given up. A task that was under way says
// only that it takes longer than its age; leaving it out would favour short
// tasks. This is the product-limit estimator of E. L. Kaplan and P. Meier,
// Journal of the American Statistical Association 53 (1958); without censored
// tasks it is the plain distribution function.
func Completed(finished, censored []Step, never int64) []Point {
	atRisk := never
	if n := len(finished); n > 0 {
		atRisk += finished[n-1].Count
	}
	if n := len(censored); n > 0 {
		atRisk += censored[n-1].Count
	}
	var points []Point
	longer, done, gone, k := 1.0, int64(0), int64(0), 0
	for _, s := range finished {
		// Those whose age equals the time of a completion were still at risk.
		for k < len(censored) && censored[k].Value < s.Value {
			gone = censored[k].Count
			k++
		}
		longer = float64(longer * (1 - float64(s.Count-done)/float64(atRisk-done-gone)))
		done = s.Count
		points = append(points, Point{s.Value, billionths(1 - longer)})
	}
	return points
}

// billionths rounds to the precision that a file keeps.
func billionths(x float64) float64 { return math.Floor(float64(x*1e9)+0.5) / 1e9 }

// Thin returns at most limit+1 of the points, spread so that a drawn curve looks
// the same: half of them evenly over the shares and half over the points, so that
// neither steep nor flat stretches lose their shape, with the first and the last.
// It panics if limit < 2.
func Thin(points []Point, limit int) []Point {
	if limit < 2 {
		panic("stats: a curve needs two points")
	}
	if len(points) <= limit {
		return points
	}
	last := len(points) - 1
	keep := make([]bool, len(points))
	keep[last] = true
	half := limit / 2
	for k := range half {
		keep[last*k/half] = true
		want := points[last].Share * (float64(k) / float64(half))
		i, _ := slices.BinarySearchFunc(points, want, func(p Point, w float64) int {
			switch {
			case p.Share < w:
				return -1
			case p.Share > w:
				return 1
			}
			return 0
		})
		keep[i] = true
	}
	var out []Point
	for i, k := range keep {
		if k {
			out = append(out, points[i])
		}
	}
	return out
}
