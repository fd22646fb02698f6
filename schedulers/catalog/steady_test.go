package catalog_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/schedulers"
	"github.com/littoral-sim/littoral/schedulers/catalog"
	"github.com/littoral-sim/littoral/schedulers/schedtest"
)

// loop is a system in steady state: every decision places one task, and the task
// placed longest ago leaves.
type loop struct {
	policy schedulers.Scheduler
	s      *schedulers.Snapshot
	source *schedtest.Source
	ring   []models.NodeID // where the last tasks run, oldest at next
	next   int
}

// newLoop returns n nodes in a two-level tree: one cloud node in every hundred,
// gateways with about a hundred leaves each, half of them devices that only
// produce data, half edge nodes of 4 to 16 cores at three speeds. Tasks demand
// one core and 64 MiB. They fill load percent of all cores.
func newLoop(policy schedulers.Scheduler, n, load int) *loop {
	y := &models.System{}
	cores := 0
	for i := range n {
		id := models.NodeID(i)
		node := models.Node{
			ID: id, Name: fmt.Sprintf("n%d", i), Tier: models.TierDevice,
			Capacity: models.Resources{Memory: 64 << 30, Storage: 1 << 40, Bandwidth: 1e9},
			Speed:    units.ReferenceSpeed * units.Speed(1+i%3) / 2,
			CPULimit: units.Unlimited, Domain: models.NoDomain, Via: models.NoNode,
		}
		up := models.NodeID(i - i%100) // the gateway of the site
		switch {
		case id == up && i > 0:
			node.Tier, up = models.TierGateway, 0
		case i%100 == 1:
			node.Tier, up = models.TierCloud, 0
		case i%2 == 0 && i > 0:
			node.Tier = models.TierEdge
		}
		if node.Tier == models.TierEdge || node.Tier == models.TierCloud {
			node.Capacity.CPU = units.MilliCPU(4+4*(i%4)) * 1000
			cores += int(node.Capacity.CPU) / 1000
		}
		y.Nodes = append(y.Nodes, node)
		if i > 0 {
			y.Links = append(y.Links, models.Link{
				ID: models.LinkID(i - 1), A: up, B: id, Bandwidth: 100e6, Latency: time.Duration(1+i%7) * time.Millisecond,
			})
		}
	}
	y.Specs = []models.Spec{{Demand: models.Resources{CPU: 1000, Memory: 64 << 20}, Replicas: 1, ExpectedWork: time.Second}}
	l := &loop{policy: policy, s: schedulers.NewSnapshot(y), source: schedtest.NewSource(1)}
	l.s.Rand = schedtest.NewSource(2)
	l.s.Pending = []schedulers.Pending{{Input: 1e6}}
	l.ring = make([]models.NodeID, cores*load/100)
	l.fill()
	return l
}

// fill starts as many tasks as the ring holds at random nodes, with room if that
// is found in 20 tries.
func (l *loop) fill() {
	nodes := l.s.Eligible[0]
	for i := range l.ring {
		n := nodes[schedulers.IntN(l.source, len(nodes))]
		for tries := 0; tries < 20 && l.s.Nodes[n].Free.CPU < 1000; tries++ {
			n = nodes[schedulers.IntN(l.source, len(nodes))]
		}
		l.s.Nodes[n].Reserve(&l.s.System.Nodes[n], &l.s.System.Specs[0], nil)
		l.ring[i] = n
	}
}

// step asks for one decision and carries it out.
func (l *loop) step(tb testing.TB) {
	tb.Helper()
	l.s.Version++
	l.s.Pending[0].Source = models.NodeID(schedulers.IntN(l.source, len(l.s.Nodes)))
	p, err := l.policy.Plan(context.Background(), l.s)
	if err != nil || len(p.Actions) != 1 || p.Actions[0].Op != schedulers.Place {
		tb.Fatalf("plan %+v, %v", p, err)
	}
	y := l.s.System
	old, n := l.ring[l.next], p.Actions[0].Node
	l.s.Nodes[old].Release(&y.Nodes[old], &y.Specs[0], nil)
	l.s.Nodes[n].Reserve(&y.Nodes[n], &y.Specs[0], nil)
	l.ring[l.next] = n
	l.next = (l.next + 1) % len(l.ring)
}

func TestNoPolicyAllocatesInSteadyState(t *testing.T) {
	for _, e := range catalog.Entries() {
		for _, load := range []int{60, 150} { // with room, and over-committed
			l := newLoop(e.New(), 300, load)
			for range 500 {
				l.step(t)
			}
			if perStep := testing.AllocsPerRun(200, func() { l.step(t) }); perStep != 0 {
				t.Errorf("%s at load %d %%: %v allocations for each decision", e.Name, load, perStep)
			}
		}
	}
}

// BenchmarkDecision measures one decision, with the bookkeeping of the loop
// (some 60 ns). Load 70 leaves room on most nodes; load 150 leaves none.
func BenchmarkDecision(b *testing.B) {
	for _, e := range catalog.Entries() {
		for _, load := range []int{70, 150} {
			for _, n := range []int{1_000, 100_000} {
				b.Run(fmt.Sprintf("policy=%s/load=%d/nodes=%d", e.Name, load, n), func(b *testing.B) {
					l := newLoop(e.New(), n, load)
					for range 100 {
						l.step(b)
					}
					b.ReportAllocs()
					for b.Loop() {
						l.step(b)
					}
				})
			}
		}
	}
}
