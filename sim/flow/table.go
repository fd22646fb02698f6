package flow

import "math/bits"

// table maps 64-bit keys to indices: open addressing with linear probing, at most half full. What it holds is never
// listed, so its order matters to nobody. The zero value is empty.
type table struct {
	slots []slot
	count int
	shift uint
}

// slot is free when its value is zero; values are stored plus one.
type slot struct {
	key   uint64
	value int32
}

// home returns the slot where the search for a key begins.
func (t *table) home(key uint64) int { return int(key * 0x9e3779b97f4a7c15 >> t.shift) }

// find returns the value of a key, none when it is absent.
func (t *table) find(key uint64) int32 {
	if t.count == 0 {
		return none
	}
	mask := len(t.slots) - 1
	for i := t.home(key); ; i = (i + 1) & mask {
		if s := &t.slots[i]; s.value == 0 || s.key == key {
			return s.value - 1
		}
	}
}

// insert adds a key that is absent.
func (t *table) insert(key uint64, value int32) {
	if 2*(t.count+1) > len(t.slots) {
		old := t.slots
		t.slots = make([]slot, max(16, 2*len(old)))
		t.shift = uint(64 - bits.TrailingZeros(uint(len(t.slots))))
		for _, s := range old {
			if s.value != 0 {
				t.place(s)
			}
		}
	}
	t.place(slot{key: key, value: value + 1})
	t.count++
}

// place stores a slot at the first free place.
func (t *table) place(s slot) {
	mask := len(t.slots) - 1
	i := t.home(s.key)
	for t.slots[i].value != 0 {
		i = (i + 1) & mask
	}
	t.slots[i] = s
}

// remove deletes a key that is present, and closes the gap, so that searches stay short however many keys come and go.
func (t *table) remove(key uint64) {
	mask := len(t.slots) - 1
	i := t.home(key)
	for t.slots[i].key != key || t.slots[i].value == 0 {
		i = (i + 1) & mask
	}
	for j := (i + 1) & mask; t.slots[j].value != 0; j = (j + 1) & mask {
		// The one at j may move to the gap unless its search begins behind the gap.
		if (j-t.home(t.slots[j].key))&mask >= (j-i)&mask {
			t.slots[i] = t.slots[j]
			i = j
		}
	}
	t.slots[i] = slot{}
	t.count--
}

// slowGrowth is the length from which slices of flows grow by a sixteenth, which is less than append would, because there may
// be millions of flows.
const slowGrowth = 1 << 14

// reaching returns a slice that has an element with this index; what is new is zero.
func reaching[T any](s []T, index int) []T {
	if index < len(s) {
		return s
	}
	if index >= cap(s) {
		room := 2*index + 16
		if index >= slowGrowth {
			room = index + 1 + index/16
		}
		longer := make([]T, len(s), room)
		copy(longer, s)
		s = longer
	}
	return s[:index+1]
}
