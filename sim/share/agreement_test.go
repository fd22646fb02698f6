package share

import (
	"flag"
	"math/rand/v2"
	"os"
	"testing"

	"pgregory.net/rapid"
)

var instances = flag.Int("share.instances", 10000, "random instances of each agreement test")

// twin is a station with its oracle.
type twin struct {
	name   string
	scale  int
	build  func(*Pool, int64) Station
	oracle func(int64) Station
}

func twins() []twin {
	return []twin{
		{
			name: "processor", scale: 1,
			build:  func(p *Pool, capacity int64) Station { return NewProcessor(p, capacity) },
			oracle: func(capacity int64) Station { return newFluid(capacity) },
		},
		{
			name: "slots", scale: 2,
			build:  func(p *Pool, capacity int64) Station { return NewSlots(p, capacity) },
			oracle: func(capacity int64) Station { return newCounter(capacity) },
		},
		{
			name: "priority", scale: 2,
			build:  func(p *Pool, capacity int64) Station { return NewPrioritySlots(p, capacity) },
			oracle: func(capacity int64) Station { return newWard(capacity, false) },
		},
		{
			name: "preemptive", scale: 2,
			build:  func(p *Pool, capacity int64) Station { return NewPreemptiveSlots(p, capacity) },
			oracle: func(capacity int64) Station { return newWard(capacity, true) },
		},
	}
}

func TestStationAgreesWithItsOracleOnRandomRuns(t *testing.T) {
	for _, w := range twins() {
		for k, l := range loads() {
			t.Run(w.name+"/"+l.name, func(t *testing.T) {
				var p Pool
				events, refused, stops := 0, 0, 0
				for i := range *instances * w.scale / len(loads()) {
					d := newSeeded(uint64(i))
					capacity := l.capacity(d)
					both := &pair{got: w.build(&p, capacity), want: w.oracle(capacity)}
					log, ty := drive(d, both, l, both.watch(d))
					if both.diff != "" {
						t.Fatalf("load %d, seed %d: %s", k, i, both.diff)
					}
					events += len(log)
					refused += ty.refused
					stops += ty.stops
					p = Pool{jobs: p.jobs[:0], facts: p.facts[:0], ranks: p.ranks[:0]}
				}
				t.Logf("%d events, %d refusals, %d preemptions", events, refused, stops)
				if refused == 0 && len(l.places) > 0 || stops == 0 && w.name == "preemptive" {
					t.Errorf("%d refusals and %d preemptions", refused, stops)
				}
			})
		}
	}
}

// checkOften raises the number of rapid's checks for one test, unless the command line or the environment sets it.
func checkOften(t *testing.T, checks string) {
	t.Helper()
	given := flag.Lookup("rapid.checks")
	if before := given.Value.String(); before == given.DefValue && os.Getenv("RAPID_CHECKS") == "" {
		if err := flag.Set("rapid.checks", checks); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := flag.Set("rapid.checks", before); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// rolled are dice in the hands of rapid.
type rolled struct{ *rapid.T }

func (r rolled) upTo(n int64) int64 { return rapid.Int64Range(0, n-1).Draw(r.T, "dice") }

func TestStationAgreesWithItsOracleAndKeepsItsInvariants(t *testing.T) {
	checkOften(t, "500")
	for _, w := range twins() {
		t.Run(w.name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				var p Pool
				d := rolled{t}
				l := loads()[d.upTo(int64(len(loads())))]
				l.steps *= 4 // rapid prefers small numbers
				capacity := l.capacity(d)
				both := &pair{got: w.build(&p, capacity), want: w.oracle(capacity)}
				watch := both.watch(d)
				drive(d, both, l, func(nowNs int64, ty *tally) bool {
					audit(t, both.got)
					return watch(nowNs, ty)
				})
				if both.diff != "" {
					t.Fatal(both.diff)
				}
			})
		})
	}
}

