package rng

import (
	"fmt"
	"math"
	"math/big"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
	"pgregory.net/rapid"
)

// distribution is a Dist beside an independent cumulative distribution function.
type distribution struct {
	Dist
	cdf func(x float64) float64
}

// continuous lists continuous distributions of every kind. The functions are those of gonum, or written here from the definition; none
// shares code with this package.
func continuous() []distribution {
	normal := func(z float64) float64 { return 0.5 * math.Erfc(-z/math.Sqrt2) }
	return []distribution{
		{Must(Uniform(-2, 6)), func(x float64) float64 { return min(1, max(0, (x+2)/8)) }},
		{Must(Exponential(80)), func(x float64) float64 { return -math.Expm1(-x / 80) }},
		{Must(Normal(10, 3)), func(x float64) float64 { return normal((x - 10) / 3) }},
		{Must(TruncatedNormal(10, 3)), truncatedCDF(10, 3, normal)},
		{Must(TruncatedNormal(1, 20)), truncatedCDF(1, 20, normal)},
		{Must(TruncatedNormal(0, 2)), truncatedCDF(0, 2, normal)},
		{Must(Lognormal(50, 0.2)), lognormalCDF(50, 0.2, normal)},
		{Must(Lognormal(50, 3)), lognormalCDF(50, 3, normal)},
		{Must(LognormalLog(2, 0.7)), func(x float64) float64 { return normal((math.Log(x) - 2) / 0.7) }},
		{Must(Weibull(0.7, 30)), distuv.Weibull{K: 0.7, Lambda: 30, Src: nil}.CDF},
		{Must(Weibull(5, 30)), distuv.Weibull{K: 5, Lambda: 30, Src: nil}.CDF},
		{Must(Gamma(0.3, 9)), distuv.Gamma{Alpha: 0.3, Beta: 1.0 / 9, Src: nil}.CDF},
		{Must(Gamma(1, 9)), distuv.Gamma{Alpha: 1, Beta: 1.0 / 9, Src: nil}.CDF},
		{Must(Gamma(4.5, 9)), distuv.Gamma{Alpha: 4.5, Beta: 1.0 / 9, Src: nil}.CDF},
		{Must(Gamma(800, 9)), distuv.Gamma{Alpha: 800, Beta: 1.0 / 9, Src: nil}.CDF},
		{Must(Pareto(1.5, 4)), distuv.Pareto{Xm: 4, Alpha: 1.5, Src: nil}.CDF},
		{Must(Pareto(6, 4)), distuv.Pareto{Xm: 4, Alpha: 6, Src: nil}.CDF},
		{Must(Erlang(1, 7)), func(x float64) float64 { return -math.Expm1(-x / 7) }},
		{Must(Erlang(4, 7)), erlangCDF(4, 7)},
		{Must(HyperExponential([]float64{0.3, 0.6, 0.1}, []float64{100, 2, 30})), mixtureCDF([]float64{0.3, 0.6, 0.1}, []float64{100, 2, 30})},
		{Must(HyperExponential([]float64{1}, []float64{5})), mixtureCDF([]float64{1}, []float64{5})},
		// Balanced means for mean 10 and cv² = 4: p = (1 ± sqrt(3/5))/2, means 10/(2p).
		{Must(HyperExponentialCV(10, 2)), mixtureCDF(
			[]float64{0.5 + math.Sqrt(0.15), 0.5 - math.Sqrt(0.15)}, []float64{5 / (0.5 + math.Sqrt(0.15)), 5 / (0.5 - math.Sqrt(0.15))},
		)},
		{Must(HyperExponentialCV(10, 1)), func(x float64) float64 { return -math.Expm1(-x / 10) }},
	}
}

func truncatedCDF(mean, sd float64, normal func(float64) float64) func(float64) float64 {
	below := normal(-mean / sd)
	return func(x float64) float64 { return (normal((x-mean)/sd) - below) / (1 - below) }
}

func lognormalCDF(mean, cv float64, normal func(float64) float64) func(float64) float64 {
	sigma := math.Sqrt(math.Log(1 + cv*cv))
	return func(x float64) float64 { return normal((math.Log(x)-math.Log(mean))/sigma + sigma/2) }
}

