package share

// rank is what a pool knows in addition of a job at preemptive slots: how urgent it is and what it has had. The running
// jobs of a station form a treap, a search tree that is a heap by a hash of the arrival number and thereby balanced,
// with the weakest job first: the lowest priority, and among equals the latest Add. Each root knows the millicores held
// in its tree, so that those held below a priority are summed up on one path.
type rank struct {
	// attained is the service the job had when it last stopped.
	attained         int64
	priority, demand int32
	// held is the sum of what the jobs of the subtree hold.
	held int32
	// left and right are the children.
	left, right int32
}

// weaker reports whether job a is preempted before job b.
func (p *Pool) weaker(a, b int32) bool {
	if p.ranks[a].priority != p.ranks[b].priority {
		return p.ranks[a].priority < p.ranks[b].priority
	}
	return p.jobs[a].tie > p.jobs[b].tie
}

// tighter is the heap order of the treap.
func (p *Pool) tighter(a, b int32) bool {
	return weight(int64(p.jobs[a].tie)) > weight(int64(p.jobs[b].tie))
}

// total sets the sum at the root of a subtree from those of its children.
func (p *Pool) total(i int32) {
	r := &p.ranks[i]
	r.held = p.jobs[i].home
	if r.left != none {
		r.held += p.ranks[r.left].held
	}
	if r.right != none {
		r.held += p.ranks[r.right].held
	}
}

// enroll adds a running job to the tree and returns the root.
func (p *Pool) enroll(tree, i int32) int32 {
	r := &p.ranks[i]
	switch {
	case tree == none:
		r.left, r.right = none, none
	case p.tighter(i, tree):
		r.left, r.right = p.part(tree, i)
	default:
		if t := &p.ranks[tree]; p.weaker(i, tree) {
			t.left = p.enroll(t.left, i)
		} else {
			t.right = p.enroll(t.right, i)
		}
		p.total(tree)
		return tree
	}
	p.total(i)
	return i
}

// part cuts a tree into the jobs weaker and stronger than job i, which is not in it.
func (p *Pool) part(tree, i int32) (under, over int32) {
	if tree == none {
		return none, none
	}
	r := &p.ranks[tree]
	if p.weaker(tree, i) {
		r.right, over = p.part(r.right, i)
		under = tree
	} else {
		under, r.left = p.part(r.left, i)
		over = tree
	}
	p.total(tree)
	return under, over
}

// dismiss takes job i out of the tree and returns the root.
func (p *Pool) dismiss(tree, i int32) int32 {
	r := &p.ranks[tree]
	switch {
	case tree == i:
		return p.unite(r.left, r.right)
	case p.weaker(i, tree):
		r.left = p.dismiss(r.left, i)
	default:
		r.right = p.dismiss(r.right, i)
	}
	p.total(tree)
	return tree
}

// unite joins two trees, all of the first weaker than all of the second.
func (p *Pool) unite(under, over int32) int32 {
	if under == none {
		return over
	}
	if over == none {
		return under
	}
	root := over
	if p.tighter(under, over) {
		root = under
		p.ranks[under].right = p.unite(p.ranks[under].right, over)
	} else {
		p.ranks[over].left = p.unite(under, p.ranks[over].left)
	}
	p.total(root)
	return root
}

// weakest returns the first job of a tree that is not empty.
func (p *Pool) weakest(tree int32) int32 {
	for p.ranks[tree].left != none {
		tree = p.ranks[tree].left
	}
	return tree
}

// heldBelow returns the millicores held by the jobs of a priority below the given one.
func (p *Pool) heldBelow(tree, priority int32) int64 {
	sum := int64(0)
	for tree != none {
		r := &p.ranks[tree]
		if r.priority >= priority {
			tree = r.left
			continue
		}
		sum += int64(p.jobs[tree].home)
		if r.left != none {
			sum += int64(p.ranks[r.left].held)
		}
		tree = r.right
	}
	return sum
}
