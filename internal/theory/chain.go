package theory

import (
	"errors"
	"fmt"
	"math"
	"math/big"
)

// ErrReducible is wrapped by errors about Markov chains with states from which the start cannot be reached, so that they
// have no stationary distribution, or no finite mean time to a set of states.
var ErrReducible = errors.New("theory: chain is reducible")

// Event tells apart the transitions of a chain, so that a Reward can count some of them.
type Event int

// The events of the chains that models of this package return.
const (
	Arrival   Event = iota + 1 // a customer enters
	Loss                       // a customer finds no room
	Departure                  // a customer leaves, or a station of a closed network is done with one
	Failure                    // a server or component fails
	Mend                       // a server or component is repaired
	Internal                   // something else changes, such as a phase of service
)

// Jump is a possible transition out of a state. It may lead back to the same state: then nothing changes, but a Reward can
// count it.
type Jump[S comparable] struct {
	To    S
	Rate  *big.Rat // per unit of time, above 0
	Event Event
}

// Chain is a Markov process in continuous time on finitely many states.
type Chain[S comparable] struct {
	states []S
	index  map[S]int
	jumps  [][]Jump[S]
}

// Explore returns the chain on all states that can be reached from start, found breadth first; next lists the jumps out of
// a state and is called once for each. It returns ErrParameter when there are more than limit states, limit is below 1 or
// a rate is not above 0.
//
// The time to solve a chain is about n·b², where b is the greatest distance in order of discovery between two states that
// remain connected while others are eliminated: linear for one dimension, n² for two.
func Explore[S comparable](start S, limit int, next func(S) []Jump[S]) (*Chain[S], error) {
	if err := atLeast("limit", limit, 1); err != nil {
		return nil, err
	}
	c := &Chain[S]{states: []S{start}, index: map[S]int{start: 0}}
	for i := 0; i < len(c.states); i++ {
		jumps := next(c.states[i])
		c.jumps = append(c.jumps, jumps)
		for _, j := range jumps {
			if err := positive(named{fmt.Sprintf("rate from %v to %v", c.states[i], j.To), j.Rate}); err != nil {
				return nil, err
			}
			if _, known := c.index[j.To]; known {
				continue
			}
			if len(c.states) >= limit {
				return nil, fmt.Errorf("%w: more than %d states can be reached", ErrParameter, limit)
			}
			c.index[j.To] = len(c.states)
			c.states = append(c.states, j.To)
		}
	}
	return c, nil
}

// mustExplore is Explore for the chains of this package, whose rates are checked and whose states are finite.
func mustExplore[S comparable](start S, next func(S) []Jump[S]) *Chain[S] {
	c, err := Explore(start, math.MaxInt, next)
	if err != nil {
		panic(err)
	}
	return c
}

// States returns all states in order of discovery. The first is the start.
func (c *Chain[S]) States() []S { return append([]S(nil), c.states...) }

// TimeTo returns the mean time from the start until target first holds, 0 when it holds at once. More than 190 of its bits
// are correct for up to 10⁴ states, since only positive numbers are added, multiplied and divided. It returns ErrReducible
// when the chain may get to where it cannot reach target any more.
func (c *Chain[S]) TimeTo(target func(S) bool) (*big.Float, error) {
	if target(c.states[0]) {
		return new(big.Float).SetPrec(Precision), nil
	}
	before := c.before(target)
	e := newElimination(len(c.states), func(i int) bool { return !before[i] })
	for i, jumps := range c.jumps {
		if !before[i] {
			continue
		}
		for _, j := range jumps {
			e.connect(i, c.index[j.To], fromRat(j.Rate))
		}
	}
	if err := e.eliminate(); err != nil {
		return nil, err
	}
	reward := make([]*big.Float, len(c.states))
	for i := range reward {
		reward[i] = fromRat(one())
	}
	return result(e.potential(reward)[0]), nil
}

// before marks the states that can be reached before target holds.
func (c *Chain[S]) before(target func(S) bool) []bool {
	before := make([]bool, len(c.states))
	before[0] = true
	for queue := []int{0}; len(queue) > 0; queue = queue[1:] {
		for _, j := range c.jumps[queue[0]] {
			if to := c.index[j.To]; !before[to] && !target(j.To) {
				before[to] = true
				queue = append(queue, to)
			}
		}
	}
	return before
}

// Solve works out the stationary distribution by the elimination of Grassmann, Taksar and Heyman, Opns. Res. 33 (1985)
// 1107–1116, which never subtracts. It returns ErrReducible unless the start can be reached from every state.
func (c *Chain[S]) Solve() (*Solution[S], error) {
	e := newElimination(len(c.states), func(i int) bool { return i == 0 })
	for i := range c.states {
		for _, j := range c.jumps[i] {
			e.connect(i, c.index[j.To], fromRat(j.Rate))
		}
	}
	if err := e.eliminate(); err != nil {
		return nil, err
	}
	return &Solution[S]{chain: c, elimination: e, p: e.stationary()}, nil
}
