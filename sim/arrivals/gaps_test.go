package arrivals

import (
	"math"
	"slices"
	"testing"
	"time"
	"unsafe"

	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/rng"
)

// first3 are the three ways in which workloads could say when tasks arrive before there was this package.
type first3 struct {
	at          []units.Time
	every       time.Duration
	gap         rng.Dist
	from, until int64
	countMax    int
}

// arrivals is how package sim generated them then.
func (f *first3) arrivals(gaps rng.Stream) (out []int64) {
	last, first := units.Time(f.from), true
	for f.countMax == 0 || len(out) < f.countMax {
		t := last
		switch {
		case f.at != nil:
			if len(out) >= len(f.at) {
				return out
			}
			t = f.at[len(out)]
		case f.every > 0:
			if !first {
				t = units.Add(last, units.Time(f.every))
			}
		default:
			t = units.Add(last, units.Time(f.gap.SampleInt64(&gaps)))
		}
		if int64(t) >= f.until {
			return out
		}
		out = append(out, int64(t))
		last, first = t, false
	}
	return out
}

func (f *first3) spec(t *rapid.T) Spec {
	var s Spec
	var err error
	switch {
	case f.at != nil:
		s, err = NewList(f.at)
	case f.every > 0:
		s, err = NewEvery(f.every)
	default:
		s, err = NewGaps(f.gap)
	}
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestGapsPeriodsAndListsAreAsBeforeThisPackage(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := first3{from: rapid.Int64Range(0, 1000).Draw(t, "from"), countMax: rapid.IntRange(0, 50).Draw(t, "count")}
		f.until = f.from + rapid.Int64Range(1, 100_000).Draw(t, "length")
		switch rapid.IntRange(0, 4).Draw(t, "kind") {
		case 0:
			f.at = []units.Time{}
			last := units.Time(f.from)
			for range rapid.IntRange(0, 40).Draw(t, "list") {
				last += units.Time(rapid.Int64Range(0, 4000).Draw(t, "gap"))
				f.at = append(f.at, last)
			}
		case 1:
			f.every = time.Duration(rapid.Int64Range(1, 20_000).Draw(t, "period"))
		case 2:
			f.gap = exponential(rapid.Float64Range(1, 9000).Draw(t, "mean"))
		case 3:
			f.gap = rng.Must(rng.Pareto(0.7, 3))
		default:
			f.gap, f.countMax = fixed(rapid.Int64Range(0, 3).Draw(t, "gap")), 30
		}
		names := streams(rng.Seed(rapid.Uint64().Draw(t, "seed")), "n")
		want := f.arrivals(names("arrivals"))
		limit := 1 << 20
		if f.countMax > 0 {
			limit = f.countMax
		}
		same(t, collect(f.spec(t).Start(names), f.from, f.until, limit), want)
	})
}

func TestAPeriodHasNoDrift(t *testing.T) {
	spec, err := NewEvery(333_333_333)
	p := made(t, spec, err).Start(nil)
	at, ok := p.Next(7, math.MaxInt64)
	for n := range int64(100_000) {
		if want := 7 + n*333_333_333; !ok || at != want {
			t.Fatalf("arrival %d is at %d, want %d", n, at, want)
		}
		at, ok = p.Next(at, math.MaxInt64)
	}
}

func TestSourcesEndWithRepresentableTime(t *testing.T) {
	gaps, err1 := NewGaps(fixed(1 << 62))
	every, err2 := NewEvery(1 << 62)
	for name, spec := range map[string]Spec{"gaps": made(t, gaps, err1), "every": made(t, every, err2)} {
		got := collect(spec.Start(streams(1, "n")), 1<<61, math.MaxInt64, 10)
		if len(got) == 0 || got[len(got)-1] != 1<<61+1<<62 {
			t.Errorf("%s: arrivals are %v, want the last at 2⁶¹+2⁶²", name, got)
		}
	}
}

