package schedtest

import (
	"fmt"
	"slices"
	"time"

	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/schedulers"
)

// Snapshots generates one snapshot of a small system, as Histories does.
func Snapshots() *rapid.Generator[*schedulers.Snapshot] {
	return rapid.Custom(func(t *rapid.T) *schedulers.Snapshot {
		return drawSnapshot(t, drawSystem(t), 1)
	})
}

// Histories generates one to three snapshots of one small system, in the order
// of their versions: one to eight nodes of all tiers, some of them failed, cut
// off or full, one to three kinds of tasks with constraints of every sort, and
// one to seven pending tasks. Quantities come from short lists, so that ties and
// exact fits are common.
//
// A snapshot is consistent in itself, but not the effect of earlier plans: what
// is believed may change in any way between two calls.
func Histories() *rapid.Generator[[]*schedulers.Snapshot] {
	return rapid.Custom(func(t *rapid.T) []*schedulers.Snapshot {
		y := drawSystem(t)
		var out []*schedulers.Snapshot
		version := uint64(0)
		for range one(t, "plans", 1, 2, 2, 3) {
			version += uint64(rapid.IntRange(1, 3).Draw(t, "versions on"))
			out = append(out, drawSnapshot(t, y, version))
		}
		return out
	})
}

// one draws an element of a short list. Put the dullest first: shrinking goes
// there.
func one[T any](t *rapid.T, label string, of ...T) T { return rapid.SampledFrom(of).Draw(t, label) }

// seldom is true once in four times.
func seldom(t *rapid.T, label string) bool { return one(t, label, false, false, false, true) }

func drawSystem(t *rapid.T) *models.System {
	y := &models.System{Domains: []string{"rack"}}
	for i := range one(t, "nodes", 4, 3, 5, 6, 7, 8, 2, 1) {
		y.Nodes = append(y.Nodes, drawNode(t, models.NodeID(i)))
	}
	for i := 1; i < len(y.Nodes); i++ {
		if y.Nodes[0].Gateway != nil && y.Nodes[i].Gateway == nil {
			y.Nodes[i].Via = 0
		}
		for range one(t, "links", 1, 1, 1, 2, 2, 1, 0) {
			drawLink(t, y, models.NodeID(i))
		}
	}
	for i := range rapid.IntRange(1, 3).Draw(t, "specs") {
		y.Specs = append(y.Specs, drawSpec(t, y, models.SpecID(i)))
	}
	return y
}

func drawNode(t *rapid.T, id models.NodeID) models.Node {
	n := models.Node{
		ID:   id,
		Name: fmt.Sprintf("n%d", id),
		Tier: one(t, "tier", models.TierEdge, models.TierEdge, models.TierDevice, models.TierGateway, models.TierCloud),
		Capacity: models.Resources{
			CPU:       one[units.MilliCPU](t, "cores", 2, 1, 3, 4, 2, 1, 0) * 1000,
			Memory:    one[units.Bytes](t, "memory", 4, 2, 8) << 20,
			Storage:   8 << 20,
			Bandwidth: one[units.BitsPerSecond](t, "nic", 1000e6, 100e6),
		},
		Speed:    one(t, "speed", units.ReferenceSpeed, units.ReferenceSpeed, units.ReferenceSpeed/2, units.ReferenceSpeed*3),
		CPULimit: units.Unlimited,
		Domain:   one(t, "domain", models.NoDomain, 0),
		Class:    one[models.ClassID](t, "class", 0, 0, 1),
		Via:      models.NoNode,
	}
	if id%2 == 1 {
		n.Labels = models.NewLabels(models.Label{Key: "zone", Value: one(t, "zone", "a", "b")})
		n.Security = one(t, "security", models.Security{TLS: models.TLS13, Trusted: true}, models.Security{TLS: models.TLS12})
		n.Discipline = models.FIFO
	}
	if id == 0 && rapid.Bool().Draw(t, "behind a gateway") {
		n.Tier = models.TierGateway // see drawSystem
	}
	if n.Tier == models.TierGateway {
		n.Gateway = &models.Gateway{Protocols: []string{"coap"}}
	}
	if seldom(t, "limited") {
		n.CPULimit = n.Capacity.CPU * one[units.MilliCPU](t, "over-commit", 2, 1)
	}
	for range one(t, "accelerators", 0, 1, 2) {
		n.Accelerators = append(n.Accelerators, models.Accelerator{Model: one(t, "model", "gpu", "tpu")})
	}
	return n
}

