package sim

import (
	"fmt"
	"math/big"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/battery"
	"github.com/littoral-sim/littoral/sim/energy"
	"github.com/littoral-sim/littoral/sim/failure"
	"github.com/littoral-sim/littoral/sim/trace"
)

// ledgerTwin is the slow twin of the accounts of a run: it reads the event log, and
// adds up in rationals what each node draws from one event to the next.
type ledgerTwin struct {
	c       *Config
	now     int64
	running []map[int64]int32 // of each node: the workload of each task that it runs
	state   []trace.Kind      // of each node: the last of the events that say what it draws idle
	idle    *big.Rat          // joules
	emitted []*big.Rat        // of each workload, then idle: joules times mg/kWh
	compute []*big.Rat        // of each workload: joules
	home    map[int64]int32
}

func newLedgerTwin(c *Config) *ledgerTwin {
	x := &ledgerTwin{c: c, idle: new(big.Rat), home: map[int64]int32{}}
	for range c.System.Nodes {
		x.running = append(x.running, map[int64]int32{})
		x.state = append(x.state, trace.NodeAwake)
	}
	for range len(c.Workloads) + 1 {
		x.compute, x.emitted = append(x.compute, new(big.Rat)), append(x.emitted, new(big.Rat))
	}
	return x
}

// pass adds what is drawn until an instant.
func (x *ledgerTwin) pass(until int64) {
	for x.now < until {
		next := until
		grid := x.c.Footprint.Grids[0]
		if at, ok := grid.Next(x.now); ok {
			next = min(next, at)
		}
		span := big.NewRat(next-x.now, 1e9)
		for i := range x.c.System.Nodes {
			x.node(i, span, big.NewRat(grid.At(x.now), 1))
		}
		x.now = next
	}
}

func (x *ledgerTwin) node(i int, span, intensity *big.Rat) {
	n, f := &x.c.System.Nodes[i], &x.c.Footprint.Nodes[i]
	add := func(to, emitted, power *big.Rat) {
		power.Mul(power, span)
		to.Add(to, power)
		emitted.Add(emitted, power.Mul(power, intensity))
	}
	static := big.NewRat(n.Power.IdleMilliwatt, 1000)
	switch x.state[i] { //nolint:exhaustive // The others change nothing.
	case trace.NodeCrashed:
		static = big.NewRat(f.Off, 1e9)
	case trace.NodeAsleep:
		static = big.NewRat(f.Sleep.Power, 1e9)
	case trace.NodeWaking:
		static = big.NewRat(f.Sleep.Waking, 1e9)
	}
	add(x.idle, x.emitted[len(x.c.Workloads)], static)
	for _, workload := range x.running[i] { // The order does not matter in rationals.
		demand := x.c.System.Specs[x.c.Workloads[workload].Spec].Demand.CPU
		power := big.NewRat(int64(demand), int64(n.Capacity.CPU))
		power.Mul(power, big.NewRat(n.Power.BusyMilliwatt-n.Power.IdleMilliwatt, 1000))
		add(x.compute[workload], x.emitted[workload], power)
	}
}

// read takes note of an event.
func (x *ledgerTwin) read(e *trace.Event) {
	x.pass(e.At)
	switch e.Kind { //nolint:exhaustive // The others change nothing.
	case trace.TaskArrived:
		x.home[e.Task] = int32(e.Value)
	case trace.TaskStarted:
		x.running[e.Node][e.Task] = x.home[e.Task]
	case trace.TaskRan, trace.TaskInterrupted:
		delete(x.running[e.Node], e.Task)
	case trace.NodeCrashed, trace.NodeRepaired, trace.NodeAsleep, trace.NodeWaking, trace.NodeAwake:
		x.state[e.Node] = e.Kind
	}
}

// near fails unless got is about want in millionths. The total is rounded down, and
// each part is off its part of that by less than one; the last nanosecond of a task
// may be borne by another.
func near(t *rapid.T, what string, want *big.Rat, got int64) {
	off := new(big.Rat).Sub(new(big.Rat).Mul(want, big.NewRat(1e6, 1)), new(big.Rat).SetInt64(got))
	if off.Abs(off).Cmp(big.NewRat(201, 100)) > 0 {
		t.Fatalf("%s: %d millionths, want %s", what, got, want.FloatString(9))
	}
}

