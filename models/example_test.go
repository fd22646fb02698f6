package models_test

import (
	"fmt"
	"time"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
)

// A camera sends pictures through its gateway. They are to be examined within
// 20 ms of it, so the cloud is too far; the gateway has room for one task only.
func Example() {
	const (
		camera models.NodeID = iota
		gateway
		cloud
	)
	system := &models.System{
		Nodes: []models.Node{
			camera: {
				ID: camera, Name: "camera", Tier: models.TierDevice, Via: gateway,
				Capacity: models.Resources{Bandwidth: 100e6},
			},
			gateway: {
				ID: gateway, Name: "gateway", Tier: models.TierGateway, Via: models.NoNode,
				Capacity: models.Resources{CPU: 4000, Memory: 2 << 30, Bandwidth: 1e9}, CPULimit: 4000,
				Gateway: &models.Gateway{Protocols: []string{"mqtt"}},
			},
			cloud: {
				ID: cloud, Name: "cloud", Tier: models.TierCloud, Via: models.NoNode,
				Capacity: models.Resources{CPU: 64000, Memory: 256 << 30, Bandwidth: 10e9}, CPULimit: units.Unlimited,
			},
		},
		Links: []models.Link{
			{ID: 0, Name: "wifi", A: camera, B: gateway, Bandwidth: 50e6, Latency: 3 * time.Millisecond},
			{ID: 1, Name: "wan", A: gateway, B: cloud, Bandwidth: 200e6, Latency: 25 * time.Millisecond},
		},
		Specs: []models.Spec{{
			ID: 0, Name: "examine", Protocol: "mqtt", Replicas: 1,
			Demand:      models.Resources{CPU: 500, Memory: 1500 << 20},
			Constraints: models.Constraints{MaxLatency: 20 * time.Millisecond},
		}},
	}
	routes := models.NewRoutes(system)
	var believed []models.Allocation
	for i := range system.Nodes {
		believed = append(believed, models.NewAllocation(&system.Nodes[i]))
	}

	for n := range system.Nodes {
		why := system.Relation(routes, &believed[n], camera, models.NodeID(n), &system.Specs[0])
		fmt.Printf("examine on %s: %q\n", system.Nodes[n].Name, why)
	}
	for _, bad := range system.Feasible(models.Assignment{
		{Task: 1, Spec: 0, Source: camera, Node: gateway},
		{Task: 2, Spec: 0, Source: camera, Node: gateway},
	}, routes, believed) {
		fmt.Printf("placement %d: %v\n", bad.Index, bad.Reason)
	}
	// Output:
	// examine on camera: "cpu-capacity"
	// examine on gateway: ""
	// examine on cloud: "latency"
	// placement 1: memory-full
}
