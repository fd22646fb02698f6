package models

import "github.com/littoral-sim/littoral/models/units"

// core is the part of a network that forwards: its nodes, renumbered in NodeID
// order, and for each of them the hops to its neighbours.
type core struct {
	nodes []NodeID
	hops  []hop   // grouped by the node that they leave, in LinkID order
	first []int32 // where the group of a node starts, and one more
}

// hop is one way to leave a core node towards another.
type hop struct {
	latency int64
	to      int32 // core index
	back    int32 // index of the opposite hop
	link    LinkID
	open    bool // the link and both its ends work
}

// tree holds, for each core node, the way to one destination.
type tree struct{ steps []step }

// step is how far a core node is from the destination, and the first hop of the
// way. That of the destination itself is 0 with no hop.
type step struct {
	latency int64 // in ns; negative when there is no way
	hops    int32
	next    int32 // index into core.hops, or none
}

const none = -1

var noWay = step{latency: -1, next: none}

// join sets up the hops, given the core index of each node of the system. No
// route needs a link from a node to itself.
func (c *core) join(links []Link, coreOf []int32) {
	c.first = make([]int32, len(c.nodes)+1)
	inCore := func(l *Link) bool { return l.A != l.B && coreOf[l.A] >= 0 && coreOf[l.B] >= 0 }
	for i := range links {
		if l := &links[i]; inCore(l) {
			c.first[coreOf[l.A]+1]++
			c.first[coreOf[l.B]+1]++
		}
	}
	for i := range c.nodes {
		c.first[i+1] += c.first[i]
	}
	c.hops = make([]hop, c.first[len(c.nodes)])
	fill := append([]int32(nil), c.first...)
	for i := range links {
		if l := &links[i]; inCore(l) {
			a, b := coreOf[l.A], coreOf[l.B]
			ia := fill[a]
			fill[a]++
			ib := fill[b]
			fill[b]++
			c.hops[ia] = hop{to: b, back: ib, link: l.ID, latency: int64(l.Latency), open: true}
			c.hops[ib] = hop{to: a, back: ia, link: l.ID, latency: int64(l.Latency), open: true}
		}
	}
}

// hopOver returns the hop that leaves core node a over a link of the core.
func (c *core) hopOver(a int32, l LinkID) int32 {
	i := c.first[a]
	for c.hops[i].link != l {
		i++
	}
	return i
}

// beats reports whether o is a better step than s for one and the same node:
// there is a way at all, less latency, fewer hops, a lower neighbour, a lower
// link.
func (c *core) beats(o, s step) bool {
	switch {
	case o.latency < 0 || s.latency < 0:
		return o.latency >= 0 && s.latency < 0
	case o.latency != s.latency:
		return o.latency < s.latency
	case o.hops != s.hops:
		return o.hops < s.hops
	}
	// Both have a hop, since only the destination has none and is no hops away.
	if a, b := c.hops[o.next].to, c.hops[s.next].to; a != b {
		return a < b
	}
	return c.hops[o.next].link < c.hops[s.next].link
}

// over returns the step of a node that leaves over hop i towards a neighbour
// whose step is s.
func (c *core) over(i int32, s step) step {
	if s.latency < 0 || !c.hops[i].open {
		return noWay
	}
	return step{units.Add(s.latency, c.hops[i].latency), s.hops + 1, i}
}

// search fills in the tree towards dst by Dijkstra's algorithm, with candidates
// ordered by (latency, hops, node). It returns the heap that it was lent.
func (c *core) search(t *tree, dst int32, heap []candidate) []candidate {
	for i := range t.steps {
		t.steps[i] = noWay
	}
	t.steps[dst] = step{next: none}
	heap = append(heap[:0], candidate{node: dst})
	for len(heap) > 0 {
		from := popCandidate(&heap)
		s := t.steps[from.node]
		if s.latency != from.latency || s.hops != from.hops {
			continue // A better way was found meanwhile.
		}
		for i := c.first[from.node]; i < c.first[from.node+1]; i++ {
			to, old := c.hops[i].to, t.steps[c.hops[i].to]
			offer := c.over(c.hops[i].back, s)
			if !c.beats(offer, old) {
				continue
			}
			t.steps[to] = offer
			if !offer.asFar(old) { // A tie for a better neighbour leaves its candidate valid.
				pushCandidate(&heap, candidate{latency: offer.latency, hops: offer.hops, node: to})
			}
		}
	}
	return heap
}

// asFar reports whether s and o are equally far from the destination.
func (s step) asFar(o step) bool { return s.latency == o.latency && s.hops == o.hops }

// concerns reports whether the opening or closing of hop i, which leaves node x,
// changes the step of x, as long as it does not change that of its neighbour.
func (c *core) concerns(t *tree, x, i int32) bool {
	if !c.hops[i].open {
		return t.steps[x].next == i
	}
	return c.beats(c.over(i, t.steps[c.hops[i].to]), t.steps[x])
}

// refresh finds the step of x anew, after its hops have opened or closed. It
// returns false when other nodes need new steps too; the tree is not to be used
// then.
//
// As long as x is as far as before, nobody else is concerned, whatever its first
// hop. When the distance changes, those are concerned that go through x now, and
// those that would if they had the choice. If there are none of the former, no
// neighbour can lead x back to itself.
func (c *core) refresh(t *tree, x int32) bool {
	best := noWay
	for i := c.first[x]; i < c.first[x+1]; i++ {
		if offer := c.over(i, t.steps[c.hops[i].to]); c.beats(offer, best) {
			best = offer
		}
	}
	if !best.asFar(t.steps[x]) {
		for i := c.first[x]; i < c.first[x+1]; i++ {
			to, back := c.hops[i].to, c.hops[i].back
			if t.steps[to].next == back || c.beats(c.over(back, best), t.steps[to]) {
				return false
			}
		}
	}
	t.steps[x] = best
	return true
}
