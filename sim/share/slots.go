package share

// Slots is a Station with space sharing, first in first out. A job of demand d (or of the whole capacity, if d is more)
// starts when it is at the head of the queue and d millicores are free, holds exactly those, and finishes ⌈work/d⌉
// nanoseconds later. A head that does not fit blocks all behind it. With jobs of demand capacity/c it is a queue with c
// servers.
//
// Lowering the capacity takes nothing from jobs that run: InUse may exceed Capacity until enough of them have finished,
// and nothing starts meanwhile. At capacity 0 the running jobs stand still and go on where they were when it rises
// again.
//
// A change costs O(log n) amortised for n running jobs. Slots without jobs are 40 bytes and do nothing.
type Slots struct {
	pool     *Pool
	busy     Integral
	sinceNs  int64
	capacity int32
	// queue is the index of the state of busy slots, none when they are idle.
	queue int32
}

// queue is the state of Slots that have jobs.
type queue struct {
	// idleNs is how long the running jobs have stood still, up to the station's sinceNs; the keys in the heap count
	// from it.
	idleNs int64
	nextNs int64
	used   int64
	// byTime is the heap of the running jobs, by the instant they finish less idleNs.
	byTime  int32
	running int32
	waiting list
}

// NewSlots returns idle Slots with the capacity in millicores, 0 to CapacityMax. Their jobs live in the pool. The value
// may be copied into a slice of stations, as long as only the copy is used from then on.
func NewSlots(p *Pool, millicores int64) *Slots {
	checkCapacity(millicores)
	return &Slots{pool: p, capacity: int32(millicores), queue: none}
}

// owner is the number under which the pool knows the slots while they have jobs. Processors are even, slots are odd.
func (s *Slots) owner() int32 { return 2*s.queue + 1 }

// acquireQueue returns the index of an empty queue.
func (p *Pool) acquireQueue() int32 {
	i := int32(len(p.queues))
	if n := len(p.freeQueues); n > 0 {
		i, p.freeQueues = p.freeQueues[n-1], p.freeQueues[:n-1]
	} else {
		p.queues = append(p.queues, queue{})
	}
	p.queues[i] = queue{nextNs: never, byTime: none, waiting: emptyList()}
	return i
}

// state returns the queue of busy slots, nil when they are idle.
func (s *Slots) state() *queue {
	if s.queue == none {
		return nil
	}
	return &s.pool.queues[s.queue]
}

// check panics when the call breaks the order of time.
func (s *Slots) check(nowNs int64) {
	checkNow(nowNs, s.sinceNs, s.nextNs())
}

// nextNs returns the instant of the next Advance, never when there is none.
func (s *Slots) nextNs() int64 {
	if q := s.state(); q != nil {
		return q.nextNs
	}
	return never
}

// Add offers a job; it starts, if it can, in the Advance that must follow at the same instant.
func (s *Slots) Add(nowNs int64, j Job) {
	j.check()
	s.check(nowNs)
	s.progress(nowNs)
	if s.queue == none {
		s.queue = s.pool.acquireQueue()
	}
	s.pool.claim(j, s.owner())
	q := s.state()
	q.waiting.append(s.pool.jobs, int32(j.ID))
	q.nextNs = s.findNext()
}

// Remove takes a job out, finished or not, and returns how far it came; false when the job is not here.
func (s *Slots) Remove(nowNs int64, id ID) (Left, bool) {
	left, ok := s.Peek(nowNs, id)
	if !ok {
		return Left{}, false
	}
	s.progress(nowNs)
	p, q := s.pool, s.state()
	if left.Started {
		q.byTime = drop(p.jobs, q.byTime, int32(id))
		q.used -= int64(p.jobs[id].home)
		q.running--
	} else {
		q.waiting.remove(p.jobs, int32(id))
	}
	p.forget(id)
	s.settle()
	return left, true
}

// SetCapacity changes the capacity; 0 makes the running jobs stand still.
func (s *Slots) SetCapacity(nowNs, millicores int64) {
	checkCapacity(millicores)
	s.check(nowNs)
	s.progress(nowNs)
	s.capacity = int32(millicores)
	if s.queue != none {
		s.settle()
	}
}

// Advance performs what is due at this instant.
func (s *Slots) Advance(nowNs int64) []Event {
	s.check(nowNs)
	if s.queue == none || s.nextNs() != nowNs {
		return nil
	}
	s.pool.events = s.pool.events[:0]
	s.progress(nowNs)
	s.finish()
	s.start()
	s.settle()
	return s.pool.events
}

// Next returns the instant at which Advance has something to do.
func (s *Slots) Next() (atNs int64, ok bool) {
	atNs = s.nextNs()
	return atNs, atNs != never
}