// erlangCDF counts the Poisson events until x: 1 - exp(-y) sum of y^n/n! for n < k.
func erlangCDF(k int, mean float64) func(float64) float64 {
	return func(x float64) float64 {
		y := x * float64(k) / mean
		term, sum := 1.0, 0.0
		for n := range k {
			sum += term
			term *= y / float64(n+1)
		}
		return 1 - math.Exp(-y)*sum
	}
}

func mixtureCDF(weights, means []float64) func(float64) float64 {
	return func(x float64) float64 {
		sum := 0.0
		for i, w := range weights {
			sum += w * -math.Expm1(-x/means[i])
		}
		return sum
	}
}

// The sharpest test of a sampler: it is the inverse of a distribution function that somebody else wrote. A wrong parameter shows at once.
func TestQuantileInvertsTheDistributionFunction(t *testing.T) {
	for _, d := range continuous() {
		for i := 1; i < 1000; i++ {
			u := float64(i) / 1000
			if got := d.cdf(d.Quantile(u)); math.Abs(got-u) > 1e-10 {
				t.Errorf("%v: distribution function of Quantile(%v) = %v", d, u, got)
				break
			}
		}
		for _, u := range []float64{1e-6, 1e-9, 0x1p-53} {
			if got := d.cdf(d.Quantile(u)); math.Abs(got-u) > 1e-10 {
				t.Errorf("%v: distribution function of Quantile(%v) = %v", d, u, got)
			}
			if got := 1 - d.cdf(d.Quantile(1-u)); math.Abs(got-u) > 1e-10 {
				t.Errorf("%v: upper tail at Quantile(1-%v) = %v", d, u, got)
			}
		}
	}
}

// Kolmogorov and Smirnov's statistic of 20000 draws stays below 3.27/sqrt(n) with probability 1 - 1e-9 (z = 6). The smallest error that is
// certain to be found is one of 0.047 in the distribution function; the test above finds much smaller ones, this one sees Sample itself.
func TestDrawsFollowTheDistributionFunction(t *testing.T) {
	const n = 20000
	for _, d := range continuous() {
		s := NewStream(11, 0, d.String(), "draws")
		values := make([]float64, n)
		for i := range values {
			values[i] = d.Sample(&s)
		}
		slices.Sort(values)
		distance := 0.0
		for i, x := range values {
			f := d.cdf(x)
			distance = max(distance, f-float64(i)/n, float64(i+1)/n-f)
		}
		if limit := 3.27 / math.Sqrt(n); distance > limit {
			t.Errorf("%v: distance %.4f between draws and distribution function, limit %.4f", d, distance, limit)
		}
	}
}

// Mean and Variance against an integral over the quantile function, by the trapezoidal rule in t with u = 1/(1+exp(-t)), which converges
// faster than any power. The tails beyond 2^-53 are missing, so heavy ones are left out.
func TestMomentsAreTheIntegralsOfTheQuantile(t *testing.T) {
	for _, d := range continuous() {
		if d.kind == KindPareto && d.p < 3 {
			continue
		}
		const step = 1.0 / 64
		var mass, mean, variance float64
		for i := -36 * 64; i <= 36*64; i++ {
			e := math.Exp(-math.Abs(float64(i)) * step)
			u := e / (1 + e)
			weight := u * (1 - u) * step
			if i > 0 {
				u = 1 - u
			}
			if u <= 0 || u >= 1 {
				continue
			}
			x := d.Quantile(u)
			mass += weight
			mean += weight * x
			variance += weight * (x - d.Mean()) * (x - d.Mean())
		}
		if math.Abs(mass-1) > 1e-12 {
			t.Fatalf("weights add up to %v", mass)
		}
		scale := math.Sqrt(d.Variance())
		if math.Abs(mean-d.Mean()) > 1e-8*scale {
			t.Errorf("%v: mean %v, integral %v", d, d.Mean(), mean)
		}
		limit := 1e-5
		if d.kind == KindPareto || d.kind == KindLognormal && d.q > 1 {
			limit = 1e-3 // The missing tail.
		}
		if math.Abs(variance-d.Variance()) > limit*d.Variance() {
			t.Errorf("%v: variance %v, integral %v", d, d.Variance(), variance)
		}
	}
}

