package main

import (
	"fmt"
	"time"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim"
	"github.com/littoral-sim/littoral/sim/rng"
)

// devices is the number of data sources.
const devices = 10

// load is the part of the capacity that the tasks ask for.
const load = 0.7

const (
	cores    = 8
	meanWork = 100 * time.Millisecond
)

// star returns the system that is measured. The horizon lies a little behind the
// last task.
func star(p plan) *sim.Config {
	y := &models.System{}
	hub := addNode(y, "hub", models.TierGateway)
	for i := range p.edges {
		addLink(y, hub, addNode(y, fmt.Sprint("edge-", i), models.TierEdge))
	}
	var sources []models.NodeID
	for i := range devices {
		id := addNode(y, fmt.Sprint("device-", i), models.TierDevice)
		addLink(y, hub, id)
		sources = append(sources, id)
	}
	y.Specs = []models.Spec{{
		Name: "job", Demand: models.Resources{CPU: 1000, Memory: 256 << 20}, Replicas: 1, ExpectedWork: meanWork,
		Constraints: models.Constraints{Tiers: models.NewTierSet(models.TierEdge)},
	}}
	gap := float64(meanWork) * devices / (load * cores * float64(p.edges)) // nanoseconds, per device
	each := p.tasks / devices
	return &sim.Config{
		System: y, Seed: 1, Horizon: units.Time(1.2*gap*float64(each)) + units.Time(time.Minute),
		Workloads: []sim.Workload{{
			Name: "jobs", Sources: sources, Target: models.NoNode, CountMax: each,
			Arrivals: sim.Arrivals{Gap: rng.Must(rng.Exponential(gap))},
			Work:     rng.Must(rng.Exponential(float64(meanWork))),
			Input:    rng.Must(rng.Deterministic(120_000)),
			Output:   rng.Must(rng.Deterministic(2_000)),
		}},
	}
}

func addNode(y *models.System, name string, tier models.Tier) models.NodeID {
	id := models.NodeID(len(y.Nodes))
	y.Nodes = append(y.Nodes, models.Node{
		ID: id, Name: name, Tier: tier, Speed: units.ReferenceSpeed, CPULimit: units.Unlimited,
		Domain: models.NoDomain, Via: models.NoNode,
		Capacity: models.Resources{CPU: cores * 1000, Memory: 64 << 30, Storage: 1 << 40, Bandwidth: 1e12},
	})
	return id
}

func addLink(y *models.System, a, b models.NodeID) {
	id := models.LinkID(len(y.Links))
	y.Links = append(y.Links, models.Link{ID: id, Name: fmt.Sprint("link-", id), A: a, B: b, Bandwidth: 10e9, Latency: time.Millisecond})
}
