package arrivals_test

import (
	"fmt"
	"time"

	"github.com/littoral-sim/littoral/sim/arrivals"
	"github.com/littoral-sim/littoral/sim/rng"
)

// A sensor that reports each 20 ms while something moves in front of it: 50 ms of movement, 200 ms of rest.
func Example() {
	dist := func(d time.Duration) rng.Dist { return rng.Must(rng.Deterministic(int64(d))) }
	spec, err := arrivals.NewOnOff(dist(50*time.Millisecond), dist(200*time.Millisecond), dist(20*time.Millisecond))
	if err != nil {
		fmt.Println(err)
		return
	}
	p := spec.Start(func(purpose string) rng.Stream { return rng.NewStream(1, 0, "workload/motion/sensor-1", purpose) })
	const begin, end = 0, int64(600 * time.Millisecond)
	for at, ok := p.Next(begin, end); ok; at, ok = p.Next(at, end) {
		fmt.Print(time.Duration(at), " ")
	}
	// Output:
	// 20ms 40ms 270ms 290ms 520ms 540ms
}
