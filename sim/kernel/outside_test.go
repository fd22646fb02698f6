package kernel

import (
	"math/rand/v2"
	"testing"
)

// TestSchedulingFromOutsideBetweenLooks is a driver that looks at the next event, schedules crowds before and behind it, cancels
// or moves it away, and seldom steps. This reaches what a model rarely does: near and the ladder far ahead of the clock.
func TestSchedulingFromOutsideBetweenLooks(t *testing.T) {
	const seeds, actions = 60, 60
	for seed := range uint64(seeds) {
		r := rand.New(rand.NewPCG(seed, 11))
		p := newPair(quiet, Config{})
		next := func(kind opKind, delay Time) { // does it to the event that is next
			if at, due := p.oracle.next(); due && at > p.oracle.now {
				p.apply(op{kind: kind, delay: delay, which: len(p.tickets) - 1 - p.oracle.list[0].payload})
			}
		}
		for action := range actions {
			var err error
			switch r.IntN(6) {
			case 0, 1:
				from, spread := Time(1)<<r.IntN(20), int64(1)<<r.IntN(20)
				for range []int{1, 40, 140, 300}[r.IntN(4)] {
					p.apply(op{kind: opAt, delay: from + Time(r.Int64N(spread)), phase: Phase(r.IntN(2))})
				}
			case 2:
				err = p.checkNext()
			case 3:
				for range 1 << r.IntN(8) {
					next(opCancel, 0)
				}
			case 4:
				next(opMove, 1<<r.IntN(22))
			case 5:
				for range 1 << r.IntN(7) {
					if err == nil {
						err = p.step()
					}
				}
			}
			if err == nil {
				err = p.check()
			}
			if err == nil {
				err = audit(&p.engine.queue)
			}
			if err != nil {
				t.Fatalf("seed %d action %d: %v", seed, action, err)
			}
		}
		finish(t, p)
	}
}
