package detmath

import (
	"math"
	"math/big"
	"slices"
	"sync"
)

// The oracle: the same functions by their definitions in arithmetic of many digits, slow and plain. Nothing of it is shared with the code
// under test.

// refPrec is the precision of the oracle in bits.
const refPrec = 320

func num(x float64) *big.Float { return new(big.Float).SetPrec(refPrec).SetFloat64(x) }

func add(x, y *big.Float) *big.Float { return new(big.Float).Add(x, y) }
func sub(x, y *big.Float) *big.Float { return new(big.Float).Sub(x, y) }
func mul(x, y *big.Float) *big.Float { return new(big.Float).Mul(x, y) }
func quo(x, y *big.Float) *big.Float { return new(big.Float).Quo(x, y) }

// shifted returns x*2^n.
func shifted(x *big.Float, n int) *big.Float { return new(big.Float).SetMantExp(x, n) }

// small reports whether x is negligible against y.
func small(x, y *big.Float) bool {
	return x.Sign() == 0 || y.Sign() != 0 && x.MantExp(nil) < y.MantExp(nil)-int(y.Prec())-4
}

// refSeries sums first, first*ratio(1), first*ratio(1)*ratio(2) and so on.
func refSeries(first *big.Float, ratio func(n int64) *big.Float) *big.Float {
	sum := new(big.Float).Set(first)
	term := first
	for n := int64(1); !small(term, sum); n++ {
		term = mul(term, ratio(n))
		sum.Add(sum, term)
	}
	return sum
}

// whole returns n with the precision of x.
func whole(x *big.Float, n int64) *big.Float { return new(big.Float).SetPrec(x.Prec()).SetInt64(n) }

// refAtanInverse returns atan(1/n), or the hyperbolic one, by its series.
func refAtanInverse(prec uint, n int64, hyperbolic bool) *big.Float {
	square := new(big.Float).SetPrec(prec).SetInt64(n * n)
	power := quo(whole(square, 1), whole(square, n))
	sum := new(big.Float).Set(power)
	for k := int64(1); ; k++ {
		power = quo(power, square)
		term := quo(power, whole(square, 2*k+1))
		if small(term, sum) {
			return sum
		}
		if k%2 == 1 && !hyperbolic {
			term.Neg(term)
		}
		sum.Add(sum, term)
	}
}

// refPi returns pi by Machin's formula.
var refPi = sync.OnceValue(func() *big.Float {
	const prec = 1600
	a := mul(big.NewFloat(16), refAtanInverse(prec, 5, false))
	return sub(a, mul(big.NewFloat(4), refAtanInverse(prec, 239, false)))
})

// refLn2 returns log(2) = 2 atanh(1/3).
var refLn2 = sync.OnceValue(func() *big.Float { return shifted(refAtanInverse(1600, 3, true), 1) })

// nearestInt returns the integer nearest to x.
func nearestInt(x *big.Float) *big.Int {
	half := 0.5
	if x.Sign() < 0 {
		half = -0.5
	}
	n, _ := add(x, big.NewFloat(half)).Int(nil)
	return n
}

// refExp returns exp(x) by reduction to |r| < 2^-9 and the series.
func refExp(x *big.Float) *big.Float {
	if x.Sign() == 0 {
		return whole(x, 1)
	}
	k := nearestInt(quo(x, refLn2())).Int64()
	wide := new(big.Float).SetPrec(x.Prec() + 64).Set(x)
	const halvings = 8
	r := shifted(sub(wide, mul(whole(wide, k), new(big.Float).SetPrec(wide.Prec()).Set(refLn2()))), -halvings)
	sum := refSeries(whole(wide, 1), func(n int64) *big.Float { return quo(r, whole(wide, n)) })
	for range halvings {
		sum = mul(sum, sum)
	}
	return new(big.Float).SetPrec(x.Prec()).Set(shifted(sum, int(k)))
}

