package models

import (
	"math"
	"time"

	"github.com/littoral-sim/littoral/models/units"
)

// Routes answers questions about the paths of a System while nodes and links
// fail and come back. The route from s to d is the shortest by latency, then by
// hops; where several remain, each step goes to the neighbour with the lowest
// NodeID, over the link with the lowest LinkID. A failed node forwards nothing,
// and nothing reaches or leaves it but what it sends to itself.
//
// A node with a single link never forwards, so only the others, the core, take
// part in the search. The tree towards a core node is found when it is first
// asked for, in O(core · log core + links), and kept until something in the core
// changes; after that a question costs O(1), a path O(hops). At most about
// 4 million tree entries of 16 bytes are kept.
//
// Routes is a cache with questions: it is not safe for concurrent use.
type Routes struct {
	sys      *System
	nodeDown []bool
	linkDown []bool

	core  []int32  // index among the core nodes, or -1 for a node with one link
	nodes []NodeID // of the core
	exit  []LinkID // the link of a node that is not in the core, or NoLink
	adj   []hop    // neighbours in the core, grouped by core node
	first []int32  // where the group of a core node starts in adj

	trees []*tree // towards each core node; nil when not known
	kept  int     // trees that are known
	spare []*tree
	heap  []candidate
}

// hop is one way to leave a core node towards another.
type hop struct {
	to   int32 // core index
	back int32 // index of the opposite hop in adj
	link LinkID
}

// tree holds, for each core node, the way to one destination.
type tree struct{ step []step }

type step struct {
	latency int64 // to the destination in ns; unreachable when negative
	hops    int32
	next    int32 // index into adj, or -1
}

const unreachable = -1

// treeEntriesMax bounds the memory of the cache.
const treeEntriesMax = 1 << 22

// NewRoutes returns the routes of sys with everything in service.
func NewRoutes(sys *System) *Routes {
	r := &Routes{
		sys:      sys,
		nodeDown: make([]bool, len(sys.Nodes)),
		linkDown: make([]bool, len(sys.Links)),
		core:     make([]int32, len(sys.Nodes)),
		exit:     make([]LinkID, len(sys.Nodes)),
	}
	r.splitCore()
	r.joinCore()
	r.trees = make([]*tree, len(r.nodes))
	return r
}

// splitCore finds the nodes that can forward. Of two nodes that only have each
// other, the lower one counts as core.
func (r *Routes) splitCore() {
	degree := make([]int32, len(r.sys.Nodes))
	for i := range r.exit {
		r.exit[i] = NoLink
	}
	for i := range r.sys.Links {
		l := &r.sys.Links[i]
		degree[l.A]++
		degree[l.B]++
		r.exit[l.A], r.exit[l.B] = l.ID, l.ID
	}
	for n := range r.sys.Nodes {
		id := NodeID(n)
		leaf := degree[n] <= 1
		if degree[n] == 1 {
			other := r.sys.Links[r.exit[n]].Other(id)
			leaf = degree[other] > 1 || other < id
		}
		if leaf {
			r.core[n] = -1
			continue
		}
		r.core[n] = int32(len(r.nodes))
		r.nodes = append(r.nodes, id)
		r.exit[n] = NoLink
	}
}

func (r *Routes) joinCore() {
	r.first = make([]int32, len(r.nodes)+1)
	inCore := func(l *Link) bool { return r.core[l.A] >= 0 && r.core[l.B] >= 0 }
	for i := range r.sys.Links {
		if l := &r.sys.Links[i]; inCore(l) {
			r.first[r.core[l.A]+1]++
			r.first[r.core[l.B]+1]++
		}
	}
	for i := range r.nodes {
		r.first[i+1] += r.first[i]
	}
	r.adj = make([]hop, r.first[len(r.nodes)])
	fill := append([]int32(nil), r.first...)
	for i := range r.sys.Links {
		if l := &r.sys.Links[i]; inCore(l) {
			a, b := r.core[l.A], r.core[l.B]
			ia := fill[a]
			fill[a]++
			ib := fill[b]
			fill[b]++
			r.adj[ia] = hop{to: b, back: ib, link: l.ID}
			r.adj[ib] = hop{to: a, back: ia, link: l.ID}
		}
	}
}

// SetNode says whether a node works. Only a change in the core costs more than
// O(1) later on.
func (r *Routes) SetNode(n NodeID, up bool) {
	if r.nodeDown[n] == !up {
		return
	}
	r.nodeDown[n] = !up
	if r.core[n] >= 0 {
		r.forget()
	}
}

// SetLink says whether a link works.
func (r *Routes) SetLink(l LinkID, up bool) {
	if r.linkDown[l] == !up {
		return
	}
	r.linkDown[l] = !up
	k := &r.sys.Links[l]
	if r.core[k.A] >= 0 && r.core[k.B] >= 0 {
		r.forget()
	}
}

// NodeUp reports whether a node works.
func (r *Routes) NodeUp(n NodeID) bool { return !r.nodeDown[n] }

// LinkUp reports whether a link works.
func (r *Routes) LinkUp(l LinkID) bool { return !r.linkDown[l] }

func (r *Routes) forget() {
	if r.kept == 0 {
		return
	}
	for i, t := range r.trees {
		if t != nil {
			r.spare = append(r.spare, t)
			r.trees[i] = nil
		}
	}
	r.kept = 0
}

// ends is a path cut into its links outside the core and its way through it.
type ends struct {
	up, down LinkID // NoLink when the path starts or ends in the core
	a, b     int32  // core nodes between which it runs
}

func (r *Routes) split(from, to NodeID) (e ends, ok bool) {
	if r.nodeDown[from] || r.nodeDown[to] {
		return e, false
	}
	e.up, e.a, ok = r.enter(from)
	if !ok {
		return e, false
	}
	e.down, e.b, ok = r.enter(to)
	return e, ok
}

