package schedulers_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/schedulers"
	"github.com/littoral-sim/littoral/schedulers/schedtest"
)

// slowCheck is the slow twin of the referee: for every transaction it copies the
// world, tries the actions on the copy, and keeps the copy when all are good.
func slowCheck(s *schedulers.Snapshot, p *schedulers.Plan) []schedulers.Refusal {
	var out []schedulers.Refusal
	world, used := newTwin(s), map[models.TaskID]bool{}
	first := 0
	for _, end := range p.Ends {
		if int(end) < first || int(end) > len(p.Actions) {
			break
		}
		next, taken := newTwin(world.Snapshot), map[models.TaskID]bool{}
		bad, why := -1, models.OK
		for i := first; i < int(end) && bad < 0; i++ {
			a := &p.Actions[i]
			if why = slowAction(s, next, used, taken, a); why != models.OK {
				bad = i
			}
		}
		if bad < 0 {
			world = next
			for t := range taken {
				used[t] = true
			}
		} else {
			out = append(out, refuseAll(first, int(end), bad, why)...)
		}
		first = int(end)
	}
	return append(out, refuseAll(first, len(p.Actions), -1, models.OK)...)
}

func slowAction(s *schedulers.Snapshot, next twin, used, taken map[models.TaskID]bool, a *schedulers.Action) models.Reason {
	var task *schedulers.Pending
	for i := range s.Pending {
		if s.Pending[i].Task == a.Task {
			task = &s.Pending[i]
		}
	}
	switch {
	case a.Op != schedulers.Place && a.Op != schedulers.Defer && a.Op != schedulers.Decline:
		return models.UnknownAction
	case task == nil:
		return models.NotPending
	case used[a.Task] || taken[a.Task]:
		return models.PlacedTwice
	}
	if a.Op == schedulers.Place {
		switch {
		case a.Node < 0 || int(a.Node) >= len(s.Nodes):
			return models.UnknownNode
		case a.Generation != 0 && a.Generation != s.Nodes[a.Node].Generation:
			return models.Stale
		}
		if why := next.why(task, a.Node); why != models.OK {
			return why
		}
		next.reserve(task, a.Node)
	}
	taken[a.Task] = true
	return models.OK
}

func refuseAll(first, end, bad int, why models.Reason) []schedulers.Refusal {
	var out []schedulers.Refusal
	for i := first; i < end; i++ {
		r := schedulers.Refusal{Index: int32(i), Reason: models.Partial}
		if i == bad {
			r.Reason = why
		}
		out = append(out, r)
	}
	return out
}

// drawPlan draws a plan that is partly sensible: mostly pending tasks on nodes
// that exist, in transactions of one to four actions, at times with ends out of
// place.
func drawPlan(t *rapid.T, s *schedulers.Snapshot) *schedulers.Plan {
	p := &schedulers.Plan{Version: s.Version}
	for range rapid.IntRange(0, 10).Draw(t, "actions") {
		a := schedulers.Action{
			Op:   rapid.SampledFrom([]schedulers.Op{schedulers.Place, schedulers.Place, schedulers.Place, schedulers.Defer, schedulers.Decline, 0, 9}).Draw(t, "op"),
			Task: models.TaskID(rapid.IntRange(-1, 20).Draw(t, "any task")),
			Node: models.NodeID(rapid.IntRange(-1, len(s.Nodes)).Draw(t, "node")),
		}
		if len(s.Pending) > 0 && rapid.IntRange(0, 9).Draw(t, "pending") > 0 {
			a.Task = rapid.SampledFrom(s.Pending).Draw(t, "task").Task
		}
		if a.Node >= 0 && int(a.Node) < len(s.Nodes) && rapid.Bool().Draw(t, "with generation") {
			a.Generation = s.Nodes[a.Node].Generation + rapid.SampledFrom([]uint64{0, 0, 0, 1}).Draw(t, "off by")
		}
		p.Actions = append(p.Actions, a)
	}
	for end := 0; end < len(p.Actions); {
		end += rapid.IntRange(1, 4).Draw(t, "length")
		p.Ends = append(p.Ends, int32(end)) // the last may be beyond the actions
		if rapid.IntRange(0, 9).Draw(t, "bad end") == 0 {
			p.Ends = append(p.Ends, int32(rapid.IntRange(-1, 12).Draw(t, "at")))
		}
	}
	return p
}

