package schedtest

import (
	"context"
	"testing"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/schedulers"
)

// Places asks a scheduler for one plan and returns where it puts each pending
// task, in the order of s.Pending; models.NoNode stands for nowhere. It fails
// the test when Plan returns an error.
func Places(tb testing.TB, policy schedulers.Scheduler, s *schedulers.Snapshot) []models.NodeID {
	tb.Helper()
	p, err := policy.Plan(context.Background(), s)
	if err != nil {
		tb.Fatalf("Plan: %v", err)
	}
	out := make([]models.NodeID, len(s.Pending))
	for i := range s.Pending {
		out[i] = models.NoNode
		for _, a := range p.Actions {
			if a.Op == schedulers.Place && a.Task == s.Pending[i].Task {
				out[i] = a.Node
			}
		}
	}
	return out
}
