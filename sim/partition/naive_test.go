package partition

import (
	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
)

// naive is the slow twin of Network: it walks the whole network after each change, and counts the time of each node one
// by one.
type naive struct {
	sys                *models.System
	nodeDown, linkDown []bool
	whole              []models.NodeID // names of the islands when everything works
	name               []models.NodeID // of the island of each node, or NoNode
	cut                []bool
	now                units.Time
	cutNs              []int64
	account            Account
}

func newNaive(sys *models.System) *naive {
	v := &naive{
		sys: sys, nodeDown: make([]bool, len(sys.Nodes)), linkDown: make([]bool, len(sys.Links)),
		cut: make([]bool, len(sys.Nodes)), cutNs: make([]int64, len(sys.Nodes)),
	}
	v.update()
	v.whole = v.name
	v.account.Whole = len(v.sizes())
	return v
}

// update finds the islands: each node takes the smaller name of its neighbours until nothing changes.
func (v *naive) update() {
	v.name = make([]models.NodeID, len(v.sys.Nodes))
	for n := range v.name {
		v.name[n] = models.NodeID(n)
		if v.nodeDown[n] {
			v.name[n] = models.NoNode
		}
	}
	for changed := true; changed; {
		changed = false
		for i := range v.sys.Links {
			l := &v.sys.Links[i]
			if v.linkDown[i] || v.nodeDown[l.A] || v.nodeDown[l.B] || v.name[l.A] == v.name[l.B] {
				continue
			}
			low := min(v.name[l.A], v.name[l.B])
			v.name[l.A], v.name[l.B] = low, low
			changed = true
		}
	}
	v.findCut()
}

// sizes returns the size of each island under its name.
func (v *naive) sizes() map[models.NodeID]int {
	out := map[models.NodeID]int{}
	for _, name := range v.name {
		if name != models.NoNode {
			out[name]++
		}
	}
	return out
}

func (v *naive) findCut() {
	clouded := false
	connected := map[models.NodeID]bool{}
	for n := range v.sys.Nodes {
		if v.sys.Nodes[n].Tier == models.TierCloud {
			clouded = true
			connected[v.name[n]] = true
		}
	}
	if !clouded {
		best := models.NoNode
		for name, size := range v.sizes() {
			if best == models.NoNode || size > v.sizes()[best] || size == v.sizes()[best] && name < best {
				best = name
			}
		}
		connected[best] = true
	}
	for n, name := range v.name {
		v.cut[n] = name != models.NoNode && !connected[name]
	}
}

// advance counts the time until now.
func (v *naive) advance(now units.Time) {
	ns := int64(now - v.now)
	v.now = now
	if ns == 0 {
		return
	}
	a := &v.account
	a.Max = max(a.Max, len(v.sizes()))
	a.Area = a.Area.PlusProduct(int64(len(v.sizes())), ns)
	for n := range v.name {
		switch {
		case v.cut[n]:
			v.cutNs[n] += ns
			a.CutOff = a.CutOff.Plus(ns)
		case !v.nodeDown[n]:
			a.Connected = a.Connected.Plus(ns)
		}
	}
	if v.parted() {
		a.Parted += ns
	}
}

// parted reports whether two nodes that are up are apart now, but not when everything works.
func (v *naive) parted() bool {
	for a := range v.name {
		for b := range a {
			if !v.nodeDown[a] && !v.nodeDown[b] && v.whole[a] == v.whole[b] && v.name[a] != v.name[b] {
				return true
			}
		}
	}
	return false
}

func (v *naive) setNode(now units.Time, n models.NodeID, up bool) {
	v.advance(now)
	v.nodeDown[n] = !up
	v.update()
}

func (v *naive) setLink(now units.Time, l models.LinkID, up bool) {
	v.advance(now)
	v.linkDown[l] = !up
	v.update()
}

// rehome attaches a mobile node elsewhere. It is joined with the part of that when everything works.
func (v *naive) rehome(now units.Time, l models.LinkID, to models.NodeID) {
	v.advance(now)
	v.sys.Links[l].B = to
	v.whole[v.sys.Links[l].A] = v.whole[to]
	v.update()
}