func drawFootprint(t *rapid.T) *Config {
	c := &Config{System: &models.System{}, Horizon: 60 * second, Seed: 3}
	watt := func(name string, least int64) int64 { return rapid.Int64Range(least, 20_000).Draw(t, name) }
	for i := range rapid.IntRange(1, 3).Draw(t, "nodes") {
		id := addNode(c.System, func(n *models.Node) {
			n.Discipline = models.FIFO
			n.Capacity.CPU = units.MilliCPU(rapid.Int64Range(1000, 7000).Draw(t, "cpu"))
			idle := watt("idle", 0)
			n.Power = &models.Power{IdleMilliwatt: idle, BusyMilliwatt: watt("busy", idle)}
		})
		f := NodeFootprint{Node: id, Off: 1e6 * watt("off", 0), Grid: 1}
		if rapid.Bool().Draw(t, "sleeps") {
			f.Sleep = &Sleep{
				After: time.Duration(rapid.Int64Range(0, 5e9).Draw(t, "after")), Power: 1e6 * watt("asleep", 0),
				Wake: time.Duration(rapid.Int64Range(0, 3e9).Draw(t, "wake")), Waking: 1e6 * watt("waking", 0),
			}
		}
		c.Footprint.Nodes = append(c.Footprint.Nodes, f)
		if i > 0 {
			addLink(c.System, id-1, id, 1e9, 0)
		}
	}
	list := []energy.Step{{Value: rapid.Int64Range(0, 9e5).Draw(t, "intensity")}}
	for range rapid.IntRange(0, 4).Draw(t, "changes") {
		list = append(list, energy.Step{
			At: list[len(list)-1].At + rapid.Int64Range(1, 2e10).Draw(t, "gap"), Value: rapid.Int64Range(0, 9e5).Draw(t, "intensity"),
		})
	}
	grid, err := energy.NewSteps(list, 0)
	if err != nil {
		t.Fatal(err)
	}
	c.Footprint.Grids = []*energy.Steps{grid}
	nodes := len(c.System.Nodes)
	for i := range rapid.IntRange(1, 4).Draw(t, "workloads") {
		spec := addSpec(c.System, func(s *models.Spec) {
			s.Demand.CPU = units.MilliCPU(rapid.Int64Range(1, 1000).Draw(t, "demand"))
		})
		var at []units.Time
		last := units.Time(0)
		for range rapid.IntRange(1, 6).Draw(t, "tasks") {
			last += units.Time(rapid.Int64Range(0, 1e10).Draw(t, "gap"))
			at = append(at, last)
		}
		c.Workloads = append(c.Workloads, Workload{
			Name: fmt.Sprintf("w%d", i), Spec: spec, Sources: []models.NodeID{models.NodeID(rapid.IntRange(0, nodes-1).Draw(t, "source"))},
			Target: models.NoNode, Arrivals: Arrivals{At: [][]units.Time{at}},
			Work: fixed(rapid.Int64Range(0, 1e10).Draw(t, "work")), Input: fixed(0), Output: fixed(0),
		})
	}
	for range rapid.IntRange(0, 3).Draw(t, "faults") {
		c.Faults = append(c.Faults, Fault{
			At: units.Time(rapid.Int64Range(0, 6e10).Draw(t, "at")), For: time.Duration(rapid.Int64Range(1, 1e10).Draw(t, "for")),
			On: OnNode(models.NodeID(rapid.IntRange(0, nodes-1).Draw(t, "node"))), Mode: failure.Mode{Kind: failure.Crash},
		})
	}
	return c
}

