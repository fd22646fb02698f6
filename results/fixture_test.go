package results_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/littoral-sim/littoral/results"
	"github.com/littoral-sim/littoral/sim/trace"
)

const (
	ms     = int64(1_000_000)
	second = 1000 * ms
	minute = 60 * second
)

// world is a made-up run with everything that a recorder can meet: two stable
// workloads on single-server queues, awkward names, a crash, a cut, declined and
// unfinished tasks, transfers in all states.
type world struct {
	names   trace.Names
	events  []trace.Event
	tasks   []trace.Task
	moves   []trace.Transfer
	outcome trace.Outcome
}

// newWorld returns a run of that length with that load on each queue. The seed
// chooses the tasks.
func newWorld(seed uint64, horizon int64, load float64) *world {
	w := &world{names: trace.Names{
		Nodes:     []string{"cloud", "gw-a", "cam, \"left\""},
		Links:     []string{"uplink-a", "lan-a"},
		Workloads: []string{"inspect", "report", "rare, \"odd\""},
		Transfers: []string{"backup", "late", "cut-off", "future"},
		Reasons:   []string{"", "no-node-fits", "path-lost"},
	}}
	rng := rand.New(rand.NewPCG(seed, 1))
	w.queue(rng, 0, horizon, 50*ms, load, 400*ms)
	w.queue(rng, 1, horizon, 900*ms, load, trace.None)
	w.few(horizon)
	slices.SortFunc(w.tasks, func(a, b trace.Task) int { return int(a.Arrived - b.Arrived) })
	for i := range w.tasks {
		w.tasks[i].Number = int64(i + 1)
	}
	end := func(t *trace.Task) int64 {
		if t.Finished == trace.None {
			return math.MaxInt64
		}
		return t.Finished
	}
	slices.SortStableFunc(w.tasks, func(a, b trace.Task) int {
		x, y := end(&a), end(&b)
		switch {
		case x < y:
			return -1
		case x > y:
			return 1
		}
		return 0
	})
	w.faults(horizon)
	w.finish(seed, horizon)
	return w
}

// queue adds the tasks of a single-server queue in order of arrival.
func (w *world) queue(rng *rand.Rand, workload int32, horizon, work int64, load float64, deadline int64) {
	free, at := int64(0), int64(0)
	for {
		at += skewed(rng, int64(float64(work)/load))
		if at >= horizon {
			return
		}
		t := trace.Task{
			Workload: workload, Source: 2, Node: workload, Attempts: 1, Priority: 5, Arrived: at,
			Decision: 2 * ms, Deadline: deadline, Warmup: at < horizon/12,
			Transfer: 8*ms + skewed(rng, 4*ms), Run: skewed(rng, work),
		}
		t.Placed = at + t.Decision
		ready := t.Placed + t.Transfer
		t.Started = max(ready, free)
		t.Queue = t.Started - ready
		free = t.Started + t.Run
		t.Finished, t.State = free, trace.StateFinished
		if free >= horizon {
			unfinish(&t, horizon)
		}
		w.tasks = append(w.tasks, t)
	}
}

// skewed returns a number with about that mean and a long tail, from integers
// only, so that golden files are the same on every processor.
func skewed(rng *rand.Rand, mean int64) int64 {
	if rng.IntN(10) == 0 {
		return rng.Int64N(10 * mean)
	}
	return rng.Int64N(mean + mean/9)
}

// unfinish cuts a task off at the horizon.
func unfinish(t *trace.Task, horizon int64) {
	t.Finished = trace.None
	switch {
	case t.Placed >= horizon:
		t.State, t.Node, t.Attempts, t.Placed, t.Started = trace.StatePending, trace.None, 0, trace.None, trace.None
		t.Decision, t.Transfer, t.Queue, t.Run = horizon-t.Arrived, 0, 0, 0
	case t.Placed+t.Transfer >= horizon:
		t.State, t.Started = trace.StateSending, trace.None
		t.Transfer, t.Queue, t.Run = horizon-t.Placed, 0, 0
	case t.Started >= horizon:
		t.State = trace.StateQueued
		t.Queue, t.Run, t.Started = horizon-t.Placed-t.Transfer, 0, trace.None
	default:
		t.State = trace.StateRunning
		t.Run = horizon - t.Started
	}
}

// few adds a workload with one declined and one finished task.
func (w *world) few(horizon int64) {
	w.tasks = append(w.tasks,
		trace.Task{
			Workload: 2, Source: 2, Node: trace.None, State: trace.StateDeclined, Arrived: horizon / 2,
			Placed: trace.None, Started: trace.None, Finished: horizon/2 + second, Queue: second,
			Deadline: 3 * second, Reason: "no-node-fits",
		},
		trace.Task{
			Workload: 2, Source: 2, Node: 1, State: trace.StateFinished, Attempts: 3, Arrived: horizon/2 + second,
			Placed: horizon/2 + 2*second, Started: horizon/2 + 2*second, Finished: horizon/2 + 3*second,
			Queue: second, Convert: 100 * ms, Run: 900 * ms, Deadline: 3 * second,
		})
}

