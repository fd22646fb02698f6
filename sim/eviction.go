package sim

import (
	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/reaction"
	"github.com/littoral-sim/littoral/sim/trace"
)

// react lets the observer do what is due about the nodes that it takes for lost.
func (w *world) react(now units.Time) {
	b := w.belief
	b.reacting.due = units.Never
	for _, e := range b.reaction.Advance(int64(now)) {
		switch n := models.NodeID(e.Node); e.Kind {
		case reaction.Taint:
			b.count.Tainted++
			w.logFault(now, trace.NodeTainted, e.Node)
		case reaction.Evict:
			w.evict(now, n, e.Class)
		case reaction.Untaint:
		}
	}
	w.watch()
	w.requestPass(now)
}

// evict takes everything of a workload off a node, as far as the observer can: it
// places the tasks again, and the node is told to stop them when it answers.
func (w *world) evict(now units.Time, n models.NodeID, workload int32) {
	for i := w.belief.peers[n].first; i != none; {
		x := w.belief.bookings.at(i)
		next := x.next
		if x.workload == workload && !x.evicted && x.task != models.NoTask {
			w.evictOne(now, i)
		}
		i = next
	}
}

func (w *world) evictOne(now units.Time, i int32) {
	b := w.belief
	x := b.bookings.at(i)
	b.count.Evicted++
	alive := w.routes.NodeUp(x.node) && (x.fate == fatePlaced || x.fate == fateRan)
	if alive {
		b.count.FalseEvicted++
	}
	w.logTaskAt(now, trace.TaskEvicted, x, models.OK)
	x.evicted = true
	b.peers[x.node].owed = true
	id := x.task
	switch x.fate {
	case fatePlaced, fateDormant, fateRan:
		id = w.copyTask(now, id)
	default:
		x.fate, x.task = fateOver, models.NoTask
		b.bookings.of[id] = none
	}
	w.placeAgain(now, id, false)
}

// beginStop is called when a node is told to stop an instance.
func (w *world) beginStop(now units.Time, i int32) {
	x := w.belief.bookings.at(i)
	if _, ok := w.answers(x.node); !ok {
		w.belief.peers[x.node].owed = true
		return
	}
	if x.stopping || x.fate >= fateLost {
		return
	}
	x.stopping = true
	grace := units.Time(w.belief.TerminationGrace)
	w.noteAt(units.Add(now, grace), note{kind: noteStopped, node: x.node, index: i, serial: x.serial})
}

// stopNow ends an instance whose grace is over, if there still is one.
func (w *world) stopNow(now units.Time, i int32) {
	x := w.belief.bookings.at(i)
	id := x.task
	switch x.fate {
	case fatePlaced, fateRan:
		w.forgetTask(id)
		w.takeOffNode(now, id)
		w.onNode(now, id, -1)
		w.belief.count.Stopped++
		w.ledger.surplus++
		w.logTaskAt(now, trace.TaskStopped, x, models.OK)
		x.fate = fateOver
		w.dropCopy(id)
		w.advance(now, x.node)
	case fateDormant:
		x.fate = fateOver
		w.dropCopy(id)
	case fateSent, fateLost, fateRefused, fateOver:
		return
	}
	w.reportEnd(now, i)
	w.requestPass(now)
}
