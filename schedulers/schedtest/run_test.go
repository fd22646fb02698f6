package schedtest

import (
	"strings"
	"testing"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/schedulers"
)

func newSubject(bug string, saves bool) func() schedulers.Scheduler {
	var calls int
	return func() schedulers.Scheduler {
		if bug == "resets a global in its constructor" {
			calls = 0
		}
		s := &subject{bug: bug, shared: &calls}
		if saves {
			return saved{s}
		}
		return schedulers.Func(s.Plan)
	}
}

func TestACorrectPolicyPasses(t *testing.T) { Run(t, newSubject("", true)) }

// histories returns the examples that the mutants meet, the same in each run.
func histories(count int) [][]*schedulers.Snapshot {
	out := emptyHistories()
	for seed := range count {
		out = append(out, Histories().Example(seed))
	}
	return out
}

func TestEveryPlantedBugIsFoundByItsClause(t *testing.T) {
	examples := histories(100)
	for _, m := range []struct{ bug, clause string }{
		{"error when no node fits", "plan"},
		{"looks at the first task", "plan"},
		{"looks at the node it used last", "plan"},
		{"answers for version 0", "version"},
		{"counts nodes from one", "phantom"},
		{"takes the position for the task", "phantom"},
		{"forgets to say what to do", "phantom"},
		{"places and defers", "phantom"},
		{"keeps old actions", "phantom"},
		{"ignores the status", "feasible"},
		{"ignores memory", "feasible"},
		{"ignores storage", "feasible"},
		{"ignores bandwidth", "feasible"},
		{"ignores accelerators", "feasible"},
		{"ignores the over-commit limit", "feasible"},
		{"ignores cut paths", "feasible"},
		{"ignores the latency bound", "feasible"},
		{"ignores encryption", "feasible"},
		{"ignores the protocol", "feasible"},
		{"asks every node, eligible or not", "feasible"},
		{"forgets its own placements", "feasible"},
		{"promises a generation to come", "feasible"},
		{"leaves the last transaction open", "feasible"},
		{"writes empty transactions", "feasible"},
		{"forgets all tasks after the third", "complete"},
		{"waits behind the first that does not fit", "complete"},
		{"leaves out the last node", "complete"},
		{"never over-commits", "complete"},
		{"takes an exact fit for none", "complete"},
		{"gives each node one task", "complete"},
		{"forgets nodes that were down", "complete"},
		{"sorts the pending tasks in place", "read-only"},
		{"strikes failed nodes off the list", "read-only"},
		{"takes failed nodes out of the routes", "read-only"},
		{"corrects a spec", "read-only"},
		{"reserves in the snapshot", "read-only"},
		{"shares the devices of the snapshot", "read-only"},
		{"goes through a map", "repeatable"},
		{"starts at a random node", "repeatable"},
		{"starts at a node given by the clock", "repeatable"},
		{"counts calls in a global", "repeatable"},
		{"resets a global in its constructor", "independent"},
		{"believes the first snapshot for ever", "retention"},
		{"draws from the old stream", "retention"},
		{"saves nothing", "state"},
		{"saves another state than it restores", "state"},
		{"panics on damaged state", "state"},
		{"hides its state", "state"},
		{"nil plan when cancelled", "cancelled"},
		{"error of its own when cancelled", "cancelled"},
	} {
		t.Run(m.bug, func(t *testing.T) {
			factory := newSubject(m.bug, m.bug != "hides its state")
			for i, h := range examples {
				err := verify(&trial{factory, h, Options{}})
				if err == nil {
					continue
				}
				if name, _, _ := strings.Cut(err.Error(), ":"); name == m.clause {
					t.Logf("history %d: %v", i, err)
					return
				}
			}
			t.Errorf("clause %q does not find it in %d histories", m.clause, len(examples))
		})
	}
}

func TestRestrictedPoliciesMayLeaveOtherNodesAlone(t *testing.T) {
	h := []*schedulers.Snapshot{Star(1000)}
	Submit(h[0], 0, 1)
	idle := schedulers.OneByOne(nobody{})
	factory := func() schedulers.Scheduler { return idle }
	if err := verify(&trial{factory, h, Options{}}); err == nil {
		t.Error("a policy that defers everything passes")
	}
	inCloud := func(n *models.Node) bool { return n.Tier == models.TierCloud }
	if err := verify(&trial{factory, h, Options{Among: inCloud}}); err != nil {
		t.Errorf("a policy for the cloud must use an edge node: %v", err)
	}
}

// nobody places nothing.
type nobody struct{}

func (nobody) Choose(*schedulers.Draft, *schedulers.Pending) schedulers.Choice {
	return schedulers.Nowhere
}