// enter returns the core node through which n talks to the rest, and the link
// to it when n is not in the core itself.
func (r *Routes) enter(n NodeID) (LinkID, int32, bool) {
	if c := r.core[n]; c >= 0 {
		return NoLink, c, true
	}
	l := r.exit[n]
	if l == NoLink || r.linkDown[l] {
		return NoLink, 0, false
	}
	at := r.sys.Links[l].Other(n)
	return l, r.core[at], !r.nodeDown[at]
}

// Latency returns the summed one-way latency of the route, and whether there is
// one. A node reaches itself in no time.
func (r *Routes) Latency(from, to NodeID) (time.Duration, bool) {
	if from == to {
		return 0, true
	}
	e, ok := r.split(from, to)
	if !ok {
		return 0, false
	}
	var ns int64
	if e.a != e.b {
		if ns = r.towards(e.b).step[e.a].latency; ns < 0 {
			return 0, false
		}
	}
	for _, l := range [2]LinkID{e.up, e.down} {
		if l != NoLink {
			ns = units.Add(ns, int64(r.sys.Links[l].Latency))
		}
	}
	return time.Duration(ns), true
}

// Path appends the links of the route in order and reports whether there is a
// route. The path of a node to itself is empty.
func (r *Routes) Path(from, to NodeID, path []LinkID) ([]LinkID, bool) {
	if from == to {
		return path, true
	}
	e, ok := r.split(from, to)
	if !ok {
		return path, false
	}
	if e.a != e.b && r.towards(e.b).step[e.a].latency < 0 {
		return path, false
	}
	if e.up != NoLink {
		path = append(path, e.up)
	}
	if e.a != e.b {
		t := r.towards(e.b)
		for at := e.a; at != e.b; {
			h := r.adj[t.step[at].next]
			path = append(path, h.link)
			at = h.to
		}
	}
	if e.down != NoLink {
		path = append(path, e.down)
	}
	return path, true
}

// Bottleneck returns the narrowest bandwidth among the links of the route and
// the nodes on it, both ends included. The second result is false when there is
// no route; a node talks to itself without limit.
func (r *Routes) Bottleneck(from, to NodeID) (units.BitsPerSecond, bool) {
	narrow := units.BitsPerSecond(units.Unlimited)
	if from == to {
		return narrow, true
	}
	ok := r.walk(from, to, func(l *Link, at NodeID) {
		narrow = min(narrow, l.Bandwidth, r.sys.Nodes[at].Capacity.Bandwidth)
	})
	return min(narrow, r.sys.Nodes[from].Capacity.Bandwidth), ok
}

// Encrypted reports whether there is a route and all its links are encrypted.
func (r *Routes) Encrypted(from, to NodeID) bool {
	all := true
	ok := r.walk(from, to, func(l *Link, _ NodeID) { all = all && l.Encrypted })
	return ok && all
}

// walk visits each link of the route with the node it leads to.
func (r *Routes) walk(from, to NodeID, visit func(l *Link, at NodeID)) bool {
	var few [16]LinkID
	path, ok := r.Path(from, to, few[:0])
	at := from
	for _, id := range path {
		l := &r.sys.Links[id]
		at = l.Other(at)
		visit(l, at)
	}
	return ok
}

// towards returns the tree to a core node, finding it when need be.
func (r *Routes) towards(dst int32) *tree {
	if t := r.trees[dst]; t != nil {
		return t
	}
	if (r.kept+1)*len(r.nodes) > treeEntriesMax && r.kept > 0 {
		r.forget()
	}
	var t *tree
	if n := len(r.spare); n > 0 {
		t, r.spare = r.spare[n-1], r.spare[:n-1]
	} else {
		t = &tree{step: make([]step, len(r.nodes))}
	}
	r.search(t, dst)
	r.trees[dst] = t
	r.kept++
	return t
}

// search is Dijkstra's algorithm from the destination outwards, with candidates
// ordered by (latency, hops, core index). Core indices follow NodeIDs.
func (r *Routes) search(t *tree, dst int32) {
	for i := range t.step {
		t.step[i] = step{latency: unreachable, hops: math.MaxInt32, next: -1}
	}
	if r.nodeDown[r.nodes[dst]] {
		return
	}
	t.step[dst] = step{latency: 0, next: -1}
	r.heap = append(r.heap[:0], candidate{node: dst})
	for len(r.heap) > 0 {
		from := popCandidate(&r.heap)
		if s := t.step[from.node]; s.latency != from.latency || s.hops != from.hops {
			continue // a better way was found meanwhile
		}
		for i := r.first[from.node]; i < r.first[from.node+1]; i++ {
			r.relax(t, from, r.adj[i])
		}
	}
}

// relax offers the way over from to the neighbour behind h.
func (r *Routes) relax(t *tree, from candidate, h hop) {
	if r.linkDown[h.link] || r.nodeDown[r.nodes[h.to]] {
		return
	}
	offer := candidate{
		latency: units.Add(from.latency, int64(r.sys.Links[h.link].Latency)),
		hops:    from.hops + 1,
		node:    h.to,
	}
	s := &t.step[h.to]
	better := s.latency < 0 || offer.latency < s.latency || (offer.latency == s.latency && offer.hops < s.hops)
	equal := !better && offer.latency == s.latency && offer.hops == s.hops
	if !better && !equal {
		return
	}
	if equal {
		old := r.adj[s.next]
		if old.to < from.node || (old.to == from.node && old.link <= h.link) {
			return
		}
		s.next = h.back
		return
	}
	*s = step{latency: offer.latency, hops: offer.hops, next: h.back}
	pushCandidate(&r.heap, offer)
}
