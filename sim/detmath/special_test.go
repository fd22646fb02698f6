package detmath

import (
	"math"
	"math/big"
	"testing"
)

func TestGammaIsWithinItsBound(t *testing.T) {
	t.Parallel()
	var w worst
	arguments := inputs(min(*points, 2000),
		func(s *splitMix) float64 { return s.between(0.9, 4) },
		func(s *splitMix) float64 { return s.between(0, 171.6) },
		func(s *splitMix) float64 { return s.binade(-1000, 0, false) })
	for _, x := range arguments {
		w.note(relative(Gamma(x), refGamma(num(x))), x, 0)
	}
	if w.err > 1e-14 {
		t.Errorf("Gamma(%v): relative error %.3g", w.at, w.err)
	}
	t.Logf("Gamma: largest relative error %.3g at %v", w.err, w.at)
}

// shapes returns a shape between 0.01 and 1e4; every fourth is one that people use.
func shapes(s *splitMix, i int) float64 {
	if i%4 == 0 {
		usual := [...]float64{0.01, 0.1, 0.5, 0.999999, 1, 1.000001, 2, 3, 7.5, 16, 100, 299.999, 300, 1000, 10000}
		return usual[s.next()%uint64(len(usual))]
	}
	return math.Exp(s.between(-4.6, 9.2))
}

// uniforms returns a multiple of 2^-53 in (0, 1), with many in the tails.
func uniforms(s *splitMix) float64 {
	u := float64(s.next()>>11|1) * 0x1p-53
	for range s.next() % 5 * 10 {
		u *= 0.5
	}
	u = math.Trunc(u*0x1p53)*0x1p-53 + 0x1p-53
	if s.next()&1 == 1 {
		return 1 - u
	}
	return u
}

func TestIncompleteGammaIsWithinItsBound(t *testing.T) {
	t.Parallel()
	s := splitMix(4)
	var w worst
	for i := range min(*points, 100000) / 5 {
		a := shapes(&s, i)
		x := a * math.Exp(s.between(-2, 2)/max(1, math.Sqrt(a)/4))
		p, q := refGammaP(num(a), num(x))
		if p.Cmp(q) < 0 {
			w.note(relative(GammaP(a, x), p), a, x)
			w.note(math.Abs(GammaP(a, x)+GammaQ(a, x)-1), a, x)
		} else {
			w.note(relative(GammaQ(a, x), q), a, x)
			w.note(math.Abs(GammaP(a, x)+GammaQ(a, x)-1), a, x)
		}
	}
	if w.err > 1e-12 {
		t.Errorf("shape %v at %v: relative error %.3g", w.at, w.at2, w.err)
	}
	t.Logf("GammaP, GammaQ: largest relative error of the smaller %.3g at shape %v, %v", w.err, w.at, w.at2)
}

func TestNormalCDFIsWithinItsBound(t *testing.T) {
	t.Parallel()
	var w worst
	arguments := inputs(min(*points, 20000)/5,
		func(s *splitMix) float64 { return s.between(-37, 0) },
		func(s *splitMix) float64 { return s.between(-4, 9) },
		func(s *splitMix) float64 { return s.binade(-60, 1, true) })
	for _, z := range arguments {
		lower, _ := refNormal(z)
		w.note(relative(NormalCDF(z), lower), z, 0)
	}
	if w.err > 1e-13 {
		t.Errorf("NormalCDF(%v): relative error %.3g", w.at, w.err)
	}
	t.Logf("NormalCDF: largest relative error %.3g at %v", w.err, w.at)
}

func TestNormalQuantileIsWithinItsBound(t *testing.T) {
	t.Parallel()
	var w worst
	arguments := inputs(min(*points, 100000)/3, uniforms, (*splitMix).unit,
		func(s *splitMix) float64 { return s.binade(-1074, -1, false) },
		func(s *splitMix) float64 { return 0.5 + s.binade(-52, -2, true) },
		func(s *splitMix) float64 { return s.near(0.925) },
		func(s *splitMix) float64 { return s.near(math.Exp(-25)) })
	for _, p := range arguments {
		z := NormalQuantile(p)
		if p == 0.5 || p == 0 {
			continue // The edge table decides these.
		}
		// One Newton step of the oracle tells how far z is from the true quantile.
		lower, upper := refNormal(z)
		off := sub(lower, num(p))
		if p > 0.5 {
			off = sub(sub(num(1), num(p)), upper)
		}
		off.Quo(off, mul(refNormalDensity(num(z)), num(z)))
		w.note(math.Abs(float(off)), p, z)
	}
	if w.err > 2e-15 {
		t.Errorf("NormalQuantile(%v) = %v: relative error %.3g", w.at, w.at2, w.err)
	}
	t.Logf("NormalQuantile: largest relative error %.3g at %v", w.err, w.at)
}

