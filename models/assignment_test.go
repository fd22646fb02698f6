package models

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models/units"
)

// fleet is a random system with something down, something reserved, and tasks.
type fleet struct {
	sys    *System
	routes *Routes
	plain  *plainRoutes
	base   []Allocation
}

func drawFleet(t *rapid.T) *fleet {
	f := &fleet{sys: drawSystem(t, 3, 6)}
	for i := range f.sys.Nodes {
		f.sys.Nodes[i] = drawNode(t, NodeID(i))
	}
	for i := range f.sys.Nodes {
		n := &f.sys.Nodes[i]
		if rapid.Bool().Draw(t, "gateway") {
			n.Gateway = &Gateway{Protocols: rapid.SampledFrom([][]string{nil, {"mqtt"}, {"coap", "mqtt"}}).Draw(t, "protocols")}
		}
		if rapid.Bool().Draw(t, "behind") {
			n.Via = NodeID(rapid.IntRange(0, len(f.sys.Nodes)-1).Draw(t, "via"))
		}
	}
	for i := range rapid.IntRange(1, 4).Draw(t, "specs") {
		f.sys.Specs = append(f.sys.Specs, drawSpec(t, SpecID(i), len(f.sys.Nodes)))
	}
	f.routes, f.plain = NewRoutes(f.sys), newPlainRoutes(f.sys)
	m := &routesMachine{sys: f.sys, plain: f.plain, fast: f.routes}
	for range rapid.IntRange(0, 2).Draw(t, "changes") {
		m.setNode(t)
		m.setLink(t)
	}
	for i := range f.sys.Nodes {
		f.base = append(f.base, NewAllocation(&f.sys.Nodes[i]))
		if slots := rapid.Int32Range(0, 2).Draw(t, "slots"); slots > 0 {
			f.base[i].AddSlots(rapid.SampledFrom([]ServiceID{1, 3}).Draw(t, "service"), slots)
		}
		s := drawDemand(t, 0)
		if f.base[i].Fits(&f.sys.Nodes[i], &s) == OK {
			f.base[i].Reserve(&f.sys.Nodes[i], &s, nil)
		}
		if seldom(t, "out of service", true) {
			f.base[i].SetStatus(Inactive)
		}
	}
	return f
}

func (f *fleet) drawAssignment(t *rapid.T) Assignment {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Placement {
		p := Placement{
			Task:   TaskID(rapid.IntRange(0, 9).Draw(t, "task")),
			Spec:   SpecID(rapid.IntRange(0, len(f.sys.Specs)-1).Draw(t, "spec")),
			Source: NodeID(rapid.IntRange(0, len(f.sys.Nodes)-1).Draw(t, "source")),
			Node:   NodeID(rapid.IntRange(0, len(f.sys.Nodes)-1).Draw(t, "node")),
		}
		if seldom(t, "off the map", true) {
			p.Node = rapid.SampledFrom([]NodeID{NoNode, NodeID(len(f.sys.Nodes))}).Draw(t, "nowhere")
		}
		return p
	}), 0, 12).Draw(t, "placements")
}

// refuted lists every predicate of R that fails for p beside the placements
// stands, each worked out by itself from the definitions.
func (f *fleet) refuted(p Placement, stands []Placement) map[Reason]bool {
	n, s := &f.sys.Nodes[p.Node], &f.sys.Specs[p.Spec]
	c, base := &s.Constraints, &f.base[p.Node]
	free, devices := base.Free, slices.Clone(base.Devices)
	slots := int32(0)
	if s.Calls > 0 && int(s.Calls) <= len(base.Slots) {
		slots = base.Slots[s.Calls-1]
	}
	for _, q := range stands {
		if q.Node != p.Node {
			continue
		}
		d := &f.sys.Specs[q.Spec]
		free = Resources{
			free.CPU - d.Demand.CPU, free.Memory - d.Demand.Memory,
			free.Storage - d.Demand.Storage, free.Bandwidth - d.Demand.Bandwidth,
		}
		handOut(&d.Accelerators, n.Accelerators, devices)
		if s.Calls != NoService && d.Calls == s.Calls {
			slots--
		}
	}
	zone, hasZone := n.Labels.Value("zone")
	way := f.plain.answer(p.Source, p.Node)
	away := p.Source != p.Node
	var speaks []string
	if via := f.sys.Nodes[p.Source].Via; via != NoNode && f.sys.Nodes[via].Gateway != nil {
		speaks = f.sys.Nodes[via].Gateway.Protocols
	}
	fitting := 0
	for _, device := range n.Accelerators {
		if len(s.Accelerators.Models) == 0 || slices.Contains(s.Accelerators.Models, device.Model) {
			fitting++
		}
	}
	return map[Reason]bool{
		NotActive: base.Status != Active,
		WrongTier: c.Tiers != 0 && !slices.ContainsFunc(Tiers(), func(tier Tier) bool {
			return tier == n.Tier && c.Tiers&NewTierSet(tier) != 0
		}),
		WrongNode: len(c.Nodes) > 0 && !slices.Contains(c.Nodes, p.Node),
		WrongLabel: slices.ContainsFunc(c.Labels, func(l Selector) bool {
			return l.Key != "zone" || !hasZone || !slices.Contains(l.Values, zone)
		}),
		Untrusted: n.Security.TLS < c.Security.TLS || (c.Security.Token && !n.Security.Token) ||
			(c.Security.Attested && !n.Security.Attested) || (c.Security.Trusted && !n.Security.Trusted),
		CPUCapacity:         s.Demand.CPU > n.Capacity.CPU || s.Demand.CPU > n.CPULimit,
		MemoryCapacity:      s.Demand.Memory > n.Capacity.Memory,
		StorageCapacity:     s.Demand.Storage > n.Capacity.Storage,
		BandwidthCapacity:   s.Demand.Bandwidth > n.Capacity.Bandwidth,
		AcceleratorCapacity: fitting < int(s.Accelerators.Count),
		WrongProtocol:       away && s.Protocol != "" && len(speaks) > 0 && !slices.Contains(speaks, s.Protocol),
		Unreachable:         away && !way.OK,
		TooFar:              away && c.MaxLatency > 0 && way.Latency > c.MaxLatency,
		Unencrypted:         away && c.Encrypted && !way.Encrypted,
		CPUFull:             n.CPULimit != units.Unlimited && n.Capacity.CPU-free.CPU+s.Demand.CPU > n.CPULimit,
		MemoryFull:          free.Memory < s.Demand.Memory,
		StorageFull:         free.Storage < s.Demand.Storage,
		BandwidthFull:       free.Bandwidth < s.Demand.Bandwidth,
		AcceleratorFull:     len(fittingSets(&s.Accelerators, n.Accelerators, devices)) == 0,
		NoInstance:          s.Calls != NoService && slots < 1,
	}
}

