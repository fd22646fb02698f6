package share

import (
	"fmt"
	"testing"
	"unsafe"
)

// mixes are the demands a benchmark draws from: one class, a few as on a real node, and about a class for every job
// (20,000 at most).
func mixes() []load {
	return []load{
		{name: "one", demand: func(dice) int64 { return 1000 }},
		{name: "few", demand: func(d dice) int64 { return 250 * (1 + d.upTo(16)) }},
		{name: "all", demand: func(d dice) int64 { return 1 + d.upTo(20000) }},
	}
}

// crowded returns a station with n jobs, at a capacity of half of what they demand.
func crowded(build func(*Pool, int64) Station, n int, l load) Station {
	d := newSeeded(1)
	jobs, sum := make([]Job, n), int64(0)
	for i := range jobs {
		jobs[i] = Job{ID: ID(i), Demand: l.demand(d), Work: 1e15 + d.upTo(1e15), Priority: l.priority(d)}
		sum = min(CapacityMax, sum+jobs[i].Demand)
	}
	s := build(new(Pool), max(1, sum/2))
	for _, j := range jobs {
		s.Add(0, j)
	}
	s.Advance(0)
	return s
}

// change is one departure and one arrival a microsecond after the last.
func change(s Station, d dice, l load, nowNs int64, id ID) {
	nowNs *= 1000
	s.Remove(nowNs, id)
	s.Add(nowNs, Job{ID: id, Demand: l.demand(d), Work: 1e15 + d.upTo(1e15), Priority: l.priority(d)})
	s.Advance(nowNs)
}

func BenchmarkProcessorReplacesOneJob(b *testing.B) {
	for _, l := range mixes() {
		for _, n := range []int{10, 1000, 100000} {
			b.Run(fmt.Sprintf("classes=%s/jobs=%d", l.name, n), func(b *testing.B) {
				s := crowded(twins()[0].build, n, l)
				d := newSeeded(2)
				b.ReportAllocs()
				nowNs := int64(0)
				for b.Loop() {
					nowNs++
					change(s, d, l, nowNs, ID(nowNs*7919%int64(n)))
				}
			})
		}
	}
}

// BenchmarkProcessorFinishesOneJob runs a closed system: every job that finishes is replaced.
func BenchmarkProcessorFinishesOneJob(b *testing.B) {
	for _, l := range mixes() {
		for _, n := range []int{10, 1000, 100000} {
			b.Run(fmt.Sprintf("classes=%s/jobs=%d", l.name, n), func(b *testing.B) {
				s := crowded(twins()[0].build, n, l)
				d := newSeeded(2)
				b.ReportAllocs()
				for b.Loop() {
					closedStep(s, d, l)
				}
			})
		}
	}
}

func BenchmarkSlotsFinishesOneJob(b *testing.B) {
	for _, n := range []int{10, 1000, 100000} {
		l := mixes()[1]
		b.Run(fmt.Sprintf("jobs=%d", n), func(b *testing.B) {
			s := crowded(twins()[1].build, n, l)
			d := newSeeded(2)
			b.ReportAllocs()
			for b.Loop() {
				closedStep(s, d, l)
			}
		})
	}
}

// ranked returns the load with eight priorities.
func ranked(l load) load {
	l.priorities = []int64{0, 1, 2, 3, 4, 5, 6, 7}
	return l
}

// BenchmarkUrgentFinishesOneJob runs the closed system at slots that serve by priority.
func BenchmarkUrgentFinishesOneJob(b *testing.B) {
	for _, w := range twins()[2:] {
		for _, n := range []int{10, 1000, 100000} {
			l := ranked(mixes()[1])
			b.Run(fmt.Sprintf("%s/jobs=%d", w.name, n), func(b *testing.B) {
				s := crowded(w.build, n, l)
				d := newSeeded(2)
				b.ReportAllocs()
				for b.Loop() {
					closedStep(s, d, l)
				}
			})
		}
	}
}

