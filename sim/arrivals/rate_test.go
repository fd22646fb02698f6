package arrivals

import (
	"fmt"
	"math"
	"math/big"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/sim/rng"
)

func (e exposure) big() *big.Int {
	x := new(big.Int).SetUint64(e.hi)
	return x.Lsh(x, 64).Or(x, new(big.Int).SetUint64(e.lo))
}

// integral is the oracle: the exposure from 0 to an instant, step by step in big integers.
func integral(steps []Step, period time.Duration, t int64) *big.Int {
	sum := new(big.Int)
	add := func(r Rate, span, times int64) {
		x := new(big.Int).Mul(big.NewInt(int64(r)), big.NewInt(span))
		sum.Add(sum, x.Mul(x, big.NewInt(times)))
	}
	for i, s := range steps {
		end := int64(period)
		if i+1 < len(steps) {
			end = int64(steps[i+1].At)
		}
		add(s.Rate, end-int64(s.At), t/int64(period))
		add(s.Rate, min(max(0, t%int64(period)-int64(s.At)), end-int64(s.At)), 1)
	}
	return sum
}

func TestStepsArriveWhenTheIntegralOfTheRateReachesTheSumOfTheGaps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var steps []Step
		at, positive := int64(0), false
		for range rapid.IntRange(1, 6).Draw(t, "steps") {
			// Up to a few arrivals per nanosecond, down to one in many periods.
			r := Rate(rapid.SampledFrom([]int64{0, 1, 1e6, 3.6e15, 3.6e17, int64(RateMax)}).Draw(t, "rate"))
			r = max(0, r-Rate(rapid.Int64Range(0, 1000).Draw(t, "less")))
			positive = positive || r > 0
			steps = append(steps, Step{At: time.Duration(at), Rate: r})
			at += rapid.OneOf(rapid.Int64Range(1, 9), rapid.Int64Range(1, 1e6), rapid.Int64Range(1, 1e13)).Draw(t, "length")
		}
		if !positive {
			t.Skip("silent")
		}
		period := time.Duration(at)
		spec, err := NewSteps(steps, period)
		if err != nil {
			t.Fatal(err)
		}
		names := streams(rng.Seed(rapid.Uint64().Draw(t, "seed")), "n")
		from := rapid.Int64Range(0, 3*at).Draw(t, "from")
		got := collect(spec.Start(names), from, 1<<61, 20)
		gaps, one := names("arrivals"), exponential(1)
		target := integral(steps, period, from)
		for n, at := range got {
			target.Add(target, unitExponential(one, &gaps).big())
			if integral(steps, period, at).Cmp(target) < 0 || (at > from && integral(steps, period, at-1).Cmp(target) >= 0) {
				t.Fatalf("arrival %d at %d, the integral there is %v, before it %v, want the first to reach %v", n, at,
					integral(steps, period, at), integral(steps, period, at-1), target)
			}
		}
		// An end right behind an arrival lets it through, an end at it does not.
		if len(got) > 0 {
			k := rapid.IntRange(0, len(got)-1).Draw(t, "last")
			same(t, collect(spec.Start(names), from, got[k]+1, k+1), got[:k+1])
			before := collect(spec.Start(names), from, got[k], k+1)
			same(t, before, got[:min(k, len(before))])
		}
		if len(got) < 20 {
			target.Add(target, unitExponential(one, &gaps).big())
			if integral(steps, period, 1<<61-1).Cmp(target) >= 0 {
				t.Fatalf("the source ended after %d arrivals, before its time", len(got))
			}
		}
	})
}

func TestUnitExponentialHasMeanOne(t *testing.T) {
	s, one := rng.NewStream(1, 0, "test", "e"), exponential(1)
	draws := make(sample, 50_000)
	for i := range draws {
		at := s
		e := unitExponential(one, &s)
		draws[i] = (math.Ldexp(float64(e.hi), 64) + float64(e.lo)) / float64(unit)
		if want := one.Sample(&at); math.Abs(draws[i]-want) > 1e-15*(1+want) {
			t.Fatalf("draw %d is %v, want %v", i, draws[i], want)
		}
	}
	draws.expect(t, "unit exponential", 1, 1)
}

