package units

import (
	"math"
	"math/bits"
)

// Add returns a+b, or the nearest representable number when that overflows.
func Add[T ~int64](a, b T) T {
	s := a + b
	if a > 0 && b > 0 && s < 0 {
		return math.MaxInt64
	}
	if a < 0 && b < 0 && s >= 0 {
		return math.MinInt64
	}
	return s
}

// Sub returns a-b, or the nearest representable number when that overflows.
func Sub[T ~int64](a, b T) T {
	d := a - b
	if a >= 0 && b < 0 && d < 0 {
		return math.MaxInt64
	}
	if a < 0 && b > 0 && d >= 0 {
		return math.MinInt64
	}
	return d
}

// Mul returns a*b for non-negative factors, saturating at the largest int64.
// It panics on a negative factor.
func Mul[T ~int64](a, b T) T {
	if a < 0 || b < 0 {
		panic("units: Mul needs non-negative factors")
	}
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	if hi != 0 || lo > math.MaxInt64 {
		return math.MaxInt64
	}
	return T(lo)
}

// MulDivCeil returns ceil(a*b/c) for non-negative a, b and positive c, computed
// in 128 bits and saturating at the largest int64. It panics when an argument
// is out of that range.
func MulDivCeil(a, b, c int64) int64 {
	if a < 0 || b < 0 || c <= 0 {
		panic("units: MulDivCeil needs a, b >= 0 and c > 0")
	}
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	lo, carry := bits.Add64(lo, uint64(c)-1, 0)
	hi += carry
	if hi >= uint64(c) {
		return math.MaxInt64
	}
	q, _ := bits.Div64(hi, lo, uint64(c))
	if q > math.MaxInt64 {
		return math.MaxInt64
	}
	return int64(q)
}
