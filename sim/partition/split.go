package partition

import (
	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
)

// search is the scratch memory of a split.
//
// Each seed starts a walk over the core, that is, all nodes but leaves. Walks that meet form a team; a team is known by
// one of its walks, its head.
type search struct {
	seeds  []models.NodeID
	walks  []walk
	base   int32   // number of the first walk, so that nodes seen by older ones are not taken for seen
	teams  []int32 // heads of those that have not come to their end
	looked int64   // links looked at so far, in all searches
}

// walk is a breadth-first search.
type walk struct {
	queue []models.NodeID // seen, in this order
	next  int32           // of the queue
	link  int32           // of that node, the next to be looked at

	up    int32 // walk closer to the head of the team, or itself
	first int32 // of a head: the walk that looks next, or none when all have come to their end
	last  int32 // of a head: the end of that list
	after int32 // in that list, or none

	size   int64 // of a head that has come to its end: nodes of the team, with leaves
	ended  bool
	island int32 // of a head: the new island of the team, or none
}

// split finds out whether an island falls apart that has lost what joined the seeds, and gives all parts but one an
// island of their own.
func (p *Network) split(now units.Time, i int32, seeds ...models.NodeID) {
	if len(seeds) < 2 {
		return
	}
	p.begin(seeds)
	keeper := p.race()
	rest := int64(p.islands[i].size) - p.weigh()
	largest := p.largest()
	if largest == none {
		return
	}
	// When a team that has come to its end is larger than what is left, the rest may be cheaper to relabel, if it can be
	// found as cheaply.
	if size := p.search.walks[largest].size; size > rest && p.finish(keeper, size) {
		keeper = largest
	}
	p.separate(now, i, keeper)
}

// weigh works out the sizes of the teams that have come to their end, and returns their sum.
func (p *Network) weigh() int64 {
	sum := int64(0)
	for k := range p.search.walks {
		t := &p.search.walks[p.head(int32(k))]
		if !t.ended {
			continue
		}
		size := p.sizeOf(&p.search.walks[k])
		t.size += size
		sum += size
	}
	return sum
}

// largest returns the head of the largest team that has come to its end, or none.
func (p *Network) largest() int32 {
	best := int32(none)
	for k := range p.search.walks {
		w := &p.search.walks[k]
		if w.ended && (best == none || w.size > p.search.walks[best].size) {
			best = int32(k)
		}
	}
	return best
}

// begin places a walk on each seed.
func (p *Network) begin(seeds []models.NodeID) {
	s := &p.search
	if s.base += int32(len(s.walks)); s.base > 1<<30 {
		s.base = 1
		for n := range p.nodes {
			p.nodes[n].seen = 0
		}
	}
	s.base = max(s.base, 1)
	k := int32(0)
	s.teams = s.teams[:0]
	s.walks = s.walks[:0]
	for _, n := range seeds {
		if p.nodes[n].seen >= s.base { // twice, over two links
			continue
		}
		p.nodes[n].seen = s.base + k
		if int(k) < cap(s.walks) {
			s.walks = s.walks[:k+1]
		} else {
			s.walks = append(s.walks, walk{})
		}
		w := &s.walks[k]
		*w = walk{queue: append(w.queue[:0], n), link: p.first[n], up: k, first: k, last: k, after: none, island: none}
		s.teams = append(s.teams, k)
		k++
	}
}

// race lets each team look at a link in turn until one team is left, whose head it returns.
func (p *Network) race() int32 {
	s := &p.search
	for running := len(s.teams); ; {
		kept := s.teams[:0]
		for _, h := range s.teams {
			switch {
			case s.walks[h].up != h: // joined another team
				continue
			case running == 1:
				return h
			}
			met, ok := p.look(h)
			if !ok {
				s.walks[h].ended = true
			}
			if met || !ok {
				running--
			}
			if ok {
				kept = append(kept, h)
			}
		}
		s.teams = kept
	}
}

// look lets a team look at one link. It reports whether it met another team, which joins it, and whether there was a
// link left.
func (p *Network) look(h int32) (met, ok bool) {
	s := &p.search
	for {
		k := s.walks[h].first
		if k == none {
			return false, false
		}
		w := &s.walks[k]
		if int(w.next) == len(w.queue) {
			s.walks[h].first = w.after
			continue
		}
		if n := w.queue[w.next]; w.link == p.toLeaf[n] {
			if w.next++; int(w.next) < len(w.queue) {
				w.link = p.first[w.queue[w.next]]
			}
			continue
		}
		e := p.list[w.link]
		w.link++
		s.looked++
		m := &p.nodes[e.to]
		switch {
		case p.linkDown[e.link] || m.island == none:
			return false, true
		case m.seen >= s.base:
			return p.join(h, p.head(m.seen-s.base)), true
		}
		m.seen = s.base + k
		w.queue = append(w.queue, e.to)
		return false, true
	}
}

// join makes two teams one with head h, and reports whether they were two.
func (p *Network) join(h, other int32) bool {
	if h == other {
		return false
	}
	a, b := &p.search.walks[h], &p.search.walks[other]
	b.up = h
	if b.first != none { // a.first has just looked
		p.search.walks[a.last].after = b.first
		a.last = b.last
	}
	return true
}

// head returns the head of the team of a walk.
func (p *Network) head(k int32) int32 {
	w := p.search.walks
	for w[k].up != k {
		w[k].up = w[w[k].up].up
		k = w[k].up
	}
	return k
}

// sizeOf returns the number of nodes that a walk has seen, and of their leaves in the island.
func (p *Network) sizeOf(w *walk) int64 {
	size := int64(len(w.queue))
	for _, n := range w.queue {
		size += int64(p.nodes[n].attached)
	}
	return size
}

// finish lets a team look at a number of links at most, and reports whether it came to its end.
func (p *Network) finish(h int32, links int64) bool {
	for range links {
		if _, ok := p.look(h); !ok {
			p.search.walks[h].ended = true
			return true
		}
	}
	return false
}

// separate gives each team that has come to its end an island of its own, but for one.
func (p *Network) separate(now units.Time, i, keeper int32) {
	for k := range p.search.walks {
		h := p.head(int32(k))
		w, t := &p.search.walks[k], &p.search.walks[h]
		if h == keeper || !t.ended {
			continue
		}
		if t.island == none {
			t.island = p.open(p.islands[i].part)
		}
		for _, n := range w.queue {
			p.move(now, n, t.island)
			for _, e := range p.leaves(n) {
				if !p.linkDown[e.link] && p.Up(e.to) {
					p.move(now, e.to, t.island)
				}
			}
			for m, ok := p.guest(n, n); ok; m, ok = p.guest(n, m) {
				if p.joined(m) {
					p.move(now, m, t.island)
				}
			}
		}
	}
	p.refresh(now, i)
	for k := range p.search.walks {
		if j := p.search.walks[k].island; j != none {
			p.refresh(now, j)
		}
	}
}

func (p *Network) move(now units.Time, n models.NodeID, to int32) {
	p.take(now, n)
	p.put(now, n, to)
}
