package detmath

import (
	"fmt"
	"math"
	"testing"
)

// BenchmarkElementary compares with the standard library, which is not portable but is the speed that people expect.
func BenchmarkElementary(b *testing.B) {
	for _, c := range []struct {
		name      string
		own, std  func(float64) float64
		low, high float64
	}{
		{"Log", Log, math.Log, 0, 1},
		{"Log1p", Log1p, math.Log1p, -0.9, 3},
		{"Exp", Exp, math.Exp, -10, 10},
		{"Expm1", Expm1, math.Expm1, -3, 3},
		{"Pow", func(x float64) float64 { return Pow(x, 1.7) }, func(x float64) float64 { return math.Pow(x, 1.7) }, 0, 9},
		{"Sin", Sin, math.Sin, 0, 7},
	} {
		b.Run(c.name+"/own", func(b *testing.B) { timed(b, c.own, c.low, c.high) })
		b.Run(c.name+"/std", func(b *testing.B) { timed(b, c.std, c.low, c.high) })
	}
}

func BenchmarkQuantile(b *testing.B) {
	b.Run("Normal", func(b *testing.B) { timed(b, NormalQuantile, 0, 1) })
	for _, shape := range []float64{0.1, 0.5, 2, 20, 200, 2000} {
		b.Run(fmt.Sprintf("Gamma/%v", shape), func(b *testing.B) {
			timed(b, func(p float64) float64 { return GammaQuantile(shape, p) }, 0, 1)
		})
	}
}

// timed calls f with numbers that go through the interval.
func timed(b *testing.B, f func(float64) float64, low, high float64) {
	b.Helper()
	x := 0.0
	for b.Loop() {
		x += 0.6180339887498949
		if x >= 1 {
			x--
		}
		f(low + x*(high-low))
	}
}
