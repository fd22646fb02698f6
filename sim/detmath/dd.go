package detmath

import "math"

// Double-double arithmetic: a value is the unevaluated sum of a head and a tail, the tail at most half a unit in the last place of the
// head. It carries about 106 bits and is built from plain additions and multiplications, so it has the same bits on every machine. The
// algorithms are those of T. J. Dekker, "A floating-point technique for extending the available precision", Numerische Mathematik 18
// (1971), and D. E. Knuth, The Art of Computer Programming, volume 2, section 4.2.2.

// These functions are inlined, so a caller that passes a product writes float64(x*y), or it would be fused with the addition here.

// twoSum returns s = round(a+b) and the exact error e, so that s+e == a+b.
func twoSum(a, b float64) (s, e float64) {
	s = a + b
	t := s - a
	return s, (a - (s - t)) + (b - t)
}

// fastTwoSum is twoSum for |a| >= |b| or a == 0.
func fastTwoSum(a, b float64) (s, e float64) {
	s = a + b
	return s, b - (s - a)
}

// splitMask clears the lower 27 of the 52 stored bits of a significand.
const splitMask = ^uint64(1<<27 - 1)

// split cuts x into a head of 26 significant bits and an exact rest of at most 27.
func split(x float64) (head, rest float64) {
	head = math.Float64frombits(math.Float64bits(x) & splitMask)
	return head, x - head
}

// twoProd returns p = round(a*b) and e with p+e equal to a*b within 2^-105 of a*b, provided that neither the product nor its error term
// overflows or underflows.
func twoProd(a, b float64) (p, e float64) {
	p = float64(a * b)
	ah, al := split(a)
	bh, bl := split(b)
	e = float64(ah*bh) - p
	e += float64(ah * bl)
	e += float64(al * bh)
	e += float64(al * bl)
	return p, e
}

// scale returns x*2^e for a normal x with a magnitude between 1/2 and 4 and for |e| <= 1900. The result is rounded once, also when it is
// subnormal.
func scale(x float64, e int64) float64 {
	switch {
	case e >= -1020 && e <= 1020:
		return math.Float64frombits(math.Float64bits(x) + uint64(e)<<52)
	case e > 1020:
		return float64(x*0x1p1000) * math.Float64frombits(uint64(e-1000+1023)<<52)
	}
	return float64(x*math.Float64frombits(uint64(e+1000+1023)<<52)) * 0x1p-1000
}
