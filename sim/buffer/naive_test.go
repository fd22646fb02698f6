package buffer

import (
	"math"
	"slices"
)

// naive is a buffer that is a plain list, looked through from one end to the other each time.
type naive struct {
	cfg     *Config
	list    []entry // by order of coming
	now     int64
	resume  int64
	sweepAt int64
	backoff int
	offline bool
	paused  bool
	seq     int
	batch   int
	in      int64
	ends    [endCount]int64
	drops   []Drop
}

// entry is an item, and where it is.
type entry struct {
	Item
	class    Class
	attempts int
	number   int // order of coming
	batch    int // number of its batch, or 0 when it is not in flight
	stored   bool
}

func (b *naive) begin(now int64) {
	b.now = now
	b.drops = b.drops[:0]
	if b.paused && !b.offline && b.resume <= now {
		b.paused = false
	}
}

func (b *naive) drop(e entry, why End) {
	b.ends[why] += int64(e.Count)
	b.drops = append(b.drops, Drop{Item: e.Item, Class: e.class, Why: why})
}

// dropAll takes out all entries that a condition holds for.
func (b *naive) dropAll(why End, which func(e *entry) bool) {
	b.list = slices.DeleteFunc(b.list, func(e entry) bool {
		if which(&e) {
			b.drop(e, why)
			return true
		}
		return false
	})
}

func (b *naive) bytes() (sum int64) {
	for _, e := range b.list {
		sum += int64(e.Size)
	}
	return sum
}

func (b *naive) waiting() []entry {
	return slices.DeleteFunc(slices.Clone(b.list), func(e entry) bool { return e.batch != 0 })
}

func (b *naive) anyStored() bool {
	return slices.ContainsFunc(b.list, func(e entry) bool { return e.stored && e.batch == 0 })
}

func (b *naive) fits(e *entry) bool {
	return b.bytes()+int64(e.Size) <= int64(b.cfg.Bytes) && int64(len(b.list)) < b.cfg.Items
}

func (b *naive) worn(attempts int) bool { return b.cfg.Retry.Max >= 0 && attempts > b.cfg.Retry.Max }

func (b *naive) old(e *entry) bool { return b.cfg.TTL > 0 && b.now-e.put > int64(b.cfg.TTL) }

// evict gives up the first waiting entry that a condition holds for.
func (b *naive) evict(which func(e *entry) bool) bool {
	for i, e := range b.list {
		if e.batch == 0 && which(&e) {
			b.list = slices.Delete(b.list, i, i+1)
			b.drop(e, Evicted)
			return true
		}
	}
	return false
}

func (b *naive) makeRoom(e *entry) bool {
	if b.fits(e) || int64(e.Size) > int64(b.cfg.Bytes) {
		return b.fits(e)
	}
	if b.cfg.Enforce&OnInsert != 0 {
		b.dropAll(Expired, func(e *entry) bool { return e.batch == 0 && b.old(e) })
	}
	switch b.cfg.Full {
	case DropOldest:
		start := b.bytes()
		if b.fits(e) {
			return true
		}
		for !b.fits(e) || start-b.bytes() < int64(b.cfg.EvictBytes) {
			if !b.evict(func(*entry) bool { return true }) {
				break
			}
		}
	case ByClass:
		for c := Class(0); c <= e.class && c < b.cfg.KeepFrom; c++ {
			for !b.fits(e) && b.evict(func(x *entry) bool { return x.class == c }) {
			}
		}
	default:
	}
	return b.fits(e)
}

func (b *naive) put(now int64, x Item, c Class) {
	b.begin(now)
	b.in += int64(x.Count)
	x.put = now
	e := entry{Item: x, class: c, number: b.seq}
	b.seq++
	if b.offline && c < b.cfg.OfflineFrom {
		b.drop(e, Rejected)
		return
	}
	if b.offline && b.cfg.Send == Blind {
		e.stored, e.attempts = true, 1
		if b.worn(1) {
			b.drop(e, Exhausted)
			return
		}
	}
	if !b.makeRoom(&e) {
		b.drop(e, Rejected)
		return
	}
	if len(b.waiting()) == 0 && b.cfg.Sweep > 0 {
		b.sweepAt = after(now, int64(b.cfg.Sweep))
	}
	b.list = append(b.list, e)
	if e.stored {
		b.pause()
	}
}

func after(now, period int64) int64 { return (now/period + 1) * period }

func (b *naive) pause() {
	if b.paused && b.resume > b.now || b.cfg.Retry.Every == 0 {
		return
	}
	b.paused = true
	if b.cfg.Retry.EveryMax == 0 {
		b.resume = after(b.now, int64(b.cfg.Retry.Every))
		return
	}
	b.resume = b.now + b.delay()
}

// delay returns the next pause, and doubles it.
func (b *naive) delay() int64 {
	d := float64(b.cfg.Retry.Every) * math.Pow(2, float64(b.backoff))
	b.backoff++
	return int64(math.Min(d, float64(b.cfg.Retry.EveryMax)))
}

