package sim

import (
	"math/big"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/retry"
	"github.com/littoral-sim/littoral/sim/rng"
)

// What comes before a task may queue for a core, and what follows when an attempt
// is lost.

// prepare is called when the input of a task is on its node.
func (w *world) prepare(now units.Time, id models.TaskID) {
	t := w.tasks.at(id)
	if t.image == noRoom || t.image == pulling {
		w.become(now, t, models.TaskPreparing)
		return
	}
	w.restart(now, id)
}

// restart lets a task wait, when it is not the first attempt, for as long as it
// takes to start again, and then queue.
func (w *world) restart(now units.Time, id models.TaskID) {
	t := w.tasks.at(id)
	delay := w.workloadOf(t).Checkpoint.RestartDelay(int64(t.attempts)-1) + w.startDelay(t)
	if delay == 0 {
		w.queueUp(now, id)
		return
	}
	if t.status != models.TaskPreparing {
		w.become(now, t, models.TaskPreparing)
	}
	w.timers[id] = w.at(units.Add(now, units.Time(delay)), phaseComplete, evReady, int32(id))
}

// restarted lets a task queue that has been started again.
func (w *world) restarted(now units.Time, id models.TaskID) {
	delete(w.timers, id)
	w.queueUp(now, id)
}

// tryAgain makes a task pending whose attempt has been lost, now or after the
// delay of its policy, or gives it up.
func (w *world) tryAgain(now units.Time, id models.TaskID) {
	t := w.tasks.at(id)
	p := w.workloadOf(t).Retry
	if w.services.of != nil && w.unwanted(now, id) {
		return
	}
	if p == nil {
		w.await(now, id)
		return
	}
	var none rng.Stream // nothing is drawn from it
	stream := &none
	if w.retries != nil {
		stream = &w.retries[t.origin]
	}
	delay, again := p.Delay(int64(t.attempts), stream)
	switch {
	case !again:
		w.requestPass(now)
		w.decline(now, id, models.NoMoreTries)
	case delay == 0:
		w.await(now, id)
	default:
		t.resting = true
		w.at(units.Add(now, units.Time(delay)), phaseArrive, evRetry, int32(id))
	}
}

// rested makes a task pending whose delay is over.
func (w *world) rested(now units.Time, id models.TaskID) {
	w.tasks.at(id).resting = false
	if w.dropObsolete(id) {
		return
	}
	w.await(now, id)
}

// save keeps what a lost attempt leaves behind, given the service it has had on
// the cores of its node.
func (w *world) save(t *task, served units.Wide) {
	c := w.workloadOf(t).Checkpoint
	if c.Every == 0 && c.ResumePermille == 0 {
		return
	}
	served = w.outside(t, served)
	if w.workloadOf(t).Times != nil {
		w.saveMeasured(t, served)
		return
	}
	p := retry.Progress{Total: t.work, Saved: w.saved[t.number]}
	done := min(w.referenceWork(t, served), p.Remaining())
	w.saved[t.number] = c.Lose(p, done).Saved
}

// referenceWork returns the nanoseconds on the reference core that a service on
// the cores of a node amounts to, rounded down.
func (w *world) referenceWork(t *task, served units.Wide) int64 {
	x := served.Big()
	x.Mul(x, big.NewInt(int64(w.sys.Nodes[t.node].Speed)))
	x.Quo(x, big.NewInt(1000*int64(units.ReferenceSpeed)))
	return clamp(x)
}
