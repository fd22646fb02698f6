package share

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

// rat returns the value of a clock taken as a signed difference.
func (a clock) rat() *big.Rat {
	sum := big.NewRat(int64(a.whole), 1)
	high := new(big.Rat).SetFrac(new(big.Int).SetUint64(a.high), new(big.Int).SetUint64(radixHigh))
	return sum.Add(sum, high).Add(sum, new(big.Rat).Mul(ulp(), new(big.Rat).SetInt(new(big.Int).SetUint64(a.low))))
}

// ulp is the smallest positive clock.
func ulp() *big.Rat {
	product := new(big.Int).Mul(new(big.Int).SetUint64(radixHigh), new(big.Int).SetUint64(radixLow))
	return new(big.Rat).SetFrac(big.NewInt(1), product)
}

// drawClock draws a clock whose whole part is up to the bound in magnitude.
func drawClock(t *rapid.T, name string, bound int64) clock {
	return clock{
		whole: uint64(rapid.Int64Range(-bound, bound).Draw(t, name+" whole")),
		high:  rapid.Uint64Range(0, radixHigh-1).Draw(t, name+" high"),
		low:   rapid.Uint64Range(0, radixLow-1).Draw(t, name+" low"),
	}
}

func TestRadicesDivideByEveryCountUpTo88(t *testing.T) {
	for n := uint64(1); n <= 88; n++ {
		if !divides(n) {
			t.Errorf("the product of the radices does not divide by %d", n)
		}
	}
	if divides(89) {
		t.Error("the product of the radices divides by 89; the documentation says it does not")
	}
	if bound := new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Lsh(big.NewInt(1), 125)); ulp().Cmp(bound) >= 0 {
		t.Errorf("the last digit is worth %v, want less than 2^-125", ulp())
	}
}

func TestClockArithmeticIsThatOfRationals(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawClock(t, "a", 1<<61), drawClock(t, "b", 1<<61)
		if got, want := a.plus(b).rat(), new(big.Rat).Add(a.rat(), b.rat()); got.Cmp(want) != 0 {
			t.Errorf("%v + %v = %v, want %v", a, b, got, want)
		}
		if got, want := a.minus(b).rat(), new(big.Rat).Sub(a.rat(), b.rat()); got.Cmp(want) != 0 {
			t.Errorf("%v − %v = %v, want %v", a, b, got, want)
		}
		if got, want := a.before(b), a.rat().Cmp(b.rat()) < 0; got != want {
			t.Errorf("%v before %v is %v, want %v", a, b, got, want)
		}
		if got := a.plus(b).minus(b); got != a {
			t.Errorf("%v + %v − %v = %v", a, b, b, got)
		}
		if got := (clock{}).minus(a).plus(a); got != (clock{}) {
			t.Errorf("−%v + %v = %v", a, a, got)
		}
		below, above := big.NewRat(a.floor(), 1), big.NewRat(a.ceil(), 1)
		width := new(big.Rat).Sub(above, below)
		tight := width.Sign() == 0 && a.rat().IsInt() || width.Cmp(big.NewRat(1, 1)) == 0 && !a.rat().IsInt()
		if below.Cmp(a.rat()) > 0 || above.Cmp(a.rat()) < 0 || !tight {
			t.Errorf("floor and ceil of %v are %d and %d", a, a.floor(), a.ceil())
		}
	})
}

func TestClockComparesAcrossTheWrap(t *testing.T) {
	a, b := clock{whole: 1<<64 - 1, high: 5}, clock{whole: 3}
	if !a.before(b) || b.before(a) || a.before(a) {
		t.Errorf("order of %v and %v is lost where the whole part wraps around", a, b)
	}
	if got, want := b.minus(a), (clock{whole: 3, high: radixHigh - 5}); got != want {
		t.Errorf("%v − %v = %v, want %v", b, a, got, want)
	}
}

