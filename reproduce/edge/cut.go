package edge

import (
	"context"
	"fmt"
	"math"
)

// cutStory moves a megabyte over a link of 8 Mbit/s and 10 ms that is cut for 20
// minutes half a second after the data has begun to flow.
const cutStory = `
version: 1
name: cut
duration: 1h
nodes:
  - {name: site, tier: edge, capacity: {cpu: 1, memory: 1GiB}}
  - {name: cloud, tier: cloud, capacity: {cpu: 1, memory: 1GiB}}
links:
  - {name: uplink, between: [site, cloud], bandwidth: 8Mbit/s, latency: 10ms}
transfers:
  - {name: data, from: site, to: cloud, size: 1MB, at: 1m, on-cut: %s}
faults:
  - {at: 60510ms, cut: uplink, for: 20m}
scheduler: {policy: first-fit}
`

// cuts are what becomes of data whose path breaks.
func cuts(ctx context.Context, o *Options) ([]Row, error) {
	const began, back = 60.0, 60.510 + 1200
	cases := []struct {
		policy, quantity string
		seconds          float64
	}{
		{"stall", "end of a stalled transfer", began + 0.010 + 1 + 1200},
		{"restart", "end of a transfer that starts again", back + 0.010 + 1},
		{"reroute", "end of a transfer that goes on", back + 0.010 + 0.5},
	}
	var rows []Row
	for _, c := range cases {
		out, log, err := story{text: fmt.Sprintf(cutStory, c.policy)}.play(ctx)
		if err != nil {
			return nil, err
		}
		end := log.transfers[0].Finished
		rows = append(rows, exact(c.quantity, "s", float64(end)/1e9, c.seconds, "latency + bytes over bandwidth + time without a path"))
		if c.policy == "restart" {
			rows = append(rows, exact("bytes carried for it", "B", float64(out.LinkUse[0].BytesForward), 1.5e6, "half of it twice"))
		}
	}
	again, err := restarts(ctx, o)
	return append(rows, again), err
}

// restartStory moves data that takes a second over a link that fails at random.
const restartStory = `
version: 1
name: restarts
duration: 1h
nodes:
  - {name: site, tier: edge, capacity: {cpu: 1, memory: 1GiB}}
  - {name: cloud, tier: cloud, capacity: {cpu: 1, memory: 1GiB}}
links:
  - {name: uplink, between: [site, cloud], bandwidth: 8Mbit/s, latency: 0s, failures: {up: {exponential: {mean: 1s}}, down: 2s}}
transfers:
  - {name: data, from: site, to: cloud, size: 1MB, at: 0s, on-cut: restart}
scheduler: {policy: first-fit}
`

// restarts is how long it takes to move data over a link that fails, when each
// failure loses all of it. With up times of mean 1/λ, down times d and s seconds of
// work there are K failures, geometric with p = exp(-λs), each d after an up time X
// that is exponential but shorter than s.
func restarts(ctx context.Context, o *Options) (Row, error) {
	const lambda, d, s = 1.0, 2.0, 1.0
	p := math.Exp(-lambda * s)
	failures, spread := (1-p)/p, (1-p)/(p*p)
	x := 1/lambda - s*p/(1-p)
	square := 2/(lambda*lambda) - p*s*(s+2/lambda)/(1-p)
	mean := s + float64(failures*(x+d))
	variance := failures*(square-float64(x*x)) + float64(spread*(x+d)*(x+d))
	n := o.runs(2000)
	total := 0.0
	for k := range n {
		_, log, err := story{text: restartStory, seed: o.Seed, replication: uint64(k)}.play(ctx)
		if err != nil {
			return Row{}, err
		}
		total += float64(log.transfers[0].Finished) / 1e9
	}
	return estimated("time over a link that fails", "s", total/float64(n), mean, math.Sqrt(variance), int64(n),
		"restarts after failures: (exp(λs) - 1)(1/λ + d)"), nil
}
