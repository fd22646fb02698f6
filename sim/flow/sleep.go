package flow

// A constraint far from saturation whose flows all have one bottleneck, such as the link of a device behind a crowded
// uplink, cannot matter before the level of that bottleneck reaches capacity/weight. Its group sleeps in a heap of the
// bottleneck by that level, and a change of the level costs it nothing. It is woken when its flows change, or when the
// level passes the limit.

// usualCrowd is the number of groups outside a bottleneck from which it pays to let them sleep.
const usualCrowd = 12

// wake makes the group of a constraint ordinary again, if it is asleep.
func (n *Network) wake(at int32) {
	if n.busies[at].asleep != none {
		n.rouse(at)
	}
}

// rouse is the part of wake for a constraint that is asleep.
func (n *Network) rouse(at int32) {
	b := &n.busies[at]
	g := b.asleep
	b.asleep = none
	p := &n.groups[g]
	home := &n.busies[p.of]
	home.sleepers = drop(n.ranks, home.sleepers, g)
	p.placeOf = int32(len(home.outside))
	home.outside = append(home.outside, g)
	b.others = home.level.scaled(p.weight)
	b.top = home.level
	n.tire(at)
}

// tire has a constraint considered for sleep at the end of the Advance.
func (n *Network) tire(at int32) {
	if b := &n.busies[at]; !b.tired {
		b.tired = true
		n.tired = append(n.tired, at)
	}
}

// doze sends the tired to sleep that can.
func (n *Network) doze() {
	for _, at := range n.tired {
		b := &n.busies[at]
		b.tired = false
		if b.asleep != none || b.weight > 0 || b.fixed || b.classes != none || len(b.inside) != 1 {
			continue
		}
		g := b.inside[0]
		p := &n.groups[g]
		home := &n.busies[p.of]
		if len(home.outside) < n.crowd {
			continue
		}
		limit := amount{1 << 62, 0}
		if !b.unlimited {
			limit = b.capacity.per(p.weight)
		}
		if !home.level.less(limit) {
			continue
		}
		n.leave(g)
		p.placeOf = none
		n.ranks[g].key = limit
		home.sleepers = push(n.ranks, home.sleepers, g)
		b.asleep = g
	}
	n.tired = n.tired[:0]
}

// leave takes a group out of the list of its home.
func (n *Network) leave(g int32) {
	p := &n.groups[g]
	home := &n.busies[p.of]
	last := home.outside[len(home.outside)-1]
	home.outside[p.placeOf] = last
	n.groups[last].placeOf = p.placeOf
	home.outside = home.outside[:len(home.outside)-1]
}

// loadOfOthers returns the load of the flows with other homes.
func (n *Network) loadOfOthers(b *busy) amount {
	if b.asleep == none {
		return b.others
	}
	p := &n.groups[b.asleep]
	return n.busies[p.of].level.scaled(p.weight)
}
