package roundrobin_test

import (
	"context"
	"fmt"

	"github.com/littoral-sim/littoral/schedulers/roundrobin"
	"github.com/littoral-sim/littoral/schedulers/schedtest"
)

// Nodes 1, 2 and 3 take turns; node 2 has room for one task only.
func Example() {
	s := schedtest.Star(2000, 1000, 2000)
	schedtest.Submit(s, 0, 5)
	plan, err := roundrobin.New().Plan(context.Background(), s)
	if err != nil {
		panic(err)
	}
	for _, a := range plan.Actions {
		fmt.Printf("%v task %d on node %d, score %d\n", a.Op, a.Task, a.Node, a.Score)
	}
	// Output:
	// place task 0 on node 1, score 0
	// place task 1 on node 2, score 0
	// place task 2 on node 3, score 0
	// place task 3 on node 1, score 0
	// place task 4 on node 3, score 0
}
