package arrivals

import (
	"fmt"
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/rng"
)

// streams returns the streams of one source, named as package sim names them.
func streams(seed rng.Seed, source string) func(string) rng.Stream {
	return func(purpose string) rng.Stream { return rng.NewStream(seed, 0, "workload/w/"+source, purpose) }
}

// collect returns all arrivals from one instant to another, at most limit.
func collect(p Process, from, end int64, limit int) []int64 {
	var out []int64
	for at, ok := p.Next(from, end); ok && len(out) < limit; at, ok = p.Next(at, end) {
		out = append(out, at)
	}
	return out
}

// made returns a spec or ends the test.
func made[S Spec](tb testing.TB, s S, err error) S {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

func exponential(meanNs float64) rng.Dist { return rng.Must(rng.Exponential(meanNs)) }

func fixed(ns int64) rng.Dist { return rng.Must(rng.Deterministic(ns)) }

// same fails with the first difference between two lists of arrivals.
func same(t *rapid.T, got, want []int64) {
	for i := range min(len(got), len(want)) {
		if got[i] != want[i] {
			t.Fatalf("arrival %d is at %d, want %d", i, got[i], want[i])
		}
	}
	if len(got) != len(want) {
		t.Fatalf("%d arrivals, want %d", len(got), len(want))
	}
}

// sample is a set of observations.
type sample []float64

// mean returns the mean and its standard error.
func (s sample) mean() (mean, deviation float64) {
	for _, x := range s {
		mean += x
	}
	mean /= float64(len(s))
	square := 0.0
	for _, x := range s {
		square += (x - mean) * (x - mean)
	}
	return mean, math.Sqrt(square / float64(len(s)-1) / float64(len(s)))
}

// expect fails when mean or variance are more than six standard errors from the theory. All seeds are fixed, so it fails always or never;
// chance alone would need 10⁹ tries.
func (s sample) expect(t *testing.T, what string, mean, variance float64) {
	t.Helper()
	if got, e := s.mean(); math.Abs(got-mean) > 6*e {
		t.Errorf("%s: mean of %d is %v ± %v, want %v", what, len(s), got, e, mean)
	}
	squares := make(sample, len(s))
	for i, x := range s {
		squares[i] = (x - mean) * (x - mean)
	}
	if got, e := squares.mean(); math.Abs(got-variance) > 6*e {
		t.Errorf("%s: variance of %d is %v ± %v, want %v", what, len(s), got, e, variance)
	}
}

// counts returns the number of arrivals in [from, end) of many sources.
func counts(spec Spec, sources int, from, end int64) sample {
	out := make(sample, sources)
	for i := range out {
		p := spec.Start(streams(1, fmt.Sprint(i)))
		for at, ok := p.Next(0, end); ok; at, ok = p.Next(at, end) {
			if at >= from {
				out[i]++
			}
		}
	}
	return out
}

// specs returns one of each kind, with about an arrival per millisecond.
func specs(tb testing.TB) map[string]Spec {
	tb.Helper()
	const ms = int64(time.Millisecond)
	list := make([]units.Time, 500)
	for i := range list {
		list[i] = units.Time(int64(i/3) * 2 * ms)
	}
	gaps, err1 := NewGaps(rng.Must(rng.Gamma(0.5, 2e6)))
	every, err2 := NewEvery(time.Millisecond)
	at, err3 := NewList(list)
	onOff, err4 := NewOnOff(exponential(5e6), rng.Must(rng.Uniform(1e6, 9e6)), fixed(ms/2))
	mmpp, err5 := NewMMPP([]Rate{2000 * RatePerSecond, 0, 500 * RatePerSecond},
		[][]Rate{{0, 50 * RatePerSecond, 20 * RatePerSecond}, {100 * RatePerSecond, 0, 0}, {10 * RatePerSecond, 10 * RatePerSecond, 0}},
		[]int64{1, 2, 3})
	steps, err6 := NewSteps([]Step{{0, 0}, {10 * time.Millisecond, 3000 * RatePerSecond}, {15 * time.Millisecond, 300 * RatePerSecond}}, 20*time.Millisecond)
	sine, err7 := NewSine(SineSpec{Mean: 1000 * RatePerSecond, Swing: 0.9, Period: 50 * time.Millisecond, Peak: 30 * time.Millisecond})
	return map[string]Spec{
		"gaps": made(tb, gaps, err1), "every": made(tb, every, err2), "list": made(tb, at, err3), "on-off": made(tb, onOff, err4),
		"mmpp": made(tb, mmpp, err5), "steps": made(tb, steps, err6), "sine": made(tb, sine, err7),
	}
}

func TestInstantsNeverDecreaseAndDoNotDependOnTheEnd(t *testing.T) {
	for name, spec := range specs(t) {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				seed := rng.Seed(rapid.Uint64().Draw(t, "seed"))
				from := rapid.Int64Range(0, 5e8).Draw(t, "from")
				end := from + rapid.Int64Range(0, 1e8).Draw(t, "length")
				cut := rapid.Int64Range(0, 6e8).Draw(t, "cut")
				all := collect(spec.Start(streams(seed, "n")), from, end, 1e6)
				last, before := from, 0
				for _, at := range all {
					if at < last || at >= end {
						t.Fatalf("arrival at %d after %d, end %d", at, last, end)
					}
					last = at
					if at < cut {
						before++
					}
				}
				if got := collect(spec.Start(streams(seed, "n")), from, min(cut, end), 1e6); len(got) != before {
					t.Fatalf("%d arrivals before %d, but %d when that is the end", before, cut, len(got))
				}
			})
		})
	}
}