func TestGammaQuantileIsWithinItsBound(t *testing.T) {
	t.Parallel()
	s := splitMix(5)
	var w worst
	for i := range min(*points, 100000) / 5 {
		a, p := shapes(&s, i), uniforms(&s)
		x := GammaQuantile(a, p)
		if x < 0x1p-1000 {
			checkUnderflow(t, a, p, x)
			continue
		}
		w.note(gammaQuantileError(a, p, x), a, p)
	}
	if w.err > 2e-12 {
		t.Errorf("GammaQuantile(%v, %v): relative error %.3g", w.at, w.at2, w.err)
	}
	t.Logf("GammaQuantile: largest relative error %.3g at shape %v, %v", w.err, w.at, w.at2)
}

// gammaQuantileError returns how far x is from the true quantile, relatively, by one Newton step of the oracle.
func gammaQuantileError(a, p, x float64) float64 {
	below, above := refGammaP(num(a), num(x))
	off := sub(below, num(p))
	if p > 0.5 {
		off = sub(sub(num(1), num(p)), above)
	}
	off.Quo(off, mul(num(a), refGammaDensity(num(a), num(x)))) // x times the density of the distribution.
	return math.Abs(float(off))
}

// checkUnderflow demands that a quantile close to the smallest float64 really is so small: P(a, 2^-999) exceeds p.
func checkUnderflow(t *testing.T, a, p, x float64) {
	t.Helper()
	below, _ := refGammaP(num(a), num(0x1p-999))
	if below.Cmp(num(p)) < 0 {
		t.Errorf("GammaQuantile(%v, %v) = %v, but the probability of less than 2^-999 is only %v", a, p, x, below)
	}
}

// Far shapes are slow to check with the oracle, so there are few.
func TestGammaQuantileHoldsForLargeShapes(t *testing.T) {
	t.Parallel()
	for _, a := range []float64{300, 12345.678, 1e6} {
		for _, p := range []float64{0x1p-53, 1e-6, 0.01, 0.3, 0.5, 0.9, 0.999999, 1 - 0x1p-53} {
			if err := gammaQuantileError(a, p, GammaQuantile(a, p)); err > 1e-11 {
				t.Errorf("GammaQuantile(%v, %v): relative error %.3g", a, p, err)
			}
		}
	}
	// The iteration and the expansion meet where one replaces the other.
	for _, p := range []float64{0x1p-53, 1e-6, 0.3, 0.9, 1 - 0x1p-53} {
		x, y := gammaIterate(gammaLarge, p, gammaGuess(gammaLarge, p)), gammaQuantileLarge(gammaLarge, p)
		if math.Abs(x-y) > 1e-11*x {
			t.Errorf("shape %v, p %v: iteration %v, expansion %v", gammaLarge, p, x, y)
		}
	}
}

// However bad the guess, the bracket leads to the solution.
func TestGammaIterationRecoversFromBadGuesses(t *testing.T) {
	for _, a := range []float64{0.05, 0.5, 2, 30, 250} {
		for _, p := range []float64{1e-12, 0.01, 0.5, 0.99, 1 - 1e-12} {
			want := GammaQuantile(a, p)
			for _, guess := range []float64{1e-200, 1e-3, 0.1, 1, 10, 300, 1e4, 1e30} {
				if got := gammaIterate(a, p, guess); math.Abs(got-want) > 1e-11*want {
					t.Errorf("shape %v, p %v: from %v to %v, want %v", a, p, guess, got, want)
				}
			}
		}
	}
}

// The quantile functions turn one stream of uniforms into variates of several distributions under comparison, which must keep their order.
func TestQuantilesDoNotDecrease(t *testing.T) {
	for _, a := range []float64{0, 0.01, 0.3, 1, 2, 9.5, 120, 299, 300, 5000} {
		quantile := func(p float64) float64 { return GammaQuantile(a, p) }
		slack := 1e-11
		if a == 0 {
			quantile, slack = NormalQuantile, 2e-15
		}
		last := math.Inf(-1)
		for i := 1; i < 4000; i++ {
			x := quantile(float64(i) / 4000)
			if x < last {
				t.Errorf("shape %v: quantile decreases from %v to %v at %d/4000", a, last, x, i)
			}
			last = x
		}
		// Between neighbours, rounding errors may show, but no more.
		for _, p := range []float64{1e-9, 0.075, 0.2, 0.5, 0.925, 1 - 1e-9} {
			low, high := quantile(p), quantile(math.Nextafter(p, 1))
			if high < low-slack*math.Abs(low) {
				t.Errorf("shape %v: quantile falls from %v to %v right of %v", a, low, high, p)
			}
		}
	}
}

