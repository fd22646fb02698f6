package results

import (
	"math/rand/v2"
	"testing"
)

// TestUnstableQueuesAreTold measures the rule on single-server queues of about n
// tasks. Of 1000 runs (200 of 20 000
// tasks) it calls unstable:
//
//	                  load   n = 100    400   2000   20 000
//	exponential       0.8      0 %      0 %    0 %     0 %
//	                  0.95     0.5 %    0.1 %  0 %     0 %
//	                  1.05     1.4 %    4.8 % 20.4 %  99.5 %
//	                  1.2      8.8 %   52.4 % 99.9 % 100 %
//	one in ten long   0.8      0.6 %    0.1 %  0 %     0 %
//	                  0.95     5.1 %    5.2 %  1.5 %   0 %
//	                  1.2     24.7 %   53.5 % 97.3 % 100 %
//
// A run of a few hundred tasks at a load of 0.95 is shorter than the memory of
// its queue, so it has no steady state of its own either way.
func TestUnstableQueuesAreTold(t *testing.T) {
	const runs = 100
	exponential := (*rand.Rand).ExpFloat64
	skewed := func(r *rand.Rand) float64 {
		if r.IntN(10) == 0 {
			return r.Float64() * 10
		}
		return r.Float64() * 10 / 9
	}
	for _, c := range []struct {
		name        string
		draw        func(*rand.Rand) float64
		load        float64
		n           int
		least, most int
	}{
		{"exponential", exponential, 0.8, 400, 0, 0},
		{"exponential", exponential, 0.95, 2000, 0, 0},
		{"exponential", exponential, 1.05, 20_000, 95, 100},
		{"exponential", exponential, 1.2, 2000, 98, 100},
		{"skewed", skewed, 0.8, 2000, 0, 0},
		{"skewed", skewed, 0.95, 400, 0, 15},
		{"skewed", skewed, 1.2, 2000, 90, 100},
	} {
		told := 0
		for seed := range uint64(runs) {
			arrived, gone := flow(rand.New(rand.NewPCG(seed, 5)), c.draw, c.load, c.n)
			if unstable(arrived, gone, 10, 0, 10*int64(len(arrived))) != "" {
				told++
			}
		}
		if told < c.least || told > c.most {
			t.Errorf("%s, load %v, %d tasks: %d of %d called unstable, want %d to %d", c.name, c.load, c.n, told, runs, c.least, c.most)
		}
	}
}

// flow returns the arrivals and departures of a single-server queue in 400 spans.
func flow(r *rand.Rand, draw func(*rand.Rand) float64, load float64, n int) (arrived, gone []int64) {
	const spans = 400
	arrived, gone = make([]int64, spans), make([]int64, spans)
	horizon := float64(n) / load
	at, free := 0.0, 0.0
	for {
		at += draw(r) / load
		if at >= horizon {
			return arrived, gone
		}
		arrived[int(at/horizon*spans)]++
		free = max(free, at) + draw(r)
		if free < horizon {
			gone[int(free/horizon*spans)]++
		}
	}
}

func TestShortWindowsAreNotJudged(t *testing.T) {
	if got := unstable([]int64{1000, 1000, 1000}, []int64{0, 0, 0}, 10, 0, 30); got != "" {
		t.Errorf("three spans: %s", got)
	}
	if got := unstable([]int64{1000, 1000, 1000, 1000}, make([]int64, 4), 10, 0, 40); got == "" {
		t.Error("four spans of arrivals without departures are stable")
	}
}