// Means of 200000 draws are within six standard errors of the theory: a bias of 12/sqrt(n) = 2.7 % of a standard deviation is certain to be
// found (at 1-1e-9), one of half that in half of the cases.
func TestMeansOfDrawsAgreeWithTheory(t *testing.T) {
	for _, d := range examples() {
		n := 200000
		if d.kind == KindGamma || d.kind == KindErlang {
			n = 40000 // They are slow.
		}
		s := NewStream(12, 0, d.String(), "draws")
		sum := 0.0
		for range n {
			sum += (d.Sample(&s) - d.Mean()) / float64(n)
		}
		if limit := 6 * math.Sqrt(d.Variance()/float64(n)); !(math.Abs(sum) <= limit) {
			t.Errorf("%v: mean of draws off by %v, limit %v", d, sum, limit)
		}
	}
}

// Closed forms that are known by heart, and limits where formulas break.
func TestMomentsOfKnownCases(t *testing.T) {
	inf := math.Inf(1)
	for _, c := range []struct {
		d              Dist
		mean, variance float64
	}{
		{Must(Deterministic(5)), 5, 0},
		{Must(Uniform(2, 2)), 2, 0},
		{Must(Normal(-3, 0)), -3, 0},
		{Must(TruncatedNormal(0, 1)), math.Sqrt(2 / math.Pi), 1 - 2/math.Pi},
		{Must(TruncatedNormal(7, 0)), 7, 0},
		{Must(TruncatedNormal(1e300, 1e-10)), 1e300, 1e-20},
		{Must(Lognormal(9, 0)), 9, 0},
		{Must(Lognormal(9, 2)), 9, 18 * 18},
		{Must(LognormalLog(0, 1)), math.Exp(0.5), (math.E - 1) * math.E},
		{Must(LognormalLog(-800, 28)), math.Exp(-408), math.Exp(-32)}, // Neither mean² nor exp(sigma²) is representable.
		{Must(LognormalLog(0, 1e200)), inf, inf},
		{Must(LognormalLog(709, 1e-200)), math.Exp(709), 0}, // The square of the mean is infinite.
		{Must(Weibull(1, 3)), 3, 9},
		{Must(Weibull(0.5, 3)), 6, 20 * 9},
		{Must(Weibull(1e7, 3)), 3, 9 * math.Pi * math.Pi / 6 * 1e-14},
		{Must(Weibull(0.001, 3)), inf, inf},
		{Must(Gamma(2.5, 4)), 10, 40},
		{Must(Pareto(0.5, 1)), inf, inf},
		{Must(Pareto(1, 1)), inf, inf},
		{Must(Pareto(2, 3)), 6, inf},
		{Must(Pareto(3, 2)), 3, 3},
		{Must(Pareto(1e200, 1e200)), 1e200, 1},
		{Must(Erlang(5, 10)), 10, 20},
		{Must(HyperExponentialCV(10, 3)), 10, 900},
		{Must(HyperExponential([]float64{0.25, 0.75}, []float64{8, 4})), 5, 2*(16+12) - 25},
		{Must(HyperExponential([]float64{0.5, 0.5}, []float64{1, 1e160})), 0.5e160, inf},
		{Must(Empirical([]int64{1, 2, 3}, nil)), 2, 2.0 / 3},
		{Must(Empirical([]int64{0, 10}, []uint64{3, 1})), 2.5, 18.75},
	} {
		alike := func(x, y float64) bool { return x == y || math.Abs(x-y) <= 1e-6*math.Abs(y) }
		if mean, variance := c.d.Mean(), c.d.Variance(); !alike(mean, c.mean) || !alike(variance, c.variance) {
			t.Errorf("%v: mean %v and variance %v, want %v and %v", c.d, mean, variance, c.mean, c.variance)
		}
	}
	// The two formulas for the variance of a Weibull distribution meet.
	low, high := Must(Weibull(511.9999, 1)), Must(Weibull(512.0001, 1))
	if ratio := low.Variance() / high.Variance(); math.Abs(ratio-1) > 1e-6 {
		t.Errorf("Weibull variance jumps by %v at shape 512", ratio-1)
	}
}

