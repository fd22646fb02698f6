package edge

import (
	"context"
	"fmt"
	"math"
	"strings"

	"github.com/littoral-sim/littoral/sim/trace"
)

// The smart city of LEAF: 16 cameras whose pictures are analysed on fog nodes, and in
// the cloud when these are full.
const (
	leafCameras = 16
	leafDemand  = 30 // cores of 1000 compute units
	leafFog     = 400
	leafSource  = "LEAF, examples/smart_city_traffic/settings.py; closed form of its power at time 0"
)

// leafStory writes the first second of the smart city with a number of fog nodes. A
// second of data and work is as much energy as power. LEAF fills a fog node for as
// long as less than 85 % of it is in use.
func leafStory(fogs int) string {
	placed := make([]int, fogs+1) // the last one is the cloud
	for range leafCameras {
		at := 0
		for at < fogs && 100*leafDemand*placed[at] >= 85*leafFog {
			at++
		}
		placed[at]++
	}
	var nodes, links, work, data strings.Builder
	camera := 0
	for at, n := range placed {
		name := "cloud"
		if at < fogs {
			name = fmt.Sprintf("fog-%d", at+1)
			fmt.Fprintf(&nodes, "  - {name: %s, tier: edge, capacity: {cpu: %d, memory: 1TiB}, power: {idle: 100W, busy: 240W}}\n", name, leafFog)
			fmt.Fprintf(&links, "  - {name: wan-%s, between: [%s, cloud], bandwidth: %dkbit/s, latency: 0s, energy: 6658nJ/bit, energy-back: 20572nJ/bit}\n", name, name, 200*n)
		}
		if n == 0 {
			continue
		}
		fmt.Fprintf(&work, "  - {name: on-%s, source: %s, arrivals: {at: [%s]}, demand: {cpu: %d}, work: 1m, requires: {nodes: [%s]}}\n",
			name, name, strings.TrimSuffix(strings.Repeat("0s, ", n), ", "), leafDemand, name)
		for range n {
			camera++
			fmt.Fprintf(&nodes, "  - {name: cam-%d, tier: device, capacity: {cpu: 1, memory: 1GiB}}\n", camera)
			energy := ""
			if at < fogs {
				fmt.Fprintf(&data, "  - {name: result-%d, from: %s, to: cloud, size: 25kB, at: 0s}\n", camera, name)
			} else {
				energy = ", energy: 6658nJ/bit, energy-back: 20572nJ/bit"
			}
			fmt.Fprintf(&links, "  - {name: link-%d, between: [cam-%d, %s], bandwidth: 10Mbit/s, latency: 0s%s}\n", camera, camera, name, energy)
			fmt.Fprintf(&data, "  - {name: video-%d, from: cam-%d, to: %s, size: 1.25MB, at: 0s}\n", camera, camera, name)
		}
	}
	return "version: 1\nname: leaf\nduration: 1s\nnodes:\n" +
		"  - {name: cloud, tier: cloud, capacity: {cpu: 10000, memory: 1TiB}, power: {idle: 0W, busy: 7kW}} # 700 µW for a compute unit\n" +
		nodes.String() + "links:\n" + links.String() + "workloads:\n" + work.String() + "transfers:\n" + data.String() +
		"scheduler: {policy: first-fit}\n"
}

// leaf is the power of the smart city at time 0, in watts.
func leaf(ctx context.Context) ([]Row, error) {
	var rows []Row
	for fogs, want := range []struct{ wan, fog, cloud float64 }{
		{1065.28, 0, 336}, {282.2992, 226, 84}, {21.3056, 368, 0},
	} {
		out, _, err := story{text: leafStory(fogs)}.play(ctx)
		if err != nil {
			return nil, err
		}
		var wan, fog, cloud int64 // microjoules of a second
		for _, l := range out.Footprint.Links {
			wan += l.Energy
		}
		for _, n := range out.NodeUse {
			switch {
			case n.Energy == trace.None:
			case n.Tier == "cloud":
				cloud += n.Energy
			default:
				fog += n.Energy
			}
		}
		title := fmt.Sprintf("LEAF smart city, fog nodes: %d, power of the ", fogs)
		rows = append(rows,
			exact(title+"wide area network", "W", float64(wan)/1e6, want.wan, leafSource),
			exact(title+"fog", "W", float64(fog)/1e6, want.fog, leafSource),
			exact(title+"cloud", "W", float64(cloud)/1e6, want.cloud, leafSource))
	}
	return rows, nil
}

