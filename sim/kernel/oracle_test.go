package kernel

import (
	"testing"

	"pgregory.net/rapid"
)

// delayOf draws from delays of very different size, with many that are equal.
func delayOf(class int, r func(n int64) int64) Time {
	switch class {
	case 0:
		return 0
	case 1:
		return 1
	case 2:
		return Time(r(4))
	case 3:
		return Time(r(100))
	case 4:
		return 1000
	case 5:
		return 1_000_000 + Time(r(1000))
	case 6:
		return Time(1) << r(31)
	case 7:
		return Time(r(1_000_000_000_000))
	case 8:
		return Never - 1 - Time(r(3)) // clipped to Never, or just before it
	default:
		return Never
	}
}

const delayClasses = 10

// TestEngineDispatchesLikeTheOracle runs random operations from outside and from within handlers. Every step, answer and counter
// must be the oracle's, and the queue must be in order inside.
func TestEngineDispatchesLikeTheOracle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(n int64) int64 { return rapid.Int64Range(0, n-1).Draw(t, "delay") }
		opOf := func(kinds []opKind) op {
			return op{
				kind:  rapid.SampledFrom(kinds).Draw(t, "kind"),
				phase: Phase(rapid.IntRange(0, 3).Draw(t, "phase")),
				delay: delayOf(rapid.IntRange(0, delayClasses-1).Draw(t, "class"), draw),
				which: rapid.IntRange(0, 40).Draw(t, "which"),
			}
		}
		scripts := make([][]op, rapid.IntRange(1, 8).Draw(t, "scripts"))
		for i := range scripts {
			for range rapid.IntRange(0, 3).Draw(t, "length") {
				scripts[i] = append(scripts[i], opOf([]opKind{opAt, opAt, opMove, opCancel}))
			}
		}
		script := func(id int) []op { // one event in four schedules at most three, so that runs end
			if id%4 != 0 {
				return nil
			}
			return scripts[id/4%len(scripts)]
		}
		p := newPair(script, Config{RoundsMax: 20})
		must := func(err error) {
			if err != nil {
				t.Fatal(err)
			}
		}
		t.Repeat(map[string]func(*rapid.T){
			"at":     func(*rapid.T) { p.apply(opOf([]opKind{opAt})) },
			"move":   func(*rapid.T) { p.apply(opOf([]opKind{opMove})) },
			"cancel": func(*rapid.T) { p.apply(opOf([]opKind{opCancel})) },
			"burst": func(*rapid.T) {
				o := opOf([]opKind{opAt})
				spread := rapid.SampledFrom([]int{0, 0, 1, 7, 1000}).Draw(t, "spread")
				for i := range rapid.IntRange(1, 300).Draw(t, "burst") {
					b := o
					b.delay += min(Never-b.delay, Time(i*7919%300*spread))
					p.apply(b)
				}
			},
			"step": func(*rapid.T) {
				for range rapid.IntRange(1, 50).Draw(t, "steps") {
					must(p.step())
				}
			},
			"until": func(*rapid.T) {
				d := delayOf(rapid.IntRange(0, 5).Draw(t, "class"), draw)
				must(p.runUntil(p.oracle.now + min(d, Never-p.oracle.now)))
			},
			"next": func(*rapid.T) { must(p.checkNext()) },
			"": func(*rapid.T) {
				must(p.check())
				must(p.checkTickets(50))
				must(audit(&p.engine.queue))
			},
		})
	})
}
