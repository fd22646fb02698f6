package share

import (
	"math/big"
	"slices"
)

// The oracles are written from the definitions alone. They keep a plain slice of jobs in arrival order, look at every
// job on every change, and share no code with the stations but the types of the interface.

// fluid is processor sharing in exact rational arithmetic: the work still missing is a piecewise linear function of
// time whose slope is found anew by water filling after every change.
type fluid struct {
	nowNs    int64
	capacity int64
	places   int
	jobs     []*fluidJob
	busy     *big.Int
}

type fluidJob struct {
	id            ID
	demand, work  int64
	started       bool
	missing, rate *big.Rat
}

func newFluid(capacity int64) *fluid {
	return &fluid{capacity: capacity, places: PlacesMax, busy: new(big.Int)}
}

// share sets the rates: all unfrozen jobs get an equal part of what is left, and those whose demand it covers are
// frozen at their demand, until none is.
func (f *fluid) share() {
	var open []*fluidJob
	for _, j := range f.jobs {
		j.rate.SetInt64(0)
		if j.started {
			open = append(open, j)
		}
	}
	left := f.capacity
	for len(open) > 0 {
		equal := big.NewRat(left, int64(len(open)))
		frozen := int64(0)
		open = slices.DeleteFunc(open, func(j *fluidJob) bool {
			covered := equal.Cmp(big.NewRat(j.demand, 1)) >= 0
			if covered {
				j.rate.SetInt64(j.demand)
				frozen += j.demand
			}
			return covered
		})
		if frozen == 0 {
			for _, j := range open {
				j.rate.Set(equal)
			}
			return
		}
		left -= frozen
	}
}

func (f *fluid) InUse() int64 {
	sum := int64(0)
	for _, j := range f.jobs {
		if j.started {
			sum += j.demand
		}
	}
	return min(sum, f.capacity)
}

// pass lets time go by.
func (f *fluid) pass(nowNs int64) {
	span := nowNs - f.nowNs
	f.nowNs = nowNs
	if span == 0 {
		return
	}
	f.busy.Add(f.busy, new(big.Int).Mul(big.NewInt(f.InUse()), big.NewInt(span)))
	for _, j := range f.jobs {
		j.missing.Sub(j.missing, new(big.Rat).Mul(j.rate, big.NewRat(span, 1)))
	}
}

func (f *fluid) Add(nowNs int64, j Job) bool {
	if len(f.jobs) >= f.places {
		return false
	}
	f.pass(nowNs)
	f.jobs = append(f.jobs, &fluidJob{
		id: j.ID, demand: j.Demand, work: j.Work, missing: big.NewRat(j.Work, 1), rate: new(big.Rat),
	})
	return true
}

func (f *fluid) Remove(nowNs int64, id ID) (Left, bool) {
	left, ok := f.Peek(nowNs, id)
	f.pass(nowNs)
	f.jobs = slices.DeleteFunc(f.jobs, func(j *fluidJob) bool { return j.id == id })
	f.share()
	return left, ok
}

func (f *fluid) SetCapacity(nowNs, millicores int64) {
	f.pass(nowNs)
	f.capacity = millicores
	f.share()
}

func (f *fluid) Advance(nowNs int64) []Event {
	f.pass(nowNs)
	var events []Event
	finish := func() {
		f.jobs = slices.DeleteFunc(f.jobs, func(j *fluidJob) bool {
			done := j.started && j.missing.Sign() <= 0
			if done {
				events = append(events, Event{ID: j.id, Kind: Finished})
			}
			return done
		})
	}
	finish()
	for _, j := range slices.Clone(f.jobs) {
		if !j.started {
			j.started = true
			events = append(events, Event{ID: j.id, Kind: Started})
			finish()
		}
	}
	f.share()
	return events
}

func (f *fluid) Next() (int64, bool) {
	var first *big.Int
	for _, j := range f.jobs {
		if !j.started {
			return f.nowNs, true
		}
		due := big.NewInt(f.nowNs)
		switch {
		case j.missing.Sign() <= 0:
		case j.rate.Sign() == 0:
			continue
		default:
			due.Add(due, ceilQuo(j.missing, j.rate))
		}
		if first == nil || due.Cmp(first) < 0 {
			first = due
		}
	}
	if first == nil || !first.IsInt64() || first.Int64() == never {
		return never, false
	}
	return first.Int64(), true
}

// ceilQuo returns ⌈a/b⌉ for positive a and b.
func ceilQuo(a, b *big.Rat) *big.Int {
	num := new(big.Int).Mul(a.Num(), b.Denom())
	den := new(big.Int).Mul(a.Denom(), b.Num())
	q, r := num.QuoRem(num, den, new(big.Int))
	if r.Sign() > 0 {
		q.Add(q, big.NewInt(1))
	}
	return q
}

func (f *fluid) Peek(nowNs int64, id ID) (Left, bool) {
	i := slices.IndexFunc(f.jobs, func(j *fluidJob) bool { return j.id == id })
	if i < 0 {
		return Left{}, false
	}
	j := f.jobs[i]
	missing := new(big.Rat).Mul(j.rate, big.NewRat(nowNs-f.nowNs, 1))
	missing.Sub(j.missing, missing)
	left := Left{Started: j.started}
	if missing.Sign() > 0 {
		left.Remaining = ceilQuo(missing, big.NewRat(1, 1)).Int64()
	}
	left.Attained = j.work - left.Remaining
	return left, true
}

