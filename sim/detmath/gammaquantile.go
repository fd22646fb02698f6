package detmath

import (
	"math"
	"slices"
)

// gammaLarge is the shape from which the asymptotic expansion replaces the iteration.
const gammaLarge = 300

// GammaQuantile returns the x with GammaP(shape, x) = p for a positive finite shape and 0 <= p <= 1, with a relative error below 2e-12 for
// shapes of at least 0.01. Smaller shapes are mostly 0: their quantiles underflow. The cost is about a microsecond and bounded.
//
// GammaQuantile(shape, 0) = 0, GammaQuantile(shape, 1) = +Inf; arguments outside their range give NaN.
func GammaQuantile(shape, p float64) float64 {
	switch {
	case !(shape > 0 && shape < math.Inf(1) && p >= 0 && p <= 1):
		return math.NaN()
	case p == 0:
		return 0
	case p == 1:
		return math.Inf(1)
	case shape == 1:
		return -Log1p(-p)
	case shape >= gammaLarge:
		return gammaQuantileLarge(shape, p)
	}
	return gammaIterate(shape, p, gammaGuess(shape, p))
}

// gammaGuess returns a first approximation: Wilson and Hilferty (PNAS 17, 1931) in the middle, the first term of the series in the lower
// tail, the first terms of the asymptotic expansion in the upper tail of small shapes.
func gammaGuess(a, p float64) float64 {
	if a > 0.5 {
		root := 1 - 1/(9*a) + NormalQuantile(p)/(3*math.Sqrt(a))
		if root > 0.4 {
			return a * root * root * root
		}
	}
	// P(a, x) is about x^a / Gamma(a+1).
	x := Pow(p*Gamma(a+1), 1/a)
	if x < 0.3*(a+1) {
		return x
	}
	// Q(a, x) is about x^(a-1) exp(-x) / Gamma(a).
	e := -Log((1 - p) * Gamma(a))
	if e > 2 {
		return e + float64((a-1)*Log(e))
	}
	return min(x, a)
}

const (
	// gammaStepsMax bounds the iteration of gammaIterate. From the guesses of gammaGuess it takes two or three steps, nine at most.
	gammaStepsMax = 100
	// gammaStepsFree is the number of steps after which every other one is a bisection, which makes an end certain.
	gammaStepsFree = 12
	// gammaTiny is the quantile below which the first term of the series is exact.
	gammaTiny = 0x1p-1000
)

// gammaIterate improves the guess x by Halley's method on the smaller of P and Q, kept inside a bracket, for shapes up to gammaLarge.
func gammaIterate(a, p, x float64) float64 {
	g := newGammaShape(a)
	low, high := gammaTiny, 2*a+1000 // More than 200 standard deviations above the mean.
	upper := p > 0.5
	for n := range gammaStepsMax {
		if x < gammaTiny {
			return x
		}
		below, above, power := g.parts(x)
		excess := below - p
		if upper {
			excess = (1 - p) - above
		}
		if excess < 0 {
			low = max(low, x)
		} else {
			high = min(high, x)
		}
		newton := excess / (a * power / x)
		bend := float64(0.5 * newton * ((a-1)/x - 1))
		step := newton / max(0.5, 1-bend)
		next := x - step
		if math.Abs(step) <= x*0x1p-24 && math.Abs(newton) <= x*0x1p-20 {
			return next // The next step would be far below the last digit, for convergence is cubic.
		}
		if !(next > low && next < high) || n > gammaStepsFree && n%2 == 0 {
			next = math.Sqrt(low) * math.Sqrt(high)
		}
		x = next
	}
	return x
}

// gammaQuantileLarge is the asymptotic inversion of N. M. Temme, "Asymptotic inversion of incomplete gamma functions", Mathematics of
// Computation 58 (1992): the normal quantile gives eta at order 0, three corrections in powers of 1/a follow, and x = a (1 + mu(eta)) where
// eta²/2 = mu - log(1+mu). All functions of eta are power series here, because |eta| < 8.3/sqrt(a) < 0.48.
func gammaQuantileLarge(a, p float64) float64 {
	eta := NormalQuantile(p) / math.Sqrt(a)
	e1 := horner(gammaFirst[:], eta)
	e2 := horner(gammaSecond[:], eta)
	e3 := horner(gammaThird[:], eta)
	eta += (e1 + (e2+e3/a)/a) / a
	return max(0, a*(1+float64(eta*horner(gammaMu[:], eta))))
}

// horner evaluates the polynomial with the coefficients c, lowest first, at x.
func horner(c []float64, x float64) float64 {
	y := 0.0
	for _, a := range slices.Backward(c) {
		y = a + float64(y*x)
	}
	return y
}

// Power series in eta: mu(eta)/eta, and the corrections of order 1/a, 1/a² and 1/a³. A test derives them again in exact rationals.
var (
	gammaMu = [15]float64{
		1.0, 0.3333333333333333, 0.027777777777777776, -0.003703703703703704,
		0.0002314814814814815, 5.878894767783657e-05, -2.553644914756026e-05, 4.899078973153047e-06,
		-2.428276122977769e-07, -1.85406221071516e-07, 7.542464855411896e-08, -1.47216272806884e-08,
		5.159887341078076e-10, 7.32986413160022e-10, -2.921357345635569e-10,
	}
	gammaFirst = [10]float64{
		-0.3333333333333333, 0.027777777777777776, 0.0006172839506172839, -0.0010802469135802468,
		0.0002755731922398589, -2.8741263309164543e-05, -6.185087203605722e-06, 3.776373375138807e-06,
		-9.120511014991658e-07, 7.735470535130866e-08,
	}
	gammaSecond = [7]float64{
		-0.01728395061728395, -0.002700617283950617, 0.002611209092690574, -0.0007520766651425087,
		6.229995427526292e-05, 4.055292003251537e-05, -2.1264630522937184e-05,
	}
	gammaThird = [5]float64{
		0.004399372917891437, -0.003007782731290962, 0.0007956376423454613, 6.554653913335898e-05,
		-0.00014083659963035565,
	}
)
