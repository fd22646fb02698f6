package sim

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
)

// naiveQueue is the queue as its comments tell it: flat lists that are sorted and
// searched again and again.
type naiveQueue struct {
	fresh   []candidate
	backlog []candidate
	from    map[int32]int64 // per priority
	next    map[int32]int64
}

func newNaiveQueue() *naiveQueue {
	return &naiveQueue{from: make(map[int32]int64), next: make(map[int32]int64)}
}

func byPriorityAndNumber(a, b candidate) int {
	return cmp.Or(-cmp.Compare(a.priority, b.priority), cmp.Compare(a.number, b.number))
}

func (q *naiveQueue) arrive(priority int32, x entry) {
	q.fresh = append(q.fresh, candidate{entry: x, priority: priority, fresh: true})
	slices.SortFunc(q.fresh, byPriorityAndNumber)
}

func (q *naiveQueue) take(admits func(classKey) bool) []candidate {
	var out []candidate
	for p := int32(3); p >= 0; p-- {
		q.next[p] = 0
		if admits != nil {
			q.next[p] = math.MaxInt64
			n := 0
			for _, c := range q.backlog {
				if c.priority != p || c.number < q.from[p] || !admits(c.classKey) {
					continue
				}
				if n == windowMax {
					q.next[p] = c.number
					break
				}
				out = append(out, c)
				n++
			}
		}
		n := 0
		q.fresh = slices.DeleteFunc(q.fresh, func(c candidate) bool {
			if c.priority != p || n == freshMax {
				return false
			}
			out = append(out, c)
			n++
			return true
		})
	}
	slices.SortFunc(out, byPriorityAndNumber)
	return out
}

func (q *naiveQueue) settle(batch []candidate) {
	progress := false
	for _, c := range batch {
		switch {
		case c.fresh && c.left:
			c.fresh, c.left = false, false
			q.backlog = append(q.backlog, c)
		case !c.fresh && !c.left:
			before := len(q.backlog)
			q.backlog = slices.DeleteFunc(q.backlog, func(x candidate) bool { return x.number == c.number })
			progress = progress || len(q.backlog) < before
		}
	}
	slices.SortFunc(q.backlog, byPriorityAndNumber)
	q.from = maps.Clone(q.next)
	if progress {
		clear(q.from)
	}
}

func (q *naiveQueue) rewind() {
	clear(q.from)
	clear(q.next)
}

func TestQueueAgreesWithItsNaiveTwin(t *testing.T) {
	checkOften(t, "300", func(t *rapid.T) {
		q, twin := new(queue), newNaiveQueue()
		next := int64(1)
		keys := map[int64]classKey{}
		var gone []candidate // placed, and possibly back later
		arrive := func(p int32, x entry) {
			q.arrive(p, x)
			twin.arrive(p, x)
		}
		for range rapid.IntRange(1, 12).Draw(t, "decisions") {
			for range rapid.SampledFrom([]int{1, 3, 100, 0, 300}).Draw(t, "arrivals") {
				keys[next] = classKey{models.SpecID(next / 2 % 2), models.NodeID(next / 4 % 3)}
				arrive(int32(rapid.SampledFrom([]int{1, 1, 1, 0, 2, 3}).Draw(t, "priority")), entry{number: next, task: models.TaskID(next)})
				next++
			}
			for range min(len(gone), rapid.SampledFrom([]int{0, 0, 2, 50}).Draw(t, "interrupted")) {
				i := rapid.IntRange(0, len(gone)-1).Draw(t, "which")
				arrive(gone[i].priority, gone[i].entry)
				gone = slices.Delete(gone, i, i+1)
			}
			if rapid.Bool().Draw(t, "rewind") {
				q.rewind()
				twin.rewind()
			}
			if q.hasFresh() != (len(twin.fresh) > 0) || q.size != len(twin.fresh)+len(twin.backlog) {
				t.Fatalf("fresh %v, size %d; the twin has %d and %d", q.hasFresh(), q.size, len(twin.fresh), len(twin.backlog))
			}
			var admits func(classKey) bool
			if open := rapid.SampledFrom([]int{7, 0, 3, -1}).Draw(t, "open"); open >= 0 {
				admits = func(c classKey) bool { return open>>c.source&1 == 1 || int(c.spec) == open }
			}
			got, want := q.take(nil, admits), twin.take(admits)
			for i := range got {
				if got[i].fresh {
					got[i].classKey = keys[got[i].number]
				}
			}
			for i := range want {
				want[i].classKey = keys[want[i].number]
			}
			if !slices.Equal(got, want) {
				t.Fatalf("the twin (-) takes another batch (+):\n%s", gocmp.Diff(want, got, gocmp.AllowUnexported(candidate{}, entry{}, classKey{})))
			}
			placed := rapid.SampledFrom([]int64{0, 1, 3, 10}).Draw(t, "placed of ten")
			for i := range got {
				got[i].left = got[i].number%10 >= placed
				if !got[i].left {
					gone = append(gone, got[i])
				}
			}
			if rapid.Bool().Draw(t, "new room meanwhile") {
				q.rewind()
				twin.rewind()
			}
			q.settle(got)
			twin.settle(slices.Clone(got))
		}
	})
}

