package share

// group is a class of jobs with equal demand at one Processor. They progress at the same rate, so one clock serves them
// all: a job is due when the clock reaches the value it had at the job's start plus the job's work. The key of the
// class's own node is the instant at which its first job is due when the class is capped, and the value of the level
// clock at that moment when it shares.
type group struct {
	demand int64
	// offset turns the reference clock into the clock of the class: the level clock for a class that shares, demand ×
	// time for a class that is capped. Only the difference of clocks counts, so the multiplication may wrap around.
	offset clock
	// first is the root of the heap of jobs.
	first int32
	count int32
	// left and right are the children in the tree of classes.
	left, right int32
	capped      bool
}

// newClass returns an empty class, outside the tree.
func (p *Pool) newClass(demand int64) int32 {
	c := int32(len(p.groups))
	if n := len(p.freeClasses); n > 0 {
		c, p.freeClasses = p.freeClasses[n-1], p.freeClasses[:n-1]
	} else {
		p.groups = append(p.groups, group{})
		p.classes = append(p.classes, node{})
	}
	p.groups[c] = group{demand: demand, first: none, left: none, right: none}
	p.classes[c] = node{tie: uint64(demand), child: none, next: none, prev: none}
	return c
}

// The classes of a station form a treap: a search tree by demand that is a heap by a hash of the demand, and thereby
// balanced whatever the order of insertion, without randomness.

// weight is the heap order of the treap: the finaliser of SplitMix64, a bijection, so no two demands tie.
func weight(demand int64) uint64 {
	x := uint64(demand) * 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// lookup returns the class with the demand, or none.
func (p *Pool) lookup(tree int32, demand int64) int32 {
	for tree != none && p.groups[tree].demand != demand {
		if demand < p.groups[tree].demand {
			tree = p.groups[tree].left
		} else {
			tree = p.groups[tree].right
		}
	}
	return tree
}

// below returns the class with the largest demand under the bound, or none.
func (p *Pool) below(tree int32, bound int64) int32 {
	best := none
	for tree != none {
		if g := &p.groups[tree]; g.demand < bound {
			best, tree = tree, g.right
		} else {
			tree = g.left
		}
	}
	return best
}

// above returns the class with the smallest demand over the bound, or none.
func (p *Pool) above(tree int32, bound int64) int32 {
	best := none
	for tree != none {
		if g := &p.groups[tree]; g.demand > bound {
			best, tree = tree, g.left
		} else {
			tree = g.right
		}
	}
	return best
}

// insert adds class c to the tree and returns the root.
func (p *Pool) insert(tree, c int32) int32 {
	if tree == none {
		return c
	}
	g, added := &p.groups[tree], &p.groups[c]
	if weight(added.demand) > weight(g.demand) {
		added.left, added.right = p.split(tree, added.demand)
		return c
	}
	if added.demand < g.demand {
		g.left = p.insert(g.left, c)
	} else {
		g.right = p.insert(g.right, c)
	}
	return tree
}

// split cuts a tree into the classes below and above the demand, which is not in it.
func (p *Pool) split(tree int32, demand int64) (under, over int32) {
	if tree == none {
		return none, none
	}
	g := &p.groups[tree]
	if g.demand < demand {
		g.right, over = p.split(g.right, demand)
		return tree, over
	}
	under, g.left = p.split(g.left, demand)
	return under, tree
}

// erase takes the class with the demand out of the tree and returns the root.
func (p *Pool) erase(tree int32, demand int64) int32 {
	g := &p.groups[tree]
	switch {
	case demand < g.demand:
		g.left = p.erase(g.left, demand)
	case demand > g.demand:
		g.right = p.erase(g.right, demand)
	default:
		return p.concat(g.left, g.right)
	}
	return tree
}

// concat joins two trees, all of the first below all of the second.
func (p *Pool) concat(under, over int32) int32 {
	if under == none {
		return over
	}
	if over == none {
		return under
	}
	u, o := &p.groups[under], &p.groups[over]
	if weight(u.demand) > weight(o.demand) {
		u.right = p.concat(u.right, over)
		return under
	}
	o.left = p.concat(under, o.left)
	return over
}
