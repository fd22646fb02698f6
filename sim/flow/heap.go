package flow

// none is the index of nothing.
const none int32 = -1

// node is an element of a pairing heap whose links are indices into a slice, so that a heap of any size costs its owner
// four bytes and never allocates.
type node struct {
	key amount
	// child is the first child; next the next sibling; prev the previous sibling, or the parent of a first child. A root
	// has no siblings, and its next and prev mean nothing.
	child, next, prev int32
	// of is at the owner's disposal.
	of int32
}

// meld joins two heaps, either of which may be none, and returns the root.
func meld(ns []node, a, b int32) int32 {
	if a == none {
		return b
	}
	if b == none {
		return a
	}
	if ns[b].key.before(ns[a].key) {
		a, b = b, a
	}
	first := ns[a].child
	ns[b].next, ns[b].prev = first, a
	if first != none {
		ns[first].prev = b
	}
	ns[a].child = b
	return a
}

// push adds node i, whose key is set, and returns the root.
func push(ns []node, root, i int32) int32 {
	ns[i].child = none
	return meld(ns, root, i)
}

// drop takes node i out and returns the root. Dropping the root and pushing cost O(log n) amortised.
func drop(ns []node, root, i int32) int32 {
	rest := gather(ns, ns[i].child)
	if i == root {
		return rest
	}
	prev, next := ns[i].prev, ns[i].next
	if ns[prev].child == i {
		ns[prev].child = next
	} else {
		ns[prev].next = next
	}
	if next != none {
		ns[next].prev = prev
	}
	return meld(ns, root, rest)
}

// gather melds a list of siblings in two passes: pairs from left to right, then all pairs from right to left.
func gather(ns []node, first int32) int32 {
	pairs := none
	for first != none {
		a, b := first, ns[first].next
		first = none
		if b != none {
			first = ns[b].next
			a = meld(ns, a, b)
		}
		ns[a].next, pairs = pairs, a
	}
	root := none
	for pairs != none {
		a := pairs
		pairs = ns[a].next
		root = meld(ns, root, a)
	}
	return root
}
