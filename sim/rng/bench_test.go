package rng

import (
	"testing"
)

func BenchmarkUint64(b *testing.B) {
	s := NewStream(1, 0, "node/gw3", "life")
	for b.Loop() {
		s.Uint64()
	}
}

func BenchmarkNewStream(b *testing.B) {
	for b.Loop() {
		NewStream(1, 0, "node/gw3-n17", "failure")
	}
}

// BenchmarkSampleInt64 measures one variate of each family, as the simulator draws it.
func BenchmarkSample(b *testing.B) {
	for _, d := range examples() {
		b.Run(d.Kind().String(), func(b *testing.B) {
			s := NewStream(1, 0, "node/gw3", "life")
			for b.Loop() {
				d.SampleInt64(&s)
			}
		})
	}
}
