package simgrid

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/rng"
)

// Bounds of what Generate draws.
const (
	linksMin, linksMax = 8, 1000
	flowsMin, flowsMax = 2, 5000
)

// routeLatency is the latency of every route. It is a power of two of a second,
// so that its inverse, with which SimGrid weighs flows, sums without rounding.
const routeLatency = time.Second >> 7

// loneTransfer is the least time that a flow would take had it the network for
// itself. It is long, so that what comes of the nanosecond to which sim/flow rounds
// an end is small beside it: on a link that is never idle these add up.
const loneTransfer = 20 * time.Second

// Generate returns a random platform. Number 0, 3, 6 … are trees, 1, 4, 7 …
// dumbbells, 2, 5, 8 … meshes; the first three of each hundred are as large as
// any can be, the others spread evenly over the orders of magnitude. Equal
// arguments give equal platforms on every machine.
func Generate(seed rng.Seed, number int) *Platform {
	entity := fmt.Sprint("platform/", number)
	shape := rng.NewStream(seed, 0, entity, "shape")
	traffic := rng.NewStream(seed, 0, entity, "traffic")
	kind := Kind(number % int(kindCount))
	links, flows := linksMax, flowsMax
	if number%100 >= int(kindCount) {
		links, flows = magnitude(&shape, linksMin, linksMax), magnitude(&traffic, flowsMin, flowsMax)
	}
	d := newDraft(kind, links, &shape)
	switch kind {
	case Tree:
		d.growTree()
	case Dumbbell:
		d.growDumbbell()
	default:
		d.growMesh()
	}
	d.attachHosts()
	d.sendFlows(flows, &traffic)
	return d.platform
}

// magnitude draws a number between low and high such that each doubling is about
// as likely as the next.
func magnitude(s *rng.Stream, low, high int) int {
	doublings := 0
	for low<<(doublings+1) <= high {
		doublings++
	}
	from := low << s.IntN(doublings+1)
	return min(from+s.IntN(from), high)
}

// pick returns one of the choices.
func pick[T any](s *rng.Stream, choices ...T) T { return choices[s.IntN(len(choices))] }

// sendFlows adds the flows. Platforms differ in how many flows are there at once,
// and in whether sizes, starts and capacities are so alike that much happens at
// the same instant.
func (d *draft) sendFlows(count int, s *rng.Stream) {
	p := d.platform
	atOnce := magnitude(s, 1, count)
	alike := s.IntN(4) == 0
	capped := pick(s, 0, 0, 10, 50) // per cent
	// A flow is there for some three lone transfers at least.
	window := int64(3*loneTransfer) * int64(count) / int64(atOnce)
	window = min(window, int64(200*loneTransfer))
	if s.IntN(8) == 0 {
		window = 0
	}
	for range count {
		from, to := d.pair(s)
		f := Flow{Route: d.route(from, to)}
		narrowest := units.BitsPerSecond(units.Unlimited)
		for _, l := range p.Routes[f.Route].Links {
			narrowest = min(narrowest, p.Links[l].Capacity)
		}
		if s.IntN(100) < capped {
			f.Cap = narrowest / units.BitsPerSecond(1+s.IntN(50))
			narrowest = f.Cap
		}
		if window > 0 {
			f.Start = units.Time(s.Uint64N(uint64(window)))
		}
		lone := loneTransfer << s.IntN(3)
		if alike {
			f.Start -= f.Start % units.Time(time.Second)
		} else {
			lone += time.Duration(s.Uint64N(uint64(lone)))
		}
		f.Size = units.Bytes(units.MulDivCeil(int64(narrowest), int64(lone), 8*int64(time.Second)))
		p.Flows = append(p.Flows, f)
	}
	slices.SortStableFunc(p.Flows, func(a, b Flow) int { return cmp.Compare(a.Start, b.Start) })
}
