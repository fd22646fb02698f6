package sim

import (
	"cmp"
	"slices"

	"github.com/littoral-sim/littoral/schedulers"
)

// The bounds of one decision: a scheduler is shown at most freshMax tasks of
// each priority that it has not seen, and of those it has deferred the
// backlogWindow first ones, and these only when something has become free since.
// A window keeps a decision from growing with the backlog, as the backfill depth
// of batch schedulers does.
const (
	freshMax      = 4096
	backlogWindow = 128
)

// waiting is a task that waits for a placement.
type waiting struct {
	task     schedulers.Pending
	number   int64 // order of arrival
	priority int32
	deferred bool // a decision has left it pending
}

// queue holds the pending tasks: one lane per priority, highest first.
type queue struct {
	lanes []lane
	size  int
}

// lane holds the pending tasks of one priority: those that no decision has seen,
// and those that were deferred.
type lane struct {
	priority int32
	fresh    row
	deferred row
}

func (q *queue) lane(priority int32) *lane {
	i, ok := slices.BinarySearchFunc(q.lanes, priority, func(l lane, p int32) int { return cmp.Compare(p, l.priority) })
	if !ok {
		q.lanes = slices.Insert(q.lanes, i, lane{priority: priority})
	}
	return &q.lanes[i]
}

// put adds a task, at its place in the order of arrival.
func (q *queue) put(x waiting) {
	l := q.lane(x.priority)
	if x.deferred {
		l.deferred.put(x)
	} else {
		l.fresh.put(x)
	}
	q.size++
}

// take removes the tasks that the next decision is about and appends them to
// out, by priority and then by arrival: see freshMax. With backlog set, deferred
// ones are among them.
func (q *queue) take(out []waiting, backlog bool) []waiting {
	before := len(out)
	for i := range q.lanes {
		l := &q.lanes[i]
		window := 0
		if backlog {
			window = min(backlogWindow, l.deferred.len())
		}
		fresh := min(freshMax, l.fresh.len())
		for window > 0 || fresh > 0 {
			if fresh == 0 || (window > 0 && l.deferred.first().number < l.fresh.first().number) {
				out = append(out, l.deferred.pop())
				window--
			} else {
				out = append(out, l.fresh.pop())
				fresh--
			}
		}
	}
	q.size -= len(out) - before
	return out
}

// hasFresh reports whether some task has not been in a decision.
func (q *queue) hasFresh() bool {
	for i := range q.lanes {
		if q.lanes[i].fresh.len() > 0 {
			return true
		}
	}
	return false
}

// row is a list of tasks by ascending number with cheap changes at both ends.
type row struct {
	items []waiting
	head  int
}

func (r *row) len() int        { return len(r.items) - r.head }
func (r *row) first() *waiting { return &r.items[r.head] }

// pop removes the first task of a row that is not empty.
func (r *row) pop() waiting {
	x := r.items[r.head]
	r.head++
	if r.head == len(r.items) {
		r.items, r.head = r.items[:0], 0
	}
	return x
}

// put adds a task. It takes O(1) amortised time at the ends of the row.
func (r *row) put(x waiting) {
	switch {
	case r.len() == 0 || r.items[len(r.items)-1].number < x.number:
		if len(r.items) == cap(r.items) && 2*r.head > len(r.items) {
			n := copy(r.items, r.items[r.head:])
			r.items, r.head = r.items[:n], 0
		}
		r.items = append(r.items, x)
	case r.head > 0 && x.number < r.first().number:
		r.head--
		r.items[r.head] = x
	default:
		i, _ := slices.BinarySearchFunc(r.items[r.head:], x.number, func(y waiting, n int64) int { return cmp.Compare(y.number, n) })
		r.items = slices.Insert(r.items, r.head+i, x)
	}
}