func TestAListSkipsWhatIsBeforeTheSource(t *testing.T) {
	spec, err := NewList([]units.Time{1, 5, 5, 9, 12})
	if got := collect(made(t, spec, err).Start(nil), 5, 12, 9); !slices.Equal(got, []int64{5, 5, 9}) {
		t.Errorf("arrivals from 5 to 12 are %v, want 5 5 9", got)
	}
}

func TestGapsHaveTheMomentsOfTheirDistribution(t *testing.T) {
	for name, d := range map[string]rng.Dist{
		"exponential": exponential(1e6), "gamma": rng.Must(rng.Gamma(0.5, 2e6)), "erlang": rng.Must(rng.Erlang(3, 1e6)),
		"hyperexponential": rng.Must(rng.HyperExponentialCV(1e6, 2)), "weibull": rng.Must(rng.Weibull(1.5, 1e6)),
	} {
		spec, err := NewGaps(d)
		times := collect(made(t, spec, err).Start(streams(2, name)), 0, math.MaxInt64, 20_000)
		gaps := make(sample, len(times)-1)
		for i := range gaps {
			gaps[i] = float64(times[i+1] - times[i])
		}
		gaps.expect(t, name, d.Mean(), d.Variance())
		if rate, ok := spec.MeanRate(); !ok || math.Abs(rate*d.Mean()/1e9-1) > 1e-12 {
			t.Errorf("%s: mean rate is %v, %v", name, rate, ok)
		}
	}
}

// TestPoissonProcessesAddUpAndThinOut checks that seven Poisson processes together are one, and so is a random third of their arrivals.
func TestPoissonProcessesAddUpAndThinOut(t *testing.T) {
	const windows, length = 4000, int64(1e6)
	all, third := make(sample, windows), make(sample, windows)
	choose := rng.NewStream(3, 0, "test", "choose")
	total := 0.0
	for i, mean := range []float64{1e6, 2e6, 3e6, 5e5, 7e5, 4e6, 1.5e6} {
		spec, err := NewGaps(exponential(mean))
		p := made(t, spec, err).Start(streams(3, string(rune('a'+i))))
		total += float64(length) / mean
		for at, ok := p.Next(0, windows*length); ok; at, ok = p.Next(at, windows*length) {
			all[at/length]++
			if choose.Bernoulli(1.0 / 3) {
				third[at/length]++
			}
		}
	}
	all.expect(t, "all", total, total)
	third.expect(t, "a third", total/3, total/3)
	// Counts of successive windows are not correlated.
	product := make(sample, windows-1)
	for i := range product {
		product[i] = (all[i] - total) * (all[i+1] - total)
	}
	if got, e := product.mean(); math.Abs(got) > 6*e {
		t.Errorf("covariance of successive windows is %v ± %v, want 0", got, e)
	}
}

func TestASourceIsSmall(t *testing.T) {
	for name, c := range map[string]struct{ got, want uintptr }{
		"gaps": {unsafe.Sizeof(renewal{}), 64}, "every": {unsafe.Sizeof(ticker{}), 16}, "list": {unsafe.Sizeof(reader{}), 24},
		"steps": {unsafe.Sizeof(stepped{}), 80}, "sine": {unsafe.Sizeof(thinned{}), 64}, "modulated": {unsafe.Sizeof(modulated{}), 144},
	} {
		if c.got > c.want {
			t.Errorf("a source of %s takes %d bytes, want at most %d", name, c.got, c.want)
		}
	}
}

func TestConstructorsOfTheSimpleSourcesRefuse(t *testing.T) {
	if s, err := NewGaps(rng.Dist{}); err == nil {
		t.Errorf("gaps without a distribution give %v", s)
	}
	for _, period := range []time.Duration{0, -1} {
		if s, err := NewEvery(period); err == nil {
			t.Errorf("the period %v gives %v", period, s)
		}
	}
	for _, list := range [][]units.Time{{-1}, {3, 2}, {0, 5, 4}} {
		if s, err := NewList(list); err == nil {
			t.Errorf("the list %v gives %v", list, s)
		}
	}
}
