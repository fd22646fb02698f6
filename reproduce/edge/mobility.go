package edge

import (
	"context"
	"fmt"
	"math"
	"strings"

	"github.com/littoral-sim/littoral/sim/trace"
)

// walkStory is a walk along the equator past three access points, a thousandth of a
// degree or 111,195 mm apart, that begins at the first and leads over four times
// that way in 4000 s.
const walkStory = `
version: 1
name: walk
duration: 4000s
nodes:
  - {name: cloud, tier: cloud, capacity: {cpu: 1, memory: 1GiB}}
  - {name: a, tier: edge, capacity: {cpu: 1, memory: 1GiB}, at: {lat: 0, lon: -0.001}}
  - {name: b, tier: edge, capacity: {cpu: 1, memory: 1GiB}, at: {lat: 0, lon: 0}}
  - {name: c, tier: edge, capacity: {cpu: 1, memory: 1GiB}, at: {lat: 0, lon: 0.001}}
  - {name: walker, tier: device, capacity: {cpu: 1, memory: 1GiB}}
links:
  - {name: fibre-a, between: [a, cloud], bandwidth: 1Gbit/s, latency: 5ms}
  - {name: fibre-b, between: [b, cloud], bandwidth: 1Gbit/s, latency: 5ms}
  - {name: fibre-c, between: [c, cloud], bandwidth: 1Gbit/s, latency: 5ms}
mobility:
  devices: walker
  access-points: [a, b, c]
  coverage: 90m
  hysteresis: 10m
  handover: 2s
  link: {bandwidth: 80bit/s, latency: 20ms}
  model: {waypoints: [{at: 0s, lat: 0, lon: -0.001}, {at: 4000s, lat: 0, lon: 0.003}]}
transfers:
  - {name: data, from: walker, to: cloud, size: 1kB, at: 500s, on-cut: stall}
scheduler: {policy: first-fit}
`

// mobility is what follows from the geometry of a walk, and from the law of random
// waypoints.
func mobility(ctx context.Context, o *Options) ([]Row, error) {
	rows, err := walk(ctx)
	if err != nil {
		return nil, err
	}
	moves, err := relocations(ctx)
	if err != nil {
		return nil, err
	}
	more, err := waypoints(ctx, o)
	return append(append(rows, moves...), more...), err
}

// walk compares the instants of handovers. The walker is nearer to the next access
// point than to its own by more than 10 m from the middle between them and 5 m on,
// and out of coverage after 90 m; both are strict, so it happens in the nanosecond
// after.
func walk(ctx context.Context) ([]Row, error) {
	const apart, half, reach = 111_195, 5_000, 90_000 // mm
	after := func(twice int64) int64 {                // when it has walked half of that, in ns
		return twice*4000*1_000_000_000/(2*4*apart) + 1
	}
	out, log, err := story{text: walkStory}.play(ctx)
	if err != nil {
		return nil, err
	}
	var left []float64
	for i := range log.events {
		if e := &log.events[i]; e.Kind == trace.DeviceDetached {
			left = append(left, seconds(e.At))
		}
	}
	if len(left) != 3 {
		return nil, fmt.Errorf("the walker was detached %d times", len(left))
	}
	first := after(apart + 2*half)
	rest := 1000 - (first-500_025_000_000)/100_000_000 // bytes, at one in a tenth of a second
	const source = "geometry: equal distances and the margin"
	use := &out.Mobility.Devices[0]
	return []Row{
		exact("first handover of a walk", "s", left[0], seconds(first), source),
		exact("second handover", "s", left[1], seconds(after(3*apart+2*half)), source),
		exact("end of coverage", "s", left[2], seconds(after(2*(2*apart+reach))), "geometry: the radius"),
		exact("time in handovers", "s", seconds(use.Changing), 4, "two of two seconds"),
		exact("end of an upload that a handover stalls", "s", seconds(log.transfers[0].Finished),
			seconds(first+2_000_000_000+25_000_000+rest*100_000_000), "handover + latency of the new way + whole bytes left over bandwidth"),
	}, nil
}

// moveStory has the state of a user follow it from one access point to another over
// a link of 80 Mbit/s and 10 ms. Nothing else uses that.
const moveStory = `
version: 1
name: move
duration: 40m
nodes:
  - {name: a, tier: edge, capacity: {cpu: 1, memory: 1GiB}, at: {lat: 0, lon: 0}}
  - {name: b, tier: edge, capacity: {cpu: 1, memory: 1GiB}, at: {lat: 0, lon: 0.001}}
  - {name: user, tier: device, capacity: {cpu: 1, memory: 1GiB}}
links:
  - {name: fibre, between: [a, b], bandwidth: 80Mbit/s, latency: 10ms}
mobility:
  devices: user
  access-points: [a, b]
  coverage: 1km
  handover: 0s
  link: {bandwidth: 80Mbit/s, latency: 5ms}
  model: {waypoints: [{at: 0s, lat: 0, lon: 0}, {at: 40m, lat: 0, lon: 0.001}]}
workloads:
  - name: assist
    source: user
    arrivals: {at: [1s]}
    demand: {cpu: 1, memory: 1MiB}
    work: 1ms
    requires: {tier: edge}
    session: {state: 20MB, dirty: 1MB/s, relocate: %s, steer: 50ms, when: {farther-by: 5ms}}
scheduler: {policy: nearest}
`

