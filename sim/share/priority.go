package share

// The jobs that wait at Slots are a list when the order is that of arrival, and otherwise a heap with the head at its
// root. There the key is the priority with the sign turned, and the arrival number breaks ties, so that a preempted job
// finds its old place.

// join enters a job among those that wait.
func (s *Slots) join(i, priority int32) {
	p, q := s.pool, s.state()
	if s.order == byArrival {
		q.waiting.append(p.jobs, i)
		return
	}
	p.jobs[i].key = clock{whole: uint64(-int64(priority))}
	q.waiting.head = push(p.jobs, q.waiting.head, i)
	q.waiting.length++
}

// leave takes a job out of those that wait.
func (s *Slots) leave(i int32) {
	p, q := s.pool, s.state()
	if s.order == byArrival {
		q.waiting.remove(p.jobs, i)
		return
	}
	q.waiting.head = drop(p.jobs, q.waiting.head, i)
	q.waiting.length--
}

// preempt stops a running job. Those that are due have finished before, so it lacks work.
func (s *Slots) preempt(i int32) {
	p, q := s.pool, s.state()
	r := &p.ranks[i]
	r.attained = s.served(i, s.sinceNs-q.idleNs)
	s.release(i)
	p.jobs[i].home = r.demand
	p.facts[i].stage = stopped
	s.join(i, r.priority)
	p.events = append(p.events, Event{ID: ID(i), Kind: Preempted})
}
