package share

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// each returns a fresh station of each kind.
func each(capacity int64) []named {
	var stations []named
	for _, w := range twins() {
		stations = append(stations, named{w.name, w.build(new(Pool), capacity)})
	}
	return stations
}

type named struct {
	name string
	Station
}

// finish runs a station to its end and describes what happens.
func finish(s Station) []string {
	var log []string
	for at, ok := s.Next(); ok; at, ok = s.Next() {
		for _, e := range s.Advance(at) {
			log = append(log, fmt.Sprintf("%d: %d %v", at, e.ID, e.Kind))
		}
	}
	return log
}

func TestJobsThatArriveTogether(t *testing.T) {
	tests := []struct {
		name     string
		capacity int64
		jobs     []Job
		shared   []string
		queued   []string
	}{
		{
			name: "three alike on one core", capacity: 1000,
			jobs:   []Job{{2, 1000, 1000, 0}, {1, 1000, 1000, 0}, {0, 1000, 1000, 0}},
			shared: []string{"5: 2 started", "5: 1 started", "5: 0 started", "8: 2 finished", "8: 1 finished", "8: 0 finished"},
			queued: []string{
				"5: 2 started", "6: 2 finished", "6: 1 started", "7: 1 finished", "7: 0 started", "8: 0 finished",
			},
		},
		{
			// Shared, the large job gets the seven millicores that the small one leaves.
			name: "a small demand under the level", capacity: 10,
			jobs:   []Job{{0, 3, 30, 0}, {1, 20, 70, 0}},
			shared: []string{"5: 0 started", "5: 1 started", "15: 0 finished", "15: 1 finished"},
			queued: []string{"5: 0 started", "15: 0 finished", "15: 1 started", "22: 1 finished"},
		},
		{
			// Shared, the large job lacks half a unit when the first finishes in the middle of a nanosecond.
			name: "a large head blocks a small job behind it", capacity: 3,
			jobs:   []Job{{0, 2, 8, 0}, {1, 3, 9, 0}, {2, 1, 1, 0}},
			shared: []string{"5: 0 started", "5: 1 started", "5: 2 started", "6: 2 finished", "11: 0 finished", "12: 1 finished"},
			queued: []string{"5: 0 started", "9: 0 finished", "9: 1 started", "12: 1 finished", "12: 2 started", "13: 2 finished"},
		},
		{
			name: "no work", capacity: 1,
			jobs:   []Job{{0, 1, 0, 0}, {1, 1, 1, 0}, {2, 1, 0, 0}},
			shared: []string{"5: 0 started", "5: 0 finished", "5: 1 started", "5: 2 started", "5: 2 finished", "6: 1 finished"},
			queued: []string{"5: 0 started", "5: 0 finished", "5: 1 started", "6: 1 finished", "6: 2 started", "6: 2 finished"},
		},
		{
			name: "the last nanosecond is not needed in full", capacity: 1000,
			jobs:   []Job{{0, 1000, 1001, 0}, {1, 1000, 1000, 0}},
			shared: []string{"5: 0 started", "5: 1 started", "7: 1 finished", "8: 0 finished"},
			queued: []string{"5: 0 started", "7: 0 finished", "7: 1 started", "8: 1 finished"},
		},
		{
			name: "nothing to run on", capacity: 0,
			jobs:   []Job{{0, 1, 1, 0}},
			shared: []string{"5: 0 started"},
		},
	}
	for _, test := range tests {
		for _, s := range each(test.capacity) {
			for _, j := range test.jobs {
				s.Add(5, j)
			}
			want := test.shared
			if s.name != "processor" {
				want = test.queued
			}
			if diff := cmp.Diff(want, finish(s)); diff != "" {
				t.Errorf("%s, %s (-want +got):\n%s", test.name, s.name, diff)
			}
		}
	}
}

func TestPauseHoldsAllProgress(t *testing.T) {
	for _, s := range each(1000) {
		s.Add(0, Job{ID: 0, Demand: 1000, Work: 10_000})
		s.Advance(0)
		s.SetCapacity(4, 0)
		if at, ok := s.Next(); ok {
			t.Errorf("%s: due at %d ns while paused", s.name, at)
		}
		if left, _ := s.Peek(90, 0); left != (Left{Attained: 4000, Remaining: 6000, Started: true}) || s.InUse() != 0 {
			t.Errorf("%s: paused job has %+v, %d millicores in use", s.name, left, s.InUse())
		}
		s.SetCapacity(104, 1000)
		if got, want := finish(s), []string{"110: 0 finished"}; !cmp.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", s.name, got, want)
		}
		if busy, _ := s.Busy(200).Int64(); busy != 10_000 {
			t.Errorf("%s: consumed %d millicore-ns, want 10000", s.name, busy)
		}
	}
}

