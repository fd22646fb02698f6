package theory

import (
	"fmt"
	"math/big"
)

// Moments are the raw moments E[S], E[S²], E[S³], E[S⁴] of a time, in powers of the unit of time. All are needed: means
// use two, variances of waiting times three, and variance constants of estimators four.
type Moments [4]*big.Rat

// check returns an error unless the moments are those of some time above 0, as far as E[S]² ≤ E[S²], E[S²]² ≤ E[S]E[S³]
// and E[S³]² ≤ E[S²]E[S⁴] tell.
func (m Moments) check(name string) error {
	for i, x := range m {
		if err := positive(named{fmt.Sprintf("moment %d of %s", i+1, name), x}); err != nil {
			return err
		}
	}
	below := one()
	for i := range 3 {
		if mul(m[i], m[i]).Cmp(mul(below, m[i+1])) > 0 {
			return fmt.Errorf("%w: no distribution has moments %d to %d of %s", ErrParameter, i, i+2, name)
		}
		below = m[i]
	}
	return nil
}

func (m Moments) clone() Moments {
	var out Moments
	for i, x := range m {
		out[i] = copyRat(x)
	}
	return out
}

// Variance returns E[S²] − E[S]².
func (m Moments) Variance() *big.Rat { return sub(m[1], mul(m[0], m[0])) }

// SquaredVariation returns the squared coefficient of variation, the variance over the squared mean.
func (m Moments) SquaredVariation() *big.Rat { return quo(m.Variance(), mul(m[0], m[0])) }

// DeterministicTime returns the moments of a constant.
func DeterministicTime(value *big.Rat) Moments {
	return Moments{copyRat(value), power(value, 2), power(value, 3), power(value, 4)}
}

// ExponentialTime returns the moments n!·meanⁿ.
func ExponentialTime(mean *big.Rat) Moments { return ErlangTime(1, mean) }

// ErlangTime returns the moments of the sum of stages ≥ 1 equal exponential times with the given mean of the sum,
// k(k+1)…(k+n−1)(mean/k)ⁿ. It panics if stages < 1.
func ErlangTime(stages int, mean *big.Rat) Moments {
	if stages < 1 {
		panic(fmt.Sprintf("theory: an Erlang time with %d stages", stages))
	}
	var out Moments
	product := one()
	for i := range out {
		product = mul(product, integer(stages+i), quo(mean, integer(stages)))
		out[i] = product
	}
	return out
}

// UniformTime returns the moments of the uniform distribution between 0 ≤ low < high, (highⁿ⁺¹−lowⁿ⁺¹)/((n+1)(high−low)).
// It panics unless low < high.
func UniformTime(low, high *big.Rat) Moments {
	if low.Cmp(high) >= 0 {
		panic(fmt.Sprintf("theory: a uniform time between %s and %s", low.RatString(), high.RatString()))
	}
	var out Moments
	for i := range out {
		out[i] = quo(sub(power(high, i+2), power(low, i+2)), times(i+2, sub(high, low)))
	}
	return out
}

// LognormalTime returns the moments meanⁿ·(1+c²)^(n(n−1)/2) of the lognormal distribution with the given mean and squared
// coefficient of variation c²; Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions 1 (1994), chapter 14.
func LognormalTime(mean, squaredVariation *big.Rat) Moments {
	var out Moments
	base := add(one(), squaredVariation)
	for i := range out {
		out[i] = mul(power(mean, i+1), power(base, i*(i+1)/2))
	}
	return out
}

// MixedTime returns the moments of a time that follows parts[i] with probability weights[i]. Exponential parts make it
// hyperexponential. It panics unless there are as many weights as parts and they sum to 1.
func MixedTime(weights []*big.Rat, parts []Moments) Moments {
	if len(weights) != len(parts) || add(weights...).Cmp(one()) != 0 {
		panic(fmt.Sprintf("theory: a mixture of %d parts with weights %v", len(parts), weights))
	}
	out := Moments{zero(), zero(), zero(), zero()}
	for k, m := range parts {
		for i := range out {
			out[i].Add(out[i], mul(weights[k], m[i]))
		}
	}
	return out
}