func TestTheFootprintIsWhatTheEventLogTells(t *testing.T) {
	checkOften(t, "300", func(t *rapid.T) {
		c := drawFootprint(t)
		l, out := mustRun(t, c, firstFit())
		x := newLedgerTwin(c)
		for i := range l.events {
			x.read(&l.events[i])
		}
		x.pass(int64(c.Horizon))
		f := out.Footprint
		near(t, "idle", x.idle, f.Idle.Compute)
		microgram := big.NewRat(1, 3_600_000_000) // from joules times milligrams per kilowatt-hour to grams
		sum := f.Idle
		for i, w := range f.Workloads {
			near(t, c.Workloads[i].Name, x.compute[i], w.Compute)
			near(t, c.Workloads[i].Name+" emission", x.emitted[i].Mul(x.emitted[i], microgram), w.Emission)
			sum.Compute += w.Compute
			sum.Emission += w.Emission
		}
		last := len(f.Workloads)
		near(t, "idle emission", x.emitted[last].Mul(x.emitted[last], microgram), f.Idle.Emission)
		sum.Compute += f.Other.Compute
		sum.Emission += f.Other.Emission
		if sum != f.Total {
			t.Fatalf("the parts add up to %+v, but the total is %+v", sum, f.Total)
		}
	})
}

// drawAnyFootprint gives nodes and links of any system whatever they may have.
// Times are in nanoseconds there, so power is large.
func drawAnyFootprint(t *rapid.T, c *Config) {
	grid := must1(energy.NewSteps([]energy.Step{{Value: 700_000}, {At: 90, Value: 50_000}, {At: 300, Value: 0}}, 400))
	sun := must1(energy.NewSteps([]energy.Step{{Value: 0}, {At: 100, Value: 3 * energy.Watt}}, 250))
	c.Footprint.Grids = []*energy.Steps{grid}
	for i := range c.System.Nodes {
		n := &c.System.Nodes[i]
		if rapid.Bool().Draw(t, "no footprint") {
			continue
		}
		f := NodeFootprint{Node: n.ID, HourPrice: one[int64](t, "price", 0, 3, 1e9), Grid: one(t, "grid", NoGrid, 1)}
		if n.Power != nil {
			f.Model, f.Off = one(t, "model", energy.Linear, energy.Cubic, energy.Table), one[int64](t, "off", 0, 7)
			for k := range int64(energy.Points) {
				f.Table[k] = k * k * energy.Watt / 10
			}
			if rapid.Bool().Draw(t, "sleeps") {
				f.Sleep = &Sleep{After: one[time.Duration](t, "after", 0, 1, 30), Wake: one[time.Duration](t, "wake", 0, 1, 25), Power: 5, Waking: 90}
			}
			if rapid.Bool().Draw(t, "battery") {
				unit := units.Wide{}.PlusProduct(energy.Watt, one[int64](t, "charge", 10, 100, 500))
				f.Grid = NoGrid
				f.Battery = &Battery{Config: battery.Config{
					Capacity: unit.Times(10), Charge: unit.Times(one[int64](t, "full", 0, 3, 10)),
					Cutoff: unit.Times(one[int64](t, "cutoff", 0, 2)), Restart: unit.Times(one[int64](t, "restart", 3, 10)),
				}, Harvest: one(t, "harvest", nil, sun)}
			}
		}
		c.Footprint.Nodes = append(c.Footprint.Nodes, f)
	}
	for i := range c.System.Links {
		if rapid.Bool().Draw(t, "link") {
			c.Footprint.Links = append(c.Footprint.Links, LinkFootprint{
				Link: models.LinkID(i), PerBit: one[int64](t, "per bit", 0, 46_700), PerBitBack: 20_572_000, GBPrice: one[int64](t, "price", 0, 90_000), Grid: 1,
			})
		}
	}
}

// Whatever the system, the accounts balance, and a second run has the same bytes.
func TestTheAccountsOfAnySystemBalance(t *testing.T) {
	checkOften(t, "300", func(t *rapid.T) {
		c := drawConfig(t)
		drawAnyFootprint(t, c)
		_, policy := anyPolicy(t)
		_, first := mustRun(t, c, policy())
		_, again := mustRun(t, c, policy())
		if first.Digest != again.Digest {
			t.Fatal("two runs differ")
		}
		if diff := gocmp.Diff(first.Footprint, again.Footprint); diff != "" {
			t.Fatalf("two footprints differ:\n%s", diff)
		}
	})
}
