package queueing

import (
	"fmt"
	"math/big"

	"github.com/littoral-sim/littoral/internal/theory"
	"github.com/littoral-sim/littoral/models"
)

// roomOfMany is the room in the chain that stands for M/M/c: more customers have a
// probability of less than 10⁻¹⁴.
const roomOfMany = 100

// manyServers are M/M/c, M/M/c/c and M/M/1/K.
func manyServers() ([]experiment, error) {
	waiting, err := erlangC(4, theory.Dec("2.8"))
	if err != nil {
		return nil, err
	}
	lossy, err := limited("M/M/5/5", 5, 5, theory.Dec("4"), "Erlang 1917, formula B; variance: Poisson equation")
	if err != nil {
		return nil, err
	}
	narrow, err := limited("M/M/1/4", 1, 4, theory.Dec("0.9"), "Kleinrock 1, 3.6; variance: Poisson equation")
	if err != nil {
		return nil, err
	}
	return []experiment{waiting, lossy, narrow}, nil
}

// erlangC is M/M/c with a service rate of 1.
func erlangC(servers int, arrival *big.Rat) (experiment, error) {
	service := theory.Dec("1")
	q, err := theory.NewMMC(servers, arrival, service)
	if err != nil {
		return experiment{}, err
	}
	bounded, err := theory.NewMMCK(servers, roomOfMany, arrival, service)
	if err != nil {
		return experiment{}, err
	}
	delayed := theory.Reward[int]{Impulse: func(from int, j theory.Jump[int]) *big.Rat {
		if j.Event == theory.Departure || from < servers {
			return nil
		}
		return big.NewRat(1, 1)
	}}
	offered := theory.Count[int](theory.Arrival, theory.Loss)
	_, delayVariance, err := ratio(bounded.Chain(), delayed, offered)
	if err != nil {
		return experiment{}, err
	}
	queued := theory.Integral(func(n int) int { return max(0, n-servers) })
	_, waitVariance, err := ratio(bounded.Chain(), queued, offered)
	if err != nil {
		return experiment{}, err
	}
	const source = "Erlang 1917, formula C; variance: Poisson equation"
	return experiment{
		model: fmt.Sprintf("M/M/%d, load %s", servers, new(big.Rat).Quo(arrival, big.NewRat(int64(servers), 1)).FloatString(1)),
		claims: []claim{
			{"probability of a wait", source, theory.Float(q.Delay()), delayVariance, fine},
			{"wait", source, theory.Float(q.Means().Wq), waitVariance, coarse},
		},
		observe: func(c *course) (observed, error) {
			got, err := c.serve(&queue{
				discipline: models.FIFO, servers: servers,
				classes: []class{{arrivals: poisson(arrival), service: exponential(service)}},
			})
			if err != nil {
				return observed{}, err
			}
			return observed{[]float64{got[0].delayRatio(), got[0].meanWait()}, got[0].served}, nil
		},
	}, nil
}

// limited is M/M/c/K with a service rate of 1.
func limited(model string, servers, room int, arrival *big.Rat, source string) (experiment, error) {
	service := theory.Dec("1")
	q, err := theory.NewMMCK(servers, room, arrival, service)
	if err != nil {
		return experiment{}, err
	}
	_, lossVariance, err := ratio(q.Chain(), theory.Count[int](theory.Loss), theory.Count[int](theory.Arrival, theory.Loss))
	if err != nil {
		return experiment{}, err
	}
	_, sojournVariance, err := ratio(q.Chain(), theory.Integral(func(n int) int { return n }), arrivals[int]())
	if err != nil {
		return experiment{}, err
	}
	return experiment{
		model: model,
		claims: []claim{
			{"probability of loss", source, theory.Float(q.Loss()), lossVariance, fine},
			{"sojourn time", source, theory.Float(q.Means().W), sojournVariance, fine},
		},
		observe: func(c *course) (observed, error) {
			got, err := c.serve(&queue{
				discipline: models.FIFO, servers: servers, places: int32(room),
				classes: []class{{arrivals: poisson(arrival), service: exponential(service)}},
			})
			if err != nil {
				return observed{}, err
			}
			return observed{[]float64{got[0].lossRatio(), got[0].meanSojourn()}, got[0].served + got[0].lost}, nil
		},
	}, nil
}
