package edge

import (
	"context"
	"math"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/sim/trace"
)

// sessionStory moves a kilobyte three times over sessions of a gateway: at first, when
// they are open, and when their life is over. A byte takes a microsecond on either
// link, and another on the core that encrypts.
const sessionStory = `
version: 1
name: sessions
duration: 1h
nodes:
  - {name: dev, tier: device, capacity: {cpu: 1, memory: 1GiB}}
  - name: gw
    tier: gateway
    capacity: {cpu: 1, memory: 1GiB}
    security: {cipher: 1MB/s, session: {protocol: tls-1.3-mutual, lifetime: 10m}}
  - {name: cloud, tier: cloud, capacity: {cpu: 1, memory: 1GiB}}
links:
  - {name: lan, between: [dev, gw], bandwidth: 8Mbit/s, latency: 5ms}
  - {name: wan, between: [gw, cloud], bandwidth: 8Mbit/s, latency: 20ms}
transfers:
  - {name: first, from: dev, to: cloud, size: 1kB, at: 1s}
  - {name: second, from: dev, to: cloud, size: 1kB, at: 2s}
  - {name: third, from: dev, to: cloud, size: 1kB, at: 11m}
scheduler: {policy: first-fit}
`

// sessions is how long data takes over sessions, to the nanosecond.
func sessions(ctx context.Context) ([]Row, error) {
	_, log, err := story{text: sessionStory}.play(ctx)
	if err != nil {
		return nil, err
	}
	const (
		micro     = 1000
		latency   = 25_000 * micro
		record    = 1000 + 14                 // bytes, each a microsecond per link
		cipher    = 2 * 1000 * micro          // once in and once out
		handshake = 2*2*latency + 2*789*micro // two round trips and 789 bytes for each session
		open      = latency + 2*record*micro + cipher
	)
	const source = "round trips + latency + bytes over bandwidth + bytes over cipher throughput"
	var rows []Row
	for i, c := range []struct {
		quantity string
		ns       int64
	}{
		{"1 kB over new TLS 1.3 sessions", open + handshake},
		{"1 kB over open sessions", open},
		{"1 kB after the life of the sessions", open + handshake},
	} {
		x := &log.transfers[i]
		rows = append(rows, exact(c.quantity, "ns", float64(x.Finished-x.Started), float64(c.ns), source))
	}
	return rows, nil
}

// converterStory sends messages through a gateway of one core, which takes a
// millisecond for each.
const converterStory = `
version: 1
name: converter
duration: 20m
nodes:
  - {name: dev, tier: device, capacity: {cpu: 1, memory: 1GiB}}
  - name: gw
    tier: gateway
    discipline: fifo
    capacity: {cpu: 1, memory: 1GiB}
    conversion: [{from: mqtt, to: coap, work: 1ms}]
  - {name: cloud, tier: cloud, capacity: {cpu: 1000, memory: 1TiB}}
links:
  - {name: lan, between: [dev, gw], bandwidth: 100Gbit/s, latency: 1ms}
  - {name: wan, between: [gw, cloud], bandwidth: 100Gbit/s, latency: 1ms}
workloads:
  - {name: m, source: dev, target: cloud, protocol: mqtt, arrivals: {poisson: {rate: 500/s}}, demand: {cpu: 0.001}, work: 1ns, requires: {tier: cloud}}
scheduler: {policy: first-fit}
`

// converter is a gateway as an M/D/1 queue.
func converter(ctx context.Context, o *Options) ([]Row, error) {
	const (
		load = 0.5
		ms   = 1_000_000
		// The asymptotic variance of mean waits is that of M/M/1 at most, in ms².
		variance = load * (2 + 5*load - 4*load*load + load*load*load) / ((1 - load) * (1 - load) * (1 - load) * (1 - load))
		mean     = load / (2 * (1 - load)) // ms
	)
	_, log, err := story{text: converterStory, seed: o.Seed}.play(ctx)
	if err != nil {
		return nil, err
	}
	byNumber := make([]*trace.Task, len(log.tasks))
	for i := range log.tasks {
		byNumber[log.tasks[i].Number-1] = &log.tasks[i]
	}
	var free, wrong, n int64
	total := 0.0
	for _, x := range byNumber {
		if x.State != trace.StateFinished {
			break // What comes later may be under way at the end.
		}
		at := x.Placed + ms
		free = max(free, at) + ms
		if x.Convert != free-at {
			wrong++
		}
		if x.Placed > 10_000*ms { // The queue is in its steady state.
			total += float64(x.Convert-ms) / ms
			n++
		}
	}
	return []Row{
		exact("messages whose time differs from the recursion", "", float64(wrong), 0, "Lindley: departure = max(arrival, departure before) + service"),
		estimated("mean wait for the converter at half load", "ms", total/float64(n), mean, math.Sqrt(variance), n,
			"M/D/1 (Pollaczek–Khinchine); deviation at most that of M/M/1 (Daley 1968)"),
	}, nil
}