func (w *world) faults(horizon int64) {
	w.events = []trace.Event{
		{At: 0, Kind: trace.TransferStarted, Task: 1, Value: 250_000_000, Node: trace.None},
		{At: 5 * ms, Kind: trace.TaskArrived, Task: 1, Value: 0, Node: trace.None},
		{At: 7 * ms, Kind: trace.TaskPlaced, Task: 1, Value: -3, Node: 1},
		{At: horizon / 3, Kind: trace.NodeCrashed, Node: 1},
		{At: horizon / 3, Kind: trace.TaskDeclined, Task: 2, Node: trace.None, Reason: 1},
		{At: horizon/3 + horizon/10, Kind: trace.NodeRepaired, Node: 1},
		{At: horizon / 2, Kind: trace.LinkCut, Node: 0},
		{At: horizon/2 + horizon/20, Kind: trace.LinkRestored, Node: 0},
		{At: horizon, Kind: trace.RunEnded, Node: trace.None, Value: 3},
	}
	w.moves = []trace.Transfer{
		{Index: 0, From: 2, To: 0, State: trace.TransferDone, Bytes: 250_000_000, Started: 0, Finished: 40 * second},
		{Index: 1, From: 2, To: 0, State: trace.TransferSending, Bytes: 1, Started: horizon - 1, Finished: trace.None},
		{Index: 2, From: 0, To: 2, State: trace.TransferBroken, Bytes: 77, Started: second, Finished: horizon / 2},
		{Index: 3, From: 0, To: 1, State: trace.TransferWaiting, Bytes: 99, Started: trace.None, Finished: trace.None},
	}
}

func (w *world) finish(seed uint64, horizon int64) {
	chain := trace.NewChain(fmt.Sprintf("two-sites %d", seed))
	for i := range w.events {
		chain.Add(&w.events[i])
	}
	o := trace.Outcome{
		Names: w.names, Seed: seed, Policy: "least-latency", Horizon: horizon, Warmup: horizon / 12,
		Network: "max-min", Events: chain.Events(), Steps: 3 * uint64(chain.Events()), Digest: chain.Sum(),
		Links: chain.Links(), Decisions: 321, Refusals: 4, Placed: int64(len(w.tasks)),
		Workloads: make([]trace.WorkloadUse, len(w.names.Workloads)),
		NodeUse: []trace.NodeUse{
			{Node: 0, Tier: "cloud", CPUMilli: 64000, Active: horizon, BusyCPU: 4 * horizon, Finished: 12, Received: 250_000_000, Energy: trace.None},
			{Node: 1, Tier: "gateway", CPUMilli: 4000, Active: horizon - horizon/10, Error: horizon / 10, BusyCPU: horizon, Finished: 9, Crashes: 1, Sent: 4000, Energy: 5_760_000_001, MemoryMax: 1 << 30, CutOff: horizon / 20},
			{Node: 2, Tier: "device", CPUMilli: 250, Active: horizon, BusyCPU: horizon / 100, Sent: 250_000_000, Energy: trace.None, CutOff: horizon/10 + horizon/20},
		},
		LinkUse: []trace.LinkUse{
			{Link: 0, From: 1, To: 0, BitsPerSec: 50_000_000, Up: horizon - horizon/20, Down: horizon / 20, BytesForward: 250_000_000, BytesBack: 1234},
			{Link: 1, From: 2, To: 1, BitsPerSec: 1_000_000_000, Up: horizon, BytesForward: 250_000_000},
		},
		Partition: trace.Partition{IslandsWhole: 1, IslandsMax: 2, Islands: horizon + horizon/10 + horizon/20, Parted: horizon/10 + horizon/20, CutOff: horizon/10 + 2*(horizon/20)},
		Audits: []trace.Audit{
			{Name: "little", Law: "∫N dt = Σ sojourn", Got: "123456789012345678901", Low: "123456789012345678901", High: "123456789012345678901", OK: true},
			{Name: "tasks", Law: "arrived = finished + declined + left", Got: "10", Low: "10", High: "10", OK: true},
		},
	}
	for i := range o.Workloads {
		o.Workloads[i].Workload = int32(i)
	}
	for i := range w.tasks {
		u := &o.Workloads[w.tasks[i].Workload]
		u.Arrived++
		switch w.tasks[i].State {
		case trace.StateFinished:
			u.Finished++
		case trace.StateDeclined:
			u.Declined++
		default:
			u.Left++
		}
		u.Interrupted += int64(max(0, w.tasks[i].Attempts-1))
	}
	w.outcome = o
}

// feed gives everything to a sink.
func (w *world) feed(tb testing.TB, sink trace.Sink) {
	tb.Helper()
	for i := range w.events {
		if err := sink.Event(&w.events[i]); err != nil {
			tb.Fatal(err)
		}
	}
	for i := range w.tasks {
		if err := sink.Task(&w.tasks[i]); err != nil {
			tb.Fatal(err)
		}
	}
	for i := range w.moves {
		if err := sink.Transfer(&w.moves[i]); err != nil {
			tb.Fatal(err)
		}
	}
}

// manifest is what the command knows of a run.
func manifest() results.Manifest {
	return results.Manifest{
		Scenario: "two-sites", ScenarioDigest: "5ca1ab1e", Overrides: []string{"nodes.0.speed=2"},
		Version: "v0.1.0", Revision: "abc", GoVersion: "go1.26", Platform: "linux/amd64",
		Inputs:  []results.Input{{Name: "arrivals.csv", Bytes: 3, SHA256: "00"}},
		Started: "2026-01-02T03:04:05Z", DurationNs: 42,
	}
}

// record records the world in dir.
func (w *world) record(tb testing.TB, dir string, o results.Options) *results.Summary {
	tb.Helper()
	r, err := results.NewRecorder(dir, w.names, o)
	if err != nil {
		tb.Fatal(err)
	}
	w.feed(tb, r)
	s, err := r.Finish(&w.outcome, manifest())
	if err != nil {
		tb.Fatal(err)
	}
	return s
}
