package flow

import (
	"github.com/littoral-sim/littoral/models/units"
)

// busy is a constraint that flows use. It is a bottleneck when flows have it as their home: then it is saturated, and
// its level is the rate per weight of these flows, the greatest of all flows that use it.
//
// There are two other kinds. A class stands for the caps of flows: it is the home of all flows that run at a cap of the
// same level, which never changes. Limbo is the home of flows while the bottlenecks of a whole component are being
// found anew; its level is 0.
type busy struct {
	// level is in bit/s per weight, in units of 1/fine. It means nothing while the weight is 0.
	level amount
	// clock is the integral of the level up to sinceNs.
	clock   amount
	sinceNs int64
	// early is what the clock gains in δ, while the bottleneck is in the agenda of what is due.
	early amount

	// capacity and others are in units of 1/(fine·Unit) bit/s; others is the load of the flows that use the constraint
	// and have another home. While a change is being worked in, others may wrap around, but every step adds exactly
	// what a later one takes away.
	capacity, others amount
	// weight is the sum of coefficient × weight of the flows at home here, foreign that of the others.
	weight, foreign uint64
	// top is at least the level of every group in inside.
	top amount

	// inside lists the groups of flows that use this constraint and have another home, outside those that have their
	// home here and use another constraint. Groups that involve a class are in heaps instead, because there may be as
	// many classes as flows: classes holds those inside by falling level, caps those outside by rising level.
	inside, outside []int32
	classes, caps   int32
	// sleepers is the heap of the groups outside that are asleep, by the level that wakes them; asleep is the only group
	// inside when it sleeps at its home. Then others and top are out of date.
	sleepers, asleep int32
	// first is the heap of the bundles at home here, by the target of their first flow.
	first int32

	// id is the constraint, none for a class and for limbo.
	id ConstraintID
	// uses counts the bundles that use the constraint, also while all their flows wait.
	uses      int32
	key       uint64
	fixed     bool
	unlimited bool
	dirty     bool
	stale     bool
	tired     bool
}

// limbo is the index of the home of flows without a bottleneck.
const limbo int32 = 0

// acquire returns the index of a new busy constraint for a constraint, or none.
func (n *Network) acquire(id ConstraintID) int32 {
	var i int32
	if k := len(n.freeBusy); k > 0 {
		i, n.freeBusy = n.freeBusy[k-1], n.freeBusy[:k-1]
	} else {
		i = int32(len(n.busies))
		n.busies = append(n.busies, busy{})
		n.dirty.grow(len(n.busies))
		n.due.grow(len(n.busies))
	}
	b := &n.busies[i]
	inside, outside := b.inside[:0], b.outside[:0]
	*b = busy{}
	b.id, b.inside, b.outside = id, inside, outside
	b.classes, b.caps, b.first = none, none, none
	b.sleepers, b.asleep = none, none
	return i
}

// release frees a busy constraint that no flow uses any more.
func (n *Network) release(at int32) {
	b := &n.busies[at]
	n.due.remove(at)
	if b.fixed {
		n.classes.remove(b.key)
	} else {
		n.links[b.id].busy = none
	}
	n.freeBusy = append(n.freeBusy, at)
}

// busyOf returns the busy constraint for a constraint.
func (n *Network) busyOf(c ConstraintID) int32 {
	l := &n.links[c]
	if l.busy == none {
		l.busy = n.acquire(c)
		n.busies[l.busy].limit(units.BitsPerSecond(l.capacity))
	}
	return l.busy
}

// classOf returns the class of flows with this cap and weight.
func (n *Network) classOf(limit int64, weight uint32) int32 {
	key := uint64(limit)<<16 | uint64(weight)
	if at := n.classes.find(key); at != none {
		return at
	}
	at := n.acquire(ConstraintID(none))
	b := &n.busies[at]
	b.key, b.fixed, b.level, b.sinceNs = key, true, levelOf(limit, weight), n.nowNs
	n.classes.insert(key, at)
	return at
}

// limit sets the capacity.
func (b *busy) limit(capacity units.BitsPerSecond) {
	b.unlimited = capacity == units.Unlimited
	b.capacity = amount{}
	if !b.unlimited {
		b.capacity = capacityOf(capacity)
	}
}

// load returns how much of a constraint is in use.
func (n *Network) load(b *busy) amount {
	others := n.loadOfOthers(b)
	if b.weight == 0 {
		return others
	}
	return others.plus(b.level.scaled(b.weight))
}

// overloaded reports whether the flows with other homes take more than there is.
func (b *busy) overloaded() bool { return !b.unlimited && b.capacity.less(b.others) }

// mark has a busy constraint looked at again.
func (n *Network) mark(at int32) {
	if !n.busies[at].dirty {
		n.markFirst(at)
	}
}

// markFirst is the part of mark for a constraint that is not marked yet.
func (n *Network) markFirst(at int32) {
	b := &n.busies[at]
	b.dirty = true
	level := b.level
	if b.weight == 0 {
		level = b.top
	}
	n.dirty.set(at, rank(level))
}

// spoil has the next completion at a bottleneck computed again.
func (n *Network) spoil(at int32) {
	if b := &n.busies[at]; !b.stale {
		b.stale = true
		n.stale = append(n.stale, at)
	}
}
