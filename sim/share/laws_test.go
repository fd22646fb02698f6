package share

import (
	"math/big"
	"slices"
	"testing"
)

// forever never stops a run.
func forever(int64, *tally) bool { return false }

// big returns the integral as a big integer.
func (a Integral) big() *big.Int {
	x := new(big.Int).SetUint64(a.high)
	return x.Lsh(x, 64).Add(x, new(big.Int).SetUint64(a.low))
}

// TestServiceIsConserved compares the service of all jobs with the integral of the station. A job consumes its share to
// the end of its last nanosecond, which it need not need in full, and on the way its service is rounded down by less
// than one: either way less than its demand is lost.
func TestServiceIsConserved(t *testing.T) {
	for _, w := range twins() {
		for _, l := range loads() {
			for i := range *instances / 10 {
				var p Pool
				d := newSeeded(uint64(i))
				s := w.build(&p, l.capacity(d))
				endNs := int64(0)
				_, ty := drive(d, s, l, func(nowNs int64, _ *tally) bool {
					endNs = nowNs
					return false
				})
				for _, j := range ty.present {
					left, _ := s.Peek(endNs, j.ID)
					ty.served.Add(ty.served, big.NewInt(left.Attained))
				}
				slack := new(big.Int)
				for _, j := range slices.Concat(ty.finished, ty.removed, ty.present) {
					slack.Add(slack, big.NewInt(j.Demand))
				}
				lost := s.Busy(endNs).big()
				lost.Sub(lost, ty.served)
				if lost.Sign() < 0 || lost.Cmp(slack) > 0 {
					t.Fatalf("%s, %s, seed %d: consumed %v, served %v: lost %v, want 0 to %v",
						w.name, l.name, i, s.Busy(endNs), ty.served, lost, slack)
				}
			}
		}
	}
}

// TestWorkloadOfOneServerDoesNotDependOnTheDiscipline checks that sharing and queueing, in whatever order, leave the
// same work in the system at all times. All times are multiples of 12⁸, so that up to four jobs share through up to eight changes
// without a fraction.
func TestWorkloadOfOneServerDoesNotDependOnTheDiscipline(t *testing.T) {
	const unitNs = 12 * 12 * 12 * 12 * 12 * 12 * 12 * 12
	for i := range *instances / 10 {
		d := newSeeded(uint64(i))
		var stations []Station
		for _, w := range twins() {
			stations = append(stations, w.build(new(Pool), 1000))
		}
		var arrivalNs [4]int64
		nowNs := int64(0)
		var jobs []Job
		for id := range arrivalNs {
			nowNs += unitNs * d.upTo(5)
			arrivalNs[id] = nowNs
			jobs = append(jobs, Job{ID: ID(id), Demand: 1000, Work: 1000 * unitNs * d.upTo(8), Priority: int32(d.upTo(3))})
		}
		for added := 0; ; {
			nowNs = never
			if added < len(jobs) {
				nowNs = arrivalNs[added]
			}
			for _, s := range stations {
				if at, ok := s.Next(); ok {
					nowNs = min(nowNs, at)
				}
			}
			if nowNs == never {
				break
			}
			for ; added < len(jobs) && arrivalNs[added] == nowNs; added++ {
				for _, s := range stations {
					s.Add(nowNs, jobs[added])
				}
			}
			missing := make([]int64, len(stations))
			for k, s := range stations {
				s.Advance(nowNs)
				for _, j := range jobs {
					left, _ := s.Peek(nowNs, j.ID)
					missing[k] += left.Remaining
				}
			}
			if slices.Min(missing) != slices.Max(missing) {
				t.Fatalf("seed %d: at %d ns %v millicore-ns are missing at the stations", i, nowNs, missing)
			}
		}
		for k, s := range stations {
			if shared, queued := stations[0].Busy(never), s.Busy(never); shared != queued {
				t.Fatalf("seed %d: consumed %v when shared, %v at station %d", i, shared, queued, k)
			}
		}
	}
}

// history is when each job of a run was added, started and finished; −1 when it was not.
type history struct {
	job                        Job
	addedNs, startNs, finishNs int64
}

// replay offers jobs that arrive in order and lets all of them finish.
func replay(s Station, jobs []Job, arrivalNs []int64) []history {
	past := make([]history, len(jobs))
	advance := func(atNs int64) {
		for _, e := range s.Advance(atNs) {
			switch e.Kind {
			case Started:
				past[e.ID].startNs = atNs
			case Finished:
				past[e.ID].finishNs = atNs
			case Preempted, Resumed:
			}
		}
	}
	for i, j := range jobs {
		for at, ok := s.Next(); ok && at < arrivalNs[i]; at, ok = s.Next() {
			advance(at)
		}
		past[j.ID] = history{job: j, addedNs: arrivalNs[i], startNs: -1, finishNs: -1}
		s.Add(arrivalNs[i], j)
		advance(arrivalNs[i])
	}
	for at, ok := s.Next(); ok; at, ok = s.Next() {
		advance(at)
	}
	return past
}

// arrivals draws jobs in the order of their IDs.
func arrivals(d dice, n int, l load) (jobs []Job, arrivalNs []int64) {
	nowNs := int64(0)
	for id := range n {
		nowNs += l.gapNs(d)
		jobs = append(jobs, Job{ID: ID(id), Demand: l.demand(d), Work: l.work(d), Priority: l.priority(d)})
		arrivalNs = append(arrivalNs, nowNs)
	}
	return jobs, arrivalNs
}

