package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/schedulers/firstfit"
	"github.com/littoral-sim/littoral/sim"
	"github.com/littoral-sim/littoral/sim/rng"
	"github.com/littoral-sim/littoral/sim/trace"
)

// states are the places in which tasks can pile up. Data that is being sent spends
// the latency of its path first, and then flows.
func states() []string { return []string{"pending", "sending", "flowing", "queued", "running"} }

// pile returns a configuration whose tasks all arrive at once and stay in a state.
func pile(state string, tasks int) *sim.Config {
	y := &models.System{}
	device := addNode(y, "device", models.TierDevice)
	edge := addNode(y, "edge", models.TierEdge)
	addLink(y, device, edge)
	y.Specs = []models.Spec{{
		Name: "job", Demand: models.Resources{CPU: 1000}, Replicas: 1,
		Constraints: models.Constraints{Tiers: models.NewTierSet(models.TierEdge)},
	}}
	long := rng.Must(rng.Deterministic(1e15))
	w := sim.Workload{
		Name: "jobs", Sources: []models.NodeID{edge}, Target: models.NoNode,
		Arrivals: sim.Arrivals{At: [][]units.Time{make([]units.Time, tasks)}},
		Work:     long, Input: long, Output: long,
	}
	switch state {
	case "pending":
		y.Specs[0].Demand.Memory = y.Nodes[edge].Capacity.Memory // one at a time
	case "sending":
		w.Sources[0] = device
	case "flowing":
		w.Sources[0] = device
		y.Links[0].Latency = 0
	case "queued":
		y.Nodes[edge].Discipline = models.FIFO
	}
	return &sim.Config{System: y, Horizon: 1000, Workloads: []sim.Workload{w}}
}

// live prints how many bytes a live task takes in each state.
func live(ctx context.Context, p plan, out io.Writer) error {
	var parts []string
	for _, state := range states() {
		c := pile(state, p.live)
		before := heapBytes()
		untilMeasured, cancel := context.WithCancel(ctx)
		var grown int64
		c.Progress = func(units.Time) { // The first instant is over.
			grown = heapBytes() - before
			c.Progress = nil
			cancel()
		}
		n := new(census)
		_, err := sim.Run(untilMeasured, c, firstfit.New(), n)
		if cancel(); err != nil && !errors.Is(err, context.Canceled) {
			return fmt.Errorf("%s: %w", state, err)
		}
		if n.alive != p.live {
			return fmt.Errorf("%s: %d of %d tasks are alive", state, n.alive, p.live)
		}
		parts = append(parts, fmt.Sprintf("%s %d", state, grown/int64(p.live)))
	}
	_, err := fmt.Fprintf(out, "bytes per live task, of %d: %s\n", p.live, strings.Join(parts, ", "))
	return err
}

// census is a sink that counts the tasks that are alive.
type census struct {
	discard
	alive int
}

func (n *census) Event(e *trace.Event) error {
	switch e.Kind {
	case trace.TaskArrived:
		n.alive++
	case trace.TaskFinished, trace.TaskDeclined:
		n.alive--
	default: // it lives on
	}
	return nil
}

// heapBytes returns the size of what is reachable.
func heapBytes() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
