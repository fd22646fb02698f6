package schedulers

import "github.com/littoral-sim/littoral/models"

// NewSnapshot returns version 1 of what is known about a system in which every
// node is Active, every link works and nothing has been placed yet: the
// starting point for a caller that keeps a snapshot up to date, and for tests.
// Pending is empty and Rand is nil.
func NewSnapshot(y *models.System) *Snapshot {
	s := &Snapshot{
		Version:  1,
		System:   y,
		Routes:   models.NewRoutes(y),
		Nodes:    make([]models.Allocation, len(y.Nodes)),
		Eligible: make([][]models.NodeID, len(y.Specs)),
	}
	for i := range y.Nodes {
		s.Nodes[i] = models.NewAllocation(&y.Nodes[i])
	}
	for i := range y.Specs {
		s.Eligible[i] = y.Eligible(&y.Specs[i])
	}
	return s
}