// arbitrary draws a distribution with any valid parameters, also absurd ones.
func arbitrary() *rapid.Generator[Dist] {
	return rapid.Custom(func(t *rapid.T) Dist {
		positive := rapid.OneOf(
			rapid.Float64Range(0.01, 100),
			rapid.Map(rapid.Float64Range(-690, 690), math.Exp),
			rapid.SampledFrom([]float64{math.SmallestNonzeroFloat64, 1e-300, 1, 1e300, math.MaxFloat64}),
		)
		finite := rapid.Map(rapid.Float64(), func(x float64) float64 { return max(-math.MaxFloat64, min(math.MaxFloat64, x)) })
		for {
			p, q := positive.Draw(t, "p"), positive.Draw(t, "q")
			var d Dist
			var err error
			switch Kind(rapid.IntRange(1, int(KindEmpirical)).Draw(t, "kind")) {
			case KindDeterministic:
				d, err = Deterministic(rapid.Int64Min(0).Draw(t, "value"))
			case KindUniform:
				x, y := finite.Draw(t, "x"), finite.Draw(t, "y")
				d, err = Uniform(min(x, y), max(x, y))
			case KindExponential:
				d, err = Exponential(p)
			case KindNormal:
				d, err = Normal(finite.Draw(t, "x"), q)
			case KindTruncatedNormal:
				d, err = TruncatedNormal(p, q)
			case KindLognormal:
				d, err = Lognormal(p, q)
			case KindLognormalLog:
				d, err = LognormalLog(finite.Draw(t, "x"), q)
			case KindWeibull:
				d, err = Weibull(p, q)
			case KindGamma:
				d, err = Gamma(p, q)
			case KindPareto:
				d, err = Pareto(p, q)
			case KindErlang:
				d, err = Erlang(rapid.IntRange(1, math.MaxInt).Draw(t, "k"), q)
			case KindHyperExponential:
				d, err = HyperExponential([]float64{0.25, 0.5, 0.25}, []float64{p, q, 1})
			case KindHyperExponentialCV:
				d, err = HyperExponentialCV(p, q)
			default:
				values := rapid.SliceOfN(rapid.Int64Min(0), 1, 10).Draw(t, "values")
				weights := rapid.SliceOfN(rapid.Uint64Range(0, 1000), len(values), len(values)).Draw(t, "weights")
				d, err = Empirical(values, weights)
			}
			if err == nil {
				return d
			}
		}
	})
}

// uniform draws a number as Open01 gives them, with many at the ends.
func uniform() *rapid.Generator[float64] {
	word := rapid.OneOf(rapid.Uint64(), rapid.Uint64Max(1<<13), rapid.Uint64Min(math.MaxUint64-1<<13))
	return rapid.Map(word, func(w uint64) float64 {
		s := after(w)
		return s.Open01()
	})
}

// No parameters that a constructor accepts, and no draw, lead to NaN, a panic, a fall of the quantile, or a loss in text.
func TestEveryValidDistributionBehaves(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := arbitrary().Draw(t, "d")
		u, v := uniform().Draw(t, "u"), uniform().Draw(t, "v")
		low, high := d.Quantile(min(u, v)), d.Quantile(max(u, v))
		slack := 1e-11 * max(math.Abs(low), math.Abs(high), math.Abs(d.p))
		if math.IsNaN(low) || math.IsNaN(high) || low > high+slack {
			t.Fatalf("%v: quantiles %v and %v", d, low, high)
		}
		if low < 0 && d.kind != KindUniform && d.kind != KindNormal && d.kind != KindDeterministic {
			t.Fatalf("%v: negative quantile %v", d, low)
		}
		if mean, variance := d.Mean(), d.Variance(); math.IsNaN(mean) || math.IsNaN(variance) || variance < 0 {
			t.Fatalf("%v: mean %v, variance %v", d, mean, variance)
		}
		s := NewStream(1, 0, "a", "b")
		if n := d.SampleInt64(&s); n < 0 {
			t.Fatalf("%v: SampleInt64 = %d", d, n)
		}
		again, err := Parse(d.String())
		if err != nil || !again.Equal(d) || !d.Equal(again) || again.Quantile(u) != d.Quantile(u) {
			t.Fatalf("%v parses as %v, %v", d, again, err)
		}
	})
}

