package arrivals

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/sim/rng"
)

// TestAnOnOffSourceIsItsPeriodsCutOut compares with the plain way: draw all stays first, then fill each on stay with gaps.
func TestAnOnOffSourceIsItsPeriodsCutOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		dist := func(name string) rng.Dist {
			mean := rapid.Float64Range(1, 300).Draw(t, name)
			switch rapid.IntRange(0, 2).Draw(t, "kind of "+name) {
			case 0:
				return exponential(mean)
			case 1:
				return fixed(1 + int64(mean))
			default:
				return rng.Must(rng.Uniform(0, 2*mean))
			}
		}
		on, off, gap := dist("on"), dist("off"), dist("gap")
		spec, err := NewOnOff(on, off, gap)
		if err != nil {
			t.Fatal(err)
		}
		from := rapid.Int64Range(0, 1000).Draw(t, "from")
		end := from + rapid.Int64Range(0, 5000).Draw(t, "length")
		names := streams(rng.Seed(rapid.Uint64().Draw(t, "seed")), "n")
		var want []int64
		gaps, phases := names("arrivals"), names("phases")
		for start := from; start < end; {
			stop := start + max(1, on.SampleInt64(&phases))
			for at := start + gap.SampleInt64(&gaps); at < stop; at += gap.SampleInt64(&gaps) {
				if at < end {
					want = append(want, at)
				}
				if len(want) > 100_000 {
					t.Skip("gaps are nearly always 0")
				}
			}
			start = stop + max(1, off.SampleInt64(&phases))
		}
		same(t, collect(spec.Start(names), from, end, 1<<20), want)
	})
}

// TestTheInterruptedPoissonProcessHasHyperexponentialGaps checks Kuczura's result: the gaps are independent and hyperexponential with two
// phases. With arrival rate λ, rate of change ω from on to off and α back, their Laplace transform is λ(s+α)/(s² + (λ+ω+α)s + λα), from whose
// derivatives at 0 the test takes the moments.
func TestTheInterruptedPoissonProcessHasHyperexponentialGaps(t *testing.T) {
	const l, w, a = 1.0 / 100, 1.0 / 500, 1.0 / 2000
	spec, err := NewOnOff(exponential(1/w*1e3), exponential(1/a*1e3), exponential(1/l*1e3))
	times := collect(made(t, spec, err).Start(streams(4, "n")), 0, math.MaxInt64, 60_000)
	gaps, product := make(sample, len(times)-1), make(sample, len(times)-2)
	for i := range gaps {
		gaps[i] = float64(times[i+1]-times[i]) / 1e3
	}
	// With N = λ(s+α) and D = s² + bs + λα, b = λ+ω+α: F' = (N'D - ND')/D², and at 0 F'' = (-2N'D'/D + 2D'²N/D² - N·D''/D)/D.
	d0, d1, n0, n1 := l*a, l+w+a, l*a, l
	mean := -(n1*d0 - n0*d1) / (d0 * d0)
	second := (-2*n1*d1/d0 + 2*d1*d1*n0/(d0*d0) - n0*2/d0) / d0
	if math.Abs(mean-(a+w)/(l*a)) > 1e-9 {
		t.Fatalf("the derivation is wrong: mean gap %v, want %v", mean, (a+w)/(l*a))
	}
	gaps.expect(t, "gaps", mean, second-mean*mean)
	for i := range product {
		product[i] = (gaps[i] - mean) * (gaps[i+1] - mean)
	}
	if got, e := product.mean(); math.Abs(got) > 6*e {
		t.Errorf("covariance of successive gaps is %v ± %v, want 0", got, e)
	}
	if rate, ok := spec.MeanRate(); !ok || math.Abs(rate*mean*1e3/1e9-1) > 1e-12 {
		t.Errorf("mean rate is %v, %v, want one in %v µs", rate, ok, mean)
	}
}

// TestCountsOfAnMMPPHaveTheVarianceOfTheory uses the formula for two states in equilibrium (Fischer and Meier-Hellstern 1993, section 2.2): with
// shares π, rates λ and s the sum of the rates of change, Var N(t) = λ̄t + 2π₁π₂(λ₁-λ₂)²/s·(t - (1-e^(-st))/s).
func TestCountsOfAnMMPPHaveTheVarianceOfTheory(t *testing.T) {
	const perMs = 1000 * RatePerSecond
	spec, err := NewMMPP([]Rate{5 * perMs, perMs / 2}, [][]Rate{{0, perMs / 2}, {perMs / 5, 0}}, []int64{2, 5})
	made(t, spec, err)
	p1, p2 := 2.0/7, 5.0/7
	mean, s := 5*p1+0.5*p2, 0.7
	for _, ms := range []float64{0.5, 3, 20} {
		variance := mean*ms + 2*p1*p2*4.5*4.5/s*(ms-(1-math.Exp(-s*ms))/s)
		// After 7 ms and from the start are the same, because the source begins in equilibrium.
		counts(spec, 4000, 0, int64(ms*1e6)).expect(t, fmt.Sprintf("%v ms from the start", ms), mean*ms, variance)
		counts(spec, 4000, 7e6, 7e6+int64(ms*1e6)).expect(t, fmt.Sprintf("%v ms after 7", ms), mean*ms, variance)
	}
	if rate, ok := spec.MeanRate(); !ok || math.Abs(rate/1000/mean-1) > 1e-12 {
		t.Errorf("mean rate is %v, %v, want %v per ms", rate, ok, mean)
	}
}

