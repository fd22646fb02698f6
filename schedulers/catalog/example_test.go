package catalog_test

import (
	"fmt"

	"github.com/littoral-sim/littoral/schedulers/catalog"
)

func Example() {
	for _, e := range catalog.Entries() {
		fmt.Printf("%-21s%s\n", e.Name, e.Description)
	}
	_, err := catalog.New("power-of-two")
	fmt.Println(err)
	// Output:
	// first-fit            the first node with room, in node order
	// best-fit             the node with room that has the least CPU free
	// worst-fit            the node with room that has the most CPU free
	// round-robin          the next node with room after the last one, per kind of task
	// random               a node drawn uniformly from those with room
	// power-of-two-choices the less committed of two nodes drawn from those with room
	// least-loaded         the node whose CPU is least committed afterwards
	// nearest              the node with room that is the least path latency away
	// cloud-only           the first node with room in the cloud
	// least-latency        the node with room that promises the earliest result
	// unknown scheduler "power-of-two"; the nearest name is "power-of-two-choices"
}
