package kernel

import "fmt"

// audit checks everything that the queue promises itself.
func audit[P any](q *queue[P]) error {
	found := 0
	blocksUsed := 0
	bagged := func(where string, b *bag, lo, hi Time) error {
		blk, n := b.head, b.newest()
		for rest := b.n; rest > 0; {
			blocksUsed++
			for i, s := range q.blocks.ids[blk][:n] {
				sl := &q.slots.all[s]
				if sl.key == 0 || sl.loc != blk<<blockBits|uint32(i) || sl.at < lo || sl.at > hi || q.bagOf(sl.at) != b {
					return fmt.Errorf("%s [%d, %d]: slot %d at %d loc %d, key %#x", where, lo, hi, s, sl.at, sl.loc, sl.key)
				}
				found++
			}
			rest -= n
			blk, n = q.blocks.next[blk], blockSize
		}
		return nil
	}
	from := q.limit
	for d := len(q.rungs) - 1; d >= 0; d-- {
		r := &q.rungs[d]
		if from < r.start() || from > r.end {
			return fmt.Errorf("rung %d from %d to %d continues at %d", d, r.start(), r.end, from)
		}
		for i := range r.bags {
			lo := max(from, r.base+Time(i)<<r.shift)
			if err := bagged(fmt.Sprintf("rung %d bag %d", d, i), &r.bags[i], lo, r.end-1); err != nil {
				return err
			}
			if i < r.cur && r.bags[i].n > 0 {
				return fmt.Errorf("rung %d: bag %d before the current bag %d has members", d, i, r.cur)
			}
		}
		from = r.end
	}
	if err := bagged("top", &q.top, from, Never-1); err != nil {
		return err
	}
	if err := bagged("parked", &q.parked, Never, Never); err != nil {
		return err
	}
	dead := 0
	for i, e := range append(append([]entry(nil), q.near.run...), q.near.heap...) {
		if q.slots.all[e.slot].key != e.key {
			dead++
			continue
		}
		found++
		if e.at >= q.limit || q.slots.all[e.slot].at != e.at {
			return fmt.Errorf("near entry %d at %d, slot at %d, limit %d", i, e.at, q.slots.all[e.slot].at, q.limit)
		}
		if i > 0 && i < len(q.near.run) && q.near.run[i-1].before(&e) {
			return fmt.Errorf("near entry %d is out of order", i)
		}
	}
	if found != q.live || dead != q.near.dead {
		return fmt.Errorf("%d events found, %d pending; %d dead entries found, %d counted", found, q.live, dead, q.near.dead)
	}
	return auditFree(q, blocksUsed)
}

// auditFree checks that every slot and block is in use or on the free list.
func auditFree[P any](q *queue[P], blocksUsed int) error {
	free, retired := 0, 0
	for s := q.slots.free; s != none; s = q.slots.all[s].loc {
		free++
	}
	for i := range q.slots.all {
		if q.slots.all[i].gen == 0 {
			retired++
		}
	}
	if free+retired+q.live != len(q.slots.all) {
		return fmt.Errorf("%d slots: %d free, %d retired, %d pending", len(q.slots.all), free, retired, q.live)
	}
	blocksFree := 0
	for b := q.blocks.free; b != none; b = q.blocks.next[b] {
		blocksFree++
	}
	if blocksUsed+blocksFree != len(q.blocks.ids) {
		return fmt.Errorf("%d blocks: %d used, %d free", len(q.blocks.ids), blocksUsed, blocksFree)
	}
	return nil
}
