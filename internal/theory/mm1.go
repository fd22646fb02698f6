package theory

import "math/big"

// MM1 is the queue with Poisson arrivals, exponential service times, one server and unlimited room. Quantiles, tails and
// variances of waiting and sojourn times are those of service in the order of arrival.
type MM1 struct {
	arrival, service *big.Rat
}

// NewMM1 returns the queue with the given rates, both above 0. It returns ErrUnstable unless arrival < service.
func NewMM1(arrival, service *big.Rat) (MM1, error) {
	if err := positive(named{"arrival rate", arrival}, named{"service rate", service}); err != nil {
		return MM1{}, err
	}
	if err := stable(quo(arrival, service)); err != nil {
		return MM1{}, err
	}
	return MM1{copyRat(arrival), copyRat(service)}, nil
}

func (q MM1) load() *big.Rat { return quo(q.arrival, q.service) }

// Means returns L = ρ/(1−ρ), W = 1/(μ−λ); Kleinrock, Queueing Systems 1 (1975), eqs. 3.24 and 3.26.
func (q MM1) Means() Means {
	rho := q.load()
	return meansFromNumber(q.arrival, rho, quo(rho, sub(one(), rho)))
}

// Number returns the probability (1−ρ)ρⁿ of n ≥ 0 customers in the system; Kleinrock 1, eq. 3.23.
func (q MM1) Number(n int) *big.Rat {
	if n < 0 {
		return zero()
	}
	rho := q.load()
	return mul(sub(one(), rho), power(rho, n))
}

// SojournTail returns P(W > t) = e^−(μ−λ)t for t ≥ 0, with a relative error below 2⁻¹⁹⁰; Kleinrock 1, section 5.7.
func (q MM1) SojournTail(t *big.Rat) (*big.Float, error) {
	return exponentialTail(one(), sub(q.service, q.arrival), t)
}

// WaitTail returns P(Wq > t) = ρe^−(μ−λ)t for t ≥ 0, with a relative error below 2⁻¹⁹⁰; Kleinrock 1, section 5.7.
func (q MM1) WaitTail(t *big.Rat) (*big.Float, error) {
	return exponentialTail(q.load(), sub(q.service, q.arrival), t)
}

// SojournQuantile returns the sojourn time that is exceeded with probability 1−p, −ln(1−p)/(μ−λ), for 0 ≤ p < 1. Its
// relative error is below 2⁻¹⁹⁰ for p ≥ 2⁻¹⁰⁰.
func (q MM1) SojournQuantile(p *big.Rat) (*big.Float, error) {
	return exponentialQuantile(one(), sub(q.service, q.arrival), p)
}

// WaitQuantile returns the least t with P(Wq > t) ≤ 1−p, for 0 ≤ p < 1: 0 for p ≤ 1−ρ, else ln(ρ/(1−p))/(μ−λ). Its
// absolute error is below 2⁻¹⁹⁰ of the mean sojourn time.
func (q MM1) WaitQuantile(p *big.Rat) (*big.Float, error) {
	return exponentialQuantile(q.load(), sub(q.service, q.arrival), p)
}

// NumberVariance returns the variance constant of the time average of the number in the system,
// 2ρ(1+ρ)/(μ(1−ρ)⁴): the variance over a long time t is near it divided by t. Source: Whitt, Management Science 35 (1989)
// 1341–1366, section 4, with service rate 1 there.
func (q MM1) NumberVariance() *big.Rat {
	rho := q.load()
	return quo(times(2, mul(rho, add(one(), rho))), mul(q.service, power(sub(one(), rho), 4)))
}

// WaitVariance returns the variance constant of the average of successive waiting times,
// ρ(2+5ρ−4ρ²+ρ³)/(μ²(1−ρ)⁴): the variance over many customers n is near it divided by n. Source: Daley, J. Austral. Math.
// Soc. 8 (1968) 683–699; Whitt 1989, section 4.
func (q MM1) WaitVariance() *big.Rat {
	rho := q.load()
	polynomial := add(integer(2), times(5, rho), times(-4, power(rho, 2)), power(rho, 3))
	return quo(mul(rho, polynomial), mul(power(q.service, 2), power(sub(one(), rho), 4)))
}

// SojournVariance returns the variance constant of the average of successive sojourn times, (1+ρ)²/(μ²(1−ρ)⁴), per
// customer.
//
// It follows from the Poisson equation of N(t): Σ(W−w) over the arrivals until t differs by a bounded amount from
// ∫N du − wA(t), and h(n) = (n²+n)/(2(μ−λ)) makes that a martingale when added, with variance rate
// (λ+μ)E[N²]/(μ−λ)². Because Σ W = ∫N du in any order of service, it holds for processor sharing too.
func (q MM1) SojournVariance() *big.Rat {
	rho := q.load()
	return quo(power(add(one(), rho), 2), mul(power(q.service, 2), power(sub(one(), rho), 4)))
}

// exponentialTail returns weight·e^−rate·t for t ≥ 0.
func exponentialTail(weight, rate, t *big.Rat) (*big.Float, error) {
	if err := nonNegative(named{"t", t}); err != nil {
		return nil, err
	}
	x := exp(fromRat(new(big.Rat).Neg(mul(rate, t))))
	return result(x.Mul(x, fromRat(weight))), nil
}

// exponentialQuantile returns the least t ≥ 0 with weight·e^−rate·t ≤ 1−p.
func exponentialQuantile(weight, rate, p *big.Rat) (*big.Float, error) {
	if err := quantile(p); err != nil {
		return nil, err
	}
	rest := sub(one(), p)
	if weight.Cmp(rest) <= 0 {
		return new(big.Float).SetPrec(Precision), nil
	}
	x := log(fromRat(quo(weight, rest)))
	return result(x.Quo(x, fromRat(rate))), nil
}
