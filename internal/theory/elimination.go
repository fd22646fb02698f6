package theory

import (
	"fmt"
	"math/big"
	"slices"
)

// elimination takes the states of a Markov chain out one by one, last first. What is left is the chain watched only while
// it is in the states that remain. Kept states are never taken out.
type elimination struct {
	kept  []bool
	rates []map[int]*big.Float // rates[i][j] from i to j ≠ i, both not yet taken out
	into  []map[int]bool       // states with a rate into this one
	taken []takenOut           // last state first
}

// takenOut is a state with what it was connected to when it was taken out, in ascending order.
type takenOut struct {
	state int
	exit  *big.Float // total rate out
	from  []link     // weight: rate in over exit, the mean number of time units here per unit of time there
	to    []link     // weight: probability to go there next
}

type link struct {
	state  int
	weight *big.Float
}

func newElimination(states int, keep func(int) bool) *elimination {
	e := &elimination{
		kept: make([]bool, states), rates: make([]map[int]*big.Float, states), into: make([]map[int]bool, states),
	}
	for i := range states {
		e.kept[i], e.rates[i], e.into[i] = keep(i), map[int]*big.Float{}, map[int]bool{}
	}
	return e
}

// connect adds a rate from i to j. A jump to the same state changes nothing.
func (e *elimination) connect(i, j int, rate *big.Float) {
	if i == j {
		return
	}
	if old := e.rates[i][j]; old != nil {
		old.Add(old, rate)
		return
	}
	e.rates[i][j] = rate
	e.into[j][i] = true
}

// eliminate takes out all states that are not kept. It returns ErrReducible when some cannot reach a kept one.
func (e *elimination) eliminate() error {
	for n, kept := range slices.Backward(e.kept) {
		if kept {
			continue
		}
		if len(e.rates[n]) == 0 {
			return fmt.Errorf("%w: there is no way back from state %d in order of discovery", ErrReducible, n)
		}
		e.takeOut(n)
	}
	return nil
}

// takeOut connects the states around n directly, in place of the ways through n.
func (e *elimination) takeOut(n int) {
	t := takenOut{state: n, exit: newFloat()}
	for _, j := range sortedKeys(e.rates[n]) {
		rate := e.rates[n][j]
		t.exit.Add(t.exit, rate)
		t.to = append(t.to, link{j, rate})
		delete(e.into[j], n)
	}
	for _, j := range t.to {
		j.weight.Quo(j.weight, t.exit)
	}
	for _, i := range sortedKeys(e.into[n]) {
		rate := e.rates[i][n]
		delete(e.rates[i], n)
		for _, j := range t.to {
			e.connect(i, j.state, newFloat().Mul(rate, j.weight))
		}
		t.from = append(t.from, link{i, newFloat().Quo(rate, t.exit)})
	}
	e.rates[n], e.into[n] = nil, nil
	e.taken = append(e.taken, t)
}

func sortedKeys[V any](m map[int]V) []int {
	keys := make([]int, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// stationary returns the stationary distribution. Exactly one state is kept.
func (e *elimination) stationary() []*big.Float {
	p := make([]*big.Float, len(e.kept))
	total := newFloat()
	for i := range p {
		p[i] = newFloat()
		if e.kept[i] {
			p[i].SetInt64(1)
			total.SetInt64(1)
		}
	}
	for _, t := range slices.Backward(e.taken) {
		for _, i := range t.from {
			p[t.state].Add(p[t.state], newFloat().Mul(p[i.state], i.weight))
		}
		total.Add(total, p[t.state])
	}
	for _, x := range p {
		x.Quo(x, total)
	}
	return p
}

// potential returns h with Σ_j rate(i,j)(h_j − h_i) = −reward_i in every state that is not kept and h = 0 in those that
// are: the mean reward until the first visit of a kept state, where reward is paid per unit of time.
func (e *elimination) potential(reward []*big.Float) []*big.Float {
	r, h := make([]*big.Float, len(reward)), make([]*big.Float, len(reward))
	for i, x := range reward {
		r[i], h[i] = newFloat().Set(x), newFloat()
	}
	for _, t := range e.taken {
		for _, i := range t.from {
			r[i.state].Add(r[i.state], newFloat().Mul(i.weight, r[t.state]))
		}
	}
	for _, t := range slices.Backward(e.taken) {
		h[t.state].Quo(r[t.state], t.exit)
		for _, j := range t.to {
			h[t.state].Add(h[t.state], newFloat().Mul(j.weight, h[j.state]))
		}
	}
	return h
}
