package sim

import (
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/schedulers"
	"github.com/littoral-sim/littoral/sim/trace"
)

// A device sends two tasks to a node that crashes once, and gets the results.
// Every number of the outcome is worked out by hand.
func TestTheOutcomeAddsUpWhatHappened(t *testing.T) {
	c := &Config{System: &models.System{}, Horizon: 1000, Seed: 7, Warmup: 5, Policy: "scripted"}
	device := addNode(c.System, func(n *models.Node) { n.Tier = models.TierDevice })
	edge := addNode(c.System, func(n *models.Node) {
		n.Capacity.CPU, n.Capacity.Memory = 4000, 100
		n.Power = &models.Power{IdleMilliwatt: 5_000_000, BusyMilliwatt: 13_000_000}
	})
	addLink(c.System, edge, device, 8e9, 10) // the nodes have 1 Gbit/s: 8 ns for each byte
	spec := addSpec(c.System, func(s *models.Spec) { s.Demand.CPU, s.Demand.Memory = 2000, 30 })
	once(c, spec, device, models.NoNode, 0, 200, 5, 2)
	once(c, spec, device, models.NoNode, 0, 200, 5, 2)
	once(c, spec, device, models.NoNode, 0, 200, 5, 2)
	// The inputs of the first two share the network and arrive at 90, and they run
	// until 190 on two cores each. Their outputs are under way when the node crashes,
	// so they begin again at 300 and finish at 300 + 90 + 100 + 42. The third one is
	// declined.
	c.Faults = []Fault{down(edge, 200, 100), cut(0, 600, 150)}
	c.Transfers = []Transfer{{Name: "t", From: edge, To: device, Size: 10, At: 800}}
	bad := schedulers.Action{Op: schedulers.Place, Task: 9, Node: edge}
	first := func(s *schedulers.Snapshot, p *schedulers.Plan) {
		p.Add(place(s.Pending[0].Task, edge))
		p.Add(place(s.Pending[1].Task, edge))
		if len(s.Pending) == 3 {
			p.Add(schedulers.Action{Op: schedulers.Decline, Task: s.Pending[2].Task})
			p.Add(bad)
		}
	}
	_, out := mustRun(t, c, &scripted{answers: []func(*schedulers.Snapshot, *schedulers.Plan){
		first, func(*schedulers.Snapshot, *schedulers.Plan) {}, first, // nothing while the node is down
	}})
	if out.Decisions != 3 || out.Refusals != 1 || out.Placed != 4 || out.Seed != 7 || out.Policy != "scripted" ||
		out.Horizon != 1000 || out.Warmup != 5 || out.Network != "max-min" {
		t.Errorf("totals: %+v", out)
	}
	use := []trace.WorkloadUse{
		{Workload: 0, Arrived: 1, Finished: 1, Interrupted: 1},
		{Workload: 1, Arrived: 1, Finished: 1, Interrupted: 1},
		{Workload: 2, Arrived: 1, Declined: 1},
	}
	if diff := gocmp.Diff(use, out.Workloads); diff != "" {
		t.Errorf("workloads (-want +got):\n%s", diff)
	}
	nodes := []trace.NodeUse{
		{Node: 0, Tier: "device", CPUMilli: 1000, Active: 1000, Received: 14, Sent: 20, Energy: trace.None},
		{
			Node: 1, Tier: "edge", CPUMilli: 4000, Active: 900, Error: 100, Received: 20, Sent: 14, Finished: 4, Crashes: 1, MemoryMax: 60,
			CutOff:  150, // while the link is cut: of two islands of one node the other is the main one
			BusyCPU: 800, // twice two tasks of 200 core-nanoseconds
			// 5 kW for 900 ns, and 8 kW more when all 4 cores are busy, for the 800 core-ns.
			Energy: 4500 + 1600,
		},
	}
	if diff := gocmp.Diff(nodes, out.NodeUse); diff != "" {
		t.Errorf("nodes (-want +got):\n%s", diff)
	}
	links := []trace.LinkUse{{Link: 0, From: 1, To: 0, BitsPerSec: 8e9, Up: 850, Down: 150, BytesForward: 14, BytesBack: 20}}
	if diff := gocmp.Diff(links, out.LinkUse); diff != "" {
		t.Errorf("links (-want +got):\n%s", diff)
	}
}

