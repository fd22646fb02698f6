package sim_test

import (
	"context"
	"fmt"
	"time"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/schedulers/firstfit"
	"github.com/littoral-sim/littoral/sim"
	"github.com/littoral-sim/littoral/sim/rng"
	"github.com/littoral-sim/littoral/sim/trace"
)

// printer is a sink that prints the life of each task.
type printer struct{}

func (printer) Event(*trace.Event) error       { return nil }
func (printer) Transfer(*trace.Transfer) error { return nil }

func (printer) Task(t *trace.Task) error {
	fmt.Printf("task %d: transfer %v, queue %v, run %v, finished at %v\n",
		t.Number, time.Duration(t.Transfer), time.Duration(t.Queue), time.Duration(t.Run), units.Time(t.Finished))
	return nil
}

// A camera sends three pictures at once to an edge node with one core, which
// takes one after the other.
func ExampleRun() {
	node := func(id models.NodeID, name string, tier models.Tier) models.Node {
		return models.Node{
			ID: id, Name: name, Tier: tier, Speed: units.ReferenceSpeed, Discipline: models.FIFO,
			Capacity: models.Resources{CPU: 1000, Memory: 1 << 30, Bandwidth: 1e9},
			CPULimit: units.Unlimited, Domain: models.NoDomain, Via: models.NoNode,
		}
	}
	cfg := &sim.Config{
		System: &models.System{
			Nodes: []models.Node{node(0, "camera", models.TierDevice), node(1, "edge", models.TierEdge)},
			Links: []models.Link{{ID: 0, Name: "lan", A: 0, B: 1, Bandwidth: 100e6, Latency: time.Millisecond}},
			Specs: []models.Spec{{
				Name: "inspect", Replicas: 1, Demand: models.Resources{CPU: 1000},
				Constraints: models.Constraints{Tiers: models.NewTierSet(models.TierEdge)},
			}},
		},
		Workloads: []sim.Workload{{
			Name: "pictures", Spec: 0, Sources: []models.NodeID{0}, Target: models.NoNode,
			Arrivals: sim.Arrivals{At: [][]units.Time{{0, 0, 0}}},
			Work:     rng.Must(rng.Deterministic(int64(80 * time.Millisecond))),
			Input:    rng.Must(rng.Deterministic(125_000)),
			Output:   rng.Must(rng.Deterministic(0)),
		}},
		Horizon: units.Time(time.Minute),
	}
	out, err := sim.Run(context.Background(), cfg, firstfit.New(), printer{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("all audits hold:", out.AuditsOK())
	// Output:
	// task 1: transfer 32ms, queue 0s, run 80ms, finished at 0.112000000s
	// task 2: transfer 32ms, queue 80ms, run 80ms, finished at 0.192000000s
	// task 3: transfer 32ms, queue 160ms, run 80ms, finished at 0.272000000s
	// all audits hold: true
}
