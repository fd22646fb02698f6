package sim

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/schedulers"
	"github.com/littoral-sim/littoral/sim/failure"
	"github.com/littoral-sim/littoral/sim/trace"
)

// story tells the log of a run in lines a person can read: time, kind, which and
// where.
func story(c *Config, l *log) []string {
	n := c.Names()
	var out []string
	for i := range l.events {
		e := &l.events[i]
		line := fmt.Sprintf("%d %v", e.At, e.Kind)
		if e.Task > 0 {
			line += fmt.Sprintf(" #%d", e.Task)
		}
		switch {
		case e.Kind.IsLink():
			line += " " + n.Links[e.Node]
		case e.Kind.IsDomain():
			line += " " + n.Domains[e.Node]
		case e.Kind == trace.ImagePulled:
			line += " " + n.Images[e.Value-1] + " " + n.Nodes[e.Node]
		case e.Node != trace.None:
			line += " " + n.Nodes[e.Node]
		}
		if e.Reason != 0 {
			line += " " + n.Reasons[e.Reason]
		}
		out = append(out, line)
	}
	return out
}

// tells runs a configuration and compares its log with a story.
func tells(t *testing.T, c *Config, policy schedulers.Scheduler, want string) {
	t.Helper()
	l, _ := mustRun(t, c, policy)
	var lines []string
	for line := range strings.Lines(want) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	lines = append(lines, fmt.Sprintf("%d run-ended", c.Horizon))
	if diff := gocmp.Diff(lines, story(c, l)); diff != "" {
		t.Errorf("log (-want +got):\n%s", diff)
	}
}

// ring is n0 – n1 over the fast link l0, and the long way round over n2.
func ring() *Config {
	c := &Config{System: &models.System{}, Horizon: 1000}
	y := c.System
	a, b := addNode(y, func(n *models.Node) { n.Tier = models.TierDevice }), addNode(y, nil)
	relay := addNode(y, func(n *models.Node) { n.Tier = models.TierGateway })
	addLink(y, a, b, 8e9, 10)
	addLink(y, a, relay, 8e9, 20)
	addLink(y, relay, b, 8e9, 20)
	return c
}

func cut(l models.LinkID, at units.Time, d time.Duration) Fault {
	return Fault{At: at, On: OnLink(l), For: d}
}

func down(n models.NodeID, at units.Time, d time.Duration) Fault {
	return Fault{At: at, On: OnNode(n), For: d}
}

func TestABrokenTransferTakesTheWayRoundAtOnce(t *testing.T) {
	c := ring()
	c.Transfers = []Transfer{{Name: "t", From: 0, To: 1, Size: 800}}
	c.Faults = []Fault{cut(0, 50, 0)}
	// At 1 Gbit/s, which is what the nodes have, a byte takes 8 ns.
	c.Horizon = 10_000
	tells(t, c, firstFit(), `
		0 transfer-started #1 n1
		50 link-cut l0
		50 transfer-failed #1 n1 path-lost
		50 transfer-started #1 n1
		6490 transfer-finished #1 n1
	`)
}

func TestATransferStaysOnThePathOnWhichItSetOut(t *testing.T) {
	c := ring()
	c.Horizon = 10_000
	c.Transfers = []Transfer{{Name: "t", From: 0, To: 1, Size: 800, At: 5}}
	c.Faults = []Fault{cut(0, 0, 50), cut(0, 100, 50), cut(1, 200, 0)}
	// It sets out on the way round, and neither the return of the short way nor its
	// second loss are felt; the loss of the way round is.
	tells(t, c, firstFit(), `
		0 link-cut l0
		5 transfer-started #1 n1
		50 link-restored l0
		100 link-cut l0
		150 link-restored l0
		200 link-cut l1
		200 transfer-failed #1 n1 path-lost
		200 transfer-started #1 n1
		6610 transfer-finished #1 n1
	`)
}

func TestATransferThatBeginsInTheInstantOfARepairStartsOnce(t *testing.T) {
	c := ring()
	c.Horizon = 10_000
	c.Transfers = []Transfer{{Name: "t", From: 0, To: 1, Size: 8, At: 100}, {Name: "early", From: 0, To: 1, Size: 8, At: 50}}
	c.Faults = []Fault{down(1, 0, 100)}
	tells(t, c, firstFit(), `
		0 node-crashed n1
		100 node-repaired n1
		100 transfer-started #2 n1
		100 transfer-started #1 n1
		238 transfer-finished #2 n1
		238 transfer-finished #1 n1
	`)
}

