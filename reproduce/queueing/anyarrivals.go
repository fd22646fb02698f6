package queueing

import (
	"math/big"
	"time"

	"github.com/littoral-sim/littoral/internal/theory"
	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/sim"
	"github.com/littoral-sim/littoral/sim/rng"
)

// roomOfRenewal is the room in the chains of GI/M/1: more customers have a
// probability of less than 10⁻¹⁰.
const roomOfRenewal = 80

// renewalState is a state of GI/M/1 with a phase of the interarrival time.
type renewalState struct{ customers, phase int }

// anyArrivals are GI/M/1 with a service rate of 1 and a load of 0.6.
func anyArrivals() ([]experiment, error) {
	gap := theory.Dec("5/3")
	weights := []*big.Rat{theory.Dec("0.75"), theory.Dec("0.25")}
	means := []*big.Rat{theory.Dec("20/21"), theory.Dec("80/21")}
	rates := []*big.Rat{new(big.Rat).Inv(means[0]), new(big.Rat).Inv(means[1])}
	stage := new(big.Rat).Inv(new(big.Rat).Mul(gap, big.NewRat(1, 2)))

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
	regular, err := renewal("D/M/1, load 0.6", fixed, sim.Arrivals{Every: time.Duration(nanoseconds(gap))}, 0, nil)
	if err != nil {
		return nil, err
	}
	even, err := renewal("E2/M/1, load 0.6", staged, sim.Arrivals{Gap: rng.Must(rng.Erlang(2, theory.Float(gap)*float64(second)))}, 2,
		func(s renewalState) []theory.Jump[renewalState] {
			if s.phase == 0 {
				return []theory.Jump[renewalState]{{To: renewalState{s.customers, 1}, Rate: stage, Event: theory.Internal}}
			}
			return []theory.Jump[renewalState]{{To: renewalState{s.customers + 1, 0}, Rate: stage, Event: theory.Arrival}}
		})
	if err != nil {
		return nil, err
	}
	bursty, err := renewal("H2/M/1, load 0.6", mixed, sim.Arrivals{Gap: hyperexponential(weights, means)}, 1,
		func(s renewalState) (jumps []theory.Jump[renewalState]) {
			for next, w := range weights {
				jumps = append(jumps, theory.Jump[renewalState]{
					To: renewalState{s.customers + 1, next}, Rate: new(big.Rat).Mul(rates[s.phase], w), Event: theory.Arrival,
				})
			}
			return jumps
		})
	if err != nil {
		return nil, err
	}
	return []experiment{regular, even, bursty}, nil
}

// renewal is GI/M/1. Without a chain of the interarrival time the variance of the
// estimate is not known, and replications estimate it; then that of M/M/1 sets the
// length.
func renewal(model string, gaps theory.Interarrival, arrivals sim.Arrivals,
	stages int, arrive func(renewalState) []theory.Jump[renewalState],
) (experiment, error) {
	service := theory.Dec("1")
	q, err := theory.NewGIM1(gaps, service)
	if err != nil {
		return experiment{}, err
	}
	c := claim{"sojourn time", "Kleinrock 1, 6.4; variance: Poisson equation", plain(q.Sojourn()), 0, coarse}
	replicated := 0
	if arrive == nil {
		c.source, replicated = "Kleinrock 1, 6.4", replications
		c.variance, err = markovVariance(theory.Dec("0.6"), service)
	} else {
		c.variance, err = renewalVariance(stages, service, arrive)
	}
	if err != nil {
		return experiment{}, err
	}
	return experiment{
		model: model, claims: []claim{c}, replications: replicated,
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

// markovVariance is the variance of the mean sojourn time in M/M/1 over a second.
func markovVariance(arrival, service *big.Rat) (float64, error) {
	q, err := theory.NewMM1(arrival, service)
	if err != nil {
		return 0, err
	}
	return perSecond(q.SojournVariance(), arrival), nil
}

// renewalVariance is the variance of the mean sojourn time over a second, with so
// many stages of the interarrival time one after the other.
func renewalVariance(stages int, service *big.Rat, arrive func(renewalState) []theory.Jump[renewalState]) (float64, error) {
	chain, err := theory.Explore(renewalState{}, 4*roomOfRenewal, func(s renewalState) []theory.Jump[renewalState] {
		jumps := arrive(s)
		for i := range jumps {
			if jumps[i].To.customers > roomOfRenewal {
				jumps[i].To.customers, jumps[i].Event = roomOfRenewal, theory.Loss
			}
		}
		if s.customers > 0 {
			to := renewalState{s.customers - 1, s.phase}
			jumps = append(jumps, theory.Jump[renewalState]{To: to, Rate: service, Event: theory.Departure})
		}
		return jumps
	})
	if err != nil {
		return 0, err
	}
	// Each of the two stages before an arrival counts as half of one: over a long time that is the number of arrivals.
	coming := theory.Reward[renewalState]{Impulse: func(_ renewalState, j theory.Jump[renewalState]) *big.Rat {
		switch {
		case j.Event == theory.Departure:
			return nil
		case stages == 2:
			return big.NewRat(1, 2)
		default:
			return big.NewRat(1, 1)
		}
	}}
	_, variance, err := ratio(chain, theory.Integral(func(s renewalState) int { return s.customers }), coming)
	return variance, err
}
