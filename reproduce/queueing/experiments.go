package queueing

import (
	"math/big"

	"github.com/littoral-sim/littoral/internal/theory"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim"
	"github.com/littoral-sim/littoral/sim/rng"
)

// experiments returns all models in the order of the report. What is parameters to
// theory and to the simulator comes from the same decimals.
func experiments() ([]experiment, error) {
	families := []func() ([]experiment, error){
		singleServers, manyServers, anyService, sharedServers, anyArrivals, priorities,
		breakdowns, vacations, openNetworks, closedNetworks, availabilities, repairs,
	}
	var all []experiment
	for _, f := range families {
		list, err := f()
		if err != nil {
			return nil, err
		}
		all = append(all, list...)
	}
	return all, nil
}

// mean returns the mean time at a rate, in nanoseconds.
func mean(rate *big.Rat) float64 { return float64(second) / theory.Float(rate) }

// exponential returns the exponential time with a rate per second.
func exponential(rate *big.Rat) rng.Dist { return rng.Must(rng.Exponential(mean(rate))) }

// poisson returns arrivals at random with a rate per second.
func poisson(rate *big.Rat) sim.Arrivals { return sim.Arrivals{Gap: exponential(rate)} }

// nanoseconds returns a time given in seconds.
func nanoseconds(x *big.Rat) units.Time {
	return units.Time(rng.Round(theory.Float(x) * float64(second)))
}

// plain returns the float64 nearest to a number of higher precision.
func plain(x *big.Float) float64 {
	f, _ := x.Float64()
	return f
}

// perSecond turns a variance constant per customer into that per second.
func perSecond(perCustomer, rate *big.Rat) float64 {
	return theory.Float(perCustomer) / theory.Float(rate)
}

// ratio is theory of the quotient of two rewards of a chain: its variance, and its
// value for models of which nothing else is known.
func ratio[S comparable](c *theory.Chain[S], numerator, denominator theory.Reward[S]) (value, variance float64, err error) {
	s, err := c.Solve()
	if err != nil {
		return 0, 0, err
	}
	v, constant, err := s.Ratio(numerator, denominator)
	if err != nil {
		return 0, 0, err
	}
	return plain(v), plain(constant), nil
}

// arrivals counts those that enter.
func arrivals[S comparable]() theory.Reward[S] { return theory.Count[S](theory.Arrival) }

// pairState is a state of a chain: how many customers there are of two kinds, or
// at two stations.
type pairState [2]int
