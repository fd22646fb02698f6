package leastloaded_test

import (
	"context"
	"fmt"

	"github.com/littoral-sim/littoral/schedulers/leastloaded"
	"github.com/littoral-sim/littoral/schedulers/schedtest"
)

// Nodes 1 and 2 have two cores and one core; node 1 gets two tasks of three.
func Example() {
	s := schedtest.Star(2000, 1000)
	schedtest.Submit(s, 0, 3)
	plan, err := leastloaded.New().Plan(context.Background(), s)
	if err != nil {
		panic(err)
	}
	for _, a := range plan.Actions {
		fmt.Printf("%v task %d on node %d, score %d\n", a.Op, a.Task, a.Node, a.Score)
	}
	// Output:
	// place task 0 on node 1, score -500
	// place task 1 on node 1, score -1000
	// place task 2 on node 2, score -1000
}
