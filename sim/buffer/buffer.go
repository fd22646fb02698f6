package buffer

import (
	"fmt"
	"math"
)

// Buffer is the state of one buffer. See the package comment. Times are nanoseconds since the start of the run and
// never run backwards; a Buffer panics with the numbers when they do, and when a batch is named that is not under way.
type Buffer struct {
	cfg  *Config
	pool *Pool

	queues []deque // by class: what has come; a Connected buffer puts back here what has failed
	stored []deque // by class: what a Blind buffer has tried in vain

	batches []batch
	free    int32 // first batch that is not under way, linked by next, or none
	flying  int32 // batches under way

	totals   Totals
	items    int64 // that it holds, in flight included
	bytes    int64
	inFlight int64 // of these items, those in flight
	most     int64 // largest bytes so far

	now     int64
	resume  int64 // end of the pause
	sweepAt int64 // when BySweep looks next
	seq     uint32
	backoff uint8 // failures since the last delivery, up to the longest pause
	offline bool
	paused  bool // what has failed waits
}

// batch is what is sent together.
type batch struct {
	items   []Item
	classes []Class
	next    int32 // among the free ones; underway while it is under way
}

// BatchID is the handle of a batch under way. IDs are small, and used again.
type BatchID int32

const (
	none     int32 = -1
	underway int32 = -2
)

// Totals counts readings: those that have come and what became of them. What is in neither is buffered or in flight.
type Totals struct {
	In       int64
	Ends     [endCount]int64
	Buffered int64 // waiting now
	InFlight int64 // in flight now
}

// Balanced reports whether every reading that came in is accounted for.
func (t *Totals) Balanced() bool {
	sum := t.Buffered + t.InFlight
	for _, n := range t.Ends {
		sum += n
	}
	return sum == t.In
}

// New returns an empty buffer with a valid policy, which has a path at first.
func New(cfg *Config, pool *Pool) *Buffer { return &Buffer{cfg: cfg, pool: pool, free: none} }

// Totals returns the counts so far.
func (b *Buffer) Totals() Totals { return b.totals }

// Len returns the number of items that it holds, in flight included.
func (b *Buffer) Len() int64 { return b.items }

// Bytes returns the bytes of all items that it holds, in flight included.
func (b *Buffer) Bytes() int64 { return b.bytes }

// BytesMost returns the largest value that Bytes has had.
func (b *Buffer) BytesMost() int64 { return b.most }

// Drops returns what the last input to any buffer of the pool has given up. It is valid until the next input.
func (b *Buffer) Drops() []Drop { return b.pool.drops }

// begin starts an input.
func (b *Buffer) begin(now int64) {
	if now < b.now {
		panic(fmt.Sprintf("buffer: time runs backwards, from %d ns to %d ns", b.now, now))
	}
	b.now = now
	if b.paused && !b.offline && b.resume <= now {
		b.paused = false
	}
	b.pool.drops = b.pool.drops[:0]
}

// drop ends the stay of an item that was buffered.
func (b *Buffer) drop(x *Item, c Class, why End) {
	b.items--
	b.bytes -= int64(x.Size)
	b.totals.Buffered -= int64(x.Count)
	b.report(x, c, why)
}

// report counts an item that has come to an end, and notes it for the caller.
func (b *Buffer) report(x *Item, c Class, why End) {
	b.totals.Ends[why] += int64(x.Count)
	b.pool.drops = append(b.pool.drops, Drop{Item: *x, Class: c, Why: why})
}

