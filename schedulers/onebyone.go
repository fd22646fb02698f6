package schedulers

import (
	"context"
	"encoding"
	"fmt"

	"github.com/littoral-sim/littoral/models"
)

// Choice is a node for one task, and how good it is in the eyes of the policy:
// a larger score is better.
type Choice struct {
	Node  models.NodeID
	Score int64
}

// Nowhere is the choice of a policy that finds no node.
var Nowhere = Choice{Node: models.NoNode}

// Chooser picks a node for one task at a time. Choose must return a node that
// d.Admits, or Nowhere; the draft already holds the placements chosen before.
type Chooser interface {
	Choose(d *Draft, t *Pending) Choice
}

// oneByOne turns a Chooser into a Scheduler.
type oneByOne struct {
	chooser Chooser
	draft   Draft
	plan    Plan
}

// OneByOne returns a scheduler that offers the pending tasks to c in their order
// and places each where c says. Tasks for which c finds nothing are deferred. It
// does not ask c about a task when it has found that no eligible node has what
// tasks of this kind demand, which keeps a long queue in front of a full system
// cheap. It passes on the state of c when c has some, and allocates nothing in
// steady state.
func OneByOne(c Chooser) Scheduler { return &oneByOne{chooser: c} }

// Plan implements Scheduler.
func (o *oneByOne) Plan(ctx context.Context, s *Snapshot) (*Plan, error) {
	o.draft.Reset(s)
	defer o.draft.release()
	o.plan.Reset(s)
	for i := range s.Pending {
		if i&1023 == 1023 && ctx.Err() != nil {
			return nil, fmt.Errorf("place task %d of %d: %w", i+1, len(s.Pending), ctx.Err())
		}
		t := &s.Pending[i]
		c := Nowhere
		if !o.draft.knownExhausted(t) {
			c = o.chooser.Choose(&o.draft, t)
		}
		if c.Node == models.NoNode {
			o.draft.Exhausted(t) // so that the next task of this kind need not ask
			o.plan.Add(Action{Op: Defer, Task: t.Task, Node: models.NoNode, Reason: models.NoNodeFits})
			continue
		}
		o.draft.Reserve(t, c.Node)
		o.plan.Add(Action{Op: Place, Task: t.Task, Node: c.Node, Score: c.Score})
	}
	return &o.plan, nil
}

// MarshalBinary returns the state of the chooser, empty when it has none.
func (o *oneByOne) MarshalBinary() ([]byte, error) {
	if m, ok := o.chooser.(encoding.BinaryMarshaler); ok {
		return m.MarshalBinary()
	}
	return nil, nil
}

// UnmarshalBinary restores a state returned by MarshalBinary.
func (o *oneByOne) UnmarshalBinary(state []byte) error {
	if m, ok := o.chooser.(encoding.BinaryUnmarshaler); ok {
		return m.UnmarshalBinary(state)
	}
	if len(state) > 0 {
		return fmt.Errorf("%d bytes of state for a policy without state", len(state))
	}
	return nil
}
