package share

import (
	"slices"
	"testing"
)

// mutant is a station with a small error, as a wrong line of code would make it.
type mutant struct {
	Station
	job      func(Job) Job
	events   func([]Event)
	capacity func(int64) int64
	places   func(int) int
}

func (m mutant) Add(nowNs int64, j Job) bool { return m.Station.Add(nowNs, m.job(j)) }

func (m mutant) SetPlaces(n int) { m.Station.SetPlaces(m.places(n)) }

func (m mutant) SetCapacity(nowNs, millicores int64) {
	m.Station.SetCapacity(nowNs, m.capacity(millicores))
}

func (m mutant) Advance(nowNs int64) []Event {
	events := m.Station.Advance(nowNs)
	m.events(events)
	return events
}

// ranks reports whether priorities mean something to the stations.
func ranks(w twin) bool { return w.name == "priority" || w.name == "preemptive" }

// TestOracleNoticesSmallErrors shows that the comparisons above can fail: each error changes the log of start and
// finish times in a good part of the runs.
func TestOracleNoticesSmallErrors(t *testing.T) {
	work := func(bias func(Job) int64) func(*mutant) {
		return func(m *mutant) {
			m.job = func(j Job) Job {
				j.Work = max(0, min(WorkMax, j.Work+bias(j)))
				return j
			}
		}
	}
	capacity := func(bias int64) func(*mutant) {
		return func(m *mutant) {
			m.capacity = func(c int64) int64 { return max(0, min(CapacityMax, c+bias)) }
		}
	}
	priority := func(change func(int32) int32) func(*mutant) {
		return func(m *mutant) {
			m.job = func(j Job) Job {
				j.Priority = change(j.Priority)
				return j
			}
		}
	}
	errors := []struct {
		name  string
		load  load
		plant func(*mutant)
		// ranked errors are noticed by stations that serve by priority.
		ranked bool
	}{
		{"nothing", loads()[0], func(*mutant) {}, false},
		{"a unit of work more", loads()[0], work(func(Job) int64 { return 1 }), false},
		{"a unit of work less", loads()[0], work(func(Job) int64 { return -1 }), false},
		{"a nanosecond of work more", loads()[2], work(func(j Job) int64 { return j.Demand }), false},
		{"a nanosecond of work less", loads()[2], work(func(j Job) int64 { return -j.Demand }), false},
		{"a server more", loads()[1], capacity(1000), false},
		{"a server less", loads()[1], capacity(-1000), false},
		{"a millicore more", loads()[0], capacity(1), false},
		{"a millicore less", loads()[0], capacity(-1), false},
		{"a demand of a millicore less", loads()[0], func(m *mutant) {
			m.job = func(j Job) Job {
				j.Demand = max(1, j.Demand-1)
				return j
			}
		}, false},
		{"no priorities", loads()[1], priority(func(int32) int32 { return 0 }), true},
		{"priorities turned round", loads()[1], priority(func(p int32) int32 { return -p }), true},
		{"a place less", loads()[0], func(m *mutant) { m.places = func(n int) int { return max(1, n-1) } }, false},
		{"ties the other way round", loads()[0], func(m *mutant) { m.events = slices.Reverse[[]Event] }, false},
	}
	for _, w := range twins() {
		for _, e := range errors {
			noticed := 0
			for i := range 200 {
				run := func(build func(capacity int64) Station) []entry {
					d := newSeeded(uint64(i))
					log, _ := drive(d, build(e.load.capacity(d)), e.load, forever)
					return log
				}
				got := run(func(capacity int64) Station {
					m := mutant{
						job:      func(j Job) Job { return j },
						events:   func([]Event) {},
						capacity: func(c int64) int64 { return c },
						places:   func(n int) int { return n },
					}
					e.plant(&m)
					m.Station = w.build(new(Pool), m.capacity(capacity))
					return m
				})
				if !slices.Equal(got, run(w.oracle)) {
					noticed++
				}
			}
			if planted := e.name != "nothing" && (!e.ranked || ranks(w)); planted && noticed < 100 || !planted && noticed > 0 {
				t.Errorf("%s, %s: noticed in %d of 200 runs", w.name, e.name, noticed)
			}
			t.Logf("%s, %s: noticed in %d of 200 runs", w.name, e.name, noticed)
		}
	}
}