func TestFaultInTheNanosecondOfCompletion(t *testing.T) {
	for _, s := range each(1000) {
		s.Add(0, Job{ID: 0, Demand: 500, Work: 1000})
		s.Add(0, Job{ID: 1, Demand: 500, Work: 1000})
		s.Advance(0)
		s.SetCapacity(2, 0)
		if left, ok := s.Remove(2, 0); !ok || left != (Left{Attained: 1000, Started: true}) {
			t.Errorf("%s: removed job has %+v", s.name, left)
		}
		if got, want := finish(s), []string{"2: 1 finished"}; !cmp.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", s.name, got, want)
		}
	}
}

func TestLowerCapacityDrainsSlotsAndSlowsAProcessor(t *testing.T) {
	for _, s := range each(4) {
		for id := range ID(3) {
			s.Add(0, Job{ID: id, Demand: 2, Work: 12})
		}
		s.Advance(0)
		s.SetCapacity(3, 2)
		// Four millicores for 3 ns give 4 to each of three jobs; two millicores end the rest of 24 together, 12 ns later.
		want := []string{"15: 0 finished", "15: 1 finished", "15: 2 finished"}
		if s.name != "processor" {
			want = []string{"6: 0 finished", "6: 1 finished", "6: 2 started", "12: 2 finished"}
		}
		if got := finish(s); !cmp.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", s.name, got, want)
		}
	}
}

// TestExactFinishSurvivesRoundedIntervals lets 97 jobs share one millicore, then 101, then 97 again. A job of two units
// finishes after 50/97 + 101/101 + 47/97 = 2, at the 198th nanosecond exactly, although neither 50/97 nor 47/97 can be
// written down.
func TestExactFinishSurvivesRoundedIntervals(t *testing.T) {
	var p Pool
	s := NewProcessor(&p, 1)
	for id := range ID(97) {
		s.Add(0, Job{ID: id, Demand: 1, Work: 2 + int64(id)})
	}
	s.Advance(0)
	for id := ID(97); id < 101; id++ {
		s.Add(50, Job{ID: id, Demand: 1, Work: 100})
	}
	s.Advance(50)
	for id := ID(97); id < 101; id++ {
		s.Remove(151, id)
	}
	if at, _ := s.Next(); at != 198 {
		t.Errorf("first job is due at %d ns, want 198", at)
	}
	if left, _ := s.Peek(197, 0); left.Attained != 1 {
		t.Errorf("first job has %d units at 197 ns, want 1", left.Attained)
	}
	if left, _ := s.Peek(198, 1); left.Attained != 2 {
		t.Errorf("second job has %d units at 198 ns, want 2", left.Attained)
	}
}

func TestJobBeyondTheEndOfTimeIsNeverDue(t *testing.T) {
	for _, s := range each(1) {
		if got := s.Advance(1 << 62); len(got) != 0 {
			t.Errorf("%s: idle station has events %v", s.name, got)
		}
		s.Add(1<<62, Job{ID: 0, Demand: 1, Work: WorkMax})
		s.Advance(1 << 62)
		if at, ok := s.Next(); ok || at != never {
			t.Errorf("%s: due at %d ns", s.name, at)
		}
		if left, _ := s.Peek(never, 0); left.Attained != never-1<<62 {
			t.Errorf("%s: attained %d at the end of time", s.name, left.Attained)
		}
		s.Remove(never, 0)
		if got := s.Advance(never); len(got) != 0 {
			t.Errorf("%s: idle station has events %v at the end of time", s.name, got)
		}
	}
}

func TestStationsOfOnePoolDoNotSeeEachOthersJobs(t *testing.T) {
	var p Pool
	stations := []Station{NewProcessor(&p, 1), NewSlots(&p, 1), NewProcessor(&p, 1), NewSlots(&p, 1)}
	for i, s := range stations {
		s.Add(0, Job{ID: ID(i), Demand: 1, Work: 1})
		s.Advance(0)
	}
	for i, s := range stations {
		for id := range ID(6) {
			if _, ok := s.Peek(0, id); ok != (id == ID(i)) {
				t.Errorf("station %d sees job %d: %v", i, id, ok)
			}
			if id != ID(i) {
				if _, ok := s.Remove(0, id); ok {
					t.Errorf("station %d removes job %d", i, id)
				}
			}
		}
		if s.Len() != 1 {
			t.Errorf("station %d has %d jobs, want 1", i, s.Len())
		}
	}
	if _, ok := stations[0].Peek(0, -1); ok {
		t.Error("a negative id is found")
	}
}