// One draw per variate, for every distribution: variate n always comes from draw n.
func TestEverySampleTakesExactlyOneDraw(t *testing.T) {
	for _, d := range examples() {
		s := NewStream(1, 0, "a", "b")
		twin := s
		for i := range uint64(50) {
			x := d.Sample(&s)
			if s.Position() != 2*i+1 {
				t.Fatalf("%v: position %d after %d variates", d, s.Position(), 2*i+1)
			}
			if want := d.Quantile(twin.Open01()); x != want {
				t.Fatalf("%v: Sample = %v, Quantile of the same draw %v", d, x, want)
			}
			n := d.SampleInt64(&s)
			x = d.Sample(&twin)
			if d.kind != KindDeterministic && d.kind != KindEmpirical && n != Round(x) {
				t.Fatalf("%v: SampleInt64 = %d, Sample of the same draw %v", d, n, x)
			}
			if !s.Equal(twin) {
				t.Fatalf("%v: stream at %d, want %d", d, s.Position(), twin.Position())
			}
		}
	}
}

func TestIntegersComeBackExactly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.Int64Min(0).Draw(t, "v")
		s := NewStream(1, 0, "a", "b")
		if got := Must(Deterministic(v)).SampleInt64(&s); got != v {
			t.Fatalf("Deterministic(%d) gives %d", v, got)
		}
		if got := Must(Empirical([]int64{v}, nil)).SampleInt64(&s); got != v {
			t.Fatalf("Empirical(%d) gives %d", v, got)
		}
	})
	s := NewStream(1, 0, "a", "b")
	for _, c := range []struct {
		v    float64
		want int64
	}{{2.5, 3}, {-7, 0}, {1e300, math.MaxInt64}} {
		d := Must(DeterministicReal(c.v))
		if x, n := d.Sample(&s), d.SampleInt64(&s); x != c.v || n != c.want {
			t.Errorf("DeterministicReal(%v) gives %v and %d", c.v, x, n)
		}
	}
}

func TestSpreadZeroGivesTheMean(t *testing.T) {
	s := NewStream(1, 0, "a", "b")
	for _, d := range []Dist{Must(Normal(123.25, 0)), Must(TruncatedNormal(123.25, 0)), Must(Lognormal(123.25, 0)), Must(Uniform(123.25, 123.25))} {
		if x := d.Sample(&s); x != 123.25 {
			t.Errorf("%v gives %v", d, x)
		}
	}
}

// The quantile changes value exactly where the weights say, up to the resolution of a draw.
func TestEmpiricalQuantileStepsAtTheWeights(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Int64Range(0, 20), 1, 12).Draw(t, "values")
		weights := rapid.SliceOfN(rapid.OneOf(rapid.Uint64Range(0, 5), rapid.Uint64Range(0, 1<<28)), len(values), len(values)).Draw(t, "weights")
		d, err := Empirical(values, weights)
		if err != nil {
			t.Skip("no weight")
		}
		total := uint64(0)
		for _, w := range weights {
			total += w
		}
		u := uniform().Draw(t, "u")
		// The twin: the smallest value that at least a part u of the weight does not exceed, in rationals.
		at := new(big.Rat).Mul(new(big.Rat).SetFloat64(u), new(big.Rat).SetInt(new(big.Int).SetUint64(total)))
		want := int64(-1)
		for v := int64(0); v <= 20 && want < 0; v++ {
			upTo := uint64(0)
			for i, value := range values {
				if value <= v {
					upTo += weights[i]
				}
			}
			if at.Cmp(new(big.Rat).SetInt(new(big.Int).SetUint64(upTo))) < 0 {
				want = v
			}
		}
		// u*total is rounded to a float64: at a border, the neighbour is as good.
		if got := d.Quantile(u); got != float64(want) {
			border := new(big.Rat).SetFloat64(math.Round(u * float64(total)))
			if border.Sub(border, at); math.Abs(ratFloat(border)) > 0x1p-52*float64(total) {
				t.Fatalf("%v: Quantile(%v) = %v, want %v", d, u, got, want)
			}
		}
	})
}

func ratFloat(r *big.Rat) float64 {
	f, _ := r.Float64()
	return f
}

