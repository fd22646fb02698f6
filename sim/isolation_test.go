package sim

import (
	"context"
	"fmt"
	"math"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/schedulers"
	"github.com/littoral-sim/littoral/sim/trace"
)

// birth is what is drawn for a task.
type birth struct {
	workload int32
	source   models.NodeID
	at       units.Time
	work     int64
	input    units.Bytes
	output   units.Bytes
}

// midwife is a sink that writes down every birth.
type midwife struct {
	discard
	w      *world
	births []birth
}

func (m *midwife) Event(e *trace.Event) error {
	if e.Kind != trace.TaskArrived {
		return nil
	}
	for id := range models.TaskID(m.w.tasks.count) {
		if t := m.w.tasks.at(id); t.number == e.Task {
			m.births = append(m.births, birth{m.w.workload(t), m.w.source(t), t.arrived, t.work, t.input, t.output})
			return nil
		}
	}
	return fmt.Errorf("task %d is not in the world", e.Task)
}

// births runs a configuration and returns what was drawn, by workload, source and
// time.
func births(t *rapid.T, c *Config, policy schedulers.Scheduler) []birth {
	m := new(midwife)
	m.w = newWorld(context.Background(), c, policy, m)
	if err := m.w.run(context.Background()); err != nil {
		t.Fatalf("run: %v", err)
	}
	slices.SortStableFunc(m.births, func(a, b birth) int {
		return slices.Compare([]int64{int64(a.workload), int64(a.source), int64(a.at)}, []int64{int64(b.workload), int64(b.source), int64(b.at)})
	})
	return m.births
}

// addStranger adds a workload that competes for everything with the others.
func addStranger(t *rapid.T, c *Config) {
	w := drawWorkload(t, c)
	w.Name = "stranger"
	c.Workloads = append(c.Workloads, w)
}

// clone copies what the tests of this file change.
func clone(c *Config) *Config {
	out, y := *c, *c.System
	y.Nodes, y.Links, y.Specs = slices.Clone(y.Nodes), slices.Clone(y.Links), slices.Clone(y.Specs)
	out.System = &y
	out.Workloads, out.Transfers = slices.Clone(c.Workloads), slices.Clone(c.Transfers)
	out.Faults, out.Failures, out.Outages = slices.Clone(c.Faults), slices.Clone(c.Failures), slices.Clone(c.Outages)
	return &out
}

func TestAnotherWorkloadAndFaultsChangeNoDrawOfTheOthers(t *testing.T) {
	checkOften(t, "1000", func(t *rapid.T) {
		c := withoutFaults(drawConfig(t))
		_, policy := anyPolicy(t)
		want := births(t, c, policy())
		more := clone(c)
		addStranger(t, more)
		got := slices.DeleteFunc(births(t, more, policy()), func(b birth) bool { return int(b.workload) == len(c.Workloads) })
		if !slices.Equal(want, got) {
			t.Fatalf("with a stranger:\n%s", gocmp.Diff(want, got, gocmp.AllowUnexported(birth{})))
		}
		drawFaults(t, more)
		more.Workloads = more.Workloads[:len(c.Workloads)]
		for _, b := range births(t, more, policy()) { // A source that is down makes no task.
			if !slices.Contains(want, b) {
				t.Fatalf("with faults, %+v is drawn", b)
			}
		}
	})
}

// logs runs a configuration and returns its events and records.
func logs(t *rapid.T, c *Config, policy schedulers.Scheduler) *log {
	l, _ := mustRun(t, c, policy)
	return l
}

// same fails unless two runs left the same behind.
func same(t *rapid.T, a, b *log, what string) {
	if !slices.Equal(a.events, b.events) || !slices.Equal(a.tasks, b.tasks) || !slices.Equal(a.transfers, b.transfers) {
		t.Fatalf("%s:\n%s", what, gocmp.Diff(a, b, gocmp.AllowUnexported(log{})))
	}
}

// A node that admits no task, has no neighbour and fails now and then, and a
// workload that never begins, are in nobody's way.
func TestWhatTakesNoPartChangesNothing(t *testing.T) {
	checkOften(t, "1000", func(t *rapid.T) {
		c := drawConfig(t)
		name, policy := anyPolicy(t)
		if name == "chaotic" {
			return // it draws from all nodes there are
		}
		want := logs(t, c, policy())
		more := clone(c)
		idle := addNode(more.System, func(n *models.Node) { n.Capacity.CPU = 0 })
		addStranger(t, more)
		w := &more.Workloads[len(more.Workloads)-1]
		w.From, w.Until = c.Horizon, 0
		if w.Arrivals.At != nil {
			w.Arrivals.At = make([][]units.Time, len(w.Sources))
		}
		more.Failures = append(more.Failures, Renewal{On: OnNode(idle), Up: fixed(math.MaxInt64), Down: fixed(1)})
		same(t, want, logs(t, more, policy()), "with an idle node and an idle workload")
	})
}

func TestFaultsThatNeverComeAreNoFaults(t *testing.T) {
	checkOften(t, "1000", func(t *rapid.T) {
		c := withoutFaults(drawConfig(t))
		_, policy := anyPolicy(t)
		want := logs(t, c, policy())
		more := clone(c)
		for i := range c.System.Nodes {
			more.Failures = append(more.Failures, Renewal{
				On: OnNode(models.NodeID(i)), Up: fixed(one(t, "up", math.MaxInt64, int64(c.Horizon)+1)), Down: fixed(10),
			})
		}
		more.Faults = []Fault{{At: c.Horizon + 1, On: OnNode(0), For: 5}}
		same(t, want, logs(t, more, policy()), "with faults after the horizon")
	})
}

func TestTheOrderOfFaultsInAConfigMeansNothing(t *testing.T) {
	checkOften(t, "1000", func(t *rapid.T) {
		c := drawConfig(t)
		_, policy := anyPolicy(t)
		want := logs(t, c, policy())
		other := clone(c)
		other.Faults = rapid.Permutation(c.Faults).Draw(t, "faults")
		other.Failures = rapid.Permutation(c.Failures).Draw(t, "failures")
		other.Outages = rapid.Permutation(c.Outages).Draw(t, "outages")
		other.Crews = rapid.Permutation(c.Crews).Draw(t, "crews")
		other.Channels = rapid.Permutation(c.Channels).Draw(t, "channels")
		same(t, want, logs(t, other, policy()), "with permuted faults")
	})
}

// A run that ends earlier is the beginning of one that ends later.
func TestALongerRunBeginsAsAShorterOne(t *testing.T) {
	checkOften(t, "1000", func(t *rapid.T) {
		c := drawConfig(t)
		_, policy := anyPolicy(t)
		c.Warmup = 0
		whole := logs(t, c, policy()).events
		short := clone(c)
		short.Horizon = rapid.Map(rapid.IntRange(1, int(c.Horizon)), func(ns int) units.Time { return units.Time(ns) }).Draw(t, "earlier horizon")
		part := logs(t, short, policy()).events
		part = part[:len(part)-1] // without run-ended
		// Tasks arrive before the horizon, so its own instant may differ.
		before := func(l []trace.Event) []trace.Event {
			i, _ := slices.BinarySearchFunc(l, int64(short.Horizon), func(e trace.Event, at int64) int {
				if e.At < at {
					return -1
				}
				return 1
			})
			return l[:i]
		}
		if want, got := before(whole), before(part); !slices.Equal(want, got) {
			t.Fatalf("until %v of the whole run (-) and of the shorter one (+):\n%s", short.Horizon, gocmp.Diff(want, got))
		}
	})
}
