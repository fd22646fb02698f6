package queueing

import (
	"fmt"
	"math"
	"math/big"

	"github.com/littoral-sim/littoral/internal/theory"
	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/schedulers/firstfit"
	"github.com/littoral-sim/littoral/sim"
	"github.com/littoral-sim/littoral/sim/failure"
	"github.com/littoral-sim/littoral/sim/rng"
	"github.com/littoral-sim/littoral/sim/trace"
)

// availabilities are single nodes that crash and are repaired.
func availabilities() ([]experiment, error) {
	up, down := theory.Dec("9"), theory.Dec("1")
	squared := theory.Dec("0.5")
	return availabilityOf([]alternation{
		{
			"availability, random times", theory.ExponentialTime(up), theory.ExponentialTime(down),
			exponential(new(big.Rat).Inv(up)), exponential(new(big.Rat).Inv(down)),
		},
		{
			"availability, E2 and lognormal", theory.ErlangTime(2, up), theory.LognormalTime(down, squared),
			rng.Must(rng.Erlang(2, theory.Float(up)*float64(second))),
			rng.Must(rng.Lognormal(theory.Float(down)*float64(second), math.Sqrt(theory.Float(squared)))),
		},
	})
}

// alternation is a node with up times and down times.
type alternation struct {
	model            string
	up, down         theory.Moments
	upTime, downTime rng.Dist
}

func availabilityOf(list []alternation) ([]experiment, error) {
	var all []experiment
	for _, x := range list {
		a, err := theory.Availability(x.up[0], x.down[0])
		if err != nil {
			return nil, err
		}
		variance, err := theory.AvailabilityVariance(x.up, x.down)
		if err != nil {
			return nil, err
		}
		missing := theory.Float(new(big.Rat).Sub(big.NewRat(1, 1), a))
		all = append(all, experiment{
			model:  x.model,
			claims: []claim{{"unavailability", "Cox 1962; variance: Takács 1957", missing, theory.Float(variance), coarse}},
			observe: func(c *course) (observed, error) {
				w, err := c.wear(1, 1, 0, x.upTime, x.downTime)
				if err != nil {
					return observed{}, err
				}
				return observed{[]float64{w.share(w.short)}, w.failures}, nil
			},
		})
	}
	return all, nil
}

// repairs are groups of nodes with exponential lives and repair times: ten with
// one crew or five, of which eight are needed, and five with a crew each, of which
// three are.
func repairs() ([]experiment, error) {
	var all []experiment
	for _, x := range []struct {
		model                string
		nodes, crews, needed int
		source               string
	}{
		{"10 nodes, 1 repair crew", 10, 1, 8, "Kleinrock 1, 3.8; variance: Whitt 1992"},
		{"10 nodes, 5 repair crews", 10, 5, 8, "Kleinrock 1, 3.8; variance: Whitt 1992"},
		{"3 of 5 nodes", 5, 5, 3, "Barlow, Proschan 1975, 2; variance: Whitt 1992"},
	} {
		claims, err := claimsOfRepair(x.nodes, x.crews, x.needed, x.source)
		if err != nil {
			return nil, err
		}
		all = append(all, experiment{
			model: x.model, claims: claims,
			observe: func(c *course) (observed, error) {
				crews := int32(x.crews)
				if x.crews == x.nodes {
					crews = 0
				}
				w, err := c.wear(x.nodes, x.needed, crews, exponential(repairFailure()), exponential(repairMend()))
				if err != nil {
					return observed{}, err
				}
				return observed{[]float64{w.share(w.area), w.share(w.short)}, w.failures}, nil
			},
		})
	}
	return all, nil
}

// The rates of a node and of a crew.
func repairFailure() *big.Rat { return theory.Dec("0.1") }
func repairMend() *big.Rat    { return theory.Dec("1") }