// Peek returns how far a job has come.
func (s *Slots) Peek(nowNs int64, id ID) (Left, bool) {
	s.check(nowNs)
	if s.queue == none {
		return Left{}, false
	}
	p, q := s.pool, s.state()
	stage := p.find(id, s.owner())
	if stage == absent {
		return Left{}, false
	}
	if stage == waiting {
		return Left{Remaining: p.facts[id].work}, true
	}
	work, held := p.facts[id].work, int64(p.jobs[id].home)
	idleNs := q.idleNs
	if s.capacity == 0 {
		idleNs += nowNs - s.sinceNs
	}
	attained := work
	if aheadNs := int64(p.jobs[id].key.whole - uint64(nowNs-idleNs)); aheadNs > 0 {
		attained = (holdNs(work, held) - aheadNs) * held
	}
	return Left{Attained: attained, Remaining: work - attained, Started: true}, true
}

// Busy returns the integral of InUse over time since the start of the run.
func (s *Slots) Busy(nowNs int64) Integral {
	s.check(nowNs)
	return s.busy.plus(s.InUse(), nowNs-s.sinceNs)
}

// InUse returns the millicores being consumed at the moment: those the running jobs hold, or 0 while they stand still.
func (s *Slots) InUse() int64 {
	if q := s.state(); q != nil && s.capacity > 0 {
		return q.used
	}
	return 0
}

// Capacity returns the capacity in millicores.
func (s *Slots) Capacity() int64 { return int64(s.capacity) }

// Len returns the number of jobs present.
func (s *Slots) Len() int {
	if q := s.state(); q != nil {
		return int(q.running + q.waiting.length)
	}
	return 0
}

// Queued returns the number of jobs that have not started.
func (s *Slots) Queued() int {
	if q := s.state(); q != nil {
		return int(q.waiting.length)
	}
	return 0
}

// holdNs returns how long a job occupies the millicores it holds.
func holdNs(work, held int64) int64 {
	if work%held != 0 {
		return work/held + 1
	}
	return work / held
}

// progress brings the integral and the standing time up to now.
func (s *Slots) progress(nowNs int64) {
	if q := s.state(); q != nil {
		s.busy = s.Busy(nowNs)
		if s.capacity == 0 {
			q.idleNs += nowNs - s.sinceNs
		}
	}
	s.sinceNs = nowNs
}

// finish takes out every job that is due.
func (s *Slots) finish() {
	p, q := s.pool, s.state()
	for i := q.byTime; i != none && p.jobs[i].key.whole <= uint64(s.sinceNs-q.idleNs); i = q.byTime {
		p.due = append(p.due, ID(i))
		q.byTime = drop(p.jobs, i, i)
		q.used -= int64(p.jobs[i].home)
		q.running--
	}
	p.finishDue()
}

// fits reports whether the head of the queue can start.
func (s *Slots) fits() bool {
	q := s.state()
	if q.waiting.head == none || s.capacity == 0 {
		return false
	}
	return q.used+int64(min(s.pool.jobs[q.waiting.head].home, s.capacity)) <= int64(s.capacity)
}

// start lets jobs in from the head of the queue as long as they fit.
func (s *Slots) start() {
	p, q := s.pool, s.state()
	for s.fits() {
		i := q.waiting.head
		q.waiting.remove(p.jobs, i)
		p.events = append(p.events, Event{ID: ID(i), Kind: Started})
		if p.facts[i].work == 0 {
			p.due = append(p.due, ID(i))
			p.finishDue()
			continue
		}
		n := &p.jobs[i]
		n.home = min(n.home, s.capacity)
		// The sum of two times fits 64 bits without sign, and the comparison of clocks is good for differences below
		// 2⁶³.
		n.key = clock{whole: uint64(s.sinceNs-q.idleNs) + uint64(holdNs(p.facts[i].work, int64(n.home)))}
		p.facts[i].stage = running
		q.byTime = push(p.jobs, q.byTime, i)
		q.used += int64(n.home)
		q.running++
	}
}

// settle sets the next instant. Idle slots return their state to the pool.
func (s *Slots) settle() {
	q := s.state()
	if q.running+q.waiting.length == 0 {
		s.pool.freeQueues = append(s.pool.freeQueues, s.queue)
		s.queue = none
		return
	}
	q.nextNs = s.findNext()
}

// findNext returns the instant of the next Advance.
func (s *Slots) findNext() int64 {
	q := s.state()
	if s.fits() {
		return s.sinceNs
	}
	if q.byTime == none {
		return never
	}
	dueNs := s.pool.jobs[q.byTime].key.whole + uint64(q.idleNs)
	if dueNs <= uint64(s.sinceNs) {
		return s.sinceNs
	}
	if s.capacity == 0 || dueNs >= never {
		return never
	}
	return int64(dueNs)
}