func TestExposureIsPassedAtTheNextWholeNanosecond(t *testing.T) {
	for _, c := range []struct {
		e    exposure
		r    Rate
		want int64
	}{{exposure{lo: 9}, 3, 3}, {exposure{lo: 10}, 3, 4}, {exposure{lo: 11}, 3, 4}, {exposure{lo: 1}, RateMax, 1}, {exposure{hi: 1}, 4, 1 << 62}} {
		if got := c.e.until(c.r); got != c.want {
			t.Errorf("%v at rate %d takes %d ns, want %d", c.e.big(), c.r, got, c.want)
		}
	}
}

func TestSplitSaturates(t *testing.T) {
	for _, c := range []struct {
		e, f exposure
		want uint64
	}{
		{exposure{hi: 5, lo: 1}, exposure{lo: 5}, math.MaxUint64}, // exactly 2⁶⁴
		{exposure{hi: 5}, exposure{lo: 5}, math.MaxUint64},
		{exposure{hi: 9}, exposure{lo: 2}, math.MaxUint64},
		{exposure{hi: 5}, exposure{lo: 10}, 1<<63 - 1},
		{exposure{hi: 6}, exposure{hi: 2}, 2},
		{exposure{hi: 6, lo: 1}, exposure{hi: 2}, 3},
	} {
		if n, _ := c.e.split(c.f); n != c.want {
			t.Errorf("%v fits %d times below %v, want %d", c.f.big(), n, c.e.big(), c.want)
		}
	}
}

func TestSplitIsDivision(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := exposure{hi: rapid.Uint64Range(0, 60).Draw(t, "hi"), lo: rapid.Uint64().Draw(t, "lo")}
		f := exposure{hi: rapid.Uint64Range(0, 3).Draw(t, "f.hi"), lo: rapid.Uint64().Draw(t, "f.lo")}
		if e == (exposure{}) || f == (exposure{}) {
			t.Skip("zero")
		}
		n, rest := e.split(f)
		below := new(big.Int).Sub(e.big(), big.NewInt(1))
		want, _ := new(big.Int).QuoRem(below, f.big(), new(big.Int))
		if !want.IsUint64() {
			want.SetUint64(math.MaxUint64)
		} else if back := want.Mul(want, f.big()); new(big.Int).Add(back, rest.big()).Cmp(e.big()) != 0 {
			t.Fatalf("%v is not %d·%v + %v", e.big(), n, f.big(), rest.big())
		} else {
			want.Quo(back, f.big())
		}
		if n != want.Uint64() {
			t.Fatalf("%v fits %d times below %v, want %v", f.big(), n, e.big(), want)
		}
	})
}

func TestStepsFollowTheirRates(t *testing.T) {
	day := []Step{{0, 200 * RatePerSecond}, {3 * time.Millisecond, 0}, {4 * time.Millisecond, 4000 * RatePerSecond}, {9 * time.Millisecond, 1000 * RatePerSecond}}
	const period = 12 * time.Millisecond
	spec, err := NewSteps(day, period)
	made(t, spec, err)
	want := []float64{0.6, 0, 20, 3}
	for i := range day {
		// The third day, so that whole periods and wrapping take part.
		c := counts(spec, 3000, int64(2*period+day[i].At), int64(2*period)+spec.end(i))
		if want[i] == 0 {
			if m, _ := c.mean(); m != 0 {
				t.Errorf("%v arrivals while the rate is 0", m)
			}
			continue
		}
		c.expect(t, fmt.Sprintf("step %d", i), want[i], want[i])
	}
	if rate, ok := spec.MeanRate(); !ok || math.Abs(rate-23.6/0.012) > 1e-6 {
		t.Errorf("mean rate is %v, %v, want 23.6 per 12 ms", rate, ok)
	}
}

