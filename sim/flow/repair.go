package flow

// bound is the number of constraints that a local repair may look at: so many in all, and so many for each busy one.
type bound struct{ all, each int }

// usualBound is far above what repairs have been seen to need.
func usualBound() bound { return bound{all: 256, each: 4} }

// repair finds the bottlenecks that a change has moved, starting from the dirty constraints.
//
// An allocation is the max–min fair one exactly when no constraint is overloaded and no flow at home at a constraint is
// slower, per weight, than another flow there. So every violation has the same form: a constraint on which flows with
// other homes have a higher level than it can give. It is mended by pulling these flows in, highest first, and changing
// the level to what is then left. That changes loads elsewhere, at levels not below the one that was mended; so the
// lowest dirty constraint comes first, and most are looked at once.
//
// When no constraint is dirty, the certificate holds everywhere, whatever the way that led there. Ties do not move
// flows: a level must be higher by more than the slack of rounding, and a level that would rise by no more than that
// stays. Beyond this there is no proof that the order of work cannot make flows go round; so the number of steps is
// bounded, and at the bound the component is filled from nothing, which always ends.
func (n *Network) repair() {
	steps := n.bound.all + n.bound.each*(len(n.busies)-len(n.freeBusy))
	for ; len(n.dirty.entries) > 0; steps-- {
		if steps <= 0 {
			n.refills++
			n.refill()
			return
		}
		n.mend(n.dirty.entries[0].busy)
	}
	if n.busies[limbo].first != none {
		n.refill()
	}
}

// settled takes the mark from a constraint, and frees it when no flow uses it.
func (n *Network) settled(at int32) {
	n.dirty.remove(at)
	b := &n.busies[at]
	b.dirty = false
	if b.uses == 0 {
		n.release(at)
	}
}

// mend makes the certificate hold at one constraint.
func (n *Network) mend(at int32) {
	n.wake(at)
	b := &n.busies[at]
	switch {
	case b.uses == 0 || b.fixed:
	case b.unlimited:
		n.evict(at)
	default:
		n.balance(at)
	}
	n.settled(at)
}

// balance pulls in the flows that are too fast, lets go those that reach their cap, and sets the level.
func (n *Network) balance(at int32) {
	b := &n.busies[at]
	for {
		if b.weight == 0 {
			if !b.overloaded() || !n.saturate(at) {
				return
			}
			continue
		}
		level := b.room(b.weight)
		if g := n.faster(at, level); g != none {
			n.pull(g, at)
			continue
		}
		// A class on b.caps is the cap of flows at home here.
		if g := b.caps; g != none {
			limit := n.ranks[g].key
			if limit.plus(slack(limit)).less(level) {
				n.pull(g, n.groups[g].in)
				continue
			}
		}
		n.level(at, level)
		return
	}
}

// saturate makes an overloaded constraint without flows of its own a bottleneck, by pulling in the fastest group. It
// returns false when the overload is nothing but rounding.
func (n *Network) saturate(at int32) bool {
	b := &n.busies[at]
	g := n.fastest(at)
	weight, high := n.groups[g].weight, n.busies[n.groups[g].of].level
	rest := b.others.minus(high.scaled(weight))
	level := amount{}
	if rest.less(b.capacity) {
		level = b.capacity.minus(rest).per(weight)
	}
	if !level.plus(slack(high)).less(high) {
		return false
	}
	b.level, b.clock, b.sinceNs = level, amount{}, n.nowNs
	n.pull(g, at)
	return true
}

// fastest returns the group with the highest level among the flows that use a constraint and have another home.
func (n *Network) fastest(at int32) int32 {
	b := &n.busies[at]
	best := none
	b.top = amount{}
	for _, g := range b.inside {
		if level := n.busies[n.groups[g].of].level; best == none || b.top.less(level) {
			best, b.top = g, level
		}
	}
	if g := b.classes; g != none && (best == none || b.top.less(n.busies[n.groups[g].of].level)) {
		best = g
	}
	return best
}

// faster returns the group with the highest level when that is above the given one by more than rounding, else none.
func (n *Network) faster(at int32, level amount) int32 {
	b := &n.busies[at]
	most := level.plus(slack(level))
	if !most.less(b.top) && (b.classes == none || !most.less(n.busies[n.groups[b.classes].of].level)) {
		return none
	}
	g := n.fastest(at)
	if g == none || !most.less(n.busies[n.groups[g].of].level) {
		return none
	}
	return g
}

// level changes the level of a bottleneck, and marks those that this may upset.
func (n *Network) level(at int32, level amount) {
	b := &n.busies[at]
	old := b.level
	if level == old || (old.less(level) && !old.plus(slack(old)).less(level)) {
		return
	}
	b.touch(n.nowNs)
	b.level = level
	n.spoil(at)
	rise := level.minus(old)
	for _, g := range b.outside {
		p := &n.groups[g]
		c := &n.busies[p.in]
		c.others = c.others.plus(rise.scaled(p.weight))
		if c.top.less(level) {
			c.top = level
		}
		if c.weight > 0 || c.overloaded() {
			n.mark(p.in)
		}
	}
	for g := b.sleepers; g != none && n.ranks[g].key.less(level); g = b.sleepers {
		in := n.groups[g].in
		n.wake(in)
		if n.busies[in].overloaded() {
			n.mark(in)
		}
	}
}

// evict finds other homes for the bundles of a constraint that has no limit any more.
func (n *Network) evict(at int32) {
	b := &n.busies[at]
	for b.first != none {
		k := b.first
		n.detach(k)
		n.admit(k)
	}
}

// admit gives a bundle the home that seems to hold it most, or finishes its flows when nothing does.
func (n *Network) admit(k int32) {
	home, least := none, amount{}
	s := &n.bundles[k]
	for u := s.uses; u != none; u = n.uses[u].after {
		p := &n.uses[u]
		b := &n.busies[p.of]
		n.wake(p.of)
		if b.unlimited {
			continue
		}
		level := b.level
		if !b.fixed {
			level = b.guess(uint64(p.coefficient) * s.weight)
		}
		if home == none || level.less(least) {
			home, least = p.of, level
		}
	}
	if home == none {
		n.finishAll(k)
		return
	}
	if b := &n.busies[home]; b.weight == 0 && !b.fixed {
		b.level, b.clock, b.sinceNs = least, amount{}, n.nowNs
	}
	n.attach(k, home)
}

// guess returns a level at most a little below the one that a constraint would have with one more bundle.
func (b *busy) guess(weight uint64) amount {
	level := b.room(b.weight + weight)
	if !level.less(b.top) {
		return level
	}
	// Some of the others would have to give way: down to the average over all at the worst.
	if all := b.capacity.per(b.weight + b.foreign + weight); level.less(all) {
		return all
	}
	return level
}
