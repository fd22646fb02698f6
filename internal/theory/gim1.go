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
	// slopes returns E[Ae^−sA] and E[A²e^−sA] for s > 0 with a relative error below 2⁻²⁵⁰ where s·E[A] is above 2⁻²⁰.
	slopes func(s *big.Float) (first, second *big.Float)
}

// DeterministicArrivals returns arrivals at a constant distance.
func DeterministicArrivals(distance *big.Rat) (Interarrival, error) {
	if err := positive(named{"distance of arrivals", distance}); err != nil {
		return Interarrival{}, err
	}
	d := fromRat(distance)
	transform := func(s *big.Float) *big.Float {
		x := newFloat().Mul(s, d)
		return exp(x.Neg(x))
	}
	return Interarrival{copyRat(distance), transform, func(s *big.Float) (first, second *big.Float) {
		first = newFloat().Mul(d, transform(s))
		return first, newFloat().Mul(d, first)
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
	transform := func(s *big.Float) *big.Float {
		x := newFloat().Quo(rate, newFloat().Add(rate, s))
		y := newFloat().SetInt64(1)
		for range stages {
			y.Mul(y, x)
		}
		return y
	}
	return Interarrival{copyRat(mean), transform, func(s *big.Float) (first, second *big.Float) {
		x := newFloat().Add(rate, s)
		first = newFloat().Mul(fromRat(integer(stages)), transform(s))
		first.Quo(first, x)
		second = newFloat().Mul(fromRat(integer(stages+1)), first)
		return first, second.Quo(second, x)
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
	// sum is Σ weight·rate/(rate+s)ⁿ.
	sum := func(s *big.Float, n int) *big.Float {
		total := newFloat()
		for i := range rates {
			x, y := newFloat().Add(fromRat(rates[i]), s), fromRat(mul(weights[i], rates[i]))
			for range n {
				y.Quo(y, x)
			}
			total.Add(total, y)
		}
		return total
	}
	return Interarrival{mean, func(s *big.Float) *big.Float { return sum(s, 1) }, func(s *big.Float) (first, second *big.Float) {
		second = sum(s, 3)
		return sum(s, 2), second.Add(second, second)
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
	// part is (aⁿe^−sa − bⁿe^−sb)/(s(b−a)).
	part := func(s *big.Float, n int) *big.Float {
		x, y := newFloat().Mul(s, a), newFloat().Mul(s, b)
		x, y = exp(x.Neg(x)), exp(y.Neg(y))
		for range n {
			x.Mul(x, a)
			y.Mul(y, b)
		}
		x.Sub(x, y)
		return x.Quo(x, newFloat().Mul(s, newFloat().Sub(b, a)))
	}
	transform := func(s *big.Float) *big.Float { return part(s, 0) }
	return Interarrival{quo(add(low, high), integer(2)), transform, func(s *big.Float) (first, second *big.Float) {
		// Integration by parts: E[Aⁿe^−sA] is part n and n/s times that of n−1.
		first = newFloat().Quo(transform(s), s)
		first.Add(first, part(s, 1))
		second = newFloat().Quo(first, s)
		second.Add(second, second)
		return first, second.Add(second, part(s, 2))
	}}, nil
}

// GIM1 is the queue with independent interarrival times, exponential service times, one server and unlimited room, served
// in the order of arrival. For utilizations up to 0.999 all its results have a relative error below 2⁻¹⁹⁰.
type GIM1 struct {
	mean, service *big.Rat
	root          *big.Float
	slopes        func(s *big.Float) (first, second *big.Float) // of the interarrival time
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
	return GIM1{copyRat(arrivals.mean), copyRat(service), bisect(newFloat(), high, excess), arrivals.slopes}, nil
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

// SojournVariance returns the variance constant of the average of successive sojourn times, per customer. The covariances
// that it sums are those of Pakes, Ann. Math. Statist. 42 (1971) 1727–1734.
//
// Sojourn times T are exponential with rate η = μ(1−σ), and those read backwards are a Markov chain with the same
// covariances: from T it goes down by an exponential time Z with rate μσ, and from there up by A*, an interarrival time
// weighted with e^−ηA, unless it is then below 0 and starts anew. Below 0 it has no memory, so that the Poisson equation
// of the sum of T−w has a solution aT² + bT, with a = −1/(2E[X]) and b = (w − aE[X²])/E[X], where X = A*−Z. The constant
// is 2Cov(aT²+bT, T) − Var(T) = 8a/η³ + 2b/η² − 1/η².
func (q GIM1) SojournVariance() *big.Float {
	eta, down := q.decay(), newFloat().Mul(fromRat(q.service), q.root)
	first, second := q.slopes(eta)
	first.Quo(first, q.root) // E[A*], because σ = E[e^−ηA]
	second.Quo(second, q.root)
	z := newFloat().Quo(fromRat(one()), down)
	drift := newFloat().Sub(first, z)
	// E[X²] = E[A*²] − 2E[A*]E[Z] + 2E[Z]² = E[A*²] − 2E[Z]E[X].
	square := newFloat().Mul(z, drift)
	square.Sub(second, square.Add(square, square))

	w := newFloat().Quo(fromRat(one()), eta)
	a := newFloat().Quo(fromRat(big.NewRat(-1, 2)), drift)
	b := newFloat().Mul(a, square)
	b.Quo(b.Sub(w, b), drift)
	// ((8aw + 2b) − 1)w².
	sum := newFloat().Mul(fromRat(integer(4)), newFloat().Mul(a, w))
	sum.Add(sum, b)
	sum.Add(sum, sum)
	sum.Sub(sum, fromRat(one()))
	return result(sum.Mul(sum, w.Mul(w, w)))
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
