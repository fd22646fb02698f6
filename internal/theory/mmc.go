package theory

import "math/big"

// ErlangB returns the probability that all of servers are busy in M/G/c/c with offered load arrival rate × mean service
// time, B_k = aB_{k−1}/(k + aB_{k−1}), B_0 = 1. It depends on the service time through its mean only. servers ≥ 0,
// load > 0. Sources: Erlang 1917; the recursion is Jagerman, Bell System Tech. J. 53 (1974) 525–551.
func ErlangB(servers int, load *big.Rat) (*big.Rat, error) {
	if err := atLeast("servers", servers, 0); err != nil {
		return nil, err
	}
	if err := positive(named{"offered load", load}); err != nil {
		return nil, err
	}
	b := one()
	for k := 1; k <= servers; k++ {
		x := mul(load, b)
		b = quo(x, add(integer(k), x))
	}
	return b, nil
}

// ErlangC returns the probability that an arrival must wait in M/M/c, cB/(c − a(1−B)); Kleinrock, Queueing Systems 1
// (1975), eq. 3.40, written with Erlang's B. servers ≥ 1; it returns ErrUnstable unless load < servers.
func ErlangC(servers int, load *big.Rat) (*big.Rat, error) {
	if err := atLeast("servers", servers, 1); err != nil {
		return nil, err
	}
	b, err := ErlangB(servers, load)
	if err != nil {
		return nil, err
	}
	c := integer(servers)
	if err := stable(quo(load, c)); err != nil {
		return nil, err
	}
	return quo(mul(c, b), sub(c, mul(load, sub(one(), b)))), nil
}

// MMC is the queue with Poisson arrivals, exponential service times, several equal servers and unlimited room. Tails and
// quantiles are those of service in the order of arrival.
type MMC struct {
	servers          int
	arrival, service *big.Rat
	delay            *big.Rat // Erlang C
}

// NewMMC returns the queue with the given rates, both above 0; service is that of one server. servers ≥ 1. It returns
// ErrUnstable unless arrival < servers·service.
func NewMMC(servers int, arrival, service *big.Rat) (MMC, error) {
	if err := positive(named{"arrival rate", arrival}, named{"service rate", service}); err != nil {
		return MMC{}, err
	}
	delay, err := ErlangC(servers, quo(arrival, service))
	if err != nil {
		return MMC{}, err
	}
	return MMC{servers, copyRat(arrival), copyRat(service), delay}, nil
}

// spare returns cμ − λ.
func (q MMC) spare() *big.Rat { return sub(times(q.servers, q.service), q.arrival) }

// Delay returns the probability that an arrival must wait, Erlang's C.
func (q MMC) Delay() *big.Rat { return copyRat(q.delay) }

// Means returns Wq = C/(cμ−λ) and what follows from it; Kleinrock 1, section 3.5.
func (q MMC) Means() Means {
	return meansFromWait(q.arrival, quo(q.delay, q.spare()), new(big.Rat).Inv(q.service))
}

// WaitTail returns P(Wq > t) = Ce^−(cμ−λ)t for t ≥ 0, with a relative error below 2⁻¹⁹⁰; Gross and Harris, Fundamentals
// of Queueing Theory (1998), section 2.3.
func (q MMC) WaitTail(t *big.Rat) (*big.Float, error) {
	return exponentialTail(q.delay, q.spare(), t)
}

// WaitQuantile returns the least t with P(Wq > t) ≤ 1−p, for 0 ≤ p < 1. Its absolute error is below 2⁻¹⁹⁰/(cμ−λ).
func (q MMC) WaitQuantile(p *big.Rat) (*big.Float, error) {
	return exponentialQuantile(q.delay, q.spare(), p)
}

// SojournTail returns P(W > t) for t ≥ 0: with r = c−1−λ/μ, e^−μt·(1 + C(1−e^−rμt)/r), or e^−μt·(1 + Cμt) when r = 0.
// Its relative error is below 2⁻¹⁹⁰ for rμt > 2⁻¹⁰⁰. It is the sum of an independent wait and service time; Gross and
// Harris, section 2.3.
func (q MMC) SojournTail(t *big.Rat) (*big.Float, error) {
	if err := nonNegative(named{"t", t}); err != nil {
		return nil, err
	}
	return result(q.sojournTail(fromRat(t))), nil
}

func (q MMC) sojournTail(t *big.Float) *big.Float {
	scaled := newFloat().Mul(fromRat(q.service), t) // μt
	r := sub(integer(q.servers-1), quo(q.arrival, q.service))
	factor := newFloat().Set(scaled) // (1−e^−rμt)/r
	if r.Sign() != 0 {
		exponent := newFloat().Mul(fromRat(r), scaled)
		factor.Sub(fromRat(one()), exp(exponent.Neg(exponent)))
		factor.Quo(factor, fromRat(r))
	}
	factor.Mul(factor, fromRat(q.delay))
	factor.Add(factor, fromRat(one()))
	return factor.Mul(factor, exp(scaled.Neg(scaled)))
}

// SojournQuantile returns the t with P(W > t) = 1−p, for 0 ≤ p < 1. Its absolute error is below 2⁻¹⁹⁰ of the longest of t
// and the mean sojourn time.
func (q MMC) SojournQuantile(p *big.Rat) (*big.Float, error) {
	if err := quantile(p); err != nil {
		return nil, err
	}
	rest := fromRat(sub(one(), p))
	excess := func(t *big.Float) *big.Float { return newFloat().Sub(q.sojournTail(t), rest) }
	low, high := newFloat(), fromRat(q.Means().W)
	if p.Sign() == 0 {
		return result(low), nil
	}
	for excess(high).Sign() >= 0 {
		low = high
		high = newFloat().Add(high, high)
	}
	return result(bisect(low, high, excess)), nil
}
