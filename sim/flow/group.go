package flow

import "fmt"

// weightsMax bounds the sum of coefficient × weight over the flows of one constraint.
const weightsMax = 1 << 63

// group is the set of the bundles that use one busy constraint and have their home at another. All have the same level,
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
	if b := &n.busies[in]; b.fixed || b.classes != none || len(b.inside) > 0 { // Else it is the first.
		if g := n.byPair.find(key); g != none {
			return g
		}
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

// attach gives a bundle its home and marks what this may upset. What the bundle uses must be awake.
func (n *Network) attach(k, home int32) {
	s, h := &n.bundles[k], &n.busies[home]
	s.home, s.clock = home, s.clock.minus(h.clockAt(n.nowNs))
	n.firsts[k].key = n.targets[s.first].key.minus(s.clock)
	first := h.first
	h.first = push(n.firsts, first, k)
	if h.first != first {
		n.spoil(home)
	}
	for u := s.uses; u != none; u = n.uses[u].after {
		p := &n.uses[u]
		if p.of == home {
			p.group = none
			n.gainHome(p, s.weight)
			continue
		}
		g := n.open(p.of, home)
		q := &n.groups[g]
		p.group, p.next, p.prev = g, q.first, none
		if q.first != none {
			n.uses[q.first].prev = u
		}
		q.first = u
		n.gainGroup(p, h, s.weight)
	}
}

// detach takes a bundle out of its home, for another one.
func (n *Network) detach(k int32) {
	s := &n.bundles[k]
	s.clock = n.clockOf(s, n.nowNs)
	n.retire(k)
}

// retire takes a bundle out of its home.
func (n *Network) retire(k int32) {
	s := &n.bundles[k]
	h := &n.busies[s.home]
	first := h.first
	h.first = drop(n.firsts, first, k)
	if h.first != first {
		n.spoil(s.home)
	}
	for u := s.uses; u != none; u = n.uses[u].after {
		p := &n.uses[u]
		n.wake(p.of)
		if p.group == none {
			n.loseHome(p, s.weight)
			continue
		}
		n.loseGroup(p, h, s.weight)
		q := &n.groups[p.group]
		if p.prev == none {
			q.first = p.next
		} else {
			n.uses[p.prev].next = p.next
		}
		if p.next != none {
			n.uses[p.next].prev = p.prev
		}
		if q.first == none {
			n.shut(p.group)
		}
	}
	s.home = none
}

// gain adds to the weight of a bundle at its home, and marks what this may upset.
func (n *Network) gain(k int32, more uint64) {
	h := &n.busies[n.bundles[k].home]
	for u := n.bundles[k].uses; u != none; u = n.uses[u].after {
		p := &n.uses[u]
		n.wake(p.of)
		if p.group == none {
			n.gainHome(p, more)
		} else {
			n.gainGroup(p, h, more)
		}
	}
}

// lose takes from the weight of a bundle at its home, and marks what this may upset.
func (n *Network) lose(k int32, less uint64) {
	h := &n.busies[n.bundles[k].home]
	for u := n.bundles[k].uses; u != none; u = n.uses[u].after {
		p := &n.uses[u]
		n.wake(p.of)
		if p.group == none {
			n.loseHome(p, less)
		} else {
			n.loseGroup(p, h, less)
		}
	}
}

// gainHome adds flows of this weight to a constraint that is their home.
func (n *Network) gainHome(p *use, weight uint64) {
	b := &n.busies[p.of]
	weight *= uint64(p.coefficient)
	b.checkSum(weight)
	b.weight += weight
	n.mark(p.of)
}

func (n *Network) loseHome(p *use, weight uint64) {
	n.busies[p.of].weight -= weight * uint64(p.coefficient)
	n.mark(p.of)
}

// gainGroup adds flows of this weight to a constraint that they use with another home, h.
func (n *Network) gainGroup(p *use, h *busy, weight uint64) {
	b := &n.busies[p.of]
	weight *= uint64(p.coefficient)
	b.checkSum(weight)
	n.tire(p.of)
	n.groups[p.group].weight += weight
	b.foreign += weight
	b.others = b.others.plus(h.level.scaled(weight))
	if !h.fixed && b.top.less(h.level) {
		b.top = h.level
	}
	if b.weight > 0 || b.overloaded() {
		n.mark(p.of)
	}
}

func (n *Network) loseGroup(p *use, h *busy, weight uint64) {
	b := &n.busies[p.of]
	weight *= uint64(p.coefficient)
	n.tire(p.of)
	n.groups[p.group].weight -= weight
	b.foreign -= weight
	b.others = b.others.minus(h.level.scaled(weight))
	if b.weight > 0 {
		n.mark(p.of)
	}
}

// checkSum panics when more weight would be too much.
func (b *busy) checkSum(more uint64) {
	if b.weight+b.foreign+more > weightsMax {
		panic(fmt.Sprintf("flow: the weights of the flows on constraint %d add up to more than %d", b.id, uint64(weightsMax)))
	}
}

// pull moves all bundles of a group to another home.
func (n *Network) pull(g, home int32) {
	for u := n.groups[g].first; u != none; {
		next, k := n.uses[u].next, n.uses[u].bundle
		n.detach(k)
		n.attach(k, home)
		u = next
	}
}
