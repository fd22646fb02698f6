package leastlatency_test

import (
	"context"
	"fmt"
	"time"

	"github.com/littoral-sim/littoral/schedulers/leastlatency"
	"github.com/littoral-sim/littoral/schedulers/schedtest"
)

// Node 2 is 20 ms further away than node 1 and twice as fast. The score is the
// expected latency in nanoseconds, negative.
func Example() {
	s := schedtest.Star(1000, 1000)
	s.System.Links[1].Latency += 20 * time.Millisecond
	s.System.Nodes[2].Speed *= 2
	schedtest.Submit(s, 0, 1)
	plan, err := leastlatency.New().Plan(context.Background(), s)
	if err != nil {
		panic(err)
	}
	for _, a := range plan.Actions {
		fmt.Printf("%v task %d on node %d, score %d\n", a.Op, a.Task, a.Node, a.Score)
	}
	// Output:
	// place task 0 on node 2, score -521000000
}
