package sim

import (
	"fmt"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/failure"
	"github.com/littoral-sim/littoral/sim/kernel"
	"github.com/littoral-sim/littoral/sim/share"
	"github.com/littoral-sim/littoral/sim/trace"
)

// node is what runs on a node, and what it has done so far.
type node struct {
	station share.Station
	clock   dilation
	ticket  kernel.Ticket // of the next thing due on the station
	due     units.Time    // when that is, or Never
	first   models.TaskID // tasks placed here, latest first

	since units.Time // of the present status
	spent [3]int64   // nanoseconds in each models.Status
	work  units.Wide // served to tasks that finished, were interrupted, or run at the end
	backlog
	offered units.Wide  // work of the tasks that are or were on it, less what was given up
	extra   units.Wide  // most that rounding up to whole nanoseconds may add to it
	ran     int64       // tasks whose work was completed here
	crash   int64       // how often it crashed
	sent    units.Wide  // bytes that began here and were delivered
	gotten  units.Wide  // bytes that were delivered here
	memory  units.Bytes // largest reservation
}

// addNodes makes the stations: values in two slices, so that a million idle
// nodes are two allocations.
func (w *world) addNodes() {
	w.nodes = make([]node, len(w.sys.Nodes))
	processors := make([]share.Processor, 0, len(w.nodes))
	slots := make([]share.Slots, 0, len(w.nodes))
	for i := range w.nodes {
		n := &w.sys.Nodes[i]
		w.nodes[i].first, w.nodes[i].due = models.NoTask, units.Never
		cores := int64(n.Capacity.CPU)
		switch n.Discipline {
		case models.FIFO:
			slots = append(slots, *share.NewSlots(&w.jobs, cores))
		case models.PriorityQueue:
			slots = append(slots, *share.NewPrioritySlots(&w.jobs, cores))
		case models.PreemptivePriority:
			slots = append(slots, *share.NewPreemptiveSlots(&w.jobs, cores))
		default:
			processors = append(processors, *share.NewProcessor(&w.jobs, cores))
			w.nodes[i].station = &processors[len(processors)-1]
		}
		if w.nodes[i].station == nil {
			w.nodes[i].station = &slots[len(slots)-1]
		}
		if n.Places > 0 {
			w.nodes[i].station.SetPlaces(int(n.Places))
		}
	}
}

// link adds a task to the list of its node.
func (n *node) link(tasks *tasks, id models.TaskID) {
	t := tasks.at(id)
	t.prev, t.next = models.NoTask, n.first
	if n.first != models.NoTask {
		tasks.at(n.first).prev = id
	}
	n.first = id
}

// unlink takes a task out of the list of its node.
func (n *node) unlink(tasks *tasks, id models.TaskID) {
	t := tasks.at(id)
	if t.prev == models.NoTask {
		n.first = t.next
	} else {
		tasks.at(t.prev).next = t.next
	}
	if t.next != models.NoTask {
		tasks.at(t.next).prev = t.prev
	}
	t.next, t.prev = models.NoTask, models.NoTask
}

// settle adds the time in the present status.
func (n *node) settle(now units.Time, status models.Status) {
	n.spent[status] += int64(now - n.since)
	n.since = now
}

// coreWork is the work of a task on the cores of its node. A station counts up to
// share.WorkMax; what is cut off does not matter as long as the task could not
// finish within the run anyway.
func (w *world) coreWork(now units.Time, t *task) int64 {
	work := w.workOn(t)
	if work <= share.WorkMax {
		return work
	}
	soonest := units.Add(now, units.Time(share.WorkMax/int64(w.spec(t).Demand.CPU)))
	if soonest <= w.cfg.Horizon {
		w.fail("task %d of workload %q needs %s, more than node %q can count in one task",
			t.number, w.workloadOf(t).Name, w.workText(t), w.sys.Nodes[t.node].Name)
	}
	return share.WorkMax
}

// queueUp offers a task to the processor of its node. One that finds no place there
// is given up.
func (w *world) queueUp(now units.Time, id models.TaskID) {
	t := w.tasks.at(id)
	if w.rouse(now, id) {
		return
	}
	if s := w.serviceOf(t); s != nil {
		w.openSlots(now, s, id)
		return
	}
	n, work := &w.nodes[t.node], w.coreWork(now, t)
	if w.sys.Nodes[t.node].Places > 0 {
		w.advance(now, t.node) // What is done by now has left its place.
	}
	job := share.Job{ID: share.ID(id), Demand: int64(w.spec(t).Demand.CPU), Work: work, Priority: w.spec(t).Priority}
	if !n.station.Add(n.clock.at(int64(now)), job) {
		w.abandon(now, id, models.NoPlace)
		return
	}
	w.become(now, t, models.TaskQueued)
	n.offered = n.offered.Plus(work)
	w.advance(now, t.node)
}

