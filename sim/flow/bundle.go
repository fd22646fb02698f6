package flow

import (
	"fmt"
	"slices"
)

// bundle is the set of the flows that use the same constraints with the same coefficients, and have the same cap if any.
// They have the same level, so they have their home together, and move to another together: what it costs to share a
// path depends on the number of paths in use, not on that of flows.
//
// A bundle has a clock of its own, on which the targets of its flows lie. At a home, it runs with the clock of that; the
// difference between them changes when the bundle moves, so that nothing has to be done to its flows.
type bundle struct {
	// clock is the clock of the bundle less that of its home; without a home, the clock itself.
	clock amount
	// weight is the sum of the weights of the flows, waiting ones excepted.
	weight uint64
	// uses is the first use. The class, if any, comes first.
	uses int32
	home int32
	// first is the heap of the flows by target.
	first int32
	// count is the number of flows, waiting or not; 0 for an index that is free.
	count int32
	// hash is that of the class and the uses; next is the next bundle in the list of the directory.
	hash uint32
	next int32
	// listed is a mark of gatherRegion.
	listed bool
}

// use is one constraint, or the class, of one bundle.
type use struct {
	// coefficient is 1 for a class.
	coefficient uint32
	of          int32
	bundle      int32
	// after is the next use of the same bundle.
	after int32
	// group is none when the bundle has its home here. next and prev are neighbours in the list of the group.
	group, next, prev int32
}

// bundleOf returns the bundle of a flow with this class, or none, and these uses. It makes one when there is none.
func (n *Network) bundleOf(i, class int32, uses []Use) int32 {
	hash := uint64(uint32(class)) + 1
	for _, u := range uses {
		n.checkConstraint(u.Constraint)
		if u.Coefficient == 0 {
			panic(fmt.Sprintf("flow: flow %d uses constraint %d with coefficient 0", i, u.Constraint))
		}
		hash = (hash ^ uint64(uint32(u.Constraint)) ^ uint64(u.Coefficient)<<32) * 0x9e3779b97f4a7c15
		hash ^= hash >> 32
	}
	for k := n.byUses.first(uint32(hash)); k != none; k = n.bundles[k].next {
		if n.bundles[k].hash == uint32(hash) && n.hasUses(k, class, uses) {
			n.bundles[k].count++
			return k
		}
	}
	k := n.newBundle()
	n.bundles[k] = bundle{hash: uint32(hash), uses: none, home: none, first: none, count: 1}
	n.byUses.insert(n.bundles, k)
	for _, u := range uses {
		n.use(i, k, n.busyOf(u.Constraint), u.Coefficient)
	}
	if class != none {
		n.use(i, k, class, 1)
	}
	return k
}

// hasUses reports whether a bundle has this class, or none, and these uses in this order.
func (n *Network) hasUses(k, class int32, uses []Use) bool {
	u := n.bundles[k].uses
	if class != none {
		if u == none || n.uses[u].of != class {
			return false
		}
		u = n.uses[u].after
	}
	for _, x := range slices.Backward(uses) {
		if u == none || n.links[x.Constraint].busy != n.uses[u].of || x.Coefficient != n.uses[u].coefficient {
			return false
		}
		u = n.uses[u].after
	}
	return u == none
}

// classIn returns the class of a bundle, none when its flows have no cap.
func (n *Network) classIn(k int32) int32 {
	if u := n.bundles[k].uses; u != none && n.busies[n.uses[u].of].fixed {
		return n.uses[u].of
	}
	return none
}

// newBundle returns a free index.
func (n *Network) newBundle() int32 {
	if last := len(n.freeBundles) - 1; last >= 0 {
		k := n.freeBundles[last]
		n.freeBundles = n.freeBundles[:last]
		return k
	}
	n.bundles = append(n.bundles, bundle{})
	n.firsts = append(n.firsts, node{})
	return int32(len(n.bundles) - 1)
}

