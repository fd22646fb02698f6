package plots

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func labelled(s *scale) []string {
	var out []string
	for _, t := range s.ticks {
		if t.label != "" {
			out = append(out, t.label)
		}
	}
	return out
}

func TestTicksOfTheRunAreRoundTimes(t *testing.T) {
	const s = int64(1e9)
	for _, c := range []struct {
		horizon int64
		unit    string
		labels  []string
	}{
		{3600 * s, "min", []string{"0", "10", "20", "30", "40", "50", "60"}},
		{120 * s, "s", []string{"0", "15", "30", "45", "60", "75", "90", "105", "120"}},
		{24 * 3600 * s, "h", []string{"0", "3", "6", "9", "12", "15", "18", "21", "24"}},
		{7 * 86400 * s, "d", []string{"0", "1", "2", "3", "4", "5", "6", "7"}},
		{50, "ns", []string{"0", "10", "20", "30", "40", "50"}},
	} {
		got, unit := clock(c.horizon)
		if d := cmp.Diff(c.labels, labelled(&got)); d != "" || unit != c.unit {
			t.Errorf("%d ns in %s (-want +got):\n%s", c.horizon, unit, d)
		}
	}
}

func TestTicksOfCompletionTimes(t *testing.T) {
	everything := func(*scale) bool { return true }
	rounder := func(s *scale) bool { return len(labelled(s)) <= 5 }
	for _, c := range []struct {
		low, high float64
		fits      func(*scale) bool
		labels    []string
	}{
		{12e6, 95e6, everything, []string{"20 ms", "50 ms"}},
		{12e6, 95e6, rounder, []string{"20 ms", "50 ms"}},
		{9e6, 120e9, rounder, []string{"10 ms", "100 ms", "1 s", "10 s", "1 min"}},
		{500e6, 7200e9, rounder, []string{"1 s", "10 s", "1 min", "10 min", "1 h"}},
		{5e6, 5e6, everything, []string{"5 ms"}},
	} {
		got := durations(c.low, c.high, c.fits)
		if d := cmp.Diff(c.labels, labelled(&got)); d != "" {
			t.Errorf("%v to %v (-want +got):\n%s", c.low, c.high, d)
		}
	}
}

func TestScalesKeepOrderAndCoverTheirValues(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		low := rapid.Float64Range(0, 1e18).Draw(t, "low")
		high := low + rapid.Float64Range(0, 1e18).Draw(t, "more")
		s := durations(low, high, func(*scale) bool { return true })
		for _, v := range []float64{max(1, low), max(1, high)} {
			if at := s.at(v); at < 0 || at > 1 || math.IsNaN(at) {
				t.Fatalf("%v lies at %v of [%v, %v]", v, at, s.low, s.high)
			}
		}
		for i := 1; i < len(s.ticks); i++ {
			if s.ticks[i].value <= s.ticks[i-1].value {
				t.Fatalf("tick %v after %v", s.ticks[i], s.ticks[i-1])
			}
		}
		n := countScale(high, 5)
		if n.high < high*(1-1e-9) || len(n.ticks) < 2 || len(n.ticks) > 12 {
			t.Fatalf("counts up to %v: %d ticks up to %v", high, len(n.ticks), n.high)
		}
	})
}

func TestTailReachesDownToOneTask(t *testing.T) {
	for n, want := range map[int64][]string{
		1:      {"100 %", "10 %", "1 %"},
		1000:   {"100 %", "10 %", "1 %", "0.1 %"},
		26_818: {"100 %", "10 %", "1 %", "0.1 %", "0.01 %", "0.001 %"},
	} {
		s := tailScale(n)
		if d := cmp.Diff(want, labelled(&s)); d != "" {
			t.Errorf("%d tasks (-want +got):\n%s", n, d)
		}
	}
}

func TestAxisNumbersAreShort(t *testing.T) {
	for v, want := range map[float64]string{0: "0", 5: "5", 2000: "2000", 20000: "20k", 1.5e6: "1.5M", 2e9: "2G"} {
		if got := shortNumber(v); got != want {
			t.Errorf("%v is %q, want %q", v, got, want)
		}
	}
}
