package partition

import (
	"fmt"
	"slices"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
)

// Network is the part of a system that is up, divided into islands. Instants never run backwards; a call with one that
// does panics. Questions without an instant are about the state after the last change, and take O(1) time.
type Network struct {
	graph
	nodes    []node
	linkDown []bool
	clouded  bool // there are nodes of tier cloud

	islands []island
	free    []int32 // indices of islands that are not in use
	whole   []int32 // the number of islands in each part of the system that is connected when everything works
	ranking ranking // of the islands, when there is no tier cloud
	main    int32   // the island that is not cut off then, or none

	counts counts
	search search
	stack  []int32 // scratch of relabel
}

// node is what is known of a node.
type node struct {
	cut int64 // time cut off, less what the clock of its island shows while it is up
	member
	island   int32 // or none while it is down
	part     int32 // index into whole
	attached int32 // leaves that are up behind a link that is up; 0 for a leaf
	seen     int32 // by which search of the present round, or an older one
	cloud    bool
}

// none is the index of nothing.
const none = -1

// New returns a network in which everything works at instant 0, in O(n + m) time for n nodes and m links. It keeps
// nothing of sys.
func New(sys *models.System) *Network {
	p := &Network{
		graph:    newGraph(sys),
		nodes:    make([]node, len(sys.Nodes)),
		linkDown: make([]bool, len(sys.Links)),
		main:     none,
	}
	for i := range p.nodes {
		p.nodes[i] = node{member: loner(), island: none, part: none, cloud: sys.Nodes[i].Tier == models.TierCloud}
		p.clouded = p.clouded || p.nodes[i].cloud
	}
	p.counts.up = int64(len(p.nodes))
	p.divide()
	return p
}

// divide finds the islands when everything works. They are filled from the largest node down, so that each heap is a
// chain.
func (p *Network) divide() {
	var queue []models.NodeID
	for first := range p.nodes {
		if p.nodes[first].part != none {
			continue
		}
		part := int32(len(p.whole))
		p.whole = append(p.whole, 0)
		p.nodes[first].part = part
		p.open(part)
		queue = append(queue[:0], models.NodeID(first))
		for head := 0; head < len(queue); head++ {
			join := func(n models.NodeID) {
				if m := &p.nodes[n]; m.part == none {
					m.part = part
					queue = append(queue, n)
				}
			}
			for _, e := range p.ends(queue[head]) {
				join(e.to)
			}
			for n, ok := p.guest(queue[head], queue[head]); ok; n, ok = p.guest(queue[head], n) {
				join(n)
			}
		}
	}
	for i, n := range slices.Backward(p.nodes) {
		p.put(0, models.NodeID(i), n.part) // the islands are numbered like the parts
		if hub, ok := p.hub(models.NodeID(i)); ok {
			p.nodes[hub].attached++
		}
	}
	for i := range p.islands {
		p.refresh(0, int32(i))
	}
	p.counts.whole = p.counts.islands
}

// Up reports whether a node is up.
func (p *Network) Up(n models.NodeID) bool { return p.nodes[n].island != none }

// Islands returns the number of islands.
func (p *Network) Islands() int { return int(p.counts.islands) }

// Island returns the smallest node of the island of n, or NoNode when n is down.
func (p *Network) Island(n models.NodeID) models.NodeID {
	i := p.nodes[n].island
	if i == none {
		return models.NoNode
	}
	return models.NodeID(p.islands[i].smallest)
}

// Same reports whether both nodes are up and there is a path between them. A node that is up has one to itself.
func (p *Network) Same(a, b models.NodeID) bool {
	return p.nodes[a].island != none && p.nodes[a].island == p.nodes[b].island
}

// Size returns the number of nodes in the island of n, or 0 when n is down.
func (p *Network) Size(n models.NodeID) int {
	i := p.nodes[n].island
	if i == none {
		return 0
	}
	return int(p.islands[i].size)
}

// CutOff reports whether n is cut off; see the package comment.
func (p *Network) CutOff(n models.NodeID) bool {
	i := p.nodes[n].island
	return i != none && p.islands[i].cut
}

// CutOffTime returns how long n was cut off until now, in nanoseconds.
func (p *Network) CutOffTime(now units.Time, n models.NodeID) int64 {
	p.counts.check(now)
	m := &p.nodes[n]
	if m.island == none {
		return m.cut
	}
	return m.cut + p.islands[m.island].clock(now)
}

