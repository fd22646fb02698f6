package partition

// ranking is a binary heap of islands with the main one on top.
type ranking []int32

// before reports whether island a ranks before island b: it has more nodes or, among equals, the smaller one.
func (p *Network) before(a, b int32) bool {
	x, y := &p.islands[a], &p.islands[b]
	if x.size != y.size {
		return x.size > y.size
	}
	return x.smallest < y.smallest
}

// leader returns the island that ranks first, or none.
func (p *Network) leader() int32 {
	if len(p.ranking) == 0 {
		return none
	}
	return p.ranking[0]
}

// rank finds the place of an island that is new or has changed. All others are in order.
func (p *Network) rank(i int32) {
	at := p.islands[i].rank
	if at == none {
		at = int32(len(p.ranking))
		p.ranking = append(p.ranking, i)
	}
	p.settle(i, at)
}

// unrank takes an island out.
func (p *Network) unrank(i int32) {
	at := p.islands[i].rank
	if at == none {
		return
	}
	p.islands[i].rank = none
	last := len(p.ranking) - 1
	moved := p.ranking[last]
	p.ranking = p.ranking[:last]
	if moved != i {
		p.settle(moved, at)
	}
}

// settle moves an island up or down from a place that is free.
func (p *Network) settle(i, at int32) {
	for at > 0 {
		above := (at - 1) / 2
		if !p.before(i, p.ranking[above]) {
			break
		}
		p.place(p.ranking[above], at)
		at = above
	}
	for {
		below := 2*at + 1
		if below >= int32(len(p.ranking)) {
			break
		}
		if below+1 < int32(len(p.ranking)) && p.before(p.ranking[below+1], p.ranking[below]) {
			below++
		}
		if !p.before(p.ranking[below], i) {
			break
		}
		p.place(p.ranking[below], at)
		at = below
	}
	p.place(i, at)
}

func (p *Network) place(i, at int32) {
	p.ranking[at] = i
	p.islands[i].rank = at
}
