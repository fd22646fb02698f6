package theory

import "math/big"

// Vacations is M/G/1 with multiple vacations: whenever the server has nothing to do it goes away for a time, and again if it
// still finds nobody.
type Vacations struct {
	queue    MG1
	vacation Moments
}

// NewVacations returns the queue with the given arrival rate above 0 and moments of service time and vacation. It returns
// ErrUnstable unless arrival·E[S] < 1.
func NewVacations(arrival *big.Rat, service, vacation Moments) (Vacations, error) {
	queue, err := NewMG1(arrival, service)
	if err != nil {
		return Vacations{}, err
	}
	if err := vacation.check("vacation"); err != nil {
		return Vacations{}, err
	}
	return Vacations{queue, vacation.clone()}, nil
}

// Means returns the means: Wq is that of M/G/1 plus E[V²]/(2E[V]); Levy and Yechiali, Management Science 22 (1975) 202–211.
func (q Vacations) Means() Means {
	wait, _ := q.queue.wait()
	rest, _ := q.rest()
	return meansFromWait(q.queue.arrival, add(wait, rest), q.queue.service[0])
}

// VarianceOfWait returns the variance of the waiting time of one customer in the order of arrival: that of M/G/1 plus the
// variance E[V³]/(3E[V]) − (E[V²]/(2E[V]))² of the rest of a vacation, which is independent of it; Fuhrmann and Cooper,
// Opns. Res. 33 (1985) 1117–1129.
func (q Vacations) VarianceOfWait() *big.Rat {
	_, rest := q.rest()
	return add(q.queue.VarianceOfWait(), rest)
}

// WaitVariance returns the variance constant of the average of successive waiting times in the order of arrival, per
// customer.
//
// Arrivals wait for the work in the system and the rest of the vacation, U, which jumps from 0 to a vacation V at a rate of
// (1−ρ)/E[V]. With the a of MG1 and the mean rest r = E[V²]/(2E[V]), aU²−2arU solves the Poisson equation of the sum of
// U−w at arrivals: after those jumps, 0 is expected of it. They add (1−ρ)/(λE[V])·E[(aV²−2arV)²] to the constant of MG1,
// in which the variance of U takes the place of that of the wait, times E[(1+2aS)²].
func (q Vacations) WaitVariance() *big.Rat { return add(q.queue.WaitVariance(), q.vacationVariance()) }

// SojournVariance returns the variance constant of the average of successive sojourn times in the order of arrival, per
// customer.
func (q Vacations) SojournVariance() *big.Rat {
	return add(q.queue.SojournVariance(), q.vacationVariance())
}

// vacationVariance is what vacations add to the constants of MG1.
func (q Vacations) vacationVariance() *big.Rat {
	a, m, v := q.queue.curvature(), q.queue.service, q.vacation
	mean, variance := q.rest()
	stretched := add(one(), times(4, mul(a, m[0])), times(4, mul(a, a, m[1])))     // E[(1+2aS)²]
	jump := add(v[3], times(-4, mul(mean, v[2])), times(4, mul(mean, mean, v[1]))) // E[(V²−2rV)²]
	rate := quo(q.queue.spare(), mul(q.queue.arrival, v[0]))
	return add(mul(variance, stretched), mul(rate, a, a, jump))
}

// rest returns the mean and the variance of what is left of a vacation.
func (q Vacations) rest() (mean, variance *big.Rat) {
	mean = quo(q.vacation[1], times(2, q.vacation[0]))
	return mean, sub(quo(q.vacation[2], times(3, q.vacation[0])), mul(mean, mean))
}