// drawLink joins node b to one before it.
func drawLink(t *rapid.T, y *models.System, b models.NodeID) {
	y.Links = append(y.Links, models.Link{
		ID:            models.LinkID(len(y.Links)),
		Name:          fmt.Sprintf("l%d", len(y.Links)),
		A:             models.NodeID(rapid.IntRange(0, int(b)-1).Draw(t, "to")),
		B:             b,
		Bandwidth:     one[units.BitsPerSecond](t, "bandwidth", 100e6, 10e6),
		BandwidthBack: one[units.BitsPerSecond](t, "bandwidth back", 0, 0, 1e6),
		Latency:       time.Duration(one(t, "latency", 1, 2, 5, 0)) * time.Millisecond,
		Encrypted:     rapid.Bool().Draw(t, "encrypted"),
	})
}

func drawSpec(t *rapid.T, y *models.System, id models.SpecID) models.Spec {
	s := models.Spec{
		ID:   id,
		Name: fmt.Sprintf("s%d", id),
		Demand: models.Resources{
			CPU:       one[units.MilliCPU](t, "demand", 1000, 500, 2000, 0),
			Memory:    one[units.Bytes](t, "needs memory", 1, 0, 2) << 20,
			Storage:   one[units.Bytes](t, "needs storage", 0, 0, 4) << 20,
			Bandwidth: one[units.BitsPerSecond](t, "needs bandwidth", 0, 0, 50e6),
		},
		Protocol:     one(t, "protocol", "", "", "coap", "mqtt"),
		Priority:     int32(id),
		Replicas:     1,
		ExpectedWork: time.Duration(one(t, "work", 10, 1, 0)) * time.Millisecond,
	}
	if seldom(t, "timed") {
		s.Times = models.Times{time.Duration(one(t, "other time", 10, 0)) * time.Millisecond, time.Duration(one(t, "time", 2, 30)) * time.Millisecond}
	}
	if seldom(t, "accelerated") {
		s.Accelerators = models.AcceleratorDemand{Count: int32(one(t, "devices", 1, 2)), Share: int32(one(t, "share", 1000, 400))}
		if seldom(t, "picky") {
			s.Accelerators.Models = []string{"tpu"}
		}
	}
	if rapid.Bool().Draw(t, "constrained") {
		s.Constraints = drawConstraints(t, y)
	}
	s.Calls = one(t, "calls", models.NoService, models.NoService, models.NoService, models.NoService, 1, 2)
	return s
}

func drawConstraints(t *rapid.T, y *models.System) models.Constraints {
	c := models.Constraints{
		Tiers:      one(t, "tiers", 0, models.NewTierSet(models.TierEdge, models.TierCloud)),
		Security:   one(t, "requires", models.Security{}, models.Security{}, models.Security{TLS: models.TLS12}, models.Security{Trusted: true}),
		MaxLatency: time.Duration(one(t, "latency max", 0, 1, 4)) * time.Millisecond,
		Encrypted:  rapid.Bool().Draw(t, "encrypted path"),
	}
	if seldom(t, "zoned") {
		c.Labels = []models.Selector{{Key: "zone", Values: []string{"a"}}}
	}
	if len(y.Nodes) > 1 && seldom(t, "pinned") {
		c.Nodes = []models.NodeID{0, models.NodeID(len(y.Nodes) - 1)}
	}
	return c
}

