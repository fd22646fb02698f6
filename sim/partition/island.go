package partition

import (
	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
)

// island is a set of nodes that are up and joined.
type island struct {
	total    int64 // time cut off until since, in nanoseconds
	since    units.Time
	smallest int32 // the root of its heap
	size     int32
	clouds   int32 // how many of them are of tier cloud
	part     int32 // index into Network.whole
	rank     int32 // place in the ranking, or none
	cut      bool
}

// clock shows how long the island was cut off.
func (s *island) clock(now units.Time) int64 {
	if s.cut {
		return s.total + int64(now-s.since)
	}
	return s.total
}

// open returns an island without nodes, which is cut off until refresh says otherwise.
func (p *Network) open(part int32) int32 {
	if p.whole[part]++; p.whole[part] > 1 {
		p.counts.apart++
	}
	p.counts.islands++
	s := island{since: p.counts.since, smallest: none, part: part, rank: none, cut: true}
	if k := len(p.free); k > 0 {
		i := p.free[k-1]
		p.free = p.free[:k-1]
		p.islands[i] = s
		return i
	}
	p.islands = append(p.islands, s)
	return int32(len(p.islands) - 1)
}

// close gives up an island that has no nodes any more.
func (p *Network) close(now units.Time, i int32) {
	s := &p.islands[i]
	if p.whole[s.part]--; p.whole[s.part] > 0 {
		p.counts.apart--
	}
	p.counts.islands--
	p.free = append(p.free, i)
	if p.clouded {
		return
	}
	p.unrank(i)
	if p.main == i {
		p.main = none
	}
	p.elect(now)
}

// put adds a node that is in no island. The caller refreshes the island.
func (p *Network) put(now units.Time, n models.NodeID, i int32) {
	m, s := &p.nodes[n], &p.islands[i]
	m.island = i
	m.cut -= s.clock(now)
	s.size++
	if s.cut {
		p.counts.cut++
	}
	if m.cloud {
		s.clouds++
	}
	s.smallest = p.meld(s.smallest, int32(n))
}

// take removes a node from its island. The caller refreshes the island, or closes it.
func (p *Network) take(now units.Time, n models.NodeID) {
	m := &p.nodes[n]
	s := &p.islands[m.island]
	m.island = none
	m.cut += s.clock(now)
	s.size--
	if s.cut {
		p.counts.cut--
	}
	if m.cloud {
		s.clouds--
	}
	s.smallest = p.drop(s.smallest, int32(n))
}

// refresh works out whether an island whose nodes have changed is cut off.
func (p *Network) refresh(now units.Time, i int32) {
	if p.clouded {
		p.cutOff(now, i, p.islands[i].clouds == 0)
		return
	}
	p.rank(i)
	p.elect(now)
}

// elect makes the island that leads the ranking the main one.
func (p *Network) elect(now units.Time) {
	leader := p.leader()
	if leader == p.main {
		return
	}
	if p.main != none {
		p.cutOff(now, p.main, true)
	}
	p.main = leader
	if leader != none {
		p.cutOff(now, leader, false)
	}
}

func (p *Network) cutOff(now units.Time, i int32, cut bool) {
	s := &p.islands[i]
	if s.cut == cut {
		return
	}
	s.total, s.since, s.cut = s.clock(now), now, cut
	if cut {
		p.counts.cut += int64(s.size)
	} else {
		p.counts.cut -= int64(s.size)
	}
}

// merge joins the islands of two nodes, unless they are one.
func (p *Network) merge(now units.Time, a, b models.NodeID) {
	large, small := p.nodes[a].island, p.nodes[b].island
	if large == small {
		return
	}
	if p.islands[large].size < p.islands[small].size {
		large, small = small, large
	}
	to, from := &p.islands[large], &p.islands[small]
	ahead := from.clock(now) - to.clock(now)
	p.stack = append(p.stack[:0], from.smallest)
	for len(p.stack) > 0 {
		last := len(p.stack) - 1
		m := &p.nodes[p.stack[last]]
		p.stack = p.stack[:last]
		m.island = large
		m.cut += ahead
		if m.next != none {
			p.stack = append(p.stack, m.next)
		}
		if m.child != none {
			p.stack = append(p.stack, m.child)
		}
	}
	root, size, clouds := from.smallest, from.size, from.clouds
	if from.cut {
		p.counts.cut -= int64(size)
	}
	from.smallest, from.size, from.clouds = none, 0, 0
	p.close(now, small)
	to.smallest = p.meld(to.smallest, root)
	to.size += size
	to.clouds += clouds
	if to.cut {
		p.counts.cut += int64(size)
	}
	p.refresh(now, large)
}