// advance lets a station do what is due, and re-times its one event.
func (w *world) advance(now units.Time, id models.NodeID) {
	n := &w.nodes[id]
	for _, e := range n.station.Advance(n.clock.at(int64(now))) {
		task := models.TaskID(e.ID)
		if w.gateways != nil && w.isJob(task) {
			w.jobEvent(now, task, e.Kind)
			continue
		}
		switch e.Kind {
		case share.Started:
			w.start(now, task)
		case share.Preempted:
			w.preempt(now, task)
		case share.Resumed:
			w.resume(now, task)
		default:
			w.ran(now, task)
		}
	}
	w.retimeNode(id)
	w.meter(now, id)
}

// retimeNode moves the one event of a node to when its station has something to do.
func (w *world) retimeNode(id models.NodeID) {
	n := &w.nodes[id]
	due := units.Never
	if next, ok := n.station.Next(); ok {
		due = n.clock.when(next)
	}
	n.ticket, n.due = w.retimed(n.ticket, n.due, due, phaseComplete, evStation, int32(id))
}

// setSpeed lets a node run at as many thousandths of its speed.
func (w *world) setSpeed(now units.Time, id models.NodeID, speed failure.Condition) {
	w.nodes[id].clock.set(int64(now), int64(speed))
	w.retimeNode(id)
	w.meter(now, id)
}

// preempt stops a task whose cores another one takes.
func (w *world) preempt(now units.Time, id models.TaskID) {
	t := w.tasks.at(id)
	w.become(now, t, models.TaskQueued)
	w.logTask(now, trace.TaskPreempted, t, 0, models.OK)
}

// resume lets a task go on that was preempted.
func (w *world) resume(now units.Time, id models.TaskID) {
	t := w.tasks.at(id)
	w.become(now, t, models.TaskRunning)
	w.logTask(now, trace.TaskResumed, t, 0, models.OK)
}

func (w *world) start(now units.Time, id models.TaskID) {
	t := w.tasks.at(id)
	w.become(now, t, models.TaskRunning)
	t.started = now
	w.logTask(now, trace.TaskStarted, t, 0, models.OK)
}

// ran ends the execution of a task: its reservation is given back and its
// output goes on its way.
func (w *world) ran(now units.Time, id models.TaskID) {
	t := w.tasks.at(id)
	n := &w.nodes[t.node]
	w.become(now, t, models.TaskReplying)
	w.logTask(now, trace.TaskRan, t, 0, models.OK)
	n.ran++
	n.work = n.work.Plus(w.coreWork(now, t))
	w.bill(id, w.coreWork(now, t))
	n.extra = n.extra.Plus(int64(w.spec(t).Demand.CPU))
	w.releaseImage(now, id)
	w.giveBack(id)
	w.computed(now, id)
	w.requestPass(now)
	w.sendOutput(now, id)
}

// withdraw takes a task off the processor of its node, and returns the service
// that it has had there.
func (w *world) withdraw(now units.Time, id models.TaskID) int64 {
	t := w.tasks.at(id)
	left, ok := w.nodes[t.node].station.Remove(w.nodes[t.node].clock.at(int64(now)), share.ID(id))
	if !ok {
		panic(fmt.Sprintf("sim: task %d is not on node %d", t.number, t.node))
	}
	n := &w.nodes[t.node]
	n.offered = n.offered.MinusWide(units.Wide{}.Plus(left.Remaining))
	n.serve(left, w.spec(t).Demand.CPU)
	w.bill(id, left.Attained)
	return left.Attained
}

// serve books the service that a task or job has had that does not finish. One that has
// had all of it, and is taken off in the instant in which it would have finished,
// has used up its last nanosecond like one that does.
func (n *node) serve(left share.Left, demand units.MilliCPU) {
	n.work = n.work.Plus(left.Attained)
	if left.Remaining == 0 {
		n.extra = n.extra.Plus(int64(demand))
	} else {
		n.extra = n.extra.Plus(1)
	}
}