// The same with a node, whose return opens a shorter way: the bytes are booked
// where they went.
func TestBytesAreBookedOnThePathThatTheyTook(t *testing.T) {
	c := ring()
	c.System.Links[0].Latency, c.Horizon = 100, 10_000 // now the way over n2 is the short one
	c.Transfers = []Transfer{{Name: "t", From: 0, To: 1, Size: 800, At: 5}}
	c.Faults = []Fault{down(2, 0, 50)}
	_, out := mustRun(t, c, firstFit())
	for i, want := range []int64{800, 0, 0} {
		if got := out.LinkUse[i].BytesForward; got != want {
			t.Errorf("%d bytes on l%d, want %d", got, i, want)
		}
	}
}

func TestDataFromANodeThatCrashesIsLost(t *testing.T) {
	c := ring()
	once(c, addSpec(c.System, nil), 0, 1, 0, 10, 8, 0)
	c.Transfers = []Transfer{{Name: "t", From: 0, To: 2}}
	c.Faults = []Fault{down(0, 15, 10)}
	tells(t, c, firstFit(), `
		0 transfer-started #1 n2
		0 task-arrived #1 n0
		0 task-placed #1 n1
		0 input-sent #1 n1
		15 node-crashed n0
		15 task-interrupted #1 n1 path-lost
		15 transfer-failed #1 n2 path-lost
		15 task-deferred #1 no-node-fits
		25 node-repaired n0
		25 transfer-started #1 n2
		25 task-placed #1 n1
		25 input-sent #1 n1
		45 transfer-finished #1 n2
		99 input-received #1 n1
		99 task-started #1 n1
		109 task-ran #1 n1
		109 task-finished #1 n1
	`)
}

// A transfer to the node where the data is takes no time, but needs the node.
func TestATransferToItselfWaitsForItsNode(t *testing.T) {
	c := ring()
	c.Transfers = []Transfer{{Name: "t", From: 0, To: 0, Size: 5, At: 10}, {Name: "u", From: 1, To: 1, Size: 5, At: 10}}
	c.Faults = []Fault{down(0, 5, 10)}
	tells(t, c, firstFit(), `
		5 node-crashed n0
		10 transfer-started #2 n1
		10 transfer-finished #2 n1
		15 node-repaired n0
		15 transfer-started #1 n0
		15 transfer-finished #1 n0
	`)
}

// What is lost together is lost in the order in which it came into being, whatever
// has landed before.
func TestLossesAreInOrderOfNumbers(t *testing.T) {
	c := ring()
	spec := addSpec(c.System, nil)
	for _, input := range []int64{0, 500, 500, 500} { // the first one lands before the cut
		once(c, spec, 0, 1, 0, 0, input, 0)
	}
	c.Transfers = []Transfer{{Name: "t", From: 0, To: 1, Size: 500}}
	c.Faults = []Fault{cut(0, 50, 0)}
	l, _ := mustRun(t, c, firstFit())
	var lost []string
	for _, line := range story(c, l) {
		if strings.HasPrefix(line, "50 ") && strings.HasSuffix(line, "path-lost") {
			lost = append(lost, line)
		}
	}
	want := []string{
		"50 task-interrupted #2 n1 path-lost", "50 task-interrupted #3 n1 path-lost", "50 task-interrupted #4 n1 path-lost",
		"50 transfer-failed #1 n1 path-lost",
	}
	if diff := gocmp.Diff(want, lost); diff != "" {
		t.Errorf("lost (-want +got):\n%s", diff)
	}
}

// The memory of flights and of their paths is used again.
func TestPathsOfFlightsTakeNoMoreRoomThanFlights(t *testing.T) {
	w := twoSites(100)
	advanceTo(t, w, 10)
	for range 10 {
		now := units.Time(w.engine.Now())
		strike(w, now, OnNode(0), failure.Down) // all are lost,
		strike(w, now, OnNode(0), failure.Working)
		advanceTo(t, w, now+1) // and set out again
		strike(w, now+1, OnLink(3), failure.Down)
		strike(w, now+1, OnLink(3), failure.Working)
	}
	if n := &w.network.flights; n.count != 100 || len(n.table) != 100 || len(n.hops) != 200 {
		t.Errorf("%d flights in the memory of %d, and of %d hops", n.count, len(n.table), len(n.hops))
	}
}

