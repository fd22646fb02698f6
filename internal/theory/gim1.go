package theory

import (
	"fmt"
	"math/big"
)

// Interarrival is the distribution of the time between arrivals of a renewal process.
type Interarrival struct {
	mean *big.Rat
	// transform returns E[e^−sA] for s > 0 with a relative error below 2⁻²⁹⁰.
	transform func(s *big.Float) *big.Float
}

// DeterministicArrivals returns arrivals at a constant distance.
func DeterministicArrivals(distance *big.Rat) (Interarrival, error) {
	if err := positive(named{"distance of arrivals", distance}); err != nil {
		return Interarrival{}, err
	}
	d := fromRat(distance)
	return Interarrival{copyRat(distance), func(s *big.Float) *big.Float {
		x := newFloat().Mul(s, d)
		return exp(x.Neg(x))
	}}, nil
}

// ErlangArrivals returns interarrival times that are the sum of stages ≥ 1 equal exponential times, with the given mean of
// the sum. One stage makes a Poisson process.
func ErlangArrivals(stages int, mean *big.Rat) (Interarrival, error) {
	if err := atLeast("stages", stages, 1); err != nil {
		return Interarrival{}, err
	}
	if err := positive(named{"mean interarrival time", mean}); err != nil {
		return Interarrival{}, err
	}
	rate := fromRat(quo(integer(stages), mean))
	return Interarrival{copyRat(mean), func(s *big.Float) *big.Float {
		x := newFloat().Quo(rate, newFloat().Add(rate, s))
		y := newFloat().SetInt64(1)
		for range stages {
			y.Mul(y, x)
		}
		return y
	}}, nil
}

// HyperexponentialArrivals returns interarrival times that are exponential with rates[i] with probability weights[i].
// Rates are above 0; weights sum to 1.
func HyperexponentialArrivals(weights, rates []*big.Rat) (Interarrival, error) {
	if len(weights) != len(rates) || len(rates) == 0 {
		return Interarrival{}, fmt.Errorf("%w: %d weights and %d rates, must be equally many and at least 1", ErrParameter, len(weights), len(rates))
	}
	mean, total := zero(), zero()
	for i := range rates {
		if err := probability(named{"weight", weights[i]}); err != nil {
			return Interarrival{}, err
		}
		if err := positive(named{"rate", rates[i]}); err != nil {
			return Interarrival{}, err
		}
		mean.Add(mean, quo(weights[i], rates[i]))
		total.Add(total, weights[i])
	}
	if total.Cmp(one()) != 0 {
		return Interarrival{}, fmt.Errorf("%w: weights sum to %s, must sum to 1", ErrParameter, total.RatString())
	}
	weights, rates = copyRats(weights), copyRats(rates)
	return Interarrival{mean, func(s *big.Float) *big.Float {
		sum := newFloat()
		for i := range rates {
			x := newFloat().Add(fromRat(rates[i]), s)
			sum.Add(sum, x.Quo(fromRat(mul(weights[i], rates[i])), x))
		}
		return sum
	}}, nil
}

// UniformArrivals returns interarrival times that are uniform between 0 ≤ low < high.
func UniformArrivals(low, high *big.Rat) (Interarrival, error) {
	if err := nonNegative(named{"least interarrival time", low}); err != nil {
		return Interarrival{}, err
	}
	if high == nil || high.Cmp(low) <= 0 {
		return Interarrival{}, outside(named{"greatest interarrival time", high}, "above the least")
	}
	a, b := fromRat(low), fromRat(high)
	return Interarrival{quo(add(low, high), integer(2)), func(s *big.Float) *big.Float {
		x, y := newFloat().Mul(s, a), newFloat().Mul(s, b)
		difference := newFloat().Sub(exp(x.Neg(x)), exp(y.Neg(y)))
		return difference.Quo(difference, newFloat().Mul(s, newFloat().Sub(b, a)))
	}}, nil
}

