package models

import (
	"runtime"
	"testing"
)

// A thousand gateways with a hundred devices each: 101 011 nodes, 1011 of them
// in the core.
const (
	benchGateways = 1000
	benchDevices  = 100
)

// stride walks through the devices in an order that a cache line cannot guess.
func stride(i int) NodeID {
	return NodeID(11 + benchGateways + i*7919%(benchGateways*benchDevices))
}

func BenchmarkLatencyKnown(b *testing.B) {
	sys := edgeNetwork(benchGateways, benchDevices)
	r := NewRoutes(sys)
	for g := range benchGateways {
		r.Latency(NodeID(11+g), 0)
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		r.Latency(stride(i), stride(i+1))
	}
}

// One link of the core changes; then the latencies from one device to the cloud
// and to all gateways are asked for, as a scheduler does to filter nodes.
func BenchmarkLatencyFilterAfterChange(b *testing.B) {
	sys := edgeNetwork(benchGateways, benchDevices)
	r := NewRoutes(sys)
	for i := 0; b.Loop(); i++ {
		r.SetLink(LinkID(20+i/2%benchGateways), i%2 != 0)
		from := stride(i)
		for to := range NodeID(11 + benchGateways) {
			r.Latency(from, to)
		}
	}
}

// One link of the core changes; then one path to each gateway is asked for.
func BenchmarkAllPathsAfterChange(b *testing.B) {
	sys := edgeNetwork(benchGateways, benchDevices)
	r := NewRoutes(sys)
	var path []LinkID
	for i := 0; b.Loop(); i++ {
		r.SetLink(LinkID(20+i/2%benchGateways), i%2 != 0)
		for to := range NodeID(11 + benchGateways) {
			path, _ = r.Path(stride(i), to, path[:0])
		}
	}
}

// All is forgotten, so that each path needs one search of the core.
func BenchmarkSearch(b *testing.B) {
	sys := edgeNetwork(benchGateways, benchDevices)
	r := NewRoutes(sys)
	var path []LinkID
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		r.keep(func(*tree, int32) bool { return false })
		path, _ = r.Path(stride(i), stride(i+1), path[:0])
	}
}

func BenchmarkNewRoutes(b *testing.B) {
	sys := edgeNetwork(benchGateways, benchDevices)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	r := NewRoutes(sys)
	runtime.GC()
	runtime.ReadMemStats(&after)
	runtime.KeepAlive(r)
	for b.Loop() {
		NewRoutes(sys)
	}
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/(benchGateways*benchDevices), "B/leaf")
}
