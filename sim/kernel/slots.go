package kernel

import (
	"fmt"
	"math"
)

// Ticket names one scheduled event until it is dispatched or cancelled. The zero Ticket names none. Tickets of different engines
// must not be mixed.
type Ticket struct{ slot, gen uint32 }

// none is the index that no slot and no block has.
const none = math.MaxUint32

// slot holds one pending event. The fields the queue sorts by come first, so that they share a cache line with a small payload.
type slot[P any] struct {
	at      Time
	key     key    // 0 while the slot is free
	loc     uint32 // place inside its bag; the next free slot while free
	gen     uint32 // counts the events that have used this slot; a ticket is valid while its gen equals this
	payload P
}

// slots is an arena of slots with a free list. The slot freed last is reused first, because it is still in the cache.
type slots[P any] struct {
	all  []slot[P]
	free uint32 // first free slot, or none
}

// take returns a slot to fill. The caller must give it a key other than 0.
func (a *slots[P]) take() uint32 {
	if a.free == none {
		a.grow()
	}
	s := a.free
	a.free = a.all[s].loc
	return s
}

// slowGrowth is the number of slots from which the arena grows by a sixteenth, less than append would, so that little is empty.
const slowGrowth = 1 << 14

// grow adds a slot that was never used to the free list, which is empty.
func (a *slots[P]) grow() {
	if uint64(len(a.all)) >= none {
		panic(fmt.Sprintf("kernel: %d events are pending, which is the limit", len(a.all)))
	}
	a.free = uint32(len(a.all))
	if len(a.all) == cap(a.all) && len(a.all) >= slowGrowth {
		all := make([]slot[P], len(a.all), len(a.all)+len(a.all)/16)
		copy(all, a.all)
		a.all = all
	}
	a.all = append(a.all, slot[P]{gen: 1, loc: none})
}

// release frees slot s and makes its ticket invalid. A slot whose generations are used up is never reused, so that an old ticket
// can never name a new event: one slot is lost for each 4·10⁹ events.
func (a *slots[P]) release(s uint32) {
	sl := &a.all[s]
	var zero P
	sl.payload, sl.key = zero, 0
	if sl.gen == math.MaxUint32 {
		sl.gen = 0
		return
	}
	sl.gen++
	sl.loc, a.free = a.free, s
}

// find returns the slot that k names, or nil when its event is no longer pending.
func (a *slots[P]) find(k Ticket) *slot[P] {
	if k.gen == 0 || int(k.slot) >= len(a.all) {
		return nil
	}
	if sl := &a.all[k.slot]; sl.gen == k.gen && sl.key != 0 {
		return sl
	}
	return nil
}
