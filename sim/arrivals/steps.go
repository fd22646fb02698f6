package arrivals

import (
	"math"
	"slices"
	"time"

	"github.com/littoral-sim/littoral/sim/rng"
)

// Step is a rate that holds from an instant of the period on, until the next step or the end of the period.
type Step struct {
	At   time.Duration
	Rate Rate
}

// Steps is a Poisson process whose rate is a step function of the time of day: piecewise constant and repeated with a period.
//
// Instants come from inverting the integral of the rate (E. Çinlar, Introduction to Stochastic Processes, 1975, chapter 4, section 7), in
// integers: arrival n falls on the first whole nanosecond at which the integral has reached the sum of n exponential variates. What it
// exceeds that sum by is subtracted from the next gap, so rounding does not accumulate.
type Steps struct {
	steps  []Step
	period int64
	whole  exposure // of a period
	gap    rng.Dist // exponential with mean 1
}

// stepsMax bounds the number of steps, because a process may walk over all of them for one arrival.
const stepsMax = 100_000

// NewSteps returns the Poisson process with these rates. The first step is at 0, each further one later than the one before and earlier
// than the period; rates are 0 to RateMax, and one is positive. Instant 0 of the period is the start of the run.
func NewSteps(steps []Step, period time.Duration) (*Steps, error) {
	var p problems
	switch {
	case len(steps) == 0:
		p.addf("a rate profile needs at least one step")
	case len(steps) > stepsMax:
		p.addf("a rate profile has at most %d steps, got %d", stepsMax, len(steps))
	case steps[0].At != 0:
		p.addf("the first step of a rate profile must be at 0, got %v", steps[0].At)
	}
	positive := false
	for i, s := range steps {
		if s.Rate < 0 || s.Rate > RateMax {
			p.addf("the rate of step %d must be 0 to %d millionths per hour, got %d", i, RateMax, s.Rate)
		}
		positive = positive || s.Rate > 0
		if i > 0 && s.At <= steps[i-1].At {
			p.addf("step %d must be after %v, got %v", i, steps[i-1].At, s.At)
		}
	}
	if n := len(steps); n > 0 {
		if !positive {
			p.addf("a rate profile needs a rate above 0")
		}
		if period <= steps[n-1].At {
			p.addf("the period must be longer than the last step at %v, got %v", steps[n-1].At, period)
		}
	}
	if err := p.err(); err != nil {
		return nil, err
	}
	gap, err := rng.Exponential(1)
	if err != nil {
		return nil, err
	}
	s := &Steps{steps: slices.Clone(steps), period: int64(period), gap: gap}
	for i, step := range s.steps {
		s.whole = s.whole.plus(step.Rate.over(s.end(i) - int64(step.At)))
	}
	return s, nil
}

// end returns the instant of the period at which step i ends.
func (s *Steps) end(i int) int64 {
	if i+1 < len(s.steps) {
		return int64(s.steps[i+1].At)
	}
	return s.period
}

// at returns the step that holds at an instant of the period.
func (s *Steps) at(inPeriod int64) int {
	i, found := slices.BinarySearchFunc(s.steps, inPeriod, func(step Step, t int64) int { return int(min(1, max(-1, int64(step.At)-t))) })
	if found {
		return i
	}
	return i - 1
}

// MeanRate implements [Spec]: the mean over a period.
func (s *Steps) MeanRate() (perSecond float64, known bool) {
	arrivals := (math.Ldexp(float64(s.whole.hi), 64) + float64(s.whole.lo)) / float64(unit)
	return arrivals / float64(s.period) * 1e9, true
}

// Start implements [Spec]. The process takes one draw of the stream "arrivals" for each call of Next.
func (s *Steps) Start(stream func(purpose string) rng.Stream) Process {
	return &stepped{spec: s, gaps: stream(PurposeArrivals)}
}

// stepped is the state of a source of Steps.
type stepped struct {
	spec *Steps
	gaps rng.Stream
	// excess is what the integral of the rate at the last arrival exceeds the sum of all gaps so far by, below one nanosecond's worth.
	excess uint64
}

// Next implements [Process]. It walks over the steps between two arrivals, at most two periods of them.
func (p *stepped) Next(afterNs, endNs int64) (atNs int64, ok bool) {
	checkTimes(afterNs, endNs)
	gap := unitExponential(p.spec.gap, &p.gaps)
	excess := exposure{lo: p.excess}
	if gap.atMost(excess) {
		p.excess = excess.minus(gap).lo
		return within(afterNs, 0, endNs)
	}
	left, t := gap.minus(excess), afterNs
	if n, rest := left.split(p.spec.whole); n > 0 {
		if n > uint64(max(0, endNs-t)/p.spec.period) {
			return 0, false
		}
		left, t = rest, t+int64(n)*p.spec.period
	}
	// What is left is at most the exposure of a period.
	pos := t % p.spec.period
	for i := p.spec.at(pos); ; {
		rate, span := p.spec.steps[i].Rate, p.spec.end(i)-pos
		gain := rate.over(span)
		if left.atMost(gain) {
			d := left.until(rate)
			p.excess = rate.over(d).minus(left).lo
			return within(t, d, endNs)
		}
		if span >= endNs-t {
			return 0, false
		}
		left, t, pos = left.minus(gain), t+span, pos+span
		if i++; i == len(p.spec.steps) {
			i, pos = 0, 0
		}
	}
}
