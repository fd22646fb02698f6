package sim

import (
	"testing"
	"time"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/failure"
	"github.com/littoral-sim/littoral/sim/retry"
	"github.com/littoral-sim/littoral/sim/rng"
)

// timed is a system of one node of each of three classes and one of none, and a
// workload at node 0 that takes between 100 and 200 ns on class 1, between 1000
// and 3000 ns on class 2, and has not been measured on the others.
func timed(count int64) *Config {
	y := &models.System{}
	for class := range models.ClassID(4) {
		n := addNode(y, func(n *models.Node) { n.Class, n.SpeedUnknown = class, class > 0; n.Discipline = models.FIFO })
		if n > 0 {
			addLink(y, 0, n, 1e9, 0)
		}
	}
	spec := addSpec(y, func(s *models.Spec) { s.Times = models.Times{0, 150, 2000} })
	return &Config{System: y, Seed: 5, Horizon: 1_000_000, Workloads: []Workload{{
		Name: "w", Spec: spec, Sources: []models.NodeID{0}, Target: models.NoNode, Arrivals: Arrivals{Every: 5000}, CountMax: count,
		Times: []rng.Dist{{}, rng.Must(rng.Uniform(100, 200)), rng.Must(rng.Uniform(1000, 3000))}, Input: fixed(0), Output: fixed(0),
	}}}
}

// Policies are compared fairly: a task draws one number, and its time on any class
// follows from that.
func TestATaskThatTakesLongOnOneClassTakesLongOnEach(t *testing.T) {
	const tasks = 50
	run := func(node models.NodeID) []int64 {
		c := timed(tasks)
		c.System.Specs[0].Constraints.Nodes = []models.NodeID{node}
		l, _ := mustRun(t, c, firstFit())
		var out []int64
		for _, r := range l.byNumber(t) {
			out = append(out, r.Run)
		}
		return out
	}
	fast, slow := run(1), run(2)
	if len(fast) != tasks || len(slow) != tasks {
		t.Fatalf("%d and %d tasks", len(fast), len(slow))
	}
	c := timed(tasks)
	draws := rng.NewStream(c.Seed, 0, "workload/w/n0", "work")
	for i := range fast {
		u := draws.Open01()
		if a, b := rng.Round(100+float64(100*u)), rng.Round(1000+float64(2000*u)); fast[i] != a || slow[i] != b {
			t.Errorf("task %d with u = %v ran %d and %d ns, want %d and %d", i+1, u, fast[i], slow[i], a, b)
		}
	}
}

func TestATaskWaitsWhereNobodyHasMeasuredIt(t *testing.T) {
	for node, want := range map[models.NodeID]int64{0: 0, 1: 7, 2: 7, 3: 0} {
		c := timed(7)
		c.System.Specs[0].Constraints.Nodes = []models.NodeID{node}
		if _, out := mustRun(t, c, firstFit()); out.Workloads[0].Finished != want {
			t.Errorf("%d tasks finished on node %d, want %d", out.Workloads[0].Finished, node, want)
		}
	}
}

// Measured running times are those with the CPU demanded, however much that is.
func TestAMeasuredTimeDoesNotDependOnTheDemand(t *testing.T) {
	for _, cpu := range []units.MilliCPU{250, 1000, 3000} {
		c := timed(1)
		c.Workloads[0].Times = []rng.Dist{{}, fixed(400)}
		c.System.Specs[0].Times = models.Times{0, 400}
		c.System.Specs[0].Demand.CPU = cpu
		c.System.Nodes[1].Capacity.CPU = 4000
		l, _ := mustRun(t, c, firstFit())
		if got := l.tasks[0].Run; got != 400 {
			t.Errorf("with %v cores it ran %d ns, want 400", cpu, got)
		}
	}
}

// What an attempt has done is a part of the work: of 1000 ns on class 1 it has done
// 600 when the node crashes, so that 0.4 of 5000 ns are left on class 2.
func TestProgressGoesOverToANodeOfAnotherClass(t *testing.T) {
	c := timed(1)
	c.Workloads[0].Times = []rng.Dist{{}, fixed(1000), fixed(5000)}
	c.System.Specs[0].Times = models.Times{0, 1000, 5000}
	c.Workloads[0].Checkpoint = retry.Checkpoint{ResumePermille: 1000}
	c.Faults = []Fault{{At: 600, On: OnNode(1), Mode: failure.Mode{Kind: failure.Crash}}}
	l, _ := mustRun(t, c, firstFit())
	if r := l.tasks[0]; r.Attempts != 2 || r.Node != 2 || r.Finished != 2600 {
		t.Errorf("finished at %d on node %d after %d attempts, want 2600 on node 2 after 2", r.Finished, r.Node, r.Attempts)
	}
}

// Where the table says so, the time on the reference core is scaled by speed.
func TestOtherwiseTheTimeIsScaledBySpeed(t *testing.T) {
	c := timed(1)
	c.System.Nodes[3].SpeedUnknown, c.System.Nodes[3].Speed = false, 500_000
	c.System.Specs[0].Constraints.Nodes = []models.NodeID{3}
	c.System.Specs[0].Times[0] = 300 * time.Nanosecond
	c.Workloads[0].Times[0] = fixed(300)
	l, _ := mustRun(t, c, firstFit())
	if got := l.tasks[0].Run; got != 600 {
		t.Errorf("at half the speed it ran %d ns, want 600", got)
	}
}