// queuePowerStory is a node of one core as a queue.
const queuePowerStory = `
version: 1
name: queue-power
duration: 100000s
nodes:
  - {name: n, tier: edge, discipline: fifo, capacity: {cpu: 1, memory: 1TiB}, power: {idle: 100W, busy: 240W}}
workloads:
  - {name: w, source: n, arrivals: {poisson: {rate: 0.5/s}}, demand: {cpu: 1}, work: {exponential: {mean: 1s}}}
scheduler: {policy: first-fit}
`

// queuePower is the mean power of an M/M/1 queue. Its idle and busy periods alternate,
// so that the variance of the time in which it is busy follows from theirs.
func queuePower(ctx context.Context, o *Options) ([]Row, error) {
	const (
		seconds, rho     = 100_000.0, 0.5
		idle, idleSquare = 2.0, 4.0  // mean and variance of an idle period: 1/λ, 1/λ²
		busy, busySquare = 2.0, 12.0 // of a busy period: 1/(μ−λ), (1+ρ)/(μ²(1−ρ)³)
		variance         = (idle*idle*busySquare + busy*busy*idleSquare) / ((idle + busy) * (idle + busy) * (idle + busy))
	)
	out, _, err := story{text: queuePowerStory, seed: o.Seed}.play(ctx)
	if err != nil {
		return nil, err
	}
	got := float64(out.NodeUse[0].Energy) / 1e6 / seconds
	return []Row{estimated("mean power of M/M/1 at half load", "W", got, 100+140*rho, 140*math.Sqrt(variance/seconds), 1,
		"idle + ρ·(busy − idle); variance of an alternating renewal process")}, nil
}

// exactPowerStory has nodes whose energy follows by hand: one with a cubic power that
// is half in use for half of the time, one with a table, one that sleeps between its
// tasks, one that lives from its battery, and one that goes up and down with its
// harvest.
const exactPowerStory = `
version: 1
name: exact-power
duration: 20000s
nodes:
  - {name: cubic, tier: edge, discipline: fifo, capacity: {cpu: 2, memory: 1TiB}, power: {idle: 10W, busy: 50W, model: cubic}}
  - {name: table, tier: edge, discipline: fifo, capacity: {cpu: 8, memory: 1TiB}, power: {table: [86W, 89.4W, 92.6W, 96W, 99.5W, 102W, 106W, 108W, 112W, 114W, 117W]}}
  - {name: sleeper, tier: edge, discipline: fifo, capacity: {cpu: 1, memory: 1TiB}, power: {idle: 2W, busy: 6W, sleep: {power: 10mW, after: 10s, wake: 3s, waking: 4W}}}
  - {name: buoy, tier: device, capacity: {cpu: 1, memory: 1GiB}, power: {idle: 5.1W, busy: 5.1W}, battery: {capacity: 18.75Wh, restart: 1}}
  - {name: meadow, tier: device, capacity: {cpu: 1, memory: 1GiB}, power: {idle: 2W, busy: 2W}, battery: {capacity: 1000J, charge: 0.2, cutoff: 0.05, restart: 0.2, harvest: 500mW}}
  - {name: clerk, tier: cloud, capacity: {cpu: 1, memory: 1GiB}, power: {idle: 100W, busy: 100W}, price: {hour: 0.9}}
workloads:
  - {name: c, source: cubic, arrivals: {every: 10s}, demand: {cpu: 1}, work: 5s, requires: {nodes: [cubic]}}
  - {name: t, source: table, arrivals: {at: [0s]}, demand: {cpu: 2.8}, work: 28000s, requires: {nodes: [table]}}
  - {name: s, source: sleeper, arrivals: {every: 100s}, demand: {cpu: 1}, work: 7s, requires: {nodes: [sleeper]}}
carbon:
  - {tier: cloud, steps: [{at: 0s, intensity: 400g/kWh}, {at: 5000s, intensity: 40g/kWh}], every: 10000s}
scheduler: {policy: first-fit}
`

