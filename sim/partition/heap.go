package partition

// member is the place of a node in the pairing heap of its island. The heap says which node is the smallest, and it is
// the list of all nodes of the island.
type member struct {
	child int32 // the first one, or none
	next  int32 // sibling, or none
	prev  int32 // sibling, or the parent of a first child, or none for a root
}

// loner returns the place of a node that is alone in its heap.
func loner() member { return member{none, none, none} }

// meld joins two heaps, of which either may be none, and returns the root.
func (p *Network) meld(a, b int32) int32 {
	switch {
	case a == none:
		return b
	case b == none:
		return a
	case b < a:
		a, b = b, a
	}
	x, y := &p.nodes[a], &p.nodes[b]
	y.prev, y.next = a, x.child
	if x.child != none {
		p.nodes[x.child].prev = b
	}
	x.child = b
	return a
}

// drop takes a node out of the heap with that root, and returns the new root.
func (p *Network) drop(root, n int32) int32 {
	m := &p.nodes[n]
	below := p.meldAll(m.child)
	if n == root {
		m.member = loner()
		return below
	}
	if above := &p.nodes[m.prev]; above.child == n {
		above.child = m.next
	} else {
		above.next = m.next
	}
	if m.next != none {
		p.nodes[m.next].prev = m.prev
	}
	m.member = loner()
	return p.meld(root, below)
}

// meldAll joins siblings to one heap: in pairs from the first to the last, and then the pairs from the last to the first.
func (p *Network) meldAll(first int32) int32 {
	pairs := int32(none) // linked by next, the last one first
	for first != none {
		a := first
		b := p.nodes[a].next
		first = none
		p.nodes[a].next, p.nodes[a].prev = none, none
		if b != none {
			first = p.nodes[b].next
			p.nodes[b].next, p.nodes[b].prev = none, none
		}
		root := p.meld(a, b)
		p.nodes[root].next = pairs
		pairs = root
	}
	root := int32(none)
	for pairs != none {
		a := pairs
		pairs = p.nodes[a].next
		p.nodes[a].next = none
		root = p.meld(root, a)
	}
	return root
}
