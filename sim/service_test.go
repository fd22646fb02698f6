package sim

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/autoscale"
	"github.com/littoral-sim/littoral/sim/relocation"
	"github.com/littoral-sim/littoral/sim/rng"
	"github.com/littoral-sim/littoral/sim/rollout"
	"github.com/littoral-sim/littoral/sim/trace"
)

const sec = units.Time(time.Second)

// serviced returns a manager, as many edge nodes with a core each, and a service of
// which one instance fits on each, with requests that come from the manager.
func serviced(nodes, instances int, edit func(*Service)) *Config {
	c := &Config{System: &models.System{}, Horizon: 1000 * sec}
	y := c.System
	home := addNode(y, func(n *models.Node) { n.Tier = models.TierCloud })
	for range nodes {
		addLink(y, home, addNode(y, func(n *models.Node) { n.Capacity.Memory = 10 }), 1e9, time.Second)
	}
	s := &Service{ID: 1, Instances: int32(instances), Slots: 1, Start: fixed(3e9)}
	if edit != nil {
		edit(s)
	}
	edges := models.Constraints{Tiers: models.NewTierSet(models.TierEdge)}
	c.Workloads = []Workload{{
		Name: "service", Sources: []models.NodeID{home}, Target: models.NoNode, Service: s,
		Spec: addSpec(y, func(s *models.Spec) {
			s.Demand = models.Resources{CPU: 1, Memory: 10}
			s.Constraints = edges
		}),
		Arrivals: Arrivals{At: [][]units.Time{{}}}, Work: fixed(0), Input: fixed(0), Output: fixed(0),
	}, {
		Name: "requests", Sources: []models.NodeID{home}, Target: models.NoNode,
		Spec: addSpec(y, func(s *models.Spec) {
			s.Demand, s.Calls = models.Resources{CPU: 1000}, 1
			s.Constraints = edges
		}),
		Arrivals: Arrivals{At: [][]units.Time{{}}}, Work: fixed(10e9), Input: fixed(0), Output: fixed(0),
	}}
	return c
}

// runService runs a configuration and returns what became of its service and tasks.
func runService(t *testing.T, c *Config) (trace.ServiceUse, []trace.Task, []trace.Event) {
	t.Helper()
	var l log
	out, err := Run(context.Background(), c, firstFit(), &l)
	if err != nil {
		t.Fatal(err)
	}
	return out.Services[0], l.byNumber(t), l.events
}

func atSeconds(list ...float64) [][]units.Time {
	var out []units.Time
	for _, x := range list {
		out = append(out, units.Time(x*1e9))
	}
	return [][]units.Time{out}
}

