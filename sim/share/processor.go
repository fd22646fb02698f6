package share

import "math"

// Processor is a Station with processor sharing. Every job runs at once, at a rate of min(demand, λ), where the water
// level λ is such that the rates sum to min(capacity, sum of demands): the max–min fair shares with caps. A job
// finishes at the first whole nanosecond at which it has received its work, and consumes its share until then.
//
// A change costs O(log n) for n jobs plus O(log n) for every class whose demand the water level passes. A Processor
// without jobs is 48 bytes and does nothing.
type Processor struct {
	pool     *Pool
	busy     Integral
	sinceNs  int64
	capacity int32
	// level is the index of the state of a busy processor, none when it is idle.
	level  int32
	places int32
}

// level is the state of a Processor that has jobs.
type level struct {
	// clock is the service a job would have received that always ran at λ, up to the station's sinceNs.
	clock  clock
	nextNs int64
	// demand is the sum over all jobs served; capped is the part of it in capped classes.
	demand, capped int64
	// count is the number of jobs served, sharing the number of those whose class shares.
	count, sharing int32
	// tree holds the classes by demand. Those up to and including edge are capped, those above share.
	tree, edge int32
	// byTime is the heap of the capped classes, byLevel the heap of the classes that share.
	byTime, byLevel int32
	// added are the jobs that wait for the next Advance.
	added list
}

// never is the nextNs of a station that has nothing to do.
const never = math.MaxInt64

// NewProcessor returns an idle Processor with the capacity in millicores, 0 to CapacityMax. Its jobs live in the pool.
// The value may be copied into a slice of stations, as long as only the copy is used from then on.
func NewProcessor(p *Pool, millicores int64) *Processor {
	checkCapacity(millicores)
	return &Processor{pool: p, capacity: int32(millicores), level: none, places: PlacesMax}
}

// owner is the number under which the pool knows the processor while it has jobs. Processors are even, slots are odd.
func (s *Processor) owner() int32 { return 2 * s.level }

// acquireLevel returns the index of an empty level.
func (p *Pool) acquireLevel() int32 {
	i := int32(len(p.levels))
	if n := len(p.freeLevels); n > 0 {
		i, p.freeLevels = p.freeLevels[n-1], p.freeLevels[:n-1]
	} else {
		p.levels = append(p.levels, level{})
	}
	p.levels[i] = level{nextNs: never, tree: none, edge: none, byTime: none, byLevel: none, added: emptyList()}
	return i
}

// state returns the level of a busy processor, nil when it is idle.
func (s *Processor) state() *level {
	if s.level == none {
		return nil
	}
	return &s.pool.levels[s.level]
}

// check panics when the call breaks the order of time.
func (s *Processor) check(nowNs int64) {
	checkNow(nowNs, s.sinceNs, s.nextNs())
}

// nextNs returns the instant of the next Advance, never when there is none.
func (s *Processor) nextNs() int64 {
	if l := s.state(); l != nil {
		return l.nextNs
	}
	return never
}

// Add offers a job; it is served from the Advance on that must follow at the same instant. It returns false when all
// places are taken.
func (s *Processor) Add(nowNs int64, j Job) bool {
	j.check()
	s.check(nowNs)
	if s.Len() >= int(s.places) {
		return false
	}
	s.progress(nowNs)
	if s.level == none {
		s.level = s.pool.acquireLevel()
	}
	s.pool.claim(j, s.owner())
	l := s.state()
	l.added.append(s.pool.jobs, int32(j.ID))
	l.nextNs = nowNs
	return true
}

// Remove takes a job out, finished or not, and returns how far it came; false when the job is not here.
func (s *Processor) Remove(nowNs int64, id ID) (Left, bool) {
	left, ok := s.Peek(nowNs, id)
	if !ok {
		return Left{}, false
	}
	s.progress(nowNs)
	if left.Started {
		s.take(id)
	} else {
		s.state().added.remove(s.pool.jobs, int32(id))
	}
	s.pool.forget(id)
	s.settle()
	return left, true
}

