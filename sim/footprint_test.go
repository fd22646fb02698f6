package sim

import (
	"context"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/battery"
	"github.com/littoral-sim/littoral/sim/energy"
	"github.com/littoral-sim/littoral/sim/failure"
	"github.com/littoral-sim/littoral/sim/trace"
)

// powered is a system of one node with a power of 2 W idle and 10 W busy, and four
// cores that tasks own one by one.
func powered(edit func(n *models.Node)) (*Config, models.NodeID) {
	c := &Config{System: &models.System{}, Horizon: 100 * second, Policy: "first-fit"}
	id := addNode(c.System, func(n *models.Node) {
		n.Capacity.CPU, n.Discipline = 4000, models.FIFO
		n.Power = &models.Power{IdleMilliwatt: 2000, BusyMilliwatt: 10_000}
		if edit != nil {
			edit(n)
		}
	})
	return c, id
}

func stepsOf(t *testing.T, period int64, list ...energy.Step) *energy.Steps {
	t.Helper()
	s, err := energy.NewSteps(list, period)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// wantUse compares what a run has used with what it should have.
func wantUse[T any](t *testing.T, what string, want, got T) {
	t.Helper()
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// Two workloads run for 10 s on one core and for 20 s on two: 2 W for each core.
func TestDynamicEnergyIsBorneByThoseWhoUseTheCPU(t *testing.T) {
	c, n := powered(nil)
	one := addSpec(c.System, nil)
	two := addSpec(c.System, func(s *models.Spec) { s.Demand.CPU = 2000 })
	once(c, one, n, models.NoNode, 0, 10*int64(second), 0, 0)
	once(c, two, n, models.NoNode, 5*second, 40*int64(second), 0, 0)
	_, out := mustRun(t, c, firstFit())
	wantUse(t, "workloads", []trace.Use{{Compute: 20e6}, {Compute: 80e6}}, out.Footprint.Workloads)
	wantUse(t, "idle", trace.Use{Compute: 200e6}, out.Footprint.Idle)
	wantUse(t, "total", trace.Use{Compute: 300e6}, out.Footprint.Total)
	if out.NodeUse[n].Energy != 300e6 || out.Footprint.Wider {
		t.Errorf("the node has used %d µJ", out.NodeUse[n].Energy)
	}
}

// With a cubic power the CPU in use costs 8 W · u³: 5 s at a quarter, 5 s at three
// quarters, 15 s at a half. What that makes is divided by CPU time, 10 to 40 core-s.
func TestACubicPowerIsMeteredAtEachChange(t *testing.T) {
	c, n := powered(nil)
	one := addSpec(c.System, nil)
	two := addSpec(c.System, func(s *models.Spec) { s.Demand.CPU = 2000 })
	once(c, one, n, models.NoNode, 0, 10*int64(second), 0, 0)
	once(c, two, n, models.NoNode, 5*second, 40*int64(second), 0, 0)
	c.Footprint.Nodes = []NodeFootprint{{Node: n, Model: energy.Cubic}}
	_, out := mustRun(t, c, firstFit())
	// 8·(5/64 + 5·27/64 + 15/8) = 17.5 + 15 = 32.5 J
	wantUse(t, "workloads", []trace.Use{{Compute: 6.5e6}, {Compute: 26e6}}, out.Footprint.Workloads)
	wantUse(t, "total", trace.Use{Compute: 232.5e6}, out.Footprint.Total)
}

// The grid is at 400 g/kWh for 15 s, then at 40: each task bears the emission of the
// time at which it runs.
func TestEmissionFollowsTheGrid(t *testing.T) {
	c, n := powered(nil)
	one := addSpec(c.System, nil)
	c.Footprint = Footprint{
		Grids: []*energy.Steps{stepsOf(t, 0, energy.Step{At: 0, Value: 400_000}, energy.Step{At: 15 * int64(second), Value: 40_000})},
		Nodes: []NodeFootprint{{Node: n, Grid: 1}},
	}
	once(c, one, n, models.NoNode, 0, 9*int64(second), 0, 0)
	once(c, one, n, models.NoNode, 6*second, 18*int64(second), 0, 0)
	once(c, one, n, models.NoNode, 15*second, 9*int64(second), 0, 0)
	_, out := mustRun(t, c, firstFit())
	// 18 J at 400 g/kWh are 2 mg; 18 J at both are 2 mg and 0.2 mg; 18 J at 40 g/kWh 0.2 mg.
	wantUse(t, "workloads", []trace.Use{
		{Compute: 18e6, Emission: 2000}, {Compute: 36e6, Emission: 2200}, {Compute: 18e6, Emission: 200},
	}, out.Footprint.Workloads)
	// Idle: 30 J at 400 g/kWh and 170 J at 40 g/kWh are 3.333 and 1.889 mg.
	if got := out.Footprint.Idle; got.Compute != 200e6 || got.Emission != 5222 {
		t.Errorf("idle: %+v", got)
	}
	if got := out.Footprint.Nodes[0].Emission; got != 9622 {
		t.Errorf("the node has emitted %d µg", got)
	}
}

// A device sends 1 MB to a node and gets 0.5 MB back, over a link with 100 nJ/bit one
// way and 300 the other; a plain transfer is cut after half of it.
func TestLinksUseEnergyForWhatTheyCarry(t *testing.T) {
	c, n := powered(nil)
	device := addNode(c.System, func(n *models.Node) { n.Tier = models.TierDevice })
	l := addLink(c.System, device, n, 8e6, 0) // 1 MB/s
	c.Footprint = Footprint{
		Grids: []*energy.Steps{stepsOf(t, 0, energy.Step{At: 0, Value: 360_000})},
		Links: []LinkFootprint{{Link: l, PerBit: 100_000, PerBitBack: 300_000, GBPrice: 90_000, Grid: 1}},
	}
	once(c, addSpec(c.System, nil), device, models.NoNode, 0, int64(second), 1e6, 5e5)
	c.Transfers = []Transfer{{Name: "t", From: device, To: n, Size: 2e6, At: 10 * second, OnCut: Abort}}
	c.Faults = []Fault{{At: 11 * second, On: OnLink(l), Mode: failure.Mode{Kind: failure.Crash}}}
	_, out := mustRun(t, c, firstFit())
	// 0.8 J + 1.2 J and 1.5 MB at 0.09 per GB; 2 J at 100 mg/MJ are 0.2 mg.
	wantUse(t, "workloads", []trace.Use{{Compute: 2e6, Network: 2e6, Emission: 200, Traffic: 135}}, out.Footprint.Workloads)
	wantUse(t, "other", trace.Use{Network: 8e5, Emission: 80, Traffic: 90}, out.Footprint.Other)
	wantUse(t, "links", []trace.LinkFootprint{{Link: int32(l), Energy: 2_800_000, Emission: 280, Cost: 225}}, out.Footprint.Links)
}

// A node costs 36 units an hour, whatever it does; a task that takes half of it for
// half of the time bears a quarter.
func TestANodeIsPaidForByTheHour(t *testing.T) {
	c, n := powered(func(n *models.Node) { n.Power = nil })
	c.Footprint.Nodes = []NodeFootprint{{Node: n, HourPrice: 36_000_000}}
	spec := addSpec(c.System, func(s *models.Spec) { s.Demand.CPU = 2000 })
	once(c, spec, n, models.NoNode, 0, 100*int64(second), 0, 0)
	_, out := mustRun(t, c, firstFit())
	wantUse(t, "workloads", []trace.Use{{Rent: 250_000}}, out.Footprint.Workloads)
	wantUse(t, "idle", trace.Use{Rent: 750_000}, out.Footprint.Idle)
	wantUse(t, "nodes", []trace.NodeFootprint{{Node: 0, Energy: trace.None, Cost: 1_000_000}}, out.Footprint.Nodes)
}

// A node sleeps after 10 s without anything to run, and takes 3 s to wake up.
func TestANodeSleepsUntilThereIsSomethingToRun(t *testing.T) {
	c, n := powered(nil)
	c.Footprint.Nodes = []NodeFootprint{{
		Node: n, Sleep: &Sleep{After: 10 * time.Second, Power: energy.Watt / 2, Wake: 3 * time.Second, Waking: 6 * energy.Watt},
	}}
	spec := addSpec(c.System, nil)
	once(c, spec, n, models.NoNode, 5*second, 2*int64(second), 0, 0)  // while it is awake
	once(c, spec, n, models.NoNode, 50*second, 4*int64(second), 0, 0) // wakes it up
	once(c, spec, n, models.NoNode, 52*second, 4*int64(second), 0, 0) // comes while it wakes up
	l, out := mustRun(t, c, firstFit())
	var started []int64
	for _, x := range l.byNumber(t) {
		started = append(started, x.Started/int64(second))
		if x.Queue+x.Run != x.Finished-x.Arrived {
			t.Errorf("task %d has lost time: %+v", x.Number, x)
		}
	}
	wantUse(t, "start of tasks", []int64{5, 53, 53}, started)
	// Awake for 7 + 10 s, asleep for 33, waking for 3, awake for 4 + 10, asleep for 33.
	wantUse(t, "idle", trace.Use{Compute: 2e6*17 + 5e5*33 + 6e6*3 + 2e6*14 + 5e5*33}, out.Footprint.Idle)
	wantUse(t, "node", trace.NodeFootprint{
		Node: 0, Energy: 113e6 + 20e6, Idle: 113e6, Slept: int64(66 * second), Wakes: 1,
	}, out.Footprint.Nodes[0])
	var kinds []trace.Kind
	for _, e := range l.events {
		if e.Kind >= trace.NodeAsleep {
			kinds = append(kinds, e.Kind)
		}
	}
	wantUse(t, "events", []trace.Kind{trace.NodeAsleep, trace.NodeWaking, trace.NodeAwake, trace.NodeAsleep}, kinds)
}

// A crash while a node wakes up leaves it awake after the repair, and the task tries
// again then.
func TestACrashEndsSleep(t *testing.T) {
	c, n := powered(nil)
	c.Footprint.Nodes = []NodeFootprint{{
		Node: n, Off: energy.Watt / 10, Sleep: &Sleep{After: time.Second, Wake: 10 * time.Second, Waking: 3 * energy.Watt},
	}}
	spec := addSpec(c.System, nil)
	once(c, spec, n, models.NoNode, 10*second, 4*int64(second), 0, 0)
	c.Faults = []Fault{down(n, 12*second, 20*time.Second)}
	l, out := mustRun(t, c, firstFit())
	if got := l.byNumber(t)[0]; got.Started != int64(32*second) || got.Attempts != 2 {
		t.Errorf("the task: %+v", got)
	}
	// Awake for 1 s, asleep for 9, waking for 2, off for 20, awake for 4 + 1, asleep.
	wantUse(t, "idle", trace.Use{Compute: 2e6 + 3e6*2 + 1e5*20 + 2e6*5}, out.Footprint.Idle)
}

// 100 J feed 2 W and the 2 W of a task from 10 s on: 20 J to there, 80 J last until
// 30 s. Then 4 W fill 20 J until the node comes back at 40 J, 10 s later. With 4 W in and
// out, the charge stays; from 60 s on 2 W are left, until it is full.
func TestANodeLivesFromItsBattery(t *testing.T) {
	c, n := powered(nil)
	joule := units.Wide{}.Plus(1e18)
	c.Footprint.Nodes = []NodeFootprint{{
		Node: n,
		Battery: &Battery{
			Config:  battery.Config{Capacity: joule.Times(100), Charge: joule.Times(100), Restart: joule.Times(40)},
			Harvest: stepsOf(t, 0, energy.Step{At: 0, Value: 0}, energy.Step{At: 30 * int64(second), Value: 4 * energy.Watt}),
		},
	}}
	once(c, addSpec(c.System, nil), n, models.NoNode, 10*second, 20*int64(second)+1, 0, 0)
	l, out := mustRun(t, c, firstFit())
	task := l.byNumber(t)[0]
	if task.Attempts != 2 || task.Started != int64(40*second) || out.NodeUse[n].Error != int64(10*second) {
		t.Errorf("the task: %+v, down for %d ns", task, out.NodeUse[n].Error)
	}
	b := out.Footprint.Nodes[0].Battery
	// Drawn: 20 + 80 J, then 2 W for 60 s and 2 W for the 20 s of the task, and 2 nJ more
	// for its last nanosecond. In: 4 W for 70 s.
	wantUse(t, "battery", &trace.BatteryUse{Start: 100e6, Harvested: 280e6, Drawn: 260e6, Charge: 100e6, Spilled: 20e6 - 1}, b)
}

// A fault holds while the battery is empty, and the other way round: the node comes
// back when both are over.
func TestABatteryAndFaultsAreTwoCauses(t *testing.T) {
	joule := units.Wide{}.Plus(1e18)
	for name, x := range map[string]struct {
		fault Fault
		down  units.Time // in all; the battery alone has the node down from 20 s to 40 s
		crash int64
	}{
		"fault within":          {fault: Fault{At: 25 * second, For: 5 * time.Second}, down: 20 * second, crash: 1},
		"fault outlasts":        {fault: Fault{At: 25 * second, For: 30 * time.Second}, down: 35 * second, crash: 1},
		"fault comes before":    {fault: Fault{At: 10 * second, For: 5 * time.Second}, down: 5*second + 20*second, crash: 2},
		"same instant of start": {fault: Fault{At: 20 * second, For: 50 * time.Second}, down: 50 * second, crash: 1},
		"paused meanwhile":      {fault: Fault{At: 25 * second, For: 30 * time.Second, Mode: failure.Mode{Kind: failure.Pause}}, down: 20 * second, crash: 1},
	} {
		t.Run(name, func(t *testing.T) {
			c, n := powered(nil)
			c.Horizon = 80 * second
			c.Footprint.Nodes = []NodeFootprint{{
				Node: n, Off: 2 * energy.Watt, // so that the fault changes nothing at the battery
				Battery: &Battery{
					Config:  battery.Config{Capacity: joule.Times(1000), Charge: joule.Times(60), Cutoff: joule.Times(20), Restart: joule.Times(60)},
					Harvest: stepsOf(t, 0, energy.Step{At: 0}, energy.Step{At: 20 * int64(second), Value: 2 * energy.Watt}),
				},
			}}
			x.fault.On = OnNode(n)
			c.Faults = []Fault{x.fault}
			l, out := mustRun(t, c, firstFit())
			if got := out.NodeUse[n]; got.Error != int64(x.down) || got.Crashes != x.crash {
				t.Errorf("down for %v after %d crashes, want %v after %d", units.Time(got.Error), got.Crashes, x.down, x.crash)
			}
			var kinds []trace.Kind
			for _, e := range l.events {
				if e.Kind == trace.BatteryEmptied || e.Kind == trace.BatteryRestored {
					kinds = append(kinds, e.Kind)
				}
			}
			wantUse(t, "events", []trace.Kind{trace.BatteryEmptied, trace.BatteryRestored}, kinds)
		})
	}
}

// A node that is slow has as much less of its CPU in use; one that is paused draws
// its idle power.
func TestPowerOfANodeThatIsSlowOrPaused(t *testing.T) {
	for _, model := range []energy.Model{energy.Linear, energy.Cubic} {
		c, n := powered(nil)
		c.Footprint.Nodes = []NodeFootprint{{Node: n, Model: model}}
		spec := addSpec(c.System, func(s *models.Spec) { s.Demand.CPU = 4000 })
		once(c, spec, n, models.NoNode, 0, 120*int64(second), 0, 0)
		c.Faults = []Fault{
			{At: 10 * second, For: 20 * time.Second, On: OnNode(n), Mode: failure.Mode{Kind: failure.Slow, SpeedPermille: 500}},
			{At: 40 * second, For: 20 * time.Second, On: OnNode(n), Mode: failure.Mode{Kind: failure.Pause}},
		}
		_, out := mustRun(t, c, firstFit())
		// It runs for 10 s, 20 s at half the speed, and 10 s: 8 W·30 s, or 8 W·(20 s + 20 s/8).
		want := int64(240e6)
		if model == energy.Cubic {
			want = 180e6
		}
		wantUse(t, "workloads", []trace.Use{{Compute: want}}, out.Footprint.Workloads)
		wantUse(t, "idle", trace.Use{Compute: 200e6}, out.Footprint.Idle)
	}
}

func TestAnImpossibleFootprintIsRefused(t *testing.T) {
	c, n := powered(nil)
	bare := addNode(c.System, nil)
	c.Footprint = Footprint{
		Grids: []*energy.Steps{stepsOf(t, 0, energy.Step{Value: IntensityMax + 1})},
		Nodes: []NodeFootprint{
			{Node: n, Off: -1, Sleep: &Sleep{After: -1, Power: -2}, Grid: 2, HourPrice: -1, Battery: &Battery{}},
			{Node: n, Model: energy.Table, Table: [energy.Points]int64{5}},
			{Node: bare, Off: 1},
			{Node: 9},
		},
		Links: []LinkFootprint{{Link: 7, PerBit: -1, GBPrice: -1, Grid: 5}},
	}
	_, err := Run(context.Background(), c, firstFit(), discard{})
	for _, want := range []string{
		"grid 1 needs a carbon intensity", "draws -1 nW out of service", "sleeps after", "draws -2 nW asleep", "fed by grid 2",
		"costs -1 an hour", "impossible battery", "two footprints", "impossible power", "has no power", "node 9, which does not exist",
		"link 7 does not exist", "link 7 uses -1", "link 7 has a price", "link 7 is fed by grid 5",
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v lacks %q", err, want)
		}
	}
}
