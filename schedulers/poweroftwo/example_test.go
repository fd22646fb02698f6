package poweroftwo_test

import (
	"context"
	"fmt"

	"github.com/littoral-sim/littoral/schedulers/poweroftwo"
	"github.com/littoral-sim/littoral/schedulers/schedtest"
)

// Two nodes are two choices: the less committed one always wins.
func Example() {
	s := schedtest.Star(4000, 1000)
	schedtest.Submit(s, 0, 4)
	plan, err := poweroftwo.New().Plan(context.Background(), s)
	if err != nil {
		panic(err)
	}
	for _, a := range plan.Actions {
		fmt.Printf("%v task %d on node %d, score %d\n", a.Op, a.Task, a.Node, a.Score)
	}
	// Output:
	// place task 0 on node 1, score -250
	// place task 1 on node 1, score -500
	// place task 2 on node 1, score -750
	// place task 3 on node 1, score -1000
}
