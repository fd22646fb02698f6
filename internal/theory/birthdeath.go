package theory

import (
	"fmt"
	"math/big"
)

// BirthDeath is a Markov process on 0, 1, …, n that moves by one.
type BirthDeath struct {
	birth, death []*big.Rat // birth[i] leads from i to i+1, death[i] back
}

// NewBirthDeath returns the process with rates birth[i] from i to i+1 and death[i] from i+1 to i, all above 0. There is at
// least one of each, and as many of one as of the other.
func NewBirthDeath(birth, death []*big.Rat) (BirthDeath, error) {
	if len(birth) == 0 || len(birth) != len(death) {
		return BirthDeath{}, fmt.Errorf("%w: %d birth rates and %d death rates, must be equally many and at least 1",
			ErrParameter, len(birth), len(death))
	}
	for i := range birth {
		err := positive(named{fmt.Sprintf("birth rate %d", i), birth[i]}, named{fmt.Sprintf("death rate %d", i), death[i]})
		if err != nil {
			return BirthDeath{}, err
		}
	}
	return BirthDeath{copyRats(birth), copyRats(death)}, nil
}

// weights returns the stationary distribution up to a factor.
func (b BirthDeath) weights() []*big.Rat {
	out := []*big.Rat{one()}
	for i := range b.birth {
		out = append(out, quo(mul(out[i], b.birth[i]), b.death[i]))
	}
	return out
}

// Distribution returns the stationary probabilities, p_i ∝ Π_{j<i} birth[j]/death[j]; Kleinrock, Queueing Systems 1
// (1975), eq. 3.11.
func (b BirthDeath) Distribution() []*big.Rat {
	p := b.weights()
	total := add(p...)
	for _, x := range p {
		x.Quo(x, total)
	}
	return p
}

// Variance returns the variance constant of the time average of value[i] over the states i,
// 2 Σ_j (Σ_{i≤j} (value[i] − mean)p_i)² / (birth[j]p_j); Whitt, Opns. Res. 40 (1992) 279–291, section on birth and death
// processes. It returns ErrParameter unless there is a value for each state.
func (b BirthDeath) Variance(value []*big.Rat) (*big.Rat, error) {
	p := b.Distribution()
	if len(value) != len(p) {
		return nil, fmt.Errorf("%w: %d values for %d states", ErrParameter, len(value), len(p))
	}
	mean := zero()
	for i, x := range value {
		mean.Add(mean, mul(x, p[i]))
	}
	variance, partial := zero(), zero()
	for j, rate := range b.birth {
		partial.Add(partial, mul(sub(value[j], mean), p[j]))
		variance.Add(variance, quo(mul(partial, partial), mul(rate, p[j])))
	}
	return times(2, variance), nil
}

// TimeTo returns the mean time from state 0 to the first visit of state, Σ_{i<state} Σ_{j≤i} p_j/(birth[i]p_i); Karlin
// and Taylor, A First Course in Stochastic Processes (1975), chapter 4. 0 ≤ state ≤ n.
func (b BirthDeath) TimeTo(state int) (*big.Rat, error) {
	if state < 0 || state > len(b.birth) {
		return nil, fmt.Errorf("%w: state is %d, must be within 0 and %d", ErrParameter, state, len(b.birth))
	}
	p := b.weights()
	total, below := zero(), zero()
	for i := range state {
		below.Add(below, p[i])
		total.Add(total, quo(below, mul(b.birth[i], p[i])))
	}
	return total, nil
}
