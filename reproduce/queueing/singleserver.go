package queueing

import (
	"fmt"

	"github.com/littoral-sim/littoral/internal/theory"
	"github.com/littoral-sim/littoral/models"
)

// singleServers are M/M/1 at two loads.
func singleServers() ([]experiment, error) {
	var all []experiment
	for _, x := range []struct {
		load string
		goal float64
	}{{"0.5", fine}, {"0.8", coarse}} {
		arrival, service := theory.Dec(x.load), theory.Dec("1")
		q, err := theory.NewMM1(arrival, service)
		if err != nil {
			return nil, err
		}
		const source = "Kleinrock 1, 3.26; variance: Daley 1968"
		all = append(all, experiment{
			model: fmt.Sprintf("M/M/1, load %s", x.load),
			claims: []claim{
				{"sojourn time", source, theory.Float(q.Means().W), perSecond(q.SojournVariance(), arrival), x.goal},
				{"wait", source, theory.Float(q.Means().Wq), perSecond(q.WaitVariance(), arrival), coarse},
			},
			observe: func(c *course) (observed, error) {
				got, err := c.serve(&queue{
					discipline: models.FIFO, servers: 1,
					classes: []class{{arrivals: poisson(arrival), service: exponential(service)}},
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