// best returns the index of the entry to send next among those that a condition holds for, or -1.
func (b *naive) best(which func(e *entry) bool) int {
	best := -1
	for i := range b.list {
		e := &b.list[i]
		if e.batch != 0 || !which(e) {
			continue
		}
		if best < 0 || b.cfg.Order == LIFO || b.cfg.Order == Priority && e.class > b.list[best].class {
			best = i
		}
	}
	return best
}

func (b *naive) batches() int {
	known := map[int]bool{}
	for _, e := range b.list {
		if e.batch != 0 {
			known[e.batch] = true
		}
	}
	return len(known)
}

// next returns the items of the next batch and its number.
func (b *naive) next(now int64) (items []Item, number int) {
	b.begin(now)
	if b.offline || b.cfg.InFlight > 0 && b.batches() >= b.cfg.InFlight {
		return nil, 0
	}
	for len(items) < b.cfg.Batch {
		i := b.best(func(e *entry) bool { return !e.stored && (b.cfg.Send == Blind || !b.paused) })
		if i < 0 && !b.paused {
			i = b.best(func(e *entry) bool { return e.stored })
		}
		if i < 0 {
			break
		}
		if b.cfg.Enforce&OnRead != 0 && b.old(&b.list[i]) {
			number := b.list[i].number
			b.dropAll(Expired, func(e *entry) bool { return e.number == number })
			continue
		}
		b.list[i].batch = b.batch + 1
		items = append(items, b.list[i].Item)
	}
	if len(items) == 0 {
		return nil, 0
	}
	b.batch++
	return items, b.batch
}

func (b *naive) ack(now int64, number int) {
	b.begin(now)
	b.list = slices.DeleteFunc(b.list, func(e entry) bool {
		if e.batch == number {
			b.ends[Delivered] += int64(e.Count)
		}
		return e.batch == number
	})
	b.backoff = 0
	if b.cfg.Retry.OnSuccess {
		b.paused = false
	}
}

func (b *naive) fail(now int64, number int, counts bool) {
	b.begin(now)
	if len(b.waiting()) == 0 && b.cfg.Sweep > 0 {
		b.sweepAt = after(now, int64(b.cfg.Sweep))
	}
	for i := range b.list {
		if e := &b.list[i]; e.batch == number {
			e.batch = 0
			if counts {
				e.attempts++
			}
			e.stored = b.cfg.Send == Blind && e.attempts > 0
		}
	}
	b.dropAll(Exhausted, func(e *entry) bool { return e.batch == 0 && b.worn(e.attempts) })
	if counts {
		b.pause()
	} else if b.offline && b.cfg.Send == Blind {
		b.failFresh()
	}
}

func (b *naive) due() (int64, bool) {
	due := int64(math.MaxInt64)
	if len(b.waiting()) == 0 {
		return due, false
	}
	if b.paused && (b.cfg.Send == Blind && b.anyStored() || b.cfg.Send == Connected && !b.offline) {
		due = b.resume
	}
	if b.cfg.Sweep > 0 {
		due = min(due, b.sweepAt)
	}
	return due, due < math.MaxInt64
}

func (b *naive) tick(now int64) {
	b.begin(now)
	if b.cfg.Send == Blind && b.offline && b.paused && b.resume <= now {
		for i := range b.list {
			if b.list[i].stored && b.list[i].batch == 0 {
				b.list[i].attempts++
			}
		}
		b.dropAll(Exhausted, func(e *entry) bool { return e.batch == 0 && b.worn(e.attempts) })
		b.resume = after(now, int64(b.cfg.Retry.Every))
	}
	if b.cfg.Sweep > 0 && b.sweepAt <= now {
		b.dropAll(Expired, func(e *entry) bool { return e.batch == 0 && b.old(e) })
		b.sweepAt = after(now, int64(b.cfg.Sweep))
	}
}

func (b *naive) goOffline(now int64) {
	b.begin(now)
	if b.offline {
		return
	}
	b.offline = true
	if b.cfg.Send == Blind {
		b.failFresh()
	} else if !b.cfg.Retry.OnReconnect {
		b.pause()
	}
}

func (b *naive) failFresh() {
	for i := range b.list {
		if e := &b.list[i]; e.batch == 0 && !e.stored {
			e.stored = true
			e.attempts++
		}
	}
	b.dropAll(Exhausted, func(e *entry) bool { return e.batch == 0 && b.worn(e.attempts) })
	if b.anyStored() {
		b.pause()
	}
}

func (b *naive) goOnline(now int64) {
	b.begin(now)
	if !b.offline {
		return
	}
	b.offline = false
	r := b.cfg.Retry
	if r.OnReconnect {
		b.paused = false
	}
	for b.paused && b.resume < now {
		if r.EveryMax == 0 {
			b.resume = (now + int64(r.Every) - 1) / int64(r.Every) * int64(r.Every)
		} else {
			b.resume += b.delay()
		}
	}
}

func (b *naive) crash(now int64) {
	b.begin(now)
	if b.cfg.Durable {
		return
	}
	b.dropAll(Lost, func(*entry) bool { return true })
	b.paused, b.backoff = false, 0
}
