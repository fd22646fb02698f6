package queueing

import (
	"math/big"

	"github.com/littoral-sim/littoral/internal/theory"
	"github.com/littoral-sim/littoral/models"
)

// replications is how many independent runs there are where theory knows no
// variance.
const replications = 40

// sharedServers are M/G/1 with processor sharing: the mean sojourn time must be
// the same for all laws of service.
func sharedServers() ([]experiment, error) {
	arrival, service := theory.Dec("0.5"), theory.Dec("1")
	q, err := theory.NewMG1PS(arrival, service)
	if err != nil {
		return nil, err
	}
	const source = "Kleinrock 1967; Sakata et al. 1971"
	const known = source + "; variance: Poisson equation"
	mixed, err := mixedSharedVariance(arrival)
	if err != nil {
		return nil, err
	}
	variance, err := markovVariance(arrival, service)
	if err != nil {
		return nil, err
	}
	var all []experiment
	for _, x := range []struct {
		law          law
		source       string
		variance     float64
		replications int
	}{
		{exponentialLaw(), known, variance, 0},
		{hyperexponentialLaw(), known, mixed, 0},
		// The variance for exponential service is of the right size and says how long to run.
		{constantLaw(), source, variance, replications},
		{lognormalLaw(), source, variance, replications},
	} {
		all = append(all, experiment{
			model:        "M/" + x.law.name + "/1-PS, load 0.5",
			claims:       []claim{{"sojourn time", x.source, theory.Float(q.Means().W), x.variance, coarse}},
			replications: x.replications,
			observe: func(c *course) (observed, error) {
				got, err := c.serve(&queue{
					discipline: models.ProcessorSharing, servers: 1,
					classes: []class{{arrivals: poisson(arrival), service: x.law.dist}},
				})
				if err != nil {
					return observed{}, err
				}
				return observed{[]float64{got[0].meanSojourn()}, got[0].served}, nil
			},
		})
	}
	return all, nil
}

// roomOfShared is how many customers the chain of a shared server has room for.
// It only serves the variance, which is right to a thousandth.
const roomOfShared = 24

// mixedSharedVariance is the variance of the mean sojourn time over a second with
// hyperexponential service: a customer of either kind is done at a constant rate
// when alone.
func mixedSharedVariance(arrival *big.Rat) (float64, error) {
	weights, means := hyperexponentialParts()
	chain, err := theory.Explore(pairState{}, roomOfShared*roomOfShared, func(s pairState) []theory.Jump[pairState] {
		var jumps []theory.Jump[pairState]
		for k := range s {
			if all := s[0] + s[1]; all < roomOfShared {
				to := s
				to[k]++
				jumps = append(jumps, theory.Jump[pairState]{To: to, Rate: new(big.Rat).Mul(arrival, weights[k]), Event: theory.Arrival})
			}
			if s[k] > 0 {
				to := s
				to[k]--
				share := big.NewRat(int64(s[k]), int64(s[0]+s[1]))
				jumps = append(jumps, theory.Jump[pairState]{To: to, Rate: share.Quo(share, means[k]), Event: theory.Departure})
			}
		}
		return jumps
	})
	if err != nil {
		return 0, err
	}
	_, variance, err := ratio(chain, theory.Integral(func(s pairState) int { return s[0] + s[1] }), arrivals[pairState]())
	return variance, err
}