// chunkStory converts data that goes in many messages.
const chunkStory = `
version: 1
name: chunks
duration: 1h
nodes:
  - {name: dev, tier: device, capacity: {cpu: 1, memory: 1GiB}}
  - name: gw
    tier: gateway
    capacity: {cpu: 1, memory: 1GiB}
    speed: 0.5
    conversion: [{from: modbus-tcp, to: mqtt, work: 20us, delay: 3ms}]
  - {name: cloud, tier: cloud, capacity: {cpu: 1, memory: 1GiB}}
links:
  - {name: lan, between: [dev, gw], bandwidth: 8Mbit/s, latency: 0s}
  - {name: wan, between: [gw, cloud], bandwidth: 8Mbit/s, latency: 0s}
transfers:
  - {name: data, from: dev, to: cloud, size: 100kB, at: 0s, protocol: modbus-tcp, message: 253B}
scheduler: {policy: first-fit}
`

// chunks is what conversion adds message by message.
func chunks(ctx context.Context) ([]Row, error) {
	out, log, err := story{text: chunkStory}.play(ctx)
	if err != nil {
		return nil, err
	}
	const messages = (100_000 + 252) / 253
	const bytes = 100_000 + 2*messages // the fixed header of MQTT
	return []Row{
		exact("bytes behind the gateway", "B", float64(out.LinkUse[1].BytesForward), bytes, "⌈payload / 253 B⌉ headers of 2 B"),
		exact("time of 100 kB in messages of 253 B", "ns", float64(log.transfers[0].Finished), 100e6+messages*40_000+3e6+bytes*1000,
			"bytes over bandwidth, twice, + messages · work / speed + delay"),
	}, nil
}

// tokenStory sends messages to a gateway that asks about their token, and lets its
// sessions end when nothing comes for half a second.
const tokenStory = `
version: 1
name: tokens
duration: 2h
nodes:
  - {name: dev, tier: device, capacity: {cpu: 1, memory: 1GiB}}
  - name: gw
    tier: gateway
    capacity: {cpu: 1, memory: 1GiB}
    security:
      cipher: 1GB/s
      session:
        protocol: edhoc-oscore
        idle: 500ms
        token: {check: 0s, introspect: cloud, ttl: 5s}
  - {name: cloud, tier: cloud, capacity: {cpu: 1000, memory: 1TiB}}
links:
  - {name: lan, between: [dev, gw], bandwidth: 100Gbit/s, latency: 0s}
  - {name: wan, between: [gw, cloud], bandwidth: 100Gbit/s, latency: 50ms}
workloads:
  - {name: m, source: dev, target: gw, arrivals: {poisson: {rate: 2/s}}, demand: {cpu: 0.001}, work: 1ns, requires: {tier: gateway}}
scheduler: {policy: first-fit}
`

// tokens is how often a gateway asks, and how often it shakes hands.
func tokens(ctx context.Context, o *Options) ([]Row, error) {
	out, log, err := story{text: tokenStory, seed: o.Seed}.play(ctx)
	if err != nil {
		return nil, err
	}
	const rate, ttl, trip, idle = 2.0, 5.0, 0.1, 0.5
	var asked []int64
	handshakes := int64(0)
	for i := range log.events {
		switch e := &log.events[i]; {
		case e.Kind == trace.TokenAsked && models.NodeID(e.Value) == 0:
			asked = append(asked, e.At)
		case e.Kind == trace.HandshakeBegun:
			handshakes++
		}
	}
	gaps := int64(o.runs(1000))
	if int64(len(asked)) <= gaps {
		gaps = int64(len(asked)) - 1
	}
	// The first message always shakes hands, and only then is one left over.
	n := out.Workloads[0].Arrived - 1
	p := math.Exp(-rate * idle)
	return []Row{
		estimated("time between questions about a token", "s", float64(asked[gaps]-asked[0])/1e9/float64(gaps), trip+ttl+1/rate, 1/rate, gaps,
			"round trip + time to live + 1/λ"),
		estimated("messages that find their session idle", "", float64(handshakes-1)/float64(n), p, math.Sqrt(p*(1-p)), n, "exp(-λ · idle time)"),
	}, nil
}

// gateways are what conversion and protection cost.
func gateways(ctx context.Context, o *Options) ([]Row, error) {
	rows, err := sessions(ctx)
	if err != nil {
		return nil, err
	}
	for _, f := range []func(context.Context, *Options) ([]Row, error){
		converter,
		func(ctx context.Context, _ *Options) ([]Row, error) { return chunks(ctx) },
		tokens,
	} {
		more, err := f(ctx, o)
		if err != nil {
			return nil, err
		}
		rows = append(rows, more...)
	}
	return rows, nil
}
