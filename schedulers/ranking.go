package schedulers

import (
	"cmp"
	"slices"
	"time"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
)

// ranking lists the eligible nodes of a kind of task, the nearest to a hub first,
// ties to the lower NodeID, as far as anybody has asked. It merges the
// sorted nodes of all hubs that can be reached.
type ranking struct {
	epoch  uint64
	known  []Neighbour
	narrow []units.BitsPerSecond // of known, as far as asked for; 0 is unknown
	heads  []head                // a heap of what comes next of each hub, nearest first
}

// head is the nearest node behind a hub that is not known yet.
type head struct {
	Neighbour
	way     time.Duration // from the hub of the ranking to that of the node
	at, end int32         // where the node stands in its kind, and its hub ends
}

func (n Neighbour) before(o Neighbour) bool {
	return n.Away < o.Away || n.Away == o.Away && n.Node < o.Node
}

func (n Neighbour) compare(o Neighbour) int {
	if n.Away != o.Away {
		return cmp.Compare(n.Away, o.Away)
	}
	return cmp.Compare(n.Node, o.Node)
}

// size returns the number of entries of the ranking. Bottlenecks are part of
// those of their nodes.
func (v *ranking) size() int { return len(v.known) + len(v.heads) }

// begin starts afresh, in O(hubs).
func (v *ranking) begin(r *models.Routes, k *kind, hub models.NodeID) {
	v.known, v.narrow, v.heads = v.known[:0], v.narrow[:0], v.heads[:0]
	for _, g := range k.groups {
		way, ok := r.Latency(g.hub, hub) // this way round, all come out of one tree
		if !ok {
			continue
		}
		n := k.nodes[g.first]
		n.Away = units.Add(way, n.Away)
		v.heads = append(v.heads, head{n, way, g.first, g.end})
	}
	for i := len(v.heads)/2 - 1; i >= 0; i-- {
		v.sink(i)
	}
}

// find moves the nearest of the heads to the known nodes, in O(log hubs). It
// returns by how much the size has grown.
func (v *ranking) find(nodes []Neighbour) int {
	h := &v.heads[0]
	v.known = append(v.known, h.Neighbour)
	h.at++
	grown := 1
	if h.at < h.end {
		h.Neighbour = nodes[h.at]
		h.Away = units.Add(h.way, h.Away)
	} else {
		last := len(v.heads) - 1
		*h = v.heads[last]
		v.heads = v.heads[:last]
		grown = 0
	}
	v.sink(0)
	return grown
}

// sink restores the heap after head i may have become later than those below.
func (v *ranking) sink(i int) {
	for {
		least := 2*i + 1
		if least >= len(v.heads) {
			return
		}
		if right := least + 1; right < len(v.heads) && v.heads[right].before(v.heads[least].Neighbour) {
			least = right
		}
		if !v.heads[least].before(v.heads[i].Neighbour) {
			return
		}
		v.heads[i], v.heads[least] = v.heads[least], v.heads[i]
		i = least
	}
}

// within returns how many of the known nodes are at most as far away as that.
func (v *ranking) within(away time.Duration) int {
	i, _ := slices.BinarySearchFunc(v.known, away, func(n Neighbour, a time.Duration) int {
		if n.Away <= a {
			return -1
		}
		return 1
	})
	return i
}

// narrowest returns the narrowest bandwidth on the path from known node i to the
// hub, which is without limit from the hub to itself.
func (v *ranking) narrowest(i int, hub models.NodeID, r *models.Routes) units.BitsPerSecond {
	for len(v.narrow) <= i {
		v.narrow = append(v.narrow, 0)
	}
	if v.narrow[i] == 0 {
		v.narrow[i], _ = r.BottleneckBack(v.known[i].Node, hub)
	}
	return v.narrow[i]
}
