package stats

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestTimelineCountsLikeABinPerSpan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		line := NewTimeline(2, 0)
		horizon := rapid.Int64Range(1, 1<<40).Draw(t, "horizon")
		at := rapid.SliceOfN(rapid.Int64Range(0, horizon), 0, 300).Draw(t, "at")
		for i, a := range at {
			line.Count(i%2, a)
		}
		width := line.Width()
		want := [2][]int64{make([]int64, line.Spans()), make([]int64, line.Spans())}
		for i, a := range at {
			want[i%2][a/width]++
		}
		for k := range want {
			if d := cmp.Diff(want[k], line.Counts(k)); d != "" {
				t.Fatalf("counter %d (-want +got):\n%s", k, d)
			}
		}
		if line.Spans() > maxSpans {
			t.Fatalf("%d spans", line.Spans())
		}
		if len(at) > 0 && slices.Max(at) >= 1<<firstShift*maxSpans && line.Spans() <= maxSpans/2 {
			t.Fatalf("only %d spans", line.Spans())
		}
	})
}

func TestTimelineKeepsTheHighestLevelPerSpan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		line := NewTimeline(0, 1)
		horizon := rapid.Int64Range(1, 1<<32).Draw(t, "horizon")
		at := rapid.SliceOfN(rapid.Int64Range(0, horizon-1), 0, 60).Draw(t, "at")
		slices.Sort(at)
		deltas := make([]int64, len(at))
		level := int64(0)
		for i, a := range at {
			deltas[i] = rapid.Int64Range(-min(2, level), 2).Draw(t, "delta")
			level += deltas[i]
			line.Change(0, a, deltas[i])
		}
		line.End(horizon)
		want := make([]int64, line.Spans())
		for s := range want {
			from, to := int64(s)*line.Width(), int64(s+1)*line.Width()
			level = 0
			for i, a := range at {
				if a >= to {
					break
				}
				if a >= from {
					want[s] = max(want[s], level)
				}
				level += deltas[i]
				if a >= from {
					want[s] = max(want[s], level)
				}
			}
			want[s] = max(want[s], level)
		}
		if d := cmp.Diff(want, line.Highest(0)); d != "" {
			t.Fatalf("at %v, deltas %v, width %d (-want +got):\n%s", at, deltas, line.Width(), d)
		}
	})
}

func TestRateOfAPoissonProcess(t *testing.T) {
	const runs, horizon, rate = 200, int64(1000e9), 5.0
	covered := 0
	for seed := range uint64(runs) {
		rng := rand.New(rand.NewPCG(seed, 3))
		line := NewTimeline(1, 0)
		n := int64(0)
		for at := rng.ExpFloat64() / rate * 1e9; int64(at) < horizon; at += rng.ExpFloat64() / rate * 1e9 {
			line.Count(0, int64(at))
			if int64(at) >= horizon/10 {
				n++
			}
		}
		e := Rate(line.Counts(0), line.Width(), horizon/10, horizon, n)
		if math.Abs(*e.Value-rate) > 0.5 {
			t.Fatalf("seed %d: %v per second", seed, *e.Value)
		}
		if *e.CILow <= rate && rate <= *e.CIHigh {
			covered++
		}
	}
	// Four standard errors below 95 %.
	if share := float64(covered) / runs; share < 0.885 {
		t.Errorf("covered %v", share)
	}
	if e := Rate(nil, 1024, 5, 5, 0); e.Value != nil || e.Note == "" {
		t.Errorf("no time: %+v", e)
	}
	if e := Rate(make([]int64, 4), 1024, 0, 4096, 3); e.Value == nil || e.CILow != nil || e.Note == "" {
		t.Errorf("few events: %+v", e)
	}
}
