package buffer

import "math"

// Due returns when Tick is to be called, and false when nothing is due by itself.
func (b *Buffer) Due() (int64, bool) {
	due := int64(math.MaxInt64)
	if b.items == b.inFlight {
		return due, false
	}
	if b.paused && (b.cfg.Send == Blind && b.storedAny() || b.cfg.Send == Connected && !b.offline) {
		due = b.resume
	}
	if b.cfg.Enforce&BySweep != 0 {
		due = min(due, b.sweepAt)
	}
	return due, due != math.MaxInt64
}

func (b *Buffer) storedAny() bool {
	for c := range b.stored {
		if b.stored[c].n > 0 {
			return true
		}
	}
	return false
}

// Tick lets the buffer do what is due.
func (b *Buffer) Tick(now int64) {
	b.begin(now)
	if b.cfg.Send == Blind && b.offline && b.paused && b.resume <= now {
		b.tryInVain()
		b.resume = multipleAfter(now, int64(b.cfg.Retry.Every))
	}
	if b.cfg.Enforce&BySweep != 0 && b.sweepAt <= now {
		b.dropExpired()
		b.sweepAt = multipleAfter(now, int64(b.cfg.Sweep))
	}
}

// tryInVain counts an attempt of everything that is stored, when there is no path.
func (b *Buffer) tryInVain() {
	if b.cfg.Retry.Max == Endless {
		return
	}
	for c := range b.stored {
		d := &b.stored[c]
		for range d.n {
			x := d.popFront(b.pool)
			x.tried()
			if b.worn(&x) {
				b.drop(&x, Class(c), Exhausted)
			} else {
				d.pushBack(b.pool, x)
			}
		}
	}
}

// pause lets what has failed wait, unless it does already.
func (b *Buffer) pause() {
	r := &b.cfg.Retry
	if b.paused && b.resume > b.now || r.Every == 0 {
		return
	}
	b.paused = true
	if r.EveryMax == 0 {
		b.resume = multipleAfter(b.now, int64(r.Every))
		return
	}
	b.resume = b.now
	b.backOff()
}

// backOff makes the pause longer by the next delay.
func (b *Buffer) backOff() {
	delay := int64(b.cfg.Retry.Every)
	for range b.backoff {
		if delay > int64(b.cfg.Retry.EveryMax)/2 {
			delay = int64(b.cfg.Retry.EveryMax)
			break
		}
		delay *= 2
	}
	if delay < int64(b.cfg.Retry.EveryMax) {
		b.backoff++
	}
	if b.resume > math.MaxInt64-delay {
		b.resume = math.MaxInt64
		return
	}
	b.resume += delay
}

// Offline says that there is no path to the destination. What is in flight stays there until it fails.
func (b *Buffer) Offline(now int64) {
	b.begin(now)
	if b.offline {
		return
	}
	b.offline = true
	if b.cfg.Send == Blind {
		b.failFresh()
		return
	}
	if !b.cfg.Retry.OnReconnect {
		b.pause()
	}
}

// failFresh fails the first attempts of what has not been tried yet.
func (b *Buffer) failFresh() {
	for c := range b.queues {
		for d := &b.queues[c]; d.n > 0; {
			x := d.popFront(b.pool)
			x.tried()
			if b.worn(&x) {
				b.drop(&x, Class(c), Exhausted)
				continue
			}
			queueOf(&b.stored, Class(c)).insert(b.pool, x)
		}
	}
	if b.storedAny() {
		b.pause()
	}
}

// Online says that there is a path again.
func (b *Buffer) Online(now int64) {
	b.begin(now)
	if !b.offline {
		return
	}
	b.offline = false
	r := &b.cfg.Retry
	switch {
	case r.OnReconnect:
		b.paused = false
	case !b.paused || b.resume >= now:
	case r.EveryMax == 0:
		if b.resume = now; now%int64(r.Every) != 0 {
			b.resume = multipleAfter(now, int64(r.Every))
		}
	default:
		b.probe(now)
	}
}

// probe moves the end of the pause to the first attempt from now on, when those before have failed.
func (b *Buffer) probe(now int64) {
	for b.resume < now {
		before := b.backoff
		b.backOff()
		if b.backoff == before { // the longest pause, again and again
			if step := int64(b.cfg.Retry.EveryMax); b.resume < now {
				b.resume += (now - 1 - b.resume) / step * step
			}
		}
	}
}

// Crash says that the node of the buffer has crashed. Unless it is durable, all is Lost, also what is in flight: the
// caller acknowledges before what has been delivered, and forgets the rest. From a durable buffer nothing is lost; the
// caller recalls what is in flight.
func (b *Buffer) Crash(now int64) {
	b.begin(now)
	if b.cfg.Durable {
		return
	}
	for i := range b.batches {
		if b.batches[i].next != underway {
			continue
		}
		f := b.unfly(BatchID(i))
		for k := range f.items {
			b.totals.Buffered += int64(f.items[k].Count)
			b.drop(&f.items[k], f.classes[k], Lost)
		}
		b.release(BatchID(i))
	}
	for _, queues := range [2][]deque{b.queues, b.stored} {
		for c := range queues {
			for d := &queues[c]; d.n > 0; {
				x := d.popFront(b.pool)
				b.drop(&x, Class(c), Lost)
			}
		}
	}
	b.paused, b.backoff = false, 0
}
