package flow

import (
	"fmt"

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
	// first is the heap of the flows at home here by target.
	first int32

	// id is the constraint, none for a class and for limbo.
	id ConstraintID
	// uses counts the flows that use the constraint, waiting or not.
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

// acquire returns the index of a new busy constraint that differs from the zero value in what b says.
func (n *Network) acquire(b busy) int32 {
	b.classes, b.caps, b.first = none, none, none
	b.sleepers, b.asleep = none, none
	if k := len(n.freeBusy); k > 0 {
		i := n.freeBusy[k-1]
		n.freeBusy = n.freeBusy[:k-1]
		b.inside, b.outside = n.busies[i].inside[:0], n.busies[i].outside[:0]
		n.busies[i] = b
		return i
	}
	n.busies = append(n.busies, b)
	n.dirty.grow(len(n.busies))
	n.due.grow(len(n.busies))
	return int32(len(n.busies) - 1)
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
		b := busy{id: c}
		b.limit(units.BitsPerSecond(l.capacity))
		l.busy = n.acquire(b)
	}
	return l.busy
}

// classOf returns the class of flows with this cap and weight.
func (n *Network) classOf(limit int64, weight uint32) int32 {
	key := uint64(limit)<<16 | uint64(weight)
	if at := n.classes.find(key); at != none {
		return at
	}
	at := n.acquire(busy{id: ConstraintID(none), key: key, fixed: true, level: levelOf(limit, weight), sinceNs: n.nowNs})
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
	b := &n.busies[at]
	if b.dirty {
		return
	}
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

// use is one constraint, or the class, of one flow.
type use struct {
	// weight is coefficient × weight of the flow; 1 for a class.
	weight uint64
	of     int32
	flow   int32
	// after is the next use of the same flow.
	after int32
	// group is none when the flow has its home here. next and prev are neighbours in the list of the group.
	group, next, prev int32
}

// useAll adds uses to a flow, behind those that it has.
func (n *Network) useAll(i int32, uses []Use) {
	for _, u := range uses {
		n.checkConstraint(u.Constraint)
		if u.Coefficient == 0 {
			panic(fmt.Sprintf("flow: flow %d uses constraint %d with coefficient 0", i, u.Constraint))
		}
		n.use(i, n.busyOf(u.Constraint), uint64(u.Coefficient)*uint64(n.flows[i].weight))
	}
}

// use adds a use to a flow. The class, if any, comes first, so that it can be found.
func (n *Network) use(i, at int32, weight uint64) {
	s := &n.flows[i]
	for u := s.uses; u != none; u = n.uses[u].after {
		if n.uses[u].of == at {
			panic(fmt.Sprintf("flow: flow %d uses constraint %d twice", i, n.busies[at].id))
		}
	}
	u := n.freeUse
	if u == none {
		u = int32(len(n.uses))
		n.uses = append(n.uses, use{})
	} else {
		n.freeUse = n.uses[u].after
	}
	n.uses[u] = use{weight: weight, of: at, flow: i, after: none, group: none, next: none, prev: none}
	n.busies[at].uses++
	if s.uses != none && n.busies[n.uses[s.uses].of].fixed {
		n.uses[u].after = n.uses[s.uses].after
		n.uses[s.uses].after = u
		return
	}
	n.uses[u].after = s.uses
	s.uses = u
}

// disuse frees a chain of uses that are in no group.
func (n *Network) disuse(u int32) {
	for u != none {
		after, at := n.uses[u].after, n.uses[u].of
		n.uses[u].after = n.freeUse
		n.freeUse = u
		if n.busies[at].uses--; n.busies[at].uses == 0 {
			n.mark(at)
		}
		u = after
	}
}