func TestIdleStationHoldsNoStateAndReusesIt(t *testing.T) {
	var p Pool
	for i := range int64(100) {
		for _, s := range []Station{NewProcessor(&p, 1000), NewSlots(&p, 1000)} {
			s.Add(i, Job{ID: 7, Demand: 1000, Work: 1})
			s.Add(i, Job{ID: 3, Demand: 500, Work: 1})
			s.Remove(i, 3)
			finish(s)
		}
	}
	if len(p.levels) != 1 || len(p.queues) != 1 || len(p.classes) > 2 {
		t.Errorf("pool holds %d levels, %d queues, %d classes after serving one station at a time",
			len(p.levels), len(p.queues), len(p.classes))
	}
}

func TestBrokenRulesPanicWithTheNumbers(t *testing.T) {
	tests := []struct {
		name, want string
		call       func(Station)
	}{
		{"time runs backwards", "from 10 ns to 9 ns", func(s Station) { s.Add(9, Job{ID: 1, Demand: 1}) }},
		{"time runs backwards after an input", "from 15 ns to 14 ns", func(s Station) {
			s.Add(15, Job{ID: 1, Demand: 1})
			s.Add(14, Job{ID: 2, Demand: 1})
		}},
		{"time runs backwards on an idle station", "from 15 ns to 14 ns", func(s Station) {
			s.Remove(15, 0)
			s.Add(14, Job{ID: 1, Demand: 1})
		}},
		{"time runs backwards with a capacity", "from 15 ns to 14 ns", func(s Station) {
			s.Remove(15, 0)
			s.SetCapacity(14, s.Capacity())
		}},
		{"capacity of a new processor", "capacity of -2", func(Station) { NewProcessor(new(Pool), -2) }},
		{"capacity of new slots", "capacity of -2", func(Station) { NewSlots(new(Pool), -2) }},
		{"completion is skipped", "call at 21 ns skips the advance that was due at 20 ns", func(s Station) { s.Advance(21) }},
		{"completion is skipped by a look", "due at 20 ns", func(s Station) { s.Peek(21, 0) }},
		{"completion is skipped by an integral", "due at 20 ns", func(s Station) { s.Busy(21) }},
		{"no advance after an input", "call at 12 ns skips the advance that was due at 11 ns", func(s Station) {
			s.Add(11, Job{ID: 1, Demand: 1})
			s.Remove(12, 1)
		}},
		{"id is in use", "job 0 is added", func(s Station) { s.Add(10, Job{ID: 0, Demand: 1}) }},
		{"id is negative", "job id -1", func(s Station) { s.Add(10, Job{ID: -1, Demand: 1}) }},
		{"no demand", "demands 0 millicores", func(s Station) { s.Add(10, Job{ID: 1}) }},
		{"demand too large", "2147483648 millicores", func(s Station) { s.Add(10, Job{ID: 1, Demand: CapacityMax + 1}) }},
		{"negative work", "-1 millicore-ns", func(s Station) { s.Add(10, Job{ID: 1, Demand: 1, Work: -1}) }},
		{"work too large", "outside 0 to 9223372032559808512", func(s Station) { s.Add(10, Job{ID: 1, Demand: 1, Work: WorkMax + 1}) }},
		{"negative capacity", "capacity of -1", func(s Station) { s.SetCapacity(10, -1) }},
		{"capacity too large", "capacity of 2147483648", func(s Station) { s.SetCapacity(10, CapacityMax+1) }},
	}
	for _, test := range tests {
		for _, s := range each(2) {
			s.Add(10, Job{ID: 0, Demand: 1, Work: 10})
			s.Advance(10)
			func() {
				defer func() {
					if got := fmt.Sprint(recover()); !strings.HasPrefix(got, "share: ") || !strings.Contains(got, test.want) {
						t.Errorf("%s, %s: panic %q, want %q", s.name, test.name, got, test.want)
					}
				}()
				test.call(s)
			}()
		}
	}
}

func TestKindsHaveNames(t *testing.T) {
	if got, want := fmt.Sprint(Started, Finished, Preempted, Resumed, Kind(9)), "started finished preempted resumed kind 9"; got != want {
		t.Errorf("kinds are %q, want %q", got, want)
	}
}
