package scenarios

import (
	"fmt"
	"testing"
	"time"
)

func many(nodes int) []byte {
	return fmt.Appendf(nil, `version: 1
name: many
duration: 1h
nodes:
  - {name: cloud, tier: cloud, capacity: {cpu: 640, memory: 256GiB}}
  - {name: n-{i}, each: {i: 1..%d}, tier: device, gateway: g-{i}, capacity: {cpu: 1, memory: 512MiB}, labels: {zone: "{i}", x: "y"}, failures: {up: {exponential: {mean: 30d}}, down: 2h}}
  - {name: g-{i}, each: {i: 1..%d}, tier: gateway, capacity: {cpu: 1, memory: 512MiB}}
links:
  - {name: l-{i}, each: {i: 1..%d}, between: [n-{i}, g-{i}], bandwidth: 100Mbit/s, latency: 1ms}
  - {name: u-{i}, each: {i: 1..%d}, between: [g-{i}, cloud], bandwidth: 100Mbit/s, latency: 1ms}
workloads:
  - {name: w, source: n-{i}, arrivals: {poisson: {rate: 1/h}}, demand: {cpu: 1}, work: 1s}
  - {name: x, source: {labels: {x: y}}, arrivals: {poisson: {rate: 1/h}}, demand: {cpu: 1}, work: 1s}
scheduler: {policy: nearest}
`, nodes/2, nodes/2, nodes/2, nodes/2)
}

func TestHundredThousandNodesLoadInASecond(t *testing.T) {
	begin := time.Now()
	file, err := LoadBytes("many", many(100_000), Options{Policies: policies()})
	took := time.Since(begin)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d nodes, %d links in %v", len(file.Nodes), len(file.Links), took)
	if len(file.Nodes) != 100_001 || len(file.Workloads[0].Source.Nodes) != 50_000 {
		t.Errorf("%d nodes, %d sources", len(file.Nodes), len(file.Workloads[0].Source.Nodes))
	}
	if took > 5*time.Second {
		t.Errorf("took %v", took)
	}
}

func BenchmarkLoadHundredThousandNodes(b *testing.B) {
	data := many(100_000)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := LoadBytes("many", data, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
