package share

import (
	"cmp"
	"fmt"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
)

// line is a step of a script for a station: an arrival, unless it sets the capacity, removes, or does nothing.
type line struct {
	atNs     int64
	job      Job
	remove   bool
	nothing  bool
	resize   bool
	capacity int64
	// pause holds back the Advance after the line until the next line of the instant, or the end of it.
	pause bool
}

// perform runs a script to the end of all jobs and returns the log.
func perform(s Station, script []line) []entry {
	var log []entry
	advance := func(atNs int64) {
		for _, e := range s.Advance(atNs) {
			log = append(log, entry{atNs: atNs, Event: e})
		}
	}
	for _, l := range script {
		for at, ok := s.Next(); ok && at < l.atNs; at, ok = s.Next() {
			advance(at)
		}
		switch {
		case l.nothing:
		case l.resize:
			s.SetCapacity(l.atNs, l.capacity)
		case l.remove:
			s.Remove(l.atNs, l.job.ID)
		default:
			s.Add(l.atNs, l.job)
		}
		if !l.pause {
			advance(l.atNs)
		}
	}
	for at, ok := s.Next(); ok; at, ok = s.Next() {
		advance(at)
	}
	return log
}

// tell writes a log down.
func tell(log []entry) []string {
	var lines []string
	for _, e := range log {
		lines = append(lines, fmt.Sprintf("%d: %d %v", e.atNs, e.ID, e.Kind))
	}
	return lines
}

