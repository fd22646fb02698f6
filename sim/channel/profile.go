package channel

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/littoral-sim/littoral/models/units"
)

// BandwidthStep sets the bandwidth from an instant on. At 0 bit/s the link is down.
type BandwidthStep struct {
	At        time.Duration
	Bandwidth units.BitsPerSecond
}

// LatencyStep sets the latency from an instant on.
type LatencyStep struct {
	At      time.Duration
	Latency time.Duration
}

// Profile is bandwidth and latency over time, such as a measured trace. It is immutable; any number of links shares one.
type Profile struct {
	steps  []step
	period int64 // 0 when it does not repeat
}

// step is what a profile says from an instant on; unset is nothing.
type step struct {
	at        int64
	bandwidth int64
	latency   int64
}

const unset = -1

// ProfileSpec is what NewProfile is given.
type ProfileSpec struct {
	// Bandwidth and Latency are the steps in the order of time, each later than the one before. A list may be empty: then the nominal value of
	// the link holds all the time. So it does before the first step.
	Bandwidth []BandwidthStep
	Latency   []LatencyStep
	// Period is after how long the profile begins again, 0 for never. It is later than all steps, and then the first step of each list is at 0, so
	// that what holds depends on the time of the period alone. Instant 0 is the start of the run.
	Period time.Duration
}

// NewProfile returns the profile with these steps, of which there is at least one.
func NewProfile(spec ProfileSpec) (*Profile, error) {
	var problems []error
	addf := func(format string, args ...any) { problems = append(problems, fmt.Errorf("channel: "+format, args...)) }
	list := func(name string, ats []time.Duration) {
		for i, at := range ats {
			switch {
			case at < 0:
				addf("%s step %d is at %v, before the start", name, i, at)
			case i > 0 && at <= ats[i-1]:
				addf("%s step %d must be after %v, got %v", name, i, ats[i-1], at)
			case spec.Period > 0 && at >= spec.Period:
				addf("%s step %d must be before the period of %v is over, got %v", name, i, spec.Period, at)
			case spec.Period > 0 && i == 0 && at > 0:
				addf("the first %s step of a profile that repeats must be at 0, got %v", name, at)
			}
		}
	}
	var bandwidthAt, latencyAt []time.Duration
	for i, s := range spec.Bandwidth {
		bandwidthAt = append(bandwidthAt, s.At)
		if s.Bandwidth < 0 {
			addf("bandwidth step %d must not be negative, got %d bit/s", i, s.Bandwidth)
		}
	}
	for i, s := range spec.Latency {
		latencyAt = append(latencyAt, s.At)
		if s.Latency < 0 {
			addf("latency step %d must not be negative, got %v", i, s.Latency)
		}
	}
	list("bandwidth", bandwidthAt)
	list("latency", latencyAt)
	if len(spec.Bandwidth)+len(spec.Latency) == 0 {
		addf("a profile needs at least one step")
	}
	if spec.Period < 0 {
		addf("a period must not be negative, got %v", spec.Period)
	}
	if len(problems) > 0 {
		return nil, errors.Join(problems...)
	}
	return &Profile{steps: merge(spec), period: int64(spec.Period)}, nil
}

// merge makes one list of steps with both values out of two.
func merge(spec ProfileSpec) []step {
	steps := []step{{at: 0, bandwidth: unset, latency: unset}}
	for b, l := spec.Bandwidth, spec.Latency; len(b)+len(l) > 0; {
		next := steps[len(steps)-1]
		next.at = math.MaxInt64
		if len(b) > 0 {
			next.at = int64(b[0].At)
		}
		if len(l) > 0 {
			next.at = min(next.at, int64(l[0].At))
		}
		if len(b) > 0 && int64(b[0].At) == next.at {
			next.bandwidth, b = int64(b[0].Bandwidth), b[1:]
		}
		if len(l) > 0 && int64(l[0].At) == next.at {
			next.latency, l = int64(l[0].Latency), l[1:]
		}
		if next.at == 0 {
			steps[0] = next
		} else {
			steps = append(steps, next)
		}
	}
	return steps
}

// at returns what the profile says at an instant, and the next instant at which it may say something else; the largest int64 for never. It takes
// O(log n) for n steps.
func (p *Profile) at(nowNs int64) (s step, nextNs int64) {
	begin, pos := int64(0), nowNs
	if p.period > 0 {
		pos = nowNs % p.period
		begin = nowNs - pos
	}
	i, found := slices.BinarySearchFunc(p.steps, pos, func(s step, at int64) int { return cmp.Compare(s.at, at) })
	if !found {
		i--
	}
	switch {
	case i+1 < len(p.steps):
		return p.steps[i], units.Add(begin, p.steps[i+1].at)
	case p.period > 0 && len(p.steps) > 1:
		return p.steps[i], units.Add(begin, p.period)
	default:
		return p.steps[i], math.MaxInt64
	}
}
