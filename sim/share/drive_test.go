package share

import (
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
)

// dice is where a random run takes its decisions from: a seeded generator, or rapid when a failure is to be made small.
type dice interface {
	// upTo returns an integer from 0 to n−1.
	upTo(n int64) int64
}

// seeded are dice that fall the same way for the same seed.
type seeded struct{ *rand.Rand }

func newSeeded(seed uint64) seeded { return seeded{rand.New(rand.NewPCG(seed, 0x5a5a))} }

func (s seeded) upTo(n int64) int64 { return s.Int64N(n) }

// pick returns one of the values.
func pick(d dice, values ...int64) int64 { return values[d.upTo(int64(len(values)))] }

// load says what a random run is made of.
type load struct {
	name string
	// steps is the most inputs a run has.
	steps    int64
	capacity func(dice) int64
	demand   func(dice) int64
	work     func(dice) int64
	gapNs    func(dice) int64
	// removals and resizes are the share of removals and capacity changes among the inputs, in percent.
	removals, resizes int64
	// priorities are what jobs draw from, all of them 0 when there are none; places likewise, without bound.
	priorities []int64
	places     []int64
}

// loads are the families of random runs: small integers that collide all the time, plausible nodes, and the bounds.
func loads() []load {
	return []load{
		{
			name: "grid", steps: 24, removals: 15, resizes: 8,
			priorities: []int64{0, 1, 2}, places: []int64{2, 3, 3, 4, PlacesMax},
			capacity: func(d dice) int64 { return pick(d, 0, 1, 2, 3, 4, 5, 6, 7, 12) },
			demand:   func(d dice) int64 { return 1 + d.upTo(5) },
			work:     func(d dice) int64 { return d.upTo(25) },
			gapNs:    func(d dice) int64 { return d.upTo(5) },
		},
		{
			name: "equal", steps: 24, removals: 10, resizes: 0,
			priorities: []int64{-1, 0, 0, 1, 5},
			capacity:   func(d dice) int64 { return 1000 * (1 + d.upTo(4)) },
			demand:     func(dice) int64 { return 1000 },
			work:       func(d dice) int64 { return 1000 * d.upTo(12) },
			gapNs:      func(d dice) int64 { return d.upTo(4) },
		},
		{
			name: "node", steps: 20, removals: 10, resizes: 5,
			priorities: []int64{0, 0, 0, 10}, places: []int64{4, 8, PlacesMax},
			capacity: func(d dice) int64 { return pick(d, 0, 250, 1000, 4000, 3999, 64000) },
			demand:   func(d dice) int64 { return pick(d, 100, 250, 250, 500, 1000, 1000, 1500, 4000, 8000) },
			work:     func(d dice) int64 { return d.upTo(1e12) },
			gapNs:    func(d dice) int64 { return d.upTo(1e9) },
		},
		{
			name: "bounds", steps: 12, removals: 10, resizes: 10,
			priorities: []int64{math.MinInt32, 0, math.MaxInt32}, places: []int64{1, PlacesMax},
			capacity: func(d dice) int64 { return pick(d, 0, 1, 1<<30, CapacityMax) },
			demand:   func(d dice) int64 { return pick(d, 1, 2, 1<<30, CapacityMax) },
			work:     func(d dice) int64 { return pick(d, 0, 1, 1<<40, WorkMax-d.upTo(3)) },
			gapNs:    func(d dice) int64 { return pick(d, 0, 1, 1<<33, 1<<58) },
		},
		{
			name: "storm", steps: 40, removals: 5, resizes: 60,
			priorities: []int64{0, 1, 2, 3},
			capacity:   func(d dice) int64 { return pick(d, 0, 0, 1, 2, 3, 4, 5, 6, 7, 12) },
			demand:     func(d dice) int64 { return 1 + d.upTo(4) },
			work:       func(d dice) int64 { return d.upTo(60) },
			gapNs:      func(d dice) int64 { return d.upTo(5) },
		},
	}
}

// priority draws the priority of a job.
func (l load) priority(d dice) int32 {
	if len(l.priorities) == 0 {
		return 0
	}
	return int32(pick(d, l.priorities...))
}