func TestAnOutputWaitsForItsTargetAndStartsAgain(t *testing.T) {
	c := ring()
	once(c, addSpec(c.System, nil), 1, 0, 0, 10, 0, 8)
	c.Faults = []Fault{down(0, 0, 40), down(0, 60, 40)}
	tells(t, c, firstFit(), `
		0 node-crashed n0
		0 task-arrived #1 n1
		0 task-placed #1 n1
		0 task-started #1 n1
		10 task-ran #1 n1
		40 node-repaired n0
		60 node-crashed n0
		100 node-repaired n0
		174 output-received #1 n1
		174 task-finished #1 n1
	`)
}

func TestAnInputThatLosesItsPathMakesItsTaskPending(t *testing.T) {
	c := ring()
	once(c, addSpec(c.System, nil), 0, 0, 0, 10, 8, 0)
	c.Faults = []Fault{down(1, 5, 10), cut(0, 20, 0)}
	tells(t, c, firstFit(), `
		0 task-arrived #1 n0
		0 task-placed #1 n1
		0 input-sent #1 n1
		5 node-crashed n1
		5 task-interrupted #1 n1 node-lost
		5 task-deferred #1 no-node-fits
		15 node-repaired n1
		15 task-placed #1 n1
		15 input-sent #1 n1
		20 link-cut l0
		20 task-interrupted #1 n1 path-lost
		20 task-placed #1 n1
		20 input-sent #1 n1
		124 input-received #1 n1
		124 task-started #1 n1
		134 task-ran #1 n1
		174 output-received #1 n1
		174 task-finished #1 n1
	`)
}

// A task that has run is lost with its node until its output has arrived.
func TestACrashTakesAnOutputUnderWayWithIt(t *testing.T) {
	c := ring()
	once(c, addSpec(c.System, nil), 1, 0, 0, 10, 0, 8)
	c.Faults = []Fault{down(1, 30, 10)}
	tells(t, c, firstFit(), `
		0 task-arrived #1 n1
		0 task-placed #1 n1
		0 task-started #1 n1
		10 task-ran #1 n1
		30 node-crashed n1
		30 task-interrupted #1 n1 node-lost
		30 task-deferred #1 no-node-fits
		40 node-repaired n1
		40 task-placed #1 n1
		40 task-started #1 n1
		50 task-ran #1 n1
		124 output-received #1 n1
		124 task-finished #1 n1
	`)
}

// A fault comes before what would have been complete in the same instant.
func TestAFaultWinsOverACompletionOfItsInstant(t *testing.T) {
	c := ring()
	once(c, addSpec(c.System, nil), 1, 1, 0, 10, 0, 0)
	c.Transfers = []Transfer{{Name: "t", From: 0, To: 1}} // takes 10 ns
	c.Faults = []Fault{down(1, 10, 990)}
	tells(t, c, firstFit(), `
		0 transfer-started #1 n1
		0 task-arrived #1 n1
		0 task-placed #1 n1
		0 task-started #1 n1
		10 node-crashed n1
		10 task-interrupted #1 n1 node-lost
		10 transfer-failed #1 n1 path-lost
		10 task-deferred #1 no-node-fits
		1000 node-repaired n1
		1000 transfer-started #1 n1
		1000 task-placed #1 n1
		1000 task-started #1 n1
	`)
}

func TestAdjoiningAndOverlappingFaultsKeepANodeDown(t *testing.T) {
	c := ring()
	c.Faults = []Fault{down(1, 20, 10), down(1, 10, 10), down(1, 25, 20), down(1, 40, 1)}
	tells(t, c, firstFit(), `
		10 node-crashed n1
		45 node-repaired n1
	`)
}

func TestADownSourceMakesNoTask(t *testing.T) {
	c := ring()
	spec := addSpec(c.System, nil)
	for _, at := range []units.Time{5, 10, 15, 20} {
		once(c, spec, 1, 1, at, 1, 0, 0)
	}
	c.Faults = []Fault{down(1, 10, 10)}
	l, _ := mustRun(t, c, firstFit())
	var arrived []int64
	for _, r := range l.byNumber(t) {
		arrived = append(arrived, r.Arrived)
	}
	if diff := gocmp.Diff([]int64{5, 20}, arrived); diff != "" {
		t.Errorf("arrivals (-want +got):\n%s", diff)
	}
}

