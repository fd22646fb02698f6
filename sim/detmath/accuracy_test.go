package detmath

import (
	"flag"
	"math"
	"math/big"
	"testing"
)

// points is the number of arguments each function is compared at with the oracle.
var points = flag.Int("points", 2000, "arguments per function in the accuracy tests; nightly runs take 1000000")

// unary describes one elementary function: where it is tested and what its documentation promises.
type unary struct {
	name      string
	f         func(float64) float64
	reference func(*big.Float) *big.Float
	ulps      float64 // The promised bound.
	arguments []func(*splitMix) float64
}

// nearOne returns numbers around 1, closer and closer.
func nearOne(s *splitMix) float64 { return 1 + s.binade(-52, -2, true) }

// tableEdges returns numbers at the borders of the intervals of the logarithm's table, in any binade.
func tableEdges(s *splitMix) float64 {
	return s.near(math.Float64frombits(logOffset + s.next()%256<<(52-logTableBits)))
}

// elementary lists the elementary functions of one argument.
func elementary() []unary {
	anyPositive := func(s *splitMix) float64 { return s.binade(-1074, 1024, false) }
	anySmall := func(s *splitMix) float64 { return s.binade(-70, 3, true) }
	exponents := func(s *splitMix) float64 { return s.between(-746, 710) }
	expEdges := func(s *splitMix) float64 { return s.near(float64(int64(s.next()%4096)-2048) * (math.Ln2 / 256)) }
	aboveMinusOne := func(s *splitMix) float64 { return s.binade(-70, -1, true) }
	shifts := func(s *splitMix) float64 { return s.binade(-60, 300, false) }
	negative := func(s *splitMix) float64 { return -1 + s.binade(-53, -1, false) }
	angles := func(s *splitMix) float64 { return s.binade(-40, 1024, true) }
	turn := func(s *splitMix) float64 { return s.between(-10, 10) }
	zeros := func(s *splitMix) float64 { return s.near(float64(s.next()%100000) * (math.Pi / 256)) }
	log2 := func(x *big.Float) *big.Float { return quo(refLog(x), refLn2()) }
	log10 := func(x *big.Float) *big.Float { return quo(refLog(x), refLog(num(10))) }
	sin := func(x *big.Float) *big.Float { return refSin(x, 0) }
	cos := func(x *big.Float) *big.Float { return refSin(x, 1) }
	logs := []func(*splitMix) float64{anyPositive, nearOne, tableEdges}
	trig := []func(*splitMix) float64{angles, turn, zeros}
	return []unary{
		{"Log", Log, refLog, 0.52, logs},
		{"Log2", Log2, log2, 0.51, logs},
		{"Log10", Log10, log10, 0.51, logs},
		{"Log1p", Log1p, refLog1p, 0.52, []func(*splitMix) float64{aboveMinusOne, shifts, negative, tableEdges}},
		{"Exp", Exp, refExp, 0.51, []func(*splitMix) float64{exponents, anySmall, expEdges}},
		{"Expm1", Expm1, refExpm1, 0.52, []func(*splitMix) float64{exponents, anySmall, expEdges}},
		{"Sin", Sin, sin, 0.52, trig},
		{"Cos", Cos, cos, 0.52, trig},
	}
}

// worst keeps the largest error and where it occurred.
type worst struct{ err, at, at2 float64 }

func (w *worst) note(err, at, at2 float64) {
	if !(err <= w.err) {
		*w = worst{err, at, at2}
	}
}

func TestElementaryFunctionsAreWithinTheirBound(t *testing.T) {
	for _, u := range elementary() {
		t.Run(u.name, func(t *testing.T) {
			t.Parallel()
			var w worst
			for _, x := range inputs(*points, u.arguments...) {
				want := u.reference(num(x))
				bound := u.ulps
				if want.MantExp(nil) <= -1022 {
					bound = 1 // A subnormal result is rounded twice.
				}
				w.note(ulps(u.f(x), want)/bound, x, 0)
			}
			if w.err > 1 {
				t.Errorf("%s(%v): error %.4f of the bound of %v units in the last place", u.name, w.at, w.err, u.ulps)
			}
			t.Logf("%s: largest error %.5f units in the last place at %v", u.name, w.err*u.ulps, w.at)
		})
	}
}

