package theory

import (
	"errors"
	"fmt"
	"math/big"
	"slices"
)

// ErrPrecision is wrapped by errors about linear systems that were solved less precisely than promised.
var ErrPrecision = errors.New("theory: solution is not precise enough")

// Reward is what a chain accumulates: Rate per unit of time spent in a state, and Impulse at each jump. A nil function
// stands for 0, and so does a nil result.
type Reward[S comparable] struct {
	Rate    func(state S) *big.Rat
	Impulse func(from S, jump Jump[S]) *big.Rat
}

// TimeIn returns the reward that accumulates the time spent in the states where in holds.
func TimeIn[S comparable](in func(S) bool) Reward[S] {
	return Reward[S]{Rate: func(s S) *big.Rat {
		if in(s) {
			return one()
		}
		return nil
	}}
}

// Integral returns the reward that accumulates a whole number over time, such as the number of customers.
func Integral[S comparable](number func(S) int) Reward[S] {
	return Reward[S]{Rate: func(s S) *big.Rat { return integer(number(s)) }}
}

// Count returns the reward that counts the jumps that are one of the events.
func Count[S comparable](events ...Event) Reward[S] {
	return Reward[S]{Impulse: func(_ S, j Jump[S]) *big.Rat {
		if slices.Contains(events, j.Event) {
			return one()
		}
		return nil
	}}
}

// Solution is a chain with its stationary distribution.
type Solution[S comparable] struct {
	chain       *Chain[S]
	elimination *elimination
	p           []*big.Float
}

// Probability returns the stationary probability of the states where in holds, with a relative error below 2⁻¹⁹⁰ for up to
// 10⁴ states.
func (s *Solution[S]) Probability(in func(S) bool) *big.Float {
	total := newFloat()
	for i, state := range s.chain.states {
		if in(state) {
			total.Add(total, s.p[i])
		}
	}
	return result(total)
}

// Mean returns the long-run reward per unit of time. If no reward is negative, its relative error is below 2⁻¹⁹⁰ for up to
// 10⁴ states.
func (s *Solution[S]) Mean(r Reward[S]) *big.Float { return result(s.mean(s.tabulate(r))) }

// Variance returns the variance constant of the reward per unit of time: over a long time t its variance is near the
// constant divided by t.
//
// With the mean m, the expected reward f_i per unit of time in state i and the solution h of the Poisson equation
// Σ_j q_ij(h_j − h_i) = m − f_i, the reward minus mt plus h is a martingale, so that the constant is
// Σ_i p_i Σ_jumps rate·(impulse + h_to − h_i)²; for rewards without impulses, Whitt, Opns. Res. 40 (1992) 279–291, and
// Glynn and Meyn, Ann. Probab. 24 (1996) 916–931.
//
// The residual of the Poisson equation, times the probability of the state, is checked to be below 2⁻²⁰⁰ of the terms in
// it; otherwise ErrPrecision is returned.
func (s *Solution[S]) Variance(r Reward[S]) (*big.Float, error) {
	v, err := s.variance(s.tabulate(r))
	if err != nil {
		return nil, err
	}
	return result(v), nil
}

// Ratio returns the quotient of two long-run rewards and the variance constant of its estimator: over a long time t, the
// quotient of what was accumulated has a variance near the constant divided by t. The constant is that of
// numerator − quotient·denominator over the square of the mean of the denominator; Crane and Iglehart, Opns. Res. 23
// (1975) 33–45.
//
// The mean sojourn time, in any order of service, is the ratio of the integral of the number in the system and the count
// of arrivals that enter; multiply the constant by the rate of arrivals to have it per customer. ErrParameter is returned
// when the denominator has mean 0, ErrPrecision as by Variance.
func (s *Solution[S]) Ratio(numerator, denominator Reward[S]) (quotient, variance *big.Float, err error) {
	a, b := s.tabulate(numerator), s.tabulate(denominator)
	mean := s.mean(b)
	if mean.Sign() == 0 {
		return nil, nil, fmt.Errorf("%w: the mean of the denominator is 0", ErrParameter)
	}
	q := newFloat().Quo(s.mean(a), mean)
	for i := range a.rate {
		a.rate[i].Sub(a.rate[i], newFloat().Mul(q, b.rate[i]))
		for k := range a.impulse[i] {
			a.impulse[i][k].Sub(a.impulse[i][k], newFloat().Mul(q, b.impulse[i][k]))
		}
	}
	v, err := s.variance(a)
	if err != nil {
		return nil, nil, err
	}
	v.Quo(v, newFloat().Mul(mean, mean))
	return result(q), result(v), nil
}

// table is a reward by state, and by state and jump.
type table struct {
	rate    []*big.Float
	impulse [][]*big.Float
}

func (s *Solution[S]) tabulate(r Reward[S]) table {
	var t table
	for i, state := range s.chain.states {
		rate := newFloat()
		if r.Rate != nil {
			if x := r.Rate(state); x != nil {
				rate.SetRat(x)
			}
		}
		t.rate = append(t.rate, rate)
		impulses := make([]*big.Float, len(s.chain.jumps[i]))
		for k, j := range s.chain.jumps[i] {
			impulses[k] = newFloat()
			if r.Impulse == nil {
				continue
			}
			if x := r.Impulse(state, j); x != nil {
				impulses[k].SetRat(x)
			}
		}
		t.impulse = append(t.impulse, impulses)
	}
	return t
}

// expected returns the expected reward per unit of time in each state.
func (s *Solution[S]) expected(t table) []*big.Float {
	out := make([]*big.Float, len(t.rate))
	for i := range out {
		out[i] = newFloat().Set(t.rate[i])
		for k, j := range s.chain.jumps[i] {
			out[i].Add(out[i], newFloat().Mul(fromRat(j.Rate), t.impulse[i][k]))
		}
	}
	return out
}

func (s *Solution[S]) mean(t table) *big.Float {
	total := newFloat()
	for i, x := range s.expected(t) {
		total.Add(total, x.Mul(x, s.p[i]))
	}
	return total
}

func (s *Solution[S]) variance(t table) (*big.Float, error) {
	mean, centred := s.mean(t), s.expected(t)
	for _, x := range centred {
		x.Sub(x, mean)
	}
	h := s.elimination.potential(centred)
	total := newFloat()
	for i := range h {
		residual, scale, squares := newFloat().Set(centred[i]), newFloat().Abs(centred[i]), newFloat()
		for k, j := range s.chain.jumps[i] {
			rate := fromRat(j.Rate)
			difference := newFloat().Sub(h[s.chain.index[j.To]], h[i])
			term := newFloat().Mul(rate, difference)
			residual.Add(residual, term)
			// What the difference is made of is known to so many bits, not the difference.
			to, from := newFloat().Abs(h[s.chain.index[j.To]]), newFloat().Abs(h[i])
			scale.Add(scale, newFloat().Mul(rate, to.Add(to, from)))
			difference.Add(difference, t.impulse[i][k])
			squares.Add(squares, difference.Mul(difference, difference).Mul(difference, rate))
		}
		weighted := newFloat().Mul(residual.Abs(residual), s.p[i])
		if weighted.Cmp(scale.SetMantExp(scale, -Precision)) > 0 {
			return nil, fmt.Errorf("%w: residual %.3g of the Poisson equation in state %v", ErrPrecision, residual, s.chain.states[i])
		}
		total.Add(total, squares.Mul(squares, s.p[i]))
	}
	return total, nil
}
