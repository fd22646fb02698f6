package flow_test

import (
	"fmt"

	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/flow"
)

// Two cameras share an uplink of 10 Mbit/s; the link of the second carries only 2 Mbit/s.
func Example() {
	const uplink, first, second = 0, 1, 2
	net := flow.New([]units.BitsPerSecond{uplink: 10e6, first: 100e6, second: 2e6})
	for id, camera := range []flow.ConstraintID{first, second} {
		net.Start(0, &flow.Flow{ID: flow.ID(id), Size: 1e6, Weight: 1, Uses: []flow.Use{
			{Constraint: camera, Coefficient: flow.Unit},
			{Constraint: uplink, Coefficient: flow.Unit},
		}})
	}
	net.Advance(0)
	fmt.Println(net.Rate(0), net.Rate(1))
	for at, ok := net.Next(); ok; at, ok = net.Next() {
		for _, id := range net.Advance(at) {
			fmt.Printf("flow %d done after %d ms\n", id, at/1_000_000)
		}
	}
	// Output:
	// 8Mbit/s 2Mbit/s
	// flow 0 done after 1000 ms
	// flow 1 done after 4000 ms
}
