package schedtest

import (
	"context"
	"fmt"
	"reflect"

	"github.com/google/go-cmp/cmp"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/schedulers"
)

// contents is what a snapshot holds, in a form that can be compared.
type contents struct {
	Snapshot schedulers.Snapshot // without the parts below
	System   models.System
	NodesUp  []bool
	LinksUp  []bool
}

func contentsOf(s *schedulers.Snapshot) contents {
	c := contents{Snapshot: *s, System: *s.System}
	for i := range s.System.Nodes {
		c.NodesUp = append(c.NodesUp, s.Routes.NodeUp(models.NodeID(i)))
	}
	for i := range s.System.Links {
		c.LinksUp = append(c.LinksUp, s.Routes.LinkUp(models.LinkID(i)))
	}
	c.Snapshot.System, c.Snapshot.Routes, c.Snapshot.Rand = nil, nil, nil
	return c
}

// readsOnly compares each snapshot before and after Plan. Drawing from the
// random stream and asking the routes are reading.
func readsOnly(tr *trial) error {
	policy := tr.factory()
	for i, s := range tr.history {
		lent := Clone(s)
		system, routes, source := lent.System, lent.Routes, lent.Rand
		if _, err := ask(context.Background(), policy, lent); err != nil {
			return err
		}
		if lent.System != system || lent.Routes != routes || lent.Rand != source {
			return fmt.Errorf("plan %d replaces System, Routes or Rand of the snapshot", i+1)
		}
		before, after := contentsOf(s), contentsOf(lent)
		if !reflect.DeepEqual(before, after) {
			return fmt.Errorf("plan %d changes the snapshot (-before +after):\n%s", i+1, cmp.Diff(before, after))
		}
	}
	return nil
}

// retainsNothing overwrites each snapshot as soon as Plan has returned.
func retainsNothing(tr *trial) error {
	want, err := run(tr.factory(), tr.history)
	if err != nil {
		return err
	}
	policy := tr.factory()
	var got []*schedulers.Plan
	for _, s := range tr.history {
		lent := Clone(s)
		p, err := ask(context.Background(), policy, lent)
		if err != nil {
			return err
		}
		poison(lent)
		got = append(got, p)
	}
	return same(want, got, "snapshots kept", "snapshots overwritten after use")
}

// poison overwrites everything that a snapshot leads to.
func poison(s *schedulers.Snapshot) {
	for i := range s.Nodes {
		for k := range s.Nodes[i].Devices {
			s.Nodes[i].Devices[k] = -1
		}
		for k := range s.Nodes[i].Slots {
			s.Nodes[i].Slots[k] = 1 << 30
		}
		s.Nodes[i] = models.Allocation{Free: models.Resources{CPU: -1 << 40, Memory: -1}, Status: models.Failed, Generation: 1 << 60}
	}
	for i := range s.Eligible {
		for k := range s.Eligible[i] {
			s.Eligible[i][k] = 1 << 30
		}
	}
	for i := range s.Pending {
		s.Pending[i] = schedulers.Pending{Task: 1 << 30, Spec: 1 << 30, Source: 1 << 30, Target: 1 << 30}
	}
	for i := range s.System.Nodes {
		s.System.Nodes[i] = models.Node{ID: 1 << 30}
	}
	for i := range s.System.Links {
		s.System.Links[i] = models.Link{ID: 1 << 30, A: 1 << 30, B: 1 << 30}
	}
	for i := range s.System.Specs {
		s.System.Specs[i] = models.Spec{ID: 1 << 30, Demand: models.Resources{CPU: 1 << 60}}
	}
	*s.System = models.System{}
	*s = schedulers.Snapshot{Rand: poisoned{}}
}

// poisoned is a random stream that has been given back.
type poisoned struct{}

// Uint64 panics.
func (poisoned) Uint64() uint64 { panic("schedtest: draw from the stream of an old snapshot") }
