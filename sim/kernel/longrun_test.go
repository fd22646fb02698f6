package kernel

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// load is a long random run: how its events are spread and what is done to them.
type load struct {
	name    string
	pending int
	classes []int // of delayOf
	ops     []opKind
	phases  int
	outside int // one operation in so many comes from outside, after a look at the next event
}

func loads() []load {
	at := []opKind{opAt}
	mixed := []opKind{opAt, opAt, opMove, opMove, opCancel}
	return []load{
		{"all equal", 1200, []int{4}, at, 1, 0},
		{"equal in phases", 1200, []int{4}, mixed, 4, 0},
		{"instants of many", 1000, []int{0, 2}, mixed, 4, 3},
		{"two clusters", 1200, []int{3, 5}, mixed, 2, 50},
		{"nine decades", 1200, []int{6}, mixed, 2, 50},
		{"even", 1200, []int{7}, mixed, 2, 0},
		{"move mostly", 500, []int{7, 3}, []opKind{opMove, opMove, opMove, opMove, opAt}, 2, 7},
		{"cancel mostly", 1000, []int{7, 5}, []opKind{opAt, opCancel}, 2, 7},
		{"everything", 1000, []int{0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7, 9}, mixed, 4, 20},
		{"few", 5, []int{1, 3, 5, 7}, mixed, 4, 5},
	}
}

// TestLongRunsDispatchLikeTheOracle makes runs of some 10⁵ operations that grow, stand and shrink, so that every part of the queue
// comes into use.
func TestLongRunsDispatchLikeTheOracle(t *testing.T) {
	for i, l := range loads() {
		t.Run(l.name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(uint64(i), 7))
			var p *pair
			random := func() op {
				kinds := l.ops
				if p.engine.Pending() < l.pending {
					kinds = []opKind{opAt}
				}
				return op{
					kind:  kinds[r.IntN(len(kinds))],
					phase: Phase(r.IntN(l.phases)),
					delay: delayOf(l.classes[r.IntN(len(l.classes))], r.Int64N),
					which: r.IntN(2 * l.pending),
				}
			}
			var last []op // the engine's handler runs first; the oracle's must do the same
			lastID := -1
			p = newPair(func(id int) []op {
				if id == lastID {
					return last
				}
				last, lastID = last[:0], id
				if p.engine.Steps() < longSteps {
					last = append(last, random())
					if r.IntN(2) == 0 {
						last = append(last, random())
					}
				}
				return last
			}, Config{RoundsMax: roundsMost})
			if err := p.drive(l, r, random); err != nil {
				t.Fatalf("after %d steps: %v", p.oracle.steps, err)
			}
		})
	}
}

// longSteps is how many events a long run dispatches before it only runs out.
const longSteps = 30_000

// drive runs until enough events were dispatched and nothing is due.
func (p *pair) drive(l load, r *rand.Rand, random func() op) error {
	for n := 0; ; n++ {
		_, due := p.oracle.next()
		switch {
		case p.oracle.steps < longSteps && (!due || l.outside > 0 && r.IntN(l.outside) == 0):
			if err := p.checkNext(); err != nil {
				return err
			}
			p.apply(random())
		case !due:
			return p.checkTickets(1000)
		}
		if err := p.step(); err != nil {
			return err
		}
		if n%5000 == 0 {
			if err := audit(&p.engine.queue); err != nil {
				return fmt.Errorf("audit: %w", err)
			}
		}
	}
}
