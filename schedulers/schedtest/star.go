package schedtest

import (
	"fmt"
	"time"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/schedulers"
)

// Star returns the snapshot of a small system for hand-written tests: node 0 is
// a device without CPU, where all data comes from; nodes 1, 2, … are edge nodes
// with the given CPU capacities, each on its own link of 100 Mbit/s and 1 ms to
// node 0. There is one kind of task, SpecID 0, that demands one core and 1 MiB
// and needs one second on the reference core. Nodes have 1 GiB of memory, the
// speed of the reference core and no over-commit limit.
func Star(capacities ...units.MilliCPU) *schedulers.Snapshot {
	y := &models.System{}
	for i, cpu := range append([]units.MilliCPU{0}, capacities...) {
		id := models.NodeID(i)
		y.Nodes = append(y.Nodes, models.Node{
			ID: id, Name: fmt.Sprintf("node%d", i), Tier: models.TierEdge,
			Capacity: models.Resources{CPU: cpu, Memory: 1 << 30, Storage: 1 << 40, Bandwidth: 1e9},
			Speed:    units.ReferenceSpeed, CPULimit: units.Unlimited, Domain: models.NoDomain, Via: models.NoNode,
		})
		if i == 0 {
			y.Nodes[0].Name, y.Nodes[0].Tier = "source", models.TierDevice
			continue
		}
		y.Links = append(y.Links, models.Link{
			ID: models.LinkID(i - 1), Name: fmt.Sprintf("link%d", i), A: 0, B: id,
			Bandwidth: 100e6, Latency: time.Millisecond,
		})
	}
	y.Specs = []models.Spec{{
		Name: "task", Demand: models.Resources{CPU: 1000, Memory: 1 << 20}, Replicas: 1, ExpectedWork: time.Second,
	}}
	s := schedulers.NewSnapshot(y)
	s.Rand = NewSource(1)
	return s
}

// Submit adds n pending tasks of kind spec with data at node 0, numbered on from
// those that are pending already.
func Submit(s *schedulers.Snapshot, spec models.SpecID, n int) {
	for range n {
		s.Pending = append(s.Pending, schedulers.Pending{Task: models.TaskID(len(s.Pending)), Spec: spec})
	}
}
