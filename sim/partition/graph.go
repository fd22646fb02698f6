package partition

import "github.com/littoral-sim/littoral/models"

// graph is what does not change: which links end at which nodes. A leaf is a node with a single link, unless the other
// end has a single link as well. Links that join a node with itself are left out.
type graph struct {
	list    []end
	first   []int32 // where the links of a node begin in list, and one more
	toLeaf  []int32 // where those that lead to leaves begin, behind the others
	between []pair
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
	for i := range sys.Links {
		a, b := sys.Links[i].A, sys.Links[i].B
		g.between[i] = pair{a, b}
		if a != b {
			g.first[a+1]++
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
		for _, x := range [2]pair{{a, b}, {b, a}} {
			e := end{x.b, models.LinkID(i)}
			if g.degree(x.b) == 1 && g.degree(x.a) > 1 {
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
	return to, g.degree(to) > 1
}

func (g *graph) leaf(n models.NodeID) bool {
	_, ok := g.hub(n)
	return ok
}
