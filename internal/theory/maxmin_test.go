package theory

import (
	"fmt"
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Bertsekas and Gallager, Data Networks (1992), section 6.5.2: rates that fit are max–min fair if and only if each flow is
// at its cap or has a bottleneck, a full link on which no flow has a greater rate per weight.
func TestEveryFlowHasABottleneck(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		capacities := make([]*big.Rat, rapid.IntRange(1, 5).Draw(rt, "links"))
		for l := range capacities {
			capacities[l] = big.NewRat(rapid.Int64Range(0, 20).Draw(rt, fmt.Sprintf("capacity %d", l)), 1)
		}
		flows := make([]Flow, rapid.IntRange(0, 7).Draw(rt, "flows"))
		for f := range flows {
			link := rapid.IntRange(0, len(capacities)-1)
			flows[f].Links = rapid.SliceOfN(link, 1, 4).Draw(rt, fmt.Sprintf("links of %d", f))
			if rapid.Bool().Draw(rt, "weighted") {
				flows[f].Weight = big.NewRat(rapid.Int64Range(1, 5).Draw(rt, "weight"), 2)
			}
			if rapid.Bool().Draw(rt, "capped") {
				flows[f].Cap = big.NewRat(rapid.Int64Range(0, 6).Draw(rt, "cap"), 1)
			}
		}
		checkBottlenecks(rt, capacities, flows, ok(MaxMin(capacities, flows)))
	})
}

func checkBottlenecks(t *rapid.T, capacities []*big.Rat, flows []Flow, rates []*big.Rat) {
	level := func(f int) *big.Rat {
		if w := flows[f].Weight; w != nil {
			return quo(rates[f], w)
		}
		return rates[f]
	}
	full, highest := make([]bool, len(capacities)), make([]*big.Rat, len(capacities))
	for l, capacity := range capacities {
		used := zero()
		highest[l] = zero()
		for f, flow := range flows {
			for _, m := range flow.Links {
				if m == l {
					used.Add(used, rates[f])
				}
			}
			if slices.Contains(flow.Links, l) && level(f).Cmp(highest[l]) > 0 {
				highest[l] = level(f)
			}
		}
		if used.Cmp(capacity) > 0 {
			t.Errorf("link %d carries %s of %s", l, used.RatString(), capacity.RatString())
		}
		full[l] = used.Cmp(capacity) == 0
	}
	for f, flow := range flows {
		capped := flow.Cap != nil && rates[f].Cmp(flow.Cap) >= 0
		if capped && rates[f].Cmp(flow.Cap) > 0 {
			t.Errorf("flow %d has %s above its cap %s", f, rates[f].RatString(), flow.Cap.RatString())
		}
		bottleneck := func(l int) bool { return full[l] && level(f).Cmp(highest[l]) == 0 }
		if !capped && !slices.ContainsFunc(flow.Links, bottleneck) {
			t.Errorf("flow %d at %s has no bottleneck", f, rates[f].RatString())
		}
	}
}

func TestFairRatesWithWeightsAndCaps(t *testing.T) {
	rates := ok(MaxMin([]*big.Rat{integer(12)}, []Flow{
		{Links: []int{0}, Weight: integer(2)},
		{Links: []int{0}},
		{Links: []int{0}, Cap: integer(3)},
		{Cap: Dec("0.5")},
	}))
	for f, want := range []string{"6", "3", "3", "0.5"} {
		same(t, fmt.Sprintf("flow %d", f), rates[f], Dec(want))
	}
}
