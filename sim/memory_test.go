package sim

import (
	"context"
	"runtime"
	"testing"
	"time"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/kernel"
	"github.com/littoral-sim/littoral/sim/rng"
)

// stream is a stable system of edge nodes behind a hub: devices send tasks there
// and get the results back. One task arrives per microsecond.
func stream() *Config {
	c := &Config{System: &models.System{}, Horizon: 1e12}
	y := c.System
	hub := addNode(y, func(n *models.Node) { n.Tier, n.Capacity.Bandwidth = models.TierGateway, 1e12 })
	for range 100 {
		addLink(y, hub, addNode(y, func(n *models.Node) { n.Capacity.CPU = 2000 }), 1e9, time.Microsecond)
	}
	w := Workload{
		Name: "w", Spec: addSpec(y, nil), Target: models.NoNode,
		Arrivals: Arrivals{Gap: rng.Must(rng.Exponential(10_000))},
		Work:     rng.Must(rng.Exponential(140_000)), Input: fixed(1000), Output: rng.Must(rng.Exponential(100)),
	}
	for range 10 {
		w.Sources = append(w.Sources, addNode(y, func(n *models.Node) { n.Tier = models.TierDevice }))
		addLink(y, hub, w.Sources[len(w.Sources)-1], 1e9, time.Microsecond)
	}
	c.Workloads = []Workload{w}
	return c
}

func advanceTo(tb testing.TB, w *world, t units.Time) {
	tb.Helper()
	if err := w.engine.RunUntil(context.Background(), kernel.Time(t)); err != nil {
		tb.Fatal(err)
	}
}

func TestATaskAllocatesNothingInSteadyState(t *testing.T) {
	w := newWorld(context.Background(), stream(), firstFit(), discard{})
	now := units.Time(400e6)
	advanceTo(t, w, now)
	before := w.arrived
	const runs = 10
	allocs := testing.AllocsPerRun(runs, func() {
		now += 2e6
		advanceTo(t, w, now)
	})
	tasks := float64(w.arrived-before) / (runs + 1)
	if tasks < 1000 {
		t.Fatalf("%v tasks per step", tasks)
	}
	// The digest chain keeps 32 bytes for each 4096 events, in a slice that grows.
	if allocs > 1 {
		t.Errorf("%v allocations for %v tasks", allocs, tasks)
	}
}

// heapBytes returns the size of what is reachable.
func heapBytes() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

func TestTasksThatStreamThroughLeaveNoMemoryBehind(t *testing.T) {
	w := newWorld(context.Background(), stream(), firstFit(), discard{})
	advanceTo(t, w, 50e6)
	handles, heap, tasks := w.tasks.count, heapBytes(), w.arrived
	advanceTo(t, w, 150e6)
	tasks = w.arrived - tasks
	if grown := w.tasks.count - handles; grown > handles/2 {
		t.Errorf("%d handles after 50,000 tasks, %d after 150,000", handles, w.tasks.count)
	}
	// What grows is the digest chain: 32 bytes for each 4096 events, about 8 per task.
	if grown := heapBytes() - heap; tasks < 90_000 || grown > tasks {
		t.Errorf("%d bytes more after %d tasks more", grown, tasks)
	}
	runtime.KeepAlive(w)
}

// hold returns a configuration whose tasks pile up in one state.
func hold(state models.TaskStatus, tasks int) *Config {
	c := &Config{System: &models.System{}, Horizon: 1e12}
	device := addNode(c.System, func(n *models.Node) { n.Tier = models.TierDevice })
	edge := addNode(c.System, nil)
	addLink(c.System, device, edge, 1e9, 0)
	w := Workload{
		Name: "w", Sources: []models.NodeID{edge}, Target: models.NoNode,
		Arrivals: Arrivals{At: [][]units.Time{make([]units.Time, tasks)}},
		Work:     fixed(1e12), Input: fixed(1e12), Output: fixed(0),
	}
	demand := models.Resources{CPU: 1000}
	switch state {
	case models.TaskSending:
		w.Sources[0] = device
	case models.TaskQueued:
		c.System.Nodes[edge].Discipline = models.FIFO
	case models.TaskPending:
		demand.Memory = 1 << 40
	case models.TaskReplying:
		w.Target, w.Work, w.Output = device, fixed(1), fixed(1e12)
	default: // they run
	}
	w.Spec = addSpec(c.System, func(s *models.Spec) { s.Demand = demand })
	c.Workloads = []Workload{w}
	return c
}

// The promise is made at any number of tasks, so it is checked where slices have
// just grown as well as where they are about to. The data of those that are being
// sent shares one link and the interfaces at its ends.
func TestALiveTaskTakesAtMost300Bytes(t *testing.T) {
	for _, state := range []models.TaskStatus{models.TaskPending, models.TaskSending, models.TaskQueued, models.TaskRunning, models.TaskReplying} {
		for _, tasks := range []int{100_000, 130_000} {
			c := hold(state, tasks)
			before := heapBytes()
			w := newWorld(context.Background(), c, firstFit(), discard{})
			advanceTo(t, w, 1e6)
			perTask := float64(heapBytes()-before) / float64(tasks)
			count := 0
			for id := range models.TaskID(w.tasks.count) {
				if w.tasks.holds(id) && w.tasks.at(id).status == state {
					count++
				}
			}
			if count < tasks-1 {
				t.Fatalf("%d of %d tasks are %v", count, tasks, state)
			}
			t.Logf("%d tasks, %v: %.0f bytes each", tasks, state, perTask)
			if perTask > 300 {
				t.Errorf("%d tasks, %v: %.0f bytes each", tasks, state, perTask)
			}
		}
	}
}
