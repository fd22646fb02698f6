package edge

import (
	"context"
	"fmt"
	"math"

	"github.com/littoral-sim/littoral/sim/trace"
)

// bufferStory is a sensor whose gateway stores what cannot reach the cloud, which is 25 ms away.
const bufferStory = `
version: 1
name: buffer
duration: %s
nodes:
  - {name: cloud, tier: cloud, capacity: {cpu: 1, memory: 1GiB}}
  - {name: gateway, tier: gateway, capacity: {cpu: 1, memory: 1GiB}}
  - {name: sensor, tier: device, gateway: gateway, capacity: {cpu: 1, memory: 1GiB}}
links:
  - {name: lan, between: [sensor, gateway], bandwidth: 1Gbit/s, latency: 0s}
  - {name: uplink, between: [gateway, cloud], bandwidth: 1Tbit/s, latency: 25ms}
streams:
  - {name: data, source: sensor, to: cloud, %s, via: [{gateway: true, %s}]}
faults:
  - {at: %s, cut: uplink, for: %s}
scheduler: {policy: first-fit}
`

// playStream plays a buffer story and returns what became of its stream.
func playStream(ctx context.Context, duration, stream, buffer, cut, length string) (*trace.StreamUse, *log, error) {
	out, l, err := story{text: fmt.Sprintf(bufferStory, duration, stream, buffer, cut, length)}.play(ctx)
	if err != nil {
		return nil, nil, err
	}
	return &out.Streams[0], l, nil
}

// buffers are store and forward, aggregation and the age of information.
func buffers(ctx context.Context, o *Options) ([]Row, error) {
	rows, err := platforms(ctx)
	if err != nil {
		return nil, err
	}
	for _, more := range []func(context.Context) ([]Row, error){fill, drain, lives, reduction} {
		list, failed := more(ctx)
		if failed != nil {
			return nil, failed
		}
		rows = append(rows, list...)
	}
	age, err := queueAge(ctx, o)
	return append(rows, age), err
}

// platforms is what the buffers of platforms lose of 1,200 readings that are made, one a second, during a cut of 20
// minutes.
func platforms(ctx context.Context) ([]Row, error) {
	var rows []Row
	for _, c := range []struct {
		quantity, priority, profile, source string
		lost                                float64
	}{
		{"lost in 20 min, EdgeX 4", "0", "profile: edgex-4", "store-and-forward is off: all", 1200},
		{"lost in 20 min, EdgeX 4 with store-and-forward", "0", "profile: edgex-4-store-and-forward, durable: true", "four ticks pass of the ten that an item lives for", 0},
		{"lost in 20 min, Greengrass 2, QoS 0", "0", "profile: greengrass-2-spooler", "QoS 0 is not kept while offline: all", 1200},
		{"lost in 20 min, Greengrass 2, QoS 1", "1", "profile: greengrass-2-spooler", "1,200 KiB fit into 2.5 MiB", 0},
		{"lost in 20 min, Azure IoT Edge 1.6", "0", "profile: azure-iot-edge-1.6-manifest", "two hours to live, no bound on the disk", 0},
	} {
		stream := "arrivals: {every: 1s}, size: 1KiB, priority: " + c.priority
		u, _, err := playStream(ctx, "1h", stream, "buffer: {"+c.profile+"}", "300500ms", "20m")
		if err != nil {
			return nil, err
		}
		rows = append(rows, exact(c.quantity, "items", float64(u.Made-u.Delivered-u.Buffered-u.InFlight), c.lost, c.source))
	}
	return rows, nil
}

// fill is a cut that is longer than the room of a buffer.
func fill(ctx context.Context) ([]Row, error) {
	const made, held = 12_000, 2_621_440 / 1024
	u, _, err := playStream(ctx, "1h", "arrivals: {every: 100ms}, size: 1KiB, priority: 1, until: 30m", "buffer: {profile: greengrass-2-spooler}", "300050ms", "20m")
	if err != nil {
		return nil, err
	}
	return []Row{
		exact("most items held of 12,000 in a cut", "items", float64(u.Stages[1].HeldMost)/1024, held, "2.5 MiB over 1 KiB"),
		exact("rejected of them", "items", float64(u.Rejected), made-held, "rate · time without a path - room"),
		exact("delivered in the whole run", "items", float64(u.Delivered), 18_000-(made-held), "made - rejected"),
	}, nil
}

