package sim

import (
	"context"
	"math"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/failure"
	"github.com/littoral-sim/littoral/sim/rng"
	"github.com/littoral-sim/littoral/sim/share"
	"github.com/littoral-sim/littoral/sim/trace"
)

// drawLarge draws times and amounts at the end of the range.
func drawLarge(t *rapid.T, label string) int64 {
	base := rapid.SampledFrom([]int64{math.MaxInt64, math.MaxInt64 / 2, 1 << 62, 1 << 53, 1 << 32, 1000}).Draw(t, label)
	return base - rapid.Int64Range(0, 3).Draw(t, label+" less")
}

// drawLargeExtras makes images, delays and jitter large. Links that vary would do so
// for 292 years.
func drawLargeExtras(t *rapid.T, c *Config) {
	for i := range c.Channels {
		c.Channels[i].Variation = nil
		if !c.Channels[i].Scatter.Jitter.IsZero() {
			c.Channels[i].Scatter.Jitter = drawHuge(t, "jitter")
		}
	}
	for i := range c.Images {
		c.Images[i].Size = units.Bytes(drawLarge(t, "image size"))
	}
	for i := range c.Workloads {
		w := &c.Workloads[i]
		if w.Retry != nil {
			w.Retry.Initial, w.Retry.Most = time.Duration(drawLarge(t, "back-off")), units.Unlimited
		}
		w.Checkpoint.Restart = time.Duration(one(t, "restart", 0, drawLarge(t, "restart")))
	}
}

// Numbers at the end of the range saturate: no time goes back, nothing loops, and
// the sums still agree. The horizon of a run lies 292 years off.
func TestNumbersNearTheLimitsSaturate(t *testing.T) {
	checkOften(t, "1500", func(t *rapid.T) {
		c := drawConfig(t)
		c.Warmup = 0
		c.Horizon = units.Time(min(drawLarge(t, "horizon"), math.MaxInt64-1))
		c.DecisionLatency = time.Duration(one(t, "latency", 0, 1, drawLarge(t, "decision latency")))
		if c.Period > 0 {
			c.Period = time.Duration(max(int64(c.Horizon)/100, drawLarge(t, "period")))
		}
		for i := range c.System.Links {
			c.System.Links[i].Latency = time.Duration(one(t, "link latency", 10, 1, drawLarge(t, "latency")))
			c.System.Links[i].Bandwidth = one[units.BitsPerSecond](t, "link rate", 1, 8e9, units.Unlimited)
		}
		for i := range c.System.Nodes {
			c.System.Nodes[i].Speed = one(t, "node speed", units.ReferenceSpeed, math.MaxInt64)
		}
		for i := range c.Workloads {
			w := &c.Workloads[i]
			w.Input, w.Output = drawHuge(t, "input"), drawHuge(t, "output")
			w.Until = 0
			if w.Arrivals.At == nil {
				w.Arrivals = Arrivals{Gap: rng.Must(rng.Uniform(0, float64(c.Horizon)/4))}
			}
		}
		for i := range c.Transfers {
			c.Transfers[i].Size = units.Bytes(drawLarge(t, "size"))
			c.Transfers[i].At = units.Time(one(t, "at", 0, drawLarge(t, "transfer at")))
		}
		for i := range c.Faults {
			c.Faults[i].At = units.Time(one(t, "fault", 50, drawLarge(t, "fault at")))
			if c.Faults[i].Mode.Kind != failure.Reboot {
				c.Faults[i].For = time.Duration(drawLarge(t, "for"))
			}
		}
		for i := range c.Failures {
			f := &c.Failures[i]
			f.Up = fixed(max(drawLarge(t, "up"), int64(c.Horizon)/50))
			if f.Mode.Kind != failure.Reboot {
				f.Down = fixed(drawLarge(t, "down"))
			}
		}
		drawLargeExtras(t, c)
		last := units.Time(-1)
		c.Progress = func(now units.Time) {
			if now <= last || now > c.Horizon {
				t.Fatalf("progress goes from %v to %v", last, now)
			}
			last = now
		}
		name, policy := anyPolicy(t)
		watch := newReplay(c)
		watch.lazy = name == "chaotic"
		out, err := Run(context.Background(), c, policy(), watch)
		if err != nil {
			t.Fatalf("run: %v", err)
		}
		if last != c.Horizon {
			t.Fatalf("progress ends at %v of %v", last, c.Horizon)
		}
		watch.cfg.Warmup = 0
		if wrong := watch.finish(out); wrong != "" && !strings.Contains(wrong, "energy") {
			t.Fatalf("%s", wrong)
		}
	})
}