// An instance is placed at once, is told after a second, and starts in three. Then
// the first request is placed, which takes a second to get there, ten to run and a
// second to be back; the second has to wait for the only slot until it has run.
func TestRequestsWaitForAnInstanceAndForASlot(t *testing.T) {
	c := serviced(2, 1, nil)
	c.Workloads[1].Arrivals.At = atSeconds(2, 2)
	use, tasks, _ := runService(t, c)
	for i, want := range []trace.Task{{Placed: 4e9, Started: 5e9, Finished: 16e9}, {Placed: 15e9, Started: 16e9, Finished: 27e9}} {
		got := trace.Task{Placed: tasks[i+1].Placed, Started: tasks[i+1].Started, Finished: tasks[i+1].Finished}
		if got != want {
			t.Errorf("request %d: %+v, want %+v", i, got, want)
		}
	}
	want := trace.ServiceUse{Made: 1, Started: 1, Left: 1, Most: 1, Ready: 996e9, Wanted: 1000e9, Requests: 14e9 + 25e9, Least: 1, Busy: 11e9 + 11e9}
	if d := cmp.Diff(want, use); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

// What a node had is lost with it: the request as well as the instance, which is
// placed on the other node.
func TestAServiceHealsItself(t *testing.T) {
	c := serviced(2, 1, nil)
	c.Workloads[1].Arrivals.At = atSeconds(2)
	c.Faults = []Fault{{At: 10 * sec, On: OnNode(1)}}
	use, tasks, _ := runService(t, c)
	if r := tasks[1]; r.Attempts != 2 || r.Node != 2 || r.Placed != 14e9 || r.Finished != 26e9 {
		t.Errorf("request %+v", r)
	}
	if i := tasks[0]; i.Attempts != 2 || i.State != trace.StateRunning {
		t.Errorf("instance %+v", i)
	}
	if use.Started != 2 || use.Made != 1 || use.Ready != 6e9+986e9 {
		t.Errorf("%+v", use)
	}
}

// With three requests at a time and a target of one per instance there should be
// three instances; when there is nothing to do, one.
func TestTheNumberOfInstancesFollowsTheLoad(t *testing.T) {
	c := serviced(4, 1, func(s *Service) {
		s.Scale = &autoscale.Policy{Min: 1, Max: 4, TargetPermille: 1000, Period: 20 * time.Second}
	})
	c.Workloads[1].Arrivals.At = atSeconds(0, 0, 0)
	c.Workloads[1].Work = fixed(50e9)
	use, tasks, events := runService(t, c)
	var scaled []string
	for _, e := range events {
		if e.Kind == trace.ServiceScaled {
			scaled = append(scaled, fmt.Sprintf("%d s: %d", e.At/1e9, e.Value))
		}
	}
	// At 20 s three have been in the system all the time. The first request is back
	// at 56 s, the others, placed at 24 s, at 76 s.
	want := []string{"20 s: 3", "80 s: 2", "100 s: 1"}
	if d := cmp.Diff(want, scaled); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if use.Most != 3 || use.Stopped != 2 || use.Left != 1 || use.Scaled != 3 {
		t.Errorf("%+v", use)
	}
	for _, r := range tasks {
		if r.Workload == 1 && r.State != trace.StateFinished {
			t.Errorf("request %+v", r)
		}
	}
}

// An instance that is stopped finishes its request when it has the time; else the
// request is lost and goes elsewhere.
func TestAnUpgradeDrainsInstances(t *testing.T) {
	for _, x := range []struct {
		drain    time.Duration
		attempts int32
		ready    int64 // when the new version serves, in seconds
	}{{time.Minute, 1, 20 + 15 + 4}, {5 * time.Second, 2, 20 + 5 + 4}} {
		c := serviced(1, 1, func(s *Service) {
			s.Drain = x.drain
			s.Upgrades = []Upgrade{{At: 20 * sec, Plan: rollout.Plan{Wave: 1, MaxUnavailable: 1}}}
		})
		c.Workloads[1].Arrivals.At = atSeconds(0)
		c.Workloads[1].Work = fixed(30e9)
		use, tasks, events := runService(t, c)
		if tasks[0].Attempts != x.attempts || tasks[0].State != trace.StateFinished {
			t.Errorf("drained for %v: request %+v", x.drain, tasks[0])
		}
		ended := int64(0)
		for _, e := range events {
			if e.Kind == trace.UpgradeEnded {
				ended = e.At / 1e9
			}
		}
		if use.Replaced != 1 || use.Made != 2 || ended != x.ready {
			t.Errorf("drained for %v: ended at %d s, %+v", x.drain, ended, use)
		}
	}
}

// Six instances, two at a time of three: after each of the waves a pause.
func TestAnUpgradeKeepsItsBudget(t *testing.T) {
	c := serviced(6, 6, func(s *Service) {
		s.Upgrades = []Upgrade{
			{At: 100 * sec, Plan: rollout.Plan{Wave: 3, MaxUnavailable: 2, Pause: time.Minute}},
			{At: 101 * sec, Plan: rollout.Plan{Wave: 6, MaxUnavailable: 6}},
		}
	})
	use, _, events := runService(t, c)
	var ends []int64
	for _, e := range events {
		if e.Kind == trace.UpgradeEnded {
			ends = append(ends, e.At/1e9)
		}
	}
	// A replacement takes four seconds. A wave: two, then one; pause; again. The second
	// upgrade follows, all at once.
	want := []int64{100 + 8 + 60 + 8, 176 + 4}
	if d := cmp.Diff(want, ends); d != "" || use.Replaced != 12 || use.Left != 6 {
		t.Errorf("(-want +got):\n%s%+v", d, use)
	}
	if lost := use.Wanted - use.Ready; lost != (6*4+6*4+6*4)*1e9 {
		t.Errorf("%d s without an instance", lost/1e9)
	}
}

// Whatever happens, the books of services are in order, and a run can be repeated.
func TestServicesUnderAnything(t *testing.T) {
	checkOften(t, "200", func(t *rapid.T) {
		c := serviced(rapid.IntRange(1, 4).Draw(t, "nodes"), rapid.IntRange(0, 5).Draw(t, "instances"), func(s *Service) {
			s.Slots = rapid.Int32Range(1, 3).Draw(t, "slots")
			s.Start = rng.Must(rng.Exponential(2e9))
			s.Drain = time.Duration(rapid.IntRange(0, 30).Draw(t, "drain")) * time.Second
			if rapid.Bool().Draw(t, "scaled") {
				s.Scale = &autoscale.Policy{
					Min: rapid.Int32Range(0, 2).Draw(t, "min"), Max: 6, TargetPermille: rapid.Int32Range(100, 1000).Draw(t, "target"),
					Period: time.Duration(rapid.IntRange(1, 20).Draw(t, "period")) * time.Second,
				}
			}
			at := units.Time(0)
			for range rapid.IntRange(0, 2).Draw(t, "upgrades") {
				at += units.Time(rapid.IntRange(0, 200).Draw(t, "upgrade")) * sec
				s.Upgrades = append(s.Upgrades, Upgrade{At: at, Plan: rollout.Plan{
					Wave: rapid.Int32Range(1, 3).Draw(t, "wave"), MaxUnavailable: rapid.Int32Range(1, 3).Draw(t, "budget"),
				}})
			}
		})
		c.Horizon = 300 * sec
		c.Workloads[0].Image, c.Images = 1, []Image{{Name: "v1", Size: 1e6}}
		c.Workloads[1].Arrivals = Arrivals{Gap: rng.Must(rng.Exponential(4e9))}
		c.Workloads[1].Work = rng.Must(rng.Exponential(6e9))
		for i := range rapid.IntRange(0, 5).Draw(t, "faults") {
			c.Faults = append(c.Faults, Fault{
				At: units.Time(rapid.IntRange(0, 300).Draw(t, "at")) * sec, For: time.Duration(1+i) * 7 * time.Second,
				On: rapid.SampledFrom([]Target{OnNode(1), OnLink(0), OnNode(0)}).Draw(t, "on"),
			})
		}
		for range rapid.IntRange(0, 5).Draw(t, "migrations") {
			s := c.Workloads[0].Service
			from := models.NodeID(rapid.IntRange(0, len(c.System.Nodes)-1).Draw(t, "from"))
			s.State = 500e6 // 4 s at 1 Gbit/s
			s.Migrations = append(s.Migrations, Migration{
				At: units.Time(rapid.IntRange(0, 300).Draw(t, "migrates")) * sec, From: from,
				To: (from + models.NodeID(rapid.IntRange(1, len(c.System.Nodes)-1).Draw(t, "to"))) % models.NodeID(len(c.System.Nodes)),
			})
		}
		bytesMost, cold := drawLive(t, c.Workloads[0].Service), c.Workloads[0].Service.Live == nil
		for n := range rapid.IntRange(0, len(c.System.Nodes)).Draw(t, "members") {
			joins := rapid.IntRange(0, 200).Draw(t, "joins")
			c.Members = append(c.Members, Membership{
				Node: models.NodeID(n), Joins: units.Time(joins) * sec, Drain: time.Duration(rapid.IntRange(0, 60).Draw(t, "notice")) * time.Second,
				Leaves: units.Time(rapid.SampledFrom([]int{0, 1 + joins, 50 + joins}).Draw(t, "leaves")) * sec,
			})
		}
		if rapid.Bool().Draw(t, "latency") {
			c.DecisionLatency = 300 * time.Millisecond
		}
		c.Seed = rng.Seed(rapid.IntRange(0, 1000).Draw(t, "seed"))
		var digests [2]trace.Digest
		for k := range digests {
			out, err := Run(context.Background(), c, firstFit(), discard{})
			if err != nil {
				t.Fatal(err)
			}
			if !out.AuditsOK() {
				t.Fatalf("%+v", out.Audits)
			}
			digests[k] = out.Digest
			use := out.Services[0]
			if use.Arrived > use.Moves || use.MovedBytes > use.Arrived*bytesMost || cold && use.Downtime < use.MovedBytes*8 || use.Left+use.Stopped != use.Made {
				t.Fatalf("%+v", use)
			}
		}
		if digests[0] != digests[1] {
			t.Fatal("two runs differ")
		}
	})
}

// drawLive makes some migrations of a service live, and returns the most bytes that a
// migration moves.
func drawLive(t *rapid.T, s *Service) int64 {
	if s.State == 0 || !rapid.Bool().Draw(t, "live") {
		return 500e6
	}
	s.Live = &relocation.Config{
		Strategy: relocation.PreCopy, State: s.State, Dirty: units.Bytes(rapid.IntRange(0, 200).Draw(t, "dirty")) * 1e6,
		Threshold: units.Bytes(rapid.IntRange(0, 100).Draw(t, "threshold")) * 1e6, RoundsMax: rapid.Int32Range(1, 5).Draw(t, "rounds"),
		Steer: time.Duration(rapid.IntRange(0, 3).Draw(t, "steer")) * time.Second,
	}
	s.LeavesLive = rapid.Bool().Draw(t, "leaves live")
	for i := range s.Migrations {
		s.Migrations[i].Live = rapid.Bool().Draw(t, "is live")
	}
	return 500e6 * (int64(s.Live.RoundsMax) + 1)
}

func TestWhatIsWrongWithAServiceIsSaid(t *testing.T) {
	for want, edit := range map[string]func(w *Workload){
		"has ID 2, but is number 1":                  func(w *Workload) { w.Service.ID = 2 },
		"at least one slot":                          func(w *Workload) { w.Service.Slots = 0 },
		"the state of instances starts again":        func(w *Workload) { w.OnCut = Reroute },
		"begins with -1 instances":                   func(w *Workload) { w.Service.Instances = -1 },
		"has arrivals":                               func(w *Workload) { w.Arrivals.At = atSeconds(1) },
		"scaling of service":                         func(w *Workload) { w.Service.Scale = &autoscale.Policy{} },
		"upgrade 0 of service":                       func(w *Workload) { w.Service.Upgrades = []Upgrade{{}} },
		"begins before the one before it":            func(w *Workload) { w.Service.Upgrades = []Upgrade{{At: 2}, {At: 1}} },
		"is to image 7":                              func(w *Workload) { w.Service.Upgrades = []Upgrade{{Image: 7}} },
		"a time to drain that is not negative":       func(w *Workload) { w.Service.Drain = -1 },
		"lists of arrivals that are empty, and no b": func(w *Workload) { w.Arrivals = Arrivals{Every: 1} },
	} {
		c := serviced(1, 1, nil)
		edit(&c.Workloads[0])
		if _, err := Run(context.Background(), c, firstFit(), discard{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not said: %v", want, err)
		}
	}
}
