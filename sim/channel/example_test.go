package channel_test

import (
	"fmt"
	"time"

	"github.com/littoral-sim/littoral/sim/channel"
	"github.com/littoral-sim/littoral/sim/rng"
)

// A link of 10 Mbit/s that falls to a quarter with 20 % loss for one of every four seconds, and is cut in between.
func Example() {
	fading := channel.GilbertElliott{
		Name: "fading",
		Good: channel.Condition{Stay: rng.Must(rng.Deterministic(3e9)), Share: channel.ShareAll},
		Bad:  channel.Condition{Stay: rng.Must(rng.Deterministic(1e9)), Share: channel.ShareOf(0.25), Loss: channel.LossOf(0.2)},
	}
	variation, err := channel.NewVariation(nil, fading)
	if err != nil {
		fmt.Println(err)
		return
	}
	link := channel.NewLink(channel.Nominal{Bandwidth: 10e6, Latency: 20 * time.Millisecond}, variation, func(purpose string) rng.Stream {
		return rng.NewStream(1, 0, "link/uplink", purpose)
	})
	show := func(now int64) {
		if q, changed := link.Advance(now); changed {
			fmt.Printf("%v: up %v, %v, %d/65536 bytes for each that arrives\n", time.Duration(now), q.Up, q.Bandwidth, q.Loss.Coefficient())
		}
	}
	for range 3 {
		due, _ := link.Next()
		show(due)
	}
	link.Cut(7.5e9)
	show(7.5e9)
	link.Restore(7.8e9)
	show(7.8e9)
	// Output:
	// 3s: up true, 2500kbit/s, 81920/65536 bytes for each that arrives
	// 4s: up true, 10Mbit/s, 65536/65536 bytes for each that arrives
	// 7s: up true, 2500kbit/s, 81920/65536 bytes for each that arrives
	// 7.5s: up false, 0bit/s, 65536/65536 bytes for each that arrives
	// 7.8s: up true, 2500kbit/s, 81920/65536 bytes for each that arrives
}
