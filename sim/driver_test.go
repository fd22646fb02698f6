package sim

import (
	"context"
	"testing"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/schedulers"
)

// scripted is a policy that gives prepared answers, one per call, and then none.
type scripted struct {
	answers []func(s *schedulers.Snapshot, p *schedulers.Plan)
	plan    schedulers.Plan
}

func (p *scripted) Plan(_ context.Context, s *schedulers.Snapshot) (*schedulers.Plan, error) {
	p.plan.Reset(s)
	if len(p.answers) > 0 {
		p.answers[0](s, &p.plan)
		p.answers = p.answers[1:]
	}
	return &p.plan, nil
}

func place(task models.TaskID, n models.NodeID) schedulers.Action {
	return schedulers.Action{Op: schedulers.Place, Task: task, Node: n}
}

// One plan places a task without work, which gives its share of the first device
// back at once, and two others. If it had been done before these are placed, the
// second would take the tighter second device, which the third needs as a whole.
func TestAPlanIsReservedAsAWholeBeforeItsTasksSetOut(t *testing.T) {
	c := &Config{System: &models.System{}, Horizon: 1000}
	n := addNode(c.System, func(n *models.Node) {
		n.Accelerators = []models.Accelerator{{Model: "plain"}, {Model: "special"}}
	})
	spec := func(share int32, names ...string) models.SpecID {
		return addSpec(c.System, func(s *models.Spec) {
			s.Accelerators = models.AcceleratorDemand{Count: 1, Share: share, Models: names}
		})
	}
	once(c, spec(400, "special"), n, n, 0, 1000, 0, 0) // leaves 600 of the special device
	once(c, spec(300, "plain"), n, n, 0, 1000, 0, 0)   // leaves 700 of the plain one
	once(c, spec(200, "plain"), n, n, 10, 0, 0, 0)     // 500, and 700 again when it is done
	once(c, spec(500), n, n, 10, 50, 0, 0)             // the plain device is the tighter one, as long as it is not
	once(c, spec(600, "special"), n, n, 10, 50, 0, 0)
	tells(t, c, firstFit(), `
		0 task-arrived #1 n0
		0 task-arrived #2 n0
		0 task-placed #1 n0
		0 task-placed #2 n0
		0 task-started #1 n0
		0 task-started #2 n0
		10 task-arrived #3 n0
		10 task-arrived #4 n0
		10 task-arrived #5 n0
		10 task-placed #3 n0
		10 task-placed #4 n0
		10 task-placed #5 n0
		10 task-started #3 n0
		10 task-ran #3 n0
		10 task-finished #3 n0
		10 task-started #4 n0
		10 task-started #5 n0
		210 task-ran #4 n0
		210 task-finished #4 n0
		210 task-ran #5 n0
		210 task-finished #5 n0
	`)
}

// A decision that takes time meets the world as it is afterwards.
func TestAPlanForANodeThatCrashesMeanwhileIsRefused(t *testing.T) {
	c := &Config{System: &models.System{}, Horizon: 1000, DecisionLatency: 30}
	addNode(c.System, nil)
	addNode(c.System, nil)
	once(c, addSpec(c.System, nil), 1, 1, 0, 10, 0, 0)
	addLink(c.System, 0, 1, 8e9, 10)
	c.Faults = []Fault{down(0, 20, 100)}
	tells(t, c, firstFit(), `
		0 task-arrived #1 n1
		0 decision-started
		20 node-crashed n0
		30 task-refused #1 n0 not-active
		30 task-deferred #1 no-node-fits
		30 decision-finished
		30 decision-started
		60 task-placed #1 n1
		60 task-started #1 n1
		60 decision-finished
		70 task-ran #1 n1
		70 task-finished #1 n1
		120 node-repaired n0
	`)
}

func TestTasksThatArriveDuringADecisionWaitForTheNext(t *testing.T) {
	c := &Config{System: &models.System{}, Horizon: 1000, DecisionLatency: 30}
	n := addNode(c.System, nil)
	spec := addSpec(c.System, nil)
	for _, at := range []units.Time{0, 10, 30, 31} {
		once(c, spec, n, n, at, 0, 0, 0)
	}
	l, _ := mustRun(t, c, firstFit())
	type parts struct{ queue, decision int64 }
	want := []parts{{0, 30}, {20, 30}, {0, 30}, {29, 30}}
	for i, r := range l.byNumber(t) {
		if got := (parts{r.Queue, r.Decision}); got != want[i] {
			t.Errorf("task %d waits %+v, want %+v", r.Number, got, want[i])
		}
	}
}

func TestAPeriodicSchedulerIsCalledOncePerPeriod(t *testing.T) {
	c := &Config{System: &models.System{}, Horizon: 1000, Period: 100}
	n := addNode(c.System, nil)
	spec := addSpec(c.System, nil)
	for _, at := range []units.Time{0, 1, 100, 101, 550} {
		once(c, spec, n, n, at, 0, 0, 0)
	}
	l, out := mustRun(t, c, firstFit())
	want := []int64{0, 100, 100, 200, 600}
	for i, r := range l.byNumber(t) {
		if r.Placed != want[i] {
			t.Errorf("task %d is placed at %d, want %d", r.Number, r.Placed, want[i])
		}
	}
	if out.Decisions != 4 {
		t.Errorf("%d decisions, want 4: none about nothing", out.Decisions)
	}
}

