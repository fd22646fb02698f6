package flow

import "fmt"

// weightsMax bounds the sum of coefficient × weight over the flows of one constraint.
const weightsMax = 1 << 63

// group is the set of the flows that use one busy constraint and have their home at another. All have the same level,
// so when that changes, one addition corrects the load of the constraint for all of them.
type group struct {
	weight uint64
	// in is the constraint used, of the home.
	in, of int32
	// first is the first use in the list of the group.
	first int32
	// placeIn is the index in inside of in, placeOf that in outside of of; none where the group is in a heap.
	placeIn, placeOf int32
}

// pairOf is the key of a group in the table.
func pairOf(in, of int32) uint64 { return uint64(in)<<32 | uint64(of) }

// open returns the group of a constraint and a home, and makes it when there is none.
func (n *Network) open(in, of int32) int32 {
	key := pairOf(in, of)
	if g := n.byPair.find(key); g != none {
		return g
	}
	var g int32
	if k := len(n.freeGroups); k > 0 {
		g, n.freeGroups = n.freeGroups[k-1], n.freeGroups[:k-1]
	} else {
		g = int32(len(n.groups))
		n.groups = append(n.groups, group{})
		n.ranks = append(n.ranks, node{})
	}
	n.byPair.insert(key, g)
	n.groups[g] = group{in: in, of: of, first: none, placeIn: none, placeOf: none}
	user, home := &n.busies[in], &n.busies[of]
	switch {
	case user.fixed:
		n.ranks[g].key = user.level
		home.caps = push(n.ranks, home.caps, g)
	case home.fixed:
		n.ranks[g].key = amount{}.minus(home.level)
		user.classes = push(n.ranks, user.classes, g)
	default:
		n.groups[g].placeIn, n.groups[g].placeOf = int32(len(user.inside)), int32(len(home.outside))
		user.inside = append(user.inside, g)
		home.outside = append(home.outside, g)
	}
	return g
}

// shut frees a group without flows.
func (n *Network) shut(g int32) {
	p := &n.groups[g]
	n.byPair.remove(pairOf(p.in, p.of))
	user, home := &n.busies[p.in], &n.busies[p.of]
	switch {
	case user.fixed:
		home.caps = drop(n.ranks, home.caps, g)
	case home.fixed:
		user.classes = drop(n.ranks, user.classes, g)
	default:
		last := user.inside[len(user.inside)-1]
		user.inside[p.placeIn] = last
		n.groups[last].placeIn = p.placeIn
		user.inside = user.inside[:len(user.inside)-1]
		n.leave(g)
	}
	n.freeGroups = append(n.freeGroups, g)
}

// attach gives a flow its home and marks what this may upset. left is what remains of it per weight. What the flow uses
// must be awake.
func (n *Network) attach(i, home int32, left amount) {
	s, h := &n.flows[i], &n.busies[home]
	s.home, s.stage = home, moving
	n.targets[i].key = h.clockAt(n.nowNs).plus(left)
	first := h.first
	h.first = push(n.targets, first, i)
	if h.first != first {
		n.spoil(home)
	}
	for u := s.uses; u != none; u = n.uses[u].after {
		p := &n.uses[u]
		b := &n.busies[p.of]
		if b.weight+b.foreign+p.weight > weightsMax {
			panic(fmt.Sprintf("flow: the weights of the flows on constraint %d add up to more than %d", b.id, uint64(weightsMax)))
		}
		if p.of == home {
			p.group = none
			b.weight += p.weight
			n.mark(home)
			continue
		}
		n.tire(p.of)
		g := n.open(p.of, home)
		q := &n.groups[g]
		q.weight += p.weight
		p.group, p.next, p.prev = g, q.first, none
		if q.first != none {
			n.uses[q.first].prev = u
		}
		q.first = u
		b.foreign += p.weight
		b.others = b.others.plus(h.level.scaled(p.weight))
		if !h.fixed && b.top.less(h.level) {
			b.top = h.level
		}
		if b.weight > 0 || b.overloaded() {
			n.mark(p.of)
		}
	}
}

// detach takes a flow out of its home and returns what remains of it per weight, below zero when it is overdue.
func (n *Network) detach(i int32) (left amount) {
	s := &n.flows[i]
	home := s.home
	h := &n.busies[home]
	left = n.targets[i].key.minus(h.clockAt(n.nowNs))
	first := h.first
	h.first = drop(n.targets, first, i)
	if h.first != first {
		n.spoil(home)
	}
	for u := s.uses; u != none; u = n.uses[u].after {
		p := &n.uses[u]
		n.wake(p.of)
		b := &n.busies[p.of]
		if p.of == home {
			b.weight -= p.weight
			n.mark(home)
			continue
		}
		n.tire(p.of)
		g := p.group
		q := &n.groups[g]
		q.weight -= p.weight
		if p.prev == none {
			q.first = p.next
		} else {
			n.uses[p.prev].next = p.next
		}
		if p.next != none {
			n.uses[p.next].prev = p.prev
		}
		b.foreign -= p.weight
		b.others = b.others.minus(h.level.scaled(p.weight))
		if q.first == none {
			n.shut(g)
		}
		if b.weight > 0 {
			n.mark(p.of)
		}
	}
	s.home = none
	return left
}

// pull moves all flows of a group to another home.
func (n *Network) pull(g, home int32) {
	for u := n.groups[g].first; u != none; {
		next, i := n.uses[u].next, n.uses[u].flow
		n.attach(i, home, n.detach(i))
		u = next
	}
}
