package schedulers_test

import (
	"context"
	"fmt"
	"slices"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/schedulers"
	"github.com/littoral-sim/littoral/schedulers/schedtest"
)

// newest places each task on the admitted node with the highest NodeID.
type newest struct{}

func (newest) Choose(d *schedulers.Draft, t *schedulers.Pending) schedulers.Choice {
	for _, n := range slices.Backward(d.Eligible(t)) {
		if d.HasRoom(t, n) && d.Admits(t, n) {
			return schedulers.Choice{Node: n}
		}
	}
	return schedulers.Nowhere
}

// A policy of your own, from the snapshot to the referee.
func Example() {
	s := schedtest.Star(1000, 1000) // nodes 1 and 2 have one core each
	schedtest.Submit(s, 0, 3)       // three tasks of one core
	plan, err := schedulers.OneByOne(newest{}).Plan(context.Background(), s)
	if err != nil {
		panic(err)
	}
	for _, a := range plan.Actions {
		fmt.Println(a.Op, a.Task, "→", a.Node)
	}
	fmt.Println("refused:", schedulers.Check(s, plan))

	// Meanwhile node 2 has crashed.
	s.Nodes[2].SetStatus(models.Failed)
	fmt.Println("refused later:", schedulers.Check(s, plan))
	// Output:
	// place 0 → 2
	// place 1 → 1
	// defer 2 → -1
	// refused: []
	// refused later: [not-active]
}

// Why a task stays pending, node by node.
func ExampleExplain() {
	s := schedtest.Star(500, 4000, 4000)
	s.Nodes[2].Free.Memory = 0
	s.Routes.SetLink(2, false)
	schedtest.Submit(s, 0, 1)
	for _, v := range schedulers.Explain(s, &s.Pending[0]) {
		fmt.Printf("%s: %v\n", s.System.Nodes[v.Node].Name, v.Reason)
	}
	// Output:
	// source: cpu-capacity
	// node1: cpu-capacity
	// node2: memory-full
	// node3: unreachable
}