// TestProcessorAgreesWithItsOracleWhenTheLevelMustBeRounded keeps the number of sharing jobs at primes beyond the reach
// of the radices, with works so small that jobs fall due together and often at the very nanosecond.
func TestProcessorAgreesWithItsOracleWhenTheLevelMustBeRounded(t *testing.T) {
	rounded := 0
	for seed := range max(10, *instances/1000) {
		var (
			p     Pool
			d     = newSeeded(uint64(seed))
			s     = NewProcessor(&p, pick(d, 1, 7, 1000))
			both  = &pair{got: s, want: newFluid(s.Capacity())}
			work  = pick(d, 1, 3, 1000)
			nowNs = int64(0)
			ids   ID
		)
		populations := []int64{89, 97, 101, 103}
		if seed == 0 {
			populations = []int64{1009, 1013}
		}
		for range 25 {
			for population := pick(d, populations...); int64(s.Len()) != population; {
				if int64(s.Len()) < population {
					both.Add(nowNs, Job{ID: ids, Demand: pick(d, 1000, 2000), Work: work * (1 + d.upTo(12))})
					ids++
				} else {
					both.Remove(nowNs, ID(d.upTo(int64(ids))))
				}
			}
			both.Advance(nowNs)
			if l := s.state(); l.sharing > 0 && !divides(uint64(l.sharing)) {
				rounded++
			}
			nowNs, _ = s.Next()
			both.Peek(nowNs, ID(d.upTo(int64(ids))))
			both.Advance(nowNs)
		}
		if both.diff != "" {
			t.Fatalf("seed %d: %s", seed, both.diff)
		}
	}
	if rounded < 200 {
		t.Errorf("the level was rounded in only %d intervals", rounded)
	}
}

// divides reports whether n divides radixHigh·radixLow.
func divides(n uint64) bool {
	a, b := n, uint64(radixHigh)
	for b != 0 {
		a, b = b, a%b
	}
	return radixLow%(n/a) == 0
}

// TestQueueAgreesWithTheWorkloadVector compares Slots with the recursion of Kiefer and Wolfowitz (On the theory of
// queues with many servers, Trans. AMS 78, 1955): customer n starts when the first of c servers is free; the vector of
// the instants at which servers become free is kept sorted. With K places a customer is turned away who finds K that have
// come in and not gone.
func TestQueueAgreesWithTheWorkloadVector(t *testing.T) {
	refused := 0
	for i := range *instances {
		r := rand.New(rand.NewPCG(uint64(i), 1))
		servers, customers := 1+r.IntN(5), 1+r.IntN(40)
		spread, size := 1+r.Int64N(6), 1+r.Int64N(20)
		var p Pool
		// Among equals all orders are that of arrival.
		s := twins()[1+i%3].build(&p, int64(servers)*1000)
		places := PlacesMax
		if r.IntN(2) == 0 {
			places = servers + r.IntN(4)
		}
		s.SetPlaces(places)
		started, finished := make([]int64, customers), make([]int64, customers)
		advance := func(atNs int64) {
			for _, e := range s.Advance(atNs) {
				if e.Kind == Started {
					started[e.ID] = atNs
				} else {
					finished[e.ID] = atNs
				}
			}
		}
		until := func(endNs int64) {
			for at, ok := s.Next(); ok && at < endNs; at, ok = s.Next() {
				advance(at)
			}
		}
		free := make([]int64, servers)
		wantStarted, wantFinished := make([]int64, customers), make([]int64, customers)
		arrivalNs := int64(0)
		for id := range customers {
			arrivalNs += r.Int64N(spread)
			serviceNs := r.Int64N(size)
			until(arrivalNs)
			advance(arrivalNs)
			accepted := s.Add(arrivalNs, Job{ID: ID(id), Demand: 1000, Work: 1000*serviceNs - min(serviceNs, r.Int64N(1000))})
			advance(arrivalNs)

			present := 0
			for _, endNs := range wantFinished[:id] {
				if endNs > arrivalNs {
					present++
				}
			}
			if want := present < places; accepted != want {
				t.Fatalf("seed %d: customer %d finds %d at %d places and is accepted: %v, want %v",
					i, id, present, places, accepted, want)
			}
			if !accepted {
				refused++
				continue
			}
			startNs := max(arrivalNs, free[0])
			endNs := startNs + serviceNs
			k := 0
			for ; k+1 < servers && free[k+1] < endNs; k++ {
				free[k] = free[k+1]
			}
			free[k] = endNs
			wantStarted[id], wantFinished[id] = startNs, endNs
		}
		until(never)
		for id := range customers {
			if started[id] != wantStarted[id] || finished[id] != wantFinished[id] {
				t.Fatalf("seed %d: customer %d of %d at %d servers ran from %d to %d ns, want %d to %d",
					i, id, customers, servers, started[id], finished[id], wantStarted[id], wantFinished[id])
			}
		}
	}
	if refused == 0 {
		t.Error("nobody was turned away")
	}
}