func TestTheUrgentAreServedFirst(t *testing.T) {
	// Most stories have one core of 1000 millicores and jobs of one core.
	short := func(atNs int64, id ID, ns int64, priority int32) line {
		return line{atNs: atNs, job: Job{ID: id, Demand: 1000, Work: 1000 * ns, Priority: priority}, pause: true}
	}
	wide := func(atNs int64, id ID, cores, ns int64, priority int32) line {
		return line{atNs: atNs, job: Job{ID: id, Demand: 1000 * cores, Work: 1000 * cores * ns, Priority: priority}, pause: true}
	}
	cores := func(atNs, n int64) line { return line{atNs: atNs, resize: true, capacity: 1000 * n, pause: true} }
	tests := []struct {
		name       string
		cores      int64
		script     []line
		waits      []string // what happens at slots that do not preempt
		preemptive []string
	}{
		{
			name: "by priority, then by arrival", cores: 1,
			script: []line{short(0, 0, 2, 1), short(0, 1, 2, 1), short(0, 2, 2, 5), short(0, 3, 2, -7), short(0, 4, 2, 5)},
			waits: []string{
				"0: 2 started", "2: 2 finished", "2: 4 started", "4: 4 finished", "4: 0 started",
				"6: 0 finished", "6: 1 started", "8: 1 finished", "8: 3 started", "10: 3 finished",
			},
			preemptive: []string{
				"0: 2 started", "2: 2 finished", "2: 4 started", "4: 4 finished", "4: 0 started",
				"6: 0 finished", "6: 1 started", "8: 1 finished", "8: 3 started", "10: 3 finished",
			},
		},
		{
			name: "a job is preempted twice and keeps what it has done", cores: 1,
			script: []line{short(0, 0, 10, 0), short(3, 1, 4, 1), short(4, 2, 1, 2), short(4, 3, 5, 0)},
			waits: []string{
				"0: 0 started", "10: 0 finished", "10: 2 started", "11: 2 finished", "11: 1 started", "15: 1 finished",
				"15: 3 started", "20: 3 finished",
			},
			preemptive: []string{
				"0: 0 started", "3: 0 preempted", "3: 1 started", "4: 1 preempted", "4: 2 started", "5: 2 finished",
				"5: 1 resumed", "8: 1 finished", "8: 0 resumed", "15: 0 finished", "15: 3 started", "20: 3 finished",
			},
		},
		{
			name: "nobody gives way to an equal, or when due at that instant", cores: 1,
			script: []line{short(0, 0, 4, 1), short(2, 1, 1, 1), short(4, 2, 1, 9)},
			waits: []string{
				"0: 0 started", "4: 0 finished", "4: 2 started", "5: 2 finished", "5: 1 started", "6: 1 finished",
			},
			preemptive: []string{
				"0: 0 started", "4: 0 finished", "4: 2 started", "5: 2 finished", "5: 1 started", "6: 1 finished",
			},
		},
		{
			name: "the lowest goes first, and of equals the last", cores: 4,
			script: []line{
				short(0, 0, 9, 1), short(0, 1, 9, 0), short(0, 2, 9, 0), short(0, 3, 9, 2), wide(1, 4, 2, 3, 3), short(2, 5, 1, 2),
			},
			waits: []string{
				"0: 3 started", "0: 0 started", "0: 1 started", "0: 2 started",
				"9: 0 finished", "9: 1 finished", "9: 2 finished", "9: 3 finished", "9: 4 started", "9: 5 started",
				"10: 5 finished", "12: 4 finished",
			},
			preemptive: []string{
				"0: 3 started", "0: 0 started", "0: 1 started", "0: 2 started", "1: 2 preempted", "1: 1 preempted", "1: 4 started",
				"2: 0 preempted", "2: 5 started", "3: 5 finished", "3: 0 resumed", "4: 4 finished", "4: 1 resumed", "4: 2 resumed",
				"9: 3 finished", "10: 0 finished", "12: 1 finished", "12: 2 finished",
			},
		},
		{
			name: "nobody is preempted in vain", cores: 4,
			script: []line{wide(0, 0, 3, 5, 1), short(0, 1, 8, 0), wide(1, 2, 2, 1, 1)},
			waits: []string{
				"0: 0 started", "0: 1 started", "5: 0 finished", "5: 2 started", "6: 2 finished", "8: 1 finished",
			},
			preemptive: []string{
				"0: 0 started", "0: 1 started", "5: 0 finished", "5: 2 started", "6: 2 finished", "8: 1 finished",
			},
		},
		{
			// The preempted job of three cores is at the head again and does not fit beside the new one, so the small one
			// behind it waits, too.
			name: "the first that does not fit blocks the others", cores: 4,
			script: []line{wide(0, 0, 3, 5, 1), short(0, 1, 8, 0), wide(2, 2, 2, 3, 2)},
			waits: []string{
				"0: 0 started", "0: 1 started", "5: 0 finished", "5: 2 started", "8: 1 finished", "8: 2 finished",
			},
			preemptive: []string{
				"0: 0 started", "0: 1 started", "2: 1 preempted", "2: 0 preempted", "2: 2 started", "5: 2 finished",
				"5: 0 resumed", "5: 1 resumed", "8: 0 finished", "11: 1 finished",
			},
		},
		{
			name: "a job without work takes nothing from anybody", cores: 1,
			script: []line{short(0, 0, 4, 0), short(1, 1, 0, 1)},
			waits:  []string{"0: 0 started", "4: 0 finished", "4: 1 started", "4: 1 finished"},
			preemptive: []string{
				"0: 0 started", "1: 1 started", "1: 1 finished", "4: 0 finished",
			},
		},
		{
			// At two cores nothing is free until one of three jobs is preempted for each that comes, and one more.
			name: "fewer cores, then none, then more", cores: 3,
			script: []line{
				short(0, 0, 9, 0), short(0, 1, 9, 0), short(0, 2, 9, 0), cores(2, 2), short(3, 3, 2, 1), cores(4, 0),
				short(5, 4, 1, 7), cores(6, 4),
			},
			waits: []string{
				"0: 0 started", "0: 1 started", "0: 2 started", "6: 4 started", "7: 4 finished", "7: 3 started",
				"9: 3 finished", "11: 0 finished", "11: 1 finished", "11: 2 finished",
			},
			preemptive: []string{
				"0: 0 started", "0: 1 started", "0: 2 started", "3: 2 preempted", "3: 1 preempted", "3: 3 started",
				"6: 4 started", "6: 1 resumed", "7: 3 finished", "7: 4 finished", "7: 2 resumed",
				"11: 0 finished", "12: 1 finished", "13: 2 finished",
			},
		},
		{
			// The job of two cores holds one at first, does 1000 of its 8000, and goes on with both.
			name: "a resumed job holds what it would get if it started then", cores: 1,
			script: []line{wide(0, 0, 2, 4, 0), short(1, 1, 2, 1), cores(2, 2)},
			waits:  []string{"0: 0 started", "2: 1 started", "4: 1 finished", "8: 0 finished"},
			preemptive: []string{
				"0: 0 started", "1: 0 preempted", "1: 1 started", "3: 1 finished", "3: 0 resumed", "7: 0 finished",
			},
		},
	}
	for _, test := range tests {
		for name, want := range map[string][]string{"priority": test.waits, "preemptive": test.preemptive} {
			s := Station(NewPrioritySlots(new(Pool), 1000*test.cores))
			if name == "preemptive" {
				s = NewPreemptiveSlots(new(Pool), 1000*test.cores)
			}
			if diff := gocmp.Diff(want, tell(perform(s, test.script))); diff != "" {
				t.Errorf("%s, %s (-want +got):\n%s", test.name, name, diff)
			}
		}
	}
}