// refLog returns log(x) by 2 atanh((x-1)/(x+1)) after reduction to a neighbourhood of 1 by square roots.
func refLog(x *big.Float) *big.Float {
	wide := new(big.Float).SetPrec(x.Prec() + 64)
	e := x.MantExp(wide) // wide in [1/2, 1).
	if wide.Cmp(big.NewFloat(0.7)) < 0 {
		wide, e = shifted(wide, 1), e-1
	}
	roots := 0
	for ; roots < 6; roots++ {
		wide = new(big.Float).Sqrt(wide)
	}
	one := whole(wide, 1)
	y := quo(sub(wide, one), add(wide, one))
	sum := new(big.Float).Set(y)
	y2, power := mul(y, y), y
	for k := int64(1); ; k++ {
		power = mul(power, y2)
		term := quo(power, whole(wide, 2*k+1))
		if small(term, sum) {
			break
		}
		sum.Add(sum, term)
	}
	sum = shifted(sum, roots+1)
	sum.Add(sum, mul(whole(wide, int64(e)), new(big.Float).SetPrec(wide.Prec()).Set(refLn2())))
	return new(big.Float).SetPrec(x.Prec()).Set(sum)
}

// refExpm1 returns exp(x) - 1; the series takes over where the subtraction would cancel.
func refExpm1(x *big.Float) *big.Float {
	if x.Sign() == 0 || x.MantExp(nil) > -32 {
		return sub(refExp(x), whole(x, 1))
	}
	return refSeries(x, func(n int64) *big.Float { return quo(x, whole(x, n+1)) })
}

// refLog1p returns log(1+x), with 1+x exact for every float64 of interest.
func refLog1p(x *big.Float) *big.Float {
	if x.Sign() == 0 || x.MantExp(nil) > -200 {
		one := new(big.Float).SetPrec(2 * refPrec).SetInt64(1)
		return new(big.Float).SetPrec(refPrec).Set(refLog(add(one, x)))
	}
	return sub(x, shifted(mul(x, x), -1))
}

// refPow returns x^y for positive x.
func refPow(x, y *big.Float) *big.Float { return refExp(mul(y, refLog(x))) }

// refTurn returns x reduced to |r| <= pi/4 and the number of quarter turns taken off, modulo 4.
func refTurn(x *big.Float) (r *big.Float, quarters int) {
	half := shifted(refPi(), -1)
	n := nearestInt(quo(x, half))
	exact := new(big.Float).SetPrec(half.Prec()).SetInt(n)
	r = sub(new(big.Float).SetPrec(half.Prec()).Set(x), mul(exact, half))
	return new(big.Float).SetPrec(refPrec).Set(r), int(new(big.Int).Mod(n, big.NewInt(4)).Int64())
}

// refSin returns the sine of x plus a number of quarter turns.
func refSin(x *big.Float, plus int) *big.Float {
	r, quarters := refTurn(x)
	square := mul(r, r)
	square.Neg(square)
	quarters += plus
	first, offset := r, int64(0)
	if quarters%2 == 1 {
		first, offset = whole(r, 1), -1
	}
	sum := refSeries(first, func(n int64) *big.Float { return quo(square, whole(r, (2*n+offset)*(2*n+offset+1))) })
	if quarters%4 >= 2 {
		sum.Neg(sum)
	}
	return sum
}

// refBernoulli returns the even Bernoulli numbers B2, B4, ... by the recurrence over all of them.
var refBernoulli = sync.OnceValue(func() []*big.Rat {
	all := []*big.Rat{big.NewRat(1, 1)}
	for m := int64(1); m <= 80; m++ {
		sum := new(big.Rat)
		for k, b := range all {
			c := new(big.Rat).SetInt(new(big.Int).Binomial(m+1, int64(k)))
			sum.Add(sum, c.Mul(c, b))
		}
		all = append(all, sum.Quo(sum.Neg(sum), big.NewRat(m+1, 1)))
	}
	var even []*big.Rat
	for k := 2; k < len(all); k += 2 {
		even = append(even, all[k])
	}
	return even
})

// refGamma returns Gamma(x) for positive x by Stirling's series above 100.
func refGamma(x *big.Float) *big.Float {
	divisor := whole(x, 1)
	hundred := whole(x, 100)
	for x.Cmp(hundred) < 0 {
		divisor.Mul(divisor, x)
		x = add(x, whole(x, 1))
	}
	log := mul(sub(x, big.NewFloat(0.5)), refLog(x))
	log.Sub(log, x)
	twoPi := new(big.Float).SetPrec(x.Prec()).Set(shifted(refPi(), 1))
	log.Add(log, shifted(refLog(twoPi), -1))
	power := whole(x, 1)
	power.Quo(power, x)
	square := mul(power, power)
	for k, b := range refBernoulli() {
		n := int64(k + 1)
		term := mul(new(big.Float).SetPrec(x.Prec()).SetRat(b), power)
		log.Add(log, term.Quo(term, whole(x, 2*n*(2*n-1))))
		power = mul(power, square)
	}
	return quo(refExp(log), divisor)
}

