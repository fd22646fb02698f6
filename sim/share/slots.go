package share

// Slots is a Station with space sharing. A job of demand d (or of the whole capacity, if d is more) starts when it is at
// the head of the queue and d millicores are free, and holds exactly those until it is done, ⌈work/d⌉ nanoseconds of
// running later. A head that does not fit blocks all behind it. With jobs of demand capacity/c it is a queue with c
// servers.
//
// The queue is first in first out for NewSlots. For NewPrioritySlots and NewPreemptiveSlots it is sorted by falling
// priority, and by the order of Add among equals.
//
// Preemptive slots also give the head the cores of running jobs of strictly lower priority, if it fits then and not
// without. They are taken from one job after another until it fits, beginning with the lowest priority, and among equals
// with the last Add, so in the reverse of the order of the queue. A preempted job returns to its place in the queue and
// goes on, when it is at the head again, with the work it still lacks. A head that would not fit even so takes nothing
// from anybody. A job without work runs for no time and takes nothing either: it starts and finishes as soon as it is
// at the head and could have its cores. It follows that no job is ever affected by one of lower priority, unless that
// one takes the last place.
//
// Lowering the capacity takes nothing from jobs that run: InUse may exceed Capacity until enough of them have finished
// or were preempted, and nothing starts meanwhile. At capacity 0 the running jobs stand still, hold what they have, and
// go on where they were when it rises again. A higher capacity lets jobs start, but gives none that runs more than it
// holds; one that resumes holds what it would get if it started then.
//
// A change costs O(log n) amortised for n running jobs, or for n jobs present where the queue is sorted. Slots without
// jobs are 48 bytes and do nothing.
type Slots struct {
	pool     *Pool
	busy     Integral
	sinceNs  int64
	capacity int32
	// queue is the index of the state of busy slots, none when they are idle.
	queue  int32
	places int32
	order  order
}

// order is how the slots choose whom to serve.
type order uint8

const (
	byArrival order = iota
	byPriority
	preemptive
)

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
	// waiting is a heap whose root is the head where the order is not byArrival.
	waiting list
	// ranks is the tree of the running jobs by rank, empty unless the order is preemptive.
	ranks int32
}

// NewSlots returns idle Slots, first in first out, with the capacity in millicores, 0 to CapacityMax. Their jobs live in
// the pool. The value may be copied into a slice of stations, as long as only the copy is used from then on.
func NewSlots(p *Pool, millicores int64) *Slots {
	checkCapacity(millicores)
	return &Slots{pool: p, capacity: int32(millicores), queue: none, places: PlacesMax}
}

// NewPrioritySlots is like NewSlots, with a queue by priority.
func NewPrioritySlots(p *Pool, millicores int64) *Slots {
	s := NewSlots(p, millicores)
	s.order = byPriority
	return s
}

