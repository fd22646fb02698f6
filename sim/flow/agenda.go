package flow

// agenda is a heap of busy constraints by a 64-bit key: the instant of their next completion, or the level at which they
// have to be looked at again. Each busy constraint knows its place, so that it can be moved or taken out.
type agenda struct {
	entries []entry
	// places is indexed by busy constraint: one more than its index in entries, zero when it is not there.
	places []int32
}

// entry is one line of an agenda.
type entry struct {
	key  uint64
	busy int32
}

// grow makes room for busy constraints below n.
func (a *agenda) grow(n int) {
	for len(a.places) < n {
		a.places = append(a.places, 0)
	}
}

// set gives a busy constraint the key, adding it when it is not there.
func (a *agenda) set(busy int32, key uint64) {
	i := int(a.places[busy]) - 1
	if i < 0 {
		i = len(a.entries)
		a.entries = append(a.entries, entry{})
	}
	a.settle(i, entry{key: key, busy: busy})
}

// remove takes a busy constraint out if it is there.
func (a *agenda) remove(busy int32) {
	i := int(a.places[busy]) - 1
	if i < 0 {
		return
	}
	a.places[busy] = 0
	last := a.entries[len(a.entries)-1]
	a.entries = a.entries[:len(a.entries)-1]
	if i < len(a.entries) {
		a.settle(i, last)
	}
}

// settle puts an entry into the heap, given that place i is free.
func (a *agenda) settle(i int, e entry) {
	for i > 0 {
		up := (i - 1) / 4
		if a.entries[up].key <= e.key {
			break
		}
		a.put(i, a.entries[up])
		i = up
	}
	for {
		first := 4*i + 1
		if first >= len(a.entries) {
			break
		}
		least := first
		for j := first + 1; j < min(first+4, len(a.entries)); j++ {
			if a.entries[j].key < a.entries[least].key {
				least = j
			}
		}
		if a.entries[least].key >= e.key {
			break
		}
		a.put(i, a.entries[least])
		i = least
	}
	a.put(i, e)
}

// put stores an entry at a place.
func (a *agenda) put(i int, e entry) {
	a.entries[i] = e
	a.places[e.busy] = int32(i) + 1
}
