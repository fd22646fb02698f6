package simgrid

import (
	"math"

	"github.com/littoral-sim/littoral/models/units"
)

// naive is a third opinion on a platform: max-min rates by progressive filling
// from scratch after every change, in floating point. Its time is continuous and
// only the answers are rounded up to nanoseconds; with whole, flows also leave the
// network at these, as they do in sim/flow.
func naive(p *Platform, whole bool) []units.Time {
	finish := make([]units.Time, len(p.Flows))
	left := make([]float64, len(p.Flows)) // bits
	rate := make([]float64, len(p.Flows)) // bits per ns
	var live []int
	// Time is in nanoseconds after base, so that it has more digits.
	base, now := units.Time(0), 0.0
	for next := 0; next < len(p.Flows) || len(live) > 0; {
		fill(p, live, rate)
		at, first := math.Inf(1), -1
		if next < len(p.Flows) {
			entry := p.Flows[next].Start.Add(p.latency(p.Flows[next].Route))
			at = float64(entry - base)
		}
		for k, i := range live {
			t := now + max(0, left[i]/rate[i])
			if whole {
				t = math.Ceil(t - 1e-3)
			}
			if t < at {
				at, first = t, k
			}
		}
		for _, i := range live {
			left[i] -= rate[i] * (at - now)
		}
		now = at
		if first < 0 {
			left[next] = 8 * float64(p.Flows[next].Size)
			live = append(live, next)
			next++
		} else {
			finish[live[first]] = base + units.Time(math.Ceil(now-1e-3))
			live = append(live[:first], live[first+1:]...)
		}
		passed := math.Floor(now)
		base, now = base+units.Time(passed), now-passed
	}
	return finish
}

// fill sets the max-min rates, in bits per nanosecond, of the flows that are there: it raises all rates
// together and freezes flows at their caps and at links that are full.
func fill(p *Platform, live []int, rate []float64) {
	free := make([]float64, len(p.Links))
	for i, l := range p.Links {
		free[i] = float64(l.Capacity)
	}
	users := make([]int, len(p.Links))
	open := map[int]bool{}
	for _, i := range live {
		open[i] = true
		for _, l := range p.Routes[p.Flows[i].Route].Links {
			users[l]++
		}
	}
	for len(open) > 0 {
		level := math.Inf(1)
		for l := range free {
			if users[l] > 0 {
				level = min(level, free[l]/float64(users[l]))
			}
		}
		for i := range open {
			if c := p.Flows[i].Cap; c > 0 {
				level = min(level, float64(c))
			}
		}
		var frozen []int
		for i := range open {
			stop := p.Flows[i].Cap > 0 && float64(p.Flows[i].Cap) <= level
			for _, l := range p.Routes[p.Flows[i].Route].Links {
				stop = stop || free[l]/float64(users[l]) <= level*(1+1e-12)
			}
			if stop {
				frozen = append(frozen, i)
			}
		}
		for _, i := range frozen {
			rate[i] = level / 1e9
			delete(open, i)
			for _, l := range p.Routes[p.Flows[i].Route].Links {
				free[l] -= level
				users[l]--
			}
		}
	}
}
