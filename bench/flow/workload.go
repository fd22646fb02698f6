package main

import (
	"time"

	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/reproduce/simgrid"
	"github.com/littoral-sim/littoral/sim/rng"
)

// The two-tier tree.
const (
	gateways          = 20
	devicesPerGateway = 50
	devices           = gateways * devicesPerGateway
	uplink            = units.BitsPerSecond(110e6)
	deviceLink        = units.BitsPerSecond(50e6)
	latency           = time.Second >> 7 // of the device's link; one over it sums exactly in SimGrid
)

// Sizes of flows in bytes.
const (
	sizeMean = 2e6
	sizeCV   = 1.5
)

// tree returns the workload: that many flows that arrive at that many per second.
func tree(flows int, perSecond float64) *simgrid.Platform {
	p := &simgrid.Platform{Hosts: devices + 1}
	for range gateways {
		p.Links = append(p.Links, simgrid.Link{Capacity: uplink})
	}
	for d := range devices {
		p.Links = append(p.Links, simgrid.Link{Capacity: deviceLink, Latency: latency})
		p.Routes = append(p.Routes, simgrid.Route{From: d, To: devices, Links: []int{gateways + d, d / devicesPerGateway}})
	}
	gap := rng.Must(rng.Exponential(float64(time.Second) / perSecond))
	size := rng.Must(rng.Lognormal(sizeMean, sizeCV))
	arrivals, places, sizes := rng.NewStream(1, 0, "flows", "gap"), rng.NewStream(1, 0, "flows", "device"), rng.NewStream(1, 0, "flows", "size")
	var at units.Time
	for range flows {
		at += units.Time(gap.SampleInt64(&arrivals))
		p.Flows = append(p.Flows, simgrid.Flow{Start: at, Route: places.IntN(devices), Size: units.Bytes(1 + size.SampleInt64(&sizes))})
	}
	return p
}

// star returns a component of one uplink and that many devices behind it, which
// together always have that many members in flight, and enough flows for that many
// changes. The uplink is so narrow that a lone device uses it up, too.
func star(devices, members, changes int) *simgrid.Platform {
	p := &simgrid.Platform{Hosts: devices + 1, Links: []simgrid.Link{{Capacity: deviceLink / 2}}}
	for d := range devices {
		p.Links = append(p.Links, simgrid.Link{Capacity: deviceLink, Latency: latency})
		p.Routes = append(p.Routes, simgrid.Route{From: d, To: devices, Links: []int{1 + d, 0}})
	}
	size := rng.Must(rng.Lognormal(sizeMean, sizeCV))
	sizes := rng.NewStream(1, 0, "flows", "size")
	for i := range max(members, changes/2) {
		p.Flows = append(p.Flows, simgrid.Flow{Route: i % devices, Size: units.Bytes(1 + size.SampleInt64(&sizes))})
	}
	return p
}

// idle adds links that no flow uses.
func idle(p *simgrid.Platform, links int) *simgrid.Platform {
	for range links {
		p.Links = append(p.Links, simgrid.Link{Capacity: deviceLink})
	}
	return p
}