// SetLink says whether a link is up.
func (p *Network) SetLink(now units.Time, l models.LinkID, up bool) {
	p.counts.advance(now)
	if p.linkDown[l] == !up {
		return
	}
	p.linkDown[l] = !up
	a, b := p.between[l].a, p.between[l].b
	if a == b {
		return
	}
	if p.leaf(b) {
		a, b = b, a
	}
	if p.leaf(a) && p.Up(a) {
		p.attach(b, up)
	}
	switch {
	case !p.Up(a) || !p.Up(b):
	case up:
		p.merge(now, a, b)
	case p.leaf(a):
		p.isolate(now, a)
	default:
		p.split(now, p.nodes[a].island, a, b)
	}
}

// attach counts the leaves of a node that are up behind a link that is up.
func (p *Network) attach(hub models.NodeID, more bool) {
	if more {
		p.nodes[hub].attached++
	} else {
		p.nodes[hub].attached--
	}
}

// SetNode says whether a node is up.
func (p *Network) SetNode(now units.Time, n models.NodeID, up bool) {
	p.counts.advance(now)
	if up == p.Up(n) {
		return
	}
	if hub, ok := p.hub(n); ok && !p.linkDown[p.ends(n)[0].link] {
		p.attach(hub, up)
	}
	if up {
		p.counts.up++
		p.enter(now, n)
	} else {
		p.counts.up--
		p.leave(now, n)
	}
}

// enter brings a node up.
func (p *Network) enter(now units.Time, n models.NodeID) {
	i := p.open(p.nodes[n].part)
	p.put(now, n, i)
	p.refresh(now, i)
	for _, e := range p.ends(n) {
		if !p.linkDown[e.link] && p.Up(e.to) {
			p.merge(now, n, e.to)
		}
	}
	for m, ok := p.guest(n, n); ok; m, ok = p.guest(n, m) {
		if p.joined(m) {
			p.merge(now, n, m)
		}
	}
}

// leave takes a node down.
func (p *Network) leave(now units.Time, n models.NodeID) {
	i := p.nodes[n].island
	p.take(now, n)
	if p.islands[i].size == 0 {
		p.close(now, i)
		return
	}
	p.refresh(now, i)
	if p.leaf(n) {
		return
	}
	for _, e := range p.leaves(n) {
		if !p.linkDown[e.link] && p.Up(e.to) {
			p.isolate(now, e.to)
		}
	}
	for m, ok := p.guest(n, n); ok; m, ok = p.guest(n, m) {
		if p.joined(m) {
			p.isolate(now, m)
		}
	}
	seeds := p.search.seeds[:0]
	for _, e := range p.core(n) {
		if !p.linkDown[e.link] && p.Up(e.to) {
			seeds = append(seeds, e.to)
		}
	}
	p.search.seeds = seeds
	p.split(now, i, seeds...)
}

// Rehome attaches a mobile node to another access point: its link, which roams and must be down, leads there from now
// on. It takes O(1) time.
func (p *Network) Rehome(now units.Time, l models.LinkID, to models.NodeID) {
	p.counts.advance(now)
	n := p.between[l].a
	if !p.linkDown[l] || p.guests == nil || !p.guests[n].roams {
		panic(fmt.Sprintf("partition: link %d is not to be moved while it is up, or at all", l))
	}
	p.between[l].b = to
	p.list[p.first[n]].to = to
	p.dismiss(n)
	p.welcome(to, n)
	from, part := p.nodes[n].part, p.nodes[to].part
	if from == part {
		return
	}
	p.nodes[n].part = part
	i := p.nodes[n].island
	if i == none {
		return
	}
	if p.whole[from]--; p.whole[from] > 0 {
		p.counts.apart--
	}
	if p.whole[part]++; p.whole[part] > 1 {
		p.counts.apart++
	}
	p.islands[i].part = part
}

// isolate gives a node that has lost its only neighbour an island of its own.
func (p *Network) isolate(now units.Time, n models.NodeID) {
	i := p.nodes[n].island
	if p.islands[i].size == 1 {
		return
	}
	p.take(now, n)
	p.refresh(now, i)
	j := p.open(p.nodes[n].part)
	p.put(now, n, j)
	p.refresh(now, j)
}

// check panics when time runs backwards.
func (c *counts) check(now units.Time) {
	if now < c.since {
		panic(fmt.Sprintf("partition: time runs backwards from %d to %d ns", int64(c.since), int64(now)))
	}
}
