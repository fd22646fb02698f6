package sim

import (
	"context"
	"syscall"
	"testing"
	"time"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/schedulers/catalog"
	"github.com/littoral-sim/littoral/sim/rng"
)

// star is a system of edge nodes with eight cores around a hub, with ten devices
// that feed them to 70 % of their capacity.
func star(edges int, tasks int64) *Config {
	c := &Config{System: &models.System{}, Seed: 1, Horizon: 3600e9}
	y := c.System
	hub := addNode(y, func(n *models.Node) { n.Tier, n.Capacity.Bandwidth = models.TierGateway, 10e9 })
	for range edges {
		addLink(y, hub, addNode(y, func(n *models.Node) { n.Capacity.CPU, n.Capacity.Memory = 8000, 64<<30 }), 1e9, time.Millisecond)
	}
	const devices = 10
	rate := 0.7 * 80 * float64(edges) / devices // arrivals per second and device
	w := Workload{
		Name: "jobs", Target: models.NoNode, CountMax: tasks / devices,
		Spec: addSpec(y, func(s *models.Spec) {
			s.Demand.Memory, s.ExpectedWork = 1<<28, 100*time.Millisecond
		}),
		Arrivals: Arrivals{Gap: rng.Must(rng.Exponential(1e9 / rate))},
		Work:     rng.Must(rng.Exponential(1e8)), Input: fixed(120_000), Output: fixed(2_000),
	}
	for range devices {
		device := addNode(y, func(n *models.Node) { n.Tier = models.TierDevice })
		addLink(y, hub, device, 1e9, time.Millisecond)
		w.Sources = append(w.Sources, device)
	}
	c.Workloads = []Workload{w}
	return c
}

// cpuNs returns the processor time that this process has used.
func cpuNs(b *testing.B) int64 {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return u.Utime.Nano() + u.Stime.Nano()
}

// BenchmarkRun measures whole runs: 100,000 tasks on 1,000 edge nodes.
func BenchmarkRun(b *testing.B) {
	for _, entry := range catalog.Entries() {
		b.Run("policy="+entry.Name, func(b *testing.B) {
			c := star(1000, 100_000)
			var events, tasks int64
			start := cpuNs(b)
			for b.Loop() {
				out, err := Run(context.Background(), c, entry.New(), discard{})
				if err != nil {
					b.Fatal(err)
				}
				events += out.Events
				tasks += out.Workloads[0].Arrived
			}
			spent := float64(cpuNs(b) - start)
			b.ReportMetric(spent/float64(events), "cpu-ns/event")
			b.ReportMetric(spent/float64(tasks), "cpu-ns/task")
			b.ReportMetric(float64(events)/float64(tasks), "events/task")
		})
	}
}
