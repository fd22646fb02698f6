package schedtest

import (
	"bytes"
	"context"
	"encoding"
	"errors"
	"fmt"
	"slices"

	"github.com/google/go-cmp/cmp"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/schedulers"
)

// ask calls Plan and returns a copy of the plan that outlives the next call.
func ask(ctx context.Context, policy schedulers.Scheduler, s *schedulers.Snapshot) (p *schedulers.Plan, err error) {
	defer func() {
		if r := recover(); r != nil {
			p, err = nil, fmt.Errorf("plan at version %d panics: %v", s.Version, r)
		}
	}()
	p, err = policy.Plan(ctx, s)
	switch {
	case err != nil:
		return nil, fmt.Errorf("plan at version %d: %w", s.Version, err)
	case p == nil:
		return nil, fmt.Errorf("plan at version %d is nil without an error", s.Version)
	}
	return clonePlan(p), nil
}

func clonePlan(p *schedulers.Plan) *schedulers.Plan {
	return &schedulers.Plan{Version: p.Version, Actions: slices.Clone(p.Actions), Ends: slices.Clone(p.Ends)}
}

// run asks one policy for a plan for each snapshot.
func run(policy schedulers.Scheduler, history []*schedulers.Snapshot) ([]*schedulers.Plan, error) {
	var out []*schedulers.Plan
	for _, s := range history {
		p, err := ask(context.Background(), policy, Clone(s))
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, nil
}

// each runs a new policy over the history and judges every plan.
func (tr *trial) each(judge func(*schedulers.Snapshot, *schedulers.Plan) error) error {
	all, err := run(tr.factory(), tr.history)
	if err != nil {
		return err
	}
	for i, p := range all {
		if err := judge(tr.history[i], p); err != nil {
			return fmt.Errorf("plan %d of %d: %w", i+1, len(all), err)
		}
	}
	return nil
}

// same compares the plans of two runs.
func same(want, got []*schedulers.Plan, wanted, gotten string) error {
	for i := range want {
		if d := cmp.Diff(want[i], got[i], equateEmpty()); d != "" {
			return fmt.Errorf("plan %d differs (-%s +%s):\n%s", i+1, wanted, gotten, d)
		}
	}
	return nil
}

// equateEmpty takes nil and empty lists for equal.
func equateEmpty() cmp.Option {
	return cmp.Transformer("plan", func(p *schedulers.Plan) [3]any {
		return [3]any{p.Version, append([]schedulers.Action{}, p.Actions...), append([]int32{}, p.Ends...)}
	})
}

func plans(tr *trial) error {
	return tr.each(func(*schedulers.Snapshot, *schedulers.Plan) error { return nil })
}

func echoesVersion(tr *trial) error {
	return tr.each(func(s *schedulers.Snapshot, p *schedulers.Plan) error {
		if p.Version != s.Version {
			return fmt.Errorf("version %d for a snapshot of version %d", p.Version, s.Version)
		}
		return nil
	})
}

func namesWhatExists(tr *trial) error { return tr.each(phantoms) }

func phantoms(s *schedulers.Snapshot, p *schedulers.Plan) error {
	for i, a := range p.Actions {
		pending := slices.ContainsFunc(s.Pending, func(t schedulers.Pending) bool { return t.Task == a.Task })
		earlier := slices.ContainsFunc(p.Actions[:i], func(b schedulers.Action) bool { return b.Task == a.Task })
		switch {
		case a.Op < schedulers.Place || a.Op > schedulers.Decline:
			return fmt.Errorf("action %d has operation %d: %+v", i, a.Op, a)
		case !pending:
			return fmt.Errorf("action %d is about a task that is not pending: %+v", i, a)
		case earlier:
			return fmt.Errorf("action %d is not the first about its task: %+v", i, a)
		case a.Op == schedulers.Place && (a.Node < 0 || int(a.Node) >= len(s.Nodes)):
			return fmt.Errorf("action %d names a node outside 0 … %d: %+v", i, len(s.Nodes)-1, a)
		}
	}
	return nil
}

func feasible(tr *trial) error { return tr.each(refusals) }

func refusals(s *schedulers.Snapshot, p *schedulers.Plan) error {
	first := int32(0)
	for i, end := range p.Ends {
		if end <= first {
			return fmt.Errorf("transaction %d ends at action %d but starts at %d", i, end, first)
		}
		first = end
	}
	if int(first) != len(p.Actions) {
		return fmt.Errorf("transactions end at action %d of %d", first, len(p.Actions))
	}
	for _, r := range schedulers.Check(Clone(s), p) {
		return fmt.Errorf("action %d is refused (%v): %+v", r.Index, r.Reason, p.Actions[r.Index])
	}
	return nil
}

func complete(tr *trial) error {
	return tr.each(func(s *schedulers.Snapshot, p *schedulers.Plan) error {
		var d schedulers.Draft
		d.Reset(Clone(s))
		settled := make([]bool, len(s.Pending))
		for _, a := range p.Actions {
			i := slices.IndexFunc(s.Pending, func(t schedulers.Pending) bool { return t.Task == a.Task })
			settled[i] = a.Op != schedulers.Defer
			if a.Op == schedulers.Place {
				d.Reserve(&s.Pending[i], a.Node)
			}
		}
		for i := range s.Pending {
			if t := &s.Pending[i]; !settled[i] {
				if n := tr.admitting(&d, t); n != models.NoNode {
					return fmt.Errorf("task %d is deferred, but node %d still admits it", t.Task, n)
				}
			}
		}
		return nil
	})
}

// admitting returns a node that the policy uses and that admits t, or NoNode.
func (tr *trial) admitting(d *schedulers.Draft, t *schedulers.Pending) models.NodeID {
	for _, n := range d.Eligible(t) {
		if (tr.options.Among == nil || tr.options.Among(&d.System.Nodes[n])) && d.Admits(t, n) {
			return n
		}
	}
	return models.NoNode
}

// repeatable runs the policy five times. Map order and global sources differ
// between runs of one process, so five agree by accident only.
func repeatable(tr *trial) error {
	want, err := run(tr.factory(), tr.history)
	if err != nil {
		return err
	}
	for range 4 {
		got, err := run(tr.factory(), tr.history)
		if err != nil {
			return err
		}
		if err := same(want, got, "once", "again"); err != nil {
			return err
		}
	}
	return nil
}

// independent runs two instances in turns, the second on the history backwards.
func independent(tr *trial) error {
	want, err := run(tr.factory(), tr.history)
	if err != nil {
		return err
	}
	one, other := tr.factory(), tr.factory()
	var got []*schedulers.Plan
	for i, s := range tr.history {
		if _, err := ask(context.Background(), other, Clone(tr.history[len(tr.history)-1-i])); err != nil {
			return err
		}
		p, err := ask(context.Background(), one, Clone(s))
		if err != nil {
			return err
		}
		got = append(got, p)
	}
	return same(want, got, "alone", "beside another instance")
}

// savesState moves the policy into a new instance before each call but the
// first. A policy without MarshalBinary must not notice that its past is gone.
func savesState(tr *trial) error {
	want, err := run(tr.factory(), tr.history)
	if err != nil {
		return err
	}
	policy := tr.factory()
	var got []*schedulers.Plan
	for i, s := range tr.history {
		if i > 0 {
			next := tr.factory()
			if err := moveState(policy, next); err != nil {
				return err
			}
			policy = next
		}
		p, err := ask(context.Background(), policy, Clone(s))
		if err != nil {
			return err
		}
		got = append(got, p)
	}
	if err := same(want, got, "kept", "restored before each plan"); err != nil {
		return err
	}
	return refusesDamage(policy, tr.factory)
}

func moveState(from, to schedulers.Scheduler) error {
	state, err := stateOf(from)
	if err != nil || state == nil {
		return err
	}
	saved := bytes.Clone(state)
	if err = restore(to, state); err != nil {
		return fmt.Errorf("restore %d bytes of state: %w", len(saved), err)
	}
	for i := range state {
		state[i] = ^state[i] // the bytes are lent too
	}
	again, err := stateOf(to)
	if err == nil && !bytes.Equal(saved, again) {
		err = fmt.Errorf("state %x is saved as %x once restored", saved, again)
	}
	return err
}

// restore is called for policies only of which stateOf has returned a state.
func restore(policy schedulers.Scheduler, state []byte) error {
	u, ok := policy.(encoding.BinaryUnmarshaler)
	if !ok {
		return errors.New("another instance has no UnmarshalBinary")
	}
	return u.UnmarshalBinary(state)
}

// stateOf returns the state of a policy, not nil, or nil when it says it has
// none to save.
func stateOf(policy schedulers.Scheduler) ([]byte, error) {
	m, saves := policy.(encoding.BinaryMarshaler)
	if _, restores := policy.(encoding.BinaryUnmarshaler); saves != restores {
		return nil, errors.New("only one of MarshalBinary and UnmarshalBinary is there")
	}
	if !saves {
		return nil, nil
	}
	state, err := m.MarshalBinary()
	if err != nil {
		return nil, fmt.Errorf("save state: %w", err)
	}
	return append([]byte{}, state...), nil
}

// refusesDamage restores states that have been cut short or overwritten. An
// error is a good answer, so is a policy that works; a panic is not.
func refusesDamage(policy schedulers.Scheduler, factory func() schedulers.Scheduler) (err error) {
	state, err := stateOf(policy)
	if err != nil || state == nil {
		return err
	}
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("UnmarshalBinary of damaged state panics: %v", r)
		}
	}()
	for i := range state {
		damaged := bytes.Clone(state)
		damaged[i] ^= 0xff
		for _, b := range [][]byte{damaged, state[:i]} {
			_ = restore(factory(), b) // either answer is fine
		}
	}
	return nil
}

func heedsCancellation(tr *trial) error {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	policy := tr.factory()
	for _, s := range tr.history {
		p, err := ask(ctx, policy, Clone(s))
		switch {
		case errors.Is(err, context.Canceled):
			return nil
		case err != nil:
			return fmt.Errorf("the error does not wrap context.Canceled: %w", err)
		}
		if err := errors.Join(phantoms(s, p), refusals(s, p)); err != nil {
			return err
		}
	}
	return nil
}
