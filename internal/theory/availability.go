package theory

import (
	"fmt"
	"math/big"
)

// Availability returns the part of the time in which an alternating renewal process is up, up/(up+down), from the mean times
// in each state, both above 0, for any distributions; Cox, Renewal Theory (1962), chapter 7.
func Availability(up, down *big.Rat) (*big.Rat, error) {
	if err := positive(named{"mean time up", up}, named{"mean time down", down}); err != nil {
		return nil, err
	}
	return quo(up, add(up, down)), nil
}

// AvailabilityVariance returns the variance constant of the part of a long time in which an alternating renewal process is
// up, (E[D]²·Var U + E[U]²·Var D)/(E[U]+E[D])³; Takács, Acta Math. Acad. Sci. Hung. 8 (1957) 169–191.
func AvailabilityVariance(up, down Moments) (*big.Rat, error) {
	if err := up.check("time up"); err != nil {
		return nil, err
	}
	if err := down.check("time down"); err != nil {
		return nil, err
	}
	spread := add(mul(down[0], down[0], up.Variance()), mul(up[0], up[0], down.Variance()))
	return quo(spread, power(add(up[0], down[0]), 3)), nil
}

// AtLeast returns the probability that at least k of independent components are up, component i with probability up[i].
// It is 1 for k ≤ 0 and 0 for k > len(up). It takes time len(up)².
func AtLeast(k int, up ...*big.Rat) (*big.Rat, error) {
	count := []*big.Rat{one()} // count[n] is the probability that n of those seen are up
	for i, p := range up {
		if err := probability(named{fmt.Sprintf("availability of component %d", i), p}); err != nil {
			return nil, err
		}
		count = append(count, zero())
		down := sub(one(), p)
		for n := len(count) - 1; n >= 0; n-- {
			count[n] = mul(count[n], down)
			if n > 0 {
				count[n].Add(count[n], mul(count[n-1], p))
			}
		}
	}
	if k > len(up) {
		return zero(), nil
	}
	return add(count[max(k, 0):]...), nil
}

// KOfN returns the probability Σ_{i≥k} C(n,i)·Aⁱ(1−A)ⁿ⁻ⁱ that at least k of n independent components with the same
// availability are up; Barlow and Proschan, Statistical Theory of Reliability (1975), chapter 2. n ≥ 0.
func KOfN(k, n int, availability *big.Rat) (*big.Rat, error) {
	if err := atLeast("n", n, 0); err != nil {
		return nil, err
	}
	if err := probability(named{"availability", availability}); err != nil {
		return nil, err
	}
	total := zero()
	for i := max(k, 0); i <= n; i++ {
		ways := new(big.Rat).SetInt(new(big.Int).Binomial(int64(n), int64(i)))
		total.Add(total, mul(ways, power(availability, i), power(sub(one(), availability), n-i)))
	}
	return total, nil
}

// Repair is a group of equal components with exponential lives and repair times that share repair crews; a crew works on
// one component. Failed components wait for a crew in any order.
type Repair struct {
	components    int
	failure, mend *big.Rat
	crews         int
	chain         BirthDeath // on the number of failed components
}

// NewRepair returns the group. failure is the rate of one component, mend that of one crew, both above 0; components ≥ 1,
// crews ≥ 1.
func NewRepair(components, crews int, failure, mend *big.Rat) (Repair, error) {
	if err := atLeast("components", components, 1); err != nil {
		return Repair{}, err
	}
	if err := atLeast("crews", crews, 1); err != nil {
		return Repair{}, err
	}
	if err := positive(named{"failure rate", failure}, named{"repair rate", mend}); err != nil {
		return Repair{}, err
	}
	birth, death := make([]*big.Rat, components), make([]*big.Rat, components)
	for k := range components {
		birth[k], death[k] = times(components-k, failure), times(min(k+1, crews), mend)
	}
	chain, err := NewBirthDeath(birth, death)
	return Repair{components, copyRat(failure), copyRat(mend), crews, chain}, err
}

// Failed returns the probabilities of 0 to all components failed, p_k ∝ Π_{i≤k} (n−i+1)λ/(min(i,c)μ); Kleinrock, Queueing
// Systems 1 (1975), section 3.8.
func (r Repair) Failed() []*big.Rat { return r.chain.Distribution() }

// FewerThan returns the part of the time in which fewer than need components are up: for a quorum, need is the least that
// has it. 1 ≤ need ≤ components.
func (r Repair) FewerThan(need int) (*big.Rat, error) {
	if err := r.checkNeed(need); err != nil {
		return nil, err
	}
	return add(r.Failed()[r.components-need+1:]...), nil
}

// FewerThanVariance returns the variance constant of the time average that FewerThan is the mean of.
func (r Repair) FewerThanVariance(need int) (*big.Rat, error) {
	if err := r.checkNeed(need); err != nil {
		return nil, err
	}
	lost := make([]*big.Rat, r.components+1)
	for k := range lost {
		lost[k] = integer(0)
		if r.components-k < need {
			lost[k] = one()
		}
	}
	return r.chain.Variance(lost)
}

// TimeToFewerThan returns the mean time from all components up until fewer than need are; Barlow and Proschan, chapter 7.
// For two of three with any number of crews it is (5λ+μ)/(6λ²). 1 ≤ need ≤ components.
func (r Repair) TimeToFewerThan(need int) (*big.Rat, error) {
	if err := r.checkNeed(need); err != nil {
		return nil, err
	}
	return r.chain.TimeTo(r.components - need + 1)
}

func (r Repair) checkNeed(need int) error {
	if need < 1 || need > r.components {
		return fmt.Errorf("%w: need is %d, must be within 1 and %d", ErrParameter, need, r.components)
	}
	return nil
}

// Chain returns the number of failed components as a Markov chain with the events Failure and Mend.
func (r Repair) Chain() *Chain[int] {
	return mustExplore(0, func(k int) []Jump[int] {
		var out []Jump[int]
		if k < r.components {
			out = append(out, Jump[int]{k + 1, times(r.components-k, r.failure), Failure})
		}
		if k > 0 {
			out = append(out, Jump[int]{k - 1, times(min(k, r.crews), r.mend), Mend})
		}
		return out
	})
}
