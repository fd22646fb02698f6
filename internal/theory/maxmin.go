package theory

import (
	"fmt"
	"math/big"
)

// Flow is a user of links in a fair allocation.
type Flow struct {
	Links  []int    // indices of links; one that is listed twice is used twice
	Weight *big.Rat // above 0, nil for 1
	Cap    *big.Rat // greatest rate, at least 0, nil for none
}

// MaxMin returns the weighted max–min fair rates of flows over links of given capacities, each at least 0: no rate can grow
// without another one shrinking whose rate per weight is not greater. It raises the rates of all flows in proportion to
// their weights until a link or a cap stops some, and goes on with the others; Bertsekas and Gallager, Data Networks
// (1992), section 6.5.2. A flow without links and without a cap has no greatest rate and is ErrParameter. It takes time
// flows² × links per flow, in exact arithmetic.
func MaxMin(capacities []*big.Rat, flows []Flow) ([]*big.Rat, error) {
	for l, c := range capacities {
		if err := nonNegative(named{fmt.Sprintf("capacity of link %d", l), c}); err != nil {
			return nil, err
		}
	}
	weights := make([]*big.Rat, len(flows))
	for f, flow := range flows {
		weights[f] = one()
		if flow.Weight != nil {
			weights[f] = copyRat(flow.Weight)
		}
		if err := flow.check(f, len(capacities), weights[f]); err != nil {
			return nil, err
		}
	}
	rates := make([]*big.Rat, len(flows))
	for left := len(flows); left > 0; {
		limits := levelLimits(capacities, flows, weights, rates)
		var level *big.Rat
		for f, limit := range limits {
			if rates[f] == nil && (level == nil || limit.Cmp(level) < 0) {
				level = limit
			}
		}
		for f, limit := range limits {
			if rates[f] == nil && limit.Cmp(level) == 0 {
				rates[f] = mul(level, weights[f])
				left--
			}
		}
	}
	return rates, nil
}

func (flow Flow) check(f, links int, weight *big.Rat) error {
	if err := positive(named{fmt.Sprintf("weight of flow %d", f), weight}); err != nil {
		return err
	}
	if flow.Cap != nil {
		if err := nonNegative(named{fmt.Sprintf("cap of flow %d", f), flow.Cap}); err != nil {
			return err
		}
	}
	if len(flow.Links) == 0 && flow.Cap == nil {
		return fmt.Errorf("%w: flow %d has neither links nor a cap", ErrParameter, f)
	}
	for _, l := range flow.Links {
		if l < 0 || l >= links {
			return fmt.Errorf("%w: flow %d uses link %d of %d", ErrParameter, f, l, links)
		}
	}
	return nil
}

// levelLimits returns for each flow without a rate the rate per weight at which its cap or the first of its links stops
// it, if all flows without a rate go on together.
func levelLimits(capacities []*big.Rat, flows []Flow, weights, rates []*big.Rat) []*big.Rat {
	room, demand := copyRats(capacities), make([]*big.Rat, len(capacities))
	for l := range demand {
		demand[l] = zero()
	}
	for f, flow := range flows {
		for _, l := range flow.Links {
			if rates[f] == nil {
				demand[l].Add(demand[l], weights[f])
			} else {
				room[l].Sub(room[l], rates[f])
			}
		}
	}
	limits := make([]*big.Rat, len(flows))
	for f, flow := range flows {
		if rates[f] != nil {
			continue
		}
		if flow.Cap != nil {
			limits[f] = quo(flow.Cap, weights[f])
		}
		for _, l := range flow.Links {
			if x := quo(room[l], demand[l]); limits[f] == nil || x.Cmp(limits[f]) < 0 {
				limits[f] = x
			}
		}
	}
	return limits
}
