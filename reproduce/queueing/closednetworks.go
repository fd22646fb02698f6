package queueing

import (
	"fmt"
	"math/big"

	"github.com/littoral-sim/littoral/internal/theory"
	"github.com/littoral-sim/littoral/sim/share"
)

// closedNetworks is a network in which six customers think, and then visit three
// stations.
func closedNetworks() ([]experiment, error) {
	const customers = 6
	think := theory.Dec("2")
	demands := []*big.Rat{theory.Dec("1"), theory.Dec("0.6"), theory.Dec("0.5")}
	w, err := theory.NewClosedNetwork(think, demands...)
	if err != nil {
		return nil, err
	}
	means, err := w.Means(customers)
	if err != nil {
		return nil, err
	}
	chain, err := w.Chain(customers)
	if err != nil {
		return nil, err
	}
	solution, err := chain.Solve()
	if err != nil {
		return nil, err
	}
	rate, err := solution.Variance(arrivals[string]())
	if err != nil {
		return nil, err
	}
	present := theory.Integral(func(s string) int { return customers - int(s[len(s)-1]) })
	_, response, err := solution.Ratio(present, arrivals[string]())
	if err != nil {
		return nil, err
	}
	const source = "mean value analysis, Reiser, Lavenberg 1980; variance: Poisson equation"
	return []experiment{{
		model: "closed network, 6 customers",
		claims: []claim{
			{"throughput", source, theory.Float(means.Throughput), plain(rate), coarse},
			{"response time", source, theory.Float(means.Response), plain(response), coarse},
		},
		observe: func(c *course) (observed, error) {
			g := &group{plant: newPlant(c, 1, 1, 1), customers: customers}
			g.thoughts = g.source("think", exponential(new(big.Rat).Inv(think)))
			for k, d := range demands {
				g.work = append(g.work, g.source(fmt.Sprintf("work %d", k), exponential(new(big.Rat).Inv(d))))
			}
			if err := g.run(g); err != nil {
				return observed{}, err
			}
			throughput := float64(g.rounds.served) / (float64(c.span) / float64(second))
			return observed{[]float64{throughput, g.rounds.meanSojourn()}, g.rounds.served}, nil
		},
	}}, nil
}

// group is customers who go around for ever.
type group struct {
	*plant
	customers int
	thoughts  source
	work      []source
	rounds    tally
}

func (g *group) begin() {
	for range g.customers {
		g.after(0, g.thoughts.draw(), 0)
	}
}

// ring is the end of somebody's thinking.
func (g *group) ring(now int64, _ int32) error {
	g.queue(now, 0, g.enter(now), &g.work[0])
	return nil
}

func (g *group) served(now int64, at int32, id share.ID) {
	if next := at + 1; int(next) < len(g.work) {
		g.queue(now, next, id, &g.work[next])
		return
	}
	g.leave(&g.rounds, now, id)
	g.after(now, g.thoughts.draw(), 0)
}
