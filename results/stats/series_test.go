package stats

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
	"pgregory.net/rapid"
)

// naive computes batch means from the whole sequence at once: the batch length
// follows from the length of the sequence alone.
func naive(xs []int64) (means []float64, size int64) {
	fine := 1
	for len(xs)/fine >= maxFine {
		fine *= 2
	}
	join := len(xs) / fine / minBatches
	size = int64(fine * join)
	for i := 0; i+int(size) <= len(xs)/fine*fine; i += int(size) {
		sum := int64(0)
		for _, x := range xs[i : i+int(size)] {
			sum += x
		}
		means = append(means, float64(sum)/float64(size))
	}
	return means, size
}

func TestStreamedBatchesEqualThoseOfTheWholeSequence(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(MinObservations, 3000).Draw(t, "n")
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		var s Series
		xs := make([]int64, n)
		sum := int64(0)
		for i := range xs {
			xs[i] = rng.Int64N(1 << 40)
			sum += xs[i]
			s.Add(xs[i])
		}
		want, size := naive(xs)
		got, gotSize := s.batches()
		if d := cmp.Diff(want, got); d != "" || size != gotSize {
			t.Fatalf("n = %d: batches of %d, want %d (-want +got):\n%s", n, gotSize, size, d)
		}
		if len(got) < minBatches || len(got) > 2*minBatches {
			t.Fatalf("n = %d: %d batches", n, len(got))
		}
		e := s.Estimate()
		if *e.Value != float64(sum)/float64(n) {
			t.Fatalf("mean %v, want %v", *e.Value, float64(sum)/float64(n))
		}
		mean, sd := stat.MeanStdDev(want, nil)
		low := mean - sd/math.Sqrt(float64(len(want)))
		if half, ok := e.Half(); !ok || half < *e.Value-low-1 {
			t.Fatalf("half-width %v is less than one standard error of %v batches", half, len(want))
		}
	})
}

func TestJoinedCorrelationIsThatOfTheAutoregression(t *testing.T) {
	for _, phi := range []float64{0.05, 0.3, 0.8, 0.95} {
		for _, join := range []int{1, 2, 3, 6} {
			within, between := 0.0, 0.0
			for i := range join {
				for j := range join {
					within += math.Pow(phi, math.Abs(float64(i-j)))
					between += math.Pow(phi, math.Abs(float64(i-j-join)))
				}
			}
			if got, want := joinedCorrelation(phi, join), between/within; math.Abs(got-want) > 1e-12 {
				t.Errorf("phi %v, %d joined: %v, want %v", phi, join, got, want)
			}
		}
	}
	if got := joinedCorrelation(-0.5, 3); got != 0 {
		t.Errorf("negative correlation foretells %v", got)
	}
}

func TestFewObservationsHaveNoInterval(t *testing.T) {
	var s Series
	if e := s.Estimate(); e.Value != nil || e.CILow != nil || e.Note == "" {
		t.Errorf("empty series: %+v", e)
	}
	for i := range MinObservations - 1 {
		s.Add(int64(i))
	}
	e := s.Estimate()
	if e.Value == nil || *e.Value != 19 || e.CILow != nil || e.CIHigh != nil || e.Note == "" || e.Reliable {
		t.Errorf("%d observations: %+v", s.N(), e)
	}
	s.Add(0)
	if e := s.Estimate(); e.CILow == nil || e.Batches != minBatches || e.BatchSize != 2 {
		t.Errorf("%d observations: %+v", s.N(), e)
	}
}

func TestConstantSequencesHaveAnIntervalOfNoWidth(t *testing.T) {
	var s Series
	for range 1000 {
		s.Add(7)
	}
	if e := s.Estimate(); *e.CILow != 7 || *e.CIHigh != 7 || !e.Reliable {
		t.Errorf("constant 7: %+v", e)
	}
}

// sequence is a stationary process with a known mean.
type sequence struct {
	name string
	mean float64
	next func(*rand.Rand) func() float64
}

// autoregressive returns x' = phi x + noise around 50 with variance 1.
func autoregressive(name string, phi float64) sequence {
	return sequence{name, 50, func(r *rand.Rand) func() float64 {
		x := r.NormFloat64()
		return func() float64 {
			x = phi*x + r.NormFloat64()*math.Sqrt(1-phi*phi)
			return 50 + x
		}
	}}
}

// queue returns the times in system of an M/M/1 queue with service rate 1, by
// Lindley's recursion from a stationary start; their mean is 1/(1-load).
func queue(name string, load float64) sequence {
	return sequence{name, 1 / (1 - load), func(r *rand.Rand) func() float64 {
		wait := 0.0
		if r.Float64() < load {
			wait = r.ExpFloat64() / (1 - load)
		}
		return func() float64 {
			out := wait + r.ExpFloat64()
			wait = max(0, out-r.ExpFloat64()/load)
			return out
		}
	}}
}

