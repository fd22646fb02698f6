package theory

import (
	"errors"
	"fmt"
	"math"
	"math/big"
)

// Precision is the number of bits in the mantissa of every *big.Float that this package returns.
const Precision = 200

// working is the precision of intermediate results. Its surplus over Precision covers the bits that the functions below
// lose.
const working = 384

var (
	// ErrParameter is wrapped by errors about arguments outside their range.
	ErrParameter = errors.New("theory: parameter out of range")
	// ErrUnstable is wrapped by errors about queues whose load is not below their capacity, so that no stationary
	// distribution exists.
	ErrUnstable = errors.New("theory: load is not below capacity")
)

// Dec returns the number that a decimal ("0.8", "1e-3") or fraction ("4/5") stands for, without rounding. It panics on
// any other text; it is meant for constants.
func Dec(text string) *big.Rat {
	x, ok := new(big.Rat).SetString(text)
	if !ok {
		panic(fmt.Sprintf("theory: %q is not a number", text))
	}
	return x
}

// Float returns the float64 nearest to x, for the comparison with estimates.
func Float(x *big.Rat) float64 {
	f, _ := x.Float64()
	return f
}

func integer(n int) *big.Rat { return new(big.Rat).SetInt64(int64(n)) }

func zero() *big.Rat { return new(big.Rat) }

func one() *big.Rat { return integer(1) }

func add(terms ...*big.Rat) *big.Rat {
	total := zero()
	for _, x := range terms {
		total.Add(total, x)
	}
	return total
}

func sub(a, b *big.Rat) *big.Rat { return new(big.Rat).Sub(a, b) }

func mul(factors ...*big.Rat) *big.Rat {
	product := one()
	for _, x := range factors {
		product.Mul(product, x)
	}
	return product
}

func quo(a, b *big.Rat) *big.Rat { return new(big.Rat).Quo(a, b) }

// times returns n·x.
func times(n int, x *big.Rat) *big.Rat { return new(big.Rat).Mul(integer(n), x) }

// power returns xⁿ for n ≥ 0.
func power(x *big.Rat, n int) *big.Rat {
	k := big.NewInt(int64(n))
	num := new(big.Int).Exp(x.Num(), k, nil)
	return new(big.Rat).SetFrac(num, new(big.Int).Exp(x.Denom(), k, nil))
}

func copyRat(x *big.Rat) *big.Rat { return new(big.Rat).Set(x) }

func copyRats(xs []*big.Rat) []*big.Rat {
	out := make([]*big.Rat, len(xs))
	for i, x := range xs {
		out[i] = copyRat(x)
	}
	return out
}

// named is a parameter with the name under which an error reports it.
type named struct {
	name  string
	value *big.Rat
}

// positive returns an error for the first parameter that is absent or not above zero.
func positive(parameters ...named) error {
	for _, p := range parameters {
		if p.value == nil || p.value.Sign() <= 0 {
			return outside(p, "above 0")
		}
	}
	return nil
}

// nonNegative returns an error for the first parameter that is absent or below zero.
func nonNegative(parameters ...named) error {
	for _, p := range parameters {
		if p.value == nil || p.value.Sign() < 0 {
			return outside(p, "at least 0")
		}
	}
	return nil
}

// probability returns an error for the first parameter that is absent or not within 0 and 1.
func probability(parameters ...named) error {
	for _, p := range parameters {
		if p.value == nil || p.value.Sign() < 0 || p.value.Cmp(one()) > 0 {
			return outside(p, "within 0 and 1")
		}
	}
	return nil
}

func outside(p named, want string) error {
	if p.value == nil {
		return fmt.Errorf("%w: %s is missing", ErrParameter, p.name)
	}
	return fmt.Errorf("%w: %s is %s, must be %s", ErrParameter, p.name, p.value.RatString(), want)
}

// atLeast returns an error for a whole number below its least value.
func atLeast(name string, value, least int) error {
	if value < least {
		return fmt.Errorf("%w: %s is %d, must be at least %d", ErrParameter, name, value, least)
	}
	return nil
}

// stable returns an error unless load < 1.
func stable(load *big.Rat) error {
	if load.Cmp(one()) >= 0 {
		return fmt.Errorf("%w: utilization is %s, must be below 1", ErrUnstable, load.RatString())
	}
	return nil
}

// quantile returns an error unless 0 ≤ p < 1.
func quantile(p *big.Rat) error {
	if p == nil || p.Sign() < 0 || p.Cmp(one()) >= 0 {
		return outside(named{"p", p}, "at least 0 and below 1")
	}
	return nil
}

func newFloat() *big.Float { return new(big.Float).SetPrec(working) }

func fromRat(x *big.Rat) *big.Float { return newFloat().SetRat(x) }

// result rounds x to Precision bits.
func result(x *big.Float) *big.Float { return new(big.Float).SetPrec(Precision).Set(x) }

// exp returns eˣ with a relative error below 2⁻³⁰⁰ for |x| < 2³⁰. Beyond, it returns 0 or +Inf once the exponent of
// a big.Float overflows.
func exp(x *big.Float) *big.Float {
	// The argument is halved until it is below 2⁻¹⁶, where 20 terms of the series do. Each squaring afterwards doubles the
	// relative error, so at most 46 bits are lost.
	halvings := max(x.MantExp(nil)+16, 0)
	r := newFloat().SetMantExp(newFloat().Set(x), -halvings)
	sum, term := newFloat().SetInt64(1), newFloat().SetInt64(1)
	for n := int64(1); term.Sign() != 0 && term.MantExp(nil) > -working-8; n++ {
		term.Mul(term, r)
		term.Quo(term, newFloat().SetInt64(n))
		sum.Add(sum, term)
	}
	for range halvings {
		sum.Mul(sum, sum)
		if sum.IsInf() || sum.Sign() == 0 {
			break
		}
	}
	return sum
}

// log returns the natural logarithm of x > 0 with an absolute error below 2⁻³⁰⁰ for x with an exponent below 2³⁰.
func log(x *big.Float) *big.Float {
	mantissa := newFloat()
	exponent := x.MantExp(mantissa)
	if exponent == 0 || exponent == 1 { // between ½ and 2: keep what is small small
		return logNearOne(x)
	}
	ln2 := logNearOne(newFloat().SetInt64(2))
	ln2.Mul(ln2, newFloat().SetInt64(int64(exponent)))
	return ln2.Add(ln2, logNearOne(mantissa))
}

// logNearOne returns the logarithm of a number between ½ and 2 by Halley's iteration for the zero of e^y − x. Each step
// triples the number of correct bits.
func logNearOne(x *big.Float) *big.Float {
	f, _ := x.Float64()
	y := newFloat().SetFloat64(math.Log(f))
	for bits := 40; bits < working; bits *= 3 {
		e := exp(y)
		step := newFloat().Sub(x, e)
		step.Quo(step, newFloat().Add(x, e))
		y.Add(y, step.Add(step, step))
	}
	return y
}

// bisect returns a zero of f in (low, high) with an absolute error below (high − low)·2⁻²⁵⁶, where f(low) ≥ 0 > f(high).
func bisect(low, high *big.Float, f func(*big.Float) *big.Float) *big.Float {
	low, high = newFloat().Set(low), newFloat().Set(high)
	for range 256 {
		middle := newFloat().Add(low, high)
		middle.SetMantExp(middle, -1)
		if f(middle).Sign() >= 0 {
			low = middle
		} else {
			high = middle
		}
	}
	return low
}
