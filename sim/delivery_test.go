package sim

import (
	"strings"
	"testing"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/rng"
	"github.com/littoral-sim/littoral/sim/trace"
)

// answered is watched with commands that are answers to heartbeats.
func answered() *Config {
	c := watched()
	c.Control.Delivery = DeliveryResponse
	return c
}

// nextBeat returns when a node sends its first heartbeat at or after an instant.
func nextBeat(c *Config, n models.NodeID, from units.Time) units.Time {
	s := rng.NewStream(c.Seed, c.Replication, "node/"+c.System.Nodes[n].Name, "heartbeat")
	period := units.Time(c.Control.Heartbeat.Period)
	at := units.Time(c.Control.Heartbeat.First(&s))
	for at < from {
		at += period
	}
	return at
}

func exactly(t *testing.T, what string, got []units.Time, want ...units.Time) {
	t.Helper()
	bounds := make([][2]units.Time, 0, len(want))
	for _, at := range want {
		bounds = append(bounds, [2]units.Time{at, at})
	}
	within(t, what, got, bounds...)
}

// A placement waits for the next heartbeat that arrives after the decision, and then
// takes the latency of the path.
func TestAPlacementIsTheAnswerToAHeartbeat(t *testing.T) {
	for seed := range rng.Seed(20) {
		c := answered()
		c.Seed = seed
		once(c, 0, 1, 1, 1000, 100, 0, 0) // the observer knows at 1010
		l, out := mustRun(t, c, firstFit())
		placed := nextBeat(c, 1, 1001) + 20
		exactly(t, "placed", l.when(trace.TaskPlaced, 1), placed)
		r := l.byNumber(t)[0]
		if r.Queue != 10 || r.Decision != int64(placed-1010) || r.Finished != int64(placed+100) {
			t.Errorf("record %+v, want placed at %d", r, placed)
		}
		if b := out.Belief; b.Lost+b.Evicted+b.Refused+b.Undelivered+b.Duplicate != 0 {
			t.Errorf("without any fault: %+v", b)
		}
	}
}

// What is decided during a cut goes out with the first heartbeat after it, before the
// reconciliation.
func TestACommandWaitsForTheEndOfACut(t *testing.T) {
	c := answered()
	c.Faults = []Fault{cut(0, 2000, 300)}
	once(c, 0, 0, 0, 2100, 1000, 0, 0)
	l, out := mustRun(t, c, firstFit())
	exactly(t, "placed", l.when(trace.TaskPlaced, 1), nextBeat(c, 1, 2300)+20)
	if b := out.Belief; b.Undelivered != 0 || b.Lost != 0 {
		t.Errorf("%+v, want a command that only waited", b)
	}
}

// An answer that finds no way is sent again by the reconciliation, as the answer to
// the heartbeat after it.
func TestAnAnswerWithoutAPathIsReconciled(t *testing.T) {
	c := answered()
	beat := nextBeat(c, 1, 2100)
	c.Faults = []Fault{cut(0, beat+5, 200)}
	once(c, 0, 0, 0, beat-50, 1000, 0, 0)
	l, out := mustRun(t, c, firstFit())
	exactly(t, "stale", l.when(trace.PlacementStale, 1), beat+10)
	// Heard at beat+310, reconciled at beat+350, answered at beat+410.
	exactly(t, "placed", l.when(trace.TaskPlaced, 1), beat+420)
	if b := out.Belief; b.Undelivered != 1 || b.Lost != 0 {
		t.Errorf("%+v, want one command that found no way", b)
	}
}

// An order to stop waits like a placement.
func TestAnOrderToStopIsTheAnswerToAHeartbeat(t *testing.T) {
	c := answered()
	once(c, 0, 0, 0, 1000, 8000, 0, 0)
	c.Faults = []Fault{cut(0, 2000, 4000)}
	l, out := mustRun(t, c, firstFit())
	evicted := l.when(trace.TaskEvicted, 1)
	within(t, "evicted", evicted, [2]units.Time{3500, 3650})
	exactly(t, "placed on n1", l.when(trace.TaskPlaced, 1), nextBeat(c, 1, 991)+20)
	exactly(t, "placed on n2", l.when(trace.TaskPlaced, 2), nextBeat(c, 2, evicted[0]-9)+20)
	// 10 to the observer, 40 to reconcile; 100 from heartbeat to heartbeat, 10 back, 300 of grace.
	exactly(t, "stopped", l.when(trace.TaskStopped, 1), nextBeat(c, 1, 6000)+10+100+10+300)
	if b := out.Belief; b.Evicted != 1 || b.Stopped != 1 {
		t.Errorf("%+v, want one copy stopped", b)
	}
}

// A command that has been taken back while it waited places nothing.
func TestACommandThatIsTakenBackPlacesNothing(t *testing.T) {
	c := answered()
	c.Faults = []Fault{cut(0, 2000, 4000)}
	once(c, 0, 0, 0, 2100, 1000, 0, 0)
	l, out := mustRun(t, c, firstFit())
	if placed := l.when(trace.TaskPlaced, models.NoNode); len(placed) != 1 || len(l.when(trace.TaskPlaced, 2)) != 1 {
		t.Errorf("placed at %v, want once, on n2", placed)
	}
	if b := out.Belief; b.Evicted != 1 || b.FalseEvicted != 0 || b.Undelivered != 0 || b.Duplicate != 0 {
		t.Errorf("%+v, want one eviction of what never was on its node", b)
	}
}

func TestADeliveryHasToExist(t *testing.T) {
	c := answered()
	c.Control.Delivery++
	if err := c.validate(); err == nil || !strings.Contains(err.Error(), "delivery 2") {
		t.Errorf("got %v", err)
	}
}
