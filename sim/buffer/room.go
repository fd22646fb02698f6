package buffer

// fits reports whether there is room for one more item.
func (b *Buffer) fits(x *Item) bool {
	return int64(x.Size) <= int64(b.cfg.Bytes)-b.bytes && b.items < b.cfg.Items
}

// makeRoom makes room for a new item as the policy says, and reports whether there is.
func (b *Buffer) makeRoom(x *Item, c Class) bool {
	if b.fits(x) {
		return true
	}
	if int64(x.Size) > int64(b.cfg.Bytes) {
		return false
	}
	if b.cfg.Enforce&OnInsert != 0 {
		b.dropExpired()
	}
	switch b.cfg.Full {
	case DropOldest:
		if b.fits(x) {
			return true
		}
		enough := b.bytes - int64(b.cfg.EvictBytes)
		for (!b.fits(x) || b.bytes > enough) && b.evictOldest(ClassesMax-1) {
		}
	case ByClass:
		most := min(c, b.cfg.KeepFrom-1)
		for b.cfg.KeepFrom > 0 && !b.fits(x) && b.evictLowest(most) {
		}
	default:
	}
	return b.fits(x)
}

// evictLowest evicts what came first of the lowest class up to one, and reports whether there was anything.
func (b *Buffer) evictLowest(most Class) bool {
	for c := Class(0); c <= most; c++ {
		if b.evict(c) {
			return true
		}
	}
	return false
}

// evictOldest evicts what came first, and reports whether there was anything.
func (b *Buffer) evictOldest(most Class) bool {
	best, found := Class(0), false
	var first *Item
	for c := Class(0); c <= most; c++ {
		if x := b.oldest(c); x != nil && (!found || x.before(first)) {
			best, first, found = c, x, true
		}
	}
	return found && b.evict(best)
}

// oldest returns what came first of a class and is not in flight, or nil.
func (b *Buffer) oldest(c Class) *Item {
	var first *Item
	for _, queues := range [2][]deque{b.queues, b.stored} {
		if int(c) < len(queues) && queues[c].n > 0 {
			if x := queues[c].at(0); first == nil || x.before(first) {
				first = x
			}
		}
	}
	return first
}

// evict evicts what came first of a class, and reports whether there was anything.
func (b *Buffer) evict(c Class) bool {
	first := b.oldest(c)
	if first == nil {
		return false
	}
	queues := b.queues
	if int(c) >= len(b.queues) || b.queues[c].n == 0 || b.queues[c].at(0) != first {
		queues = b.stored
	}
	x := queues[c].popFront(b.pool)
	b.drop(&x, c, Evicted)
	return true
}

// expired reports whether an item has stayed for longer than it may.
func (b *Buffer) expired(x *Item) bool { return b.cfg.TTL > 0 && b.now-x.put > int64(b.cfg.TTL) }

// dropExpired gives up everything buffered that has stayed for longer than it may: it is at the front of its queue.
func (b *Buffer) dropExpired() {
	for _, queues := range [2][]deque{b.queues, b.stored} {
		for c := range queues {
			for d := &queues[c]; d.n > 0 && b.expired(d.at(0)); {
				x := d.popFront(b.pool)
				b.drop(&x, Class(c), Expired)
			}
		}
	}
}
