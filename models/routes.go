package models

import (
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
// part in the search. The tree of all routes towards a core node is found when
// it is first needed, by Dijkstra's algorithm in O((n + m) · log n) for n nodes
// and m links in the core. From then on it answers for the latency of a route in
// O(1) and for its path in O(hops). A change outside the core costs O(1). A
// change in the core is worked into each known tree in time proportional to the
// links of the nodes concerned, or, where it changes the routes of other nodes
// as well, makes the tree unknown.
//
// At most about 4 million tree entries of 16 bytes are kept. Besides, a node
// takes 9 bytes, a core node 20 more, and a link 1 byte, a core link 48 more.
//
// The answers do not depend on which trees are known. Still, Routes changes as
// it is asked, so it is not safe for concurrent use.
type Routes struct {
	sys      *System
	nodeDown []bool
	linkDown []bool

	coreOf []int32  // index among the core nodes, or -1 for a node outside
	exit   []LinkID // the link of a node that is not in the core, or NoLink
	core   core

	trees  []*tree // towards each core node; nil when not known
	known  []int32 // the core nodes whose tree is known
	spare  []*tree // memory of trees that are not known any more
	heap   []candidate
	missed int32 // where the last latency started that no known tree told

	version    uint64 // see Version
	homes      uint64 // see Homes
	entriesMax int    // bound on the entries of known and spare trees together
}

// treeEntriesMax bounds the memory of the cache.
const treeEntriesMax = 1 << 22

// NewRoutes returns the routes of sys with everything in service.
func NewRoutes(sys *System) *Routes {
	r := &Routes{
		sys:        sys,
		nodeDown:   make([]bool, len(sys.Nodes)),
		linkDown:   make([]bool, len(sys.Links)),
		coreOf:     make([]int32, len(sys.Nodes)),
		exit:       make([]LinkID, len(sys.Nodes)),
		missed:     -1,
		entriesMax: treeEntriesMax,
	}
	r.splitCore()
	r.core.join(sys.Links, r.coreOf)
	r.trees = make([]*tree, len(r.core.nodes))
	return r
}

// splitCore finds the nodes that can forward. Two nodes that only have each
// other are core both: a node outside the core has its one neighbour inside.
// Access points are core, and mobile nodes are not, whatever is attached to what.
func (r *Routes) splitCore() {
	degree := make([]int32, len(r.sys.Nodes))
	for n := range r.sys.Nodes {
		if r.sys.Nodes[n].AccessPoint {
			degree[n] = 2
		}
	}
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
		if degree[n] == 0 || degree[n] == 1 && degree[r.sys.Links[r.exit[n]].Other(id)] > 1 {
			r.coreOf[n] = -1
			continue
		}
		r.coreOf[n] = int32(len(r.core.nodes))
		r.core.nodes = append(r.core.nodes, id)
		r.exit[n] = NoLink
	}
}

// SetNode says whether a node works.
func (r *Routes) SetNode(n NodeID, up bool) {
	if r.nodeDown[n] == !up {
		return
	}
	r.nodeDown[n] = !up
	c := r.coreOf[n]
	if c < 0 {
		return
	}
	for i := r.core.first[c]; i < r.core.first[c+1]; i++ {
		r.open(i)
	}
	r.version++
	r.keep(func(t *tree, dst int32) bool { return dst != c && r.core.refresh(t, c) })
}

// SetLink says whether a link works.
func (r *Routes) SetLink(l LinkID, up bool) {
	if r.linkDown[l] == !up {
		return
	}
	r.linkDown[l] = !up
	a, b := r.coreOf[r.sys.Links[l].A], r.coreOf[r.sys.Links[l].B]
	if a < 0 || b < 0 || a == b {
		return
	}
	i := r.core.hopOver(a, l)
	if !r.open(i) {
		return
	}
	back := r.core.hops[i].back
	r.version++
	r.keep(func(t *tree, _ int32) bool {
		return (!r.core.concerns(t, a, i) || r.core.refresh(t, a)) &&
			(!r.core.concerns(t, b, back) || r.core.refresh(t, b))
	})
}

// open works out whether a hop and its opposite can be used, and reports
// whether that has changed.
func (r *Routes) open(i int32) bool {
	h := &r.core.hops[i]
	back := &r.core.hops[h.back]
	now := !r.linkDown[h.link] && !r.nodeDown[r.core.nodes[h.to]] && !r.nodeDown[r.core.nodes[back.to]]
	changed := h.open != now
	h.open, back.open = now, now
	return changed
}

