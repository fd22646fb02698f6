package main

import (
	"fmt"
	"strings"
	"time"
)

// districts are on a grid, this many on a side, so far apart.
const (
	side    = 10
	spacing = 0.004 // degrees of latitude: 445 m
)

// city writes the scenario for a time to simulate.
func city(span time.Duration) string {
	var b strings.Builder
	fmt.Fprintf(&b, `version: 1
name: city
seed: 1
duration: %ds
nodes:
  - name: cloud
    tier: cloud
    capacity: {cpu: 4000, memory: 64TiB, storage: 1000TiB, bandwidth: 100Gbit/s}
    power: {idle: 20kW, busy: 60kW}
`, int(span.Seconds()))
	for d := range side * side {
		fmt.Fprintf(&b, `  - name: gw-%[1]d
    tier: gateway
    protocols: [mqtt, http]
    at: {lat: %.5[2]f, lon: %.5[3]f}
    capacity: {cpu: 8, memory: 16GiB, storage: 256GiB, bandwidth: 10Gbit/s}
    conversion: [{from: mqtt, to: http, work: 200us, overhead: 120B}]
    labels: {kind: site}
    power: {idle: 10W, busy: 18W}
    failures: {up: {exponential: {mean: 12h}}, down: {exponential: {mean: 5m}}}
`, d+1, -37.8+spacing*float64(d/side), 144.9+spacing*float64(d%side)*1.265)
	}
	b.WriteString(rest)
	return b.String()
}

// rest is what templates can say.
const rest = `  - name: edge-{d}-{i}
    each: {d: 1..100, i: 1..9}
    tier: edge
    gateway: gw-{d}
    capacity: {cpu: 8, memory: 32GiB, storage: 512GiB, bandwidth: 1Gbit/s}
    power: {idle: 60W, busy: 140W, model: cubic}
    failures: {up: {weibull: {shape: 0.7, scale: 6h}}, down: {lognormal: {mean: 10m, cv: 1.5}}}
  - name: dev-{d}-{i}
    each: {d: 1..100, i: 1..80}
    tier: device
    gateway: gw-{d}
    capacity: {cpu: 1, memory: 512MiB, storage: 4GiB, bandwidth: 20Mbit/s}
    speed: 0.1
    labels: {kind: device}
    power: {idle: 1.6W, busy: 5.1W}
    failures: {up: {exponential: {mean: 24h}}, down: {exponential: {mean: 30m}}}
  - name: user-{i}
    each: {i: 1..1000}
    tier: device
    capacity: {cpu: 1, memory: 512MiB, storage: 4GiB, bandwidth: 20Mbit/s}
    speed: 0.1
    labels: {kind: user}

links:
  - {name: "drop-{d}-{i}", each: {d: 1..100, i: 1..9}, between: ["edge-{d}-{i}", "gw-{d}"], bandwidth: 1Gbit/s, latency: 300us}
  - {name: "air-{d}-{i}", each: {d: 1..100, i: 1..80}, between: ["dev-{d}-{i}", "gw-{d}"], bandwidth: 50Mbit/s, latency: 5ms, failures: {up: {exponential: {mean: 2h}}, down: {exponential: {mean: 30s}}}}
  - {name: "uplink-{d}", each: {d: 1..100}, between: ["gw-{d}", cloud], bandwidth: 1Gbit/s, latency: 12ms, failures: {up: {exponential: {mean: 8h}}, down: {exponential: {mean: 3m}}}}

mobility:
  devices: {labels: {kind: user}}
  model: {random-waypoint: {speed: {uniform: {min: 1m/s, max: 15m/s}}, pause: {exponential: {mean: 1m}}}}
  access-points: {labels: {kind: site}}
  coverage: 400m
  hysteresis: 20m
  handover: {uniform: {min: 30ms, max: 80ms}}
  link: {bandwidth: 50Mbit/s, latency: 8ms}

workloads:
  - name: detect
    source: {labels: {kind: device}}
    protocol: mqtt
    uplink-protocol: http
    arrivals: {poisson: {rate: 110/h}}
    demand: {cpu: 1, memory: 200MiB}
    work: {exponential: {mean: 2s}}
    input: 120kB
    output: 2kB
    deadline: 10s
    on-cut: reroute
    requires: {tier: [edge, cloud]}
  - name: guide
    source: {labels: {kind: user}}
    arrivals: {poisson: {rate: 140/h}}
    demand: {cpu: 1, memory: 100MiB}
    work: {exponential: {mean: 1s}}
    input: 60kB
    output: 20kB
    deadline: 2s
    on-cut: reroute
    requires: {tier: [edge, cloud]}

streams:
  - name: readings
    source: {labels: {kind: device}}
    to: cloud
    arrivals: {every: 30s}
    size: 200B
    priority: 1
    via:
      - {gateway: true, aggregate: {window: 10s, ratio: 0.2}, buffer: {profile: greengrass-2-spooler}}

scheduler: {policy: least-latency}
`
