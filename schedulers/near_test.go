package schedulers_test

import (
	"cmp"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/schedulers"
	"github.com/littoral-sim/littoral/schedulers/schedtest"
)

// met is what a walk says of a node.
type met struct {
	Node       models.NodeID
	Away       time.Duration
	Bottleneck units.BitsPerSecond
}

// meet walks to the end and returns the nodes met that can be reached.
func meet(t *rapid.T, d *schedulers.Draft, p *schedulers.Pending, w schedulers.Walk) (out []met, cut bool) {
	seen := map[models.NodeID]bool{}
	for w.Next() {
		if seen[w.Node] {
			t.Fatalf("node %d is met twice", w.Node)
		}
		seen[w.Node] = true
		if d.System.Static(w.Node, d.Spec(p)) != models.OK {
			t.Fatalf("node %d is not eligible", w.Node)
		}
		if d.Reaches(p, w.Node) != models.OK {
			continue
		}
		m := met{w.Node, w.Away(), w.Bottleneck()}
		if w.Node != p.Source && m.Bottleneck > w.Widest() {
			t.Fatalf("%+v is wider than %v", m, w.Widest())
		}
		out = append(out, m)
	}
	return out, w.Cut()
}

// sortAll is the slow twin of a walk: it asks for all nodes and sorts them.
func sortAll(d *schedulers.Draft, p *schedulers.Pending, soon bool) []met {
	var out []met
	for _, n := range d.Eligible(p) {
		if d.Reaches(p, n) != models.OK {
			continue
		}
		away, _ := d.Routes.Latency(n, p.Source)
		narrow, _ := d.Routes.BottleneckBack(n, p.Source)
		if soon {
			away = units.Add(away, d.RunTime(p, n))
		}
		out = append(out, met{n, away, narrow})
	}
	slices.SortFunc(out, func(a, b met) int {
		if first := soon && (a.Node == p.Source || b.Node == p.Source); first && a.Node != b.Node {
			if a.Node == p.Source {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(a.Away, b.Away), cmp.Compare(a.Node, b.Node))
	})
	return out
}

func TestWalksMeetTheNodesInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var d schedulers.Draft
		ranks := rapid.SampledFrom([]int{4096, 1, 3}).Draw(t, "ranks")
		entries := rapid.SampledFrom([]int{1 << 20, 30, 11, 0}).Draw(t, "entries")
		d.LimitRankings(ranks, entries)
		s := schedtest.Snapshots().Draw(t, "snapshot")
		for range 3 {
			d.Reset(s)
			for i := range s.Pending {
				p := &s.Pending[i]
				for _, soon := range [2]bool{false, true} {
					compareWalk(t, &d, p, soon, ranks > 8 && entries > 1000)
				}
			}
			if counted, there := d.RankingEntries(); counted != there || counted > entries+8 {
				t.Fatalf("%d entries are counted, %d are there, of %d", counted, there, entries)
			}
			s = schedtest.Follow(t, s)
		}
	})
}

// compareWalk walks twice, because the first walk of all is cut.
func compareWalk(t *rapid.T, d *schedulers.Draft, p *schedulers.Pending, soon, unlimited bool) {
	start := d.Near
	if soon {
		start = d.Soon
	}
	first := start(p)
	first.Next()
	got, cut := meet(t, d, p, start(p))
	want := sortAll(d, p, soon)
	if cut && unlimited {
		t.Fatalf("cut after %d of %d nodes", len(got), len(want))
	}
	if cut && len(got) < len(want) {
		want = want[:len(got)]
	}
	if diff := gocmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Fatalf("soon %v, cut %v, task %+v (-sorted +walk):\n%s\n%s", soon, cut, p, diff, schedtest.Describe(d.Snapshot))
	}
}

func TestAWalkEndsWhereNodesAreTooFar(t *testing.T) {
	s := schedtest.Star(make([]units.MilliCPU, 9)...)
	for i := range s.System.Links {
		s.System.Links[i].Latency = time.Duration(i+1) * time.Millisecond
	}
	s.System.Specs[0].Demand.CPU = 0
	s.System.Specs[0].Constraints.MaxLatency = 3 * time.Millisecond
	s = schedulers.NewSnapshot(s.System)
	schedtest.Submit(s, 0, 1)
	var d schedulers.Draft
	d.Reset(s)
	for _, want := range []int{0, 4, 4} { // nothing is ranked at the first question
		walk, n := d.Near(&s.Pending[0]), 0
		for walk.Next() {
			n++
		}
		if n != want || walk.Cut() != (want == 0) {
			t.Errorf("%d nodes, cut %v; want %d", n, walk.Cut(), want)
		}
	}
}

func TestOneWalkFindsOnlyPartOfALargeSystem(t *testing.T) {
	const nodes = 640
	s := schedtest.Star(make([]units.MilliCPU, nodes-1)...)
	s.System.Specs[0].Demand.CPU = 0
	s = schedulers.NewSnapshot(s.System)
	schedtest.Submit(s, 0, 1)
	var d schedulers.Draft
	d.Reset(s)
	walks := 0
	for last := -1; last < nodes; walks++ {
		walk, n := d.Near(&s.Pending[0]), 0
		for walk.Next() {
			n++
		}
		if n > max(last, 0)+16+nodes/32 || walk.Cut() == (n == nodes) || n <= last {
			t.Fatalf("walk %d meets %d nodes after %d, cut %v", walks, n, last, walk.Cut())
		}
		last = n
	}
	if want := 1 + (nodes+35)/36; walks != want {
		t.Errorf("%d walks, want %d", walks, want)
	}
}
