package sim

import (
	"slices"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/trace"
)

// copies holds the tasks that have, or had, more than one instance, because their
// node was taken for lost. The first result that reaches the target is the result.
// Each instance has a handle of its own; all of a group have the same number, and
// one record is written for them.
type copies struct {
	groups  []group
	free    int32   // the first group that is not in use, or none
	of      []int32 // for each task its group, or none
	surplus int64   // instances on nodes beyond the one that each unfinished task needs
	since   units.Time
}

// group is a task with copies.
type group struct {
	members []models.TaskID // the latest last; it is the one that the observer waits for
	onNodes int64
	next    int32 // the next group that is not in use
	done    bool  // the task is finished or declined
	known   bool  // the observer knows that
}

// groupOf returns the group of a task, or nil.
func (s *copies) groupOf(id models.TaskID) *group {
	if int(id) >= len(s.of) || s.of[id] == none {
		return nil
	}
	return &s.groups[s.of[id]]
}

// extra is how many instances of a group are on nodes without need.
func (g *group) extra() int64 {
	if g.done {
		return g.onNodes
	}
	return max(0, g.onNodes-1)
}

// change applies f to a group and keeps account of what is surplus.
func (w *world) change(now units.Time, g *group, f func()) {
	b := w.belief
	s := &b.copies
	b.count.Duplicate += s.surplus * int64(now-s.since)
	s.since = now
	s.surplus -= g.extra()
	f()
	s.surplus += g.extra()
}

// onNode notes that an instance has come to a node, or has left it.
func (w *world) onNode(now units.Time, id models.TaskID, by int64) {
	if g := w.belief.copies.groupOf(id); g != nil {
		w.change(now, g, func() { g.onNodes += by })
	}
}

// copyTask makes a copy of a task that is pending while the instance runs on, and
// returns its handle.
func (w *world) copyTask(now units.Time, id models.TaskID) models.TaskID {
	s := &w.belief.copies
	t := w.tasks.at(id)
	t.count(now)
	c := *t
	c.status, c.node, c.flight, c.image = models.TaskPending, models.NoNode, none, noImage
	c.next, c.prev, c.holds, c.resting = models.NoTask, models.NoTask, false, false
	fresh := w.tasks.add(c)
	w.copyConvert(id, fresh)
	w.belief.bookings.cover(fresh)
	w.belief.bookings.tries[fresh] = 0
	for len(s.of) <= int(max(id, fresh)) {
		s.of = append(s.of, none)
	}
	g := s.of[id]
	if g == none {
		g = s.open()
		s.of[id] = g
		s.groups[g].members = append(s.groups[g].members, id)
		if t.node != models.NoNode {
			w.change(now, &s.groups[g], func() { s.groups[g].onNodes = 1 })
		}
	}
	s.of[fresh] = g
	s.groups[g].members = append(s.groups[g].members, fresh)
	return fresh
}

// copyConvert lets a copy have spent the same time at gateways.
func (w *world) copyConvert(from, to models.TaskID) {
	spent := w.takeConvert(from)
	if spent == 0 {
		return
	}
	g := w.gateways
	for len(g.converted) <= int(max(from, to)) {
		g.converted = append(g.converted, 0)
	}
	g.converted[from], g.converted[to] = spent, spent
}

func (s *copies) open() int32 {
	i := s.free
	if i == none {
		i = int32(len(s.groups))
		s.groups = append(s.groups, group{})
	} else {
		s.free = s.groups[i].next
	}
	s.groups[i] = group{members: s.groups[i].members[:0]}
	return i
}

// leaveGroup takes a task out of its group, if it has one.
func (w *world) leaveGroup(id models.TaskID) {
	s := &w.belief.copies
	g := s.groupOf(id)
	if g == nil {
		return
	}
	i := s.of[id]
	s.of[id] = none
	g.members = slices.DeleteFunc(g.members, func(m models.TaskID) bool { return m == id })
	if len(g.members) == 0 {
		delete(w.saved, w.tasks.at(id).number)
	}
	if len(g.members) == 0 && (g.known || !g.done) {
		g.next, s.free = s.free, i
	}
}

// saveOf keeps what a lost attempt leaves behind, unless the task has copies: others
// run on from what was saved when they began.
func (w *world) saveOf(id models.TaskID, served units.Wide) {
	if w.belief == nil || w.belief.copies.groupOf(id) == nil {
		w.save(w.tasks.at(id), served)
	}
}