// refGammaDensity returns x^a exp(-x) / Gamma(a+1).
func refGammaDensity(a, x *big.Float) *big.Float {
	return quo(mul(refPow(x, a), refExp(new(big.Float).Neg(x))), refGamma(add(a, whole(a, 1))))
}

// refGammaP returns P(a, x) and Q(a, x). The series gives P; Q is the rest, with digits to spare.
func refGammaP(a, x *big.Float) (p, q *big.Float) {
	sum := refSeries(whole(x, 1), func(n int64) *big.Float { return quo(x, add(a, whole(a, n))) })
	p = mul(refGammaDensity(a, x), sum)
	return p, sub(whole(p, 1), p)
}

// refNormal returns the lower and the upper tail of the standard normal distribution at z.
func refNormal(z float64) (lower, upper *big.Float) {
	tail := shifted(num(1), -1)
	if z != 0 {
		tail = refNormalTail(num(math.Abs(z)))
	}
	rest := sub(num(1), tail)
	if z > 0 {
		return rest, tail
	}
	return tail, rest
}

// refNormalTail returns the upper tail at z > 0: by the incomplete gamma function near 0, by Laplace's continued fraction from 5 on.
func refNormalTail(z *big.Float) *big.Float {
	half := shifted(mul(z, z), -1)
	if z.Cmp(num(5)) < 0 {
		_, q := refGammaP(num(0.5), half)
		return shifted(q, -1)
	}
	fraction := z
	for n := int64(500); n > 0; n-- {
		fraction = add(z, quo(num(float64(n)), fraction))
	}
	return quo(refNormalDensity(z), fraction)
}

// refNormalDensity returns exp(-z²/2) / sqrt(2 pi).
func refNormalDensity(z *big.Float) *big.Float {
	half := shifted(mul(z, z), -1)
	root := new(big.Float).SetPrec(refPrec).Sqrt(shifted(refPi(), 1))
	return quo(refExp(half.Neg(half)), root)
}

// ulps returns the distance of got from want in units in the last place of want.
func ulps(got float64, want *big.Float) float64 {
	limit := new(big.Float).SetMantExp(big.NewFloat(1), 1024)
	if math.IsInf(got, 0) {
		if new(big.Float).Abs(want).Cmp(limit) >= 0 && want.Signbit() == (got < 0) {
			return 0
		}
		return math.Inf(1)
	}
	if math.IsNaN(got) {
		return math.Inf(1)
	}
	off := sub(num(got), want)
	unit := max(want.MantExp(nil)-53, -1074)
	if want.Sign() == 0 {
		unit = -1074
	}
	n, _ := shifted(off.Abs(off), -unit).Float64()
	return n
}

// relative returns |got-want| / |want|.
func relative(got float64, want *big.Float) float64 {
	if want.Sign() == 0 {
		return math.Abs(got)
	}
	off := quo(sub(num(got), want), want)
	r, _ := off.Abs(off).Float64()
	return r
}

// splitMix is the generator SplitMix64 of G. L. Steele, D. Lea and C. H. Flood, used for test inputs only.
type splitMix uint64

func (s *splitMix) next() uint64 {
	*s += 0x9e3779b97f4a7c15
	z := uint64(*s)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// unit returns a multiple of 2^-53 in [0, 1).
func (s *splitMix) unit() float64 { return float64(s.next()>>11) * 0x1p-53 }

// between returns a number in [low, high).
func (s *splitMix) between(low, high float64) float64 { return low + float64(s.unit()*(high-low)) }

// binade returns a number with a random significand and an exponent in [low, high), of either sign if signed.
func (s *splitMix) binade(low, high int, signed bool) float64 {
	e := low + int(s.next()%uint64(high-low))
	x := math.Ldexp(1+s.unit(), e)
	if signed && s.next()&1 == 1 {
		return -x
	}
	return x
}

// near returns x moved by up to three neighbours, and 0 for 0.
func (s *splitMix) near(x float64) float64 {
	if x == 0 {
		return x
	}
	return math.Float64frombits(math.Float64bits(x) + s.next()%7 - 3)
}

// inputs returns n numbers, in turn from each generator.
func inputs(n int, generators ...func(*splitMix) float64) []float64 {
	s := splitMix(1)
	list := make([]float64, 0, n)
	for len(list) < n {
		for _, g := range generators {
			list = append(list, g(&s))
		}
	}
	return slices.Clip(list[:n])
}
