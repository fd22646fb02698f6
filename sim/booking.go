package sim

import (
	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/trace"
)

// fate is where an instance stands in truth.
type fate uint8

const (
	fateSent    fate = iota // its node does not know of it yet
	fatePlaced              // it is on its node
	fateDormant             // it was, and its node can restart it
	fateRan                 // its work is done, the output is under way
	fateLost                // it is no more, and its task is to be placed again
	fateRefused             // as lost: its node did not take it
	fateOver                // it is no more, and nothing follows from that
)

// booking is what the observer knows of one placement: it holds resources in its
// belief until it learns that the instance holds none in truth.
type booking struct {
	serial     int64 // 0 for one that is free
	score      int64
	task       models.TaskID // the instance, or what is to be placed again; NoTask when it is gone
	node       models.NodeID
	spec       models.SpecID
	workload   int32
	prev, next int32 // of the node; the next free one
	devices    []int32
	fate       fate
	freed      bool // its resources are given back
	evicted    bool // it shall stop, and is not what its task waits for
	stopping   bool // its node knows that
	missed     bool // the command found no way
}

// bookings holds what is booked.
type bookings struct {
	table []booking
	free  int32
	made  int64
	of    []int32 // for each task the booking of it, or none
	tries []uint8 // for each task the refusals in a row
}

func (s *bookings) at(i int32) *booking { return &s.table[i] }

// cover makes room for a task.
func (s *bookings) cover(id models.TaskID) {
	for len(s.of) <= int(id) {
		s.of = append(s.of, none)
		s.tries = append(s.tries, 0)
	}
}

// booked returns the booking of a task, or none. It holds a belief only.
func (s *bookings) booked(id models.TaskID) int32 {
	if int(id) < len(s.of) {
		return s.of[id]
	}
	return none
}

// isBooked reports whether the observer has found a place for a task.
func (w *world) isBooked(id models.TaskID) bool {
	return w.belief != nil && w.belief.bookings.booked(id) != none
}

// book notes a placement that the referee has let pass, and sends it to its node.
func (w *world) book(now units.Time, id models.TaskID, n models.NodeID, score int64) {
	b := w.belief
	if w.obsolete(id) {
		return
	}
	t := w.tasks.at(id)
	s := &b.bookings
	i := s.free
	if i != none {
		s.free = s.table[i].next
	} else {
		i = int32(len(s.table))
		s.table = append(s.table, booking{})
	}
	s.made++
	x := &s.table[i]
	picked := b.nodes[n].Reserve(&w.sys.Nodes[n], w.spec(t), x.devices[:0])
	*x = booking{
		serial: s.made, score: score, task: id, node: n, spec: w.specID(t), workload: w.workload(t),
		prev: none, next: b.peers[n].first, devices: picked,
	}
	if x.next != none {
		s.table[x.next].prev = i
	}
	b.peers[n].first = i
	s.cover(id)
	s.of[id] = i
	if t.status == models.TaskPending {
		w.become(now, t, models.TaskDeciding)
	}
	w.command(now, i)
}

// command orders the node of a placement to take it.
func (w *world) command(now units.Time, i int32) {
	x := w.belief.bookings.at(i)
	w.order(now, note{kind: noteCommand, node: x.node, index: i, serial: x.serial})
}

// missed counts a placement once whose command found no way.
func (w *world) missed(now units.Time, x *booking, why models.Reason) {
	if !x.missed {
		x.missed = true
		w.belief.count.Undelivered++
		w.logTaskAt(now, trace.PlacementStale, x, why)
	}
}

// logTaskAt appends an event about the task of a booking.
func (w *world) logTaskAt(now units.Time, k trace.Kind, x *booking, why models.Reason) {
	e := trace.Event{At: int64(now), Kind: k, Node: int32(x.node), Reason: uint8(why)}
	if x.task != models.NoTask {
		e.Task = w.tasks.at(x.task).number
	}
	w.log(e)
}

// deliverTask carries a placement out on its node, if that works in truth.
func (w *world) deliverTask(now units.Time, i int32) {
	x := w.belief.bookings.at(i)
	if x.fate != fateSent {
		return
	}
	if _, ok := w.answers(x.node); !ok {
		w.belief.peers[x.node].owed = true
		w.missed(now, x, models.Unreachable)
		return
	}
	id, n := x.task, x.node
	t := w.tasks.at(id)
	if why := w.sys.Relation(w.routes, &w.truth[n], w.source(t), n, w.spec(t)); why != models.OK {
		x.fate = fateRefused
		w.belief.count.Refused++
		w.logTaskAt(now, trace.PlacementStale, x, why)
		w.reportEnd(now, i)
		return
	}
	x.fate = fatePlaced
	w.belief.bookings.tries[id] = 0
	w.place(now, id, n, x.score)
	w.onNode(now, id, +1)
	w.sendInput(now, id)
}

// reportEnd has the node of a booking tell the observer where the instance stands.
func (w *world) reportEnd(now units.Time, i int32) {
	x := w.belief.bookings.at(i)
	w.tell(now, note{kind: noteReport, node: x.node, index: i, serial: x.serial})
}