// TestAConstantRateIsThePoissonProcess compares with gaps from the same draws. Gaps are rounded one by one, steps in sum.
func TestAConstantRateIsThePoissonProcess(t *testing.T) {
	steps, err1 := NewSteps([]Step{{0, 10 * RatePerSecond}}, time.Hour)
	gaps, err2 := NewGaps(exponential(1e8))
	a := collect(made(t, steps, err1).Start(streams(9, "n")), 12345, math.MaxInt64, 5000)
	b := collect(made(t, gaps, err2).Start(streams(9, "n")), 12345, math.MaxInt64, 5000)
	for i := range a {
		if d := a[i] - b[i]; d > int64(i)/2+2 || d < -int64(i)/2-2 {
			t.Fatalf("arrival %d is at %d, as a renewal process at %d", i, a[i], b[i])
		}
	}
}

func TestSineFollowsItsRate(t *testing.T) {
	const parts = 8
	for _, swing := range []float64{0, 0.6, 1} {
		period, peak := 16*time.Millisecond, 5*time.Millisecond
		spec, err := NewSine(SineSpec{Mean: 1000 * RatePerSecond, Swing: swing, Period: period, Peak: peak})
		made(t, spec, err)
		for i := range int64(parts) {
			from, end := float64(i)*2, float64(i+1)*2 // ms
			w := 2 * math.Pi / 16
			want := end - from + swing/w*(math.Sin(w*(end-5))-math.Sin(w*(from-5)))
			c := counts(spec, 3000, int64(period)+i*2e6, int64(period)+(i+1)*2e6)
			c.expect(t, fmt.Sprintf("swing %v, part %d", swing, i), want, want)
		}
		if rate, ok := spec.MeanRate(); !ok || rate != 1000 {
			t.Errorf("mean rate is %v, %v, want 1000", rate, ok)
		}
	}
}

func TestAProfileOfRatesRefuses(t *testing.T) {
	hour := time.Hour
	for want, build := range map[string]func() (Spec, error){
		"at least one step": func() (Spec, error) { return NewSteps(nil, hour) },
		"must be at 0":      func() (Spec, error) { return NewSteps([]Step{{1, 1}}, hour) },
		"must be after":     func() (Spec, error) { return NewSteps([]Step{{0, 1}, {5, 1}, {5, 1}}, hour) },
		"rate above 0":      func() (Spec, error) { return NewSteps([]Step{{0, 0}}, hour) },
		"rate of step 1":    func() (Spec, error) { return NewSteps([]Step{{0, 1}, {2, -1}, {3, RateMax}}, hour) },
		"rate of step 0":    func() (Spec, error) { return NewSteps([]Step{{0, RateMax + 1}}, hour) },
		"period must be":    func() (Spec, error) { return NewSteps([]Step{{0, 1}, {5, 1}}, 5) },
		"at most 100000":    func() (Spec, error) { return NewSteps(make([]Step, stepsMax+1), hour) },
		"mean rate":         func() (Spec, error) { return NewSine(SineSpec{Mean: 0, Period: hour}) },
		"swing":             func() (Spec, error) { return NewSine(SineSpec{Mean: 1, Swing: 1.1, Period: hour}) },
		"swing must":        func() (Spec, error) { return NewSine(SineSpec{Mean: 1, Swing: math.NaN(), Period: hour}) },
		"greatest rate":     func() (Spec, error) { return NewSine(SineSpec{Mean: RateMax, Swing: 0.1, Period: hour}) },
		"period":            func() (Spec, error) { return NewSine(SineSpec{Mean: 1}) },
		"peak":              func() (Spec, error) { return NewSine(SineSpec{Mean: 1, Period: hour, Peak: 2 * hour}) },
	} {
		if _, err := build(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error is %v, want one about %q", err, want)
		}
	}
}
