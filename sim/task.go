package sim

import (
	"fmt"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/schedulers"
	"github.com/littoral-sim/littoral/sim/trace"
)

// task is a task that is alive.
type task struct {
	number  int64 // 1, 2, … in order of arrival; 0 for a handle that is free
	arrived units.Time
	since   units.Time // start of the part that is being counted
	placed  units.Time
	started units.Time

	// The parts of the sojourn time so far, in nanoseconds.
	queue    int64
	decision int64
	transfer int64
	run      int64

	work   int64 // on the reference core, in nanoseconds; with Workload.Times see measured.go
	input  units.Bytes
	output units.Bytes

	origin   int32         // index of the source that made it
	node     models.NodeID // where it is placed, or NoNode
	attempts int32
	next     models.TaskID // among the tasks of its node, or the free handles
	prev     models.TaskID
	flight   int32 // handle of its data under way, or none
	status   models.TaskStatus
	holds    bool // its reservation on the node
	resting  bool // it is pending, but not to be placed before its delay is over
	image    imageState
}

func (t *task) alive() bool { return t.number > 0 }

// source returns the node at which a task arrived.
func (w *world) source(t *task) models.NodeID { return w.sources[t.origin].node }

// workload returns the index of the workload of a task.
func (w *world) workload(t *task) int32       { return w.sources[t.origin].workload }
func (w *world) workloadOf(t *task) *Workload { return &w.cfg.Workloads[w.workload(t)] }

func (w *world) specID(t *task) models.SpecID { return w.workloadOf(t).Spec }
func (w *world) spec(t *task) *models.Spec    { return &w.sys.Specs[w.specID(t)] }

// target is where the output of a task goes.
func (w *world) target(t *task) models.NodeID {
	if to := w.workloadOf(t).Target; to != models.NoNode {
		return to
	}
	return w.source(t)
}

// become changes the status of a task and closes the part that was counted.
func (w *world) become(now units.Time, t *task, to models.TaskStatus) {
	if !t.status.CanBecome(to) {
		panic(fmt.Sprintf("sim: task %d is %v and cannot become %v at %v", t.number, t.status, to, now))
	}
	t.count(now)
	t.status = to
}

// count adds the time since the last change to the part of the latency that
// grows in the present status.
func (t *task) count(now units.Time) {
	var part *int64
	switch t.status {
	case models.TaskDeciding:
		part = &t.decision
	case models.TaskSending, models.TaskReplying:
		part = &t.transfer
	case models.TaskRunning:
		part = &t.run
	default:
		part = &t.queue
	}
	*part += int64(now - t.since)
	t.since = now
}

// pendingOf describes a task to schedulers.
func (w *world) pendingOf(id models.TaskID) schedulers.Pending {
	t := w.tasks.at(id)
	return schedulers.Pending{
		Task: id, Spec: w.specID(t), Source: w.source(t), Target: w.target(t),
		Attempts: t.attempts, Since: t.arrived, Input: t.input,
	}
}

// await puts a task that no decision has left pending into the queue.
func (w *world) await(now units.Time, id models.TaskID) {
	if w.follows == nil || !w.withhold(id) {
		w.toScheduler(now, id)
	}
}

func (w *world) toScheduler(now units.Time, id models.TaskID) {
	t := w.tasks.at(id)
	w.driver.queue.arrive(w.spec(t).Priority, entry{number: t.number, task: id})
	w.requestPass(now)
}

// place gives a task the reservation that the referee has let pass. Its input is
// not sent yet, see apply.
func (w *world) place(now units.Time, id models.TaskID, n models.NodeID, score int64) {
	t := w.tasks.at(id)
	picked := w.truth[n].Reserve(&w.sys.Nodes[n], w.spec(t), w.driver.picked[:0])
	if len(picked) > 0 {
		w.driver.picked = picked
		w.holdDevices(id, picked)
	}
	w.nodes[n].memory = max(w.nodes[n].memory, units.Sub(w.sys.Nodes[n].Capacity.Memory, w.truth[n].Free.Memory))
	w.nodes[n].link(&w.tasks, id)
	t.node, t.holds = n, true
	w.hold(t, 1)
	t.placed = now
	t.attempts++
	w.ledger.placed++
	w.watchPlacement(t)
	w.become(now, t, models.TaskSending)
	w.logTask(now, trace.TaskPlaced, t, score, models.OK)
	if w.follows != nil {
		w.anchored(now, id, n)
	}
}

// decline gives a task up.
func (w *world) decline(now units.Time, id models.TaskID, why models.Reason) {
	t := w.tasks.at(id)
	if w.declinedBefore(now, id) {
		return
	}
	if why == models.OK || int(why) >= len(w.reasons) {
		why = models.DeclinedByIt
	}
	w.become(now, t, models.TaskDeclined)
	w.logTask(now, trace.TaskDeclined, t, 0, why)
	w.counts[w.workload(t)].declined++
	w.leave(now, id, trace.StateDeclined, why)
}