// computed notes that an instance holds no resources any more.
func (w *world) computed(now units.Time, id models.TaskID) {
	if w.belief == nil {
		return
	}
	i := w.belief.bookings.booked(id)
	w.belief.bookings.at(i).fate = fateRan
	w.reportEnd(now, i)
}

// lose is called when the attempt of a task that was on a node is lost. Was is what
// it did there.
func (w *world) lose(now units.Time, id models.TaskID, was models.TaskStatus, why models.Reason) {
	b := w.belief
	w.onNode(now, id, -1)
	i := b.bookings.booked(id)
	x := b.bookings.at(i)
	switch {
	case why == models.NodeLost && b.Autonomy.KeepAtReboot && was != models.TaskSending && was != models.TaskReplying:
		x.fate = fateDormant
		b.peers[x.node].keeps = true
		return
	case x.evicted:
		x.fate = fateOver
		w.dropCopy(id)
	default:
		x.fate = fateLost
	}
	if why != models.NodeLost {
		w.reportEnd(now, i)
	}
}

// left notes that the instance of a booking is no more, and that nothing follows.
func (w *world) left(now units.Time, id models.TaskID) {
	i := w.belief.bookings.booked(id)
	if i == none {
		return
	}
	x := w.belief.bookings.at(i)
	w.belief.bookings.of[id] = none
	x.fate, x.task = fateOver, models.NoTask
	if x.freed && !x.evicted {
		w.unbook(i)
		return
	}
	w.reportEnd(now, i)
}

// learn tells the observer where the instance of a booking stands.
func (w *world) learn(now units.Time, i int32) {
	x := w.belief.bookings.at(i)
	switch {
	case x.fate == fateRan && !x.evicted:
		w.giveBackBooked(x)
	case x.fate >= fateLost:
		id, again, wait := x.task, x.fate < fateOver && !x.evicted, x.fate == fateRefused
		w.giveBackBooked(x)
		w.unbook(i)
		if again {
			w.placeAgain(now, id, wait)
		}
	default:
		return
	}
	w.requestPass(now)
}

// giveBackBooked releases what the observer believes to be reserved.
func (w *world) giveBackBooked(x *booking) {
	if x.freed {
		return
	}
	x.freed = true
	w.belief.nodes[x.node].Release(&w.sys.Nodes[x.node], &w.sys.Specs[x.spec], x.devices)
	w.offer(x.node)
}

// unbook forgets a booking that holds nothing.
func (w *world) unbook(i int32) {
	s := &w.belief.bookings
	x := s.at(i)
	if x.prev == none {
		w.belief.peers[x.node].first = x.next
	} else {
		s.at(x.prev).next = x.next
	}
	if x.next != none {
		s.at(x.next).prev = x.prev
	}
	if x.task != models.NoTask && s.of[x.task] == i {
		s.of[x.task] = none
	}
	*x = booking{next: s.free, devices: x.devices[:0]}
	s.free = i
}

// placeAgain makes a task pending whose instance is no more.
func (w *world) placeAgain(now units.Time, id models.TaskID, wait bool) {
	s := &w.belief.bookings
	t := w.tasks.at(id)
	if t.status == models.TaskDeciding {
		w.become(now, t, models.TaskPending)
	}
	switch {
	case w.obsolete(id):
		w.dropCopy(id)
	case wait:
		s.tries[id] = min(s.tries[id]+1, 200)
		t.resting = true
		w.at(units.Add(now, w.belief.backoff(s.tries[id])), phaseArrive, evRetry, int32(id))
	case t.attempts == 0: // Its node has never heard of it.
		w.await(now, id)
	default:
		w.tryAgain(now, id)
	}
}

// reconcileBooking tells a node what it should do about a booking, and the observer
// what has become of it.
func (w *world) reconcileBooking(now units.Time, i int32) {
	x := w.belief.bookings.at(i)
	switch {
	case x.fate == fateSent:
		w.command(now, i)
	case x.fate >= fateLost, x.fate == fateRan && !x.evicted:
		w.learn(now, i)
	case x.evicted && !x.stopping:
		w.order(now, note{kind: noteStop, node: x.node, index: i, serial: x.serial})
	}
}

// restartKept lets a node restart what it ran before a crash. One that is paused
// does so with its next heartbeat.
func (w *world) restartKept(now units.Time, n models.NodeID) {
	if w.truth[n].Status != models.Active {
		return
	}
	w.belief.peers[n].keeps = false
	for i := w.belief.peers[n].first; i != none; {
		x := w.belief.bookings.at(i)
		next := x.next
		switch {
		case x.fate != fateDormant:
		case !w.mayRestart(n, x.task):
			w.belief.peers[n].keeps = true
		default:
			x.fate = fatePlaced
			w.belief.count.Restarted++
			w.place(now, x.task, n, 0)
			w.onNode(now, x.task, +1)
			if w.needImage(now, x.task) {
				w.prepare(now, x.task)
			}
		}
		i = next
	}
}
