package edge

import (
	"context"
	"math"
	"math/big"

	"github.com/littoral-sim/littoral/internal/theory"
	"github.com/littoral-sim/littoral/sim/trace"
)

// services are the number, the upgrades and the queue of instances.
func services(ctx context.Context, o *Options) ([]Row, error) {
	scaled, err := scaledService(ctx)
	if err != nil {
		return nil, err
	}
	upgraded, err := upgradedService(ctx)
	if err != nil {
		return nil, err
	}
	drained, err := drainedNode(ctx)
	if err != nil {
		return nil, err
	}
	migrated, err := migratedService(ctx)
	if err != nil {
		return nil, err
	}
	live, err := liveService(ctx)
	if err != nil {
		return nil, err
	}
	drained = append(append(drained, migrated), live...)
	queue, err := serviceQueue(ctx, o)
	return append(append(append(scaled, upgraded...), drained...), queue), err
}

// scaledStory asks for ten requests at a time of instances with four slots that are to be busy for 70 %.
const scaledStory = `
version: 1
name: scaled
duration: 1h
nodes:
  - {name: edge, tier: edge, capacity: {cpu: 64, memory: 64GiB}}
services:
  - name: s
    home: edge
    instance: {cpu: 100m}
    slots: 4
    replicas: 1
    start: 3s
    drain: 30s
    scale: {min: 1, max: 20, target: 0.7, tolerance: 0, period: 15s, window: 0s}
workloads:
  - {name: requests, source: edge, arrivals: {every: 100ms}, demand: {cpu: 1}, work: 1s, service: s}
scheduler: {policy: first-fit}
`

// scaledService is how many instances a load calls for.
func scaledService(ctx context.Context) ([]Row, error) {
	out, _, err := story{text: scaledStory}.play(ctx)
	if err != nil {
		return nil, err
	}
	return []Row{exact("instances for 10 requests at a time", "", float64(out.Services[0].Left), math.Ceil(10/(4*0.7)), "⌈load / (slots · target)⌉")}, nil
}

// upgradedStory replaces six instances, two at a time. A node is told after 10 ms, and the new one starts in 3 s.
const upgradedStory = `
version: 1
name: upgraded
duration: 1h
nodes:
  - {name: cloud, tier: cloud, capacity: {cpu: 1, memory: 1GiB}}
  - {name: edge, tier: edge, capacity: {cpu: 64, memory: 64GiB}}
links:
  - {name: up, between: [cloud, edge], bandwidth: 8Mbit/s, latency: 10ms}
services:
  - name: s
    home: cloud
    instance: {cpu: 100m}
    slots: 1
    replicas: 6
    start: 3s
    drain: 30s
    requires: {tier: edge}
    upgrades: [{at: 10m, wave: 2, max-unavailable: 2, pause: 30s}]
scheduler: {policy: first-fit}
`

// upgradedService is how long an upgrade takes, and how much of the service it costs.
func upgradedService(ctx context.Context) ([]Row, error) {
	const instances, waves, replacement, pause = 6.0, 3.0, 3.01, 30.0
	out, log, err := story{text: upgradedStory}.play(ctx)
	if err != nil {
		return nil, err
	}
	took := int64(0)
	for _, e := range log.events {
		switch e.Kind {
		case trace.UpgradeBegun:
			took -= e.At
		case trace.UpgradeEnded:
			took += e.At
		default: // It is about something else.
		}
	}
	use := out.Services[0]
	return []Row{
		exact("time of a rolling upgrade", "s", float64(took)/1e9, waves*replacement+(waves-1)*pause, "waves · replacement + pauses"),
		exact("instances out of service, over time", "s", float64(use.Wanted-use.Ready)/1e9, 2*instances*replacement, "instances · (first start + replacement)"),
	}, nil
}

// migratedStory moves 200 MB at 100 Mbit/s after 10 ms; the instance starts in 3 s.
const migratedStory = `
version: 1
name: migrated
duration: 1h
nodes:
  - {name: a, tier: edge, capacity: {cpu: 1, memory: 1GiB}}
  - {name: b, tier: edge, capacity: {cpu: 1, memory: 1GiB}}
links:
  - {name: ab, between: [a, b], bandwidth: 100Mbit/s, latency: 10ms}
services:
  - {name: s, home: a, instance: {cpu: 100m}, slots: 1, replicas: 1, start: 3s, drain: 30s, state: 200MB, migrations: [{at: 10m, from: a, to: b}]}
scheduler: {policy: first-fit}
`

