package sim

import (
	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/kernel"
	"github.com/littoral-sim/littoral/sim/share"
	"github.com/littoral-sim/littoral/sim/trace"
)

// node is what runs on a node, and what it has done so far.
type node struct {
	station share.Station
	ticket  kernel.Ticket // of the next thing due on the station
	first   models.TaskID // tasks placed here, latest first

	since  units.Time  // of the present status
	spent  [3]int64    // nanoseconds in each models.Status
	work   units.Wide  // served to tasks that finished, were interrupted, or run at the end
	extra  units.Wide  // most that rounding up to whole nanoseconds may add to it
	ran    int64       // tasks whose work was completed here
	crash  int64       // how often it crashed
	sent   units.Bytes // began here and were delivered
	gotten units.Bytes // were delivered here
	memory units.Bytes // largest reservation
}

// addNodes makes the stations: values in two slices, so that a million idle
// nodes are two allocations.
func (w *world) addNodes() {
	w.nodes = make([]node, len(w.sys.Nodes))
	processors := make([]share.Processor, 0, len(w.nodes))
	slots := make([]share.Slots, 0, len(w.nodes))
	for i := range w.nodes {
		n := &w.sys.Nodes[i]
		w.nodes[i].first = models.NoTask
		cores := min(int64(n.Capacity.CPU), share.CapacityMax)
		if n.Discipline == models.FIFO {
			slots = append(slots, *share.NewSlots(&w.jobs, cores))
			w.nodes[i].station = &slots[len(slots)-1]
			continue
		}
		processors = append(processors, *share.NewProcessor(&w.jobs, cores))
		w.nodes[i].station = &processors[len(processors)-1]
	}
}

// link adds a task to the list of its node.
func (n *node) link(tasks []task, id models.TaskID) {
	t := &tasks[id]
	t.prev, t.next = models.NoTask, n.first
	if n.first != models.NoTask {
		tasks[n.first].prev = id
	}
	n.first = id
}

// unlink takes a task out of the list of its node.
func (n *node) unlink(tasks []task, id models.TaskID) {
	t := &tasks[id]
	if t.prev == models.NoTask {
		n.first = t.next
	} else {
		tasks[t.prev].next = t.next
	}
	if t.next != models.NoTask {
		tasks[t.next].prev = t.prev
	}
	t.next, t.prev = models.NoTask, models.NoTask
}

func (n *node) noteMemory(reserved units.Bytes) { n.memory = max(n.memory, reserved) }

// settle adds the time in the present status.
func (n *node) settle(now units.Time, status models.Status) {
	n.spent[status] += int64(now - n.since)
	n.since = now
}

// coreWork is the work of a task on the cores of its node.
func (w *world) coreWork(t *task) int64 {
	work := units.MulDivCeil(t.work, 1000*int64(units.ReferenceSpeed), int64(w.sys.Nodes[t.node].Speed))
	return min(work, share.WorkMax)
}

// execute offers a task to the processor of its node.
func (w *world) execute(now units.Time, id models.TaskID) {
	t := &w.tasks[id]
	w.nodes[t.node].station.Add(int64(now), share.Job{
		ID: share.ID(id), Demand: int64(w.spec(t).Demand.CPU), Work: w.coreWork(t),
	})
	w.advance(now, t.node)
}

// advance lets a station do what is due, and re-times its one event.
func (w *world) advance(now units.Time, id models.NodeID) {
	n := &w.nodes[id]
	for _, e := range n.station.Advance(int64(now)) {
		if e.Kind == share.Started {
			w.start(now, models.TaskID(e.ID))
		} else {
			w.ran(now, models.TaskID(e.ID))
		}
	}
	due, ok := n.station.Next()
	switch {
	case !ok:
		w.engine.Cancel(n.ticket)
		n.ticket = kernel.Ticket{}
	case n.ticket == kernel.Ticket{}:
		n.ticket = w.at(units.Time(due), phaseComplete, evStation, int32(id))
	default:
		if at, pending := w.engine.When(n.ticket); !pending || at != kernel.Time(due) {
			w.engine.Move(n.ticket, kernel.Time(due))
		}
	}
}

func (w *world) start(now units.Time, id models.TaskID) {
	t := &w.tasks[id]
	w.become(now, t, models.TaskRunning, &t.queue)
	t.started = now
	w.logTask(now, trace.TaskStarted, t, 0, models.OK)
}

// ran ends the execution of a task: its reservation is given back and its
// output goes on its way.
func (w *world) ran(now units.Time, id models.TaskID) {
	t := &w.tasks[id]
	n := &w.nodes[t.node]
	w.become(now, t, models.TaskReplying, &t.run)
	w.logTask(now, trace.TaskRan, t, 0, models.OK)
	n.ran++
	n.work = n.work.Plus(w.coreWork(t))
	n.extra = n.extra.Plus(int64(w.spec(t).Demand.CPU))
	w.releaseOf(id)
	w.requestPass(now)
	w.sendOutput(now, id)
}

// withdraw takes a task off the processor of its node.
func (w *world) withdraw(now units.Time, id models.TaskID) {
	n := &w.nodes[w.tasks[id].node]
	left, ok := n.station.Remove(int64(now), share.ID(id))
	if !ok {
		panic("sim: a task that runs is not on its node")
	}
	n.work = n.work.Plus(left.Attained)
	n.extra = n.extra.Plus(1)
}
