package edge

import "context"

// liveStory copies 200 MB at 100 Mbit/s, of which 2.5 MB change in a second, a fifth of what is sent in it. No more
// than 2 MB may be left.
const liveStory = `
version: 1
name: live
duration: 1h
nodes:
  - {name: a, tier: edge, capacity: {cpu: 1, memory: 1GiB}}
  - {name: b, tier: edge, capacity: {cpu: 1, memory: 1GiB}}
links:
  - {name: ab, between: [a, b], bandwidth: 100Mbit/s, latency: 0s}
services:
  - {name: s, home: a, instance: {cpu: 100m}, slots: 1, replicas: 1, start: 3s, drain: 30s, state: 200MB, dirty: 2.5MB/s,
     migrate: live, threshold: 2MB, rounds: 10, steer: 50ms, migrations: [{at: 10m, from: a, to: b}]}
scheduler: {policy: first-fit}
`

// liveService is how long an instance does not serve that moves live, and what is moved: 200, 40, 8 and 1.6 MB.
func liveService(ctx context.Context) ([]Row, error) {
	out, _, err := story{text: liveStory}.play(ctx)
	if err != nil {
		return nil, err
	}
	const state, rate, transfers, rest, steer = 200.0, 12.5, 4, 1.6, 0.05
	series, part := 0.0, state
	for range transfers {
		series += part
		part /= 5
	}
	use := out.Services[0]
	return []Row{
		exact("downtime of a live migration", "s", float64(use.Downtime)/1e9, rest/rate+steer, "state · (dirty / bandwidth)ⁿ / bandwidth + steering"),
		exact("state that a live migration moves", "MB", float64(use.MovedBytes)/1e6, series, "Σ state · (dirty / bandwidth)ᵏ, k = 0 … n"),
	}, nil
}