// drain is how long it takes to send a thousand small items, five of them in flight, over 50 ms there and back.
func drain(ctx context.Context) ([]Row, error) {
	_, l, err := playStream(ctx, "5m", "arrivals: {every: 1ms}, size: 1B, count: 1000, priority: 1", "buffer: {profile: greengrass-2-spooler}", "0s", "1m")
	if err != nil {
		return nil, err
	}
	last := int64(0)
	for _, e := range l.events {
		if e.Kind == trace.DataArrived && e.Node == 0 {
			last = e.At
		}
	}
	const items, trip = 1000, 0.050
	spent := float64(last)/1e9 - 60 + trip/2 // until the last acknowledgement is back
	return []Row{between("speed of draining, 5 in flight", "items/s", items/spent, 99.99, 100, items, "window over round trip, less the time on the wire")}, nil
}

// lives is how long items live that are tried ten times more, every five minutes, in vain.
func lives(ctx context.Context) ([]Row, error) {
	const second, tick = 1e9, 300
	u, l, err := playStream(ctx, "3h", "arrivals: {every: 1s}, size: 100B, from: 1s, until: 1h", "buffer: {profile: edgex-4-store-and-forward, durable: true}", "0s", "3h")
	if err != nil {
		return nil, err
	}
	shortest, longest, next := int64(math.MaxInt64), int64(0), int64(1) // next is when the next item was made that is given up
	for _, e := range l.events {
		if e.Kind == trace.DataExhausted {
			longest = max(longest, e.At/second-next)
			next += e.Value
			shortest = min(shortest, e.At/second-(next-1))
		}
	}
	return []Row{
		exact("longest life with ten retries every 5 min", "s", float64(longest), 10*tick, "the first tick is at most one period away"),
		exact("shortest, made once a second", "s", float64(shortest), 9*tick+1, "made a second before a tick"),
		exact("given up", "items", float64(u.Exhausted), 3599, "all that was made"),
	}, nil
}

// reduction is a gateway that sends a tenth of what it gets, and the age of readings without it.
func reduction(ctx context.Context) ([]Row, error) {
	u, _, err := playStream(ctx, "1h", "arrivals: {every: 100ms}, size: 1KiB, until: 10m", "aggregate: {window: 10s, ratio: 0.1}, buffer: {durable: true}", "50m", "1m")
	if err != nil {
		return nil, err
	}
	plain, _, err := playStream(ctx, "1h", "arrivals: {every: 1s}, size: 125B", "buffer: {durable: true}", "60m", "1m")
	if err != nil {
		return nil, err
	}
	const delay, wire = 0.025, 1e-5
	return []Row{
		exact("bytes up after windows at a ratio of 0.1", "B", float64(u.Stages[1].BytesOut), 600*1024, "0.1 · 6,000 KiB"),
		exact("summaries of 10 s in 10 min", "", float64(u.Records), 60, "time over window"),
		between("mean age of readings made each second", "s", float64(plain.AgeMean)/1e9, 0.5+delay-0.001, 0.5+delay+wire, 1, "period/2 + delay, less the first period"),
		between("largest age of them", "s", float64(plain.AgeMost)/1e9, 1+delay, 1+delay+wire, 1, "period + delay"),
	}, nil
}

// ageStory is a link that serves exponential items one after the other: an M/M/1 queue of readings.
const ageStory = `
version: 1
name: age
duration: 20000s
warmup: 500s
nodes:
  - {name: cloud, tier: cloud, capacity: {cpu: 1, memory: 1GiB}}
  - {name: sensor, tier: device, capacity: {cpu: 1, memory: 1GiB}}
links:
  - {name: uplink, between: [sensor, cloud], bandwidth: 8Mbit/s, latency: 0s}
streams:
  - {name: data, source: sensor, to: cloud, arrivals: {poisson: {rate: 0.5/s}}, size: {exponential: {mean: 1MB}}, buffer: {in-flight: 1, durable: true}}
scheduler: {policy: first-fit}
`

// queueAge is the mean age of information behind an M/M/1 queue.
func queueAge(ctx context.Context, o *Options) (Row, error) {
	const rho = 0.5
	theory := 1 + 1/rho + float64(rho*rho)/(1-rho)
	n := max(10, o.runs(40))
	sum, square := 0.0, 0.0
	for i := range n {
		out, _, err := story{text: ageStory, seed: o.Seed, replication: uint64(i) + 1}.play(ctx)
		if err != nil {
			return Row{}, err
		}
		age := float64(out.Streams[0].AgeMean) / 1e9
		sum += age
		square += float64(age * age)
	}
	mean := sum / float64(n)
	deviation := math.Sqrt(max(0, square-float64(mean*sum)) / float64(n-1))
	return estimated("mean age behind an M/M/1 queue, load 0.5", "s", mean, theory, deviation, int64(n),
		"S. Kaul, R. Yates, M. Gruteser, Real-time status: how often should one update?, INFOCOM 2012"), nil
}
