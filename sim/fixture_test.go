package sim

import (
	"context"
	"flag"
	"fmt"
	"os"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/schedulers"
	"github.com/littoral-sim/littoral/schedulers/firstfit"
	"github.com/littoral-sim/littoral/sim/rng"
	"github.com/littoral-sim/littoral/sim/trace"
)

// checkOften runs a property a given number of times on fixed seeds, unless the
// command line says otherwise (-rapid.checks, -rapid.seed). A failure prints the
// seed that repeats it, so no file is left.
func checkOften(t *testing.T, checks string, property func(*rapid.T)) {
	t.Helper()
	for name, value := range map[string]string{"rapid.checks": checks, "rapid.seed": "1", "rapid.nofailfile": "true"} {
		given := flag.Lookup(name)
		before := given.Value.String()
		if before != given.DefValue || (name == "rapid.checks" && os.Getenv("RAPID_CHECKS") != "") {
			continue
		}
		if err := flag.Set(name, value); err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := flag.Set(name, before); err != nil {
				t.Fatal(err)
			}
		}()
	}
	rapid.Check(t, property)
}

// log is a sink that keeps everything.
type log struct {
	events    []trace.Event
	tasks     []trace.Task
	transfers []trace.Transfer
}

func (l *log) Event(e *trace.Event) error       { l.events = append(l.events, *e); return nil }
func (l *log) Task(t *trace.Task) error         { l.tasks = append(l.tasks, *t); return nil }
func (l *log) Transfer(t *trace.Transfer) error { l.transfers = append(l.transfers, *t); return nil }

// byNumber returns the records of the tasks in the order of their numbers, which
// must be 1, 2, ….
func (l *log) byNumber(t interface{ Fatalf(string, ...any) }) []trace.Task {
	out := make([]trace.Task, len(l.tasks))
	for _, r := range l.tasks {
		if r.Number < 1 || int(r.Number) > len(out) || out[r.Number-1].Number != 0 {
			t.Fatalf("task %d is recorded twice, or others are missing: %d records", r.Number, len(out))
		}
		out[r.Number-1] = r
	}
	return out
}

// discard is a sink that keeps nothing.
type discard struct{}

func (discard) Event(*trace.Event) error       { return nil }
func (discard) Task(*trace.Task) error         { return nil }
func (discard) Transfer(*trace.Transfer) error { return nil }

// addNode adds an edge node with a core and plenty of everything else, changed
// as edit says.
func addNode(y *models.System, edit func(n *models.Node)) models.NodeID {
	id := models.NodeID(len(y.Nodes))
	n := models.Node{
		ID: id, Name: fmt.Sprintf("n%d", id), Tier: models.TierEdge,
		Capacity: models.Resources{CPU: 1000, Memory: 1 << 40, Storage: 1 << 40, Bandwidth: 1e9},
		Speed:    units.ReferenceSpeed, CPULimit: units.Unlimited, Domain: models.NoDomain, Via: models.NoNode,
	}
	if edit != nil {
		edit(&n)
	}
	y.Nodes = append(y.Nodes, n)
	return id
}

func addLink(y *models.System, a, b models.NodeID, rate units.BitsPerSecond, latency time.Duration) models.LinkID {
	id := models.LinkID(len(y.Links))
	y.Links = append(y.Links, models.Link{ID: id, Name: fmt.Sprintf("l%d", id), A: a, B: b, Bandwidth: rate, Latency: latency})
	return id
}

// addSpec adds a kind of task that asks for one core and runs on edge nodes,
// changed as edit says.
func addSpec(y *models.System, edit func(s *models.Spec)) models.SpecID {
	id := models.SpecID(len(y.Specs))
	s := models.Spec{
		ID: id, Name: fmt.Sprintf("s%d", id), Demand: models.Resources{CPU: 1000}, Replicas: 1,
		ExpectedWork: time.Millisecond, Constraints: models.Constraints{Tiers: models.NewTierSet(models.TierEdge)},
	}
	if edit != nil {
		edit(&s)
	}
	y.Specs = append(y.Specs, s)
	return id
}

func fixed(v int64) rng.Dist { return rng.Must(rng.Deterministic(v)) }

// once adds a workload that is a single task.
func once(c *Config, spec models.SpecID, source, target models.NodeID, at units.Time, work, input, output int64) {
	c.Workloads = append(c.Workloads, Workload{
		Name: fmt.Sprintf("w%d", len(c.Workloads)), Spec: spec, Sources: []models.NodeID{source}, Target: target,
		Arrivals: Arrivals{At: [][]units.Time{{at}}},
		Work:     fixed(work), Input: fixed(input), Output: fixed(output),
	})
}

// mustRun runs a configuration and returns what it left behind.
func mustRun(t interface{ Fatalf(string, ...any) }, c *Config, policy schedulers.Scheduler) (*log, *trace.Outcome) {
	l := new(log)
	out, err := Run(context.Background(), c, policy, l)
	if err != nil {
		t.Fatalf("run: %v", err)
	}
	return l, out
}

func firstFit() schedulers.Scheduler { return firstfit.New() }
