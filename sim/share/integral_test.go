package share

import (
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

func TestIntegralIsA128BitSum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var got Integral
		want := new(big.Int)
		for range rapid.IntRange(1, 8).Draw(t, "terms") {
			rate := rapid.Int64Range(0, math.MaxInt64).Draw(t, "rate")
			spanNs := rapid.Int64Range(0, math.MaxInt64).Draw(t, "span")
			if want.BitLen() > 126 {
				break
			}
			got = got.plus(rate, spanNs)
			want.Add(want, new(big.Int).Mul(big.NewInt(rate), big.NewInt(spanNs)))
		}
		if got.String() != want.String() {
			t.Errorf("integral is %v, want %v", got, want)
		}
		high, low := got.Uint128()
		if got != (Integral{high: high, low: low}) || got != integralOf(want) {
			t.Errorf("words of %v are %x %x", want, high, low)
		}
		if value, ok := got.Int64(); ok != want.IsInt64() || ok && value != want.Int64() {
			t.Errorf("%v as an int64 is %d, %v", want, value, ok)
		}
		near, _ := new(big.Float).SetInt(want).Float64()
		if diff := math.Abs(got.Float64() - near); diff > near*1e-15 {
			t.Errorf("%v as a float is %v, want %v", want, got.Float64(), near)
		}
	})
}

func TestIntegralFitsAnInt64UpToItsLargest(t *testing.T) {
	if got, ok := (Integral{low: math.MaxInt64}).Int64(); !ok || got != math.MaxInt64 {
		t.Errorf("2^63 − 1 as an int64 is %d, %v", got, ok)
	}
	if _, ok := (Integral{low: math.MaxInt64 + 1}).Int64(); ok {
		t.Error("2^63 fits an int64")
	}
}

func TestIntegralPrintsItsLargestValue(t *testing.T) {
	const want = "340282366920938463463374607431768211455"
	if got := (Integral{high: math.MaxUint64, low: math.MaxUint64}).String(); got != want {
		t.Errorf("2^128 − 1 prints as %s, want %s", got, want)
	}
}

func TestIntegralPanicsBeyond128Bits(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic when the sum passes 2^128")
		}
	}()
	Integral{high: math.MaxUint64, low: math.MaxUint64}.plus(1, 1)
}
