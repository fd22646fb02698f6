package sim

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/detector"
	"github.com/littoral-sim/littoral/sim/reaction"
	"github.com/littoral-sim/littoral/sim/trace"
)

// watched is an observer n0 that runs nothing, and two nodes 10 ns away from it, n1
// and n2, which the tasks of the one spec fit on one at a time. Silence is noticed
// 500 to 650 ns after it began, and tolerated for 1000 ns.
func watched() *Config {
	c := &Config{System: &models.System{}, Horizon: 20_000}
	observer := addNode(c.System, func(n *models.Node) { n.Tier = models.TierCloud })
	for range 2 {
		n := addNode(c.System, func(n *models.Node) { n.Capacity.Memory = 100 })
		addLink(c.System, observer, n, 8e9, 10)
	}
	addSpec(c.System, func(s *models.Spec) { s.Demand.Memory = 60 })
	c.Control = &Control{
		Observer:  observer,
		Heartbeat: detector.Sender{Period: 100},
		Detector:  detector.Config{Monitor: 50, Grace: 600, Startup: 600, Recovery: 1},
		Reaction:  reaction.Config{Every: 100, Burst: 1, Pass: 1}, Toleration: 1000,
		Reconcile: 40, TerminationGrace: 300, Backoff: 50, BackoffMost: 200,
	}
	return c
}

// when returns the instants of the events of a kind, of a node unless that is NoNode.
func (l *log) when(k trace.Kind, n models.NodeID) []units.Time {
	var out []units.Time
	for i := range l.events {
		if e := &l.events[i]; e.Kind == k && (n == models.NoNode || e.Node == int32(n)) {
			out = append(out, units.Time(e.At))
		}
	}
	return out
}

func within(t *testing.T, what string, got []units.Time, bounds ...[2]units.Time) {
	t.Helper()
	if len(got) != len(bounds) {
		t.Errorf("%s at %v, want %d times", what, got, len(bounds))
		return
	}
	for i, b := range bounds {
		if got[i] < b[0] || got[i] > b[1] {
			t.Errorf("%s at %d, want between %d and %d", what, got[i], b[0], b[1])
		}
	}
}

// A task is placed by two messages: it asks, and its node is told.
func TestRequestsAndCommandsTakeTheLatencyOfTheirPaths(t *testing.T) {
	c := watched()
	once(c, 0, 1, 1, 1000, 100, 0, 0)
	l, out := mustRun(t, c, firstFit())
	r := l.byNumber(t)[0]
	if r.Placed != 1020 || r.Decision != 10 || r.Queue != 10 || r.Finished != 1120 {
		t.Errorf("record %+v, want placed at 1020", r)
	}
	if b := out.Belief; b.Lost+b.Evicted+b.Refused+b.Undelivered+b.Duplicate != 0 {
		t.Errorf("without any fault: %+v", b)
	}
}

// The instance on a node that is cut off runs on, its task is placed again, and the
// first result counts. The old copy is stopped after the cut.
func TestAnEvictionThatIsFalseMakesADuplicate(t *testing.T) {
	c := watched()
	once(c, 0, 0, 0, 1000, 8000, 0, 0)
	c.Faults = []Fault{cut(0, 2000, 4000)}
	l, out := mustRun(t, c, firstFit())
	within(t, "placed", l.when(trace.TaskPlaced, models.NoNode), [2]units.Time{1010, 1010}, [2]units.Time{3510, 3670})
	within(t, "lost", l.when(trace.NodeLost, 1), [2]units.Time{2500, 2650})
	within(t, "evicted", l.when(trace.TaskEvicted, 1), [2]units.Time{3500, 3650})
	// A heartbeat within 100 ns, 10 on its way, 40 to reconcile, 10 for the order, 300 of grace.
	within(t, "stopped", l.when(trace.TaskStopped, 1), [2]units.Time{6360, 6460})
	r := l.byNumber(t)[0]
	if r.State != trace.StateFinished || r.Node != 2 || r.Attempts != 2 {
		t.Errorf("record %+v, want it finished by node 2 in the second attempt", r)
	}
	b := out.Belief
	second, stopped := l.when(trace.TaskPlaced, 2)[0], l.when(trace.TaskStopped, 1)[0]
	if b.Evicted != 1 || b.FalseEvicted != 1 || b.Stopped != 1 || b.Duplicate != int64(stopped-second) {
		t.Errorf("%+v, want a duplicate from %d to %d", b, second, stopped)
	}
}

// A result that comes first makes the record, whoever the observer waits for.
func TestTheFirstResultCounts(t *testing.T) {
	c := watched()
	once(c, 0, 0, 0, 1000, 6000, 0, 0) // done at 7020 on n1
	c.Faults = []Fault{cut(0, 2000, 4000)}
	c.Control.TerminationGrace = 2000
	l, out := mustRun(t, c, firstFit())
	r := l.byNumber(t)[0]
	if r.State != trace.StateFinished || r.Node != 1 || r.Finished != 7030 {
		t.Errorf("record %+v, want it finished by node 1 at 7030", r)
	}
	// The target is the observer, which stops the other copy: 10 to tell it, 2000 of grace.
	within(t, "stopped", l.when(trace.TaskStopped, 2), [2]units.Time{9040, 9040})
	if b := out.Belief; b.Discarded != 0 || b.Stopped != 1 {
		t.Errorf("%+v, want one copy stopped", b)
	}
}