func (f *fluid) Busy(nowNs int64) Integral {
	sum := new(big.Int).Mul(big.NewInt(f.InUse()), big.NewInt(nowNs-f.nowNs))
	return integralOf(sum.Add(sum, f.busy))
}

// integralOf converts a big integer.
func integralOf(x *big.Int) Integral {
	low := new(big.Int).And(x, new(big.Int).SetUint64(1<<64-1))
	return Integral{high: new(big.Int).Rsh(x, 64).Uint64(), low: low.Uint64()}
}

func (f *fluid) Capacity() int64 { return f.capacity }
func (f *fluid) Len() int        { return len(f.jobs) }
func (f *fluid) SetPlaces(n int) { f.places = n }
func (f *fluid) Places() int     { return f.places }

func (f *fluid) Queued() int {
	n := 0
	for _, j := range f.jobs {
		if !j.started {
			n++
		}
	}
	return n
}

// counter is a shop with one queue that steps from event to event and looks at every customer on the way.
type counter struct {
	nowNs    int64
	capacity int64
	places   int
	jobs     []*counterJob
	busy     *big.Int
}

type counterJob struct {
	id           ID
	demand, work int64
	held         int64
	ranNs        int64
}

func newCounter(capacity int64) *counter {
	return &counter{capacity: capacity, places: PlacesMax, busy: new(big.Int)}
}

// missingNs is how long a job that has started still needs.
func (j *counterJob) missingNs() int64 {
	length := j.work / j.held
	if length*j.held < j.work {
		length++
	}
	return length - j.ranNs
}

func (c *counter) held() int64 {
	sum := int64(0)
	for _, j := range c.jobs {
		sum += j.held
	}
	return sum
}

func (c *counter) InUse() int64 {
	if c.capacity == 0 {
		return 0
	}
	return c.held()
}

func (c *counter) pass(nowNs int64) {
	span := nowNs - c.nowNs
	c.nowNs = nowNs
	c.busy.Add(c.busy, new(big.Int).Mul(big.NewInt(c.InUse()), big.NewInt(span)))
	for _, j := range c.jobs {
		if j.held > 0 && c.capacity > 0 {
			j.ranNs += span
		}
	}
}

// head returns the first job that has not started, if it may start.
func (c *counter) head() *counterJob {
	for _, j := range c.jobs {
		if j.held == 0 {
			if c.capacity > 0 && c.held()+min(j.demand, c.capacity) <= c.capacity {
				return j
			}
			return nil
		}
	}
	return nil
}

func (c *counter) Add(nowNs int64, j Job) bool {
	if len(c.jobs) >= c.places {
		return false
	}
	c.pass(nowNs)
	c.jobs = append(c.jobs, &counterJob{id: j.ID, demand: j.Demand, work: j.Work})
	return true
}

func (c *counter) Remove(nowNs int64, id ID) (Left, bool) {
	c.pass(nowNs)
	left, ok := c.Peek(nowNs, id)
	c.jobs = slices.DeleteFunc(c.jobs, func(j *counterJob) bool { return j.id == id })
	return left, ok
}

func (c *counter) SetCapacity(nowNs, millicores int64) {
	c.pass(nowNs)
	c.capacity = millicores
}

func (c *counter) Advance(nowNs int64) []Event {
	c.pass(nowNs)
	var events []Event
	finish := func() {
		c.jobs = slices.DeleteFunc(c.jobs, func(j *counterJob) bool {
			done := j.held > 0 && j.missingNs() == 0
			if done {
				events = append(events, Event{ID: j.id, Kind: Finished})
			}
			return done
		})
	}
	finish()
	for j := c.head(); j != nil; j = c.head() {
		j.held = min(j.demand, c.capacity)
		events = append(events, Event{ID: j.id, Kind: Started})
		finish()
	}
	return events
}

func (c *counter) Next() (int64, bool) {
	if c.head() != nil {
		return c.nowNs, true
	}
	next, ok := int64(never), false
	for _, j := range c.jobs {
		if j.held == 0 || (c.capacity == 0 && j.missingNs() > 0) {
			continue
		}
		if missingNs := j.missingNs(); missingNs < never-c.nowNs {
			next, ok = min(next, c.nowNs+missingNs), true
		}
	}
	return next, ok
}

func (c *counter) Peek(nowNs int64, id ID) (Left, bool) {
	for _, j := range c.jobs {
		if j.id != id {
			continue
		}
		if j.held == 0 {
			return Left{Remaining: j.work}, true
		}
		ranNs := j.ranNs
		if c.capacity > 0 {
			ranNs += nowNs - c.nowNs
		}
		attained := new(big.Int).Mul(big.NewInt(ranNs), big.NewInt(j.held))
		if attained.Cmp(big.NewInt(j.work)) > 0 {
			attained.SetInt64(j.work)
		}
		return Left{Attained: attained.Int64(), Remaining: j.work - attained.Int64(), Started: true}, true
	}
	return Left{}, false
}

func (c *counter) Busy(nowNs int64) Integral {
	sum := new(big.Int).Mul(big.NewInt(c.InUse()), big.NewInt(nowNs-c.nowNs))
	return integralOf(sum.Add(sum, c.busy))
}

func (c *counter) Capacity() int64 { return c.capacity }
func (c *counter) Len() int        { return len(c.jobs) }
func (c *counter) SetPlaces(n int) { c.places = n }
func (c *counter) Places() int     { return c.places }

func (c *counter) Queued() int {
	n := 0
	for _, j := range c.jobs {
		if j.held == 0 {
			n++
		}
	}
	return n
}
