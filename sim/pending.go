package sim

import (
	"cmp"
	"math"
	"slices"

	"github.com/littoral-sim/littoral/models"
)

// The bounds of one decision, for each priority: a scheduler is shown at most
// freshMax tasks that no decision has left pending, and the windowMax oldest ones
// of the backlog for which there may be room. It is called again for more as long
// as that leads to something. So a decision does not grow with the backlog.
const (
	freshMax  = 4096
	windowMax = 64
)

// queue holds the pending tasks: one lane per priority, highest first.
type queue struct {
	lanes  []lane
	size   int    // with those that a decision is about
	merger merger // scratch
}

// lane holds the pending tasks of one priority: those that no decision has left
// pending, and the backlog of the others, apart by what they ask for. Where one
// task of a class fits, the others of the class do, so it is enough to ask for
// classes.
type lane struct {
	priority int32
	fresh    row
	backlog  []class
	index    map[classKey]int32 // of a class in backlog
	waiting  []int32            // classes with tasks, in no order
	// from is the first number of the backlog to show in the next decision. It
	// rises above 0 while decisions lead to nothing.
	from int64
	next int64 // from after the decision under way, if it leads to nothing
}

// classKey is what decides on which nodes a task can run.
type classKey struct {
	spec   models.SpecID
	source models.NodeID
}

type class struct {
	classKey
	row
	at int32 // its place in waiting, or none
}

// candidate is a task that a decision is about.
type candidate struct {
	entry
	classKey
	priority int32
	fresh    bool // no decision has left it pending since it was placed last, or ever
	left     bool // this one does
}

func (q *queue) lane(priority int32) *lane {
	i, ok := slices.BinarySearchFunc(q.lanes, priority, func(l lane, p int32) int { return cmp.Compare(p, l.priority) })
	if !ok {
		q.lanes = slices.Insert(q.lanes, i, lane{priority: priority, index: make(map[classKey]int32)})
	}
	return &q.lanes[i]
}

// arrive adds a task that no decision has left pending.
func (q *queue) arrive(priority int32, x entry) {
	q.lane(priority).fresh.put(x)
	q.size++
}

// take appends the tasks that the next decision is about to out, by priority and
// then by number. Of the backlog it takes those for which admits says that there
// may be room; without admits, none. Every take is followed by a settle.
func (q *queue) take(out []candidate, admits func(classKey) bool) []candidate {
	for i := range q.lanes {
		l := &q.lanes[i]
		first := len(out)
		l.next = 0
		if admits != nil {
			out = q.takeBacklog(l, out, admits)
		}
		shown := len(out)
		for range min(freshMax, l.fresh.len()) {
			out = append(out, candidate{entry: l.fresh.popFront(), priority: l.priority, fresh: true})
		}
		if first < shown && shown < len(out) && out[shown].number < out[shown-1].number {
			slices.SortFunc(out[first:], func(a, b candidate) int { return cmp.Compare(a.number, b.number) })
		}
	}
	return out
}

// takeBacklog appends the first tasks of all admitted classes, merged by number.
// They stay in the backlog until settle.
func (q *queue) takeBacklog(l *lane, out []candidate, admits func(classKey) bool) []candidate {
	m := &q.merger
	m.runs = m.runs[:0]
	for _, i := range l.waiting {
		c := &l.backlog[i]
		if k := c.search(l.from); k < c.len() && admits(c.classKey) {
			m.push(run{c.classKey, c.all()[k:]})
		}
	}
	l.next = math.MaxInt64
	for n := 0; len(m.runs) > 0; n++ {
		r := &m.runs[0]
		if n == windowMax {
			l.next = r.rest[0].number
			break
		}
		out = append(out, candidate{entry: r.rest[0], classKey: r.classKey, priority: l.priority})
		m.advance()
	}
	return out
}

// settle enters the results of a decision: tasks that it has left pending are the
// backlog, the others leave the queue. When some left the backlog, the next
// decision starts with the oldest again; else it goes on behind the last one
// shown.
func (q *queue) settle(batch []candidate) {
	progress := false
	for i := range batch {
		c := &batch[i]
		l := q.lane(c.priority)
		switch {
		case c.left && c.fresh:
			l.postpone(c)
		case !c.left && !c.fresh:
			l.unlist(c)
			progress = true
		}
		if !c.left {
			q.size--
		}
	}
	for i := range q.lanes {
		l := &q.lanes[i]
		l.from = l.next
		if progress {
			l.from = 0
		}
	}
}

func (l *lane) postpone(c *candidate) {
	i, ok := l.index[c.classKey]
	if !ok {
		i = int32(len(l.backlog))
		l.index[c.classKey] = i
		l.backlog = append(l.backlog, class{classKey: c.classKey, at: none})
	}
	k := &l.backlog[i]
	k.put(c.entry)
	if k.at == none {
		k.at = int32(len(l.waiting))
		l.waiting = append(l.waiting, i)
	}
}

// unlist takes a task out of the backlog.
func (l *lane) unlist(c *candidate) {
	k := &l.backlog[l.index[c.classKey]]
	k.remove(c.number)
	if k.len() > 0 || k.at == none {
		return
	}
	end := len(l.waiting) - 1
	last := l.waiting[end]
	l.waiting[k.at], l.backlog[last].at = last, k.at
	l.waiting, k.at = l.waiting[:end], none
}

// rewind starts over with the oldest of the backlog, because there is new room.
func (q *queue) rewind() {
	for i := range q.lanes {
		q.lanes[i].from, q.lanes[i].next = 0, 0
	}
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
