package cloudonly_test

import (
	"context"
	"fmt"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/schedulers/cloudonly"
	"github.com/littoral-sim/littoral/schedulers/schedtest"
)

// Node 1 is an idle edge node, node 2 a cloud node with one core.
func Example() {
	s := schedtest.Star(4000, 1000)
	s.System.Nodes[2].Tier = models.TierCloud
	schedtest.Submit(s, 0, 2)
	plan, err := cloudonly.New().Plan(context.Background(), s)
	if err != nil {
		panic(err)
	}
	for _, a := range plan.Actions {
		fmt.Printf("%v task %d on node %d, score %d\n", a.Op, a.Task, a.Node, a.Score)
	}
	// Output:
	// place task 0 on node 2, score 0
	// place task 1 on node 2, score -2000
}