// BenchmarkUrgentReplacesOneJob takes out any job, running or not, and brings one that may preempt others.
func BenchmarkUrgentReplacesOneJob(b *testing.B) {
	for _, w := range twins()[1:] {
		for _, n := range []int{10, 1000, 100000} {
			l := ranked(mixes()[1])
			b.Run(fmt.Sprintf("%s/jobs=%d", w.name, n), func(b *testing.B) {
				s := crowded(w.build, n, l)
				d := newSeeded(2)
				b.ReportAllocs()
				nowNs := int64(0)
				for b.Loop() {
					nowNs++
					change(s, d, l, nowNs, ID(nowNs*7919%int64(n)))
				}
			})
		}
	}
}

// closedStep lets the next job finish and replaces it.
func closedStep(s Station, d dice, l load) {
	nowNs, _ := s.Next()
	for _, e := range s.Advance(nowNs) {
		if e.Kind == Finished {
			s.Add(nowNs, Job{ID: e.ID, Demand: l.demand(d), Work: 1e9 + d.upTo(1e9), Priority: l.priority(d)})
		}
	}
	s.Advance(nowNs)
}

func BenchmarkMillionStationsServeOneJobEach(b *testing.B) {
	var p Pool
	p.Grow(1)
	stations := make([]Processor, 1_000_000)
	for i := range stations {
		stations[i] = *NewProcessor(&p, 4000)
	}
	b.ReportAllocs()
	nowNs := int64(0)
	for b.Loop() {
		s := &stations[nowNs*7919%int64(len(stations))]
		s.Add(nowNs, Job{Demand: 1000, Work: 1000})
		s.Advance(nowNs)
		nowNs++
		s.Advance(nowNs)
	}
}

func TestSizesAreThoseOfTheDocumentation(t *testing.T) {
	if got := unsafe.Sizeof(node{}) + unsafe.Sizeof(fact{}); got > 64 {
		t.Errorf("a job takes %d bytes, want at most 64", got)
	}
	if got := unsafe.Sizeof(node{}) + unsafe.Sizeof(group{}); got > 104 {
		t.Errorf("a class takes %d bytes, want at most 104", got)
	}
	if got := unsafe.Sizeof(rank{}); got > 32 {
		t.Errorf("a rank takes %d bytes, want at most 32", got)
	}
	if got := max(unsafe.Sizeof(level{}), unsafe.Sizeof(queue{})); got > 96 {
		t.Errorf("the state of a busy station takes %d bytes, want at most 96", got)
	}
	if got := unsafe.Sizeof(Processor{}); got > 48 {
		t.Errorf("an idle processor takes %d bytes, want at most 48", got)
	}
	if got := unsafe.Sizeof(Slots{}); got > 48 {
		t.Errorf("idle slots take %d bytes, want at most 48", got)
	}
}

func TestGrownPoolHasRoomForRanks(t *testing.T) {
	var before, after Pool
	before.Grow(9)
	NewPreemptiveSlots(&before, 1000)
	NewPreemptiveSlots(&after, 1000)
	after.Grow(9)
	if len(before.ranks) != 9 || len(after.ranks) != 9 {
		t.Errorf("room for %d ranks when grown before, %d when grown after", len(before.ranks), len(after.ranks))
	}
	var plain Pool
	NewPrioritySlots(&plain, 1000)
	if plain.Grow(9); len(plain.ranks) != 0 {
		t.Errorf("room for %d ranks that nobody needs", len(plain.ranks))
	}
}

func TestStationDoesNotAllocateOnceItHasGrown(t *testing.T) {
	for _, w := range twins() {
		for _, mix := range mixes() {
			t.Run(w.name+"/"+mix.name, func(t *testing.T) {
				l := ranked(mix)
				s := crowded(w.build, 100, l)
				d := newSeeded(3)
				nowNs := int64(0)
				step := func() {
					nowNs++
					change(s, d, l, nowNs, ID(nowNs%100))
				}
				for range 1000 {
					step()
				}
				if got := testing.AllocsPerRun(10000, step); got != 0 {
					t.Errorf("%v allocations per replaced job, want none", got)
				}
				if got := testing.AllocsPerRun(1000, func() { closedStep(s, d, l) }); got != 0 {
					t.Errorf("%v allocations per finished job, want none", got)
				}
			})
		}
	}
}
