package share

// failer is what the audits need of a test.
type failer interface {
	Fatalf(format string, args ...any)
}

// audit checks the structure behind a station against what a plain walk over it finds.
func audit(t failer, s Station) {
	switch s := s.(type) {
	case *Processor:
		auditProcessor(t, s)
	case *Slots:
		if q := s.state(); q != nil {
			n, held := int32(0), int64(0)
			auditHeap(t, s.pool.jobs, q.byTime, func(i int32) {
				n++
				held += int64(s.pool.jobs[i].home)
			})
			auditRanks(t, s)
			if n != q.running || held != q.used {
				t.Fatalf("queue counts %d running jobs that hold %d millicores, the heap has %d and %d", q.running, q.used, n, held)
			}
		}
	}
}

// auditHeap checks the order and the links of a heap and visits its nodes.
func auditHeap(t failer, ns []node, root int32, visit func(int32)) {
	if root == none {
		return
	}
	visit(root)
	prev := root
	for i := ns[root].child; i != none; i = ns[i].next {
		if ns[i].prev != prev {
			t.Fatalf("node %d has %d before it, want %d", i, ns[i].prev, prev)
		}
		if ns[i].before(&ns[root]) {
			t.Fatalf("node %d with key %v is below %d with key %v", i, ns[i].key, root, ns[root].key)
		}
		auditHeap(t, ns, i, visit)
		prev = i
	}
}

// auditRanks checks the order of the running jobs of preemptive slots, the balance of their tree, and its sums.
func auditRanks(t failer, s *Slots) {
	p, q := s.pool, s.state()
	n, last := int32(0), none
	var walk func(i int32) int32
	walk = func(i int32) int32 {
		if i == none {
			return 0
		}
		r := &p.ranks[i]
		held := walk(r.left)
		if last != none && !p.weaker(last, i) {
			t.Fatalf("job %d with rank %+v follows job %d with rank %+v", i, r, last, p.ranks[last])
		}
		last = i
		n++
		for _, child := range []int32{r.left, r.right} {
			if child != none && p.tighter(child, i) {
				t.Fatalf("job %d is below job %d in the tree of ranks", child, i)
			}
		}
		held += p.jobs[i].home + walk(r.right)
		if held != r.held {
			t.Fatalf("job %d counts %d millicores in its tree, a walk finds %d", i, r.held, held)
		}
		return held
	}
	walk(q.ranks)
	if want := q.running; n != want && s.order == preemptive || s.order != preemptive && n != 0 {
		t.Fatalf("tree of ranks has %d jobs, %d are running", n, want)
	}
}

// auditProcessor checks the classes and their sums, and that the water level separates the capped from the sharing.
func auditProcessor(t failer, s *Processor) {
	l := s.state()
	if l == nil {
		return
	}
	var sum level
	last, p := int64(0), s.pool
	listed := map[int32]bool{}
	auditHeap(t, p.classes, l.byTime, func(c int32) { listed[c] = p.groups[c].capped })
	auditHeap(t, p.classes, l.byLevel, func(c int32) { listed[c] = !p.groups[c].capped })
	var walk func(c int32)
	walk = func(c int32) {
		if c == none {
			return
		}
		g := &p.groups[c]
		walk(g.left)
		if g.demand <= last {
			t.Fatalf("class of %d millicores follows class of %d", g.demand, last)
		}
		last = g.demand
		n := int32(0)
		auditHeap(t, p.jobs, g.first, func(int32) { n++ })
		if n != g.count || n == 0 || !listed[c] {
			t.Fatalf("class of %d millicores counts %d jobs, has %d, is in its heap: %v", g.demand, g.count, n, listed[c])
		}
		delete(listed, c)
		sum.count += n
		sum.demand += int64(n) * g.demand
		if g.capped {
			sum.capped += int64(n) * g.demand
		} else {
			sum.sharing += n
		}
		if belowEdge := l.edge != none && g.demand <= p.groups[l.edge].demand; g.capped != belowEdge {
			t.Fatalf("class of %d millicores is capped: %v, is below the edge: %v", g.demand, g.capped, belowEdge)
		}
		walk(g.right)
	}
	walk(l.tree)
	if sum.count != l.count || sum.demand != l.demand || sum.capped != l.capped || sum.sharing != l.sharing || len(listed) != 0 {
		t.Fatalf("sums are %d jobs, %d demand, %d capped, %d sharing; a walk finds %d, %d, %d, %d and %d stray classes",
			l.count, l.demand, l.capped, l.sharing, sum.count, sum.demand, sum.capped, sum.sharing, len(listed))
	}
}
