package edge

import (
	"context"
	"fmt"
	"math"

	"github.com/littoral-sim/littoral/sim/trace"
)

// trustStory is a site whose node has what vouches for it from a cloud behind an
// uplink, and a task each minute that has to stay on the site.
const trustStory = `
version: 1
name: trust
duration: %s
nodes:
  - {name: cloud, tier: cloud, capacity: {cpu: 1, memory: 1GiB}, residency: us}
  - {name: edge, tier: edge, capacity: {cpu: 1, memory: 1GiB}, residency: eu, trust: {%s}}
links:
  - {name: uplink, between: [edge, cloud], bandwidth: 8Mbit/s, latency: 10ms%s}
workloads:
  - {name: private, source: edge, arrivals: {every: 1h}, demand: {cpu: 1}, work: 100ms, residency: eu, requires: {%s}}
faults: [%s]
scheduler: {policy: first-fit}
`

// trust is what becomes of nodes when what vouches for them runs out.
func trust(ctx context.Context, o *Options) ([]Row, error) {
	rows, err := longCut(ctx)
	if err != nil {
		return nil, err
	}
	for _, f := range []func(context.Context, *Options) ([]Row, error){boot, samples, homes} {
		more, err := f(ctx, o)
		if err != nil {
			return nil, err
		}
		rows = append(rows, more...)
	}
	return rows, nil
}

// longCut cuts a node off for longer than its certificate lasts. It has 24 h, is due
// at 0.8 of that, and tries again each 5 min: the first attempt after the cut, which
// ends at 40 h, is 250 · 5 min after 19.2 h.
func longCut(ctx context.Context) ([]Row, error) {
	out, log, err := story{text: fmt.Sprintf(trustStory, "48h",
		"credential: {life: 24h, rotate-at: 0.8, retry: 5m, authority: cloud}", "", "trusted: true", "{at: 10h, cut: uplink, for: 30h}")}.play(ctx)
	if err != nil {
		return nil, err
	}
	lost, back := -1.0, -1.0
	for _, e := range log.events {
		switch e.Kind { //nolint:exhaustive // The others do not matter here.
		case trace.TrustLost:
			lost = float64(e.At) / 1e9
		case trace.TrustRestored:
			back = float64(e.At) / 1e9
		}
	}
	waited := 0.0
	for i := range log.tasks {
		waited = max(waited, float64(log.tasks[i].Queue)/1e9)
	}
	const life, renewed = 24 * 3600.0, 69_120 + 250*300.0
	return []Row{
		exact("expiry of a certificate in a cut", "s", lost, life, "its life"),
		exact("its renewal after the cut", "s", back, renewed, "first attempt that reaches the authority"),
		exact("time without it", "s", float64(out.Trust.Lost)/1e9, renewed-life, "from the one to the other"),
		exact("longest wait of a task that requires it", "s", waited, renewed-life, "that of the first after the expiry"),
		exact("tasks placed without it", "", float64(out.Trust.Violations), 0, "none may be"),
	}, nil
}

// boot crashes a node for 5 min that takes 20 s to check what it starts.
func boot(ctx context.Context, _ *Options) ([]Row, error) {
	out, _, err := story{text: fmt.Sprintf(trustStory, "1h", "boot: 20s", "", "tier: edge", "{at: 10m, crash: edge, for: 5m}")}.play(ctx)
	if err != nil {
		return nil, err
	}
	return []Row{exact("time out of service with a secure boot", "s", float64(out.NodeUse[1].Error)/1e9, 320, "repair + boot")}, nil
}

// samples attests a node each hour for two hours, over an uplink that alternates
// between exponential up and down times. It is not attested when the uplink was down at
// the last two attempts: with rates λ and μ, D = λ/(λ+μ) and U = 1 - D this is so in
// D·(D + U·exp(-(λ+μ)·1h)) of the time.
func samples(ctx context.Context, o *Options) ([]Row, error) {
	const hours, lambda, mu = 10_000, 2.0, 4.0 // per hour
	const down = lambda / (lambda + mu)
	theory := down * (down + float64((1-down)*math.Exp(-lambda-mu)))
	// Attempts are an hour apart, so that they hardly depend on each other: the
	// variance is that of a sum of products of neighbours.
	q := down * down
	deviation := math.Sqrt((float64(q*(1-q)) + 2*(float64(q*down)-float64(q*q))) / hours)
	n, sum := o.runs(40), 0.0
	for k := range n {
		out, _, err := story{text: fmt.Sprintf(trustStory, "10000h", "attestation: {every: 1h, valid: 2h, authority: cloud}",
			", failures: {up: {exponential: {mean: 30m}}, down: {exponential: {mean: 15m}}}", "attested: true", ""), seed: o.Seed, replication: uint64(k)}.play(ctx)
		if err != nil {
			return nil, err
		}
		sum += float64(out.Trust.Lost) / (hours * 3.6e12)
	}
	return []Row{estimated("part of the time without attestation", "", sum/float64(n), theory, deviation, int64(n), "two samples of a two-state Markov process")}, nil
}

// homeStory has two ways from a camera to a node, one of which leaves the region and
// fails seldom, and one which stays in it and fails often. Tasks run in an enclave.
const homeStory = `
version: 1
name: home
duration: 100h
nodes:
  - {name: cam, tier: device, capacity: {cpu: 1, memory: 1GiB}, residency: eu}
  - {name: near, tier: gateway, capacity: {cpu: 1, memory: 1GiB}, residency: eu}
  - {name: far, tier: gateway, capacity: {cpu: 1, memory: 1GiB}, residency: us}
  - {name: edge, tier: edge, capacity: {cpu: 4, memory: 1GiB}, residency: eu, trust: {enclave: {slowdown: 1.5, transition: 2ms}}}
links:
  - {name: a, between: [cam, near], bandwidth: 8Mbit/s, latency: 10ms, residency: eu, encrypted: true, failures: {up: {exponential: {mean: 10m}}, down: {exponential: {mean: 5m}}}}
  - {name: b, between: [near, edge], bandwidth: 8Mbit/s, latency: 10ms, residency: eu, encrypted: true}
  - {name: c, between: [cam, far], bandwidth: 8Mbit/s, latency: 15ms, residency: eu, failures: {up: {exponential: {mean: 2h}}, down: 1m}}
  - {name: d, between: [far, edge], bandwidth: 8Mbit/s, latency: 15ms, residency: us}
workloads:
  - {name: private, source: cam, arrivals: {poisson: {rate: 60/h}}, demand: {cpu: 1}, work: 100ms, input: 1MB, output: 1MB, on-cut: reroute, residency: eu, requires: {enclave: true, encrypted-links: true}}
scheduler: {policy: nearest}
`

// homes counts what leaves its region while links fail, and how long work takes in an
// enclave.
func homes(ctx context.Context, o *Options) ([]Row, error) {
	out, log, err := story{text: homeStory, seed: o.Seed}.play(ctx)
	if err != nil {
		return nil, err
	}
	shortest, far := math.Inf(1), int64(0)
	for i := range log.tasks {
		if log.tasks[i].State == trace.StateFinished {
			shortest = min(shortest, float64(log.tasks[i].Run)/1e6)
		}
	}
	for _, l := range []int{2, 3} {
		far += out.LinkUse[l].BytesForward + out.LinkUse[l].BytesBack
	}
	return []Row{
		exact("bytes that leave their region", "B", float64(far), 0, "none may"),
		exact("violations of residency and encryption", "", float64(out.Trust.Violations), 0, "none may be"),
		exact("shortest time in an enclave", "ms", shortest, 152, "work · slowdown + transition"),
	}, nil
}