func drawSnapshot(t *rapid.T, y *models.System, version uint64) *schedulers.Snapshot {
	s := schedulers.NewSnapshot(y)
	s.Version = version
	s.Now = units.Time(version) * units.Time(time.Second)
	s.Trigger = one(t, "trigger", schedulers.TriggerChange, schedulers.TriggerPeriod)
	s.Rand = NewSource(uint64(rapid.IntRange(0, 1000).Draw(t, "random stream")))
	for i := range y.Nodes {
		drawAllocation(t, s, models.NodeID(i))
	}
	for i := range y.Links {
		if one(t, "cut", 0, 0, 0, 0, 0, 0, 0, 1) == 1 {
			s.Routes.SetLink(models.LinkID(i), false)
		}
	}
	drawPending(t, s)
	return s
}

// drawAllocation fills a node with reservations and may take it out of service.
// What routes know of a crash and what is believed of the node may differ.
func drawAllocation(t *rapid.T, s *schedulers.Snapshot, id models.NodeID) {
	n, a := &s.System.Nodes[id], &s.Nodes[id]
	if slots := one[int32](t, "slots", 0, 0, 1, 2, -1); slots != 0 {
		a.AddSlots(one[models.ServiceID](t, "service", 1, 2), slots)
	}
	for range one(t, "reservations", 0, 1, 2, 3) {
		spec := &s.System.Specs[rapid.IntRange(0, len(s.System.Specs)-1).Draw(t, "reserved")]
		if s.System.Static(id, spec) == models.OK && a.Fits(n, spec) == models.OK {
			a.Reserve(n, spec, nil)
		}
	}
	switch one(t, "status", "active", "active", "active", "active", "active", "active", "active", "active",
		"inactive", "crashed", "suspected", "crash known to routes only") {
	case "inactive":
		a.SetStatus(models.Inactive)
	case "crashed":
		a.SetStatus(models.Failed)
		s.Routes.SetNode(id, false)
	case "suspected":
		a.SetStatus(models.Failed)
	case "crash known to routes only":
		s.Routes.SetNode(id, false)
	}
	a.Generation += uint64(rapid.IntRange(0, 2).Draw(t, "generation"))
}

// drawPending adds tasks whose identifiers are neither dense nor in order.
func drawPending(t *rapid.T, s *schedulers.Snapshot) {
	node := rapid.IntRange(0, len(s.System.Nodes)-1)
	count := rapid.IntRange(1, 7).Draw(t, "tasks")
	stride := one(t, "task stride", 1, 3, -1, -2)
	for i := range count {
		id := i * stride
		if stride < 0 {
			id = (i - count) * stride
		}
		p := schedulers.Pending{
			Task:     models.TaskID(id),
			Spec:     models.SpecID(rapid.IntRange(0, len(s.System.Specs)-1).Draw(t, "spec")),
			Source:   models.NodeID(node.Draw(t, "source")),
			Attempts: int32(i % 2),
			Since:    units.Time(i) * units.Time(time.Millisecond),
			Input:    one[units.Bytes](t, "input", 0, 1000, 1e6),
		}
		p.Target = models.NodeID(node.Draw(t, "target"))
		s.Pending = append(s.Pending, p)
	}
	slices.SortStableFunc(s.Pending, func(a, b schedulers.Pending) int {
		return int(s.System.Specs[b.Spec].Priority) - int(s.System.Specs[a.Spec].Priority)
	})
}

// emptyHistories returns snapshots of systems in which something is missing
// altogether: nodes, kinds of tasks, what is to be done, or a node to do it.
func emptyHistories() [][]*schedulers.Snapshot {
	bare := schedulers.NewSnapshot(&models.System{})
	bare.Rand = NewSource(1)
	idle := Star(1000, 1000)
	noSpecs := Star(1000)
	noSpecs.System.Specs, noSpecs.Eligible = nil, nil
	ineligible := Star()
	Submit(ineligible, 0, 2)
	down := Star(1000)
	Submit(down, 0, 2)
	down.Nodes[1].SetStatus(models.Failed)
	down.Routes.SetNode(1, false)
	return [][]*schedulers.Snapshot{{bare}, {idle}, {noSpecs}, {ineligible}, {down}, {idle, down}}
}
