package stats

import (
	"math"
	"math/bits"
	"slices"

	"github.com/HdrHistogram/hdrhistogram-go"
)

const (
	// exactValues is how many observations a Histogram keeps as they are.
	exactValues = 4096
	// digits is the number of significant decimal digits kept beyond that.
	digits = 3
	// bucketError bounds the error of a quantile above exactValues
	// observations: a bucket is at most 1/1024 of the values in it wide.
	bucketError = 1.0 / 1024
)

// Histogram gives quantiles and the distribution function of non-negative
// integers. Up to 4096 observations it is exact; beyond that it is an HDR
// histogram with three significant digits, so that a quantile is at most
// RelativeError above the true order statistic and never below it. Memory grows
// with the logarithm of the largest value, up to 440 kB. The zero value is empty.
type Histogram struct {
	values []int64 // all of them, until there are too many
	hdr    *hdrhistogram.Histogram
	n      int64
	max    int64
}

// Add records v, which must not be negative. Amortised constant time.
func (h *Histogram) Add(v int64) {
	if v < 0 {
		panic(negative(v))
	}
	h.n++
	h.max = max(h.max, v)
	if h.hdr == nil {
		if len(h.values) < exactValues {
			h.values = append(h.values, v)
			return
		}
		h.grow(h.max)
		for _, x := range h.values {
			h.record(x)
		}
		h.values = nil
	}
	if v > h.hdr.HighestTrackableValue() {
		h.grow(v)
	}
	h.record(v)
}

// grow makes room for values up to v.
func (h *Histogram) grow(v int64) {
	highest := int64(math.MaxInt64)
	if n := bits.Len64(uint64(v)); n < 62 {
		highest = 1<<(n+1) - 1
	}
	old := h.hdr
	h.hdr = hdrhistogram.New(1, highest, digits)
	if old != nil && h.hdr.Merge(old) != 0 {
		panic("stats: a larger histogram lost values of a smaller one")
	}
}

func (h *Histogram) record(v int64) {
	if err := h.hdr.RecordValue(v); err != nil {
		panic("stats: histogram too small for a value it made room for: " + err.Error())
	}
}

// N returns the number of observations.
func (h *Histogram) N() int64 { return h.n }

// Max returns the largest observation, exactly, or 0 without any.
func (h *Histogram) Max() int64 { return h.max }

// RelativeError bounds how far a quantile may lie above the true order
// statistic, relative to it: 0 while the histogram is exact, 1/1024 after that.
func (h *Histogram) RelativeError() float64 {
	if h.hdr == nil {
		return 0
	}
	return bucketError
}

// Step is a point of a distribution function: Count observations are at most
// Value.
type Step struct{ Value, Count int64 }

// Steps returns the whole distribution function in rising order, at most one
// step per distinct recorded value.
func (h *Histogram) Steps() []Step {
	var steps []Step
	if h.hdr == nil {
		sorted := slices.Sorted(slices.Values(h.values))
		for i, v := range sorted {
			if i+1 == len(sorted) || sorted[i+1] != v {
				steps = append(steps, Step{Value: v, Count: int64(i + 1)})
			}
		}
		return steps
	}
	sum := int64(0)
	for _, bar := range h.hdr.Distribution() {
		if bar.Count > 0 {
			sum += bar.Count
			steps = append(steps, Step{Value: min(bar.To, h.max), Count: sum})
		}
	}
	return steps
}

// Quantile returns the smallest value that at least perMille thousandths of the
// observations do not exceed, from the steps of a distribution function; ok is
// false if that is empty. It panics unless perMille lies in 1…1000.
func Quantile(steps []Step, perMille int64) (v int64, ok bool) {
	if perMille < 1 || perMille > 1000 {
		panic("stats: quantile outside of 1…1000 thousandths")
	}
	if len(steps) == 0 {
		return 0, false
	}
	n := uint64(steps[len(steps)-1].Count)
	hi, lo := bits.Mul64(n, uint64(perMille))
	lo, carry := bits.Add64(lo, 999, 0)
	rank, _ := bits.Div64(hi+carry, lo, 1000)
	i, _ := slices.BinarySearchFunc(steps, int64(rank), func(s Step, r int64) int {
		switch {
		case s.Count < r:
			return -1
		case s.Count > r:
			return 1
		}
		return 0
	})
	return steps[i].Value, true
}