func TestAPreemptedJobShowsWhatItHasHad(t *testing.T) {
	var p Pool
	s := NewPreemptiveSlots(&p, 1000)
	s.Add(0, Job{ID: 0, Demand: 1000, Work: 10_500})
	s.Advance(0)
	s.Add(4, Job{ID: 1, Demand: 1000, Work: 3000, Priority: 1})
	s.Advance(4)
	if left, _ := s.Peek(6, 0); left != (Left{Attained: 4000, Remaining: 6500, Started: true}) {
		t.Errorf("preempted job has %+v", left)
	}
	if s.Len() != 2 || s.Queued() != 1 || s.InUse() != 1000 {
		t.Errorf("%d jobs, %d queued, %d in use", s.Len(), s.Queued(), s.InUse())
	}
	s.Advance(7)
	if left, _ := s.Peek(9, 0); left != (Left{Attained: 6000, Remaining: 4500, Started: true}) {
		t.Errorf("resumed job has %+v", left)
	}
	if at, _ := s.Next(); at != 14 {
		t.Errorf("resumed job is due at %d ns, want 14", at)
	}
	s.Add(9, Job{ID: 1, Demand: 1, Work: 1, Priority: 1})
	s.Advance(9)
	if left, ok := s.Remove(9, 0); !ok || left != (Left{Attained: 6000, Remaining: 4500, Started: true}) {
		t.Errorf("job removed while preempted has %+v, %v", left, ok)
	}
	if s.Len() != 1 || s.Queued() != 0 {
		t.Errorf("%d jobs, %d queued after the removal", s.Len(), s.Queued())
	}
}

// scripts draws a script with removals and capacity changes, as those of a load.
func scripts(d dice, l load) []line {
	var script []line
	nowNs, ids := int64(0), ID(0)
	for range 1 + d.upTo(2*l.steps) {
		nowNs += min(l.gapNs(d), (never-1-nowNs)/2)
		next := line{atNs: nowNs, pause: d.upTo(2) == 0}
		switch dart := d.upTo(100); {
		case dart < l.removals && ids > 0:
			next.remove, next.job.ID = true, ID(d.upTo(int64(ids)))
		case dart < l.removals+l.resizes:
			next.resize, next.capacity = true, l.capacity(d)
		default:
			next.job = Job{ID: ids, Demand: l.demand(d), Work: l.work(d), Priority: l.priority(d)}
			ids++
		}
		script = append(script, next)
	}
	return script
}

// TestTheUrgentDoNotNoticeTheOthers takes all jobs below a priority out of a run: with preemption nothing happens to
// any other job at another time, whatever the demands, removals and changes of capacity.
func TestTheUrgentDoNotNoticeTheOthers(t *testing.T) {
	noticed := map[string]int{}
	for _, w := range twins()[2:] {
		for _, l := range loads() {
			for i := range *instances / 5 {
				d := newSeeded(uint64(i))
				capacity := l.capacity(d)
				script := scripts(d, l)
				least := l.priority(d)
				priority := map[ID]int32{}
				for _, line := range script {
					if !line.remove && !line.resize {
						priority[line.job.ID] = line.job.Priority
					}
				}
				among := perform(w.build(new(Pool), capacity), script)
				among = slices.DeleteFunc(among, func(e entry) bool { return priority[e.ID] < least })
				for k, line := range script {
					script[k].nothing = !line.resize && priority[line.job.ID] < least
				}
				alone := perform(w.build(new(Pool), capacity), script)
				if slices.Equal(among, alone) {
					continue
				}
				noticed[w.name]++
				if w.name == "preemptive" {
					t.Fatalf("%s, seed %d: jobs of priority %d and more: alone %v, among others %v",
						l.name, i, least, tell(alone), tell(among))
				}
			}
		}
	}
	if noticed["priority"] < 100 {
		t.Errorf("the others were noticed in only %d runs without preemption", noticed["priority"])
	}
}

// TestEqualsAreServedInTheOrderOfArrival replaces all priorities by one.
func TestEqualsAreServedInTheOrderOfArrival(t *testing.T) {
	for _, l := range loads() {
		for i := range *instances / 10 {
			var want []entry
			for k, w := range twins()[1:] {
				d := newSeeded(uint64(i))
				s := w.build(new(Pool), l.capacity(d))
				script := scripts(d, l)
				for j := range script {
					script[j].job.Priority = 7
				}
				log := perform(s, script)
				if k == 0 {
					want = log
				} else if !slices.Equal(want, log) {
					t.Fatalf("%s, seed %d: %v with a queue by arrival, %v with %s", l.name, i, tell(want), tell(log), w.name)
				}
			}
		}
	}
}

