package arrivals

import (
	"errors"
	"fmt"

	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/rng"
)

// Process is the sequence of arrivals of one source. It must not be copied once Next has been called.
type Process interface {
	// Next returns the next arrival, when there is one before endNs; never one before afterNs. The first call passes the instant at which
	// the source begins, each further call what the last one returned: a Process does not keep it. Once Next has returned false the source
	// is done and Next must not be called again. Times are nanoseconds since the start of the run, 0 or later.
	Next(afterNs, endNs int64) (atNs int64, ok bool)
}

// Spec says how the sources of a class produce. Specs are immutable; any number of processes shares one.
type Spec interface {
	// Start makes the process of one source. It asks for each stream it needs once, by the purpose of the stream; all purposes are
	// listed as constants of this package. Two sources must not get the same streams.
	Start(stream func(purpose string) rng.Stream) Process
	// MeanRate returns the arrivals per second in the long run, and false when there is no such number or no formula for it.
	MeanRate() (perSecond float64, known bool)
}

// The purposes of the streams that processes draw from.
const (
	// PurposeArrivals is for gaps between arrivals.
	PurposeArrivals = "arrivals"
	// PurposePhases is for the states of a Modulated source: how long each lasts and which comes next.
	PurposePhases = "phases"
)

var (
	_ Spec = (*Gaps)(nil)
	_ Spec = (*Every)(nil)
	_ Spec = (*List)(nil)
	_ Spec = (*Modulated)(nil)
	_ Spec = (*Steps)(nil)
	_ Spec = (*Sine)(nil)
)

// problems collects everything that is wrong with the arguments of a constructor.
type problems []error

func (p *problems) addf(format string, args ...any) {
	*p = append(*p, fmt.Errorf("arrivals: "+format, args...))
}

func (p problems) err() error { return errors.Join(p...) }

// checkTimes panics when the caller of Next breaks its contract.
func checkTimes(afterNs, endNs int64) {
	if afterNs < 0 || endNs < 0 {
		panic(fmt.Sprintf("arrivals: times are not negative, got an arrival after %d ns and an end at %d ns", afterNs, endNs))
	}
}

// within returns the instant gapNs after atNs, when it comes before endNs.
func within(atNs, gapNs, endNs int64) (int64, bool) {
	t := units.Add(atNs, gapNs)
	return t, t < endNs
}