func TestGainIsExactOrRoundedUpByLessThanTheLastDigit(t *testing.T) {
	checkOften(t, "2000")
	rapid.Check(t, func(t *rapid.T) {
		num := rapid.Uint64Range(1, CapacityMax).Draw(t, "num")
		den := rapid.Uint64Range(1, CapacityMax).Draw(t, "den")
		if rapid.Bool().Draw(t, "few") {
			den = 1 + den%200
		}
		span := rapid.Uint64Range(0, 1<<62/num*min(den, 2)).Draw(t, "span")
		got := gained(num, den, span).rat()
		exact := new(big.Rat).SetFrac(
			new(big.Int).Mul(new(big.Int).SetUint64(num), new(big.Int).SetUint64(span)), new(big.Int).SetUint64(den))
		excess := got.Sub(got, exact)
		if excess.Sign() < 0 || excess.Cmp(ulp()) >= 0 {
			t.Errorf("gain of %d/%d in %d ns exceeds the exact value by %v", num, den, span, excess)
		}
		if divides(den) && excess.Sign() != 0 {
			t.Errorf("gain of %d/%d in %d ns is rounded although %d divides the radices", num, den, span, den)
		}
	})
}

func TestSpanIsTheFirstInstantAtWhichTheGainSuffices(t *testing.T) {
	checkOften(t, "2000")
	rapid.Check(t, func(t *rapid.T) {
		num := rapid.Uint64Range(1, CapacityMax).Draw(t, "num")
		den := rapid.Uint64Range(1, CapacityMax).Draw(t, "den")
		var target clock
		if rapid.Bool().Draw(t, "met exactly") {
			target = gained(num, den, rapid.Uint64Range(1, 1<<62/num).Draw(t, "met"))
		} else {
			target = drawClock(t, "target", 1<<62)
			target.whole &= 1<<62 - 1
		}
		if target == (clock{}) {
			target.low = 1
		}
		span, ok := spanUntil(target, num, den)
		exact := new(big.Rat).Mul(target.rat(), new(big.Rat).SetFrac(new(big.Int).SetUint64(den), new(big.Int).SetUint64(num)))
		if !ok {
			if limit := new(big.Rat).SetInt64(never - 1); exact.Cmp(limit) < 0 {
				t.Errorf("no span to gain %v at %d/%d, want about %v", target, num, den, exact)
			}
			return
		}
		if span < 1 || gained(num, den, uint64(span)).before(target) {
			t.Errorf("%d ns at %d/%d do not gain %v", span, num, den, target)
		}
		if !gained(num, den, uint64(span-1)).before(target) {
			t.Errorf("%d ns at %d/%d gain %v already a nanosecond earlier", span, num, den, target)
		}
	})
}

func TestSpanCarriesAcrossWordsAndStopsAtTheEndOfTime(t *testing.T) {
	tests := []struct {
		name     string
		target   clock
		num, den uint64
		span     int64
		ok       bool
	}{
		// Three times the whole part is 2⁶⁴ − 1, and the fraction adds two: 2⁶⁴ + 1 − 3u over four.
		{"carry", clock{whole: 6148914691236517205, high: radixHigh / 3 * 2}, 4, 3, 1<<62 + 1, true},
		{"last instant", clock{whole: 1<<62 - 1, high: radixHigh / 2}, 1, 2, 1<<63 - 1, true},
		{"past the last instant", clock{whole: 1 << 62}, 1, 2, 0, false},
		{"far past the last instant", clock{whole: 1 << 62}, 1, 4, 0, false},
		{"beyond 64 bits", clock{whole: 1 << 62}, 1, 8, 0, false},
	}
	for _, test := range tests {
		if span, ok := spanUntil(test.target, test.num, test.den); span != test.span || ok != test.ok {
			t.Errorf("%s: span to gain %v at %d/%d is %d, %v; want %d, %v",
				test.name, test.target, test.num, test.den, span, ok, test.span, test.ok)
		}
	}
}
