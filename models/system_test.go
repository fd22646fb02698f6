package models

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models/units"
)

// scene is a task at a sensor that an edge node would take: all predicates of R
// hold, and each can be made to fail alone.
type scene struct {
	sys    *System
	routes *Routes
	alloc  Allocation
	spec   Spec
}

const (
	sceneSensor NodeID = iota
	sceneGateway
	sceneEdge
	sceneOther

	sceneUplink LinkID = 1
)

func newScene() *scene {
	all := Resources{CPU: 2000, Memory: 64, Storage: 64, Bandwidth: 1e6}
	sc := &scene{sys: &System{
		Nodes: []Node{
			sceneSensor:  {ID: sceneSensor, Name: "sensor", Via: sceneGateway, Capacity: Resources{Bandwidth: 1e6}},
			sceneGateway: {ID: sceneGateway, Name: "gateway", Tier: TierGateway, Via: NoNode, Gateway: &Gateway{Protocols: []string{"mqtt"}}},
			sceneEdge: {
				ID: sceneEdge, Name: "edge", Tier: TierEdge, Via: NoNode, Capacity: all, CPULimit: 3000,
				Accelerators: []Accelerator{{"gpu"}, {"gpu"}, {"npu"}},
				Security:     Security{TLS: TLS12, Token: true},
				Labels:       NewLabels(Label{"zone", "a"}, Label{"rack", "7"}),
			},
			sceneOther: {ID: sceneOther, Name: "other", Via: NoNode, Capacity: all, CPULimit: 3000},
		},
		Links: []Link{
			{ID: 0, A: sceneSensor, B: sceneGateway, Latency: 2 * time.Millisecond, Encrypted: true},
			{ID: 1, A: sceneGateway, B: sceneEdge, Latency: 3 * time.Millisecond, Encrypted: true},
			{ID: 2, A: sceneGateway, B: sceneOther, Latency: time.Millisecond},
		},
	}}
	sc.spec = Spec{
		Name: "vision", Protocol: "mqtt", Replicas: 1, Demand: all,
		Accelerators: AcceleratorDemand{Count: 2, Share: 600, Models: []string{"gpu"}},
		Constraints: Constraints{
			Tiers:      NewTierSet(TierEdge, TierCloud),
			Nodes:      []NodeID{sceneEdge, sceneOther},
			Labels:     []Selector{{"rack", []string{"6", "7"}}, {"zone", []string{"a"}}},
			Security:   Security{TLS: TLS12},
			MaxLatency: 5 * time.Millisecond,
			Encrypted:  true,
		},
	}
	sc.routes = NewRoutes(sc.sys)
	sc.alloc = NewAllocation(&sc.sys.Nodes[sceneEdge])
	return sc
}

func (sc *scene) relation() Reason {
	return sc.sys.Relation(sc.routes, &sc.alloc, sceneSensor, sceneEdge, &sc.spec)
}

// failures makes one predicate of R fail each, in the order of Relation.
var failures = []struct {
	want Reason
	make func(sc *scene)
}{
	{NotActive, func(sc *scene) { sc.alloc.SetStatus(Inactive) }},
	{WrongTier, func(sc *scene) { sc.spec.Constraints.Tiers = NewTierSet(TierCloud, TierGateway) }},
	{WrongNode, func(sc *scene) { sc.spec.Constraints.Nodes = []NodeID{sceneOther} }},
	{WrongLabel, func(sc *scene) { sc.spec.Constraints.Labels[1].Values = []string{"b"} }},
	{Untrusted, func(sc *scene) { sc.spec.Constraints.Security.Attested = true }},
	{CPUCapacity, func(sc *scene) { sc.spec.Demand.CPU = 2001 }},
	{MemoryCapacity, func(sc *scene) { sc.spec.Demand.Memory = 65 }},
	{StorageCapacity, func(sc *scene) { sc.spec.Demand.Storage = 65 }},
	{BandwidthCapacity, func(sc *scene) { sc.spec.Demand.Bandwidth = 1e6 + 1 }},
	{AcceleratorCapacity, func(sc *scene) { sc.spec.Accelerators.Models = []string{"npu"} }},
	{WrongProtocol, func(sc *scene) { sc.spec.Protocol = "coap" }},
	{Unreachable, func(sc *scene) { sc.routes.SetLink(sceneUplink, false) }},
	{TooFar, func(sc *scene) { sc.spec.Constraints.MaxLatency = 5*time.Millisecond - 1 }},
	{Unencrypted, func(sc *scene) { sc.sys.Links[sceneUplink].Encrypted = false }},
	{CPUFull, func(sc *scene) { sc.alloc.Free.CPU = 999 }},
	{MemoryFull, func(sc *scene) { sc.alloc.Free.Memory = 63 }},
	{StorageFull, func(sc *scene) { sc.alloc.Free.Storage = 63 }},
	{BandwidthFull, func(sc *scene) { sc.alloc.Free.Bandwidth = 1e6 - 1 }},
	{AcceleratorFull, func(sc *scene) { sc.alloc.Devices[1] = 599 }},
}

