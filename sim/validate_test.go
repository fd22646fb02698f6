package sim

import (
	"context"
	"math"
	"strings"
	"testing"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/rng"
	"github.com/littoral-sim/littoral/sim/share"
)

// valid is a configuration with one of everything.
func valid() *Config {
	c := ring()
	c.Warmup = 10
	once(c, addSpec(c.System, nil), 0, 0, 5, 10, 0, 0)
	c.Transfers = []Transfer{{Name: "t", From: 0, To: 1}}
	c.Faults = []Fault{cut(0, 5, 5), down(0, 5, 5)}
	c.Failures = []Renewal{{On: OnNode(1), Up: fixed(100), Down: fixed(10)}}
	return c
}

func TestAConfigurationThatMakesNoSenseIsRefused(t *testing.T) {
	if _, err := Run(context.Background(), valid(), firstFit(), discard{}); err != nil {
		t.Fatalf("a valid configuration: %v", err)
	}
	for _, c := range []struct {
		spoil func(c *Config)
		want  string
	}{
		{func(c *Config) { c.System = nil }, "a run needs a system with nodes"},
		{func(c *Config) { c.System.Nodes = nil }, "a run needs a system with nodes"},
		{func(c *Config) { c.Horizon = 0 }, "horizon 0.000000000s is not a positive time"},
		{func(c *Config) { c.Horizon = units.Never }, "horizon never is not a positive time"},
		{func(c *Config) { c.Warmup = 1001 }, "warm-up"},
		{func(c *Config) { c.Warmup = -1 }, "warm-up"},
		{func(c *Config) { c.Period = -1 }, "period"},
		{func(c *Config) { c.DecisionLatency = -1 }, "decision latency"},
		{func(c *Config) { c.System.Nodes[1].ID = 0 }, `node "n1" has ID 0 at index 1`},
		{func(c *Config) { c.System.Nodes[1].Name = "n0" }, `node name "n0" is taken twice`},
		{func(c *Config) { c.System.Nodes[1].Speed = 0 }, `node "n1" needs a positive speed`},
		{func(c *Config) { c.System.Nodes[1].Capacity.Bandwidth = 0 }, `node "n1" needs a positive speed and bandwidth`},
		{func(c *Config) { c.System.Nodes[1].Capacity.Memory = -1 }, "capacity that is not negative"},
		{func(c *Config) { c.System.Nodes[1].Capacity.CPU = share.CapacityMax + 1 }, `node "n1" has 2147483648m cores`},
		{func(c *Config) { c.System.Nodes[1].CPULimit = 0 }, `node "n1" needs a positive limit`},
		{func(c *Config) { c.System.Nodes[1].Via = 3 }, `node "n1" lies behind node 3`},
		{func(c *Config) { c.System.Links[1].ID = 0 }, `link "l1" has ID 0 at index 1`},
		{func(c *Config) { c.System.Links[1].Bandwidth = 0 }, `link "l1" needs a positive bandwidth`},
		{func(c *Config) { c.System.Links[1].Latency = -1 }, `link "l1" needs`},
		{func(c *Config) { c.System.Links[1].A = c.System.Links[1].B }, `link "l1" must join two nodes`},
		{func(c *Config) { c.System.Links[1].A = 3 }, `link "l1" must join two nodes, not 3 and 2`},
		{func(c *Config) { c.System.Specs[0].ID = 1 }, `spec "s0" has ID 1 at index 0`},
		{func(c *Config) { c.System.Specs[0].Demand.CPU = 0 }, `spec "s0" needs a positive CPU demand`},
		{func(c *Config) { c.System.Specs[0].Demand.Storage = -1 }, `spec "s0" needs`},
		{func(c *Config) { c.System.Specs[0].Accelerators.Count = 1 }, `spec "s0" asks for 1 accelerators with 0/1000 of each`},
		{func(c *Config) { c.System.Specs[0].Accelerators.Count = -1 }, `spec "s0" asks for -1 accelerators`},
		{func(c *Config) { c.System.Specs[0].Replicas = 2 }, `workload "w0" asks for 2 replicas; one is supported`},
		{func(c *Config) { c.Workloads = append(c.Workloads, c.Workloads[0]) }, `workload name "w0" is taken twice`},
		{func(c *Config) { c.Workloads[0].Spec = 1 }, `workload "w0" is of spec 1, which does not exist`},
		{func(c *Config) { c.Workloads[0].Work = rng.Dist{} }, "distributions of work, input and output"},
		{func(c *Config) { c.Workloads[0].Output = rng.Dist{} }, "distributions of work, input and output"},
		{func(c *Config) { c.Workloads[0].From = -1 }, "negative start"},
		{func(c *Config) { c.Workloads[0].Until = -1 }, "negative start"},
		{func(c *Config) { c.Workloads[0].CountMax = -1 }, "negative start"},
		{func(c *Config) { c.Workloads[0].Target = 3 }, `workload "w0" sends to node 3`},
		{func(c *Config) { c.Workloads[0].Sources = []models.NodeID{3} }, `workload "w0" has source 3, which does not exist`},
		{func(c *Config) { c.Workloads[0].Sources = []models.NodeID{1, 1} }, `workload "w0" has source 1 twice`},
		{func(c *Config) { c.Workloads[0].Sources = []models.NodeID{0, 1} }, "1 lists of arrivals for 2 sources"},
		{func(c *Config) { c.Workloads[0].Arrivals.Every = 5 }, "exactly one kind of arrivals"},
		{func(c *Config) { c.Workloads[0].Arrivals = Arrivals{} }, "exactly one kind of arrivals"},
		{func(c *Config) { c.Workloads[0].Arrivals = Arrivals{Every: -5} }, "negative period -5ns"},
		{func(c *Config) { c.Workloads[0].Arrivals = Arrivals{Gap: fixed(0)} }, "mean gap below 1ns"},
		{func(c *Config) { c.Workloads[0].Arrivals.At = [][]units.Time{{7, 5}} }, "list 0 has an arrival at 0.000000005s, before"},
		{func(c *Config) { c.Workloads[0].From = 6 }, "list 0 has an arrival at 0.000000005s, before"},
		{func(c *Config) { c.Transfers[0].To = 3 }, `transfer "t" goes from node 0 to node 3`},
		{func(c *Config) { c.Transfers[0].From = models.NoNode }, `transfer "t" goes from node -1`},
		{func(c *Config) { c.Transfers[0].At = -1 }, `transfer "t" has the negative start`},
		{func(c *Config) { c.Transfers[0].Size = -1 }, "negative start 0.000000000s or size -1B"},
		{func(c *Config) { c.Faults[0].At = -1 }, `failures: `},
		{func(c *Config) { c.Faults[1].For = -1 }, `failures: `},
		{func(c *Config) { c.Faults[1].On = OnNode(3) }, "fault 1 must concern a node, a link or a domain that exists"},
		{func(c *Config) { c.Faults[0].On = OnLink(3) }, "fault 0 must concern"},
		{func(c *Config) { c.Faults[0].On = OnDomain(0) }, "fault 0 must concern"},
		{func(c *Config) { c.Faults[0].On = Target{Kind: targetKindEnd} }, "fault 0 must concern"},
		{func(c *Config) { c.Failures[0].On = OnNode(3) }, "failures of {Kind:0 Index:3}, which does not exist"},
		{func(c *Config) { c.Failures = append(c.Failures, c.Failures[0]) }, "failures: "},
		{func(c *Config) { c.Failures[0].Up = rng.Dist{} }, "failures: "},
		{func(c *Config) { c.Failures[0].Up, c.Failures[0].Down = fixed(0), fixed(0) }, "mean cycle below 1ns"},
	} {
		x := valid()
		c.spoil(x)
		out, err := Run(context.Background(), x, firstFit(), discard{})
		if out != nil || err == nil || !strings.HasPrefix(err.Error(), "configuration: ") || !strings.Contains(err.Error(), c.want) {
			t.Errorf("Run returned %v, %v; want an error with %q", out, err, c.want)
		}
	}
}

