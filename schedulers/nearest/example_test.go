package nearest_test

import (
	"context"
	"fmt"

	"github.com/littoral-sim/littoral/schedulers/nearest"
	"github.com/littoral-sim/littoral/schedulers/schedtest"
)

// Node 2 is nearer than node 1, and has room for one task.
func Example() {
	s := schedtest.Star(2000, 1000)
	s.System.Links[0].Latency *= 5 // to node 1
	schedtest.Submit(s, 0, 3)
	plan, err := nearest.New().Plan(context.Background(), s)
	if err != nil {
		panic(err)
	}
	for _, a := range plan.Actions {
		fmt.Printf("%v task %d on node %d, score %d\n", a.Op, a.Task, a.Node, a.Score)
	}
	// Output:
	// place task 0 on node 2, score -1000000
	// place task 1 on node 1, score -5000000
	// place task 2 on node 1, score -5000000
}
