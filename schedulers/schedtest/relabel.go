package schedtest

import (
	"errors"
	"fmt"
	"slices"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/schedulers"
)

// survivesRelabelling numbers the nodes backwards and the tasks differently. The
// plans may differ, as ties do, but they must be as valid.
func survivesRelabelling(tr *trial) error {
	var renamed []*schedulers.Snapshot
	for _, s := range tr.history {
		renamed = append(renamed, relabel(s))
	}
	turned := &trial{tr.factory, renamed, tr.options}
	if err := errors.Join(namesWhatExists(turned), feasible(turned)); err != nil {
		return fmt.Errorf("nodes numbered backwards: %w", err)
	}
	if err := complete(turned); err != nil {
		return fmt.Errorf("nodes numbered backwards: %w", err)
	}
	return nil
}

// relabel returns the same snapshot with the nodes numbered from the last to the
// first, and other numbers for the tasks.
func relabel(old *schedulers.Snapshot) *schedulers.Snapshot {
	s := Clone(old)
	to := func(n models.NodeID) models.NodeID {
		if n == models.NoNode {
			return n
		}
		return models.NodeID(len(old.Nodes)-1) - n
	}
	y := s.System
	slices.Reverse(y.Nodes)
	slices.Reverse(s.Nodes)
	for i := range y.Nodes {
		y.Nodes[i].ID, y.Nodes[i].Via = models.NodeID(i), to(y.Nodes[i].Via)
	}
	for i := range y.Links {
		y.Links[i].A, y.Links[i].B = to(y.Links[i].A), to(y.Links[i].B)
	}
	for _, c := range y.Specs {
		for k, n := range c.Constraints.Nodes {
			c.Constraints.Nodes[k] = to(n)
		}
		slices.Sort(c.Constraints.Nodes)
	}
	s.Routes = models.NewRoutes(y)
	for i := range y.Nodes {
		s.Routes.SetNode(to(models.NodeID(i)), old.Routes.NodeUp(models.NodeID(i)))
	}
	for i := range y.Links {
		s.Routes.SetLink(models.LinkID(i), old.Routes.LinkUp(models.LinkID(i)))
	}
	for i := range y.Specs {
		s.Eligible[i] = y.Eligible(&y.Specs[i])
	}
	for i := range s.Pending {
		p := &s.Pending[i]
		p.Task, p.Source, p.Target = 5+2*p.Task, to(p.Source), to(p.Target)
	}
	return s
}