func TestEveryPredicateOfRFailsAloneWithItsOwnReason(t *testing.T) {
	if got := newScene().relation(); got != OK {
		t.Fatalf("nothing is wrong, yet R says %q", got)
	}
	if first, last := failures[0].want, failures[len(failures)-1].want; first != OK+1 || last != NotPending-1 ||
		len(failures) != int(NotPending-1) {
		t.Fatalf("%d predicates from %q to %q tested, %d exist", len(failures), first, last, NotPending-1)
	}
	for _, f := range failures {
		sc := newScene()
		f.make(sc)
		if got := sc.relation(); got != f.want {
			t.Errorf("R = %q, want %q", got, f.want)
		}
	}
}

func TestTheFirstPredicateThatFailsIsReported(t *testing.T) {
	check := func(t interface{ Errorf(string, ...any) }, which []int) {
		sc := newScene()
		for _, i := range which {
			failures[i].make(sc)
		}
		if got, want := sc.relation(), failures[slices.Min(which)].want; got != want {
			t.Errorf("failures %v: R = %q, want %q", which, got, want)
		}
	}
	for i := range failures {
		for j := range i {
			check(t, []int{j, i})
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		check(t, rapid.SliceOfNDistinct(rapid.IntRange(0, len(failures)-1), 1, -1, rapid.ID).Draw(t, "failures"))
	})
}

func TestOnlyTheWayFromElsewhereIsAskedAbout(t *testing.T) {
	sc := newScene()
	sc.spec.Protocol = "coap"
	sc.routes.SetLink(sceneUplink, false)
	if got := sc.sys.Relation(sc.routes, &sc.alloc, sceneEdge, sceneEdge, &sc.spec); got != OK {
		t.Errorf("data on the node itself: R = %q, want yes", got)
	}
	for _, c := range []struct {
		name     string
		source   NodeID
		protocol string
		change   func(sys *System)
		want     Reason
	}{
		{"no protocol in particular", sceneSensor, "", nil, OK},
		{"spoken", sceneSensor, "mqtt", nil, OK},
		{"not spoken", sceneSensor, "coap", nil, WrongProtocol},
		{"source without a gateway", sceneOther, "coap", nil, OK},
		{"gateway that speaks all", sceneSensor, "coap", func(sys *System) { sys.Nodes[sceneGateway].Gateway.Protocols = nil }, OK},
		{"in front of it no gateway but a plain node", sceneSensor, "coap", func(sys *System) { sys.Nodes[sceneGateway].Gateway = nil }, OK},
	} {
		sc := newScene()
		if c.change != nil {
			c.change(sc.sys)
		}
		sc.spec.Protocol = c.protocol
		if got := sc.sys.Carries(c.source, &sc.spec); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestAnUnrestrictedSpecRunsAnywhere(t *testing.T) {
	sc := newScene()
	if got, want := sc.sys.Eligible(&Spec{}), []NodeID{0, 1, 2, 3}; !slices.Equal(got, want) {
		t.Errorf("eligible for anything: %v, want %v", got, want)
	}
	if got, want := sc.sys.Eligible(&sc.spec), []NodeID{sceneEdge}; !slices.Equal(got, want) {
		t.Errorf("eligible for the vision task: %v, want %v", got, want)
	}
	if got, want := sc.sys.Behind(sceneGateway), []NodeID{sceneSensor}; !slices.Equal(got, want) {
		t.Errorf("behind the gateway: %v, want %v", got, want)
	}
	if got := sc.sys.Behind(sceneEdge); got != nil {
		t.Errorf("behind the edge node: %v, want nothing", got)
	}
}

// A node that passes Static could take the task while it is empty, else the task
// would wait for what can never come.
func TestWhatPassesStaticFitsTheEmptyNode(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, s := drawNode(t, 0), drawSpec(t, 0, 1)
		sys := &System{Nodes: []Node{n}}
		a := NewAllocation(&n)
		if s.Calls != NoService {
			a.AddSlots(s.Calls, 1)
		}
		why := sys.Static(0, &s)
		if fits := a.Fits(&n, &s); why == OK && fits != OK {
			t.Fatalf("Static says yes, the empty node %q", fits)
		}
		s.Demand.CPU = 0
		if why = sys.Static(0, &s); why >= CPUCapacity && a.Fits(&n, &s) == OK {
			t.Fatalf("Static says %q, yet it fits the empty node", why)
		}
	})
}

func TestAskingRDoesNotAllocate(t *testing.T) {
	sc := newScene()
	sc.relation()
	if n := testing.AllocsPerRun(100, func() { sc.relation() }); n != 0 {
		t.Errorf("%v allocations, want none", n)
	}
}

func BenchmarkRelation(b *testing.B) {
	sc := newScene()
	sc.spec.Accelerators = AcceleratorDemand{}
	sc.sys.Nodes[sceneEdge].CPULimit = units.Unlimited
	b.ReportAllocs()
	for b.Loop() {
		sc.relation()
	}
}
