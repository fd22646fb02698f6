package schedtest

import (
	"slices"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/schedulers"
)

// Clone returns a deep copy of a snapshot: its own system, routes, allocations
// and lists. Rand is copied when it is a *Source, and shared otherwise.
func Clone(s *schedulers.Snapshot) *schedulers.Snapshot {
	c := *s
	c.System = cloneSystem(s.System)
	c.Routes = cloneRoutes(c.System, s.Routes)
	c.Nodes = slices.Clone(s.Nodes)
	for i := range c.Nodes {
		c.Nodes[i].Devices = slices.Clone(s.Nodes[i].Devices)
		c.Nodes[i].Slots = slices.Clone(s.Nodes[i].Slots)
	}
	c.Eligible = slices.Clone(s.Eligible)
	for i := range c.Eligible {
		c.Eligible[i] = slices.Clone(s.Eligible[i])
	}
	c.Pending = slices.Clone(s.Pending)
	if src, ok := s.Rand.(*Source); ok {
		c.Rand = &Source{src.state}
	}
	return &c
}

func cloneSystem(y *models.System) *models.System {
	c := &models.System{
		Nodes:   slices.Clone(y.Nodes),
		Links:   slices.Clone(y.Links),
		Specs:   slices.Clone(y.Specs),
		Domains: slices.Clone(y.Domains),
	}
	for i := range c.Nodes {
		n := &c.Nodes[i]
		n.Accelerators = slices.Clone(n.Accelerators)
		n.Labels = slices.Clone(n.Labels)
		n.Gateway, n.At, n.Power = clonePointer(n.Gateway), clonePointer(n.At), clonePointer(n.Power)
		if n.Gateway != nil {
			n.Gateway.Protocols = slices.Clone(n.Gateway.Protocols)
		}
	}
	for i := range c.Specs {
		s := &c.Specs[i]
		s.Accelerators.Models = slices.Clone(s.Accelerators.Models)
		s.Constraints.Nodes = slices.Clone(s.Constraints.Nodes)
		s.Constraints.Labels = slices.Clone(s.Constraints.Labels)
		for k := range s.Constraints.Labels {
			s.Constraints.Labels[k].Values = slices.Clone(s.Constraints.Labels[k].Values)
		}
	}
	return c
}

func clonePointer[T any](p *T) *T {
	if p == nil {
		return nil
	}
	v := *p
	return &v
}

// cloneRoutes returns routes of y in which the same nodes and links work as in r.
func cloneRoutes(y *models.System, r *models.Routes) *models.Routes {
	c := models.NewRoutes(y)
	for i := range y.Nodes {
		c.SetNode(models.NodeID(i), r.NodeUp(models.NodeID(i)))
	}
	for i := range y.Links {
		c.SetLink(models.LinkID(i), r.LinkUp(models.LinkID(i)))
	}
	return c
}
