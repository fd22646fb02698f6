package schedulers_test

import (
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/schedulers"
	"github.com/littoral-sim/littoral/schedulers/schedtest"
)

// twin is the slow twin of a Draft: it copies everything.
type twin struct{ *schedulers.Snapshot }

func newTwin(s *schedulers.Snapshot) twin { return twin{schedtest.Clone(s)} }

func (w twin) why(t *schedulers.Pending, n models.NodeID) models.Reason {
	return w.System.Relation(w.Routes, &w.Nodes[n], t.Source, n, &w.System.Specs[t.Spec])
}

func (w twin) reserve(t *schedulers.Pending, n models.NodeID) {
	w.Nodes[n].Reserve(&w.System.Nodes[n], &w.System.Specs[t.Spec], nil)
}

func TestDraftAgreesWithACopyOfEverything(t *testing.T) {
	var d schedulers.Draft // reused, as policies do
	rapid.Check(t, func(t *rapid.T) {
		for _, s := range schedtest.Histories().Draw(t, "history") {
			before := schedtest.Clone(s)
			d.Reset(s)
			w := newTwin(s)
			for i := range s.Pending {
				compareDraft(t, &d, w, &s.Pending[i])
				n := models.NodeID(rapid.IntRange(0, len(s.Nodes)-1).Draw(t, "node"))
				if w.why(&s.Pending[i], n) == models.OK {
					w.reserve(&s.Pending[i], n)
					d.Reserve(&s.Pending[i], n)
				}
			}
			if !reflect.DeepEqual(before.Nodes, s.Nodes) {
				t.Fatalf("the draft changed its snapshot (-before +after):\n%s", cmp.Diff(before.Nodes, s.Nodes))
			}
		}
	})
}

func compareDraft(t *rapid.T, d *schedulers.Draft, w twin, p *schedulers.Pending) {
	for i := range w.Nodes {
		if diff := cmp.Diff(&w.Nodes[i], d.Node(models.NodeID(i)), cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("node %d (-copy +draft):\n%s", i, diff)
		}
	}
	var eligible []models.NodeID
	for i := range w.Nodes {
		n := models.NodeID(i)
		if w.System.Static(n, d.Spec(p)) != models.OK {
			continue
		}
		eligible = append(eligible, n)
		want := w.why(p, n) == models.OK
		if got := d.Admits(p, n); got != want || (d.Why(p, n) == models.OK) != want {
			t.Fatalf("Admits(task %d, node %d) = %v, Why says %v, R(n, t) says %v", p.Task, n, got, d.Why(p, n), w.why(p, n))
		}
		if got := d.HasRoom(p, n); got != (d.Spec(p).Demand.CPU <= w.Nodes[n].Free.CPU) {
			t.Fatalf("HasRoom(task %d, node %d) = %v with %v free", p.Task, n, got, w.Nodes[n].Free.CPU)
		}
		there, ok := d.Routes.Latency(p.Source, n)
		if back, okBack := d.Latency(p, n); there != back || ok != okBack {
			t.Fatalf("Latency(task %d, node %d) = %v, %v; routes say %v, %v", p.Task, n, back, okBack, there, ok)
		}
	}
	fits := func(n models.NodeID) bool { return w.Nodes[n].Fits(&w.System.Nodes[n], d.Spec(p)) == models.OK }
	if got := d.Exhausted(p); got == slices.ContainsFunc(eligible, fits) {
		t.Fatalf("Exhausted(task %d) = %v among %v", p.Task, got, eligible)
	}
	if diff := cmp.Diff(eligible, append([]models.NodeID(nil), d.Eligible(p)...)); diff != "" {
		t.Fatalf("Eligible (-Static +draft):\n%s", diff)
	}
}

func TestReserveOnANodeThatSaysNoPanics(t *testing.T) {
	s := schedtest.Star(1000)
	s.Nodes[1].Status = models.Failed
	schedtest.Submit(s, 0, 1)
	var d schedulers.Draft
	d.Reset(s)
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	d.Reserve(&s.Pending[0], 1)
}

// accelerated returns a star whose nodes have two shared accelerators each, with
// pending tasks that take 400/1000 of both.
func accelerated(nodes, tasks int) *schedulers.Snapshot {
	s := schedtest.Star(make([]units.MilliCPU, nodes)...)
	y := s.System
	for i := range y.Nodes {
		y.Nodes[i].Capacity.CPU = 64_000
		y.Nodes[i].Accelerators = []models.Accelerator{{Model: "gpu"}, {Model: "gpu"}}
	}
	y.Specs[0].Accelerators = models.AcceleratorDemand{Count: 2, Share: 400}
	fresh := schedulers.NewSnapshot(y)
	fresh.Rand = s.Rand
	schedtest.Submit(fresh, 0, tasks)
	return fresh
}

func TestDraftDoesNotAllocateInSteadyState(t *testing.T) {
	s := accelerated(50, 60)
	var d schedulers.Draft
	perRun := testing.AllocsPerRun(20, func() {
		d.Reset(s)
		for i := range s.Pending {
			if n := models.NodeID(i % len(s.Nodes)); d.Admits(&s.Pending[i], n) {
				d.Reserve(&s.Pending[i], n)
			}
			_ = d.LeastCommitted(&s.Pending[i])
			_ = d.Sample(&s.Pending[i], schedulers.WithRoom, 0)
		}
	})
	if perRun != 0 {
		t.Errorf("%v allocations for a draft of %d tasks", perRun, len(s.Pending))
	}
}
