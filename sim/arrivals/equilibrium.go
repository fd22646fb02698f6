package arrivals

import "github.com/littoral-sim/littoral/sim/rng"

// MeanRate implements [Spec]. It is known when all gaps are exponential, all stays end and have a finite mean, and each state can be reached from
// the first and leads back to it: then it is the mean of the rates of the states, weighted by [Modulated.Shares].
func (m *Modulated) MeanRate() (perSecond float64, known bool) {
	shares, ok := m.Shares()
	if !ok {
		return 0, false
	}
	for i, s := range m.states {
		if s.Gap.IsZero() {
			continue
		}
		rate, finite := inverse(s.Gap.Mean())
		if s.Gap.Kind() != rng.KindExponential || !finite {
			return 0, false
		}
		perSecond += float64(shares[i] * rate)
	}
	return perSecond, true
}

// Shares returns the part of the time that the source spends in each state in the long run, and false when there is no such number. The
// equations of balance are solved by the elimination of W. K. Grassmann, M. I. Taksar and D. P. Heyman (Regenerative analysis and steady state
// distributions for Markov chains, Operations Research 33, 1985), which subtracts nothing and so loses no digits. It takes O(n³) for n states.
func (m *Modulated) Shares() (shares []float64, known bool) {
	n := len(m.states)
	jump := make([][]float64, n)
	for i := range m.states {
		jump[i] = m.jumps(i)
		if stay := m.states[i].Stay; n > 1 && (stay.IsZero() || !(stay.Mean() < 1e300)) {
			return nil, false
		}
	}
	for k := n - 1; k > 0; k-- {
		out := 0.0
		for j := range k {
			out += jump[k][j]
		}
		if !(out > 0) {
			return nil, false // From here no earlier state is reached.
		}
		for i := range k {
			jump[i][k] /= out
			for j := range k {
				jump[i][j] += float64(jump[i][k] * jump[k][j])
			}
		}
	}
	shares = make([]float64, n)
	shares[0] = 1
	for k := 1; k < n; k++ {
		for i := range k {
			shares[k] += float64(shares[i] * jump[i][k])
		}
		if !(shares[k] > 0) {
			return nil, false
		}
	}
	sum := 0.0
	for i := range shares {
		if n > 1 {
			shares[i] *= m.states[i].Stay.Mean()
		}
		sum += shares[i]
	}
	for i := range shares {
		shares[i] /= sum
	}
	return shares, true
}

// jumps returns the probability of each next state after state i.
func (m *Modulated) jumps(i int) []float64 {
	out := make([]float64, len(m.states))
	next := m.states[i].Next
	if next == nil {
		out[(i+1)%len(out)] = 1
		return out
	}
	sum := 0.0
	for _, w := range next {
		sum += float64(w)
	}
	for j, w := range next {
		out[j] = float64(w) / sum
	}
	return out
}