func TestJobsKeepTheirOrder(t *testing.T) {
	l := loads()[0]
	for i := range *instances / 10 {
		d := newSeeded(uint64(i))
		capacity := 1 + d.upTo(8)
		jobs, arrivalNs := arrivals(d, 20, l)
		shared := replay(NewProcessor(new(Pool), capacity), jobs, arrivalNs)
		queued := replay(NewSlots(new(Pool), capacity), jobs, arrivalNs)
		for b := range jobs {
			if shared[b].startNs != arrivalNs[b] {
				t.Fatalf("seed %d: job %d arrives at %d ns and is shared from %d ns on", i, b, arrivalNs[b], shared[b].startNs)
			}
			for a := range b {
				if queued[a].startNs > queued[b].startNs {
					t.Fatalf("seed %d: job %d starts before job %d, which was first in the queue", i, b, a)
				}
				if jobs[a].Demand >= jobs[b].Demand && jobs[a].Work <= jobs[b].Work && shared[a].finishNs > shared[b].finishNs {
					t.Fatalf("seed %d: job %d is no larger than job %d, was there first and finishes later", i, a, b)
				}
			}
		}
	}
}

func TestMoreWorkOrFewerServersNeverLetAQueuedJobStartEarlier(t *testing.T) {
	l := loads()[1]
	for i := range *instances / 10 {
		d := newSeeded(uint64(i))
		capacity := 2000 + 1000*d.upTo(3)
		jobs, arrivalNs := arrivals(d, 20, l)
		before := replay(NewSlots(new(Pool), capacity), jobs, arrivalNs)
		fewer := replay(NewSlots(new(Pool), capacity-1000), jobs, arrivalNs)
		longer := slices.Clone(jobs)
		longer[d.upTo(20)].Work += 1000 * d.upTo(10)
		slower := replay(NewSlots(new(Pool), capacity), longer, arrivalNs)
		for k := range jobs {
			if fewer[k].startNs < before[k].startNs || slower[k].startNs < before[k].startNs {
				t.Fatalf("seed %d: job %d starts at %d ns, with a server less at %d ns, with more work at %d ns",
					i, k, before[k].startNs, fewer[k].startNs, slower[k].startNs)
			}
		}
	}
}

// disturbed is a station around which other things happen.
type disturbed struct {
	Station
	disturb func(nowNs int64)
	// rename turns an ID into another, and back.
	rename func(ID) ID
}

func (s disturbed) Add(nowNs int64, j Job) bool {
	s.disturb(nowNs)
	j.ID = s.rename(j.ID)
	return s.Station.Add(nowNs, j)
}

func (s disturbed) Remove(nowNs int64, id ID) (Left, bool) {
	s.disturb(nowNs)
	return s.Station.Remove(nowNs, s.rename(id))
}

func (s disturbed) Advance(nowNs int64) []Event {
	s.disturb(nowNs)
	events := slices.Clone(s.Station.Advance(nowNs))
	for i := range events {
		events[i].ID = s.rename(events[i].ID)
	}
	s.disturb(nowNs)
	return events
}

func TestRunDoesNotDependOnNamesNeighboursOrObservers(t *testing.T) {
	keep := func(id ID) ID { return id }
	for _, w := range twins() {
		for _, l := range loads() {
			for i := range *instances / 20 {
				run := func(around func(p *Pool, s Station) disturbed) []entry {
					var p Pool
					d := newSeeded(uint64(i))
					log, _ := drive(d, around(&p, w.build(&p, l.capacity(d))), l, forever)
					return log
				}
				alone := run(func(_ *Pool, s Station) disturbed {
					return disturbed{Station: s, disturb: func(int64) {}, rename: keep}
				})
				renamed := run(func(_ *Pool, s Station) disturbed {
					return disturbed{Station: s, disturb: func(int64) {}, rename: func(id ID) ID { return 99 - id }}
				})
				observed := run(func(_ *Pool, s Station) disturbed {
					return disturbed{Station: s, rename: keep, disturb: func(nowNs int64) {
						s.Busy(nowNs)
						s.Peek(nowNs, 0)
						s.SetCapacity(nowNs, s.Capacity())
						if nextNs, ok := s.Next(); !ok || nextNs != nowNs {
							s.Advance(nowNs)
						}
					}}
				})
				neighboured := run(func(p *Pool, s Station) disturbed {
					other, d, id := Station(NewProcessor(p, 1000)), newSeeded(99), ID(99)
					return disturbed{Station: s, rename: keep, disturb: func(nowNs int64) {
						for at, ok := other.Next(); ok && at < nowNs; at, ok = other.Next() {
							other.Advance(at)
						}
						id++
						other.Add(nowNs, Job{ID: id, Demand: l.demand(d), Work: l.work(d)})
						other.Advance(nowNs)
					}}
				})
				for k, other := range [][]entry{renamed, observed, neighboured} {
					if !slices.Equal(alone, other) {
						t.Fatalf("%s, %s, seed %d: log differs %s", w.name, l.name, i,
							[]string{"with other names", "when looked at", "beside another station"}[k])
					}
				}
			}
		}
	}
}