func TestRowAgreesWithASortedSlice(t *testing.T) {
	checkOften(t, "1000", func(t *rapid.T) {
		var r row
		var twin []entry
		for range rapid.IntRange(1, 100).Draw(t, "steps") {
			if len(twin) > 0 && one(t, "remove", false, false, true) {
				x := rapid.SampledFrom(twin).Draw(t, "which")
				if !r.remove(x.number) || r.remove(x.number) {
					t.Fatalf("%v is not removed, or twice", x)
				}
				twin = slices.DeleteFunc(twin, func(y entry) bool { return x == y })
				continue
			}
			if len(twin) > 0 && rapid.Bool().Draw(t, "pop") {
				if got := r.popFront(); got != twin[0] {
					t.Fatalf("popped %v, want %v", got, twin[0])
				}
				twin = twin[1:]
				continue
			}
			x := entry{number: rapid.Int64Range(1, 1e6).Draw(t, "number")}
			if slices.Contains(twin, x) {
				continue
			}
			r.put(x)
			twin = append(twin, x)
			slices.SortFunc(twin, func(a, b entry) int { return cmp.Compare(a.number, b.number) })
		}
		if got := r.all(); r.len() != len(twin) || !slices.Equal(got, twin) {
			t.Fatalf("the row holds %v, want %v", got, twin)
		}
	})
}

// crowd is a node with room for so many tasks at once, and a device that sends
// more at time 0 than there is room for.
func crowd(room, tasks int) *Config {
	c := &Config{System: &models.System{}, Horizon: 1e15}
	n := addNode(c.System, func(n *models.Node) { n.Capacity.Memory = units.Bytes(room) })
	spec := addSpec(c.System, func(s *models.Spec) { s.Demand.Memory = 1 })
	c.Workloads = []Workload{{
		Name: "crowd", Spec: spec, Sources: []models.NodeID{n}, Target: models.NoNode,
		Arrivals: Arrivals{At: [][]units.Time{make([]units.Time, tasks)}},
		Work:     fixed(1000), Input: fixed(0), Output: fixed(0),
	}}
	return c
}

// A node that comes back takes its fill of the backlog at once, however small the
// window of a decision is.
func TestARepairedNodeIsFilledFromALongBacklog(t *testing.T) {
	c := crowd(1000, 5000)
	c.Horizon = 2000
	c.Workloads[0].Sources = []models.NodeID{addNode(c.System, func(n *models.Node) { n.Tier = models.TierDevice })}
	addLink(c.System, 0, 1, 1e9, 0)
	c.Faults = []Fault{{At: 0, On: OnNode(0), For: 1000}}
	for _, period := range []time.Duration{0, 700} {
		c.Period = period // 700: the node is back at 1000, and the scheduler is called at 1400
		_, out := mustRun(t, c, firstFit())
		if out.Placed != 1000 {
			t.Errorf("period %v: %d tasks are placed on a node with room for 1000", period, out.Placed)
		}
	}
}

// Tasks that fit nowhere keep none behind them from a node for ever.
func TestABlockedHeadOfTheBacklogKeepsNobodyOut(t *testing.T) {
	c := &Config{System: &models.System{}, Horizon: 1e6}
	y := c.System
	n := addNode(y, func(n *models.Node) { n.Capacity.Memory = 1 })
	island := addNode(y, func(n *models.Node) { n.Tier = models.TierDevice })
	spec := addSpec(y, func(s *models.Spec) { s.Demand.Memory = 1 })
	list := func(k int) [][]units.Time { return [][]units.Time{make([]units.Time, k)} }
	for name, source := range map[string]models.NodeID{"a cut off": island, "b at home": n} {
		c.Workloads = append(c.Workloads, Workload{
			Name: name, Spec: spec, Sources: []models.NodeID{source}, Target: models.NoNode,
			Arrivals: Arrivals{At: list(500)}, Work: fixed(10), Input: fixed(0), Output: fixed(0),
		})
	}
	slices.SortFunc(c.Workloads, func(a, b Workload) int { return cmp.Compare(a.Name, b.Name) })
	_, out := mustRun(t, c, firstFit())
	if got := out.Workloads[1].Finished; got != 500 {
		t.Errorf("%d of 500 tasks finished behind 500 that fit nowhere", got)
	}
}

// In a system that is overloaded with tasks of one kind, the oldest is served
// first.
func TestABacklogOfOneKindIsServedInOrder(t *testing.T) {
	c := crowd(1, 1000)
	l, _ := mustRun(t, c, firstFit())
	for i, r := range l.tasks {
		if r.Number != int64(i+1) {
			t.Fatalf("task %d was done in place %d", r.Number, i+1)
		}
	}
}

// BenchmarkBacklog measures a completion, and the decision after it, in front of
// a backlog.
func BenchmarkBacklog(b *testing.B) {
	for _, backlog := range []int{100, 1000, 10_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprintf("deferred=%d", backlog), func(b *testing.B) {
			c := crowd(1, backlog)
			w := newWorld(context.Background(), c, firstFit(), discard{})
			step := func() {
				if _, err := w.engine.Step(); err != nil {
					b.Fatal(err)
				}
			}
			for w.driver.decisions < int64(backlog/freshMax)+2 {
				step()
			}
			start := w.ledger.placed
			b.ReportAllocs()
			for b.Loop() {
				for before := w.driver.decisions; w.driver.decisions == before; {
					step()
				}
				if w.driver.queue.size < backlog/2 { // fill up
					b.StopTimer()
					for range backlog / 2 {
						w.addTask(units.Time(w.engine.Now()), &w.sources[0], task{work: 1000})
					}
					b.StartTimer()
				}
			}
			b.ReportMetric(float64(w.ledger.placed-start)/float64(b.N), "placed/op")
		})
	}
}
