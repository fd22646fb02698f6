package flow

// region is scratch memory for solving a component.
type region struct {
	members []int32
	bundles []int32
	levels  []levelled
	seen    []bool
}

// levelled is a constraint with the level at which it would saturate.
type levelled struct {
	level amount
	busy  int32
}

// refill finds the bottlenecks of all flows that are connected with a dirty constraint, by progressive filling: the
// level rises from 0 and stops wherever a constraint is saturated or a cap is reached. Flows that nothing stops finish.
// It costs O(m log m) for m uses in the component.
func (n *Network) refill() {
	n.gatherRegion()
	r := &n.region
	for _, k := range r.bundles {
		n.detach(k)
		n.attach(k, limbo)
	}
	r.levels = r.levels[:0]
	for _, at := range r.members {
		if b := &n.busies[at]; !b.fixed && !b.unlimited && n.byPair.find(pairOf(at, limbo)) != none {
			r.raise(levelled{level: b.room(n.weightAt(at, limbo)), busy: at})
		}
	}
	for {
		g := n.lowest()
		if g == none {
			break
		}
		n.pull(g, n.groups[g].in)
	}
	for k := n.busies[limbo].first; k != none; k = n.busies[limbo].first {
		n.detach(k)
		n.finishAll(k)
	}
	for len(n.dirty.entries) > 0 {
		n.settled(n.dirty.entries[0].busy)
	}
}

// gatherRegion lists the component.
func (n *Network) gatherRegion() {
	r := &n.region
	r.members, r.bundles = r.members[:0], r.bundles[:0]
	for len(r.seen) < len(n.busies) {
		r.seen = append(r.seen, false)
	}
	r.seen[limbo] = true
	for _, e := range n.dirty.entries {
		r.reach(e.busy)
	}
	for reached := 0; reached < len(r.members); {
		at := r.members[reached]
		reached++
		// A class alone connects nothing: flows at the same cap do not share it.
		if !n.busies[at].fixed {
			n.spread(at)
		}
	}
	for _, k := range r.bundles {
		n.bundles[k].listed = false
	}
	for _, at := range r.members {
		r.seen[at] = false
	}
}

// reach adds a constraint to the component.
func (r *region) reach(at int32) {
	if !r.seen[at] {
		r.seen[at] = true
		r.members = append(r.members, at)
	}
}

// spread adds the bundles of a constraint to the component, and all that they use.
func (n *Network) spread(at int32) {
	r, b := &n.region, &n.busies[at]
	kept := len(r.bundles)
	found := n.homed(b.first, r.bundles)
	for _, g := range b.inside {
		found = n.grouped(g, found)
	}
	found = n.classed(b.classes, found)
	for _, k := range found[kept:] {
		if n.bundles[k].listed {
			continue
		}
		n.bundles[k].listed = true
		found[kept] = k
		kept++
		for u := n.bundles[k].uses; u != none; u = n.uses[u].after {
			r.reach(n.uses[u].of)
		}
	}
	r.bundles = found[:kept]
}

// homed appends the bundles of a heap, the root first.
func (n *Network) homed(root int32, bundles []int32) []int32 {
	if root == none {
		return bundles
	}
	k := len(bundles)
	bundles = append(bundles, root)
	for ; k < len(bundles); k++ {
		for c := n.firsts[bundles[k]].child; c != none; c = n.firsts[c].next {
			bundles = append(bundles, c)
		}
	}
	return bundles
}

// grouped appends the bundles of a group.
func (n *Network) grouped(g int32, bundles []int32) []int32 {
	for u := n.groups[g].first; u != none; u = n.uses[u].next {
		bundles = append(bundles, n.uses[u].bundle)
	}
	return bundles
}

// classed appends the bundles of the groups in a heap.
func (n *Network) classed(root int32, bundles []int32) []int32 {
	for g := root; g != none; {
		bundles = n.grouped(g, bundles)
		switch p := &n.ranks[g]; {
		case p.child != none:
			g = p.child
		default:
			for g != root && n.ranks[g].next == none {
				g = n.parent(g)
			}
			if g == root {
				return bundles
			}
			g = n.ranks[g].next
		}
	}
	return bundles
}

// parent returns the parent of a node that is not the root.
func (n *Network) parent(g int32) int32 {
	for {
		up := n.ranks[g].prev
		if n.ranks[up].child == g {
			return up
		}
		g = up
	}
}

// weightAt returns the weight of a group, 0 when there is none.
func (n *Network) weightAt(in, of int32) uint64 {
	if g := n.byPair.find(pairOf(in, of)); g != none {
		return n.groups[g].weight
	}
	return 0
}

// room returns the level at which flows of this weight would fill what the others leave.
func (b *busy) room(weight uint64) amount {
	if b.capacity.less(b.others) {
		return amount{}
	}
	return b.capacity.minus(b.others).per(weight)
}

// lowest takes the constraint that saturates next, or the class that is reached next, gives it its level and returns
// the group of bundles in limbo that stop there; none when nothing stops those that are left.
//
// The level at which a constraint saturates only rises while flows stop elsewhere at lower levels. So an entry that is
// out of date can wait until it comes up.
func (n *Network) lowest() int32 {
	r := &n.region
	capped := n.busies[limbo].caps
	for len(r.levels) > 0 {
		e := r.levels[0]
		g := n.byPair.find(pairOf(e.busy, limbo))
		if g == none {
			r.sink()
			continue
		}
		b := &n.busies[e.busy]
		if level := b.room(n.groups[g].weight); e.level.less(level) {
			r.sink()
			r.raise(levelled{level: level, busy: e.busy})
			continue
		}
		if capped != none && n.ranks[capped].key.less(e.level) {
			return capped
		}
		r.sink()
		b.level, b.clock, b.sinceNs = e.level, amount{}, n.nowNs
		return g
	}
	return capped
}

// raise adds an entry to the heap of levels.
func (r *region) raise(e levelled) {
	i := len(r.levels)
	r.levels = append(r.levels, e)
	for i > 0 {
		up := (i - 1) / 2
		if !e.level.less(r.levels[up].level) {
			break
		}
		r.levels[i] = r.levels[up]
		i = up
	}
	r.levels[i] = e
}

// sink removes the lowest entry from the heap of levels.
func (r *region) sink() {
	last := len(r.levels) - 1
	e := r.levels[last]
	r.levels = r.levels[:last]
	i := 0
	for {
		child := 2*i + 1
		if child >= last {
			break
		}
		if child+1 < last && r.levels[child+1].level.less(r.levels[child].level) {
			child++
		}
		if !r.levels[child].level.less(e.level) {
			break
		}
		r.levels[i] = r.levels[child]
		i = child
	}
	if last > 0 {
		r.levels[i] = e
	}
}
