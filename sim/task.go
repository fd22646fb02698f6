package sim

import (
	"fmt"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/schedulers"
	"github.com/littoral-sim/littoral/sim/kernel"
	"github.com/littoral-sim/littoral/sim/trace"
)

// task is a task that is alive.
type task struct {
	number  int64
	arrived units.Time
	since   units.Time // start of the part that is being counted
	placed  units.Time
	started units.Time

	// The parts of the sojourn time so far, in nanoseconds.
	queue    int64
	decision int64
	transfer int64
	run      int64

	work   int64 // on the reference core, in nanoseconds
	input  units.Bytes
	output units.Bytes

	ticket   kernel.Ticket // of the transfer under way
	workload int32
	attempts int32
	source   models.NodeID
	target   models.NodeID
	node     models.NodeID // where it is placed, or NoNode
	next     models.TaskID // among the tasks of its node
	prev     models.TaskID
	status   models.TaskStatus
	holds    bool // its reservation on the node
	alive    bool
}

// sending reports whether data of t is under way, and between which nodes.
func (t *task) sending() (from, to models.NodeID, ok bool) {
	if t.ticket == (kernel.Ticket{}) {
		return 0, 0, false
	}
	if t.status == models.TaskSending {
		return t.source, t.node, true
	}
	return t.node, t.target, true
}

func (w *world) spec(t *task) *models.Spec { return &w.sys.Specs[w.cfg.Workloads[t.workload].Spec] }

// become changes the status of a task and closes the part that was counted.
func (w *world) become(now units.Time, t *task, to models.TaskStatus, part *int64) {
	if !t.status.CanBecome(to) {
		panic(fmt.Sprintf("sim: task %d is %v and cannot become %v at %v", t.number, t.status, to, now))
	}
	t.status = to
	*part += int64(now - t.since)
	t.since = now
}

// pendingOf describes a task to schedulers.
func (w *world) pendingOf(id models.TaskID) waiting {
	t := &w.tasks[id]
	spec := w.spec(t)
	return waiting{
		number:   t.number,
		priority: spec.Priority,
		task: schedulers.Pending{
			Task: id, Spec: spec.ID, Source: t.source, Target: t.target,
			Attempts: t.attempts, Since: t.arrived, Input: t.input,
		},
	}
}

// place carries out a placement that the referee has let pass.
func (w *world) place(now units.Time, id models.TaskID, n models.NodeID, score int64) {
	t := &w.tasks[id]
	spec := w.spec(t)
	picked := w.truth[n].Reserve(&w.sys.Nodes[n], spec, nil)
	if len(picked) > 0 {
		w.holdDevices(id, picked)
	}
	w.nodes[n].noteMemory(w.sys.Nodes[n].Capacity.Memory - w.truth[n].Free.Memory)
	w.nodes[n].link(w.tasks, id)
	t.node, t.holds = n, true
	t.placed = now
	t.attempts++
	w.ledger.placed++
	w.become(now, t, models.TaskSending, w.waitingPart(t))
	w.logTask(now, trace.TaskPlaced, t, score, models.OK)
	w.sendInput(now, id)
}

// waitingPart is where the time of a task that waits for the scheduler counts.
func (w *world) waitingPart(t *task) *int64 {
	if t.status == models.TaskDeciding {
		return &t.decision
	}
	return &t.queue
}

// decline gives a task up.
func (w *world) decline(now units.Time, id models.TaskID, why models.Reason) {
	t := &w.tasks[id]
	if why == models.OK {
		why = models.DeclinedByIt
	}
	w.become(now, t, models.TaskDeclined, w.waitingPart(t))
	w.logTask(now, trace.TaskDeclined, t, 0, why)
	w.counts[t.workload].declined++
	w.leave(now, id, trace.StateDeclined, why)
}

// finish ends the life of a task whose output has reached its target.
func (w *world) finish(now units.Time, id models.TaskID) {
	t := &w.tasks[id]
	w.become(now, t, models.TaskFinished, &t.transfer)
	w.logTask(now, trace.TaskFinished, t, int64(now-t.arrived), models.OK)
	w.counts[t.workload].finished++
	w.nodes[t.node].unlink(w.tasks, id)
	w.leave(now, id, trace.StateFinished, models.OK)
}

// leave writes the record of a task and frees its handle.
func (w *world) leave(now units.Time, id models.TaskID, state trace.State, why models.Reason) {
	w.record(now, id, state, why)
	w.ledger.exit(now, &w.tasks[id])
	w.tasks[id] = task{}
	w.unpin(id)
	w.free = append(w.free, id)
}

// record hands the life of a task to the sink.
func (w *world) record(now units.Time, id models.TaskID, state trace.State, why models.Reason) {
	t := &w.tasks[id]
	spec := w.spec(t)
	r := trace.Task{
		Number: t.number, Workload: t.workload, Source: int32(t.source), Node: int32(t.node),
		Attempts: t.attempts, Priority: spec.Priority, State: state, Warmup: t.arrived < w.cfg.Warmup,
		Arrived: int64(t.arrived), Placed: int64(t.placed), Started: int64(t.started), Finished: trace.None,
		Queue: t.queue, Decision: t.decision, Transfer: t.transfer, Run: t.run,
		Deadline: trace.None, Reason: why.String(),
	}
	if spec.Deadline > 0 {
		r.Deadline = int64(spec.Deadline)
	}
	if state == trace.StateFinished || state == trace.StateDeclined {
		r.Finished = int64(now)
	}
	if err := w.sink.Task(&r); err != nil && w.failed == nil {
		w.failed = fmt.Errorf("record task %d: %w", t.number, err)
	}
}

// interrupt takes a task off its node and makes it pending again. The time of
// the lost attempt stays in the parts where it was spent.
func (w *world) interrupt(now units.Time, id models.TaskID, why models.Reason) {
	t := &w.tasks[id]
	n := t.node
	w.stopTransfer(t)
	w.unpin(id)
	if t.status == models.TaskQueued || t.status == models.TaskRunning {
		w.withdraw(now, id)
	}
	w.releaseOf(id)
	w.nodes[n].unlink(w.tasks, id)
	w.logTask(now, trace.TaskInterrupted, t, int64(t.attempts), why)
	w.become(now, t, models.TaskPending, t.currentPart())
	t.node = models.NoNode
	w.counts[t.workload].interrupted++
	w.driver.queue.put(w.pendingOf(id))
	w.requestPass(now)
}

// currentPart is the part of the latency that grows in the present status.
func (t *task) currentPart() *int64 {
	switch t.status {
	case models.TaskDeciding:
		return &t.decision
	case models.TaskSending, models.TaskReplying:
		return &t.transfer
	case models.TaskRunning:
		return &t.run
	default:
		return &t.queue
	}
}

// releaseOf gives back what a task has reserved on its node, if anything.
func (w *world) releaseOf(id models.TaskID) {
	t := &w.tasks[id]
	if !t.holds {
		return
	}
	t.holds = false
	w.truth[t.node].Release(&w.sys.Nodes[t.node], w.spec(t), w.devicesOf(id))
	if int(id) < len(w.devices) {
		w.devices[id] = w.devices[id][:0]
	}
	w.driver.freed = true
}

func (w *world) holdDevices(id models.TaskID, picked []int32) {
	for len(w.devices) <= int(id) {
		w.devices = append(w.devices, nil)
	}
	w.devices[id] = append(w.devices[id][:0], picked...)
}

func (w *world) devicesOf(id models.TaskID) []int32 {
	if int(id) < len(w.devices) {
		return w.devices[id]
	}
	return nil
}
