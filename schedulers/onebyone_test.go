package schedulers_test

import (
	"context"
	"encoding"
	"errors"
	"runtime"
	"testing"
	"weak"

	"github.com/google/go-cmp/cmp"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/schedulers"
	"github.com/littoral-sim/littoral/schedulers/schedtest"
)

// fixed chooses what a function says.
type fixed func(d *schedulers.Draft, t *schedulers.Pending) schedulers.Choice

func (f fixed) Choose(d *schedulers.Draft, t *schedulers.Pending) schedulers.Choice { return f(d, t) }

func TestOneByOnePlacesInOrderAndDefersTheRest(t *testing.T) {
	s := schedtest.Star(1000, 1000)
	s.Version = 41
	schedtest.Submit(s, 0, 3)
	policy := schedulers.OneByOne(fixed(func(d *schedulers.Draft, t *schedulers.Pending) schedulers.Choice {
		for _, n := range d.Eligible(t) {
			if d.HasRoom(t, n) && d.Admits(t, n) {
				return schedulers.Choice{Node: n, Score: 7}
			}
		}
		return schedulers.Nowhere
	}))
	got, err := policy.Plan(context.Background(), s)
	if err != nil {
		t.Fatal(err)
	}
	want := &schedulers.Plan{
		Version: 41,
		Actions: []schedulers.Action{
			{Op: schedulers.Place, Task: 0, Node: 1, Score: 7},
			{Op: schedulers.Place, Task: 1, Node: 2, Score: 7},
			{Op: schedulers.Defer, Task: 2, Node: models.NoNode, Reason: models.NoNodeFits},
		},
		Ends: []int32{1, 2, 3},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("plan (-want +got):\n%s", d)
	}
}

func TestOneByOneDoesNotAskInVain(t *testing.T) {
	s := schedtest.Star(1000, 1000)
	for i := range s.Nodes {
		s.Nodes[i].Free.Memory = 2 << 20 // room for two tasks
	}
	schedtest.Submit(s, 0, 100)
	asked := 0
	policy := schedulers.OneByOne(fixed(func(d *schedulers.Draft, t *schedulers.Pending) schedulers.Choice {
		asked++
		return schedulers.Choice{Node: d.LeastCommitted(t)}
	}))
	for range 2 { // the second plan starts afresh
		asked = 0
		placed := 0
		for _, n := range schedtest.Places(t, policy, s) {
			if n != models.NoNode {
				placed++
			}
		}
		if placed != 4 || asked != 5 {
			t.Errorf("%d tasks placed, %d questions; want 4 and one more", placed, asked)
		}
	}
}

func TestOneByOneAsksAgainWhenOnlyTheWayIsMissing(t *testing.T) {
	s := schedtest.Star(1000)
	s.Routes.SetLink(0, false)
	schedtest.Submit(s, 0, 2)
	s.Pending[1].Source = 1 // this one is at home on node 1
	policy := schedulers.OneByOne(leastCommitted{})
	if d := cmp.Diff([]models.NodeID{models.NoNode, 1}, schedtest.Places(t, policy, s)); d != "" {
		t.Errorf("placements (-want +got):\n%s", d)
	}
}

func TestOneByOneStopsWhenTheContextEnds(t *testing.T) {
	s := schedtest.Star(1000) // whose node 1 would do, so that every task is asked about
	schedtest.Submit(s, 0, 5000)
	ctx, cancel := context.WithCancel(context.Background())
	asked := 0
	policy := schedulers.OneByOne(fixed(func(*schedulers.Draft, *schedulers.Pending) schedulers.Choice {
		if asked++; asked == 1500 {
			cancel()
		}
		return schedulers.Nowhere
	}))
	plan, err := policy.Plan(ctx, s)
	if plan != nil || !errors.Is(err, context.Canceled) || asked > 3000 {
		t.Errorf("plan %v, error %v after %d tasks", plan, err, asked)
	}
}

func TestOneByOneLetsGoOfTheSnapshot(t *testing.T) {
	policy := schedulers.OneByOne(leastCommitted{})
	s := schedtest.Star(1000)
	schedtest.Submit(s, 0, 1)
	schedtest.Places(t, policy, s)
	held := weak.Make(s)
	runtime.GC()
	if held.Value() != nil {
		t.Error("the snapshot is still held after Plan")
	}
	runtime.KeepAlive(policy)
}

// counter is a Chooser with one byte of state.
type counter struct{ n byte }

func (c *counter) Choose(*schedulers.Draft, *schedulers.Pending) schedulers.Choice {
	c.n++
	return schedulers.Nowhere
}
func (c *counter) MarshalBinary() ([]byte, error) { return []byte{c.n}, nil }
func (c *counter) UnmarshalBinary(b []byte) error { c.n = b[0]; return nil }

func TestOneByOnePassesStateOn(t *testing.T) {
	s := schedtest.Star(1000)
	schedtest.Submit(s, 0, 3)
	policy := schedulers.OneByOne(new(counter))
	if _, err := policy.Plan(context.Background(), s); err != nil {
		t.Fatal(err)
	}
	state, err := policy.(encoding.BinaryMarshaler).MarshalBinary()
	if err != nil || len(state) != 1 || state[0] != 3 {
		t.Fatalf("state %v, %v; want [3]", state, err)
	}
	other := new(counter)
	if err := schedulers.OneByOne(other).(encoding.BinaryUnmarshaler).UnmarshalBinary(state); err != nil || other.n != 3 {
		t.Errorf("restored %d, %v; want 3", other.n, err)
	}
}

func TestOneByOneOfAStatelessChooserHasNoState(t *testing.T) {
	policy := schedulers.OneByOne(leastCommitted{})
	state, err := policy.(encoding.BinaryMarshaler).MarshalBinary()
	if err != nil || len(state) != 0 {
		t.Errorf("state %v, %v; want none", state, err)
	}
	restore := policy.(encoding.BinaryUnmarshaler).UnmarshalBinary
	if err := restore(nil); err != nil {
		t.Errorf("restore no state: %v", err)
	}
	if err := restore([]byte{1}); err == nil {
		t.Error("a state for a policy without state is accepted")
	}
}

func TestFuncIsAScheduler(t *testing.T) {
	want := &schedulers.Plan{Version: 3}
	var s schedulers.Scheduler = schedulers.Func(func(_ context.Context, s *schedulers.Snapshot) (*schedulers.Plan, error) {
		want.Reset(s)
		return want, nil
	})
	if got, err := s.Plan(context.Background(), schedtest.Star()); got != want || err != nil {
		t.Errorf("Plan = %v, %v", got, err)
	}
}
