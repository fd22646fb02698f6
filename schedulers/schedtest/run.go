package schedtest

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/schedulers"
)

// Options relaxes the contract. The zero value is the whole contract.
type Options struct {
	// Among says which nodes the policy uses at all: a task may be deferred
	// although other nodes would admit it. Nil means all nodes. A function that
	// is never true switches the clause "complete" off.
	Among func(n *models.Node) bool
}

// Run holds the scheduler that factory makes to the contract. Every call of
// factory must return a new scheduler in its initial state.
func Run(t *testing.T, factory func() schedulers.Scheduler) {
	t.Helper()
	RunWith(t, factory, Options{})
}

// RunWith is Run with a relaxed contract.
func RunWith(t *testing.T, factory func() schedulers.Scheduler, o Options) {
	t.Helper()
	t.Run("contract", rapid.MakeCheck(func(t *rapid.T) {
		h := Histories().Draw(t, "history")
		if err := verify(&trial{factory, h, o}); err != nil {
			for _, s := range h {
				t.Log(Describe(s))
			}
			t.Fatal(err)
		}
	}))
	t.Run("empty", func(t *testing.T) {
		for _, h := range emptyHistories() {
			if err := verify(&trial{factory, h, o}); err != nil {
				t.Errorf("empty: %v", err)
			}
		}
	})
}

// trial is one history to hold a policy against. Clauses give the policy copies
// of the snapshots, never these themselves.
type trial struct {
	factory func() schedulers.Scheduler
	history []*schedulers.Snapshot
	options Options
}

// clause is one clause of the contract: it returns what breaks it, or nil.
type clause struct {
	name  string
	holds func(*trial) error
}

func clauses() []clause {
	return []clause{
		{"plan", plans},
		{"version", echoesVersion},
		{"phantom", namesWhatExists},
		{"feasible", feasible},
		{"complete", complete},
		{"read-only", readsOnly},
		{"repeatable", repeatable},
		{"independent", independent},
		{"retention", retainsNothing},
		{"state", savesState},
		{"relabel", survivesRelabelling},
		{"cancelled", heedsCancellation},
	}
}

// verify returns the first clause that the trial breaks, as an error that starts
// with its name.
func verify(tr *trial) error {
	for _, c := range clauses() {
		if err := c.holds(tr); err != nil {
			return fmt.Errorf("%s: %w", c.name, err)
		}
	}
	return nil
}
