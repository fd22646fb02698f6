package queueing

import (
	"math"
	"math/big"

	"github.com/littoral-sim/littoral/internal/theory"
	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/sim/rng"
)

// law is a distribution of service times with a mean of one second, for theory and
// for the simulator.
type law struct {
	name    string
	moments theory.Moments
	dist    rng.Dist
}

// The laws of service times. Under the hyperexponential one three of four customers
// need a quarter of the mean of the fourth; its squared coefficient of variation
// is 2.1, that of the lognormal one is 0.5.
func constantLaw() law {
	return law{"D", theory.DeterministicTime(theory.Dec("1")), rng.Must(rng.Deterministic(int64(second)))}
}

func erlangLaw() law {
	return law{"E2", theory.ErlangTime(2, theory.Dec("1")), rng.Must(rng.Erlang(2, float64(second)))}
}

func lognormalLaw() law {
	squared := lognormalVariation()
	return law{
		"lognormal", theory.LognormalTime(theory.Dec("1"), squared),
		rng.Must(rng.Lognormal(float64(second), math.Sqrt(theory.Float(squared)))),
	}
}

// lognormalVariation is the squared coefficient of variation of the lognormal law.
func lognormalVariation() *big.Rat { return theory.Dec("0.5") }

func exponentialLaw() law {
	return law{"M", theory.ExponentialTime(theory.Dec("1")), exponential(theory.Dec("1"))}
}

func hyperexponentialLaw() law {
	weights, means := hyperexponentialParts()
	return law{
		"H2", theory.MixedTime(weights, []theory.Moments{theory.ExponentialTime(means[0]), theory.ExponentialTime(means[1])}),
		hyperexponential(weights, means),
	}
}

// hyperexponentialParts returns the weights of the two exponential times and their
// means in seconds.
func hyperexponentialParts() (weights, means []*big.Rat) {
	return []*big.Rat{theory.Dec("0.75"), theory.Dec("0.25")}, []*big.Rat{theory.Dec("4/7"), theory.Dec("16/7")}
}

// hyperexponential returns a mixture of exponential times with means in seconds.
func hyperexponential(weights, means []*big.Rat) rng.Dist {
	var p, m []float64
	for i := range weights {
		p = append(p, theory.Float(weights[i]))
		m = append(m, theory.Float(means[i])*float64(second))
	}
	return rng.Must(rng.HyperExponential(p, m))
}

// anyService are M/G/1 in the order of arrival.
func anyService() ([]experiment, error) {
	arrival := theory.Dec("0.5")
	var all []experiment
	for _, l := range []law{constantLaw(), erlangLaw(), lognormalLaw()} {
		q, err := theory.NewMG1(arrival, l.moments)
		if err != nil {
			return nil, err
		}
		const source = "Pollaczek–Khinchine, Kleinrock 1, 5.6; variance: Poisson equation of the work"
		all = append(all, experiment{
			model: "M/" + l.name + "/1, load 0.5",
			claims: []claim{
				{"sojourn time", source, theory.Float(q.Means().W), perSecond(q.SojournVariance(), arrival), fine},
				{"wait", source, theory.Float(q.Means().Wq), perSecond(q.WaitVariance(), arrival), coarse},
			},
			observe: func(c *course) (observed, error) {
				got, err := c.serve(&queue{
					discipline: models.FIFO, servers: 1,
					classes: []class{{arrivals: poisson(arrival), service: l.dist}},
				})
				if err != nil {
					return observed{}, err
				}
				return observed{[]float64{got[0].meanSojourn(), got[0].meanWait()}, got[0].served}, nil
			},
		})
	}
	return all, nil
}
