package kernel

// queue is the pending event set: it gives back the event that is least by (time, key). It is a ladder queue in the manner of
// W. T. Tang, R. S. M. Goh and I. L.-J. Thng, "Ladder queue: an O(1) priority queue structure for large-scale discrete event
// simulation", ACM TOMACS 15(3), 2005. Events lie in four places, by time:
//
//	[0, limit)                       near    in order
//	[limit, end of the lowest rung)  rungs   each divides one bag of the rung above it
//	[end of the top rung, Never)     top     one bag
//	Never                            parked  one bag
//
// When near is empty, the next bag is sorted into it if it is small, and else becomes a rung whose bag width follows from the
// number and the spread of its events. So an event is moved once per rung it passes, and a rung's bags are at most a sixteenth as
// wide as the bag it divides. Nothing but the events decides the shape, and the shape has no influence on the order.
//
// To replace it, write a type with push, move, cancel, front and pop; the tests of Engine hold it to the order.
type queue[P any] struct {
	slots  slots[P]
	blocks blocks
	near   near
	limit  Time
	rungs  []rung // top rung first; the part between len and cap keeps its bags for reuse
	top    bag
	parked bag
	live   int // events pending
}

func newQueue[P any]() queue[P] {
	return queue[P]{slots: slots[P]{free: none}, blocks: blocks{free: none}}
}

// push adds an event and returns the ticket for it.
func (q *queue[P]) push(at Time, k key, p P) Ticket {
	s := q.slots.take()
	sl := &q.slots.all[s]
	sl.at, sl.key, sl.payload = at, k, p
	t := Ticket{s, sl.gen}
	q.live++
	if at < q.limit {
		q.insertNear(entry{at, k, s})
	} else {
		sl.loc = q.blocks.add(q.bagOf(at), s)
	}
	return t
}

// move gives the event in slot s, which is pending, a new time and key.
func (q *queue[P]) move(s uint32, at Time, k key) {
	sl := &q.slots.all[s]
	q.unlink(s, sl)
	sl.at, sl.key = at, k
	if at < q.limit {
		q.insertNear(entry{at, k, s})
	} else {
		sl.loc = q.blocks.add(q.bagOf(at), s)
	}
	q.tidy()
}

// cancel removes the event k names and reports whether it was pending.
func (q *queue[P]) cancel(k Ticket) bool {
	sl := q.slots.find(k)
	if sl == nil {
		return false
	}
	q.unlink(k.slot, sl)
	q.slots.release(k.slot)
	q.live--
	q.tidy()
	return true
}

// front returns the next event, or nil when none is due. The pointer is valid until the queue changes.
func (q *queue[P]) front() *entry {
	for {
		if len(q.near.heap) > 0 {
			q.near.settle()
		}
		if end := len(q.near.run) - 1; end >= 0 {
			e := &q.near.run[end]
			if q.slots.all[e.slot].key == e.key {
				return e
			}
			q.near.run = q.near.run[:end]
			q.near.dead--
		} else if !q.refill() {
			return nil
		}
	}
}

// pop removes the event in slot s, which front returned last, and gives back its payload.
func (q *queue[P]) pop(s uint32) P {
	q.near.run = q.near.run[:len(q.near.run)-1]
	q.live--
	p := q.slots.all[s].payload
	q.slots.release(s)
	return p
}

// bagOf returns the bag in which an event lies whose time, at or after limit, is at.
func (q *queue[P]) bagOf(at Time) *bag {
	for i := len(q.rungs) - 1; i >= 0; i-- {
		if r := &q.rungs[i]; at < r.end {
			return &r.bags[(at-r.base)>>(r.shift&63)]
		}
	}
	if at == Never {
		return &q.parked
	}
	return &q.top
}

// unlink takes the event in slot s out of its place. The caller must then release the slot or give it another key.
func (q *queue[P]) unlink(s uint32, sl *slot[P]) {
	if sl.at < q.limit {
		q.near.remove(sl.key)
		return
	}
	if moved := q.blocks.remove(q.bagOf(sl.at), sl.loc); moved != s {
		q.slots.all[moved].loc = sl.loc
	}
}

// deadFew is how many dead entries are let be, however few live ones there are.
const deadFew = 64

// tidy, called where entries die, keeps the dead to half of near or to deadFew. Outside near nothing is dead.
func (q *queue[P]) tidy() {
	if d := q.near.dead; d > deadFew && d > q.near.len()/2 {
		q.near.compact(func(e entry) bool { return q.slots.all[e.slot].key == e.key })
	}
}

// insertNear puts an event before limit in order.
func (q *queue[P]) insertNear(e entry) {
	q.near.insert(e)
	if n := q.near.len(); n > spillMin && q.near.more > n/2 {
		q.spill()
	}
}
