package arrivals

import (
	"math"
	"math/bits"

	"github.com/littoral-sim/littoral/sim/rng"
)

// Rate is a number of arrivals per time, in millionths of an arrival per hour, so that a source that speaks once in a century and one that
// speaks every microsecond have the same unit.
type Rate int64

const (
	// RatePerHour is one arrival per hour.
	RatePerHour Rate = 1_000_000
	// RatePerSecond is one arrival per second.
	RatePerSecond Rate = 3600 * RatePerHour
	// RateMax is the largest rate: an arrival per nanosecond.
	RateMax Rate = 1_000_000_000 * RatePerSecond
)

// PerSecond returns the rate in arrivals per second, for reports.
func (r Rate) PerSecond() float64 { return float64(r) / float64(RatePerSecond) }

// meanGap returns the mean gap in nanoseconds between the arrivals of a Poisson process of this rate.
func (r Rate) meanGap() float64 { return float64(RateMax) / float64(r) }

// unit is one arrival in the unit of the integral of a Rate over nanoseconds.
const unit = uint64(RateMax)

// exposure is the integral of a Rate over a time in nanoseconds: an expected number of arrivals in units of 1/unit, as an unsigned 128-bit
// integer. A rate below 2⁶² over a time below 2⁶³ is below 2¹²⁵, so sums over the run of time never overflow.
type exposure struct{ hi, lo uint64 }

// over returns the expected arrivals at rate r during spanNs.
func (r Rate) over(spanNs int64) exposure {
	hi, lo := bits.Mul64(uint64(r), uint64(spanNs))
	return exposure{hi: hi, lo: lo}
}

func (e exposure) plus(f exposure) exposure {
	lo, carry := bits.Add64(e.lo, f.lo, 0)
	hi, _ := bits.Add64(e.hi, f.hi, carry)
	return exposure{hi: hi, lo: lo}
}

// minus returns e-f for f at most e.
func (e exposure) minus(f exposure) exposure {
	lo, borrow := bits.Sub64(e.lo, f.lo, 0)
	hi, _ := bits.Sub64(e.hi, f.hi, borrow)
	return exposure{hi: hi, lo: lo}
}

func (e exposure) atMost(f exposure) bool { return e.hi < f.hi || (e.hi == f.hi && e.lo <= f.lo) }

// split returns the largest n with n·f below e, and e - n·f, for positive e and f. It saturates n at 2⁶⁴-1 with any rest.
func (e exposure) split(f exposure) (n uint64, rest exposure) {
	if f.hi > 0 { // Then e is only a few times f: a gap is below 37 arrivals, 2⁶⁸.
		for ; !e.atMost(f); n++ {
			e = e.minus(f)
		}
		return n, e
	}
	last := e.minus(exposure{lo: 1})
	if last.hi >= f.lo {
		return math.MaxUint64, e
	}
	n, _ = bits.Div64(last.hi, last.lo, f.lo)
	hi, lo := bits.Mul64(n, f.lo)
	return n, e.minus(exposure{hi: hi, lo: lo})
}

// until returns the whole nanoseconds at rate r after which e has passed, rounded up. They must be below 2⁶³ and r positive.
func (e exposure) until(r Rate) int64 {
	q, rest := bits.Div64(e.hi, e.lo, uint64(r))
	if rest > 0 {
		q++
	}
	return int64(q)
}

// unitExponential draws the exposure between two arrivals of any Poisson process: an exponential variate with the mean of one arrival. It takes
// one draw.
func unitExponential(d rng.Dist, s *rng.Stream) exposure {
	// Variates are below 37, so the product with 2⁵³ is a 59-bit integer; few have more than 53 bits that matter.
	const fraction = 53
	hi, lo := bits.Mul64(uint64(rng.Round(float64(d.Sample(s)*(1<<fraction)))), unit)
	return exposure{hi: hi >> fraction, lo: hi<<(64-fraction) | lo>>fraction}
}