// forgetSaved drops what has been kept of a task that leaves, unless copies of it
// remain, and takes it out of its group.
func (w *world) forgetSaved(id models.TaskID) {
	if w.belief == nil || w.belief.copies.groupOf(id) == nil {
		delete(w.saved, w.tasks.at(id).number)
		return
	}
	w.leaveGroup(id)
}

// dropCopy forgets an instance that is on no node, without a record.
func (w *world) dropCopy(id models.TaskID) {
	s := &w.belief.bookings
	if i := s.booked(id); i != none {
		s.at(i).task = models.NoTask
		s.of[id] = none
	}
	w.leaveGroup(id)
	w.takeConvert(id)
	w.tasks.remove(id)
}

// obsolete reports whether the observer knows that a task is done of which this is
// a copy.
func (w *world) obsolete(id models.TaskID) bool {
	if w.belief == nil {
		return false
	}
	g := w.belief.copies.groupOf(id)
	return g != nil && g.known
}

// dropObsolete forgets a pending task that need not be placed any more, and reports
// whether it was one.
func (w *world) dropObsolete(id models.TaskID) bool {
	if !w.obsolete(id) {
		return false
	}
	w.dropCopy(id)
	return true
}

// represents reports whether the record of a task is to be written that is still in the
// system when the run ends.
func (w *world) represents(id models.TaskID) bool {
	if w.belief == nil {
		return true
	}
	g := w.belief.copies.groupOf(id)
	return g == nil || !g.done && g.members[len(g.members)-1] == id
}

// settled notes that a task is finished or declined, and reports whether it was
// already: then what has come is one result too many.
func (w *world) settled(now units.Time, id models.TaskID) (already bool) {
	g := w.belief.copies.groupOf(id)
	switch {
	case g == nil:
		return false
	case g.done:
		return true
	}
	w.change(now, g, func() { g.done = true })
	return false
}

// abandoned notes that an attempt is over and its task to be given up, and reports
// whether it was one that had been evicted: then its task is not.
func (w *world) abandoned(now units.Time, id models.TaskID) (evicted bool) {
	if w.belief == nil {
		return false
	}
	w.onNode(now, id, -1)
	evicted = w.belief.bookings.at(w.belief.bookings.booked(id)).evicted
	w.left(now, id)
	if evicted {
		w.dropCopy(id)
	}
	return evicted
}

// declinedBefore reports whether a task that is to be declined is done already, and forgets
// it then. Otherwise it is declined, which the observer knows.
func (w *world) declinedBefore(now units.Time, id models.TaskID) bool {
	if w.belief == nil {
		return false
	}
	if w.settled(now, id) {
		w.dropCopy(id)
		return true
	}
	if g := w.belief.copies.groupOf(id); g != nil {
		g.known = true
	}
	return false
}

// result takes what has come of an instance to its target. It returns false when
// the task had been finished before; then the result is thrown away.
func (w *world) result(now units.Time, id models.TaskID) bool {
	if w.belief == nil {
		return true
	}
	if w.settled(now, id) {
		t := w.tasks.at(id)
		w.belief.count.Discarded++
		w.ledger.surplus++
		w.logTask(now, trace.ResultDiscarded, t, 0, models.OK)
		w.nodes[t.node].unlink(&w.tasks, id)
		w.onNode(now, id, -1)
		w.left(now, id)
		w.dropCopy(id)
		return false
	}
	w.onNode(now, id, -1)
	w.left(now, id)
	if g := w.belief.copies.groupOf(id); g != nil {
		w.report(now, note{kind: noteResult, node: w.target(w.tasks.at(id)), index: w.belief.copies.of[id]})
	}
	return true
}

// resultKnown tells the observer that a task with copies is done. All other
// instances are to stop, and none is placed any more.
func (w *world) resultKnown(now units.Time, i int32) {
	b := w.belief
	g := &b.copies.groups[i]
	g.known = true
	if len(g.members) == 0 {
		g.next, b.copies.free = b.copies.free, i
		return
	}
	for _, id := range slices.Clone(g.members) {
		k := b.bookings.booked(id)
		if k == none {
			continue // pending; dropped when it would be placed
		}
		x := b.bookings.at(k)
		switch {
		case x.evicted:
		case x.fate == fateSent, x.fate == fateLost, x.fate == fateRefused:
			x.fate = fateOver
			w.dropCopy(id)
			b.peers[x.node].owed = true
			w.reportEnd(now, k)
		default:
			x.evicted = true
			b.peers[x.node].owed = true
			w.order(now, note{kind: noteStop, node: x.node, index: k, serial: x.serial})
		}
	}
}