func claimsOfRepair(nodes, crews, needed int, source string) ([]claim, error) {
	r, err := theory.NewRepair(nodes, crews, repairFailure(), repairMend())
	if err != nil {
		return nil, err
	}
	solution, err := r.Chain().Solve()
	if err != nil {
		return nil, err
	}
	failed := theory.Integral(func(failed int) int { return failed })
	variance, err := solution.Variance(failed)
	if err != nil {
		return nil, err
	}
	fewer, err := r.FewerThan(needed)
	if err != nil {
		return nil, err
	}
	fewerVariance, err := r.FewerThanVariance(needed)
	if err != nil {
		return nil, err
	}
	if crews >= nodes {
		// Independent nodes: the formula for k of n is another one, and must give the same.
		a, err := theory.Availability(new(big.Rat).Inv(repairFailure()), new(big.Rat).Inv(repairMend()))
		if err != nil {
			return nil, err
		}
		enough, err := theory.KOfN(needed, nodes, a)
		if err != nil {
			return nil, err
		}
		fewer = new(big.Rat).Sub(big.NewRat(1, 1), enough)
	}
	return []claim{
		{"nodes down", source, plain(solution.Mean(failed)), plain(variance), coarse},
		{fmt.Sprintf("fewer than %d up", needed), source, theory.Float(fewer), theory.Float(fewerVariance), coarse},
	}, nil
}

// wear lets nodes crash and be repaired, by a crew or, with none, at once.
func (c *course) wear(nodes, needed int, crews int32, up, down rng.Dist) (*watch, error) {
	cfg := &sim.Config{
		System: &models.System{}, Seed: c.seed, Warmup: warmup, Horizon: c.until(), Policy: "first-fit",
	}
	crew := ""
	if crews > 0 {
		crew = c.model
		cfg.Crews = []failure.Crew{{Name: crew, Members: crews}}
	}
	for i := range models.NodeID(nodes) {
		cfg.System.Nodes = append(cfg.System.Nodes, node(i, fmt.Sprintf("%s, node %d", c.model, i), models.TierEdge, 1))
		cfg.Failures = append(cfg.Failures, sim.Renewal{On: sim.OnNode(i), Up: up, Down: down, Crew: crew})
	}
	w := &watch{from: int64(warmup), until: int64(c.until()), up: nodes, nodes: nodes, needed: needed}
	if _, err := sim.Run(c.ctx, cfg, firstfit.New(), w); err != nil {
		return nil, err
	}
	w.pass(w.until)
	return w, nil
}

// watch is a sink that looks at how many nodes are up, from an instant on.
type watch struct {
	from, until int64
	last        int64
	nodes, up   int
	needed      int
	area        units.Wide // of the nodes that are down, over time, in nanoseconds
	short       units.Wide // nanoseconds with fewer than needed up
	failures    int64
}

// pass adds the time since the last change.
func (w *watch) pass(now int64) {
	if span := now - max(w.last, w.from); span > 0 {
		w.area = w.area.PlusProduct(int64(w.nodes-w.up), span)
		if w.up < w.needed {
			w.short = w.short.Plus(span)
		}
	}
	w.last = now
}

// share returns a sum of nanoseconds over the time that is measured.
func (w *watch) share(sum units.Wide) float64 {
	x, _ := new(big.Rat).SetFrac(sum.Big(), big.NewInt(w.until-w.from)).Float64()
	return x
}

// Event follows the crashes and repairs.
func (w *watch) Event(e *trace.Event) error {
	if e.Kind == trace.NodeCrashed {
		w.pass(e.At)
		w.up--
		if e.At >= w.from {
			w.failures++
		}
	}
	if e.Kind == trace.NodeRepaired {
		w.pass(e.At)
		w.up++
	}
	return nil
}

// Task does nothing.
func (w *watch) Task(*trace.Task) error { return nil }

// Transfer does nothing.
func (w *watch) Transfer(*trace.Transfer) error { return nil }