func TestEmpiricalDoesNotDependOnTheOrderOfValues(t *testing.T) {
	a := Must(Empirical([]int64{3, 1, 2, 1}, []uint64{5, 1, 0, 2}))
	b := Must(Empirical([]int64{1, 3}, []uint64{3, 5}))
	if !a.Equal(b) || a.String() != "empirical(1:3, 3:5)" {
		t.Errorf("%v and %v differ", a, b)
	}
}

// The caller's slices may change afterwards.
func TestConstructorsCopyTheirArguments(t *testing.T) {
	values, weights := []int64{1, 2}, []uint64{1, 1}
	probabilities, means := []float64{0.5, 0.5}, []float64{1, 2}
	e, h := Must(Empirical(values, weights)), Must(HyperExponential(probabilities, means))
	before := e.String() + h.String()
	values[0], weights[0], probabilities[0], means[0] = 9, 9, 9, 9
	if after := e.String() + h.String(); after != before {
		t.Errorf("distributions changed from %s to %s", before, after)
	}
}

func TestZeroDistributionIsNone(t *testing.T) {
	var d Dist
	s := NewStream(1, 0, "a", "b")
	if !d.IsZero() || d.Kind() != KindNone || Must(Exponential(1)).IsZero() {
		t.Error("IsZero is wrong")
	}
	for name, f := range map[string]func(){
		"Sample":         func() { d.Sample(&s) },
		"SampleInt64":    func() { d.SampleInt64(&s) },
		"Quantile":       func() { d.Quantile(0.5) },
		"Mean":           func() { d.Mean() },
		"Variance":       func() { d.Variance() },
		"Quantile(0)":    func() { Must(Exponential(1)).Quantile(0) },
		"Quantile(1)":    func() { Must(Exponential(1)).Quantile(1) },
		"Quantile(NaN)":  func() { Must(Exponential(1)).Quantile(math.NaN()) },
		"Must of errors": func() { Must(Exponential(-1)) },
	} {
		if !panics(f) {
			t.Errorf("%s does not panic", name)
		}
	}
}

func TestConstructorsReportEveryProblem(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	list := func(d Dist, err error) string {
		if err == nil {
			return "valid: " + d.String()
		}
		if !d.IsZero() {
			return "a distribution with an error"
		}
		return err.Error()
	}
	for _, c := range []struct {
		got  string
		want []string // One line per problem.
	}{
		{list(Deterministic(-1)), []string{"deterministic: value must be at least 0, got -1"}},
		{list(DeterministicReal(nan)), []string{"deterministic: value must be finite, got NaN"}},
		{list(DeterministicReal(-inf)), []string{"deterministic: value must be finite, got -Inf"}},
		{list(Uniform(nan, inf)), []string{"uniform: lo must be finite, got NaN", "uniform: hi must be finite, got +Inf"}},
		{list(Uniform(2, 1)), []string{"uniform: lo must not exceed hi, got 2 and 1"}},
		{list(Uniform(-1e308, 1e308)), []string{"uniform: hi-lo must be finite, got -1e+308 and 1e+308"}},
		{list(Exponential(0)), []string{"exponential: mean must be positive and finite, got 0"}},
		{list(Exponential(inf)), []string{"exponential: mean must be positive and finite, got +Inf"}},
		{list(Normal(inf, -1)), []string{"normal: mean must be finite, got +Inf", "normal: sd must be finite and at least 0, got -1"}},
		{list(TruncatedNormal(-1, nan)), []string{
			"truncatednormal: mean must be finite and at least 0, got -1", "truncatednormal: sd must be finite and at least 0, got NaN",
		}},
		{list(Lognormal(0, -1)), []string{
			"lognormal: mean must be positive and finite, got 0", "lognormal: cv must be finite and at least 0, got -1",
		}},
		{list(Lognormal(1, 1e101)), []string{"lognormal: cv must be at most 1e100, got 1e+101"}},
		{list(LognormalLog(nan, inf)), []string{"lognormal: mu must be finite, got NaN", "lognormal: sigma must be finite and at least 0, got +Inf"}},
		{list(Weibull(0, nan)), []string{
			"weibull: shape must be positive and finite, got 0", "weibull: scale must be positive and finite, got NaN",
		}},
		{list(Weibull(1e-310, 1)), []string{"weibull: shape is too small, got 1e-310"}},
		{list(Gamma(-1, 0)), []string{"gamma: shape must be positive and finite, got -1", "gamma: scale must be positive and finite, got 0"}},
		{list(Pareto(nan, -2)), []string{"pareto: shape must be positive and finite, got NaN", "pareto: scale must be positive and finite, got -2"}},
		{list(Pareto(1e-310, 1)), []string{"pareto: shape is too small, got 1e-310"}},
		{list(Erlang(0, -1)), []string{"erlang: k must be at least 1, got 0", "erlang: mean must be positive and finite, got -1"}},
		{list(HyperExponential(nil, nil)), []string{"hyperexponential: want as many probabilities as means and at least one, got 0 and 0"}},
		{list(HyperExponential([]float64{1}, []float64{1, nan})), []string{
			"hyperexponential: want as many probabilities as means and at least one, got 1 and 2",
			"hyperexponential: means[1] must be between 1e-280 and 1e+280, got NaN",
		}},
		{list(HyperExponential([]float64{-0.5, 1.5}, []float64{1, 1})), []string{
			"hyperexponential: probabilities[0] must be positive and finite, got -0.5",
		}},
		{list(HyperExponential([]float64{0.5, 0.6}, []float64{1, 1})), []string{"hyperexponential: probabilities must add up to 1, got 1.1"}},
		{list(HyperExponentialCV(-1, 0.9)), []string{
			"hyperexponential: mean must be between 1e-280 and 1e+280, got -1", "hyperexponential: cv must be between 1 and 1e+06, got 0.9",
		}},
		{list(Empirical(nil, nil)), []string{"empirical: want at least one value"}},
		{list(Empirical([]int64{1}, []uint64{1, 2})), []string{"empirical: want as many weights as values or none, got 2 and 1"}},
		{list(Empirical([]int64{-5, 1, -6}, []uint64{0, 0, 0})), []string{
			"empirical: values[0] must be at least 0, got -5", "empirical: values[2] must be at least 0, got -6",
			"empirical: weights must add up to at least 1 and at most 2^32, got 0",
		}},
		{list(Empirical([]int64{1, 2}, []uint64{math.MaxUint64, 1})), []string{
			"empirical: weights must add up to at least 1 and at most 2^32, got 4294967298",
		}},
	} {
		if want := strings.Join(c.want, "\n"); c.got != want {
			t.Errorf("got\n%s\nwant\n%s", c.got, want)
		}
	}
}

