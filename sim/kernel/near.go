package kernel

import "slices"

// entry is an event in the part of the queue that is in order. It is dead, and will be skipped, when its slot holds another key.
type entry struct {
	at   Time
	key  key
	slot uint32
}

// shiftMax is how many entries an insertion or a removal moves at most. If the place is farther, the inserted event goes to the
// heap, and the removed entry stays as a dead one.
const shiftMax = 64

// near holds the events before the queue's limit, in order: a run sorted latest first, so that the next event is popped from its
// end, and a heap for insertions that would have to move too much of the run. Both are short but for many events of one instant.
type near struct {
	run  []entry
	heap []entry // 4-ary, least first
	dead int     // entries of run and heap that are dead
	more int     // insertions since the run was filled

	scratch [rankMax]entry
}

func (n *near) len() int { return len(n.run) + len(n.heap) }

// sort orders the run after it was filled.
func (n *near) sort() {
	if len(n.run) <= rankMax {
		sortByRank(n.run, &n.scratch)
	} else {
		sortLong(n.run)
	}
}

// insert puts e in its place.
func (n *near) insert(e entry) {
	n.more++
	i := len(n.run)
	if far := i - shiftMax; far >= 0 && n.run[far].before(&e) {
		n.push(e)
		return
	}
	run := append(n.run, e)
	for i > 0 && run[i-1].before(&e) {
		run[i] = run[i-1]
		i--
	}
	run[i] = e
	n.run = run
}

// remove takes out the entry with the key k, or counts it as dead when its place is too far from the end of the run.
func (n *near) remove(k key) {
	run := n.run
	for i := len(run) - 1; i >= max(0, len(run)-shiftMax); i-- {
		if run[i].key == k {
			copy(run[i:], run[i+1:])
			n.run = run[:len(run)-1]
			return
		}
	}
	n.dead++
}

// settle moves the least entry of the heap, which is not empty, to the end of the run when it comes next.
func (n *near) settle() {
	if end := len(n.run); end == 0 || n.heap[0].before(&n.run[end-1]) {
		n.run = append(n.run, n.heap[0])
		n.pop()
	}
}

// compact removes dead entries. Live reports whether an entry is not dead.
func (n *near) compact(live func(entry) bool) {
	dead := func(e entry) bool { return !live(e) }
	n.run = slices.DeleteFunc(n.run, dead)
	n.heap = slices.DeleteFunc(n.heap, dead)
	slices.SortFunc(n.heap, compareEntries) // a sorted slice is a heap
	n.dead = 0
}

// keepMax is how many entries the memory of near may have room for while it is empty. More, needed when so many events are due at
// once, is given back.
const keepMax = 4096

// shrink gives back memory of the empty run, and makes room for as many entries.
func (n *near) shrink(count uint32) {
	if cap(n.run) > keepMax && cap(n.run) > 2*int(count) {
		n.run = nil
	}
	n.run = slices.Grow(n.run, int(count))
}

// clear removes all entries.
func (n *near) clear() {
	n.run, n.heap = n.run[:0], n.heap[:0]
	n.dead, n.more = 0, 0
}

// push adds e to the heap.
func (n *near) push(e entry) {
	h := append(n.heap, e)
	i := len(h) - 1
	for i > 0 {
		up := (i - 1) / 4
		if !e.before(&h[up]) {
			break
		}
		h[i] = h[up]
		i = up
	}
	h[i] = e
	n.heap = h
}

// pop removes the least entry of the heap.
func (n *near) pop() {
	end := len(n.heap) - 1
	e := n.heap[end]
	h := n.heap[:end]
	n.heap = h
	if end == 0 {
		if cap(h) > keepMax {
			n.heap = nil
		}
		return
	}
	i := 0
	for {
		first := 4*i + 1
		if first >= end {
			break
		}
		least := first
		for c := first + 1; c < min(first+4, end); c++ {
			if h[c].before(&h[least]) {
				least = c
			}
		}
		if !h[least].before(&e) {
			break
		}
		h[i] = h[least]
		i = least
	}
	h[i] = e
}
