package kernel

import "math/bits"

// These shape the ladder. Measured with the hold model at 10³ to 10⁶ pending events; twice or half of each changes the cost by less
// than a tenth.
const (
	drainMax   = rankMax // a bag of at most this many events is sorted; a larger one is divided
	fanoutBits = 10      // a rung has at most 1<<fanoutBits bags: their newest blocks stay in the second-level cache
	fanoutMin  = 4       // bags are at most the 1<<fanoutMin'th part of the range, so that the ladder stays short
	topPerBag  = 1       // events per bag in the top rung, where the first bags usually hold several times the mean
	rungPerBag = 8       // events per bag in the other rungs, which are filled evenly

	spillMin  = 128 // near events at which a rung is made of them
	spillDeep = 12  // rungs at which near is left to grow instead
)

// rung divides a range of time into bags of one width, a power of two.
type rung struct {
	base  Time  // start of the first bag
	end   Time  // end of the range; it may fall inside the last bag
	shift uint8 // log2 of the width in nanoseconds
	cur   int   // first bag that may have members
	bags  []bag
}

// start returns where the current bag begins.
func (r *rung) start() Time { return saturate(uint64(r.base) + uint64(r.cur)<<(r.shift&63)) }

// stop returns where the current bag ends.
func (r *rung) stop() Time {
	return min(r.end, saturate(uint64(r.base)+uint64(r.cur+1)<<(r.shift&63)))
}

// saturate turns a sum of times that may have passed Never into a Time.
func saturate(t uint64) Time { return Time(min(t, uint64(Never))) }

// refill fills near, which is empty, with the next events, and reports whether there are any.
func (q *queue[P]) refill() bool {
	q.near.more = 0
	for len(q.near.run) == 0 {
		depth := len(q.rungs)
		if depth == 0 {
			if q.top.n == 0 {
				q.near.shrink(0)
				return false
			}
			q.open(&q.top, Never)
			continue
		}
		r := &q.rungs[depth-1]
		for r.cur < len(r.bags) && r.bags[r.cur].n == 0 {
			r.cur++
		}
		if r.cur == len(r.bags) {
			q.rungs = q.rungs[:depth-1]
			continue
		}
		q.open(&r.bags[r.cur], r.stop())
	}
	return true
}

// open empties b, the next bag that has members, whose range ends at stop: into near when it is small or all of one instant, else
// into a new rung. The bag stays the current one of its rung, because the rung may end before stop.
func (q *queue[P]) open(b *bag, stop Time) {
	if b.n <= drainMax {
		q.drain(b)
		q.limit = stop
		return
	}
	lo, hi := q.span(b)
	if lo == hi {
		q.drain(b)
		q.limit = lo + 1
		return
	}
	rest := b.n
	blk := q.blocks.reverse(b) // oldest first, so that events of one instant stay in the order of their keys
	b.n = 0
	r := q.addRung(int(rest), lo, hi, stop)
	for rest > 0 {
		n := min(rest, blockSize)
		for _, s := range q.blocks.ids[blk][:n] {
			sl := &q.slots.all[s]
			sl.loc = q.blocks.add(&r.bags[(sl.at-lo)>>(r.shift&63)], s)
		}
		blk = q.blocks.drop(blk)
		rest -= n
	}
}

// drain moves the members of b into near, newest first, and sorts them.
func (q *queue[P]) drain(b *bag) {
	q.near.shrink(b.n)
	run := q.near.run
	for b.n > 0 {
		n := b.newest()
		ids := &q.blocks.ids[b.head]
		for i := int(n) - 1; i >= 0; i-- {
			s := ids[i&blockMask]
			sl := &q.slots.all[s]
			run = append(run, entry{sl.at, sl.key, s})
		}
		b.head = q.blocks.drop(b.head)
		b.n -= n
	}
	q.near.run = run
	q.near.sort()
}

// span returns the least and the greatest time in b, which has members.
func (q *queue[P]) span(b *bag) (lo, hi Time) {
	lo = Never
	blk, n := b.head, b.newest()
	for rest := b.n; rest > 0; {
		for _, s := range q.blocks.ids[blk][:n] {
			at := q.slots.all[s].at
			lo, hi = min(lo, at), max(hi, at)
		}
		rest -= n
		blk, n = q.blocks.next[blk], blockSize
	}
	return lo, hi
}

// addRung adds a rung for n events from lo to hi, which are different and before stop, and lowers limit to its base.
func (q *queue[P]) addRung(n int, lo, hi, stop Time) *rung {
	i := len(q.rungs)
	perBag := rungPerBag
	if i == 0 {
		perBag = topPerBag
	}
	fan := min(max(bits.Len(uint(n/perBag)), fanoutMin), fanoutBits)
	shift := max(0, bits.Len64(uint64(hi-lo))-fan)
	bags := int((hi-lo)>>shift) + 1
	if i < cap(q.rungs) {
		q.rungs = q.rungs[:i+1]
	} else {
		q.rungs = append(q.rungs, rung{})
	}
	r := &q.rungs[i]
	if r.bags == nil {
		r.bags = make([]bag, 1<<fanoutBits)
	}
	r.bags = r.bags[:bags]
	clear(r.bags)
	r.base, r.shift, r.cur = lo, uint8(shift), 0
	r.end = min(stop, saturate(uint64(lo)+uint64(bags)<<shift))
	q.limit = lo
	return r
}

// spill makes a rung of the near events when so many were inserted that keeping them in order costs more. It does nothing when
// they are all of one instant, and when events were scheduled latest first so often that the ladder is deep; then the heap in near
// bounds the cost.
func (q *queue[P]) spill() {
	q.near.more = 0
	depth := len(q.rungs)
	if depth >= spillDeep {
		return
	}
	lo, hi := Never, Time(0)
	for _, part := range [2][]entry{q.near.heap, q.near.run} {
		for i := range part {
			lo, hi = min(lo, part[i].at), max(hi, part[i].at)
		}
	}
	if lo == hi {
		return
	}
	if depth > 0 { // near may reach back before the current bag of the lowest rung; then the new one must reach up to it
		hi = max(hi, q.rungs[depth-1].start()-1)
	}
	r := q.addRung(q.near.len(), lo, hi, q.limit)
	for _, part := range [2][]entry{q.near.heap, q.near.run} {
		for i := len(part) - 1; i >= 0; i-- {
			e := &part[i]
			if sl := &q.slots.all[e.slot]; sl.key == e.key {
				sl.loc = q.blocks.add(&r.bags[(e.at-lo)>>(r.shift&63)], e.slot)
			}
		}
	}
	q.near.clear()
}
