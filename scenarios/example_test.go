package scenarios_test

import (
	"fmt"

	"github.com/littoral-sim/littoral/scenarios"
)

func ExampleLoadBytes() {
	text := `version: 1
name: two-nodes
duration: 1hour
nodes:
  - {name: device, tier: device, capacity: {cpu: 1, memory: 1GiB}}
  - {name: cloud, tier: clowd, capacity: {cpuu: 8, memory: 16GiB}}
scheduler: {policy: neerest}
`
	_, err := scenarios.LoadBytes("two-nodes.yaml", []byte(text), scenarios.Options{Policies: []string{"nearest"}})
	fmt.Println(err)
	// Output:
	// two-nodes.yaml:3:11: duration: unknown unit "hour": did you mean 1h?
	//     duration: 1hour
	//               ^^^^^
	// two-nodes.yaml:6:25: nodes.1.tier: unknown tier "clowd": did you mean cloud? The words are device, edge, gateway, cloud
	//       - {name: cloud, tier: clowd, capacity: {cpuu: 8, memory: 16GiB}}
	//                             ^^^^^
	// two-nodes.yaml:6:43: nodes.1.capacity.cpuu: unknown key "cpuu": did you mean cpu?
	//       - {name: cloud, tier: clowd, capacity: {cpuu: 8, memory: 16GiB}}
	//                                               ^^^^
	// two-nodes.yaml:7:21: scheduler.policy: there is no policy "neerest": did you mean nearest?
	//     scheduler: {policy: neerest}
	//                         ^^^^^^^
}

func ExampleFile() {
	text := `version: 1
name: cameras
duration: 10m
nodes:
  - {name: "cam-{site}-{i}", each: {site: [a, b], i: 1..2}, tier: edge, capacity: {cpu: 250m, memory: 1GiB}}
scheduler: {policy: nearest}
`
	file, err := scenarios.LoadBytes("cameras.yaml", []byte(text), scenarios.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for i := range file.Nodes {
		n := &file.Nodes[i]
		fmt.Println(n.Name.V, n.Capacity.CPU.V, n.Capacity.Memory.V)
	}
	// Output:
	// cam-a-1 250m 1GiB
	// cam-a-2 250m 1GiB
	// cam-b-1 250m 1GiB
	// cam-b-2 250m 1GiB
}
