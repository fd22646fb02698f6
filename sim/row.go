package sim

import (
	"cmp"
	"slices"

	"github.com/littoral-sim/littoral/models"
)

// entry is a task that waits for a placement.
type entry struct {
	number int64 // order of arrival
	task   models.TaskID
}

// row is a list of entries by ascending number with cheap changes at both ends.
type row struct {
	items []entry
	head  int // index of the first; what lies before is free
}

func (r *row) len() int      { return len(r.items) - r.head }
func (r *row) first() *entry { return &r.items[r.head] }

// popFront removes and returns the first entry of a row that is not empty.
func (r *row) popFront() entry {
	x := r.items[r.head]
	r.head++
	return x
}

// put adds an entry at its place. It takes O(1) amortised time at the ends of
// the row, and moves everything behind it elsewhere.
func (r *row) put(x entry) {
	switch {
	case r.len() == 0 || r.items[len(r.items)-1].number < x.number:
		r.pushBack(x)
	case x.number < r.first().number:
		r.pushFront(x)
	default:
		i, _ := slices.BinarySearchFunc(r.items[r.head:], x.number, func(y entry, n int64) int { return cmp.Compare(y.number, n) })
		r.items = slices.Insert(r.items, r.head+i, x)
	}
}

func (r *row) pushBack(x entry) {
	switch {
	case r.len() == 0:
		r.items, r.head = r.items[:0], 0
	case len(r.items) == cap(r.items) && 2*r.head > len(r.items):
		n := copy(r.items, r.items[r.head:])
		r.items, r.head = r.items[:n], 0
	}
	r.items = append(r.items, x)
}

func (r *row) pushFront(x entry) {
	if r.head == 0 {
		// Make as much room in front as there are entries, so that the next ones find it.
		n := r.len()
		room := n + 1
		r.items = slices.Grow(r.items, room)[:n+room]
		copy(r.items[room:], r.items[:n])
		r.head = room
	}
	r.head--
	r.items[r.head] = x
}