// TestIntervalsCoverTheTrueMean documents how often the 95 % interval of a single
// run holds the true mean. With runs = 20000 it prints:
//
//	process         n     covered   said reliable   and missed
//	exponential   1000     95.9 %        97.9 %        4.1 %
//	AR(1) 0.8     1000     96.5 %        96.0 %        3.5 %
//	AR(1) 0.99    1000     93.1 %         0.0 %        0.0 %
//	AR(1) 0.99   10000     96.5 %        12.3 %        1.3 %
//	M/M/1 0.5     1000     92.9 %        89.9 %        7.0 %
//	M/M/1 0.8     1000     85.4 %         3.1 %        3.0 %
//	M/M/1 0.8    10000     92.5 %        82.9 %        7.3 %
//	M/M/1 0.9    10000     88.7 %        15.3 %        7.4 %
//
// A run that is far too short cannot cover, but it must not claim that it does:
// that is the last column. The bounds in the test leave four standard errors of
// 1000 runs.
func TestIntervalsCoverTheTrueMean(t *testing.T) {
	const runs = 1000
	exponential := sequence{"exponential", 1, func(r *rand.Rand) func() float64 { return r.ExpFloat64 }}
	for _, c := range []struct {
		sequence
		n                 int
		covered           float64 // at least
		missed            float64 // called reliable but missed, at most
		doubtful, trusted float64 // called reliable at most, at least
	}{
		{exponential, 1000, 0.934, 0.066, 1, 0.96},
		{autoregressive("AR(1) 0.8", 0.8), 1000, 0.94, 0.06, 1, 0.935},
		{autoregressive("AR(1) 0.99", 0.99), 1000, 0.9, 0.003, 0.003, 0},
		{autoregressive("AR(1) 0.99", 0.99), 10000, 0.94, 0.03, 0.165, 0},
		{queue("M/M/1 0.5", 0.5), 1000, 0.895, 0.103, 1, 0.86},
		{queue("M/M/1 0.8", 0.8), 1000, 0.81, 0.052, 0.054, 0},
		{queue("M/M/1 0.8", 0.8), 10000, 0.89, 0.107, 1, 0.78},
		{queue("M/M/1 0.9", 0.9), 10000, 0.846, 0.108, 0.2, 0},
	} {
		covered, reliable, missed := 0, 0, 0
		for seed := range uint64(runs) {
			next := c.next(rand.New(rand.NewPCG(seed, 77)))
			var s Series
			for range c.n {
				s.Add(int64(math.Round(next() * 1e6)))
			}
			e := s.Estimate()
			hit := *e.CILow <= c.mean*1e6 && c.mean*1e6 <= *e.CIHigh
			if hit {
				covered++
			}
			if e.Reliable {
				reliable++
				if !hit {
					missed++
				}
			}
		}
		share := func(n int) float64 { return float64(n) / runs }
		t.Logf("%-12s n = %5d: covered %.3f, called reliable %.3f, reliable but missed %.3f",
			c.name, c.n, share(covered), share(reliable), share(missed))
		if share(covered) < c.covered || share(missed) > c.missed || share(reliable) > c.doubtful || share(reliable) < c.trusted {
			t.Errorf("%s, n = %d: outside of covered >= %v, missed <= %v, reliable in [%v, %v]",
				c.name, c.n, c.covered, c.missed, c.trusted, c.doubtful)
		}
	}
}

func TestStudentQuantilesAgreeWithGonum(t *testing.T) {
	for df := 1; df <= 200; df++ {
		want := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: float64(df), Src: nil}.Quantile(0.975)
		if got := studentT95(df); math.Abs(got-want) > 2e-6 {
			t.Errorf("%d degrees of freedom: %v, want %v", df, got, want)
		}
	}
	if want := distuv.UnitNormal.Quantile(0.975); math.Abs(z95-want) > 1e-14 {
		t.Errorf("z = %v, want %v", z95, want)
	}
}

func TestMeanOfIndependentRunsHasStudentsInterval(t *testing.T) {
	// By hand: mean 3, variance 2.5, t(4) = 2.776445, half = 2.776445·sqrt(2.5/5).
	e := Mean([]float64{1, 2, 3, 4, 5})
	if *e.Value != 3 || math.Abs(*e.CIHigh-4.963243) > 1e-6 || math.Abs(*e.CILow-1.036757) > 1e-6 || e.N != 5 {
		t.Errorf("mean of 1…5: %v [%v, %v]", *e.Value, *e.CILow, *e.CIHigh)
	}
	if e := Mean([]float64{4}); *e.Value != 4 || e.CILow != nil || e.Note == "" {
		t.Errorf("one run: %+v", e)
	}
	if e := Mean(nil); e.Value != nil || e.Note == "" {
		t.Errorf("no run: %+v", e)
	}
}

func TestAddAllocatesNothing(t *testing.T) {
	var s Series
	if got := testing.AllocsPerRun(10000, func() { s.Add(5) }); got != 0 {
		t.Errorf("%v allocations per observation", got)
	}
}

func BenchmarkSeriesAdd(b *testing.B) {
	var s Series
	b.ReportAllocs()
	for i := int64(0); b.Loop(); i++ {
		s.Add(i & 0xffff)
	}
}