// relocations compares how long nobody serves, and how much moves. With 20 MB at
// 10 MB/s, of which a tenth of that becomes dirty meanwhile, rounds take 2 s, 0.2 s
// and so on, and each 10 ms of latency, in which 10 kB become dirty. The bytes are
// whole, rounded up.
func relocations(ctx context.Context) ([]Row, error) {
	const state, perByte, latency, steer = int64(20_000_000), int64(100), int64(10_000_000), int64(50_000_000)
	rounds := func(n int) (last, sum int64) {
		last = state
		for sum = last; n > 1; n-- {
			last = (last*perByte + latency + 999) / 1000
			sum += last
		}
		return last, sum
	}
	last, sum := rounds(4)
	_, both := rounds(2)
	var rows []Row
	for _, c := range []struct {
		how         string
		down, bytes int64
		source      string
	}{
		{"stop-and-copy", state*perByte + latency + steer, state, "state over bandwidth + latency + steering"},
		{"pre-copy, threshold: 50kB, rounds: 10", last*perByte + latency + steer, sum, "geometric series: what is left + latency + steering"},
		{"dual-anchor", 0, both, "one anchor serves at any time"},
	} {
		out, _, err := story{text: fmt.Sprintf(moveStory, c.how)}.play(ctx)
		if err != nil {
			return nil, err
		}
		name, _, _ := strings.Cut(c.how, ",")
		use := &out.Following[0]
		rows = append(rows,
			exact("time without service by "+name, "s", seconds(use.DownMax), seconds(c.down), c.source),
			exact("state moved by "+name, "B", float64(use.Bytes), float64(c.bytes), "rounds of what has become dirty"))
	}
	return rows, nil
}

func seconds(ns int64) float64 { return float64(ns) / 1e9 }

// waypointStory lets devices walk between random places in a square of 0.009
// degrees at the equator.
const waypointStory = `
version: 1
name: waypoints
duration: %s
nodes:
  - {name: a, tier: edge, capacity: {cpu: 1, memory: 1GiB}, at: {lat: 0, lon: 0}}
  - {name: b, tier: edge, capacity: {cpu: 1, memory: 1GiB}, at: {lat: 0, lon: 0}}
  - {name: "d-{i}", each: {i: 1..24}, tier: device, capacity: {cpu: 1, memory: 1GiB}}
links:
  - {name: fibre, between: [a, b], bandwidth: 1Gbit/s, latency: 5ms}
mobility:
  devices: d-{i}
  access-points: [a, b]
  coverage: 200m
  handover: 0s
  link: {bandwidth: 1Mbit/s, latency: 20ms}
  model: {random-waypoint: {area: {south: -0.0045, west: -0.0045, north: 0.0045, east: 0.0045}, speed: {uniform: {min: 2m/s, max: 20m/s}}}}
scheduler: {policy: first-fit}
`

// waypoints compares the mean way between random places, and the mean speed over
// time. Neighbouring ways share a place; the sum of their lengths varies by less
// than three times as much as if they did not.
func waypoints(ctx context.Context, o *Options) ([]Row, error) {
	duration := "24h"
	if o.Quick {
		duration = "3h"
	}
	out, _, err := story{text: fmt.Sprintf(waypointStory, duration), seed: o.Seed}.play(ctx)
	if err != nil {
		return nil, err
	}
	const side = 2 * 500_378. // mm: 0.0045 degrees, twice
	sum, all, n := 0.0, 0.0, int64(0)
	for _, t := range out.Mobility.Tracks {
		for i := 1; i < len(t.Spots); i++ {
			x, y := float64(t.Spots[i].XMm)-float64(t.Spots[i-1].XMm), float64(t.Spots[i].YMm)-float64(t.Spots[i-1].YMm)
			way := math.Hypot(x, y)
			all += way
			if i < len(t.Spots)-1 { // The last is not over.
				sum += way / side
				n++
			}
		}
	}
	mean := (2 + math.Sqrt2 + 5*math.Asinh(1)) / 15
	const least, most = 2.0, 20.0
	speed := (most - least) / math.Log(most/least)
	spread := math.Sqrt((speed*speed/(least*most)-1)/3) * speed / mean
	spent := float64(out.Horizon) / 1e9 * float64(len(out.Mobility.Tracks))
	return []Row{
		estimated("mean way between random places in a unit square", "sides", sum/float64(n), mean, math.Sqrt(3*(1./3-mean*mean)), n,
			"Ghosh 1951: (2 + √2 + 5 asinh 1)/15"),
		estimated("mean speed over time of random waypoints", "m/s", all/1000/spent, speed, spread, n,
			"Yoon, Liu and Noble 2003: (max - min)/ln(max/min)"),
	}, nil
}
