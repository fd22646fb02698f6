package theory

import "math/big"

// MG1 is the queue with Poisson arrivals, any service time, one server and unlimited room. Variances are those of service
// in the order of arrival.
type MG1 struct {
	arrival *big.Rat
	service Moments
}

// NewMG1 returns the queue with the given arrival rate above 0 and moments of the service time. It returns ErrUnstable
// unless arrival·E[S] < 1.
func NewMG1(arrival *big.Rat, service Moments) (MG1, error) {
	if err := positive(named{"arrival rate", arrival}); err != nil {
		return MG1{}, err
	}
	if err := service.check("service time"); err != nil {
		return MG1{}, err
	}
	if err := stable(mul(arrival, service[0])); err != nil {
		return MG1{}, err
	}
	return MG1{copyRat(arrival), service.clone()}, nil
}

// spare returns 1 − ρ.
func (q MG1) spare() *big.Rat { return sub(one(), mul(q.arrival, q.service[0])) }

// wait returns the first two moments of the waiting time.
func (q MG1) wait() (first, second *big.Rat) {
	first = quo(mul(q.arrival, q.service[1]), times(2, q.spare()))
	second = add(times(2, mul(first, first)), quo(mul(q.arrival, q.service[2]), times(3, q.spare())))
	return first, second
}

// Means returns the means by the formula of Pollaczek and Khinchine, Wq = λE[S²]/(2(1−ρ)); Kleinrock, Queueing Systems 1
// (1975), section 5.6.
func (q MG1) Means() Means {
	wait, _ := q.wait()
	return meansFromWait(q.arrival, wait, q.service[0])
}

// VarianceOfWait returns the variance of the waiting time of one customer, Wq² + λE[S³]/(3(1−ρ)); Kleinrock 1, section
// 5.7.
func (q MG1) VarianceOfWait() *big.Rat {
	first, second := q.wait()
	return sub(second, mul(first, first))
}

// VarianceOfSojourn returns the variance of the sojourn time of one customer, that of the wait plus that of the service.
func (q MG1) VarianceOfSojourn() *big.Rat { return add(q.VarianceOfWait(), q.service.Variance()) }

// WaitVariance returns the variance constant of the average of successive waiting times, per customer.
//
// Arrivals see the work V in the system, and wait for it. With a = λ/(2(1−ρ)), aV² solves the Poisson equation of the sum
// of V−w at arrivals, so that the constant is E[(V − w + a(2VS+S²))²] with S independent of V. For exponential service it
// is that of MM1, and the covariances it sums are those of Daley, J. Austral. Math. Soc. 8 (1968) 683–699.
func (q MG1) WaitVariance() *big.Rat {
	first, second := q.wait()
	variance := q.VarianceOfWait()
	a := q.curvature()
	m := q.service
	jump := add(times(4, mul(second, m[1])), times(4, mul(first, m[2])), m[3]) // E[(2VS+S²)²]
	return add(variance, times(4, mul(a, m[0], variance)), mul(a, a, jump))
}

// SojournVariance returns the variance constant of the average of successive sojourn times, per customer: as WaitVariance
// with S − E[S] added inside the square.
func (q MG1) SojournVariance() *big.Rat {
	first, _ := q.wait()
	m := q.service
	cross := add(times(2, mul(first, m.Variance())), sub(m[2], mul(m[0], m[1]))) // E[(S−E[S])(2VS+S²)]
	return add(q.WaitVariance(), m.Variance(), times(2, mul(q.curvature(), cross)))
}

func (q MG1) curvature() *big.Rat { return quo(q.arrival, times(2, q.spare())) }

// KingmanBound returns an upper bound of the mean waiting time of GI/G/1 in the order of arrival,
// λ(σa²+σs²)/(2(1−ρ)), with the variances of interarrival and service times; Kingman, Biometrika 49 (1962) 315–324.
// arrival and serviceMean are above 0, variances at least 0. It returns ErrUnstable unless arrival·serviceMean < 1.
func KingmanBound(arrival, serviceMean, interarrivalVariance, serviceVariance *big.Rat) (*big.Rat, error) {
	if err := positive(named{"arrival rate", arrival}, named{"mean service time", serviceMean}); err != nil {
		return nil, err
	}
	err := nonNegative(named{"variance of interarrival times", interarrivalVariance}, named{"variance of service times", serviceVariance})
	if err != nil {
		return nil, err
	}
	rho := mul(arrival, serviceMean)
	if err := stable(rho); err != nil {
		return nil, err
	}
	return quo(mul(arrival, add(interarrivalVariance, serviceVariance)), times(2, sub(one(), rho))), nil
}