// The three corrections of the asymptotic inversion, derived again in rationals. With y = eta0 + eps the transformed density gives
// f(y) exp(-a eta0 eps - a eps²/2) (1 + d eps/d eta0) = gammaStar(a), f(eta) = eta/mu; its logarithm is solved order by order in 1/a.
func TestGammaSeriesFollowFromTheirEquation(t *testing.T) {
	const n = 20
	mu := make(series, n)
	mu[1] = big.NewRat(1, 1)
	mu[0] = new(big.Rat)
	for k := 2; k < n; k++ { // From mu mu' = eta (1 + mu).
		sum := new(big.Rat).Set(mu[k-1])
		for i := 2; i < k; i++ {
			term := new(big.Rat).Mul(mu[i], mu[k+1-i])
			sum.Sub(sum, term.Mul(term, big.NewRat(int64(k+1-i), 1)))
		}
		mu[k] = sum.Quo(sum, big.NewRat(int64(k+1), 1))
	}
	ratio := mu.lowered()
	log := ratio.inverse().log()
	d1, d2 := log.derivative(), log.derivative().derivative()
	e1 := log.lowered()
	de1 := e1.derivative()
	e2 := d1.times(e1).plus(e1.times(e1), -1, 2).plus(de1, 1, 1).plus(constantSeries(n), -1, 12).lowered()
	de2 := e2.derivative()
	e3 := d1.times(e2).plus(d2.times(e1).times(e1), 1, 2).plus(e1.times(e2), -1, 1).
		plus(de2, 1, 1).plus(de1.times(de1), -1, 2).lowered()
	for _, c := range []struct {
		name string
		got  []float64
		want series
	}{{"mu", gammaMu[:], ratio}, {"first", gammaFirst[:], e1}, {"second", gammaSecond[:], e2}, {"third", gammaThird[:], e3}} {
		for i, got := range c.got {
			if want, _ := c.want[i].Float64(); got != want {
				t.Errorf("series %s, coefficient %d: %v, want %v", c.name, i, got, want)
			}
		}
	}
}

// series is a power series with rational coefficients.
type series []*big.Rat

func constantSeries(n int) series {
	s := make(series, n)
	for i := range s {
		s[i] = new(big.Rat)
	}
	s[0] = big.NewRat(1, 1)
	return s
}

// plus returns s + o*num/den.
func (s series) plus(o series, num, den int64) series {
	sum := make(series, len(s))
	for i := range s {
		term := new(big.Rat).Mul(o[i], big.NewRat(num, den))
		sum[i] = term.Add(term, s[i])
	}
	return sum
}

func (s series) times(o series) series {
	product := constantSeries(len(s))
	product[0] = new(big.Rat)
	for i, x := range s {
		for j, y := range o[:len(s)-i] {
			product[i+j].Add(product[i+j], new(big.Rat).Mul(x, y))
		}
	}
	return product
}

// inverse returns 1/s for a series that starts with 1.
func (s series) inverse() series {
	inverse := constantSeries(len(s))
	for k := 1; k < len(s); k++ {
		for i := 1; i <= k; i++ {
			inverse[k].Sub(inverse[k], new(big.Rat).Mul(s[i], inverse[k-i]))
		}
	}
	return inverse
}

func (s series) derivative() series {
	d := constantSeries(len(s))
	d[0] = new(big.Rat)
	for i := 1; i < len(s); i++ {
		d[i-1] = new(big.Rat).Mul(s[i], big.NewRat(int64(i), 1))
	}
	return d
}

// log returns the logarithm of a series that starts with 1.
func (s series) log() series {
	d := s.derivative().times(s.inverse())
	log := constantSeries(len(s))
	log[0] = new(big.Rat)
	for i := 1; i < len(s); i++ {
		log[i] = new(big.Rat).Quo(d[i-1], big.NewRat(int64(i), 1))
	}
	return log
}

// lowered returns s divided by its variable; s must start with 0.
func (s series) lowered() series {
	if s[0].Sign() != 0 {
		panic("series does not start with 0: the expansion is wrong")
	}
	return append(append(series{}, s[1:]...), new(big.Rat))
}