// Put brings a new item, and reports whether it is buffered; when it is not, it is in Drops. It panics for a class
// beyond ClassesMax.
func (b *Buffer) Put(now int64, x Item, c Class) bool {
	b.begin(now)
	if c >= ClassesMax {
		panic(fmt.Sprintf("buffer: class %d", c))
	}
	b.totals.In += int64(x.Count)
	x.put, x.seq = now, b.seq
	b.seq++
	to := &b.queues
	switch {
	case b.offline && c < b.cfg.OfflineFrom:
		b.report(&x, c, Rejected)
		return false
	case b.offline && b.cfg.Send == Blind:
		to = &b.stored
		x.tried()
		if b.worn(&x) {
			b.report(&x, c, Exhausted)
			return false
		}
	}
	if !b.makeRoom(&x, c) {
		b.report(&x, c, Rejected)
		return false
	}
	if b.items == b.inFlight && b.cfg.Sweep > 0 {
		b.sweepAt = multipleAfter(now, int64(b.cfg.Sweep))
	}
	b.items++
	b.bytes += int64(x.Size)
	b.most = max(b.most, b.bytes)
	b.totals.Buffered += int64(x.Count)
	queueOf(to, c).pushBack(b.pool, x)
	if to == &b.stored {
		b.pause()
	}
	return true
}

// queueOf returns the queue of a class.
func queueOf(queues *[]deque, c Class) *deque {
	for len(*queues) <= int(c) {
		*queues = append(*queues, deque{})
	}
	return &(*queues)[c]
}

// worn reports whether an item has been tried as often as allowed.
func (b *Buffer) worn(x *Item) bool {
	return b.cfg.Retry.Max != Endless && x.Attempts() > b.cfg.Retry.Max
}

// Next takes the next batch out of the queue and puts it in flight. It returns false when there is nothing that may be
// sent now; Due says when that can change by itself. Call it again until it does.
func (b *Buffer) Next(now int64) (BatchID, bool) {
	b.begin(now)
	if b.offline || b.items == b.inFlight || b.cfg.InFlight > 0 && int(b.flying) >= b.cfg.InFlight {
		return 0, false
	}
	id := b.take()
	f := &b.batches[id]
	for len(f.items) < b.cfg.Batch {
		d, c := b.choose()
		if d == nil {
			break
		}
		var x Item
		if b.cfg.Order == LIFO {
			x = d.popBack(b.pool)
		} else {
			x = d.popFront(b.pool)
		}
		if b.cfg.Enforce&OnRead != 0 && b.expired(&x) {
			b.drop(&x, c, Expired)
			continue
		}
		f.items, f.classes = append(f.items, x), append(f.classes, c)
		b.inFlight++
		b.totals.Buffered -= int64(x.Count)
		b.totals.InFlight += int64(x.Count)
	}
	if len(f.items) == 0 {
		b.release(id)
		return 0, false
	}
	return id, true
}

// choose returns the queue that is to give the next item, or nil.
func (b *Buffer) choose() (*deque, Class) {
	if !b.paused || b.cfg.Send == Blind {
		if d, c := b.first(b.queues, b.cfg.Order); d != nil {
			return d, c
		}
	}
	if b.paused {
		return nil, 0
	}
	return b.first(b.stored, b.cfg.Order)
}

// first returns the queue with the item that comes first in an order, or nil when all are empty.
func (b *Buffer) first(queues []deque, order Order) (best *deque, class Class) {
	for c := len(queues) - 1; c >= 0; c-- {
		d := &queues[c]
		switch {
		case d.n == 0:
		case best == nil || order == FIFO && d.at(0).before(best.at(0)) || order == LIFO && best.at(best.n-1).before(d.at(d.n-1)):
			best, class = d, Class(c)
		}
	}
	return best, class
}

// Items returns what is in a batch under way. It is valid until the batch ends, and not to be changed.
func (b *Buffer) Items(id BatchID) []Item { return b.batches[id].items }

// take makes a batch.
func (b *Buffer) take() BatchID {
	id := b.free
	if id == none {
		id = int32(len(b.batches))
		b.batches = append(b.batches, batch{})
	} else {
		b.free = b.batches[id].next
	}
	b.batches[id].next = underway
	b.flying++
	return BatchID(id)
}

// release ends a batch.
func (b *Buffer) release(id BatchID) {
	f := &b.batches[id]
	f.items, f.classes, f.next = f.items[:0], f.classes[:0], b.free
	b.free = int32(id)
	b.flying--
}

