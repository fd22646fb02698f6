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

func written(nodes int) []byte {
	b := []byte("version: 1\nname: written\nduration: 1h\nscheduler: {policy: nearest}\nnodes:\n")
	for i := range nodes {
		b = fmt.Appendf(b, "  - {name: n-%d, tier: device, capacity: {cpu: 1, memory: 512MiB, bandwidth: 20Mbit/s}, speed: 0.2}\n", i)
	}
	return b
}

func TestManyWrittenNodesLoad(t *testing.T) {
	file, err := LoadBytes("written", written(50_000), Options{})
	if err != nil || len(file.Nodes) != 50_000 {
		t.Fatal(err)
	}
}

func BenchmarkLoadWrittenNodes(b *testing.B) {
	data := written(50_000)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := LoadBytes("written", data, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

func TestDiagnosePointsIntoTheFile(t *testing.T) {
	f := load1(t, small, "seed=3")
	d := f.Diagnose(f.Nodes[1].Capacity.CPU.Pos, "nodes.1.capacity.cpu", "wrong", "fix")
	equal(t, "in the file", d.Render(), "test.yaml:6:44: nodes.1.capacity.cpu: wrong: fix\n"+
		"      - {name: b, tier: cloud, capacity: {cpu: 8, memory: 16GiB}}\n"+
		"                                               ^")
	d = f.Diagnose(f.Seed.Pos, "seed", "wrong", "fix")
	equal(t, "in an override", d.Render(), "--set:1:6: seed: wrong: fix\n    seed=3\n         ^")
	d = (&File{Name: Value[Name]{V: "made"}}).Diagnose(Pos{Line: 2, Col: 3}, "seed", "wrong", "fix")
	equal(t, "without a file", d.Render(), "made:2:3: seed: wrong: fix")
}
