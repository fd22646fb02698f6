package sim

import (
	"context"
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/schedulers"
	"github.com/littoral-sim/littoral/sim/rng"
	"github.com/littoral-sim/littoral/sim/trace"
)

var errPlanted = errors.New("planted")

// single is a node with a task every nanosecond, for as long as anyone likes.
func single() *Config {
	c := &Config{System: &models.System{}, Horizon: 1e9}
	n := addNode(c.System, nil)
	c.Workloads = []Workload{{
		Name: "w", Spec: addSpec(c.System, nil), Sources: []models.NodeID{n}, Target: models.NoNode,
		Arrivals: Arrivals{Every: 1}, Work: fixed(1), Input: fixed(0), Output: fixed(0),
	}}
	c.Transfers = []Transfer{{Name: "t", Size: 1, At: 5}}
	return c
}

// failing is a sink that fails at one call and counts the calls after it.
type failing struct {
	at, calls, after int
}

func (f *failing) call() error {
	f.calls++
	switch {
	case f.calls == f.at:
		return errPlanted
	case f.calls > f.at:
		f.after++
	}
	return nil
}

func (f *failing) Event(*trace.Event) error       { return f.call() }
func (f *failing) Task(*trace.Task) error         { return f.call() }
func (f *failing) Transfer(*trace.Transfer) error { return f.call() }

func TestAnErrorOfTheSinkStopsTheRunAtOnce(t *testing.T) {
	checkOften(t, "1000", func(t *rapid.T) {
		c := drawConfig(t)
		_, policy := anyPolicy(t)
		all := &failing{at: -1}
		if _, err := Run(context.Background(), c, policy(), all); err != nil {
			t.Fatalf("run: %v", err)
		}
		f := &failing{at: rapid.IntRange(1, all.calls).Draw(t, "fails at")}
		out, err := Run(context.Background(), c, policy(), f)
		if !errors.Is(err, errPlanted) || out != nil {
			t.Fatalf("call %d of %d failed, and Run returned %v, %v", f.at, all.calls, out, err)
		}
		if f.after != 0 {
			t.Fatalf("the sink was called %d times after its error", f.after)
		}
	})
}

// turncoat is first-fit until its n-th call.
type turncoat struct {
	n    int
	then schedulers.Scheduler
	good schedulers.Scheduler
}

func (p *turncoat) Plan(ctx context.Context, s *schedulers.Snapshot) (*schedulers.Plan, error) {
	if p.n--; p.n < 0 {
		return p.then.Plan(ctx, s)
	}
	return p.good.Plan(ctx, s)
}

func TestAPolicyThatCannotGoOnStopsTheRun(t *testing.T) {
	for name, c := range map[string]struct {
		then schedulers.Func
		want string
	}{
		"error": {func(context.Context, *schedulers.Snapshot) (*schedulers.Plan, error) { return nil, errPlanted }, "plan at 0.000000005s: planted"},
		"nothing": {
			func(context.Context, *schedulers.Snapshot) (*schedulers.Plan, error) { return nil, nil },
			"plan at 0.000000005s: the policy returned neither a plan nor an error",
		},
	} {
		t.Run(name, func(t *testing.T) {
			out, err := Run(context.Background(), single(), &turncoat{n: 5, then: c.then, good: firstFit()}, discard{})
			if out != nil || err == nil || !strings.HasSuffix(err.Error(), c.want) {
				t.Errorf("Run returned %v, %v; want an error that ends in %q", out, err, c.want)
			}
		})
	}
}

// counter is a sink that counts events.
type counter struct {
	discard
	events int
}

func (c *counter) Event(*trace.Event) error { c.events++; return nil }

func TestACancelledContextStopsTheRunWithin1024Steps(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	n := new(counter)
	before := 0
	policy := &turncoat{n: 10_000, good: firstFit()}
	policy.then = schedulers.Func(func(_ context.Context, s *schedulers.Snapshot) (*schedulers.Plan, error) {
		cancel()
		if before == 0 {
			before = n.events
		}
		return policy.good.Plan(context.Background(), s)
	})
	out, err := Run(ctx, single(), policy, n)
	if out != nil || !errors.Is(err, context.Canceled) {
		t.Fatalf("Run returned %v, %v", out, err)
	}
	if before == 0 {
		t.Fatal("the context was never cancelled")
	}
	// A task is four kernel events and six logged ones.
	if after := n.events - before; after > 2*1024 {
		t.Errorf("%d events after the end of the context", after)
	}
}

func TestPolicyAndSinkAreRequired(t *testing.T) {
	if _, err := Run(context.Background(), single(), nil, discard{}); err == nil {
		t.Error("a run without a policy")
	}
	if _, err := Run(context.Background(), single(), firstFit(), nil); err == nil {
		t.Error("a run without a sink")
	}
}

func TestTimeThatStandsStillIsReportedAsALivelock(t *testing.T) {
	c := single()
	// A cycle of one nanosecond on average, nearly always of none.
	mostlyNone := rng.Must(rng.Empirical([]int64{0, 1e9}, []uint64{1e9 - 1, 1}))
	c.Failures = []Renewal{{On: OnNode(0), Up: fixed(0), Down: mostlyNone}}
	_, err := Run(context.Background(), c, firstFit(), discard{})
	if err == nil || !strings.Contains(err.Error(), "livelock") {
		t.Errorf("Run returned %v", err)
	}
}