// end checks a batch that ends, and takes its items out of flight.
func (b *Buffer) end(now int64, id BatchID) *batch {
	b.begin(now)
	if id < 0 || int(id) >= len(b.batches) || b.batches[id].next != underway {
		panic(fmt.Sprintf("buffer: batch %d is not under way at %d ns", id, now))
	}
	return b.unfly(id)
}

// unfly takes the items of a batch out of flight.
func (b *Buffer) unfly(id BatchID) *batch {
	f := &b.batches[id]
	b.inFlight -= int64(len(f.items))
	for i := range f.items {
		b.totals.InFlight -= int64(f.items[i].Count)
	}
	return f
}

// Ack says that a batch has been delivered.
func (b *Buffer) Ack(now int64, id BatchID) {
	f := b.end(now, id)
	for i := range f.items {
		b.items--
		b.bytes -= int64(f.items[i].Size)
		b.totals.Ends[Delivered] += int64(f.items[i].Count)
	}
	b.release(id)
	b.backoff = 0
	if b.cfg.Retry.OnSuccess {
		b.paused = false
	}
}

// Fail says that a batch has not been delivered. Its items are buffered again, but for those that have been tried as
// often as allowed.
func (b *Buffer) Fail(now int64, id BatchID) {
	f := b.end(now, id)
	for i := range f.items {
		f.items[i].tried()
	}
	b.restore(f)
	b.release(id)
	b.pause()
}

// Recall takes a batch back that has not been delivered through no fault of the network: that does not count as an
// attempt.
func (b *Buffer) Recall(now int64, id BatchID) {
	b.restore(b.end(now, id))
	b.release(id)
	if b.offline && b.cfg.Send == Blind {
		b.failFresh()
	}
}

// restore puts the items of a batch back.
func (b *Buffer) restore(f *batch) {
	if b.items-int64(len(f.items)) == b.inFlight && b.cfg.Sweep > 0 {
		b.sweepAt = multipleAfter(b.now, int64(b.cfg.Sweep))
	}
	for i, x := range f.items {
		c := f.classes[i]
		b.totals.Buffered += int64(x.Count)
		switch {
		case b.worn(&x):
			b.drop(&x, c, Exhausted)
		case b.cfg.Send == Blind && x.Attempts() > 0:
			queueOf(&b.stored, c).insert(b.pool, x)
		default:
			queueOf(&b.queues, c).insert(b.pool, x)
		}
	}
}

// Each calls visit for everything that it holds, in flight or not, in no order that means anything.
func (b *Buffer) Each(visit func(x *Item, inFlight bool)) {
	for _, list := range [2][]deque{b.queues, b.stored} {
		for c := range list {
			for i := range list[c].n {
				visit(list[c].at(i), false)
			}
		}
	}
	for i := range b.batches {
		for k := range b.batches[i].items {
			visit(&b.batches[i].items[k], true)
		}
	}
}

// Check counts everything anew and compares.
func (b *Buffer) Check() error {
	var items, inFlight, bytes int64
	t := Totals{In: b.totals.In, Ends: b.totals.Ends}
	b.Each(func(x *Item, flies bool) {
		items++
		bytes += int64(x.Size)
		if flies {
			inFlight++
			t.InFlight += int64(x.Count)
		} else {
			t.Buffered += int64(x.Count)
		}
	})
	switch {
	case t != b.totals || !t.Balanced():
		return fmt.Errorf("buffer: counted %+v, booked %+v", t, b.totals)
	case items != b.items || inFlight != b.inFlight || bytes != b.bytes:
		return fmt.Errorf("buffer: counted %d items, %d in flight, %d bytes; booked %d, %d, %d", items, inFlight, bytes, b.items, b.inFlight, b.bytes)
	case b.bytes > int64(b.cfg.Bytes) || b.items > b.cfg.Items:
		return fmt.Errorf("buffer: %d bytes in %d items exceed %v and %d", b.bytes, b.items, b.cfg.Bytes, b.cfg.Items)
	}
	return nil
}

// multipleAfter returns the first multiple of a period after an instant, at most the largest int64.
func multipleAfter(now, period int64) int64 {
	next := now - now%period
	if next > math.MaxInt64-period {
		return math.MaxInt64
	}
	return next + period
}
