package arrivals

import (
	"time"

	"github.com/littoral-sim/littoral/sim/detmath"
	"github.com/littoral-sim/littoral/sim/rng"
)

// Sine is a Poisson process whose rate follows a sine: mean·(1 + swing·cos(2π(t-peak)/period)).
//
// Instants come from thinning (P. A. W. Lewis, G. S. Shedler, Simulation of nonhomogeneous Poisson processes by thinning, Naval Research
// Logistics Quarterly 26, 1979): candidates arrive at the greatest rate, mean·(1 + swing), and each becomes an arrival with the probability
// rate/greatest rate. There are 1 + swing candidates for each arrival in the mean, thus at most two.
type Sine struct {
	mean   Rate
	swing  float64
	period int64
	peak   int64
	gap    rng.Dist // between candidates
}

// SineSpec is what NewSine is given.
type SineSpec struct {
	// Mean is the rate over a whole period, above 0.
	Mean Rate
	// Swing is how far the rate swings around its mean, as a part of the mean: 0 to 1. At 1 the source is silent half a period after the peak.
	// The greatest rate, Mean·(1+Swing), is at most RateMax.
	Swing float64
	// Period is the length of a day, above 0.
	Period time.Duration
	// Peak is the time of day at which the rate is greatest, 0 to Period. Each day begins at a multiple of Period since the start of the run.
	Peak time.Duration
}

// NewSine returns the Poisson process with this rate.
func NewSine(spec SineSpec) (*Sine, error) {
	var p problems
	if spec.Mean <= 0 {
		p.addf("the mean rate must be above 0, got %d millionths per hour", spec.Mean)
	}
	if !(spec.Swing >= 0 && spec.Swing <= 1) {
		p.addf("the swing must be 0 to 1, got %v", spec.Swing)
	}
	if float64(spec.Mean)*(1+spec.Swing) > float64(RateMax) {
		p.addf("the greatest rate must be at most one arrival per nanosecond, got %v per second", spec.Mean.PerSecond()*(1+spec.Swing))
	}
	if spec.Period <= 0 {
		p.addf("the period must be above 0, got %v", spec.Period)
	}
	if spec.Peak < 0 || spec.Peak > spec.Period {
		p.addf("the peak must be within the period of %v, got %v", spec.Period, spec.Peak)
	}
	if err := p.err(); err != nil {
		return nil, err
	}
	gap, err := rng.Exponential(spec.Mean.meanGap() / (1 + spec.Swing))
	if err != nil {
		return nil, err
	}
	return &Sine{mean: spec.Mean, swing: spec.Swing, period: int64(spec.Period), peak: int64(spec.Peak), gap: gap}, nil
}

// MeanRate implements [Spec].
func (s *Sine) MeanRate() (perSecond float64, known bool) { return s.mean.PerSecond(), true }

// Start implements [Spec]. The process takes two draws of the stream "arrivals" for each candidate.
func (s *Sine) Start(stream func(purpose string) rng.Stream) Process {
	return &thinned{spec: s, gaps: stream(PurposeArrivals)}
}

// relative returns the rate at an instant over the mean rate.
func (s *Sine) relative(atNs int64) float64 {
	sincePeak := atNs%s.period - s.peak
	const turn = 6.283185307179586
	return 1 + float64(s.swing*detmath.Cos(turn*(float64(sincePeak)/float64(s.period))))
}

// thinned is the state of a source of Sine.
type thinned struct {
	spec *Sine
	gaps rng.Stream
}

// Next implements [Process].
func (p *thinned) Next(afterNs, endNs int64) (atNs int64, ok bool) {
	checkTimes(afterNs, endNs)
	for t := afterNs; ; {
		gap := p.spec.gap.SampleInt64(&p.gaps)
		accept := p.gaps.Float64()
		if t, ok = within(t, gap, endNs); !ok {
			return 0, false
		}
		if float64(accept*(1+p.spec.swing)) < p.spec.relative(t) {
			return t, true
		}
	}
}