func TestRefereeAgreesWithACopyOfEverything(t *testing.T) {
	var r schedulers.Referee // reused, as the simulator does
	seen := map[models.Reason]int{}
	rapid.Check(t, func(t *rapid.T) {
		for _, s := range schedtest.Histories().Draw(t, "history") {
			p := drawPlan(t, s)
			before := schedtest.Clone(s)
			want, got := slowCheck(s, p), r.Check(s, p)
			if d := cmp.Diff(want, got, cmpopts.EquateEmpty()); d != "" {
				t.Fatalf("refusals of %+v (-copy +referee):\n%s", p, d)
			}
			if d := cmp.Diff(before.Nodes, s.Nodes); d != "" {
				t.Fatalf("the referee changed its snapshot (-before +after):\n%s", d)
			}
			for _, refusal := range got {
				seen[refusal.Reason]++
			}
		}
	})
	for _, why := range []models.Reason{models.NotPending, models.UnknownNode, models.UnknownAction, models.Stale, models.PlacedTwice, models.Partial, models.NotActive} {
		if seen[why] == 0 && !testing.Short() { // In a short run a fifth of the plans is drawn.
			t.Errorf("no plan was refused for %q; the generator is too tame", why)
		}
	}
}

// Two nodes with two devices each, and gangs that often fail halfway: whatever a
// refused gang has taken must come back, devices included.
func TestRefusedGangsGiveSharedAcceleratorsBack(t *testing.T) {
	var r schedulers.Referee
	rapid.Check(t, func(t *rapid.T) {
		s := accelerated(2, 12)
		s.System.Nodes[1].Capacity.Memory = 4 << 20 // room for four tasks
		pending := s.Pending
		s = schedulers.NewSnapshot(s.System)
		s.Pending = pending
		p := &schedulers.Plan{Version: s.Version}
		for i := 0; i < len(pending); {
			gang := pending[i:min(i+rapid.IntRange(1, 4).Draw(t, "gang"), len(pending))]
			var actions []schedulers.Action
			for _, task := range gang {
				n := models.NodeID(rapid.IntRange(1, 2).Draw(t, "node"))
				actions = append(actions, schedulers.Action{Op: schedulers.Place, Task: task.Task, Node: n})
			}
			p.Add(actions...)
			i += len(gang)
		}
		if d := cmp.Diff(slowCheck(s, p), r.Check(s, p), cmpopts.EquateEmpty()); d != "" {
			t.Fatalf("refusals of %+v (-copy +referee):\n%s", p, d)
		}
	})
}

func TestATransactionIsAllOrNothing(t *testing.T) {
	s := schedtest.Star(1000, 1000)
	s.System.Nodes[1].Capacity.Memory = 2 << 20 // room for two tasks
	s = schedulers.NewSnapshot(s.System)
	schedtest.Submit(s, 0, 4)
	place := func(task models.TaskID, n models.NodeID) schedulers.Action {
		return schedulers.Action{Op: schedulers.Place, Task: task, Node: n}
	}
	var p schedulers.Plan
	p.Reset(s)
	p.Add(place(0, 1))
	p.Add(place(1, 2), place(2, 1), place(3, 1)) // the last is one too many for node 1
	p.Add(place(3, 1))                           // fits, because the gang left no trace
	want := []schedulers.Refusal{{Index: 1, Reason: models.Partial}, {Index: 2, Reason: models.Partial}, {Index: 3, Reason: models.MemoryFull}}
	if d := cmp.Diff(want, schedulers.Check(s, &p)); d != "" {
		t.Errorf("refusals (-want +got):\n%s", d)
	}
}

func TestStaleGenerationsAreRefusedAndOthersNot(t *testing.T) {
	s := schedtest.Star(4000, 4000)
	schedtest.Submit(s, 0, 4)
	plan := &schedulers.Plan{}
	for i, n := range []models.NodeID{1, 1, 2, 2} {
		a := schedulers.Action{Op: schedulers.Place, Task: models.TaskID(i), Node: n}
		if i != 3 {
			a.Generation = s.Nodes[n].Generation
		}
		plan.Add(a)
	}
	if got := schedulers.Check(s, plan); len(got) != 0 {
		t.Fatalf("refusals on the snapshot of the plan: %v; a plan must not make itself stale", got)
	}
	s.Nodes[2].Reserve(&s.System.Nodes[2], &s.System.Specs[0], nil)
	if d := cmp.Diff([]schedulers.Refusal{{Index: 2, Reason: models.Stale}}, schedulers.Check(s, plan)); d != "" {
		t.Errorf("refusals once node 2 has changed (-want +got):\n%s", d)
	}
}

func TestRefereeDoesNotAllocateInSteadyState(t *testing.T) {
	s := accelerated(50, 120)
	var p schedulers.Plan
	p.Reset(s)
	for i := 0; i < len(s.Pending); i += 3 { // gangs of three; node 1 cannot hold all
		var gang [3]schedulers.Action
		for k := range gang {
			gang[k] = schedulers.Action{Op: schedulers.Place, Task: s.Pending[i+k].Task, Node: models.NodeID(1 + i*k%7)}
		}
		p.Add(gang[:]...)
	}
	var r schedulers.Referee
	refused := 0
	perRun := testing.AllocsPerRun(20, func() { refused = len(r.Check(s, &p)) })
	if perRun != 0 || refused == 0 || refused == len(p.Actions) {
		t.Errorf("%v allocations, %d of %d actions refused; want 0 and some", perRun, refused, len(p.Actions))
	}
}
