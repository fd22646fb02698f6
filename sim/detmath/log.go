package detmath

import "math"

// The logarithm follows P. T. P. Tang, "Table-driven implementation of the logarithm function in IEEE floating-point arithmetic", ACM
// Transactions on Mathematical Software 16 (1990): x = 2^e * m with m in [0.705, 1.41), a table gives c close to 1/m with ten bits and
// log(1/c) with about 95, and r = m*c - 1, which is smaller than 2^-7.5, goes into the Taylor series of log(1+r). Because c has so few
// bits, r is computed exactly. The interval around 1 has c = 1, so nothing cancels there.

const (
	logTableBits = 7
	logTableSize = 1 << logTableBits
	// logOffset is the bit pattern of the smallest m. It lies 75 intervals and a half below 1, which puts 1 into the middle of one.
	logOffset = 0x3ff0000000000000 - 151<<(51-logTableBits)
)

// logEntry belongs to one interval of m: c, and the head and the tail of -log(c). The head is a multiple of 2^-42.
type logEntry struct{ c, hi, lo float64 }

const (
	ln2Hi = 0x1.62e42fefa38p-1    // log(2) rounded to a multiple of 2^-42.
	ln2Lo = 0x1.ef35793c7673p-45  // log(2) - ln2Hi.
	ln10R = 0x1.bcb7b1526e50ep-2  // 1/log(10), head.
	ln10r = 0x1.95355baaafad3p-57 // 1/log(10), tail.
	ln2R  = 0x1.71547652b82fep+0  // 1/log(2), head.
	ln2r  = 0x1.777d0ffda0d24p-56 // 1/log(2), tail.
)

// Log returns the natural logarithm of x, within 0.52 units in the last place.
//
// Log(+Inf) = +Inf, Log(0) = -Inf, Log(x < 0) = NaN, Log(NaN) = NaN.
func Log(x float64) float64 {
	ix := math.Float64bits(x)
	if ix-0x0010000000000000 >= 0x7fe0000000000000 {
		if y, done := logSpecial(x); done {
			return y
		}
		ix = math.Float64bits(x*0x1p52) - 52<<52
	}
	shifted := ix - logOffset
	t := &logTable[shifted>>(52-logTableBits)%logTableSize]
	e := float64(int64(shifted) >> 52)
	iz := ix - shifted&(0xfff<<52)
	head := math.Float64frombits(iz & splitMask)
	rest := math.Float64frombits(iz) - head
	a := float64(head*t.c) - 1
	b := float64(rest * t.c)
	r := a + b
	rlo := (a - r) + b
	w := float64(e*ln2Hi) + t.hi
	hi := w + r
	lo := ((w - hi) + r) + (rlo + (float64(e*ln2Lo) + t.lo))
	return hi + (lo + logTail(r))
}

// logTail returns log(1+r) - r for |r| < 2^-7.5.
func logTail(r float64) float64 {
	r2 := r * r
	high := (-1.0/6 + float64(r*(1.0/7))) - float64(r2*(1.0/8))
	low := -1.0/4 + float64(r*(1.0/5))
	first := -1.0/2 + float64(r*(1.0/3))
	return float64(r2 * (first + float64(r2*(low+float64(r2*high)))))
}

// logSpecial handles what the table cannot: NaN, infinities, zero and negative numbers. It reports false for positive subnormals.
func logSpecial(x float64) (float64, bool) {
	switch {
	case x == 0:
		return math.Inf(-1), true
	case x < 0:
		return math.NaN(), true
	case !(x < 0x1p-1022):
		return x, true // NaN or +Inf.
	}
	return 0, false
}

// Log1p returns log(1+x) without losing digits for small x, within 0.53 units in the last place.
//
// Log1p(+Inf) = +Inf, Log1p(±0) = ±0, Log1p(-1) = -Inf, Log1p(x < -1) = NaN, Log1p(NaN) = NaN.
func Log1p(x float64) float64 {
	switch {
	case x >= 0x1p60 || x != x:
		return Log(x)
	case x <= -1:
		return Log(1 + x)
	case math.Abs(x) < 0x1p-54:
		return x
	}
	hi, lo := logDD(twoSum(1, x))
	return hi + lo
}

// Log2 returns the binary logarithm of x, within 0.51 units in the last place; powers of two give integers. Special cases are those of Log.
func Log2(x float64) float64 { return logBase(x, ln2R, ln2r) }

// Log10 returns the decimal logarithm of x, within 0.51 units in the last place; powers of ten give integers. Special cases are those of
// Log.
func Log10(x float64) float64 { return logBase(x, ln10R, ln10r) }

// logBase returns log(x) times the factor hi+lo.
func logBase(x, hi, lo float64) float64 {
	if !(x > 0 && x < math.Inf(1)) {
		y, _ := logSpecial(x) // Nothing that comes here is a subnormal number.
		return y
	}
	if x == 1 {
		return 0
	}
	h, l := logDD(x, 0)
	p, q := twoProd(h, hi)
	return p + (q + (float64(h*lo) + float64(l*hi)))
}

// logDD returns log(x+tail) as a double-double with a relative error below 2^-67, for positive finite x and |tail| at most half a unit in
// the last place of x.
func logDD(x, tail float64) (hi, lo float64) {
	ix := math.Float64bits(x)
	if ix < 0x0010000000000000 {
		ix = math.Float64bits(x*0x1p52) - 52<<52
	}
	shifted := ix - logOffset
	t := &logTable[shifted>>(52-logTableBits)%logTableSize]
	k := int64(shifted) >> 52
	e := float64(k)
	iz := ix - shifted&(0xfff<<52)
	head := math.Float64frombits(iz & splitMask)
	rest := math.Float64frombits(iz) - head
	a := float64(head*t.c) - 1
	b := float64(rest * t.c)
	r, rlo := twoSum(a, b)
	if tail != 0 {
		r, rlo = fastTwoSum(r, rlo+float64(float64(scale(1, -k)*tail)*t.c))
	}
	w := float64(e*ln2Hi) + t.hi
	square, squareLo := twoProd(r, r)
	h, l1 := twoSum(w, r)
	h, l2 := twoSum(h, -float64(0.5*square))
	l := float64(float64(r*square)*logCubic(r, square)) - float64(r*rlo)
	l += rlo - float64(0.5*squareLo)
	l += float64(e*ln2Lo) + t.lo
	l += l1 + l2
	return fastTwoSum(h, l)
}

// logCubic returns (log(1+r) - r + r²/2) / r³ for |r| < 2^-7.5.
func logCubic(r, r2 float64) float64 {
	high := 1.0/7 - float64(r*(1.0/8)) + float64(r2*(1.0/9))
	low := 1.0/5 - float64(r*(1.0/6))
	return (1.0/3 - float64(r*(1.0/4))) + float64(r2*(low+float64(r2*high)))
}
