package queueing

import (
	"math"

	"github.com/littoral-sim/littoral/internal/theory"
	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/sim/detmath"
)

// sharedServers are M/G/1 with processor sharing: the mean sojourn time must be
// the same for all laws of service.
func sharedServers() ([]experiment, error) {
	arrival, service := theory.Dec("0.5"), theory.Dec("1")
	q, err := theory.NewMG1PS(arrival, service)
	if err != nil {
		return nil, err
	}
	const source = "Kleinrock 1967; Sakata et al. 1971; variance: Poisson equation of the branching process"
	var all []experiment
	for _, x := range []struct {
		law      law
		survival theory.Survival
	}{
		{exponentialLaw(), exponentialSurvival},
		{hyperexponentialLaw(), hyperexponentialSurvival()},
		{constantLaw(), constantSurvival},
		{lognormalLaw(), lognormalSurvival()},
	} {
		perCustomer, err := q.SojournVariance(x.survival)
		if err != nil {
			return nil, err
		}
		all = append(all, experiment{
			model:  "M/" + x.law.name + "/1-PS, load 0.5",
			claims: []claim{{"sojourn time", source, theory.Float(q.Means().W), perCustomer / theory.Float(arrival), coarse}},
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

// The probabilities that service takes longer than t seconds, for the laws of the
// same names.
func exponentialSurvival(t float64) float64 { return detmath.Exp(-t) }

func hyperexponentialSurvival() theory.Survival {
	weights, means := hyperexponentialParts()
	p, q := theory.Float(weights[0]), theory.Float(weights[1])
	m, n := theory.Float(means[0]), theory.Float(means[1])
	return func(t float64) float64 { return float64(p*detmath.Exp(-t/m)) + float64(q*detmath.Exp(-t/n)) }
}

func constantSurvival(t float64) float64 {
	switch {
	case t < 1:
		return 1
	case t > 1:
		return 0
	default: // half of both sides, as theory wants it
		return 0.5
	}
}

func lognormalSurvival() theory.Survival {
	variance := detmath.Log1p(theory.Float(lognormalVariation())) // of the logarithm
	return func(t float64) float64 {
		return detmath.NormalCDF(-(detmath.Log(t) + float64(0.5*variance)) / math.Sqrt(variance))
	}
}
