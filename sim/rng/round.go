package rng

import "math"

// Round turns a variate into a quantity in its smallest unit (nanoseconds, bytes): the nearest integer, halves away from zero, and nothing
// outside [0, math.MaxInt64] — what is negative becomes 0, what is too large becomes the maximum. Round is the one border between random
// numbers and the integers of the simulation.
//
// It panics if x is NaN, which no valid distribution produces.
func Round(x float64) int64 {
	switch {
	case x != x:
		panic("rng: Round of NaN")
	case x <= 0:
		return 0
	case x >= 0x1p63:
		return math.MaxInt64
	}
	// The fraction is exact; doubled and cut, it is 1 from one half on. There is no branch, because none could be predicted.
	// The conversion of x rounds it where the compiler would fuse the product that a caller passes with the subtraction.
	whole := int64(x)
	return whole + int64(2*(float64(x)-float64(whole)))
}
