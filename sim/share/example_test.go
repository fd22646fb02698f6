package share_test

import (
	"fmt"

	"github.com/littoral-sim/littoral/sim/share"
)

// Two tasks of 2 µs share a node of one core; the second arrives half a microsecond after the first.
func Example() {
	var pool share.Pool
	var node share.Station = share.NewProcessor(&pool, 1000)
	arrivals := []int64{0, 500}

	for task := 0; ; {
		nowNs, ok := node.Next()
		if task < len(arrivals) && arrivals[task] <= nowNs {
			nowNs = arrivals[task]
			node.Add(nowNs, share.Job{ID: share.ID(task), Demand: 1000, Work: 1000 * 2000})
			task++
		} else if !ok {
			break
		}
		for _, e := range node.Advance(nowNs) {
			fmt.Printf("%d ns: task %d %v\n", nowNs, e.ID, e.Kind)
		}
	}
	fmt.Println("consumed", node.Busy(5000), "millicore-ns")
	// Output:
	// 0 ns: task 0 started
	// 500 ns: task 1 started
	// 3500 ns: task 0 finished
	// 4000 ns: task 1 finished
	// consumed 4000000 millicore-ns
}
