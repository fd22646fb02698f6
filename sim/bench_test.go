package sim_test

import (
	"context"
	"fmt"
	"syscall"
	"testing"
	"time"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/schedulers/catalog"
	"github.com/littoral-sim/littoral/sim"
	"github.com/littoral-sim/littoral/sim/rng"
	"github.com/littoral-sim/littoral/sim/trace"
)

// discard is a sink that keeps nothing.
type discard struct{}

func (discard) Event(*trace.Event) error       { return nil }
func (discard) Task(*trace.Task) error         { return nil }
func (discard) Transfer(*trace.Transfer) error { return nil }

// star is a system of edge nodes around a switch, with ten devices that feed
// them: arrive, place, run, finish.
func star(edges int, tasks int64) *sim.Config {
	sys := &models.System{}
	add := func(name string, tier models.Tier, cores units.MilliCPU) models.NodeID {
		id := models.NodeID(len(sys.Nodes))
		sys.Nodes = append(sys.Nodes, models.Node{
			ID: id, Name: name, Tier: tier, Speed: units.ReferenceSpeed, CPULimit: units.Unlimited,
			Domain: models.NoDomain, Via: models.NoNode,
			Capacity: models.Resources{CPU: cores, Memory: 64 << 30, Storage: 1 << 40, Bandwidth: 10e9},
		})
		return id
	}
	join := func(a, b models.NodeID) {
		id := models.LinkID(len(sys.Links))
		sys.Links = append(sys.Links, models.Link{ID: id, Name: fmt.Sprint("l", id), A: a, B: b, Bandwidth: 1e9, Latency: time.Millisecond})
	}
	hub := add("hub", models.TierGateway, 1000)
	for i := range edges {
		join(add(fmt.Sprint("edge-", i), models.TierEdge, 8000), hub)
	}
	var sources []models.NodeID
	for i := range 10 {
		d := add(fmt.Sprint("device-", i), models.TierDevice, 1000)
		join(d, hub)
		sources = append(sources, d)
	}
	sys.Specs = []models.Spec{{
		Name: "job", Demand: models.Resources{CPU: 1000, Memory: 1 << 28}, Replicas: 1,
		ExpectedWork: 100 * time.Millisecond,
		Constraints:  models.Constraints{Tiers: models.NewTierSet(models.TierEdge)},
	}}
	rate := 0.7 * 80 * float64(edges) / 10 // arrivals per second and source at 70 % load
	return &sim.Config{
		System: sys, Seed: 1, Horizon: 3600_000_000_000,
		Workloads: []sim.Workload{{
			Name: "jobs", Spec: 0, Sources: sources, Target: models.NoNode,
			Arrivals: sim.Arrivals{Gap: rng.Must(rng.Exponential(1e9 / rate))},
			Work:     rng.Must(rng.Exponential(1e8)),
			Input:    rng.Must(rng.Deterministic(120_000)),
			Output:   rng.Must(rng.Deterministic(2_000)),
			CountMax: tasks / 10,
		}},
	}
}

func cpu() int64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return u.Utime.Nano() + u.Stime.Nano()
}

// BenchmarkRun measures whole runs: 100,000 tasks on 1,000 edge nodes.
func BenchmarkRun(b *testing.B) {
	for _, name := range catalog.Names() {
		b.Run("policy="+name, func(b *testing.B) {
			var events, tasks int64
			start := cpu()
			for b.Loop() {
				policy, err := catalog.New(name)
				if err != nil {
					b.Fatal(err)
				}
				out, err := sim.Run(context.Background(), star(1000, 100_000), policy, discard{})
				if err != nil {
					b.Fatal(err)
				}
				events += out.Events
				tasks += out.Workloads[0].Arrived
			}
			spent := float64(cpu() - start)
			b.ReportMetric(spent/float64(events), "cpu-ns/event")
			b.ReportMetric(spent/float64(tasks), "cpu-ns/task")
			b.ReportMetric(float64(events)/float64(tasks), "events/task")
		})
	}
}
