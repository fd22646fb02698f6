package theory

import "math/big"

// MG1PS is the queue with Poisson arrivals, any service time and one server that all customers present share equally. Its
// means depend on the service time through its mean only.
type MG1PS struct {
	arrival, service *big.Rat // rate, mean time
}

// NewMG1PS returns the queue with the given arrival rate and mean service time, both above 0. It returns ErrUnstable unless
// arrival·service < 1.
func NewMG1PS(arrival, service *big.Rat) (MG1PS, error) {
	if err := positive(named{"arrival rate", arrival}, named{"mean service time", service}); err != nil {
		return MG1PS{}, err
	}
	if err := stable(mul(arrival, service)); err != nil {
		return MG1PS{}, err
	}
	return MG1PS{copyRat(arrival), copyRat(service)}, nil
}

// Slowdown returns the mean sojourn time per unit of service time, 1/(1−ρ), for any service time; Kleinrock, J. ACM 14
// (1967) 242–261, and Sakata, Noguchi and Oizumi, Opns. Res. 19 (1971) 371–385.
func (q MG1PS) Slowdown() *big.Rat {
	return new(big.Rat).Inv(sub(one(), mul(q.arrival, q.service)))
}

// Sojourn returns the mean sojourn time of customers with a given service time, service·Slowdown. service ≥ 0.
func (q MG1PS) Sojourn(service *big.Rat) (*big.Rat, error) {
	if err := nonNegative(named{"service time", service}); err != nil {
		return nil, err
	}
	return mul(service, q.Slowdown()), nil
}

// Number returns the probability (1−ρ)ρⁿ of n ≥ 0 customers in the system; Baskett, Chandy, Muntz and Palacios, J. ACM 22
// (1975) 248–260.
func (q MG1PS) Number(n int) *big.Rat {
	if n < 0 {
		return zero()
	}
	rho := mul(q.arrival, q.service)
	return mul(sub(one(), rho), power(rho, n))
}

// Means returns the means. Nobody waits; Wq is the mean of the sojourn time beyond the service time, Busy the part of the
// time in which the server works, and Lq = λWq.
func (q MG1PS) Means() Means {
	w := mul(q.service, q.Slowdown())
	return meansFromWait(q.arrival, sub(w, q.service), q.service)
}

// MGInf is the system with Poisson arrivals, any service time and a server for everybody.
type MGInf struct {
	arrival         *big.Rat
	service, second *big.Rat // first two moments
}

// NewMGInf returns the system with the given arrival rate above 0 and moments of the service time.
func NewMGInf(arrival *big.Rat, service Moments) (MGInf, error) {
	if err := positive(named{"arrival rate", arrival}); err != nil {
		return MGInf{}, err
	}
	if err := service.check("service time"); err != nil {
		return MGInf{}, err
	}
	return MGInf{copyRat(arrival), copyRat(service[0]), copyRat(service[1])}, nil
}

// Load returns the mean number in the system, λE[S].
func (q MGInf) Load() *big.Rat { return mul(q.arrival, q.service) }

// Number returns the probability of n ≥ 0 customers in the system, e^−a·aⁿ/n! with a = Load, for any service time, with a
// relative error below 2⁻¹⁹⁰; Takács, Introduction to the Theory of Queues (1962), chapter 3.
func (q MGInf) Number(n int) *big.Float {
	if n < 0 {
		return new(big.Float).SetPrec(Precision)
	}
	a := fromRat(q.Load())
	p := exp(newFloat().Neg(a))
	for k := 1; k <= n; k++ {
		p.Mul(p, a)
		p.Quo(p, newFloat().SetInt64(int64(k)))
	}
	return result(p)
}

// NumberVariance returns the variance constant of the time average of the number in the system, λE[S²]: twice the
// integral of the covariance at a distance of t, λ∫_t^∞ P(S > u) du; Takács 1962, chapter 3.
func (q MGInf) NumberVariance() *big.Rat { return mul(q.arrival, q.second) }
