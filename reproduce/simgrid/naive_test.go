package simgrid

import (
	"math"

	"github.com/littoral-sim/littoral/models/units"
)

// naive is a third opinion on a platform: max-min rates by progressive filling
// from scratch after every change, in floating point and continuous time. Its
// instants are rounded up like those of sim/flow.
func naive(p *Platform) []units.Time {
	finish := make([]units.Time, len(p.Flows))
	left := make([]float64, len(p.Flows)) // bits
	rate := make([]float64, len(p.Flows)) // bit/s
	var live []int
	now := 0.0 // seconds
	entry := func(i int) float64 {
		return float64(p.Flows[i].Start)/1e9 + p.latency(p.Flows[i].Route).Seconds()
	}
	for next := 0; next < len(p.Flows) || len(live) > 0; {
		fill(p, live, rate)
		at, first := math.Inf(1), -1
		if next < len(p.Flows) {
			at = entry(next)
		}
		for k, i := range live {
			if t := now + left[i]/rate[i]; t < at {
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
			continue
		}
		finish[live[first]] = units.Time(math.Ceil(now*1e9 - 1e-3))
		live = append(live[:first], live[first+1:]...)
	}
	return finish
}

// fill sets the max-min rates of the flows that are there: it raises all rates
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
			rate[i] = level
			delete(open, i)
			for _, l := range p.Routes[p.Flows[i].Route].Links {
				free[l] -= level
				users[l]--
			}
		}
	}
}