// TestJobsOfEqualLengthWaitEquallyLongInTotal checks the conservation law for jobs that are alike but for their
// priority: at any number of servers the instants at which one starts are those of the queue by arrival, so the sum of
// all waits is the same, and what one priority gains the others lose.
func TestJobsOfEqualLengthWaitEquallyLongInTotal(t *testing.T) {
	overtaken := 0
	for i := range *instances / 10 {
		d := newSeeded(uint64(i))
		servers, length := 1+d.upTo(4), 1+d.upTo(12)
		l := loads()[1]
		l.work = func(dice) int64 { return 1000 * length }
		jobs, arrivalNs := arrivals(d, 30, l)
		starts := func(s Station) (order []ID, instants []int64) {
			past := replay(s, jobs, arrivalNs)
			slices.SortStableFunc(past, func(a, b history) int { return cmp.Compare(a.startNs, b.startNs) })
			for _, h := range past {
				order = append(order, h.job.ID)
				instants = append(instants, h.startNs)
			}
			return order, instants
		}
		byArrival, want := starts(NewSlots(new(Pool), 1000*servers))
		byPriority, got := starts(NewPrioritySlots(new(Pool), 1000*servers))
		if !slices.Equal(got, want) {
			t.Fatalf("seed %d: jobs start at %v by priority, at %v by arrival", i, got, want)
		}
		if !slices.Equal(byArrival, byPriority) {
			overtaken++
		}
	}
	if overtaken < *instances/40 {
		t.Errorf("a job overtook another in only %d runs", overtaken)
	}
}

// TestPreemptedJobsResumeAndRunAsLongAsTheyMust adds up the spells of each job: without changes of capacity they last
// as long as a run without a break.
func TestPreemptedJobsResumeAndRunAsLongAsTheyMust(t *testing.T) {
	stops := 0
	for _, l := range []load{loads()[0], loads()[1], loads()[2], loads()[4]} {
		for i := range *instances / 10 {
			d := newSeeded(uint64(i))
			capacity := max(1, l.capacity(d))
			jobs, arrivalNs := arrivals(d, 30, l)
			script := make([]line, len(jobs))
			for k, j := range jobs {
				script[k] = line{atNs: arrivalNs[k], job: j}
			}
			type spell struct {
				running  bool
				sinceNs  int64
				ranNs    int64
				finished bool
			}
			spells := make([]spell, len(jobs))
			for _, e := range perform(NewPreemptiveSlots(new(Pool), capacity), script) {
				s := &spells[e.ID]
				if starts := e.Kind == Started || e.Kind == Resumed; starts == s.running {
					t.Fatalf("%s, seed %d: job %d, running: %v, is %v at %d ns", l.name, i, e.ID, s.running, e.Kind, e.atNs)
				}
				if s.running {
					s.ranNs += e.atNs - s.sinceNs
				}
				s.running, s.sinceNs, s.finished = !s.running, e.atNs, e.Kind == Finished
				if e.Kind == Preempted {
					stops++
				}
			}
			for k, j := range jobs {
				if want := holdNs(j.Work, min(j.Demand, capacity)); spells[k].ranNs != want || !spells[k].finished {
					t.Fatalf("%s, seed %d: job %d ran for %d ns, want %d; finished: %v",
						l.name, i, k, spells[k].ranNs, want, spells[k].finished)
				}
			}
		}
	}
	if stops < *instances/10 {
		t.Errorf("only %d preemptions", stops)
	}
}

// TestEveryPreemptionEnds compares the numbers of preemptions and of what ends them in runs with everything.
func TestEveryPreemptionEnds(t *testing.T) {
	for _, l := range loads() {
		for i := range *instances / 10 {
			var p Pool
			d := newSeeded(uint64(i))
			s := NewPreemptiveSlots(&p, l.capacity(d))
			_, ty := drive(d, s, l, forever)
			stay := 0
			for _, j := range ty.present {
				if p.facts[j.ID].stage == stopped {
					stay++
				}
			}
			if ty.stops != ty.returns+ty.gone+stay {
				t.Fatalf("%s, seed %d: %d preemptions; %d resumed, %d removed, %d wait", l.name, i, ty.stops, ty.returns, ty.gone, stay)
			}
		}
	}
}
