package sim

import (
	"context"
	"fmt"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/schedulers"
	"github.com/littoral-sim/littoral/sim/rng"
	"github.com/littoral-sim/littoral/sim/trace"
)

// driver calls the scheduler and carries out what the referee lets pass.
type driver struct {
	ctx      context.Context //nolint:containedctx // Plan wants one; it lives exactly as long as the run.
	policy   schedulers.Scheduler
	referee  schedulers.Referee
	snapshot schedulers.Snapshot
	random   rng.Stream
	queue    queue

	requested bool      // a call at the end of this instant is scheduled
	busy      bool      // a decision takes its time
	freed     bool      // something was given back or repaired since the last call
	batch     []waiting // what the decision under way is about; parallel to snapshot.Pending
	plan      *schedulers.Plan

	decisions int64
	refusals  int64
	refused   []bool // per action of the plan
}

// addDriver prepares the snapshot that the scheduler will be lent. In this
// version the observer believes what is true, so belief is the truth itself.
func (w *world) addDriver(ctx context.Context, policy schedulers.Scheduler) {
	d := &w.driver
	d.ctx, d.policy = ctx, policy
	d.random = rng.NewStream(w.cfg.Seed, w.cfg.Replication, "scheduler", "decisions")
	d.snapshot = schedulers.Snapshot{
		System: w.sys, Routes: w.routes, Nodes: w.truth,
		Eligible: make([][]models.NodeID, len(w.sys.Specs)),
		Rand:     &d.random,
	}
	for i := range w.sys.Specs {
		d.snapshot.Eligible[i] = w.sys.Eligible(&w.sys.Specs[i])
	}
	if w.cfg.Period > 0 {
		w.at(0, phaseSchedule, evTick, 0)
	}
}

// requestPass asks for a call of the scheduler at the end of this instant.
func (w *world) requestPass(now units.Time) {
	d := &w.driver
	if d.requested || d.busy || w.cfg.Period > 0 || d.queue.size == 0 {
		return
	}
	d.requested = true
	w.at(now, phaseSchedule, evPass, 0)
}

// tick calls the scheduler once per period.
func (w *world) tick(now units.Time) error {
	w.at(units.Add(now, units.Time(w.cfg.Period)), phaseSchedule, evTick, 0)
	return w.pass(now, schedulers.TriggerPeriod)
}

// pass calls the scheduler. Its plan is applied at once, or after the decision
// latency.
func (w *world) pass(now units.Time, why schedulers.Trigger) error {
	d := &w.driver
	if d.busy || (!d.freed && !d.queue.hasFresh()) {
		return nil
	}
	s := &d.snapshot
	d.batch = d.queue.take(d.batch[:0], d.freed)
	d.freed = false
	if len(d.batch) == 0 {
		return nil
	}
	s.Pending = s.Pending[:0]
	for i := range d.batch {
		s.Pending = append(s.Pending, d.batch[i].task)
	}
	s.Now, s.Trigger = now, why
	s.Version++
	d.decisions++
	plan, err := d.policy.Plan(d.ctx, s)
	if err != nil {
		return fmt.Errorf("plan at %v: %w", now, err)
	}
	d.plan = plan
	if w.cfg.DecisionLatency == 0 {
		w.apply(now)
		return nil
	}
	d.busy = true
	w.log(&trace.Event{At: int64(now), Kind: trace.DecisionStarted, Node: trace.None, Value: int64(len(s.Pending))})
	for i := range s.Pending {
		t := &w.tasks[s.Pending[i].Task]
		w.become(now, t, models.TaskDeciding, &t.queue)
	}
	w.at(units.Add(now, units.Time(w.cfg.DecisionLatency)), phaseSchedule, evDecided, 0)
	return nil
}

// apply lets the referee check the plan against the world as it is now and
// carries out the rest.
func (w *world) apply(now units.Time) {
	d := &w.driver
	s := &d.snapshot
	if d.busy {
		d.busy = false
		s.Now = now
		s.Version++
	}
	d.refused = d.refused[:0]
	for range d.plan.Actions {
		d.refused = append(d.refused, false)
	}
	for _, r := range d.referee.Check(s, d.plan) {
		d.refused[r.Index] = true
		d.refusals++
		w.logRefusal(now, &d.plan.Actions[r.Index], r.Reason)
	}
	applied := int64(0)
	for i := range d.plan.Actions {
		if !d.refused[i] && w.act(now, &d.plan.Actions[i]) {
			applied++
		}
	}
	w.putBack(now)
	if w.cfg.DecisionLatency > 0 {
		w.log(&trace.Event{At: int64(now), Kind: trace.DecisionFinished, Node: trace.None, Value: applied})
	}
	if d.queue.hasFresh() || d.freed {
		w.requestPass(now)
	}
}

// act carries out one action and reports whether it changed anything.
func (w *world) act(now units.Time, a *schedulers.Action) bool {
	switch a.Op {
	case schedulers.Place:
		w.place(now, a.Task, a.Node, a.Score)
	case schedulers.Decline:
		w.decline(now, a.Task, a.Reason)
	default:
		return false
	}
	return true
}

// putBack makes the tasks of a decision that were neither placed nor declined
// pending again. It goes backwards, so that the queue grows at its front.
func (w *world) putBack(now units.Time) {
	d := &w.driver
	for i := len(d.batch) - 1; i >= 0; i-- {
		x := &d.batch[i]
		t := &w.tasks[x.task.Task]
		if t.number != x.number || (t.status != models.TaskPending && t.status != models.TaskDeciding) {
			continue
		}
		if t.status == models.TaskDeciding {
			w.become(now, t, models.TaskPending, &t.decision)
		}
		if !x.deferred {
			x.deferred = true
			w.logTask(now, trace.TaskDeferred, t, 0, models.NoNodeFits)
		}
		d.queue.put(*x)
	}
}

func (w *world) logRefusal(now units.Time, a *schedulers.Action, why models.Reason) {
	e := trace.Event{At: int64(now), Kind: trace.TaskRefused, Node: int32(a.Node), Value: int64(a.Task), Reason: uint8(why)}
	if a.Task >= 0 && int(a.Task) < len(w.tasks) {
		e.Task = w.tasks[a.Task].number
	}
	w.log(&e)
}