// NodeUp reports whether a node works.
func (r *Routes) NodeUp(n NodeID) bool { return !r.nodeDown[n] }

// LinkUp reports whether a link works.
func (r *Routes) LinkUp(l LinkID) bool { return !r.linkDown[l] }

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
	if c := r.coreOf[n]; c >= 0 {
		return NoLink, c, true
	}
	l := r.exit[n]
	if l == NoLink || r.linkDown[l] {
		return NoLink, 0, false
	}
	at := r.sys.Links[l].Other(n)
	return l, r.coreOf[at], !r.nodeDown[at]
}

// Latency returns the summed one-way latency of the route, and whether there is
// one. A node reaches itself in no time. The latency there is the latency back.
func (r *Routes) Latency(from, to NodeID) (time.Duration, bool) {
	if from == to {
		return 0, true
	}
	e, ok := r.split(from, to)
	if !ok {
		return 0, false
	}
	ns := r.latency(e.a, e.b)
	if ns < 0 {
		return 0, false
	}
	for _, l := range [2]LinkID{e.up, e.down} {
		if l != NoLink {
			ns = units.Add(ns, int64(r.sys.Links[l].Latency))
		}
	}
	return time.Duration(ns), true
}

// latency returns the latency between core nodes, negative when there is no
// route. Links are as fast one way as the other, so the tree towards either end
// will do. The second miss in a row from one node looks like somebody who asks
// for the latencies from it to many others: the tree towards that node answers
// all of them.
func (r *Routes) latency(from, to int32) int64 {
	switch {
	case from == to:
		return 0
	case r.trees[to] != nil:
		return r.trees[to].steps[from].latency
	case r.trees[from] != nil || r.missed == from:
		return r.towards(from).steps[to].latency
	}
	r.missed = from
	return r.towards(to).steps[from].latency
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
	var t *tree
	if e.a != e.b {
		if t = r.towards(e.b); t.steps[e.a].latency < 0 {
			return path, false
		}
	}
	if e.up != NoLink {
		path = append(path, e.up)
	}
	for at := e.a; at != e.b; {
		h := &r.core.hops[t.steps[at].next]
		path = append(path, h.link)
		at = h.to
	}
	if e.down != NoLink {
		path = append(path, e.down)
	}
	return path, true
}

// Bottleneck returns the narrowest bandwidth among the links of the route and
// the nodes on it, both ends included, and whether there is a route. A node
// talks to itself without limit.
func (r *Routes) Bottleneck(from, to NodeID) (units.BitsPerSecond, bool) {
	return r.bottleneck(from, to, false)
}

// BottleneckBack is Bottleneck for data that goes the way back: along the route
// between from and to, but from to to from.
func (r *Routes) BottleneckBack(from, to NodeID) (units.BitsPerSecond, bool) {
	return r.bottleneck(from, to, true)
}

func (r *Routes) bottleneck(from, to NodeID, turned bool) (units.BitsPerSecond, bool) {
	if from == to {
		return units.Unlimited, true
	}
	narrow := r.sys.Nodes[from].Capacity.Bandwidth
	if !r.walk(from, to, func(l *Link, at NodeID) {
		narrow = min(narrow, l.Rate((at == l.A) != turned), r.sys.Nodes[at].Capacity.Bandwidth)
	}) {
		return 0, false
	}
	return narrow, true
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
	if (len(r.known)+1)*len(r.core.nodes) > r.entriesMax {
		r.keep(func(*tree, int32) bool { return false })
	}
	var t *tree
	if n := len(r.spare); n > 0 {
		t, r.spare = r.spare[n-1], r.spare[:n-1]
	} else {
		t = &tree{steps: make([]step, len(r.core.nodes))}
	}
	r.heap = r.core.search(t, dst, r.heap)
	r.trees[dst] = t
	r.known = append(r.known, dst)
	return t
}

// keep makes the known trees unknown that ok does not approve of.
func (r *Routes) keep(ok func(t *tree, dst int32) bool) {
	kept := r.known[:0]
	for _, dst := range r.known {
		if ok(r.trees[dst], dst) {
			kept = append(kept, dst)
			continue
		}
		r.spare = append(r.spare, r.trees[dst])
		r.trees[dst] = nil
	}
	r.known = kept
}
