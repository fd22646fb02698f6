package detmath

import "math"

// Pow returns x^y, within 0.52 units in the last place (one unit if the result is subnormal); a result that is a float64 is exact. It is
// exp(y*log(x)) with the logarithm, the product and the exponential in double-double.
//
// The special cases are those of C99 and of the standard library, in this order:
//
//	Pow(x, ±0) = 1 and Pow(1, y) = 1 for any x and y, also NaN
//	Pow(NaN, y) = Pow(x, NaN) = NaN
//	Pow(±0, y) = ±Inf for odd y < 0, +Inf for other y < 0, ±0 for odd y > 0, +0 for other y > 0
//	Pow(-1, ±Inf) = 1
//	Pow(x, +Inf) = +Inf for |x| > 1, +0 for |x| < 1; Pow(x, -Inf) = Pow(1/x, +Inf)
//	Pow(+Inf, y) = +Inf for y > 0, +0 for y < 0
//	Pow(-Inf, y) = Pow(-0, -y)
//	Pow(x, y) = NaN for finite x < 0 and finite y that is not an integer
func Pow(x, y float64) float64 {
	switch {
	case y == 0 || x == 1:
		return 1
	case x != x || y != y:
		return math.NaN()
	case y == 1:
		return x
	}
	sign := 1.0
	if math.Signbit(x) && isOdd(y) {
		sign = -1
	}
	size := math.Abs(x)
	switch {
	case size == 0 || size == math.Inf(1):
		return sign * edge((size == 0) == (y < 0))
	case size == 1 && (x > 0 || math.Abs(y) >= 0x1p52 || y == math.Trunc(y)):
		return sign
	case math.Abs(y) >= 0x1p66:
		return edge((size > 1) == (y > 0)) // So large a y is even.
	case x < 0 && y != math.Trunc(y):
		return math.NaN()
	case math.Abs(y) < 0x1p-66:
		return 1
	}
	return sign * powFinite(size, y)
}

// edge returns +Inf or 0.
func edge(infinite bool) float64 {
	if infinite {
		return math.Inf(1)
	}
	return 0
}

// isOdd reports whether y is an odd integer.
func isOdd(y float64) bool {
	y = math.Abs(y)
	return y < 0x1p53 && y == math.Trunc(y) && int64(y)&1 == 1
}

// powFinite returns x^y for positive finite x and 2^-66 <= |y| < 2^66.
func powFinite(x, y float64) float64 {
	hi, lo := logDD(x, 0)
	p, q := twoProd(y, hi)
	q += float64(y * lo)
	switch {
	case p > expMax+1:
		return math.Inf(1)
	case p < expMin-1:
		return 0
	}
	h, l, e := expDD(p, q)
	return scale(h+l, e)
}