// handOut takes the tightest devices that fit, by sorting them.
func handOut(d *AcceleratorDemand, devices []Accelerator, free []int32) {
	var fit []int32
	for i := range int32(len(devices)) {
		if free[i] >= d.Share && (len(d.Models) == 0 || slices.Contains(d.Models, devices[i].Model)) {
			fit = append(fit, i)
		}
	}
	slices.SortStableFunc(fit, func(a, b int32) int { return int(free[a] - free[b]) })
	for _, i := range fit[:d.Count] {
		free[i] -= d.Share
	}
}

// feasible is the slow twin of Feasible.
func (f *fleet) feasible(s Assignment) []Infeasibility {
	var out []Infeasibility
	var stands []Placement
	for i, p := range s {
		why := OK
		switch {
		case p.Node < 0 || int(p.Node) >= len(f.sys.Nodes):
			why = UnknownNode
		case slices.ContainsFunc(stands, func(q Placement) bool { return q.Task == p.Task && q.Node == p.Node }):
			why = PlacedTwice
		default:
			refuted := f.refuted(p, stands)
			for r := reasonEnd - 1; r > OK; r-- { // The first that fails in the order of Reason stays.
				if refuted[r] {
					why = r
				}
			}
		}
		if why == OK {
			stands = append(stands, p)
		} else {
			out = append(out, Infeasibility{i, why})
		}
	}
	return out
}

func TestFeasibleMatchesTheDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawFleet(t)
		s := f.drawAssignment(t)
		before := slices.Clone(f.base)
		for i := range before {
			before[i].Devices, before[i].Slots = slices.Clone(before[i].Devices), slices.Clone(before[i].Slots)
		}
		if diff := cmp.Diff(f.feasible(s), f.sys.Feasible(s, f.routes, f.base)); diff != "" {
			t.Fatalf("%+v (-twin +Feasible):\n%s", s, diff)
		}
		if diff := cmp.Diff(before, f.base); diff != "" {
			t.Fatalf("Feasible changes the allocations:\n%s", diff)
		}
	})
}

func TestWithoutAcceleratorsTheOrderOfPlacementsDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawFleet(t)
		for i := range f.sys.Specs {
			f.sys.Specs[i].Accelerators = AcceleratorDemand{}
		}
		// What stands of a random assignment is feasible by itself.
		s := f.drawAssignment(t)
		bad := f.sys.Feasible(s, f.routes, f.base)
		for _, b := range slices.Backward(bad) {
			s = slices.Delete(s, b.Index, b.Index+1)
		}
		if len(s) == 0 {
			return
		}
		s = rapid.Permutation(s).Draw(t, "order")
		if bad := f.sys.Feasible(s, f.routes, f.base); len(bad) > 0 {
			t.Fatalf("feasible in one order only: %+v: %+v", s, bad)
		}
	})
}

func TestReplicasStandOnDistinctNodes(t *testing.T) {
	sys := lineSystem(2)
	for i := range sys.Nodes {
		sys.Nodes[i].Capacity.Memory, sys.Nodes[i].CPULimit = 10, units.Unlimited
	}
	sys.Specs = []Spec{{Replicas: 2, Demand: Resources{Memory: 1}}}
	base := []Allocation{NewAllocation(&sys.Nodes[0]), NewAllocation(&sys.Nodes[1])}
	for _, c := range []struct {
		name string
		s    Assignment
		want []Infeasibility
	}{
		{"one node each", Assignment{{Task: 1, Node: 0}, {Task: 1, Node: 1}}, nil},
		{"both on one node", Assignment{{Task: 1, Node: 1}, {Task: 1, Node: 1}}, []Infeasibility{{1, PlacedTwice}}},
		{"two tasks on one node", Assignment{{Task: 1, Node: 1}, {Task: 2, Node: 1}}, nil},
		{"nowhere", nil, nil},
		{"off the map", Assignment{{Task: 1, Node: 2}, {Task: 1, Node: NoNode}}, []Infeasibility{{0, UnknownNode}, {1, UnknownNode}}},
	} {
		if diff := cmp.Diff(c.want, sys.Feasible(c.s, NewRoutes(sys), base)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}
