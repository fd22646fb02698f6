package edge

import (
	"context"
	"fmt"
	"math"
)

// responseStory is a hundred nodes a tenth of a second away. Each takes one task, at
// an instant that has nothing to do with when it reports.
const responseStory = `
version: 1
name: response
duration: 1h
nodes:
  - {name: cloud, tier: cloud, capacity: {cpu: 1, memory: 1GiB}}
  - {name: n{i}, each: {i: 1..100}, tier: edge, capacity: {cpu: 1, memory: 1GiB}}
links:
  - {name: l{i}, each: {i: 1..100}, between: [n{i}, cloud], bandwidth: 8Mbit/s, latency: 100ms}
workloads:
  - {name: w, source: cloud, arrivals: {poisson: {rate: 0.1/s}}, count: 100, demand: {cpu: 1, memory: 1GiB}, work: 2h, requires: {tier: edge}}
control: {observer: cloud, profile: baetyl-2, monitor: 5s, termination-grace: 30s, backoff: {initial: 1s, max: 10s}}
scheduler: {policy: first-fit}
`

// responses compares how long a placement takes from the decision to its node when it
// is the answer to a report: until the next report arrives, and the latency. Reports
// of Baetyl are uniform over 20 s to 20.1 s apart.
func responses(ctx context.Context, o *Options) ([]Row, error) {
	const least, most, latency = 20.0, 20.1, 0.1
	const mean, square = (least + most) / 2, (most*most + most*least + least*least) / 3
	const cube = (most + least) * (most*most + least*least) / 4
	const wait = square / (2 * mean)
	deviation := math.Sqrt(cube/(3*mean) - float64(wait*wait))
	n, total, first, last := int64(0), 0.0, math.Inf(1), 0.0
	for k := range o.runs(100) {
		out, log, err := story{text: responseStory, seed: o.Seed, replication: uint64(k)}.play(ctx)
		if err != nil {
			return nil, err
		}
		if b := out.Belief; b.Lost+b.Refused+b.Undelivered != 0 {
			return nil, fmt.Errorf("%d nodes lost, %d placements refused, %d undelivered", b.Lost, b.Refused, b.Undelivered)
		}
		for i := range log.tasks {
			if log.tasks[i].Placed < 0 {
				continue
			}
			s := float64(log.tasks[i].Decision) / 1e9
			total += s
			first, last = min(first, s), max(last, s)
			n++
		}
	}
	const name, source = "decision until the node has it, baetyl-2", "answers to reports every 20 s and up to 100 ms more (baetyl sync/sync.go): E(g²)/(2 E(g)) + latency"
	return []Row{
		estimated(name, "s", total/float64(n), wait+latency, deviation, n, source),
		between(name+", least", "s", first, latency, most+latency, n, source),
		between(name+", greatest", "s", last, latency, most+latency, n, source),
	}, nil
}