func TestPowIsWithinItsBound(t *testing.T) {
	t.Parallel()
	const bound = 0.52
	s := splitMix(2)
	var w worst
	for i := range *points {
		var x, y float64
		switch i % 4 {
		case 0: // All results from underflow to overflow.
			x = s.binade(-1074, 1024, false)
			y = s.between(-1080, 1030) * math.Ln2 / math.Log(x)
		case 1:
			x, y = nearOne(&s), s.binade(-10, 60, true)
		case 2: // The exponents that distributions use.
			x, y = s.binade(-60, 10, false), s.between(-8, 8)
		case 3:
			x, y = tableEdges(&s), float64(s.next()%64)-32
		}
		if product := y * math.Log(x); !(product > -745.2 && product < 709.8) || y == 0 {
			continue // The edge table decides these.
		}
		want := refPow(num(x), num(y))
		limit := bound
		if want.MantExp(nil) <= -1022 {
			limit = 1
		}
		w.note(ulps(Pow(x, y), want)/limit, x, y)
	}
	if w.err > 1 {
		t.Errorf("Pow(%v, %v): error %.4f of the bound of %v units in the last place", w.at, w.at2, w.err, bound)
	}
	t.Logf("Pow: largest error %.5f units in the last place at %v, %v", w.err*bound, w.at, w.at2)
}

// The argument closest to a multiple of pi/2 among all float64, by the search in J.-M. Muller, Elementary Functions, table 11.1, and large
// arguments: everything depends on the reduction.
func TestSineSurvivesTheWorstArguments(t *testing.T) {
	for _, x := range []float64{math.Ldexp(6381956970095103, 797), math.MaxFloat64, 0x1p1000, 1e22, 355, 5419351, 0x1p-6} {
		if err := ulps(Sin(x), refSin(num(x), 0)); err > 0.52 {
			t.Errorf("Sin(%v) = %v, off by %.3f units in the last place", x, Sin(x), err)
		}
		if err := ulps(Cos(x), refSin(num(x), 1)); err > 0.52 {
			t.Errorf("Cos(%v) = %v, off by %.3f units in the last place", x, Cos(x), err)
		}
	}
}

// What remains of an argument after reduction may start with many zeros.
func TestFixedPointBecomesDoubleDouble(t *testing.T) {
	for _, c := range []struct{ hi, lo uint64 }{
		{0, 0},
		{0, 1},
		{0, 1<<63 | 1},
		{0, math.MaxUint64},
		{1, 0},
		{1, math.MaxUint64},
		{0x0123456789abcdef, 0xfedcba9876543210},
		{1 << 55, 1},
	} {
		want := new(big.Float).SetPrec(refPrec).SetUint64(c.hi)
		want = shifted(add(shifted(want, 64), new(big.Float).SetPrec(refPrec).SetUint64(c.lo)), -128)
		f, tail := fixedToDD(c.hi, c.lo)
		got := add(num(f), num(tail))
		off := sub(got, want)
		if off.Abs(off).Cmp(shifted(want, -100)) > 0 || math.Abs(tail) >= 0x1p-52*f && f > 0 {
			t.Errorf("%x %x: %x and %x, want %v", c.hi, c.lo, f, tail, want)
		}
	}
}

// An oracle can be wrong, too: it must agree with the standard library, which is good to one unit, and with known digits.
func TestOracleAgreesWithTheStandardLibrary(t *testing.T) {
	s := splitMix(3)
	for range 200 {
		x := s.between(0.01, 30)
		for name, pair := range map[string][2]float64{
			"exp":   {float(refExp(num(x))), math.Exp(x)},
			"expm1": {float(refExpm1(num(x))), math.Expm1(x)},
			"log":   {float(refLog(num(x))), math.Log(x)},
			"log1p": {float(refLog1p(num(x))), math.Log1p(x)},
			"sin":   {float(refSin(num(x), 0)), math.Sin(x)},
			"cos":   {float(refSin(num(x), 1)), math.Cos(x)},
			"gamma": {float(refGamma(num(x))), math.Gamma(x)},
			"pow":   {float(refPow(num(x), num(1.7))), math.Pow(x, 1.7)},
			"erfc":  {upperTail(x / 4), 0.5 * math.Erfc(x/4/math.Sqrt2)},
		} {
			if math.Abs(pair[0]-pair[1]) > 1e-13*math.Abs(pair[1]) {
				t.Errorf("%s(%v): oracle %v, standard library %v", name, x, pair[0], pair[1])
			}
		}
	}
	// The digits of pi and log(2) are those of any table.
	if got := refPi().Text('f', 50); got != "3.14159265358979323846264338327950288419716939937511" {
		t.Errorf("pi = %s", got)
	}
	if got := refLn2().Text('f', 50); got != "0.69314718055994530941723212145817656807550013436026" {
		t.Errorf("log(2) = %s", got)
	}
}

func float(x *big.Float) float64 {
	f, _ := x.Float64()
	return f
}

func upperTail(z float64) float64 {
	_, upper := refNormal(z)
	return float(upper)
}
