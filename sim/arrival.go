package sim

import (
	"slices"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/arrivals"
	"github.com/littoral-sim/littoral/sim/rng"
	"github.com/littoral-sim/littoral/sim/trace"
)

// source generates the tasks of one workload at one node. Each quantity has a
// stream of its own, named after workload, node and quantity.
type source struct {
	workload int32
	node     models.NodeID
	made     int64 // tasks so far
	process  arrivals.Process
	work     rng.Stream
	input    rng.Stream
	output   rng.Stream
}

// addSources makes the sources of all workloads and schedules their first tasks.
func (w *world) addSources() {
	if w.cfg.jitters() {
		w.retries = []rng.Stream{}
	}
	for i := range w.cfg.Workloads {
		load := &w.cfg.Workloads[i]
		for k, n := range load.Sources {
			name := "workload/" + load.Name + "/" + w.sys.Nodes[n].Name
			stream := func(purpose string) rng.Stream {
				return rng.NewStream(w.cfg.Seed, w.cfg.Replication, name, purpose)
			}
			s := source{
				workload: int32(i), node: n,
				process: load.Arrivals.spec(k).Start(stream),
				work:    stream("work"), input: stream("input"), output: stream("output"),
			}
			w.sources = append(w.sources, s)
			if w.retries != nil {
				w.retries = append(w.retries, stream("retry"))
			}
			w.nextArrival(load.From, int32(len(w.sources)-1))
		}
	}
}

// spec returns the process of the source with an index. It panics for what is not
// valid.
func (a *Arrivals) spec(k int) arrivals.Spec {
	var s arrivals.Spec
	var err error
	switch {
	case a.At != nil:
		s, err = arrivals.NewList(a.At[k])
	case a.Every > 0:
		s, err = arrivals.NewEvery(a.Every)
	case a.Process != nil:
		s = a.Process
	default:
		s, err = arrivals.NewGaps(a.Gap)
	}
	if err != nil {
		panic(err)
	}
	return s
}

// jitters reports whether the retries of any workload draw random delays.
func (c *Config) jitters() bool {
	return slices.ContainsFunc(c.Workloads, func(l Workload) bool { return l.Retry != nil && l.Retry.JitterPermille > 0 })
}

// nextArrival schedules the next task of a source, if there is to be one.
func (w *world) nextArrival(last units.Time, index int32) {
	s := &w.sources[index]
	load := &w.cfg.Workloads[s.workload]
	if load.CountMax > 0 && s.made >= load.CountMax {
		return
	}
	end := w.cfg.Horizon
	if load.Until > 0 {
		end = min(end, load.Until)
	}
	if t, ok := s.process.Next(int64(last), int64(end)); ok {
		w.at(units.Time(t), phaseArrive, evArrival, index)
	}
}

// arrive brings the next task of a source into being. A source that is down
// makes no task, but draws as if it did, so that a fault shifts no later task.
func (w *world) arrive(now units.Time, index int32) {
	s := &w.sources[index]
	load := &w.cfg.Workloads[s.workload]
	s.made++
	work := load.drawWork(&s.work)
	input := load.Input.SampleInt64(&s.input)
	output := load.Output.SampleInt64(&s.output)
	if w.truth[s.node].Status == models.Active {
		w.addTask(now, s, task{origin: index, work: work, input: units.Bytes(input), output: units.Bytes(output)})
	}
	w.nextArrival(now, index)
}

// addTask gives a new task its number and handle and makes it pending.
func (w *world) addTask(now units.Time, s *source, t task) models.TaskID {
	id := w.bear(now, s, t)
	w.announce(now, id)
	return id
}

// bear is addTask for a task of which nobody asks for a place.
func (w *world) bear(now units.Time, s *source, t task) models.TaskID {
	w.arrived++
	t.number = w.arrived
	t.node = models.NoNode
	t.arrived, t.since = now, now
	t.placed, t.started = trace.None, trace.None
	t.next, t.prev, t.flight = models.NoTask, models.NoTask, none
	id := w.tasks.add(t)
	w.request(now, &t, 1)
	w.counts[s.workload].arrived++
	w.ledger.enter(now)
	w.log(trace.Event{At: int64(now), Kind: trace.TaskArrived, Task: t.number, Node: int32(s.node), Value: int64(s.workload)})
	return id
}