// finish ends the life of a task whose output has reached its target.
func (w *world) finish(now units.Time, id models.TaskID) {
	if !w.result(now, id) {
		return
	}
	t := w.tasks.at(id)
	w.become(now, t, models.TaskFinished)
	w.logTask(now, trace.TaskFinished, t, int64(now-t.arrived), models.OK)
	w.counts[w.workload(t)].finished++
	w.nodes[t.node].unlink(&w.tasks, id)
	w.leave(now, id, trace.StateFinished, models.OK)
}

// leave writes the record of a task and frees its handle.
func (w *world) leave(now units.Time, id models.TaskID, state trace.State, why models.Reason) {
	w.record(now, id, state, why)
	t := *w.tasks.at(id)
	w.ledger.exit(now, &t)
	w.forgetSaved(id)
	if w.follows != nil {
		w.unheld(id)
	}
	w.tasks.remove(id)
	w.request(now, &t, -1)
	if w.serviceOf(&t) != nil {
		w.instanceLeft(now, &t)
	}
}

// record hands the life of a task to the sink.
func (w *world) record(now units.Time, id models.TaskID, state trace.State, why models.Reason) {
	t, convert := w.tasks.at(id), w.takeConvert(id)
	spec := w.spec(t)
	finished, deadline := int64(trace.None), int64(trace.None)
	if state == trace.StateFinished || state == trace.StateDeclined {
		finished = int64(now)
	}
	if spec.Deadline > 0 {
		deadline = int64(spec.Deadline)
	}
	w.recordTask(trace.Task{
		Number: t.number, Workload: w.workload(t), Source: int32(w.source(t)), Node: int32(t.node),
		Attempts: t.attempts, Priority: spec.Priority, State: state, Warmup: t.arrived < w.cfg.Warmup,
		Arrived: int64(t.arrived), Placed: int64(t.placed), Started: int64(t.started), Finished: finished,
		Queue: t.queue, Decision: t.decision, Transfer: t.transfer - convert, Convert: convert, Run: t.run,
		Deadline: deadline, Reason: w.reasons[why],
	})
}

// interrupt takes a task off its node and makes it pending again. The time of
// the lost attempt stays in the parts where it was spent.
func (w *world) interrupt(now units.Time, id models.TaskID, why models.Reason) {
	was := w.tasks.at(id).status
	w.endAttempt(now, id, why)
	if w.belief != nil {
		w.lose(now, id, was, why)
		return
	}
	w.tryAgain(now, id)
}

// endAttempt ends an attempt that is lost: the task is on no node and pending.
func (w *world) endAttempt(now units.Time, id models.TaskID, why models.Reason) {
	t := w.tasks.at(id)
	w.takeOffNode(now, id)
	w.loseState(now, t)
	w.logTask(now, trace.TaskInterrupted, t, int64(t.attempts), why)
	w.become(now, t, models.TaskPending)
	t.node = models.NoNode
	w.counts[w.workload(t)].interrupted++
}

// takeOffNode ends whatever a task does on its node, or on the way there or back.
func (w *world) takeOffNode(now units.Time, id models.TaskID) {
	t := w.tasks.at(id)
	w.takeBack(now, cargo{index: int32(id)})
	switch t.status {
	case models.TaskQueued, models.TaskRunning:
		if s := w.serviceOf(t); s != nil {
			w.closeSlots(now, s, w.services.instances[t.number])
		} else {
			w.saveOf(id, units.Wide{}.Plus(w.withdraw(now, id)))
		}
	case models.TaskReplying:
		w.saveOf(id, units.Wide{}.Plus(w.coreWork(now, t)))
	case models.TaskPreparing:
		w.engine.Cancel(w.timers[id])
		delete(w.timers, id)
	default: // It has not run yet.
	}
	w.releaseImage(now, id)
	w.giveBack(id)
	w.nodes[t.node].unlink(&w.tasks, id)
}

// abandon gives a task up that is on a node, or on the way there or back.
func (w *world) abandon(now units.Time, id models.TaskID, why models.Reason) {
	w.endAttempt(now, id, why)
	w.requestPass(now)
	if w.abandoned(now, id) {
		return
	}
	w.decline(now, id, why)
}

// giveBack releases what a task has reserved on its node, if anything.
func (w *world) giveBack(id models.TaskID) {
	t := w.tasks.at(id)
	if !t.holds {
		return
	}
	t.holds = false
	w.hold(t, -1)
	w.truth[t.node].Release(&w.sys.Nodes[t.node], w.spec(t), w.devicesOf(id))
	if int(id) < len(w.devices) {
		w.devices[id] = w.devices[id][:0]
	}
	w.stir(t.node)
	if s := w.called(t); s != nil {
		w.slotFreed(s)
	}
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
