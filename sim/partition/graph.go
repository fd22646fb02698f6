package partition

import (
	"slices"

	"github.com/littoral-sim/littoral/models"
)

// graph says which links end at which nodes. A leaf is a node with a single link, unless the other end has a single link
// as well. Links that join a node with itself are left out. Only the links of mobile nodes change: these are leaves, and
// access points are not, whatever is attached where.
type graph struct {
	list    []end
	first   []int32 // where the links of a node begin in list, and one more
	toLeaf  []int32 // where those that lead to leaves begin, behind the others
	between []pair
	access  []bool // nil without mobile nodes, like guests
	guests  []guest
}

// guest is the place of a mobile node in the list of those that are attached to an access point, or of an access point
// as the head of its list.
type guest struct {
	next, prev models.NodeID
	roams      bool
}

// end is a link as seen from one of its nodes.
type end struct {
	to   models.NodeID
	link models.LinkID
}

type pair struct{ a, b models.NodeID }

func newGraph(sys *models.System) graph {
	g := graph{
		first:   make([]int32, len(sys.Nodes)+1),
		toLeaf:  make([]int32, len(sys.Nodes)),
		between: make([]pair, len(sys.Links)),
	}
	g.addGuests(sys)
	for i := range sys.Links {
		a, b := sys.Links[i].A, sys.Links[i].B
		g.between[i] = pair{a, b}
		if a != b {
			g.first[a+1]++
		}
		if a != b && !sys.Links[i].Roams {
			g.first[b+1]++
		}
	}
	for n := range sys.Nodes {
		g.first[n+1] += g.first[n]
	}
	g.list = make([]end, g.first[len(sys.Nodes)])
	front, back := make([]int32, len(sys.Nodes)), make([]int32, len(sys.Nodes))
	copy(front, g.first)
	copy(back, g.first[1:])
	for i := range sys.Links {
		a, b := sys.Links[i].A, sys.Links[i].B
		if a == b {
			continue
		}
		if sys.Links[i].Roams {
			g.list[front[a]] = end{b, models.LinkID(i)}
			front[a]++
			g.welcome(b, a)
			continue
		}
		for _, x := range [2]pair{{a, b}, {b, a}} {
			e := end{x.b, models.LinkID(i)}
			if g.single(x.b) && !g.single(x.a) {
				back[x.a]--
				g.list[back[x.a]] = e
			} else {
				g.list[front[x.a]] = e
				front[x.a]++
			}
		}
	}
	copy(g.toLeaf, front)
	return g
}

func (g *graph) degree(n models.NodeID) int32 { return g.first[n+1] - g.first[n] }

// ends returns the links of a node.
func (g *graph) ends(n models.NodeID) []end { return g.list[g.first[n]:g.first[n+1]] }

// core returns the links of a node that do not lead to leaves.
func (g *graph) core(n models.NodeID) []end { return g.list[g.first[n]:g.toLeaf[n]] }

// leaves returns the links of a node that lead to leaves.
func (g *graph) leaves(n models.NodeID) []end { return g.list[g.toLeaf[n]:g.first[n+1]] }

// hub returns the only neighbour of a leaf, and whether n is one.
func (g *graph) hub(n models.NodeID) (models.NodeID, bool) {
	if g.degree(n) != 1 {
		return models.NoNode, false
	}
	to := g.list[g.first[n]].to
	if g.access != nil && g.access[n] {
		return models.NoNode, false
	}
	return to, !g.single(to)
}

// single reports whether a node has one link and no part in mobility.
func (g *graph) single(n models.NodeID) bool {
	return g.degree(n) == 1 && (g.access == nil || !g.access[n] && !g.guests[n].roams)
}

// addGuests makes the lists of mobile nodes.
func (g *graph) addGuests(sys *models.System) {
	if !slices.ContainsFunc(sys.Links, func(l models.Link) bool { return l.Roams }) {
		return
	}
	g.access, g.guests = make([]bool, len(sys.Nodes)), make([]guest, len(sys.Nodes))
	for n := range g.guests {
		g.access[n] = sys.Nodes[n].AccessPoint
		g.guests[n] = guest{next: models.NodeID(n), prev: models.NodeID(n)}
	}
	for i := range sys.Links {
		if sys.Links[i].Roams {
			g.guests[sys.Links[i].A].roams = true
		}
	}
}

// welcome puts a mobile node at the front of the list of an access point.
func (g *graph) welcome(hub, n models.NodeID) {
	next := g.guests[hub].next
	g.guests[n].prev, g.guests[n].next = hub, next
	g.guests[hub].next, g.guests[next].prev = n, n
}

// dismiss takes a mobile node off its list.
func (g *graph) dismiss(n models.NodeID) {
	x := &g.guests[n]
	g.guests[x.prev].next, g.guests[x.next].prev = x.next, x.prev
}

// guest returns the mobile node behind another one in the list of a hub, or the first one behind the hub itself, and
// whether there is one.
func (g *graph) guest(hub, after models.NodeID) (models.NodeID, bool) {
	if g.access == nil || !g.access[hub] {
		return models.NoNode, false
	}
	n := g.guests[after].next
	return n, n != hub
}

// joined reports whether the one link of a mobile node is up, and the node as well.
func (p *Network) joined(n models.NodeID) bool { return !p.linkDown[p.ends(n)[0].link] && p.Up(n) }

func (g *graph) leaf(n models.NodeID) bool {
	_, ok := g.hub(n)
	return ok
}
