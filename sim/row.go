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

// row is a list of entries by ascending number with cheap changes near both
// ends.
type row struct {
	items []entry
	head  int // index of the first; what lies before is free
}

func (r *row) all() []entry  { return r.items[r.head:] }
func (r *row) len() int      { return len(r.items) - r.head }
func (r *row) first() *entry { return &r.items[r.head] }

// search returns the index of the first entry from a number on.
func (r *row) search(number int64) int {
	i, _ := slices.BinarySearchFunc(r.all(), number, func(x entry, n int64) int { return cmp.Compare(x.number, n) })
	return i
}

// popFront removes and returns the first entry of a row that is not empty.
func (r *row) popFront() entry {
	x := *r.first()
	r.head++
	r.shrink()
	return x
}

// keepMax is the number of entries for which an empty row keeps memory. What a
// longer one has needed is given back.
const keepMax = 4096

func (r *row) shrink() {
	if r.len() == 0 && cap(r.items) > keepMax {
		r.items, r.head = nil, 0
	}
}

// put adds an entry at its place. At the end of the row that takes O(1)
// amortised time; elsewhere everything behind moves.
func (r *row) put(x entry) {
	if r.len() == 0 {
		r.items, r.head = r.items[:0], 0
	}
	if len(r.items) == cap(r.items) && 2*r.head > len(r.items) {
		r.items, r.head = r.items[:copy(r.items, r.all())], 0
	}
	if r.len() == 0 || r.items[len(r.items)-1].number < x.number {
		r.items = append(r.items, x)
		return
	}
	r.items = slices.Insert(r.items, r.head+r.search(x.number), x)
}

// remove takes the entry with a number out of the row and reports whether it was
// there. Everything before it moves.
func (r *row) remove(number int64) bool {
	i := r.search(number)
	list := r.all()
	if i == len(list) || list[i].number != number {
		return false
	}
	copy(list[1:i+1], list[:i])
	r.head++
	r.shrink()
	return true
}