// A device and a gateway lose a cloud for a while: by a cut, then by a crash, and
// the device also by a crash of the gateway, when that is not up itself.
func TestTheOutcomeSaysWhoWasCutOff(t *testing.T) {
	c := &Config{System: &models.System{}, Horizon: 1000}
	device := addNode(c.System, func(n *models.Node) { n.Tier = models.TierDevice })
	gateway := addNode(c.System, func(n *models.Node) { n.Tier = models.TierGateway })
	cloud := addNode(c.System, func(n *models.Node) { n.Tier = models.TierCloud })
	addNode(c.System, nil) // has no link
	addLink(c.System, device, gateway, 1e9, 0)
	uplink := addLink(c.System, gateway, cloud, 1e9, 0)
	c.Faults = []Fault{cut(uplink, 100, 50), down(cloud, 300, 20), down(gateway, 500, 7)}
	_, out := mustRun(t, c, firstFit())
	var got []int64
	for i := range out.NodeUse {
		got = append(got, out.NodeUse[i].CutOff)
	}
	if diff := gocmp.Diff([]int64{50 + 20 + 7, 50 + 20, 0, 1000}, got); diff != "" {
		t.Errorf("time cut off (-want +got):\n%s", diff)
	}
	// The crash of the cloud leaves as many islands, less its own, as there were; that
	// of the gateway parts the device from the cloud.
	want := trace.Partition{IslandsWhole: 2, IslandsMax: 3, Islands: 2*1000 + 50 + 7, Parted: 50 + 7, CutOff: 77 + 70 + 1000}
	if diff := gocmp.Diff(want, out.Partition); diff != "" {
		t.Errorf("partition (-want +got):\n%s", diff)
	}
}

func TestANodeWithoutCoresDrawsIdlePower(t *testing.T) {
	c := &Config{System: &models.System{}, Horizon: 1_000_000}
	addNode(c.System, func(n *models.Node) {
		n.Capacity.CPU, n.Power = 0, &models.Power{IdleMilliwatt: 3, BusyMilliwatt: 9}
	})
	if _, out := mustRun(t, c, firstFit()); out.NodeUse[0].Energy != 3 {
		t.Errorf("3 mW for a millisecond are %d µJ", out.NodeUse[0].Energy)
	}
}

// Events hold indices, so the digest covers the names that belong to them.
func TestTheDigestCoversNames(t *testing.T) {
	seen := map[trace.Digest]string{}
	for what, rename := range map[string]func(c *Config){
		"nothing":    func(*Config) {},
		"a node":     func(c *Config) { c.System.Nodes[0].Name = "x" },
		"a link":     func(c *Config) { c.System.Links[0].Name = "x" },
		"a workload": func(c *Config) { c.Workloads[0].Name = "x" },
		"a transfer": func(c *Config) { c.Transfers[0].Name = "x" },
		"a border":   func(c *Config) { c.System.Nodes[0].Name = `n0" "n1`; c.System.Nodes[1].Name = "n" },
	} {
		c := valid()
		c.Failures = nil // their draws depend on the name of the node
		rename(c)
		_, out := mustRun(t, c, firstFit())
		if other, ok := seen[out.Digest]; ok {
			t.Errorf("renaming %s and %s gives one digest", what, other)
		}
		seen[out.Digest] = what
	}
}

func TestNamesAreThoseOfTheOutcome(t *testing.T) {
	c := valid()
	_, out := mustRun(t, c, firstFit())
	if diff := gocmp.Diff(c.Names(), out.Names); diff != "" {
		t.Errorf("names (-config +outcome):\n%s", diff)
	}
	if got := strings.Join(out.Names.Nodes, " "); got != "n0 n1 n2" {
		t.Errorf("nodes %q", got)
	}
}