// GIM1 is the queue with independent interarrival times, exponential service times, one server and unlimited room, served
// in the order of arrival. For utilizations up to 0.999 all its results have a relative error below 2⁻¹⁹⁰.
type GIM1 struct {
	mean, service *big.Rat
	root          *big.Float
}

// NewGIM1 returns the queue with the given service rate above 0. It returns ErrUnstable unless the mean interarrival time
// exceeds the mean service time.
func NewGIM1(arrivals Interarrival, service *big.Rat) (GIM1, error) {
	if arrivals.transform == nil {
		return GIM1{}, fmt.Errorf("%w: interarrival times are missing", ErrParameter)
	}
	if err := positive(named{"service rate", service}); err != nil {
		return GIM1{}, err
	}
	if err := stable(new(big.Rat).Inv(mul(arrivals.mean, service))); err != nil {
		return GIM1{}, err
	}
	mu := fromRat(service)
	excess := func(x *big.Float) *big.Float { // convex, positive at 0 and zero at the root and at 1
		s := newFloat().Sub(fromRat(one()), x)
		y := arrivals.transform(s.Mul(s, mu))
		return y.Sub(y, x)
	}
	high := fromRat(big.NewRat(1, 2))
	for k := 1; excess(high).Sign() >= 0; k++ {
		if k > 80 { // a load within 2⁻⁸⁰ of 1
			return GIM1{}, fmt.Errorf("%w: the root is closer to 1 than this package can tell", ErrUnstable)
		}
		rest := newFloat().SetMantExp(fromRat(one()), -k-1)
		high.Sub(fromRat(one()), rest)
	}
	return GIM1{copyRat(arrivals.mean), copyRat(service), bisect(newFloat(), high, excess)}, nil
}

// Root returns the probability σ that an arrival must wait, the root in (0, 1) of σ = E[e^−μ(1−σ)A]; Kleinrock, Queueing
// Systems 1 (1975), section 6.4.
func (q GIM1) Root() *big.Float { return result(q.root) }

// decay returns μ(1−σ).
func (q GIM1) decay() *big.Float {
	x := newFloat().Sub(fromRat(one()), q.root)
	return x.Mul(x, fromRat(q.service))
}

// Sojourn returns the mean sojourn time 1/(μ(1−σ)).
func (q GIM1) Sojourn() *big.Float { return result(newFloat().Quo(fromRat(one()), q.decay())) }

// Wait returns the mean waiting time σ/(μ(1−σ)).
func (q GIM1) Wait() *big.Float { return result(newFloat().Quo(q.root, q.decay())) }

// Number returns the mean number in the system at any time, the sojourn time over the mean interarrival time.
func (q GIM1) Number() *big.Float {
	x := newFloat().Mul(q.decay(), fromRat(q.mean))
	return result(x.Quo(fromRat(one()), x))
}

// WaitTail returns P(Wq > t) = σe^−μ(1−σ)t for t ≥ 0; Kleinrock 1, section 6.4.
func (q GIM1) WaitTail(t *big.Rat) (*big.Float, error) {
	if err := nonNegative(named{"t", t}); err != nil {
		return nil, err
	}
	x := newFloat().Mul(q.decay(), fromRat(t))
	x = exp(x.Neg(x))
	return result(x.Mul(x, q.root)), nil
}

// SojournTail returns P(W > t) = e^−μ(1−σ)t for t ≥ 0.
func (q GIM1) SojournTail(t *big.Rat) (*big.Float, error) {
	if err := nonNegative(named{"t", t}); err != nil {
		return nil, err
	}
	x := newFloat().Mul(q.decay(), fromRat(t))
	return result(exp(x.Neg(x))), nil
}

// SojournQuantile returns the t with P(W > t) = 1−p, −ln(1−p)/(μ(1−σ)), for 0 ≤ p < 1.
func (q GIM1) SojournQuantile(p *big.Rat) (*big.Float, error) {
	if err := quantile(p); err != nil {
		return nil, err
	}
	x := log(fromRat(sub(one(), p)))
	return result(x.Neg(x).Quo(x, q.decay())), nil
}