// A cut can help: the way that is left may be the encrypted one.
func TestACutThatMakesATaskPossibleIsNoticed(t *testing.T) {
	c := ring()
	c.System.Links[1].Encrypted, c.System.Links[2].Encrypted = true, true
	once(c, addSpec(c.System, func(s *models.Spec) { s.Constraints.Encrypted = true }), 0, 0, 0, 10, 0, 0)
	c.Faults = []Fault{cut(0, 50, 0)}
	tells(t, c, firstFit(), `
		0 task-arrived #1 n0
		0 task-deferred #1 no-node-fits
		50 link-cut l0
		50 task-placed #1 n1
		50 input-sent #1 n1
		90 input-received #1 n1
		90 task-started #1 n1
		100 task-ran #1 n1
		140 output-received #1 n1
		140 task-finished #1 n1
	`)
}

func TestWhatIsDueAtTheHorizonStillHappens(t *testing.T) {
	c := ring()
	spec := addSpec(c.System, nil)
	once(c, spec, 1, 1, 990, 10, 0, 0)
	once(c, spec, 1, 1, 1000, 0, 0, 0) // arrives at the end, and so never
	c.Transfers = []Transfer{{Name: "t", From: 0, To: 1, At: 990}, {Name: "late", From: 0, To: 1, At: 1000}, {Name: "never", From: 0, To: 1, At: 1001}}
	l, out := mustRun(t, c, firstFit())
	if len(l.tasks) != 1 || l.tasks[0].State != trace.StateFinished || out.Workloads[1].Arrived != 0 {
		t.Errorf("tasks: %+v", l.tasks)
	}
	want := []trace.TransferState{trace.TransferDone, trace.TransferSending, trace.TransferWaiting}
	for i, x := range l.transfers {
		if x.State != want[i] {
			t.Errorf("transfer %d is %v, want %v", i, x.State, want[i])
		}
	}
}

// BenchmarkFault measures a crash and the repair of a node, of a hub, and a cut
// of an uplink and its end, while inputs are under way between other nodes.
func BenchmarkFault(b *testing.B) {
	for _, flights := range []int{100, 10_000, 1_000_000} {
		for _, f := range []struct {
			name string
			on   Target
		}{{"leaf", OnNode(5)}, {"hub", OnNode(1)}, {"link", OnLink(3)}} {
			b.Run(fmt.Sprintf("%s/flights=%d", f.name, flights), func(b *testing.B) {
				w := twoSites(flights)
				advanceTo(b, w, 10)
				if w.network.flights.count != flights {
					b.Fatalf("%d flights", w.network.flights.count)
				}
				for b.Loop() {
					strike(w, 10, f.on, failure.Down)
					strike(w, 10, f.on, failure.Working)
				}
			})
		}
	}
}

// strike puts a node or a link in another condition, from up to down or back.
func strike(w *world, now units.Time, on Target, after failure.Condition) {
	if on.Kind == TargetLink {
		w.changeLink(now, models.LinkID(on.Index), after)
		return
	}
	before := failure.Working
	if after == failure.Working {
		before = failure.Down
	}
	w.changeNode(now, models.NodeID(on.Index), before, after)
}

// twoSites is a device that sends many inputs to an edge node over one hub, and
// another hub with four idle nodes.
func twoSites(flights int) *world {
	c := &Config{System: &models.System{}, Horizon: 1e12}
	y := c.System
	busy := addNode(y, func(n *models.Node) { n.Tier = models.TierGateway })
	idle := addNode(y, func(n *models.Node) { n.Tier = models.TierGateway })
	device := addNode(y, func(n *models.Node) { n.Tier = models.TierDevice })
	edge := addNode(y, nil)
	addLink(y, busy, idle, 1e9, time.Millisecond)
	addLink(y, busy, device, 1e9, time.Millisecond)
	addLink(y, busy, edge, 1e9, time.Millisecond)
	for range 4 {
		addLink(y, idle, addNode(y, func(n *models.Node) { n.Tier = models.TierDevice }), 1e9, time.Millisecond)
	}
	c.Workloads = []Workload{{
		Name: "w", Spec: addSpec(y, nil), Sources: []models.NodeID{device}, Target: models.NoNode,
		Arrivals: Arrivals{At: [][]units.Time{make([]units.Time, flights)}},
		Work:     fixed(1), Input: fixed(1e9), Output: fixed(0),
	}}
	return newWorld(context.Background(), c, firstFit(), discard{})
}