// NewPreemptiveSlots is like NewPrioritySlots, with jobs that take the cores of those of lower priority.
func NewPreemptiveSlots(p *Pool, millicores int64) *Slots {
	s := NewSlots(p, millicores)
	s.order = preemptive
	p.ranked = true
	p.Grow(0)
	return s
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
	p.queues[i] = queue{nextNs: never, byTime: none, waiting: emptyList(), ranks: none}
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

// Add offers a job; it starts, if it can, in the Advance that must follow at the same instant. It returns false when all
// places are taken.
func (s *Slots) Add(nowNs int64, j Job) bool {
	j.check()
	s.check(nowNs)
	if s.Len() >= int(s.places) {
		return false
	}
	s.progress(nowNs)
	if s.queue == none {
		s.queue = s.pool.acquireQueue()
	}
	s.pool.claim(j, s.owner())
	if s.order == preemptive {
		s.pool.ranks[j.ID] = rank{priority: j.Priority, demand: int32(j.Demand)}
	}
	s.join(int32(j.ID), j.Priority)
	s.state().nextNs = s.findNext()
	return true
}

// Remove takes a job out, finished or not, and returns how far it came; false when the job is not here.
func (s *Slots) Remove(nowNs int64, id ID) (Left, bool) {
	left, ok := s.Peek(nowNs, id)
	if !ok {
		return Left{}, false
	}
	s.progress(nowNs)
	if s.pool.facts[id].stage == running {
		s.release(int32(id))
	} else {
		s.leave(int32(id))
	}
	s.pool.forget(id)
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

// SetPlaces changes how many jobs may be present, 1 to PlacesMax.
func (s *Slots) SetPlaces(n int) {
	checkPlaces(n)
	s.places = int32(n)
}

// Advance performs what is due at this instant.
func (s *Slots) Advance(nowNs int64) []Event {
	s.check(nowNs)
	if s.queue == none || s.nextNs() != nowNs {
		return nil
	}
	s.pool.events = s.pool.begin()
	s.progress(nowNs)
	s.finish()
	s.start()
	s.settle()
	s.pool.rest()
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
	p := s.pool
	stage := p.find(id, s.owner())
	if stage == absent {
		return Left{}, false
	}
	work, attained := p.facts[id].work, s.before(int32(id))
	if stage == running {
		idleNs := s.state().idleNs
		if s.capacity == 0 {
			idleNs += nowNs - s.sinceNs
		}
		attained = s.served(int32(id), nowNs-idleNs)
	}
	return Left{Attained: attained, Remaining: work - attained, Started: stage != waiting}, true
}

// before returns the service a job had before it last started.
func (s *Slots) before(i int32) int64 {
	if s.order == preemptive {
		return s.pool.ranks[i].attained
	}
	return 0
}

// served returns the service a running job has had at an instant less idleNs.
func (s *Slots) served(i int32, atNs int64) int64 {
	n, work := &s.pool.jobs[i], s.pool.facts[i].work
	aheadNs := int64(n.key.whole - uint64(atNs))
	if aheadNs <= 0 {
		return work
	}
	held, before := int64(n.home), s.before(i)
	return before + (holdNs(work-before, held)-aheadNs)*held
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

// Places returns how many jobs may be present.
func (s *Slots) Places() int { return int(s.places) }

// Len returns the number of jobs present.
func (s *Slots) Len() int {
	if q := s.state(); q != nil {
		return int(q.running + q.waiting.length)
	}
	return 0
}

// Queued returns the number of jobs that do not run: those that have not started, and those that were preempted.
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
		s.release(i)
	}
	p.finishDue()
}

// release takes the cores from a running job.
func (s *Slots) release(i int32) {
	p, q := s.pool, s.state()
	q.byTime = drop(p.jobs, q.byTime, i)
	q.used -= int64(p.jobs[i].home)
	q.running--
	if s.order == preemptive {
		q.ranks = p.dismiss(q.ranks, i)
	}
}

// fits reports whether the head of the queue can start, if need be on the cores of others.
func (s *Slots) fits() bool {
	q := s.state()
	i := q.waiting.head
	if i == none || s.capacity == 0 {
		return false
	}
	excess := q.used + int64(min(s.pool.jobs[i].home, s.capacity)) - int64(s.capacity)
	return excess <= 0 || s.order == preemptive && excess <= s.pool.heldBelow(q.ranks, s.pool.ranks[i].priority)
}

// start lets jobs in from the head of the queue as long as they fit.
func (s *Slots) start() {
	p, q := s.pool, s.state()
	for s.fits() {
		i := q.waiting.head
		s.leave(i)
		if p.facts[i].work == 0 {
			p.events = append(p.events, Event{ID: ID(i), Kind: Started})
			p.due = append(p.due, ID(i))
			p.finishDue()
			continue
		}
		n := &p.jobs[i]
		n.home = min(n.home, s.capacity)
		for q.used+int64(n.home) > int64(s.capacity) {
			s.preempt(p.weakest(q.ranks))
		}
		kind := Started
		if p.facts[i].stage == stopped {
			kind = Resumed
		}
		p.events = append(p.events, Event{ID: ID(i), Kind: kind})
		p.facts[i].stage = running
		// The sum of two times fits 64 bits without sign, and the comparison of clocks is good for differences below
		// 2⁶³.
		missing := p.facts[i].work - s.before(i)
		n.key = clock{whole: uint64(s.sinceNs-q.idleNs) + uint64(holdNs(missing, int64(n.home)))}
		q.byTime = push(p.jobs, q.byTime, i)
		q.used += int64(n.home)
		q.running++
		if s.order == preemptive {
			q.ranks = p.enroll(q.ranks, i)
		}
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