// Every kind has an example here, a name, and an own number.
func TestExamplesCoverEveryKind(t *testing.T) {
	seen := map[Kind]bool{}
	for _, d := range examples() {
		seen[d.Kind()] = true
	}
	for k := KindDeterministic; int(k) < len(forms); k++ {
		if !seen[k] || k.String() == "" {
			t.Errorf("kind %d (%v) has no example or no name", k, k)
		}
	}
	if got := Kind(99).String(); got != "Kind(99)" {
		t.Errorf("unknown kind prints as %q", got)
	}
}

// Sorting by mean keeps draws in order: under one uniform number, a faster server is never slower.
func TestCommonRandomNumbersKeepTheOrderOfMeans(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		u := uniform().Draw(t, "u")
		mean, factor := rapid.Float64Range(1, 1e12).Draw(t, "mean"), rapid.Float64Range(1, 10).Draw(t, "factor")
		for _, with := range []func(mean float64) Dist{
			func(m float64) Dist { return Must(Exponential(m)) },
			func(m float64) Dist { return Must(Lognormal(m, 1.5)) },
			func(m float64) Dist { return Must(Weibull(0.7, m)) },
			func(m float64) Dist { return Must(Erlang(3, m)) },
			func(m float64) Dist { return Must(HyperExponentialCV(m, 2)) },
		} {
			slow, fast := with(mean*factor).Quantile(u), with(mean).Quantile(u)
			if fast > slow*(1+1e-12) {
				t.Fatalf("mean %v gives %v, mean %v gives %v", mean, fast, mean*factor, slow)
			}
		}
	})
}

func ExampleDist_SampleInt64() {
	life := NewStream(7, 0, "node/gw3", "life")
	up := Must(Weibull(0.7, 30*24*3600e9))
	fmt.Println(up)
	fmt.Println(up.SampleInt64(&life), "ns")
	// Output:
	// weibull(shape=0.7, scale=2.592e+15)
	// 142682226959502 ns
}