func TestAnMMPPWithOneRateIsAPoissonProcess(t *testing.T) {
	const r = 1000 * RatePerSecond
	spec, err := NewMMPP([]Rate{r, r, r}, [][]Rate{{0, r, r / 3}, {r / 2, 0, r}, {0, r, 0}}, nil)
	counts(made(t, spec, err), 4000, 2e6, 9e6).expect(t, "counts", 7, 7)
}

// TestSharesAreInBalance solves with the power method as the oracle: the shares times the mean flows in and out of each state are equal.
func TestSharesAreInBalance(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 6).Draw(t, "states")
		arrive, change := make([]Rate, n), make([][]Rate, n)
		for i := range n {
			arrive[i] = Rate(rapid.Int64Range(1, 1e9).Draw(t, "arrive"))
			change[i] = make([]Rate, n)
			for j := range n {
				if i != j && (j == (i+1)%n || rapid.Bool().Draw(t, "edge")) {
					change[i][j] = Rate(rapid.Int64Range(1, 1e12).Draw(t, "change"))
				}
			}
		}
		spec, err := NewMMPP(arrive, change, nil)
		if err != nil {
			t.Fatal(err)
		}
		shares, ok := spec.Shares()
		if !ok {
			t.Fatal("no shares")
		}
		sum := 0.0
		for i := range n {
			in, out := 0.0, 0.0
			for j := range n {
				in += shares[j] * float64(change[j][i])
				out += shares[i] * float64(change[i][j])
			}
			if math.Abs(in-out) > 1e-12*(in+out) {
				t.Fatalf("flow into state %d is %v, out of it %v", i, in, out)
			}
			sum += shares[i]
		}
		if math.Abs(sum-1) > 1e-12 {
			t.Fatalf("shares %v add up to %v", shares, sum)
		}
	})
}

func TestTimeInStatesApproachesTheShares(t *testing.T) {
	// Any stays: a state that lasts long and is rare, one that lasts short and is frequent; arrivals tell where the source is.
	spec, err := NewModulated([]State{
		{Gap: exponential(1e3), Stay: fixed(2e6), Next: []int64{0, 3, 1}},
		{Stay: rng.Must(rng.Uniform(1e5, 3e5)), Next: []int64{1, 1, 1}},
		{Stay: exponential(4e6)},
	}, nil)
	shares, ok := made(t, spec, err).Shares()
	if !ok {
		t.Fatal("no shares")
	}
	// Balance of the jumps: v = (1, 3/2·…) solved by hand: v0 = v1/3 + v2, v1 = 3/4 v0 + v1/3, v2 = v0/4 + v1/3.
	v := []float64{1, 9.0 / 8, 5.0 / 8}
	total := v[0]*2e6 + v[1]*2e5 + v[2]*4e6
	for i, stay := range []float64{2e6, 2e5, 4e6} {
		if math.Abs(shares[i]-v[i]*stay/total) > 1e-12 {
			t.Errorf("share of state %d is %v, want %v", i, shares[i], v[i]*stay/total)
		}
	}
	windows := make(sample, 100)
	for i := range windows {
		p := spec.Start(streams(6, fmt.Sprint(i)))
		windows[i] = float64(len(collect(p, 0, 200e6, 1<<30))) / 200e3
	}
	// The start in state 0 adds at most one cycle, far below the spread.
	got, e := windows.mean()
	if math.Abs(got-shares[0]) > 6*e+0.02 {
		t.Errorf("part of the time in state 0 is %v ± %v, want %v", got, e, shares[0])
	}
	if rate, ok := spec.MeanRate(); !ok || math.Abs(rate-shares[0]*1e6) > 1e-3 {
		t.Errorf("mean rate is %v, %v, want %v", rate, ok, shares[0]*1e6)
	}
}

func TestSomeSourcesHaveNoMeanRate(t *testing.T) {
	on := State{Gap: exponential(5), Stay: exponential(50)}
	for name, states := range map[string][]State{
		"gaps are not exponential":    {{Gap: fixed(5), Stay: exponential(50)}, {Stay: exponential(5)}},
		"a stay without end":          {on, {}},
		"a stay without a mean":       {on, {Stay: rng.Must(rng.Pareto(1, 1))}},
		"a state that is never left":  {on, {Stay: exponential(5), Next: []int64{0, 1}}},
		"a state that is not reached": {{Gap: exponential(5), Stay: exponential(9), Next: []int64{1, 0}}, {Stay: exponential(5)}},
	} {
		spec, err := NewModulated(states, nil)
		if rate, ok := made(t, spec, err).MeanRate(); ok {
			t.Errorf("%s: mean rate is %v, want none", name, rate)
		}
	}
	single, err := NewModulated([]State{on}, nil)
	if rate, ok := made(t, single, err).MeanRate(); !ok || rate != 1e9/5 {
		t.Errorf("mean rate of one state is %v, %v, want 2e8", rate, ok)
	}
}

