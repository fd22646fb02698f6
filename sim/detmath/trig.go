package detmath

import (
	"math"
	"math/bits"
)

// Sine and cosine are computed from a table of the circle in steps of 1/256 turn and the Taylor series of the rest, which is at most pi/256
// (S. Gal, B. Bachelis, "An accurate elementary mathematical library for the IEEE floating point standard", ACM Transactions on
// Mathematical Software 17 (1991)). The argument is reduced by M. H. Payne and R. N. Hanek, "Radian reduction for trigonometric functions",
// SIGNUM Newsletter 18 (1983): the part of 1/(2 pi) that matters for the exponent of x is multiplied by the significand as integers, so
// that any argument, however large, keeps full accuracy.

const (
	quarter      = 64                   // Table steps in a quarter turn.
	trigSmall    = 0x1.921fb54442d18p-7 // pi/256.
	twoPiHi      = 0x1.921fb54442d18p+2
	twoPiLo      = 0x1.1a62633145c07p-52
	turnWords    = 19
	turnPadWords = 3
)

// sineEntry holds the head and the tail of sin(k * 2 pi / 256).
type sineEntry struct{ hi, lo float64 }

// Sin returns the sine of x radians, within 0.52 units in the last place for every finite x.
//
// Sin(±0) = ±0, Sin(±Inf) = NaN, Sin(NaN) = NaN.
func Sin(x float64) float64 {
	size := math.Abs(x)
	switch {
	case size < 0x1p-27:
		return x // Also a negative zero.
	case size <= trigSmall:
		return sineNear(x, 0)
	case !(size < math.Inf(1)):
		return math.NaN()
	}
	k, r, rlo := reduceTurn(size)
	if x < 0 {
		return -sineStep(k, r, rlo)
	}
	return sineStep(k, r, rlo)
}

// Cos returns the cosine of x radians, within 0.52 units in the last place for every finite x.
//
// Cos(±Inf) = NaN, Cos(NaN) = NaN.
func Cos(x float64) float64 {
	size := math.Abs(x)
	switch {
	case size <= trigSmall:
		return sineStep(quarter, x, 0)
	case !(size < math.Inf(1)):
		return math.NaN()
	}
	k, r, rlo := reduceTurn(size)
	return sineStep(k+quarter, r, rlo)
}

// sineStep returns sin(k * 2 pi / 256 + r + rlo) for |r| <= pi/256.
func sineStep(k int, r, rlo float64) float64 {
	sign := 1.0
	if k&(2*quarter) != 0 {
		sign = -1
	}
	k &= 2*quarter - 1
	if k > quarter {
		k = 2*quarter - k // sin(pi - x) = sin(x).
		r, rlo = -r, -rlo
	}
	if k == 0 {
		return sign * sineNear(r, rlo)
	}
	s, c := &sineTable[k], &sineTable[quarter-k]
	// sin(a+r) = sin a + cos a * sin r + sin a * (cos r - 1).
	p, plo := twoProd(c.hi, r)
	sum, rest := fastTwoSum(s.hi, p)
	r2 := r * r
	cosRest := float64(r2*(-1.0/2+float64(r2*(1.0/24-float64(r2*(1.0/720)))))) - float64(r*rlo)
	sinRest := float64(float64(r*r2)*sineTail(r2)) + rlo
	low := s.lo + plo
	low += float64(s.hi * cosRest)
	low += float64(c.hi*sinRest) + float64(c.lo*r)
	return sign * (sum + (rest + low))
}

// sineNear returns sin(r + rlo) for |r| <= pi/256.
func sineNear(r, rlo float64) float64 {
	r2 := r * r
	return r + (rlo + float64(float64(r*r2)*sineTail(r2)))
}

// sineTail returns (sin(r) - r) / r³ for r2 = r² and |r| <= pi/256.
func sineTail(r2 float64) float64 {
	return -1.0/6 + float64(r2*(1.0/120-float64(r2*(1.0/5040))))
}

// reduceTurn returns k and r with x = (k/256 + n) * 2 pi + r + rlo for an integer n, 0 <= k < 256 and |r| <= pi/256, for finite x > pi/256.
func reduceTurn(x float64) (k int, r, rlo float64) {
	ix := math.Float64bits(x)
	m := ix&(1<<52-1) | 1<<52
	// x = m * 2^exp. The digits of 1/(2 pi) with a weight of at least 2^-exp give whole turns; the next 192 are kept.
	exp := int(ix>>52) - 1023 - 52
	at := uint(exp + 64*turnPadWords)
	word, shift := at/64, at%64
	w0 := turnDigits[word]<<shift | turnDigits[word+1]>>(64-shift)
	w1 := turnDigits[word+1]<<shift | turnDigits[word+2]>>(64-shift)
	w2 := turnDigits[word+2]<<shift | turnDigits[word+3]>>(64-shift)
	// The fraction of a turn is m * (w0 w1 w2) / 2^192 modulo 1; its upper 128 bits are (hi, lo).
	carry, _ := bits.Mul64(m, w2)
	mid, lo := bits.Mul64(m, w1)
	lo, over := bits.Add64(lo, carry, 0)
	hi := m*w0 + mid + over
	// Round to the next step of 1/256 turn; what remains is a signed fixed point number.
	k = int((hi + 1<<55) >> 56)
	hi -= uint64(k) << 56
	negative := int64(hi) < 0
	if negative {
		lo, over = bits.Sub64(0, lo, 0)
		hi, _ = bits.Sub64(0, hi, over)
	}
	f, flo := fixedToDD(hi, lo)
	if negative {
		f, flo = -f, -flo
	}
	p, plo := twoProd(f, twoPiHi)
	r, rlo = fastTwoSum(p, plo+(float64(f*twoPiLo)+float64(flo*twoPiHi)))
	return k & 255, r, rlo
}

// fixedToDD returns (hi*2^64 + lo) / 2^128 as a double-double.
func fixedToDD(hi, lo uint64) (f, tail float64) {
	zeros := bits.LeadingZeros64(hi)
	if hi == 0 {
		zeros = 64 + bits.LeadingZeros64(lo)
		if lo == 0 {
			return 0, 0
		}
		hi, lo = lo, 0
	}
	shift := uint(zeros % 64)
	top := hi<<shift | lo>>(64-shift)
	next := lo << shift
	// The upper 53 bits are exact as a float64, as are the next 53: 11 from top and 42 from next.
	unit := math.Float64frombits(uint64(1023-zeros) << 52)
	f = float64(top>>11) * 0x1p-53 * unit
	tail = float64(top<<53>>11|next>>22) * 0x1p-106 * unit
	return f, tail
}