// SetCapacity changes the capacity; 0 pauses the jobs.
func (s *Processor) SetCapacity(nowNs, millicores int64) {
	checkCapacity(millicores)
	s.check(nowNs)
	if millicores == int64(s.capacity) {
		return
	}
	s.progress(nowNs)
	s.capacity = int32(millicores)
	if s.level != none {
		s.settle()
	}
}

// SetPlaces changes how many jobs may be present, 1 to PlacesMax.
func (s *Processor) SetPlaces(n int) {
	checkPlaces(n)
	s.places = int32(n)
}

// Advance performs what is due at this instant.
func (s *Processor) Advance(nowNs int64) []Event {
	s.check(nowNs)
	if s.level == none || s.nextNs() != nowNs {
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
func (s *Processor) Next() (atNs int64, ok bool) {
	atNs = s.nextNs()
	return atNs, atNs != never
}

// Peek returns how far a job has come.
func (s *Processor) Peek(nowNs int64, id ID) (Left, bool) {
	s.check(nowNs)
	if s.level == none {
		return Left{}, false
	}
	p := s.pool
	stage := p.find(id, s.owner())
	if stage == absent {
		return Left{}, false
	}
	if stage == waiting {
		return Left{Remaining: p.facts[id].work}, true
	}
	work := p.facts[id].work
	n := &p.jobs[id]
	g := &p.groups[n.home]
	// The missing part is rounded up, so that the attained part is rounded down.
	missing := n.key.minus(g.clockAt(nowNs, s.clockAt(nowNs))).ceil()
	missing = max(0, min(missing, work))
	return Left{Attained: work - missing, Remaining: missing, Started: true}, true
}

// Busy returns the integral of InUse over time since the start of the run.
func (s *Processor) Busy(nowNs int64) Integral {
	s.check(nowNs)
	return s.busy.plus(s.InUse(), nowNs-s.sinceNs)
}

// InUse returns the millicores being consumed at the moment: the smaller of the capacity and the demands.
func (s *Processor) InUse() int64 {
	if l := s.state(); l != nil {
		return min(int64(s.capacity), l.demand)
	}
	return 0
}

// Capacity returns the capacity in millicores.
func (s *Processor) Capacity() int64 { return int64(s.capacity) }

// Places returns how many jobs may be present.
func (s *Processor) Places() int { return int(s.places) }

// Len returns the number of jobs present.
func (s *Processor) Len() int {
	if l := s.state(); l != nil {
		return int(l.count + l.added.length)
	}
	return 0
}

// Queued returns the number of jobs added since the last Advance.
func (s *Processor) Queued() int {
	if l := s.state(); l != nil {
		return int(l.added.length)
	}
	return 0
}

// finish takes out every job that is due.
func (s *Processor) finish() {
	p, l := s.pool, s.state()
	for c := l.byTime; c != none && p.classes[c].key.whole <= uint64(s.sinceNs); c = l.byTime {
		s.finishClass(c)
	}
	for c := l.byLevel; c != none && !l.clock.before(p.classes[c].key); c = l.byLevel {
		s.finishClass(c)
	}
	p.finishDue()
}

// finishClass takes out every due job of one class.
func (s *Processor) finishClass(c int32) {
	p, l := s.pool, s.state()
	g := &p.groups[c]
	now := g.clockAt(s.sinceNs, l.clock)
	first := g.first
	for g.first != none && !now.before(p.jobs[g.first].key) {
		p.due = append(p.due, ID(g.first))
		g.first = drop(p.jobs, g.first, g.first)
		s.discount(g)
	}
	s.relist(c, first)
}

// start begins to serve the jobs added at this instant.
func (s *Processor) start() {
	p, l := s.pool, s.state()
	for l.added.head != none {
		i := l.added.head
		l.added.remove(p.jobs, i)
		p.events = append(p.events, Event{ID: ID(i), Kind: Started})
		if p.facts[i].work == 0 {
			p.due = append(p.due, ID(i))
			p.finishDue()
			continue
		}
		s.put(ID(i))
	}
}
