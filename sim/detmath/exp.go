package detmath

import "math"

// The exponential follows P. T. P. Tang, "Table-driven implementation of the exponential function in IEEE floating-point arithmetic", ACM
// Transactions on Mathematical Software 15 (1989): x = k*log(2)/128 + r with |r| <= log(2)/256, a table gives 2^(i/128) as a
// double-double, and r goes into the Taylor series of exp(r) - 1.

const (
	expTableBits = 7
	expTableSize = 1 << expTableBits
)

// expEntry holds the head and the tail of 2^(i/128).
type expEntry struct{ hi, lo float64 }

const (
	expInv    = 0x1.71547652b82fep+7  // 128/log(2).
	expStepHi = 0x1.62e42fef8p-8      // log(2)/128 rounded to a multiple of 2^-41.
	expStepLo = 0x1.1cf79abc9e3b4p-43 // log(2)/128 - expStepHi.
	expMax    = 0x1.62e42fefa39efp+9  // The largest x with a finite Exp(x).
	expMin    = -0x1.74910d52d3051p+9 // The smallest x with Exp(x) > 0.
	rounder   = 0x1.8p52              // Adding and subtracting it rounds to an integer.
	expm1Min  = -0x1.2b708872320e2p+5 // Below it, Expm1 rounds to -1.
	expSmall  = 0x1.62e42fefa39efp-9  // log(2)/256.
)

// Exp returns e^x, within 0.51 units in the last place (one unit if the result is subnormal).
//
// Exp(+Inf) = +Inf, Exp(-Inf) = 0, Exp(NaN) = NaN. Exp overflows to +Inf above 709.78 and becomes 0 below -745.13.
func Exp(x float64) float64 {
	if !(x <= expMax && x >= expMin) {
		return expSpecial(x)
	}
	k := (float64(x*expInv) + rounder) - rounder
	r := (x - float64(k*expStepHi)) - float64(k*expStepLo)
	n := int64(k)
	t := &expTable[n&(expTableSize-1)]
	p := r + expTail(r)
	return scale(t.hi+(t.lo+float64(t.hi*p)), n>>expTableBits)
}

// expTail returns exp(r) - 1 - r for |r| <= log(2)/256.
func expTail(r float64) float64 {
	r2 := r * r
	high := 1.0/24 + float64(r*(1.0/120)) + float64(r2*(1.0/720))
	return float64(r2 * (1.0/2 + float64(r*(1.0/6)) + float64(r2*high)))
}

// expSpecial handles NaN, infinities, overflow and underflow.
func expSpecial(x float64) float64 {
	switch {
	case x > expMax:
		return math.Inf(1)
	case x < expMin:
		return 0
	}
	return x // NaN.
}

// Expm1 returns e^x - 1 without losing digits for small x, within 0.52 units in the last place.
//
// Expm1(+Inf) = +Inf, Expm1(-Inf) = -1, Expm1(±0) = ±0, Expm1(NaN) = NaN.
func Expm1(x float64) float64 {
	switch {
	case !(x <= expMax && x >= expm1Min):
		if x < expm1Min {
			return -1
		}
		return expSpecial(x)
	case math.Abs(x) < 0x1p-54:
		return x
	case math.Abs(x) < expSmall:
		return x + expTail(x)
	}
	h, l, e := expDD(x, 0)
	if e > 100 {
		return scale(h+l, e)
	}
	h, l = scale(h, e), float64(l*scale(1, e))
	s, t := twoSum(h, -1)
	return s + (t + l)
}

// expDD returns exp(x+tail) as (h+l)*2^e with a relative error below 2^-67, for |x| <= 746 and |tail| at most half a unit in the last
// place of x. The head h lies between 0.99 and 2.
func expDD(x, tail float64) (h, l float64, e int64) {
	k := (float64(x*expInv) + rounder) - rounder
	r, rlo := twoSum(x-float64(k*expStepHi), -float64(k*expStepLo))
	rlo += tail
	n := int64(k)
	t := &expTable[n&(expTableSize-1)]
	q := rlo + (float64(r*rlo) + expTail(r))
	p, plo := twoProd(t.hi, r)
	s, slo := fastTwoSum(t.hi, p)
	rest := float64(t.hi*q) + (t.lo + float64(t.lo*r))
	h, l = fastTwoSum(s, slo+(plo+rest))
	return h, l, n >> expTableBits
}
