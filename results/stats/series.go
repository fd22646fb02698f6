package stats

import "math"

// A Series keeps at least minFine and fewer than maxFine complete fine batches
// once it has that many observations. They are joined into coarse batches, at
// least minBatches of them, when the interval is computed.
const (
	maxFine    = 128
	minBatches = 20
)

// maxForeseen is the correlation between coarse batches, foretold from the fine
// ones, above which an interval is not called reliable. With 0.15, of 20 000 runs
// of M/M/1 queues at loads of 0.5, 0.8 and 0.9 with 1000 or 10 000 tasks at most
// 7.4 % claimed a reliable interval that missed the true mean; the table is at
// TestIntervalsCoverTheTrueMean.
const maxForeseen = 0.15

// MinObservations is how many observations a Series needs before it gives an
// interval: twenty batches of two.
const MinObservations = 2 * minBatches

// Series estimates the mean of a correlated, stationary sequence of
// non-negative integers and how far it may be off, by non-overlapping batch
// means: the sequence is cut into batches of equal length, whose means are
// nearly independent if the batches are long. Memory is bounded: when 128
// batches are full they are joined in pairs, so that batches grow with the run.
// Sums are exact. The zero value is an empty series.
//
// Method: Schmeiser, "Batch size effects in the analysis of simulation output",
// Operations Research 30 (1982), which recommends 10 to 30 batches; the
// correction for correlation that is left between batches is that of a
// first-order autoregression, as in Tafazzoli, Steiger and Wilson, "N-Skart",
// IEEE Transactions on Automatic Control 56 (2011).
type Series struct {
	fine  [maxFine]Sum
	full  int   // complete fine batches
	size  int64 // observations in a complete fine batch
	open  Sum   // sum of the incomplete batch
	left  int64 // observations still missing in the incomplete batch
	total Sum
	n     int64
}

// Add appends v, which must not be negative. Amortised constant time.
func (s *Series) Add(v int64) {
	if s.n == 0 {
		s.size, s.left = 1, 1
	}
	s.n++
	s.total.Add(v)
	s.open.Add(v)
	s.left--
	if s.left > 0 {
		return
	}
	s.fine[s.full] = s.open
	s.full++
	if s.full == maxFine {
		for i := range maxFine / 2 {
			s.fine[i] = s.fine[2*i]
			s.fine[i].AddSum(s.fine[2*i+1])
		}
		s.full = maxFine / 2
		s.size *= 2
	}
	s.open, s.left = Sum{}, s.size
}

// N returns the number of observations.
func (s *Series) N() int64 { return s.n }

// Total returns the exact sum of the observations.
func (s *Series) Total() Sum { return s.total }

// Mean returns the mean of all observations, or 0 without any.
func (s *Series) Mean() float64 { return s.total.Over(uint64(s.n)) }

// batches returns the means of the coarse batches and how many observations one
// covers. Observations after the last complete batch are left out. It returns
// nil if there are fewer than MinObservations observations.
func (s *Series) batches() (means []float64, size int64) {
	if s.n < MinObservations {
		return nil, 0
	}
	join := s.full / minBatches
	return s.joined(join), int64(join) * s.size
}

// joined returns the means of batches of that many fine ones.
func (s *Series) joined(join int) []float64 {
	var means []float64
	for i := 0; i+join <= s.full; i += join {
		var b Sum
		for _, f := range s.fine[i : i+join] {
			b.AddSum(f)
		}
		means = append(means, b.Over(uint64(int64(join)*s.size)))
	}
	return means
}

// Estimate returns the mean with its 95 % confidence interval. Without
// observations there is no value, and below MinObservations no interval; the
// note says so.
func (s *Series) Estimate() Estimate {
	e := Estimate{N: s.n, Method: MethodBatchMeans}
	if s.n == 0 {
		e.Note = "no observations"
		return e
	}
	mean := s.Mean()
	e.Value = &mean
	means, size := s.batches()
	if means == nil {
		e.Note = "fewer than 40 observations: no interval"
		return e
	}
	e.Batches, e.BatchSize = len(means), size
	_, fine := variance(s.joined(1))
	e.fromBatches(means, joinedCorrelation(fine, s.full/minBatches))
	return e
}

// joinedCorrelation returns the lag-1 correlation between sums of join
// neighbours of a first-order autoregression whose own correlation is phi: with
// covariances phi^|i-j|, Σ over two neighbouring blocks divided by Σ within one.
func joinedCorrelation(phi float64, join int) float64 {
	if phi <= 0 {
		return 0
	}
	phi = min(phi, 0.99)
	power := 1.0
	for range join {
		power *= phi
	}
	rest := 1 - power
	between := float64(phi * rest * rest)
	within := float64(float64(join)*(1-float64(phi*phi))) - float64(2*phi*rest)
	return between / within
}

// fromBatches fills in the interval around the value from batch means, whose
// correlation has been foreseen from shorter batches, of which there are more.
func (e *Estimate) fromBatches(means []float64, foreseen float64) {
	k := float64(len(means))
	variance, lag1 := variance(means)
	e.Lag1 = &lag1
	// A correlation above its one-sided 95 % bound under independence, or one
	// that the shorter batches foretell, says that batches are still too short
	// for the interval to be trusted.
	e.Reliable = lag1 <= 1.645/math.Sqrt(k) && foreseen <= maxForeseen
	if !e.Reliable {
		e.Note = "batch means are correlated: the run is too short for a reliable interval"
	}
	if c := min(max(lag1, foreseen), 0.9); c > 0 {
		variance *= (1 + c) / (1 - c)
	}
	half := float64(studentT95(len(means)-1) * math.Sqrt(variance/k))
	// No observation is negative, so neither is the mean.
	e.interval(max(0, *e.Value-half), *e.Value+half)
}

// variance returns the sample variance of xs and their lag-1 autocorrelation,
// which is 0 for a constant sequence. Conversions to float64 here and below
// keep compilers from fusing products into sums, which would change the last bit
// on some processors.
func variance(xs []float64) (variance, lag1 float64) {
	mean := 0.0
	for _, x := range xs {
		mean += x
	}
	mean /= float64(len(xs))
	squares, products := 0.0, 0.0
	for i, x := range xs {
		d := x - mean
		squares += float64(d * d)
		if i > 0 {
			products += float64(d * (xs[i-1] - mean))
		}
	}
	if squares == 0 {
		return 0, 0
	}
	return squares / float64(len(xs)-1), products / squares
}
