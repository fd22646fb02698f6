package sim

import (
	"context"

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
	room     room
	admits   func(classKey) bool

	requested bool        // a call at the end of this instant is scheduled
	busy      bool        // a decision takes its time
	partial   bool        // the last decision was not shown all that it could have been
	batch     []candidate // what the decision under way is about; parallel to snapshot.Pending
	plan      *schedulers.Plan

	decisions int64
	refusals  int64
	refused   []bool  // per action of the plan
	picked    []int32 // accelerators of one placement
}

// addDriver prepares the snapshot that the scheduler will be lent. Without an
// observer, what is believed is the truth itself.
func (w *world) addDriver(ctx context.Context, policy schedulers.Scheduler) {
	d := &w.driver
	d.ctx, d.policy = ctx, policy
	d.room, d.admits = newRoom(w.sys), w.admits
	d.random = rng.NewStream(w.cfg.Seed, w.cfg.Replication, "scheduler", "decisions")
	d.snapshot = schedulers.Snapshot{
		System: w.sys, Routes: w.routes, Nodes: w.truth,
		Eligible: make([][]models.NodeID, len(w.sys.Specs)),
		Rand:     &d.random,
	}
	if w.belief != nil {
		d.snapshot.Nodes, d.snapshot.Routes = w.belief.nodes, w.belief.routes
	}
	if w.cfg.Period > 0 {
		d.snapshot.Trigger = schedulers.TriggerPeriod
		w.at(0, phaseSchedule, evTick, 0)
	}
	for i := range w.sys.Specs {
		d.snapshot.Eligible[i] = w.sys.Eligible(&w.sys.Specs[i])
	}
}

// requestPass asks for a call of the scheduler at the end of this instant, unless
// it is called periodically.
func (w *world) requestPass(now units.Time) {
	if w.cfg.Period == 0 {
		w.passAgain(now)
	}
}

// passAgain schedules a call at the end of this instant, if there can be anything
// to decide.
func (w *world) passAgain(now units.Time) {
	d := &w.driver
	if d.requested || d.busy || d.queue.size == 0 {
		return
	}
	d.requested = true
	w.at(now, phaseSchedule, evPass, 0)
}

// tick calls the scheduler once per period.
func (w *world) tick(now units.Time) {
	w.at(units.Add(now, units.Time(w.cfg.Period)), phaseSchedule, evTick, 0)
	w.pass(now)
}

// pass calls the scheduler when it has something to decide. Its plan is applied at
// once, or after the decision latency.
func (w *world) pass(now units.Time) {
	d := &w.driver
	if d.busy || (!d.queue.hasFresh() && !d.room.any()) {
		return
	}
	w.takeBatch()
	if len(d.batch) == 0 {
		return
	}
	if len(d.snapshot.Pending) == 0 {
		w.putBack(now)
		return
	}
	s := &d.snapshot
	s.Now = now
	s.Version++
	d.decisions++
	plan, err := d.policy.Plan(d.ctx, s)
	switch {
	case err != nil:
		w.fail("plan at %v: %w", now, err)
		return
	case plan == nil:
		w.fail("plan at %v: the policy returned neither a plan nor an error", now)
		return
	}
	d.plan = plan
	if w.cfg.DecisionLatency == 0 {
		w.apply(now)
		return
	}
	d.busy = true
	w.logRun(now, trace.DecisionStarted, int64(len(d.batch)))
	for i := range d.batch {
		w.become(now, w.tasks.at(d.batch[i].task), models.TaskDeciding)
	}
	w.at(units.Add(now, units.Time(w.cfg.DecisionLatency)), phaseSchedule, evDecided, 0)
}

// takeBatch collects what the next decision is about. When nothing in the backlog
// can use the room that has been found, the room is known to all.
func (w *world) takeBatch() {
	d := &w.driver
	admits := d.admits
	if !d.room.any() {
		admits = nil
	}
	d.room.pass++
	d.batch = d.queue.take(d.batch[:0], admits)
	d.snapshot.Pending = d.snapshot.Pending[:0]
	again := false
	for i := range d.batch {
		c := &d.batch[i]
		if w.dropObsolete(c.task) {
			continue
		}
		p := w.pendingOf(c.task)
		c.classKey = classKey{p.Spec, p.Source}
		d.snapshot.Pending = append(d.snapshot.Pending, p)
		again = again || !c.fresh
	}
	if !again {
		d.room.clear()
	}
	d.partial = again || d.queue.hasFresh()
}

// apply lets the referee check the plan against the world as it is now and
// carries out the rest. All reservations are made before the first task sets
// out: a task that is done at once would give back what the referee has seen
// taken, and accelerators would be picked otherwise than it foresaw.
func (w *world) apply(now units.Time) {
	d := &w.driver
	d.busy = false
	w.judge(now)
	applied := int64(0)
	for i := range d.plan.Actions {
		if d.refused[i] {
			continue
		}
		switch a := &d.plan.Actions[i]; a.Op {
		case schedulers.Place:
			if w.belief != nil {
				w.book(now, a.Task, a.Node, a.Score)
			} else {
				w.place(now, a.Task, a.Node, a.Score)
			}
			applied++
		case schedulers.Decline:
			w.decline(now, a.Task, a.Reason)
			applied++
		case schedulers.Defer: // stays where it is
		}
	}
	w.putBack(now)
	for i := range d.plan.Actions {
		if a := &d.plan.Actions[i]; a.Op == schedulers.Place && !d.refused[i] && w.belief == nil {
			w.sendInput(now, a.Task)
		}
	}
	if w.cfg.DecisionLatency > 0 {
		w.logRun(now, trace.DecisionFinished, applied)
	}
	switch {
	case d.partial: // also in the middle of a period
		w.passAgain(now)
	case d.room.any() || d.queue.hasFresh():
		w.requestPass(now)
	}
}

// judge marks the actions of the plan that must not be carried out.
func (w *world) judge(now units.Time) {
	d := &w.driver
	d.refused = d.refused[:0]
	for range d.plan.Actions {
		d.refused = append(d.refused, false)
	}
	for _, r := range d.referee.Check(&d.snapshot, d.plan) {
		d.refused[r.Index] = true
		d.refusals++
		w.countRefusal(r.Reason)
		w.logRefusal(now, &d.plan.Actions[r.Index], r.Reason)
	}
}

// putBack makes the tasks of a decision that were neither placed nor declined
// pending again.
func (w *world) putBack(now units.Time) {
	d := &w.driver
	for i := range d.batch {
		c := &d.batch[i]
		t := w.tasks.at(c.task)
		c.left = t.number == c.number && t.node == models.NoNode && !w.isBooked(c.task)
		if !c.left {
			continue
		}
		if t.status == models.TaskDeciding {
			w.become(now, t, models.TaskPending)
		}
		if c.fresh {
			w.logTask(now, trace.TaskDeferred, t, 0, models.NoNodeFits)
		}
	}
	d.queue.settle(d.batch)
}

// logRefusal writes down a refusal. A policy may name anything in an action, so
// what does not exist is left out.
func (w *world) logRefusal(now units.Time, a *schedulers.Action, why models.Reason) {
	e := trace.Event{At: int64(now), Kind: trace.TaskRefused, Node: trace.None, Reason: uint8(why)}
	if a.Node >= 0 && int(a.Node) < len(w.nodes) {
		e.Node = int32(a.Node)
	}
	if w.tasks.holds(a.Task) {
		e.Task = w.tasks.at(a.Task).number
	}
	w.log(e)
}