func drawHuge(t *rapid.T, label string) rng.Dist {
	return fixed(one(t, label, 0, 100, drawLarge(t, label+" bytes")))
}

// A station counts 106 core-days in one task. What is beyond makes no difference
// when the run is over before that, and else the run says so instead of
// finishing the task early.
func TestWorkThatCannotBeCountedIsNeverCutOffUnseen(t *testing.T) {
	const year = 365 * 24 * 3600 * 1_000_000_000
	c := &Config{System: &models.System{}, Horizon: 100 * 24 * 3600 * 1_000_000_000}
	n := addNode(c.System, nil)
	once(c, addSpec(c.System, nil), n, models.NoNode, 0, year, 0, 0)
	l, out := mustRun(t, c, firstFit())
	if l.tasks[0].State != trace.StateRunning || l.tasks[0].Run != int64(c.Horizon) {
		t.Errorf("a year of work after a hundred days: %+v", l.tasks[0])
	}
	if busy := out.NodeUse[n].BusyCPU; busy != int64(c.Horizon) {
		t.Errorf("the core was busy for %v of %v", busy, c.Horizon)
	}
	soonest := units.Time(share.WorkMax / 1000)
	for _, horizon := range []units.Time{soonest - 1, soonest, 2 * year} {
		c.Horizon = horizon
		_, err := Run(context.Background(), c, firstFit(), discard{})
		if horizon < soonest {
			if err != nil {
				t.Errorf("a year of work in %v: %v", horizon, err)
			}
			continue
		}
		if err == nil || !strings.Contains(err.Error(), "task 1 of workload \"w0\" needs 8760h0m0s on the reference core") {
			t.Errorf("a year of work in %v: Run returned %v", horizon, err)
		}
	}
}

// Four deliveries of 2⁶² bytes each are more than an int64 holds.
func TestSumsOfBytesDoNotWrap(t *testing.T) {
	c := &Config{System: &models.System{}, Horizon: 1000}
	a := addNode(c.System, func(n *models.Node) { n.Capacity.Bandwidth = units.Unlimited })
	b := addNode(c.System, func(n *models.Node) { n.Capacity.Bandwidth = units.Unlimited })
	addLink(c.System, a, b, units.Unlimited, 1)
	for range 4 {
		c.Transfers = append(c.Transfers, Transfer{Name: "t", From: a, To: b, Size: 1 << 62})
	}
	_, out := mustRun(t, c, firstFit())
	if got := []int64{out.NodeUse[a].Sent, out.NodeUse[b].Received, out.LinkUse[0].BytesForward, out.LinkUse[0].BytesBack}; got[0] != math.MaxInt64 || got[1] != got[0] || got[2] != got[0] || got[3] != 0 {
		t.Errorf("sent, received, forward, back = %d", got)
	}
}

// Many tasks without work, whose data takes no time, follow each other on one
// node in one instant.
func TestAnInstantHoldsManyTasksThatTakeNoTime(t *testing.T) {
	c := &Config{System: &models.System{}, Horizon: 10}
	device := addNode(c.System, func(n *models.Node) { n.Tier = models.TierDevice })
	edge := addNode(c.System, func(n *models.Node) { n.Capacity.Memory = 1 })
	addLink(c.System, device, edge, 1e9, 0)
	spec := addSpec(c.System, func(s *models.Spec) { s.Demand.Memory = 1 })
	const tasks = 1000
	at := make([]units.Time, tasks)
	c.Workloads = []Workload{{
		Name: "w", Spec: spec, Sources: []models.NodeID{device}, Target: models.NoNode, Arrivals: Arrivals{At: [][]units.Time{at}},
		Work: fixed(0), Input: fixed(0), Output: fixed(0),
	}}
	_, out := mustRun(t, c, firstFit())
	if out.Workloads[0].Finished != tasks {
		t.Errorf("%d of %d tasks finished", out.Workloads[0].Finished, tasks)
	}
}