// tally follows what a run has given and taken, to check it against the integral of the station.
type tally struct {
	present  []Job
	finished []Job
	removed  []Job
	served   *big.Int
	refused  int
	// stops counts the preemptions, returns the resumptions, and gone the jobs removed between the two.
	stops, returns, gone int
}

// entry is one line of the log of a run.
type entry struct {
	atNs int64
	Event
}

// drive runs a station for a random load and returns its log and what became of the jobs. The decisions depend on the
// dice and on what the station shows, nothing else. It stops early when stop says so.
func drive(d dice, s Station, l load, stop func(nowNs int64, t *tally) bool) ([]entry, *tally) {
	var (
		log   []entry
		nowNs int64
		ids   ID
		free  []ID
		t     = &tally{served: new(big.Int)}
	)
	advance := func(atNs int64) {
		nowNs = atNs
		for _, e := range s.Advance(atNs) {
			log = append(log, entry{atNs: atNs, Event: e})
			switch e.Kind {
			case Preempted:
				t.stops++
			case Resumed:
				t.returns++
			case Started:
			case Finished:
				i := slices.IndexFunc(t.present, func(j Job) bool { return j.ID == e.ID })
				t.finished = append(t.finished, t.present[i])
				t.served.Add(t.served, big.NewInt(t.present[i].Work))
				t.present = slices.Delete(t.present, i, i+1)
				free = append(free, e.ID)
			}
		}
	}
	input := func() {
		switch dart := 99 - d.upTo(100); { // rapid prefers small numbers: mostly arrivals
		case dart < l.removals && len(t.present) > 0:
			i := int(d.upTo(int64(len(t.present))))
			queued := s.Queued()
			left, _ := s.Remove(nowNs, t.present[i].ID)
			if left.Started && s.Queued() < queued {
				t.gone++
			}
			t.served.Add(t.served, big.NewInt(left.Attained))
			t.removed = append(t.removed, t.present[i])
			free = append(free, t.present[i].ID)
			t.present = slices.Delete(t.present, i, i+1)
		case dart < l.removals+l.resizes:
			s.SetCapacity(nowNs, l.capacity(d))
		case dart < l.removals+l.resizes+2 && len(l.places) > 0:
			s.SetPlaces(int(pick(d, l.places...)))
		default:
			j := Job{ID: ids, Demand: l.demand(d), Work: l.work(d), Priority: l.priority(d)}
			if len(free) > 0 && d.upTo(2) == 0 {
				j.ID, free = free[len(free)-1], free[:len(free)-1]
			} else {
				ids++
			}
			if s.Add(nowNs, j) {
				t.present = append(t.present, j)
			} else {
				t.refused++
				free = append(free, j.ID)
			}
		}
	}
	if len(l.places) > 0 {
		s.SetPlaces(int(pick(d, l.places...)))
	}
	for range 1 + d.upTo(l.steps) {
		target := nowNs + min(l.gapNs(d)*min(1, d.upTo(3)), never-1-nowNs)
		if nextNs, ok := s.Next(); ok && d.upTo(4) == 0 {
			target = nextNs
		}
		for nextNs, ok := s.Next(); ok && nextNs < target; nextNs, ok = s.Next() {
			advance(nextNs)
		}
		nowNs = target
		if d.upTo(2) == 0 {
			advance(nowNs)
		}
		input()
		if d.upTo(3) > 0 {
			advance(nowNs)
		}
		if stop(nowNs, t) {
			return log, t
		}
	}
	for nextNs, ok := s.Next(); ok; nextNs, ok = s.Next() {
		advance(nextNs)
		if stop(nextNs, t) {
			break
		}
	}
	return log, t
}

// watch compares the station with its oracle at every stop of a run, at a random job and at the integral.
func (p *pair) watch(d dice) func(int64, *tally) bool {
	return func(nowNs int64, t *tally) bool {
		p.Busy(nowNs)
		if n := int64(len(t.present)); n > 0 {
			p.Peek(nowNs, t.present[d.upTo(n)].ID)
		}
		return p.diff != ""
	}
}
