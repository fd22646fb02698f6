package arrivals

import (
	"github.com/littoral-sim/littoral/sim/rng"
)

// Gaps is a renewal process: independent gaps of one distribution. It begins with a gap, so that exponential gaps make a Poisson process.
type Gaps struct {
	gap rng.Dist
}

// NewGaps returns the renewal process with this distribution of the gap in nanoseconds. A gap may be zero, also always: then all arrivals
// fall on the same instant, and it is the caller who stops after some of them.
func NewGaps(gap rng.Dist) (*Gaps, error) {
	var p problems
	if gap.IsZero() {
		p.addf("gaps need a distribution")
	}
	if err := p.err(); err != nil {
		return nil, err
	}
	return &Gaps{gap: gap}, nil
}

// Start implements [Spec]. The process takes one draw of the stream "arrivals" for each call of Next.
func (g *Gaps) Start(stream func(purpose string) rng.Stream) Process {
	return &renewal{spec: g, gaps: stream(PurposeArrivals)}
}

// MeanRate implements [Spec]: the inverse of the mean gap.
func (g *Gaps) MeanRate() (perSecond float64, known bool) { return inverse(g.gap.Mean()) }

// inverse turns a mean gap in nanoseconds into a rate per second; a mean of 0 has none.
func inverse(meanNs float64) (perSecond float64, known bool) {
	if !(meanNs > 0) {
		return 0, false
	}
	return 1e9 / meanNs, true // 0 when the mean is infinite.
}

// renewal is the state of a source of Gaps.
type renewal struct {
	spec *Gaps
	gaps rng.Stream
}

// Next implements [Process].
func (r *renewal) Next(afterNs, endNs int64) (atNs int64, ok bool) {
	checkTimes(afterNs, endNs)
	return within(afterNs, r.spec.gap.SampleInt64(&r.gaps), endNs)
}
