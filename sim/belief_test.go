package sim

import (
	"context"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/sim/detector"
	"github.com/littoral-sim/littoral/sim/reaction"
	"github.com/littoral-sim/littoral/sim/trace"
)

// drawControl draws an observer with times that suit those of drawConfig.
func drawControl(t *rapid.T, c *Config) *Control {
	span := func(label string, of ...time.Duration) time.Duration { return one(t, label, of...) }
	x := &Control{
		Observer:  anyNode(t, c.System, "observer"),
		Heartbeat: detector.Sender{Period: span("heartbeat", 50, 20, 7), JitterPermille: one[int64](t, "jitter", 0, 40)},
		Detector: detector.Config{
			Monitor: span("monitor", 20, 5), Grace: span("detector grace", 100, 30), Startup: span("startup", 120, 10),
			Recovery: one[int32](t, "recovery", 1, 3),
		},
		Reaction: reaction.Config{
			Algorithm: one(t, "algorithm", reaction.Flat, reaction.Zoned), Every: span("every", 10, 1, reaction.Forever), Burst: 1,
			Pass: span("pass", 1, 10), Wait: span("wait", 0, 20), SecondaryEvery: span("secondary", 50, reaction.Forever),
			LargeZone: 1, UnhealthyPermille: 550, UnhealthyMin: one[int32](t, "min", 2, 0),
		},
		Toleration: span("toleration", 50, 0, 10, reaction.Forever),
		Reconcile:  span("reconcile", 10, 0), TerminationGrace: span("termination", 30, 0, 500),
		Backoff: 10, BackoffMost: 100, Delivery: one(t, "delivery", DeliveryPush, DeliveryResponse),
		Autonomy: Autonomy{StopOffline: one(t, "stop offline", false, false, true), KeepAtReboot: rapid.Bool().Draw(t, "keep at reboot")},
	}
	if rapid.Bool().Draw(t, "zones") {
		for range c.System.Nodes {
			x.Reaction.Zones = append(x.Reaction.Zones, int32(rapid.IntRange(0, len(c.System.Nodes)-1).Draw(t, "zone")))
		}
	}
	for i := range c.Workloads {
		if rapid.Bool().Draw(t, "own toleration") {
			d := span("workload toleration", 0, 20, reaction.Forever)
			c.Workloads[i].Toleration = &d
		}
	}
	return x
}

// Whatever is cut, crashes, is evicted or comes back: every conservation law holds,
// each task has one record, and the run can be repeated.
func TestBelievedSystemsKeepEveryLaw(t *testing.T) {
	var sum trace.Belief
	checkOften(t, "1500", func(t *rapid.T) {
		c := drawConfig(t)
		if one(t, "gateways", false, false, true) {
			drawGateways(t, c)
		}
		if one(t, "trust", false, false, true) {
			drawTrust(t, c)
		}
		if one(t, "footprint", false, false, true) {
			drawAnyFootprint(t, c)
		}
		c.Control = drawControl(t, c)
		_, policy := anyPolicy(t)
		l, out := mustRun(t, c, policy())
		l.byNumber(t)
		again, err := Run(context.Background(), c, policy(), discard{})
		if err != nil || again.Digest != out.Digest {
			t.Fatalf("the second run ends with %v, %v; the first with %v", again, err, out.Digest)
		}
		b := out.Belief
		sum.Evicted += b.Evicted
		sum.FalseEvicted += b.FalseEvicted
		sum.Stopped += b.Stopped
		sum.Discarded += b.Discarded
		sum.Duplicate += b.Duplicate
		sum.Refused += b.Refused
		sum.Undelivered += b.Undelivered
		sum.Restarted += b.Restarted
	})
	if testing.Short() { // Too few systems for all that can happen.
		return
	}
	if sum.Evicted == sum.FalseEvicted || sum.FalseEvicted == 0 || sum.Stopped == 0 || sum.Discarded == 0 || sum.Duplicate == 0 ||
		sum.Refused == 0 || sum.Undelivered == 0 || sum.Restarted == 0 {
		t.Errorf("the generator is too tame: %+v", sum)
	}
}

// Each instance of a task has its own checkpoints: what one of them does or loses
// does not change what is left to another that runs.
func TestCopiesDoNotShareTheirCheckpoints(t *testing.T) {
	c := alone()
	c.Horizon = 3000
	c.System.Nodes[0].Discipline = models.ProcessorSharing
	once(c, 0, 0, models.NoNode, 0, 100, 0, 0)
	c.Workloads[0].Checkpoint.Every = 50
	c.Faults = []Fault{down(0, 50, 100)}
	checkOften(t, "200", func(t *rapid.T) {
		x := clone(c)
		x.Control = drawControl(t, x)
		mustRun(t, x, firstFit())
	})
}
