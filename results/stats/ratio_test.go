package stats

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// The end points x of a Wilson interval solve n (p - x)² = z² x (1 - x).
func TestWilsonIntervalsSolveTheirEquation(t *testing.T) {
	for _, c := range []struct{ count, n int64 }{{0, 10}, {5, 10}, {10, 10}, {1, 1000}, {1, 3}, {999_999, 1_000_000}} {
		r := Wilson(c.count, c.n, 0)
		p, n := float64(c.count)/float64(c.n), float64(c.n)
		if *r.Value != p || r.Count != c.count || r.N != c.n || r.Effective != n {
			t.Errorf("%d of %d: %+v", c.count, c.n, r)
		}
		for _, x := range []float64{*r.CILow, *r.CIHigh} {
			if got, want := n*(p-x)*(p-x), z95*z95*x*(1-x); math.Abs(got-want) > 1e-9 {
				t.Errorf("%d of %d: at %v the sides are %v and %v", c.count, c.n, x, got, want)
			}
		}
	}
	// z²/(n + z²), since p = 0.
	if r := Wilson(0, 10, 0); math.Abs(*r.CIHigh-0.27753) > 1e-5 || *r.CILow != 0 {
		t.Errorf("0 of 10: [%v, %v]", *r.CILow, *r.CIHigh)
	}
	if r := Wilson(0, 0, 0); r.Value != nil || r.CILow != nil {
		t.Errorf("no trials: %+v", r)
	}
}

func TestRatiosAreNeverBare(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(1, 1<<50).Draw(t, "n")
		count := rapid.Int64Range(0, n).Draw(t, "count")
		r := Wilson(count, n, rapid.Float64Range(0, float64(n)).Draw(t, "effective"))
		if !(*r.CILow < *r.CIHigh) || *r.CILow > *r.Value || *r.CIHigh < *r.Value || *r.CILow < 0 || *r.CIHigh > 1 {
			t.Fatalf("%d of %d: %v in [%v, %v]", count, n, *r.Value, *r.CILow, *r.CIHigh)
		}
	})
}

// Trials in runs of 50 equal ones are worth about a fiftieth of independent ones.
func TestDependentTrialsCountForLess(t *testing.T) {
	const n, run = 100_000, 50
	rng := rand.New(rand.NewPCG(1, 1))
	var dependent, independent Share
	hit := false
	for i := range n {
		if i%run == 0 {
			hit = rng.IntN(10) == 0
		}
		dependent.Add(hit)
		independent.Add(rng.IntN(10) == 0)
	}
	d, i := dependent.Ratio(), independent.Ratio()
	if d.Effective < n/run/3 || d.Effective > 3*n/run {
		t.Errorf("%v effective trials, want about %v", d.Effective, n/run)
	}
	if i.Effective < n/3 {
		t.Errorf("%v effective trials of %v independent ones", i.Effective, n)
	}
	if *d.CIHigh-*d.CILow < 3*(*i.CIHigh-*i.CILow) {
		t.Errorf("dependent trials have an interval of %v, independent ones %v", *d.CIHigh-*d.CILow, *i.CIHigh-*i.CILow)
	}
}

func TestBandOfDKW(t *testing.T) {
	// sqrt(ln(2/0.05)/(2·1000)) = 0.0429468
	if got := BandDKW(1000); math.Abs(got-0.0429468) > 1e-6 {
		t.Errorf("n = 1000: %v", got)
	}
	if BandDKW(0) != 1 || BandDKW(1) != 1 {
		t.Errorf("few observations: %v, %v", BandDKW(0), BandDKW(1))
	}
}
