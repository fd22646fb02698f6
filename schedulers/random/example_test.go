package random_test

import (
	"context"
	"fmt"

	"github.com/littoral-sim/littoral/schedulers/random"
	"github.com/littoral-sim/littoral/schedulers/schedtest"
)

// Three nodes with room. The choice repeats because the source has a fixed seed.
func Example() {
	s := schedtest.Star(4000, 4000, 4000)
	schedtest.Submit(s, 0, 4)
	plan, err := random.New().Plan(context.Background(), s)
	if err != nil {
		panic(err)
	}
	for _, a := range plan.Actions {
		fmt.Printf("%v task %d on node %d, score %d\n", a.Op, a.Task, a.Node, a.Score)
	}
	// Output:
	// place task 0 on node 2, score 0
	// place task 1 on node 3, score 0
	// place task 2 on node 3, score 0
	// place task 3 on node 2, score 0
}
