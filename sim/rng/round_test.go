package rng

import (
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

func TestRoundAtItsEdges(t *testing.T) {
	for _, c := range []struct {
		x    float64
		want int64
	}{
		{math.Inf(-1), 0},
		{-1e300, 0},
		{-0.6, 0},
		{math.Copysign(0, -1), 0},
		{0, 0},
		{math.SmallestNonzeroFloat64, 0},
		{0.49999999999999994, 0}, // Adding one half to it gives 1.
		{0.5, 1},
		{1.4999999999999998, 1},
		{1.5, 2},
		{2.5, 3},
		{0x1p52 - 0.5, 1 << 52},
		{0x1p52 + 1, 1<<52 + 1},
		{0x1p53 - 1, 1<<53 - 1},
		{0x1p62, 1 << 62},
		{0x1.fffffffffffffp62, math.MaxInt64 - 1023},
		{0x1p63, math.MaxInt64},
		{1e300, math.MaxInt64},
		{math.Inf(1), math.MaxInt64},
	} {
		if got := Round(c.x); got != c.want {
			t.Errorf("Round(%v) = %d, want %d", c.x, got, c.want)
		}
	}
	if !panics(func() { Round(math.NaN()) }) {
		t.Error("Round(NaN) does not panic")
	}
}

// The twin computes in rationals.
func TestRoundIsTheNearestIntegerHalvesUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := math.Ldexp(float64(rapid.Uint64Max(1<<53).Draw(t, "significand")), rapid.IntRange(-60, 9).Draw(t, "exponent"))
		exact := new(big.Rat).SetFloat64(x)
		exact.Add(exact, big.NewRat(1, 2))
		if got, want := Round(x), new(big.Int).Div(exact.Num(), exact.Denom()); got != want.Int64() {
			t.Fatalf("Round(%v) = %d, want %d", x, got, want)
		}
	})
}