// What becomes free where nothing of the backlog can run is nobody's business.
func TestASchedulerIsNotCalledForRoomThatNobodyCanUse(t *testing.T) {
	c := &Config{System: &models.System{}, Horizon: 1e6}
	n := addNode(c.System, nil)
	addNode(c.System, func(n *models.Node) { n.Tier, n.Capacity.Memory = models.TierCloud, 0 })
	far := addNode(c.System, func(n *models.Node) { n.Tier = models.TierDevice })
	edge := addSpec(c.System, nil)
	once(c, addSpec(c.System, func(s *models.Spec) {
		s.Constraints.Tiers, s.Demand.Memory = models.NewTierSet(models.TierCloud), 1
	}), n, n, 0, 1, 0, 0) // the wrong tier
	once(c, edge, far, n, 0, 1, 0, 0) // no way there
	for i := range units.Time(100) {
		once(c, edge, n, n, 10+10*i, 1, 0, 0)
	}
	_, out := mustRun(t, c, firstFit())
	if out.Decisions != 101 || out.Placed != 100 {
		t.Errorf("%d decisions and %d placements, want 101 and 100", out.Decisions, out.Placed)
	}
}

// More tasks than one decision is shown are not put off to the next period.
func TestAPeriodHoldsMoreThanOneDecision(t *testing.T) {
	c := crowd(100_000, 10_000)
	c.Horizon, c.Period = 1000, 500
	l, out := mustRun(t, c, firstFit())
	for _, r := range l.tasks {
		if r.Placed != 0 {
			t.Fatalf("task %d is placed at %d", r.Number, r.Placed)
		}
	}
	if out.Placed != 10_000 || out.Decisions != 3 {
		t.Errorf("%d tasks are placed in %d decisions, want 10000 in 3", out.Placed, out.Decisions)
	}
	c = crowd(1, 300)
	c.Horizon, c.Period = 1e6, 1000
	c.Workloads[0].Work = fixed(0) // and room again at once
	if _, out = mustRun(t, c, firstFit()); out.Workloads[0].Finished != 300 {
		t.Errorf("%+v, want 300 tasks", out.Workloads[0])
	}
}

// Each action that breaks a rule is refused for itself, with its reason; the rest
// is carried out.
func TestEveryBadActionIsRefusedForItself(t *testing.T) {
	c := &Config{System: &models.System{}, Horizon: 1000}
	n := addNode(c.System, nil)
	big := addNode(c.System, func(n *models.Node) { n.Tier = models.TierCloud })
	spec := addSpec(c.System, nil)
	once(c, spec, n, n, 0, 10, 0, 0)
	once(c, spec, n, n, 0, 10, 0, 0)
	p := &scripted{answers: []func(*schedulers.Snapshot, *schedulers.Plan){func(s *schedulers.Snapshot, p *schedulers.Plan) {
		a, b := s.Pending[0].Task, s.Pending[1].Task
		stale := place(a, n)
		stale.Generation = s.Nodes[n].Generation + 1
		p.Add(place(a, 77))
		p.Add(place(a, -5))
		p.Add(place(99, n))
		p.Add(place(-2, n))
		p.Add(schedulers.Action{Op: 9, Task: a})
		p.Add(stale)
		p.Add(place(a, big))
		p.Add(place(a, n), place(a, n)) // as a whole
		p.Add(place(a, n))
		p.Add(place(a, n))
		p.Add(schedulers.Action{Op: schedulers.Decline, Task: b, Reason: 200})
	}}}
	tells(t, c, p, `
		0 task-arrived #1 n0
		0 task-arrived #2 n0
		0 task-refused #1 unknown-node
		0 task-refused #1 unknown-node
		0 task-refused n0 not-pending
		0 task-refused n0 not-pending
		0 task-refused #1 n0 unknown-action
		0 task-refused #1 n0 stale
		0 task-refused #1 n1 tier
		0 task-refused #1 n0 transaction-refused
		0 task-refused #1 n0 placed-twice
		0 task-refused #1 n0 placed-twice
		0 task-placed #1 n0
		0 task-declined #2 declined
		0 task-started #1 n0
		10 task-ran #1 n0
		10 task-finished #1 n0
	`)
}

// moody places only tasks with an even handle.
type moody struct{}

func (moody) Choose(d *schedulers.Draft, t *schedulers.Pending) schedulers.Choice {
	if t.Task%2 == 0 {
		for _, n := range d.Eligible(t) {
			if d.Admits(t, n) {
				return schedulers.Choice{Node: n}
			}
		}
	}
	return schedulers.Nowhere
}

// Tasks that a policy does not want now keep none behind them from its eyes.
func TestTasksThatAPolicyPassesOverBlockNobody(t *testing.T) {
	c := crowd(1, 1000)
	_, out := mustRun(t, c, schedulers.OneByOne(moody{}))
	if got := out.Workloads[0]; got.Finished != 500 || got.Left != 500 {
		t.Errorf("%+v, want half of the tasks finished", got)
	}
}
