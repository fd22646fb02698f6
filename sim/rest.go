package sim

import (
	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/kernel"
	"github.com/littoral-sim/littoral/sim/trace"
)

// A node without anything to run goes to sleep after a while, and wakes up when a
// task is ready to run there: its input and its image are on the node. Data passes it
// meanwhile, and schedulers do not notice. A crash leaves it awake once it is
// repaired.

// wakefulness is whether a node can run something.
type wakefulness uint8

const (
	awake wakefulness = iota
	sleeping
	waking
)

// rest is how a node sleeps.
type rest struct {
	*Sleep
	ticket kernel.Ticket // of the next change
	due    units.Time    // when that is, or Never
	since  units.Time    // when the present state began
	slept  int64         // nanoseconds
	wakes  int64         // how often it has been woken up
}

// relax starts or stops the time until a node sleeps.
func (w *world) relax(now units.Time, a *account) {
	r := a.rest
	switch {
	case w.truth[a.node].Status == models.Failed:
		w.turn(now, a, awake)
		w.retimeRest(a, units.Never, evSleep)
	case a.asleep != awake:
	case w.nodes[a.node].station.Len() > 0:
		w.retimeRest(a, units.Never, evSleep)
	case r.due == units.Never:
		w.retimeRest(a, units.Add(now, units.Time(r.After)), evSleep)
	}
}

// turn changes whether a node sleeps.
func (w *world) turn(now units.Time, a *account, to wakefulness) {
	if a.asleep == sleeping {
		a.rest.slept += int64(now - a.rest.since)
	}
	a.asleep, a.rest.since = to, now
}

// retimeRest moves the one event of a node's sleep.
func (w *world) retimeRest(a *account, due units.Time, k kind) {
	a.rest.ticket, a.rest.due = w.retimed(a.rest.ticket, a.rest.due, due, phaseComplete, k, int32(a.node))
}

// fallAsleep lets a node sleep that has had nothing to run for long enough.
func (w *world) fallAsleep(now units.Time, id models.NodeID) {
	a := w.accountOf(id)
	a.rest.due = units.Never
	w.turn(now, a, sleeping)
	w.logFault(now, trace.NodeAsleep, int32(id))
	w.meter(now, id)
}

// rouse makes a task wait that is to be run on a node that is not awake, and wakes
// the node up. It returns false when that is awake.
func (w *world) rouse(now units.Time, id models.TaskID) bool {
	t := w.tasks.at(id)
	due, asleep := w.wake(now, t.node)
	if !asleep {
		return false
	}
	if t.status != models.TaskPreparing {
		w.become(now, t, models.TaskPreparing)
	}
	w.timers[id] = w.at(due, phaseComplete, evReady, int32(id))
	return true
}

// wake wakes a node up that sleeps, and returns when it will be awake; false when it
// is.
func (w *world) wake(now units.Time, id models.NodeID) (due units.Time, asleep bool) {
	a := w.accountOf(id)
	if a == nil || a.asleep == awake {
		return 0, false
	}
	r := a.rest
	if a.asleep == sleeping {
		w.turn(now, a, waking)
		r.wakes++
		w.retimeRest(a, units.Add(now, units.Time(r.Wake)), evAwake)
		w.log(trace.Event{At: int64(now), Kind: trace.NodeWaking, Node: int32(id), Value: int64(r.Wake)})
		w.meter(now, id)
	}
	return r.due, true
}

// awake lets a node run something again. The tasks that wait for it come right after.
func (w *world) awake(now units.Time, id models.NodeID) {
	a := w.accountOf(id)
	a.rest.due = units.Never
	w.turn(now, a, awake)
	w.logFault(now, trace.NodeAwake, int32(id))
	w.meter(now, id)
}

// endRest closes the account of a node's sleep.
func (w *world) endRest(now units.Time, a *account) {
	if a.rest != nil {
		w.turn(now, a, a.asleep)
	}
}
