package sim

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/trace"
)

// runMembers runs a configuration and returns its outcome, and what it says of nodes.
func runMembers(t *testing.T, c *Config) (*trace.Outcome, []trace.Task, []string) {
	t.Helper()
	var l log
	out, err := Run(context.Background(), c, firstFit(), &l)
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, e := range l.events {
		switch e.Kind {
		case trace.NodeCrashed, trace.NodeRepaired, trace.NodeCordoned, trace.NodeLeft, trace.NodeJoined:
			said = append(said, time.Duration(e.At).String()+" "+e.Kind.String())
		default: // It is about something else.
		}
	}
	return out, l.byNumber(t), said
}

// The node takes tasks from 100 s on and none from 200 s on. What it has by then may
// run until it goes at 220 s; what does not end is lost.
func TestANodeIsThereFromWhenItJoinsToWhenItLeaves(t *testing.T) {
	c := serviced(1, 0, nil)
	c.System.Specs[1].Calls = 0
	c.Members = []Membership{{Node: 1, Joins: 100 * sec, Leaves: 220 * sec, Drain: 20 * time.Second}}
	c.Workloads[1].Arrivals.At = atSeconds(0, 120, 192, 212)
	c.Workloads[1].Work = fixed(20e9)
	out, tasks, said := runMembers(t, c)
	if d := cmp.Diff([]string{"0s node-left", "1m40s node-joined", "3m20s node-cordoned", "3m40s node-left"}, said); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	for i, want := range []trace.Task{
		{Placed: 100e9, Finished: 122e9, State: trace.StateFinished, Attempts: 1},
		{Placed: 120e9, Finished: 142e9, State: trace.StateFinished, Attempts: 1},
		{Placed: 192e9, Finished: 214e9, State: trace.StateFinished, Attempts: 1},
		{Placed: trace.None, Finished: trace.None, State: trace.StatePending},
	} {
		got := trace.Task{Placed: tasks[i].Placed, Finished: tasks[i].Finished, State: tasks[i].State, Attempts: tasks[i].Attempts}
		if got != want {
			t.Errorf("task %d: %+v, want %+v", i, got, want)
		}
	}
	use := out.NodeUse[1]
	if use.Active != 120e9 || use.Inactive != 880e9 || use.Error != 0 || use.Crashes != 0 {
		t.Errorf("%+v", use)
	}
}

// Faults of a node that is not there change nothing, until it joins in the condition
// in which they have it.
func TestFaultsOfANodeThatIsNotThere(t *testing.T) {
	c := serviced(1, 0, nil)
	c.Members = []Membership{{Node: 1, Joins: 100 * sec, Leaves: 500 * sec}}
	c.Faults = []Fault{
		{At: 50 * sec, For: 100 * time.Second, On: OnNode(1)},
		{At: 200 * sec, For: 10 * time.Second, On: OnNode(1)},
		{At: 490 * sec, For: 60 * time.Second, On: OnNode(1)},
		{At: 600 * sec, For: time.Second, On: OnNode(1)},
	}
	out, _, said := runMembers(t, c)
	want := []string{
		"0s node-left", "2m30s node-joined", "3m20s node-crashed", "3m30s node-repaired", "8m10s node-crashed", "8m20s node-cordoned",
	}
	if d := cmp.Diff(want, said); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	use := out.NodeUse[1]
	if use.Active != 50e9+280e9 || use.Error != 50e9+10e9+10e9 || use.Inactive != 100e9+500e9 || use.Crashes != 2 {
		t.Errorf("%+v", use)
	}
}

// The instance on the node that leaves is replaced on the other, once its request
// has run: the next one is served there.
func TestInstancesLeaveANodeBeforeItGoes(t *testing.T) {
	c := serviced(2, 1, func(s *Service) { s.Drain = time.Minute })
	c.Members = []Membership{{Node: 1, Leaves: 100 * sec, Drain: 40 * time.Second}}
	c.Workloads[1].Arrivals.At = atSeconds(55, 60)
	use, tasks, _ := runService(t, c)
	// The new instance is placed at 60 s, told at 61 s and serves at 64 s.
	if r := tasks[1]; r.Node != 1 || r.Attempts != 1 || r.Finished != 67e9 {
		t.Errorf("the first request: %+v", r)
	}
	if r := tasks[3]; r.Node != 2 || r.Attempts != 1 || r.Placed != 64e9 {
		t.Errorf("the second request: %+v", r)
	}
	if use.Made != 2 || use.Stopped != 1 || use.Left != 1 || use.Most != 2 || tasks[0].State != trace.StateFinished {
		t.Errorf("%+v, %+v", use, tasks[0])
	}
}

// Whatever else happens to nodes that join and leave, every conservation law holds,
// and all of their time is accounted for.
func TestNodesThatComeAndGoKeepEveryLaw(t *testing.T) {
	checkOften(t, "1000", func(t *rapid.T) {
		c := drawConfig(t)
		if rapid.Bool().Draw(t, "gateways") {
			drawGateways(t, c)
		}
		for n := range c.System.Nodes {
			if !rapid.Bool().Draw(t, "member") {
				continue
			}
			m := Membership{Node: models.NodeID(n), Drain: one[time.Duration](t, "notice", 0, 100, 2000)}
			m.Joins = units.Time(rapid.IntRange(0, 800).Draw(t, "joins"))
			if rapid.Bool().Draw(t, "leaves") {
				m.Leaves = m.Joins + units.Time(rapid.IntRange(1, 800).Draw(t, "stay"))
			}
			c.Members = append(c.Members, m)
		}
		_, policy := anyPolicy(t)
		l, out := mustRun(t, c, policy())
		for _, m := range c.Members {
			use := out.NodeUse[m.Node]
			away := m.Joins
			if m.Leaves > 0 && m.Leaves < c.Horizon {
				away += c.Horizon - m.Leaves
			}
			if use.Active+use.Inactive+use.Error != int64(c.Horizon) || use.Inactive < int64(min(away, c.Horizon)) {
				t.Fatalf("%+v: away for %d, %+v", m, away, use)
			}
		}
		down := map[int32]bool{}
		for _, e := range l.events {
			switch e.Kind {
			case trace.NodeCrashed, trace.NodeLeft, trace.NodeRepaired, trace.NodeJoined:
				goes := e.Kind == trace.NodeCrashed || e.Kind == trace.NodeLeft
				if down[e.Node] == goes {
					t.Fatalf("%+v twice", e)
				}
				down[e.Node] = goes
			default: // It is about something else.
			}
		}
	})
}