// migratedService is how long an instance does not serve that moves.
func migratedService(ctx context.Context) (Row, error) {
	out, _, err := story{text: migratedStory}.play(ctx)
	if err != nil {
		return Row{}, err
	}
	return exact("downtime of a cold migration", "s", float64(out.Services[0].Downtime)/1e9, 19.01, "latency + state / bandwidth + start"), nil
}

// drainedStory lets a node go two minutes after it has been cordoned. A task of a minute arrives each ten seconds.
const drainedStory = `
version: 1
name: drained
duration: 1h
nodes:
  - {name: spot, tier: edge, capacity: {cpu: 64, memory: 64GiB}, joins: 10m, leaves: 50m, drain: 2m}
  - {name: site, tier: device, capacity: {cpu: 1, memory: 1GiB}}
links:
  - {name: lan, between: [site, spot], bandwidth: 1Gbit/s, latency: 0s}
workloads:
  - {name: w, source: site, arrivals: {every: 10s}, from: 15m, demand: {cpu: 1}, work: 1m, requires: {tier: edge}}
scheduler: {policy: first-fit}
`

// drainedNode is what a node does that joins and leaves.
func drainedNode(ctx context.Context) ([]Row, error) {
	out, _, err := story{text: drainedStory}.play(ctx)
	if err != nil {
		return nil, err
	}
	use, load := out.NodeUse[0], out.Workloads[0]
	return []Row{
		exact("time in which a node is there", "s", float64(use.Active)/1e9, 40*60, "from when it joins to when it leaves"),
		exact("tasks that it runs before it is cordoned", "", float64(load.Finished), 33*60/10, "from 15 min to 48 min"),
		exact("tasks that are lost with it", "", float64(load.Interrupted), 0, "a task is shorter than the drain"),
	}, nil
}

// queueStory brings three requests per second of a mean of a second each to two instances with two slots.
const queueStory = `
version: 1
name: queue
duration: 20000s
nodes:
  - {name: edge, tier: edge, capacity: {cpu: 64, memory: 64GiB}}
services:
  - {name: s, home: edge, instance: {cpu: 100m}, slots: 2, replicas: 2, start: 0s, drain: 0s}
workloads:
  - {name: requests, source: edge, arrivals: {poisson: {rate: 3/s}}, demand: {cpu: 1}, work: {exponential: {mean: 1s}}, service: s}
scheduler: {policy: first-fit}
`

// serviceQueue is how many requests wait for a slot: those in the queue M/M/c with as many servers as there are slots.
// The deviation is that of the time average of a birth and death process, cut where a longer queue hardly ever comes.
func serviceQueue(ctx context.Context, o *Options) (Row, error) {
	const slots, rate, states, duration = 4, 3, 100, 20000.0
	mmc, err := theory.NewMMC(slots, big.NewRat(rate, 1), big.NewRat(1, 1))
	if err != nil {
		return Row{}, err
	}
	birth, death, waiting := make([]*big.Rat, states), make([]*big.Rat, states), make([]*big.Rat, states+1)
	for i := range states {
		birth[i], death[i] = big.NewRat(rate, 1), big.NewRat(int64(min(i+1, slots)), 1)
	}
	for i := range waiting {
		waiting[i] = big.NewRat(int64(max(i-slots, 0)), 1)
	}
	chain, err := theory.NewBirthDeath(birth, death)
	if err != nil {
		return Row{}, err
	}
	constant, err := chain.Variance(waiting)
	if err != nil {
		return Row{}, err
	}
	variance, _ := constant.Float64()
	mean, _ := mmc.Means().Lq.Float64()
	n := o.runs(20)
	total := 0.0
	for k := range n {
		out, _, err := story{text: queueStory, seed: o.Seed, replication: uint64(k)}.play(ctx)
		if err != nil {
			return Row{}, err
		}
		use := out.Services[0]
		total += float64(use.Requests-use.Busy) / (duration * 1e9)
	}
	return estimated("requests that wait for 2 · 2 slots", "", total/float64(n), mean, math.Sqrt(variance/duration), int64(n),
		"M/M/4: Erlang's C; birth and death process, Whitt (1992)"), nil
}
