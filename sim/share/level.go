package share

// clockAt returns the clock of a class, given the level clock.
func (g *group) clockAt(nowNs int64, level clock) clock {
	if g.capped {
		level = clock{whole: uint64(g.demand) * uint64(nowNs)}
	}
	return level.plus(g.offset)
}

// clockAt returns the level clock at an instant not before sinceNs.
func (s *Processor) clockAt(nowNs int64) clock {
	l := s.state()
	share := int64(s.capacity) - l.capped
	if nowNs == s.sinceNs || l.sharing == 0 || share == 0 {
		return l.clock
	}
	return l.clock.plus(gained(uint64(share), uint64(l.sharing), uint64(nowNs-s.sinceNs)))
}

// progress brings the clock and the integral up to now.
func (s *Processor) progress(nowNs int64) {
	if s.level != none {
		s.busy = s.Busy(nowNs)
		s.state().clock = s.clockAt(nowNs)
	}
	s.sinceNs = nowNs
}

// put enters a job into the class of its demand.
func (s *Processor) put(id ID) {
	p, l := s.pool, s.state()
	demand := int64(p.jobs[id].home)
	c := p.lookup(l.tree, demand)
	if c == none {
		c = p.newClass(demand)
		p.groups[c].capped = l.edge != none && demand < p.groups[l.edge].demand
		l.tree = p.insert(l.tree, c)
	}
	g := &p.groups[c]
	first := g.first
	p.facts[id].stage = running
	p.jobs[id].home = c
	p.jobs[id].key = g.clockAt(s.sinceNs, l.clock).plus(clock{whole: uint64(p.facts[id].work)})
	g.first = push(p.jobs, g.first, int32(id))
	g.count++
	l.count++
	l.demand += demand
	if g.capped {
		l.capped += demand
	} else {
		l.sharing++
	}
	s.relist(c, first)
}

// take removes a running job from its class.
func (s *Processor) take(id ID) {
	c := s.pool.jobs[id].home
	g := &s.pool.groups[c]
	first := g.first
	g.first = drop(s.pool.jobs, g.first, int32(id))
	s.discount(g)
	s.relist(c, first)
}

// discount lowers the sums by one job of the class.
func (s *Processor) discount(g *group) {
	l := s.state()
	g.count--
	l.count--
	l.demand -= g.demand
	if g.capped {
		l.capped -= g.demand
	} else {
		l.sharing--
	}
}

// relist moves a class in its heap of due times after a change of its jobs, given the job that was first before.
func (s *Processor) relist(c, first int32) {
	if s.pool.groups[c].first == first {
		return
	}
	if first != none {
		s.unlist(c)
	}
	s.enlist(c)
}

// unlist takes a class out of its heap of due times.
func (s *Processor) unlist(c int32) {
	l := s.state()
	if s.pool.groups[c].capped {
		l.byTime = drop(s.pool.classes, l.byTime, c)
	} else {
		l.byLevel = drop(s.pool.classes, l.byLevel, c)
	}
}

// enlist puts a class into its heap of due times, or frees it when it is empty.
func (s *Processor) enlist(c int32) {
	p, l := s.pool, s.state()
	g := &p.groups[c]
	if g.first == none {
		if l.edge == c {
			l.edge = p.below(l.tree, g.demand)
		}
		l.tree = p.erase(l.tree, g.demand)
		p.freeClasses = append(p.freeClasses, c)
		return
	}
	target := p.jobs[g.first].key
	if !g.capped {
		p.classes[c].key = target.minus(g.offset)
		l.byLevel = push(p.classes, l.byLevel, c)
		return
	}
	missing := max(0, target.minus(g.clockAt(s.sinceNs, l.clock)).ceil())
	wait := missing / g.demand
	if missing%g.demand != 0 {
		wait++
	}
	// The sum of two times fits 64 bits without sign, and the comparison of clocks is good for differences below 2⁶³.
	p.classes[c].key = clock{whole: uint64(s.sinceNs) + uint64(wait)}
	l.byTime = push(p.classes, l.byTime, c)
}

// settle finds the water level after a change, moves the classes it has passed, and sets the next instant. An idle
// processor returns its state to the pool.
//
// A class of demand d is capped when d ≤ λ = (capacity − demand of the capped) / (number of sharing jobs), written
// without a division. Capping a class with d ≤ λ raises λ, and releasing one with d > λ lifts λ to less than d, so each
// loop ends with its condition met and at most one of them runs.
func (s *Processor) settle() {
	p, l := s.pool, s.state()
	if l.count+l.added.length == 0 {
		p.freeLevels = append(p.freeLevels, s.level)
		s.level = none
		return
	}
	for l.edge != none && p.groups[l.edge].demand*int64(l.sharing) > int64(s.capacity)-l.capped {
		s.release(l.edge)
	}
	for {
		c := s.lowest()
		if c == none || p.groups[c].demand*int64(l.sharing) > int64(s.capacity)-l.capped {
			break
		}
		s.limit(c)
	}
	l.nextNs = s.findNext()
}

// lowest returns the sharing class with the smallest demand, or none.
func (s *Processor) lowest() int32 {
	l := s.state()
	if l.sharing == 0 {
		return none
	}
	bound := int64(0)
	if l.edge != none {
		bound = s.pool.groups[l.edge].demand
	}
	return s.pool.above(l.tree, bound)
}

// release turns the topmost capped class into one that shares.
func (s *Processor) release(c int32) {
	p, l := s.pool, s.state()
	g := &p.groups[c]
	s.unlist(c)
	g.offset = g.clockAt(s.sinceNs, l.clock).minus(l.clock)
	g.capped = false
	l.capped -= g.demand * int64(g.count)
	l.sharing += g.count
	l.edge = p.below(l.tree, g.demand)
	s.enlist(c)
}

// limit turns the lowest sharing class into a capped one.
func (s *Processor) limit(c int32) {
	p, l := s.pool, s.state()
	g := &p.groups[c]
	s.unlist(c)
	now := g.clockAt(s.sinceNs, l.clock)
	g.capped = true
	g.offset = clock{}
	g.offset = now.minus(g.clockAt(s.sinceNs, l.clock))
	l.capped += g.demand * int64(g.count)
	l.sharing -= g.count
	l.edge = c
	s.enlist(c)
}

// findNext returns the instant of the next Advance.
func (s *Processor) findNext() int64 {
	p, l := s.pool, s.state()
	if l.added.length > 0 {
		return s.sinceNs
	}
	next := int64(never)
	if l.byTime != none {
		if due := p.classes[l.byTime].key.whole; due < never {
			next = int64(due)
		}
	}
	if l.byLevel == none {
		return next
	}
	missing := p.classes[l.byLevel].key.minus(l.clock)
	if missing.floor() < 0 || missing == (clock{}) {
		return s.sinceNs
	}
	share := int64(s.capacity) - l.capped
	if share == 0 {
		return next
	}
	if span, ok := spanUntil(missing, uint64(share), uint64(l.sharing)); ok && span < never-s.sinceNs {
		next = min(next, s.sinceNs+span)
	}
	return next
}