// exactPower compares energies, instants, emission and cost that follow by hand.
func exactPower(ctx context.Context) ([]Row, error) {
	out, _, err := story{text: exactPowerStory}.play(ctx)
	if err != nil {
		return nil, err
	}
	joule := func(i int) float64 { return float64(out.NodeUse[i].Energy) / 1e6 }
	const (
		seconds = 20_000
		// The first task comes to a node that is awake; it sleeps when the second one
		// comes, and then each period is the same but for the last, which wakes nobody.
		first  = 7*6 + 10*2 + 83*0.01
		period = 3*4 + 7*6 + 10*2 + 80*0.01
	)
	clerk := out.Footprint.Nodes[5]
	return []Row{
		exact("cubic power, half in use for half of the time", "J", joule(0), seconds*(10+40*0.125/2), "idle + (busy − idle)·u³"),
		exact("power by a table, at 35 % for half of the time", "J", joule(1), 10_000*97.75+10_000*86, "straight lines between the values of a SPECpower report"),
		exact("a node that sleeps between tasks", "J", joule(2), first+199*period, "Σ power · time in each state"),
		exact("wakes", "", float64(out.Footprint.Nodes[2].Wakes), 199, "a period each"),
		exact("life of a battery", "ns", float64(out.NodeUse[3].Active), 13_235_294_117_648, "⌈capacity / power⌉"),
		exact("time up on half a watt, of a node that draws two", "s", float64(out.NodeUse[4].Active)/1e9, seconds/4, "harvest / power"),
		exact("harvested", "J", float64(out.Footprint.Nodes[4].Battery.Harvested)/1e6, seconds/2, "power · time"),
		exact("emission under a grid that changes twice", "g", float64(clerk.Emission)/1e6, 122.222222, "Σ intensity · energy, rounded down to a microgram"),
		exact("cost of a node", "", float64(clerk.Cost)/1e6, 5, "price · time"),
	}, nil
}

// sineStory is a panel whose power follows the day.
const sineStory = `
version: 1
name: sine
duration: 3d
nodes:
  - {name: panel, tier: device, capacity: {cpu: 1, memory: 1GiB}, power: {idle: 1W, busy: 1W}, battery: {capacity: 1kWh, charge: 0.5, restart: 1, harvest: {sine: {mean: 2.5W, swing: 0.9, every: 24h, peak: 13h}}}}
scheduler: {policy: first-fit}
`

// sinePower is what a sine gives over three periods.
func sinePower(ctx context.Context) ([]Row, error) {
	out, _, err := story{text: sineStory}.play(ctx)
	if err != nil {
		return nil, err
	}
	b := out.Footprint.Nodes[0].Battery
	return []Row{exact("harvested from a sine in three days", "J", float64(b.Harvested)/1e6, 2.5*3*86_400, "mean · time, over whole periods")}, nil
}

// classPowerStory has links that take their energy from their classes.
const classPowerStory = `
version: 1
name: class-power
duration: 60s
nodes:
  - {name: phone, tier: device, capacity: {cpu: 1, memory: 1GiB}}
  - {name: site, tier: edge, capacity: {cpu: 1, memory: 1GiB}, power: {idle: 1W, busy: 2W, model: linear}}
  - {name: cloud, tier: cloud, capacity: {cpu: 1, memory: 1GiB}}
links:
  - {name: air, between: [phone, site], class: wifi}
  - {name: uplink, between: [site, cloud], class: wan}
  - {name: plain, between: [phone, cloud], class: wan-15}
transfers:
  - {name: there, from: phone, to: cloud, size: 1MB, at: 0s}
  - {name: back, from: cloud, to: phone, size: 3MB, at: 0s}
scheduler: {policy: first-fit}
faults:
  - {at: 0s, cut: plain}
`

// classPower is the energy of data over links of classes with an energy per bit.
func classPower(ctx context.Context) ([]Row, error) {
	out, _, err := story{text: classPowerStory}.play(ctx)
	if err != nil {
		return nil, err
	}
	const there, back = 8e6, 24e6 // bits
	joule := func(i int) float64 { return float64(out.Footprint.Links[i].Energy) / 1e6 }
	return []Row{
		exact("a megabyte up and three down over Wi-Fi by its class", "J", joule(0), there*283e-9+back*137e-9, "bits · energy of the direction, PureEdgeSim Example 7"),
		exact("the same over the WAN by its class", "J", joule(1), (there+back)*46.7e-9, "bits · energy of a bit, PureEdgeSim Example 7"),
	}, nil
}

// energies are power, batteries, carbon and money.
func energies(ctx context.Context, o *Options) ([]Row, error) {
	rows, err := leaf(ctx)
	if err != nil {
		return nil, err
	}
	more, err := exactPower(ctx)
	if err != nil {
		return nil, err
	}
	rows = append(rows, more...)
	if more, err = sinePower(ctx); err != nil {
		return nil, err
	}
	rows = append(rows, more...)
	if more, err = classPower(ctx); err != nil {
		return nil, err
	}
	rows = append(rows, more...)
	more, err = queuePower(ctx, o)
	return append(rows, more...), err
}