// use puts a use in front of those that a bundle has.
func (n *Network) use(i, k, at int32, coefficient uint32) {
	b := &n.bundles[k]
	for u := b.uses; u != none; u = n.uses[u].after {
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
	n.uses[u] = use{coefficient: coefficient, of: at, bundle: k, after: b.uses, group: none, next: none, prev: none}
	n.busies[at].uses++
	b.uses = u
}

// disuse counts a flow out of a bundle that it has left, and frees the bundle with the last.
func (n *Network) disuse(k int32) {
	b := &n.bundles[k]
	if b.count--; b.count > 0 {
		return
	}
	n.byUses.remove(n.bundles, k)
	for u := b.uses; u != none; {
		after, at := n.uses[u].after, n.uses[u].of
		n.uses[u].after, n.freeUse = n.freeUse, u
		if n.busies[at].uses--; n.busies[at].uses == 0 {
			n.mark(at)
		}
		u = after
	}
	n.freeBundles = append(n.freeBundles, k)
}

// clockOf returns the clock of a bundle at an instant.
func (n *Network) clockOf(b *bundle, nowNs int64) amount {
	if b.home == none {
		return b.clock
	}
	return b.clock.plus(n.busies[b.home].clockAt(nowNs))
}

// join lets a flow, of which so much remains per weight, flow with its bundle.
func (n *Network) join(i int32, left amount) {
	k, weight := n.targets[i].of, n.flows[i].weight()
	b := &n.bundles[k]
	n.flows[i].become(moving)
	n.targets[i].key = n.clockOf(b, n.nowNs).plus(left)
	first := b.first
	b.first = push(n.targets, first, i)
	b.weight += weight
	if b.home == none {
		n.admit(k)
		return
	}
	n.gain(k, weight)
	if b.first != first {
		n.rekey(k)
	}
}

// part takes a flow out of its bundle, and this from its home when no other flows.
func (n *Network) part(i int32) {
	k, weight := n.targets[i].of, n.flows[i].weight()
	b := &n.bundles[k]
	if b.weight == weight { // It is alone.
		if b.home != none {
			n.retire(k)
		}
		b.first, b.weight = none, 0
		return
	}
	first := b.first
	b.first = drop(n.targets, first, i)
	b.weight -= weight
	if b.home == none {
		return
	}
	n.lose(k, weight)
	if b.first != first {
		n.rekey(k)
	}
}

// rekey moves a bundle to its place in the heap of its home after its first flow has changed.
func (n *Network) rekey(k int32) {
	b := &n.bundles[k]
	h := &n.busies[b.home]
	first := h.first
	h.first = drop(n.firsts, first, k)
	n.firsts[k].key = n.targets[b.first].key.minus(b.clock)
	h.first = push(n.firsts, h.first, k)
	if first == k || h.first == k {
		n.spoil(b.home)
	}
}

// directory finds bundles by the hash of their uses. Bundles whose hashes have the same end are in one list.
type directory struct {
	// lists has a power of two of elements, at least as many as there are bundles.
	lists []int32
	count int
}

// first returns the first bundle of the list in which those with a hash are.
func (d *directory) first(hash uint32) int32 {
	if d.count == 0 {
		return none
	}
	return d.lists[hash&uint32(len(d.lists)-1)]
}

// insert adds a bundle.
func (d *directory) insert(bundles []bundle, k int32) {
	if d.count == len(d.lists) {
		old := d.lists
		d.lists = make([]int32, max(16, 2*len(old)))
		for i := range d.lists {
			d.lists[i] = none
		}
		for _, k := range old {
			for k != none {
				next := bundles[k].next
				d.put(bundles, k)
				k = next
			}
		}
	}
	d.put(bundles, k)
	d.count++
}

// put makes a bundle the first in its list.
func (d *directory) put(bundles []bundle, k int32) {
	head := &d.lists[bundles[k].hash&uint32(len(d.lists)-1)]
	bundles[k].next, *head = *head, k
}

// remove takes out a bundle that is there.
func (d *directory) remove(bundles []bundle, k int32) {
	at := &d.lists[bundles[k].hash&uint32(len(d.lists)-1)]
	for *at != k {
		at = &bundles[*at].next
	}
	*at = bundles[k].next
	d.count--
}
