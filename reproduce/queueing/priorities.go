package queueing

import (
	"fmt"
	"math/big"

	"github.com/littoral-sim/littoral/internal/theory"
	"github.com/littoral-sim/littoral/models"
)

// roomOfPriority is the room for each class in the chain of two classes. It only
// serves the variance, which is right to two thousandths.
const roomOfPriority = 18

// priorities are two classes with loads of 0.2 and 0.3, with and without
// preemption.
func priorities() ([]experiment, error) {
	waits, err := priority("M/M/1, priority", models.PriorityQueue, "Cobham 1954; variance: Poisson equation")
	if err != nil {
		return nil, err
	}
	stops, err := priority("M/M/1, preemption", models.PreemptivePriority, "Kleinrock 2, 3.4; variance: Poisson equation")
	if err != nil {
		return nil, err
	}
	return []experiment{waits, stops}, nil
}

func priority(model string, discipline models.Discipline, source string) (experiment, error) {
	rates := []*big.Rat{theory.Dec("0.4"), theory.Dec("0.3")}
	services := []*big.Rat{theory.Dec("2"), theory.Dec("1")}
	var classes []theory.Class
	var simulated []class
	for i := range rates {
		classes = append(classes, theory.Class{Arrival: rates[i], Service: theory.ExponentialTime(new(big.Rat).Inv(services[i]))})
		simulated = append(simulated, class{poisson(rates[i]), exponential(services[i]), int32(len(rates) - i)})
	}
	q, err := theory.NewPriority(classes...)
	if err != nil {
		return experiment{}, err
	}
	preemptive := discipline == models.PreemptivePriority
	means := q.NonPreemptive()
	if preemptive {
		means = q.PreemptiveResume()
	}
	chain, err := theory.PriorityChain(rates[0], services[0], rates[1], services[1], preemptive, roomOfPriority)
	if err != nil {
		return experiment{}, err
	}
	solution, err := chain.Solve()
	if err != nil {
		return experiment{}, err
	}
	e := experiment{model: model}
	for i, number := range []func(theory.PriorityState) int{
		func(s theory.PriorityState) int { return s.High },
		func(s theory.PriorityState) int { return s.Low },
	} {
		entering := theory.Reward[theory.PriorityState]{
			Impulse: func(from theory.PriorityState, j theory.Jump[theory.PriorityState]) *big.Rat {
				return big.NewRat(int64(max(0, number(j.To)-number(from))), 1)
			},
		}
		_, variance, err := solution.Ratio(theory.Integral(number), entering)
		if err != nil {
			return experiment{}, err
		}
		e.claims = append(e.claims, claim{fmt.Sprintf("sojourn time, class %d", i+1), source, theory.Float(means[i].W), plain(variance), coarse})
	}
	e.observe = func(c *course) (observed, error) {
		got, err := c.serve(&queue{discipline: discipline, servers: 1, classes: simulated})
		if err != nil {
			return observed{}, err
		}
		return observed{[]float64{got[0].meanSojourn(), got[1].meanSojourn()}, got[0].served + got[1].served}, nil
	}
	return e, nil
}