func TestSourcesDoNotDependOnEachOther(t *testing.T) {
	const end = 2e8
	all := specs(t)
	names := []string{"gaps", "every", "list", "on-off", "mmpp", "steps", "sine"}
	alone := func(i int) []int64 {
		return collect(all[names[i%len(names)]].Start(streams(5, fmt.Sprint(i))), 0, end, 1e6)
	}
	// All sources at once, always the earliest one next, and every other source twice as a different one in between.
	type running struct {
		p    Process
		next int64
		ok   bool
		got  []int64
	}
	var together []*running
	for i := range 2 * len(names) {
		extra := all[names[(i+3)%len(names)]].Start(streams(5, fmt.Sprint("extra", i)))
		extra.Next(0, end)
		r := &running{p: all[names[i%len(names)]].Start(streams(5, fmt.Sprint(i)))}
		r.next, r.ok = r.p.Next(0, end)
		together = append(together, r)
	}
	for {
		var first *running
		for _, r := range together {
			if r.ok && (first == nil || r.next < first.next) {
				first = r
			}
		}
		if first == nil {
			break
		}
		first.got = append(first.got, first.next)
		first.next, first.ok = first.p.Next(first.next, end)
	}
	for i, r := range together {
		if want := alone(i); fmt.Sprint(r.got) != fmt.Sprint(want) || len(want) < 50 {
			t.Errorf("source %d (%s) has %d arrivals among others and %d alone", i, names[i%len(names)], len(r.got), len(want))
		}
	}
}

func TestNextDoesNotAllocate(t *testing.T) {
	for name, spec := range specs(t) {
		p := spec.Start(streams(1, "n"))
		at := int64(0)
		if got := testing.AllocsPerRun(300, func() { at, _ = p.Next(at, 1<<60) }); got != 0 {
			t.Errorf("%s: %v allocations for each arrival", name, got)
		}
	}
}

func TestNextPanicsOnNegativeTimes(t *testing.T) {
	for name, spec := range specs(t) {
		for _, times := range [][2]int64{{-1, 5}, {5, -1}} {
			func() {
				defer func() {
					if recover() == nil {
						t.Errorf("%s: no panic at Next(%d, %d)", name, times[0], times[1])
					}
				}()
				spec.Start(streams(1, "n")).Next(times[0], times[1])
			}()
		}
	}
}

func BenchmarkNext(b *testing.B) {
	for name, spec := range specs(b) {
		if name == "list" {
			continue // It ends.
		}
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			p := spec.Start(streams(1, "n"))
			at := int64(0)
			for b.Loop() {
				at, _ = p.Next(at, math.MaxInt64)
			}
		})
	}
}
