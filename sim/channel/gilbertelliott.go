package channel

import (
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/rng"
)

// Condition is one of the two states of a GilbertElliott process.
type Condition struct {
	// Stay is how many nanoseconds the condition lasts each time. It lasts one nanosecond at least, whatever is drawn.
	Stay rng.Dist
	// Down says that the link does not work. Share, Extra and Loss are zero then.
	Down bool
	// Share is the part of the bandwidth that is left, above 0.
	Share Share
	// Extra is added to the latency; not negative.
	Extra time.Duration
	// Loss is the part of the bytes that have to be sent again, at most LossMax.
	Loss Loss
}

// GilbertElliott alternates between a good and a bad condition, see the package comment. It begins with a good one.
type GilbertElliott struct {
	// Name tells the processes of a Variation apart. The process draws from the stream of the purpose "channel/" + Name: for each stay one draw.
	Name string
	// Good and Bad are the conditions. Nothing demands that Bad is worse.
	Good, Bad Condition
	// First is the distribution of the first stay. The zero Dist stands for Good.Stay; for links of a class that shall not fade in step, it is what
	// remains of a stay that has begun before the run.
	First rng.Dist
}

// BadShare returns the part of the time that is bad in the long run, and false when a mean stay is infinite.
func (g *GilbertElliott) BadShare() (share float64, known bool) {
	good, bad := g.Good.Stay.Mean(), g.Bad.Stay.Mean()
	return bad / (good + bad), !math.IsInf(good+bad, 1)
}

// MeanLoss returns the mean over time of the loss in the long run, counting a link that is down as lossless, because nothing is sent; false as
// for BadShare.
func (g *GilbertElliott) MeanLoss() (ratio float64, known bool) {
	bad, ok := g.BadShare()
	return float64((1-bad)*g.Good.Loss.Ratio()) + float64(bad*g.Bad.Loss.Ratio()), ok
}

// problems reports all that is wrong.
func (g *GilbertElliott) problems() []error {
	var list []error
	addf := func(format string, args ...any) {
		list = append(list, fmt.Errorf("channel: process %q: "+format, append([]any{g.Name}, args...)...))
	}
	if g.Name == "" {
		addf("needs a name")
	}
	if !g.First.IsZero() && !(g.First.Mean() > 0) {
		addf("the mean of the first stay must be above 0, got %v", g.First)
	}
	for i, c := range []*Condition{&g.Good, &g.Bad} {
		name := []string{"good", "bad"}[i]
		switch {
		case c.Stay.IsZero():
			addf("the %s condition needs a distribution of its stay", name)
		case !(c.Stay.Mean() > 0):
			addf("the mean stay in the %s condition must be above 0, got %v", name, c.Stay)
		}
		if c.Down {
			if c.Share != 0 || c.Extra != 0 || c.Loss != 0 {
				addf("the %s condition is down and has a share of %v, an extra latency of %v and a loss of %v as well",
					name, c.Share.Ratio(), c.Extra, c.Loss.Ratio())
			}
			continue
		}
		if c.Share < 1 || c.Share > ShareAll {
			addf("the share of the bandwidth in the %s condition must be 1/65536 to 1, got %v", name, c.Share.Ratio())
		}
		if c.Extra < 0 {
			addf("the extra latency in the %s condition must not be negative, got %v", name, c.Extra)
		}
		if c.Loss > LossMax {
			addf("the loss in the %s condition must be at most 0.99, got %v", name, c.Loss.Ratio())
		}
	}
	return list
}

// process is the state of a GilbertElliott process at one link.
type process struct {
	spec  *GilbertElliott
	stays rng.Stream
	until int64 // when the condition ends
	bad   bool
}

// startProcess begins with a good condition at instant 0.
func startProcess(spec *GilbertElliott, stays rng.Stream) process {
	p := process{spec: spec, stays: stays}
	first := spec.First
	if first.IsZero() {
		first = spec.Good.Stay
	}
	p.until = max(1, first.SampleInt64(&p.stays))
	return p
}

// condition returns what holds now.
func (p *process) condition() *Condition {
	if p.bad {
		return &p.spec.Bad
	}
	return &p.spec.Good
}

// advance changes the condition when its stay is over.
func (p *process) advance(nowNs int64) {
	if p.until > nowNs {
		return
	}
	p.bad = !p.bad
	p.until = units.Add(nowNs, max(1, p.condition().Stay.SampleInt64(&p.stays)))
}

// Variation is what varies on the links of a class. The zero Variation is nothing.
type Variation struct {
	profile   *Profile
	processes []GilbertElliott
}

// processesMax is how many processes a link has at most: enough for fading, handover and outages, and few enough for exact products.
const processesMax = 3

// NewVariation returns the combination of a profile, which may be nil, and up to three processes with different names.
func NewVariation(profile *Profile, processes ...GilbertElliott) (*Variation, error) {
	var list []error
	if len(processes) > processesMax {
		list = append(list, fmt.Errorf("channel: a link has at most %d processes, got %d", processesMax, len(processes)))
	}
	for i := range processes {
		list = append(list, processes[i].problems()...)
		for j := range i {
			if processes[i].Name == processes[j].Name {
				list = append(list, fmt.Errorf("channel: processes %d and %d are both called %q", j, i, processes[i].Name))
			}
		}
	}
	if err := errors.Join(list...); err != nil {
		return nil, err
	}
	return &Variation{profile: profile, processes: append([]GilbertElliott(nil), processes...)}, nil
}