func TestEveryProblemOfAConfigurationIsReportedAtOnce(t *testing.T) {
	c := valid()
	c.Horizon, c.Period, c.Transfers[0].Size, c.System.Nodes[2].Speed = 0, -1, -1, math.MinInt64
	_, err := Run(context.Background(), c, firstFit(), discard{})
	if got := strings.Count(err.Error(), "\n") + 1; got != 5 { // the warm-up is past the horizon, too
		t.Errorf("%d problems: %v", got, err)
	}
}

// Sources may share one list of arrivals; it is checked once.
func TestASharedListOfArrivalsServesManySources(t *testing.T) {
	c := &Config{System: &models.System{}, Horizon: 1e6}
	spec := addSpec(c.System, nil)
	shared := make([]units.Time, 100)
	w := Workload{Name: "w", Spec: spec, Target: models.NoNode, Work: fixed(1), Input: fixed(0), Output: fixed(0)}
	for range 50 {
		w.Sources = append(w.Sources, addNode(c.System, nil))
		w.Arrivals.At = append(w.Arrivals.At, shared)
	}
	c.Workloads = []Workload{w}
	if _, out := mustRun(t, c, firstFit()); out.Workloads[0].Finished != 5000 {
		t.Errorf("%+v, want 5000 tasks", out.Workloads[0])
	}
	shared[50] = 1
	if _, err := Run(context.Background(), c, firstFit(), discard{}); err == nil || strings.Count(err.Error(), "\n") != 0 {
		t.Errorf("a bad list shared by all: %v", err)
	}
}
