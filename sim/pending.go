package sim

import (
	"cmp"
	"slices"
)

// The bounds of one decision, for each priority. A scheduler is shown at most
// freshMax tasks that no decision has left pending, and, when something has
// become free since, windows into the backlog of those that one has: the oldest
// windowMax tasks, because it is their turn, and the windowMax tasks that have
// not been shown for longest, so that a task that fits nowhere keeps none behind
// it from a node for ever. The windows keep a decision from growing with the
// backlog, as the backfill depth of batch schedulers does.
const (
	freshMax  = 4096
	windowMax = 64
)

// origin says why a task is part of a decision.
type origin uint8

const (
	fresh   origin = iota // no decision has left it pending since it was placed last, or ever
	oldest                // it is among the oldest of the backlog
	turning               // its turn has come round
)

// candidate is a task that a decision is about.
type candidate struct {
	entry
	priority int32
	origin   origin
}

// queue holds the pending tasks: one lane per priority, highest first.
type queue struct {
	lanes []lane
	size  int
}

// lane holds the pending tasks of one priority: those that no decision has left
// pending, and the backlog. The backlog is one list by number, cut at the place
// that the turning window has reached: all numbers in shown are below cut, and
// none in rest is.
type lane struct {
	priority int32
	fresh    row
	shown    row
	rest     row
	cut      int64
	turning  int // tasks that the last decision was shown because their turn had come
	kept     int // those of them that it left pending
}

func (q *queue) lane(priority int32) *lane {
	i, ok := slices.BinarySearchFunc(q.lanes, priority, func(l lane, p int32) int { return cmp.Compare(p, l.priority) })
	if !ok {
		q.lanes = slices.Insert(q.lanes, i, lane{priority: priority})
	}
	return &q.lanes[i]
}

// arrive adds a task that no decision has left pending.
func (q *queue) arrive(priority int32, x entry) {
	q.lane(priority).fresh.put(x)
	q.size++
}

// take removes the tasks that the next decision is about and appends them to
// out, by priority and then by number; with backlog set, the windows into the
// backlog are among them.
func (q *queue) take(out []candidate, backlog bool) []candidate {
	before := len(out)
	for i := range q.lanes {
		l := &q.lanes[i]
		l.turning, l.kept = 0, 0
		from := len(out)
		if backlog {
			out = l.takeOldest(out)
			out = l.takeTurning(out)
		}
		out = l.takeFresh(out, from)
	}
	q.size -= len(out) - before
	return out
}

func (l *lane) takeOldest(out []candidate) []candidate {
	for range windowMax {
		from := &l.shown
		if from.len() == 0 {
			from = &l.rest
		}
		if from.len() == 0 {
			break
		}
		x := from.popFront()
		l.cut = max(l.cut, x.number+1)
		out = append(out, candidate{x, l.priority, oldest})
	}
	return out
}

func (l *lane) takeTurning(out []candidate) []candidate {
	if l.rest.len() == 0 { // The window has come round.
		l.shown, l.rest = l.rest, l.shown
		l.cut = 0
		if l.rest.len() > 0 {
			l.cut = l.rest.first().number
		}
	}
	for range min(windowMax, l.rest.len()) {
		x := l.rest.popFront()
		l.cut = x.number + 1
		l.turning++
		out = append(out, candidate{x, l.priority, turning})
	}
	return out
}

// takeFresh merges the fresh tasks into out[from:], which is by number.
func (l *lane) takeFresh(out []candidate, from int) []candidate {
	n := min(freshMax, l.fresh.len())
	if n == 0 {
		return out
	}
	inOrder := len(out) == from || out[len(out)-1].number < l.fresh.first().number
	for range n {
		out = append(out, candidate{l.fresh.popFront(), l.priority, fresh})
	}
	if !inOrder {
		slices.SortFunc(out[from:], func(a, b candidate) int { return cmp.Compare(a.number, b.number) })
	}
	return out
}

// putBack makes tasks of the last decision pending again: those that were
// neither placed nor declined, in their order.
func (q *queue) putBack(left []candidate) {
	q.size += len(left)
	for i := len(left) - 1; i >= 0; i-- { // backwards, so that they return to the front
		if x := &left[i]; x.origin == oldest {
			q.lane(x.priority).postpone(x.entry)
		}
	}
	for i := range left {
		if x := &left[i]; x.origin != oldest {
			l := q.lane(x.priority)
			if x.origin == turning {
				l.kept++
			}
			l.postpone(x.entry)
		}
	}
}

// postpone adds a task to the backlog.
func (l *lane) postpone(x entry) {
	if x.number < l.cut {
		l.shown.put(x)
	} else {
		l.rest.put(x)
	}
}

// more reports whether the last decision has found a node for every task whose
// turn had come, in some lane that has more of them: then there may be room for
// these as well.
func (q *queue) more() bool {
	for i := range q.lanes {
		l := &q.lanes[i]
		if l.turning > 0 && l.kept == 0 && l.shown.len()+l.rest.len() > 0 {
			return true
		}
	}
	return false
}

// hasFresh reports whether there is a task that no decision has left pending.
func (q *queue) hasFresh() bool {
	for i := range q.lanes {
		if q.lanes[i].fresh.len() > 0 {
			return true
		}
	}
	return false
}
