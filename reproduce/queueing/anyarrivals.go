package queueing

import (
	"math/big"
	"time"

	"github.com/littoral-sim/littoral/internal/theory"
	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/sim"
	"github.com/littoral-sim/littoral/sim/rng"
)

// anyArrivals are GI/M/1 with a service rate of 1 and a load of 0.6.
func anyArrivals() ([]experiment, error) {
	gap := theory.Dec("5/3")
	weights := []*big.Rat{theory.Dec("0.75"), theory.Dec("0.25")}
	means := []*big.Rat{theory.Dec("20/21"), theory.Dec("80/21")}
	rates := []*big.Rat{new(big.Rat).Inv(means[0]), new(big.Rat).Inv(means[1])}

	fixed, err := theory.DeterministicArrivals(gap)
	if err != nil {
		return nil, err
	}
	staged, err := theory.ErlangArrivals(2, gap)
	if err != nil {
		return nil, err
	}
	mixed, err := theory.HyperexponentialArrivals(weights, rates)
	if err != nil {
		return nil, err
	}
	var all []experiment
	for _, x := range []struct {
		name      string
		gaps      theory.Interarrival
		simulated sim.Arrivals
	}{
		{"D", fixed, sim.Arrivals{Every: time.Duration(nanoseconds(gap))}},
		{"E2", staged, sim.Arrivals{Gap: rng.Must(rng.Erlang(2, theory.Float(gap)*float64(second)))}},
		{"H2", mixed, sim.Arrivals{Gap: hyperexponential(weights, means)}},
	} {
		e, err := renewal(x.name+"/M/1, load 0.6", gap, x.gaps, x.simulated)
		if err != nil {
			return nil, err
		}
		all = append(all, e)
	}
	return all, nil
}

// renewal is GI/M/1 with a mean interarrival time of gap.
func renewal(model string, gap *big.Rat, gaps theory.Interarrival, arrivals sim.Arrivals) (experiment, error) {
	service := theory.Dec("1")
	q, err := theory.NewGIM1(gaps, service)
	if err != nil {
		return experiment{}, err
	}
	const source = "Kleinrock 1, 6.4; variance: Poisson equation of the sojourn times"
	return experiment{
		model:  model,
		claims: []claim{{"sojourn time", source, plain(q.Sojourn()), plain(q.SojournVariance()) * theory.Float(gap), coarse}},
		observe: func(c *course) (observed, error) {
			got, err := c.serve(&queue{
				discipline: models.FIFO, servers: 1,
				classes: []class{{arrivals: arrivals, service: exponential(service)}},
			})
			if err != nil {
				return observed{}, err
			}
			return observed{[]float64{got[0].meanSojourn()}, got[0].served}, nil
		},
	}, nil
}