// A node that is gone, but not yet taken for lost, gets a task. It waits for the node,
// and is placed elsewhere when it is evicted.
func TestAStaleDecisionIsTakenBack(t *testing.T) {
	c := watched()
	c.Faults = []Fault{crash(OnNode(1), 2000, 0)}
	once(c, 0, 0, 0, 2100, 1000, 0, 0)
	l, out := mustRun(t, c, firstFit())
	within(t, "stale", l.when(trace.PlacementStale, 1), [2]units.Time{2100, 2100})
	within(t, "evicted", l.when(trace.TaskEvicted, 1), [2]units.Time{3500, 3650})
	within(t, "placed", l.when(trace.TaskPlaced, models.NoNode), [2]units.Time{3510, 3660})
	b, r := out.Belief, l.byNumber(t)[0]
	if b.Undelivered != 1 || b.Evicted != 1 || b.FalseEvicted != 0 || r.Attempts != 1 || r.State != trace.StateFinished {
		t.Errorf("%+v, record %+v", b, r)
	}
}

// A crash is learned from the first heartbeat after it, when that comes before the
// detector notices.
func TestARebootIsLearnedFromTheFirstHeartbeat(t *testing.T) {
	c := watched()
	c.Faults = []Fault{crash(OnNode(1), 2000, 300)}
	once(c, 0, 0, 0, 1000, 3000, 0, 0)
	l, out := mustRun(t, c, firstFit())
	// Repaired at 2300: 10 for the heartbeat, 40 to reconcile, 10 for the command.
	within(t, "placed", l.when(trace.TaskPlaced, 1), [2]units.Time{1010, 1010}, [2]units.Time{2360, 2360})
	if out.Belief.Lost != 0 {
		t.Errorf("%+v, want no node lost", out.Belief)
	}
}

// A node that keeps what it ran restarts it without the observer.
func TestANodeRestartsWhatItKeepsWhileItIsCutOff(t *testing.T) {
	c := watched()
	c.Control.Toleration = reaction.Forever
	c.Control.Autonomy.KeepAtReboot = true
	c.Faults = []Fault{cut(0, 1500, 10_000), crash(OnNode(1), 2000, 300)}
	once(c, 0, 0, 0, 1000, 3000, 0, 0)
	l, out := mustRun(t, c, firstFit())
	within(t, "placed", l.when(trace.TaskPlaced, 1), [2]units.Time{1010, 1010}, [2]units.Time{2300, 2300})
	within(t, "ran", l.when(trace.TaskRan, 1), [2]units.Time{5300, 5300})
	if out.Belief.Restarted != 1 || out.Belief.Evicted != 0 {
		t.Errorf("%+v, want a restart and no eviction", out.Belief)
	}
}

// A node may stop what it runs once it is cut off for the grace.
func TestANodeMayStopOffline(t *testing.T) {
	c := watched()
	c.Control.Autonomy.StopOffline = true
	c.Faults = []Fault{cut(0, 2000, 0)}
	once(c, 0, 0, 0, 1000, 10_000, 0, 0)
	l, _ := mustRun(t, c, firstFit())
	within(t, "interrupted", l.when(trace.TaskInterrupted, 1), [2]units.Time{2500, 2700})
}

// What runs on a node that keeps it is not touched by anything that befalls links.
func TestAnAutonomousInstanceIsUntouchedByLinks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := watched()
		c.Control.Toleration = reaction.Forever
		once(c, 0, 1, 1, 100, 8000, 0, 0) // its data is where it runs
		calm, _ := mustRun(t, c, firstFit())
		for range rapid.IntRange(1, 5).Draw(t, "cuts") {
			c.Faults = append(c.Faults, cut(0, units.Time(rapid.IntRange(200, 9000).Draw(t, "at")), time.Duration(rapid.IntRange(0, 5000).Draw(t, "for"))))
		}
		stormy, _ := mustRun(t, c, firstFit())
		if a, b := calm.byNumber(t)[0], stormy.byNumber(t)[0]; a != b {
			t.Fatalf("with %+v\n%+v, without\n%+v", c.Faults, b, a)
		}
	})
}

// A cut that is shorter than the grace less the time between heartbeats and their way
// has no consequence.
func TestAShortCutHasNoConsequence(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := watched()
		c.Seed++
		c.Faults = []Fault{cut(0, units.Time(rapid.IntRange(0, 5000).Draw(t, "at")), time.Duration(rapid.IntRange(1, 450).Draw(t, "for")))}
		_, out := mustRun(t, c, firstFit())
		if b := out.Belief; b.Lost+b.Tainted+b.Evicted != 0 {
			t.Fatalf("%+v after %+v", b, c.Faults)
		}
	})
}

// The age of information is that of a sawtooth: it falls to the latency whenever a
// heartbeat arrives, and rises by the period.
func TestAgeOfInformationIsThatOfASawtooth(t *testing.T) {
	c := watched()
	c.Horizon = 1_000_000
	_, out := mustRun(t, c, firstFit())
	// Two nodes at 10 ns, and the observer itself at 0: (60 + 60 + 50)/3, less the
	// beginning, at which nothing is older than the run.
	if b := out.Belief; b.AgeMean != 56 || b.AgeMax > 210 || b.Heartbeats != 30_000 {
		t.Errorf("%+v, want a mean age of 56", b)
	}
}

// The observer never changes what nodes it does not watch would do: without one, the
// scheduler sees the truth.
func TestAToleranceNeedsAnObserver(t *testing.T) {
	c := watched()
	c.Control = nil
	once(c, 0, 0, 0, 0, 1, 0, 0)
	d := time.Second
	c.Workloads[0].Toleration = &d
	if err := c.validate(); err == nil {
		t.Error("a toleration without an observer is valid")
	}
}
