package queueing

import (
	"math/big"

	"github.com/littoral-sim/littoral/internal/theory"
	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/sim/rng"
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
	markov, err := theory.NewMM1(arrival, service)
	if err != nil {
		return nil, err
	}
	variance := perSecond(markov.SojournVariance(), arrival)
	const source = "Kleinrock 1967; Sakata et al. 1971"
	const known = source + "; variance: Poisson equation"
	all := []experiment{shared("M", arrival, exponential(service), claim{"sojourn time", known, theory.Float(q.Means().W), variance, coarse}, 0)}
	for _, l := range []law{constantLaw(), lognormalLaw(), hyperexponentialLaw()} {
		// The variance for exponential service is of the right size and says how long to run.
		c := claim{"sojourn time", source, theory.Float(q.Means().W), variance, coarse}
		all = append(all, shared(l.name, arrival, l.dist, c, replications))
	}
	return all, nil
}

// shared is one of them.
func shared(name string, arrival *big.Rat, service rng.Dist, c claim, replications int) experiment {
	return experiment{
		model: "M/" + name + "/1-PS, load 0.5", claims: []claim{c}, replications: replications,
		observe: func(c *course) (observed, error) {
			got, err := c.serve(&queue{
				discipline: models.ProcessorSharing, servers: 1,
				classes: []class{{arrivals: poisson(arrival), service: service}},
			})
			if err != nil {
				return observed{}, err
			}
			return observed{[]float64{got[0].meanSojourn()}, got[0].served}, nil
		},
	}
}
