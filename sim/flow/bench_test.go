package flow

import (
	"fmt"
	"testing"

	"github.com/littoral-sim/littoral/models/units"
)

// tree is a network of 20 gateways with 50 devices each, one uplink per gateway.
type tree struct {
	*Network
	dice
	nowNs int64
}

const gateways, devices = 20, 50

func newTree(uplink units.BitsPerSecond, idle int) *tree {
	capacities := make([]units.BitsPerSecond, gateways+gateways*devices+idle)
	for i := range capacities {
		capacities[i] = 100e6
		if i < gateways {
			capacities[i] = uplink
		}
	}
	return &tree{Network: New(capacities), dice: newSeeded(1)}
}

// start starts a flow from a random device through the uplink of its gateway.
func (t *tree) start(id ID, f *Flow) {
	device := t.upTo(gateways * devices)
	f.ID, f.Weight = id, 1
	f.Uses = append(f.Uses[:0], Use{ConstraintID(gateways + device), Unit}, Use{ConstraintID(device / devices), Unit})
	t.Start(t.nowNs, f)
}

func BenchmarkLightLoad(b *testing.B) {
	for _, idle := range []int{0, 10_000, 1_000_000} {
		b.Run(fmt.Sprintf("idle=%d", idle), func(b *testing.B) {
			t := newTree(1e9, idle)
			f := &Flow{Size: 1e6}
			b.ReportAllocs()
			for b.Loop() {
				t.start(0, f)
				t.Advance(t.nowNs)
				t.nowNs, _ = t.Next()
				t.Advance(t.nowNs)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(2*b.N), "ns/change")
		})
	}
}

// overload keeps a number of flows going: each that finishes is followed by another.
func overload(b *testing.B, t *tree, flows int, start func(id ID, f *Flow)) {
	b.Helper()
	f := &Flow{}
	for id := range ID(flows) {
		f.Size = units.Bytes(1 + t.upTo(2e6))
		start(id, f)
	}
	t.Advance(0)
	turn := func() (changes int) {
		t.nowNs, _ = t.Next()
		done := t.Advance(t.nowNs)
		for _, id := range done {
			f.Size = units.Bytes(1 + t.upTo(2e6))
			start(id, f)
		}
		changes = 2 * len(done)
		t.Advance(t.nowNs)
		return changes
	}
	for range 2 * flows {
		turn()
	}
	changes, refills := 0, t.refills
	b.ReportAllocs()
	for b.Loop() {
		changes += turn()
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(changes), "ns/change")
	b.ReportMetric(float64(t.refills-refills), "refills")
}

func BenchmarkOverload(b *testing.B) {
	for _, flows := range []int{1000, 5000, 20_000} {
		b.Run(fmt.Sprintf("up/flows=%d", flows), func(b *testing.B) {
			t := newTree(1e9, 0)
			overload(b, t, flows, t.start)
		})
	}
	for _, flows := range []int{100, 1000, 5000} {
		b.Run(fmt.Sprintf("across/flows=%d", flows), func(b *testing.B) {
			t := newTree(1e9, 0)
			overload(b, t, flows, t.across)
		})
	}
	for _, flows := range []int{1000, 5000} {
		b.Run(fmt.Sprintf("caps/flows=%d", flows), func(b *testing.B) {
			t := newTree(1e9, 0)
			overload(b, t, flows, func(id ID, f *Flow) {
				f.Cap = units.BitsPerSecond(1e6 + t.upTo(40e6))
				t.start(id, f)
			})
		})
	}
}

// across starts a flow between two random devices, over both their uplinks if their gateways differ.
func (t *tree) across(id ID, f *Flow) {
	from, to := t.upTo(gateways*devices), t.upTo(gateways*devices)
	for from == to {
		to = t.upTo(gateways * devices)
	}
	f.ID, f.Weight = id, 1
	f.Uses = append(f.Uses[:0], Use{ConstraintID(gateways + from), Unit}, Use{ConstraintID(gateways + to), Unit})
	if from/devices != to/devices {
		f.Uses = append(f.Uses, Use{ConstraintID(from / devices), Unit}, Use{ConstraintID(to / devices), Unit})
	}
	t.Start(t.nowNs, f)
}