func TestAStateWithoutEndIsNotLeft(t *testing.T) {
	spec, err := NewModulated([]State{{Stay: fixed(100)}, {Gap: fixed(7)}}, nil)
	if got := collect(made(t, spec, err).Start(streams(1, "n")), 10, 135, 9); !slices.Equal(got, []int64{117, 124, 131}) {
		t.Errorf("arrivals are %v, want each 7 ns after 110", got)
	}
}

func TestStatesFollowInOrderOrByTheOnlyWeight(t *testing.T) {
	states := []State{{Gap: fixed(10), Stay: fixed(11)}, {Stay: fixed(100)}, {Gap: fixed(1), Stay: fixed(4)}}
	spec, err := NewModulated(states, []int64{0, 0, 1})
	if got := collect(made(t, spec, err).Start(streams(1, "n")), 0, 130, 99); !slices.Equal(got, []int64{1, 2, 3, 14, 116, 117, 118, 129}) {
		t.Errorf("in order, from the last: %v", got)
	}
	states[0].Next = []int64{0, 0, 5}
	spec, err = NewModulated(states, nil)
	if got := collect(made(t, spec, err).Start(streams(1, "n")), 0, 30, 99); !slices.Equal(got, []int64{10, 12, 13, 14, 25, 27, 28, 29}) {
		t.Errorf("by the only weight: %v", got)
	}
}

func TestChoicesHaveTheirWeights(t *testing.T) {
	s := rng.NewStream(8, 0, "test", "choices")
	weights := []int64{1, 0, math.MaxInt64 / 4, 3 * (math.MaxInt64 / 8)}
	var got [4]sample
	for i := range got {
		got[i] = make(sample, 20_000)
	}
	total := weights[0] + weights[2] + weights[3]
	for n := range 20_000 {
		got[draw(weights, total, &s)][n] = 1
	}
	for i, p := range []float64{0, 0, 0.4, 0.6} {
		if p == 0 {
			if m, _ := got[i].mean(); m != 0 {
				t.Errorf("choice %d was drawn", i)
			}
			continue
		}
		got[i].expect(t, fmt.Sprintf("choice %d", i), p, p*(1-p))
	}
}

func TestModulatedSourcesRefuse(t *testing.T) {
	e := exponential(5)
	for want, build := range map[string]func() (*Modulated, error){
		"at least one state":   func() (*Modulated, error) { return NewModulated(nil, nil) },
		"state with arrivals":  func() (*Modulated, error) { return NewModulated([]State{{Stay: e}}, nil) },
		"mean gap in state 0":  func() (*Modulated, error) { return NewModulated([]State{{Gap: fixed(0), Stay: e}}, nil) },
		"mean stay in state 1": func() (*Modulated, error) { return NewModulated([]State{{Gap: e, Stay: e}, {Stay: fixed(0)}}, nil) },
		"weight for each":      func() (*Modulated, error) { return NewModulated([]State{{Gap: e}}, []int64{1, 2}) },
		"not negative":         func() (*Modulated, error) { return NewModulated([]State{{Gap: e}, {Gap: e}}, []int64{-1, 2}) },
		"must be above 0":      func() (*Modulated, error) { return NewModulated([]State{{Gap: e, Next: []int64{0}}}, nil) },
		"more than 2⁶³-1":      func() (*Modulated, error) { return NewModulated([]State{{Gap: e}, {}}, []int64{math.MaxInt64, 1}) },
		"on, off and gap":      func() (*Modulated, error) { return NewOnOff(e, rng.Dist{}, e) },
		"row of rates":         func() (*Modulated, error) { return NewMMPP([]Rate{1, 2}, [][]Rate{{0, 1}}, nil) },
		"row 1":                func() (*Modulated, error) { return NewMMPP([]Rate{1, 2}, [][]Rate{{0, 1}, {1}}, nil) },
		"from state 0 to 0":    func() (*Modulated, error) { return NewMMPP([]Rate{1}, [][]Rate{{1}}, nil) },
		"from state 0 to 1":    func() (*Modulated, error) { return NewMMPP([]Rate{1, 2}, [][]Rate{{0, -1}, {1, 0}}, nil) },
		"a rate must be 0":     func() (*Modulated, error) { return NewMMPP([]Rate{-1, 2}, [][]Rate{{0, 1}, {1, 0}}, nil) },
		"from state 1 to 2 must": func() (*Modulated, error) {
			return NewMMPP([]Rate{1, 1, 1}, [][]Rate{{0, 1, 1}, {RateMax, 0, 1}, {1, 1, 0}}, nil)
		},
	} {
		if _, err := build(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error is %v, want one about %q", err, want)
		}
	}
}
