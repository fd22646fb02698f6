package detmath

import "math"

const (
	gammaMax   = 0x1.573fae561f647p+7 // The largest x with a finite Gamma(x), about 171.624.
	stirlingAt = 16                   // Stirling's series is used from here on.
	sqrt2Pi    = 0x1.40d931ff62706p+1
)

// Gamma returns the gamma function of x > 0, with a relative error below 1e-14.
//
// Gamma(+Inf) = +Inf and Gamma overflows to +Inf above 171.62; Gamma(0) = +Inf, Gamma(x < 0) = NaN, Gamma(NaN) = NaN: negative arguments
// are not needed here.
func Gamma(x float64) float64 {
	switch {
	case !(x >= 0):
		return math.NaN()
	case x == 0 || x > gammaMax:
		return math.Inf(1)
	}
	// Gamma(x) = Gamma(x+n) / (x (x+1) ... (x+n-1)).
	divisor := 1.0
	for x < stirlingAt {
		divisor *= x
		x++
	}
	// The power is taken in two halves because x^x overflows before Gamma(x) does.
	half := Pow(x, float64(0.5*x)-0.25)
	return half * (Exp(-x) * half) * (sqrt2Pi * gammaStar(x)) / divisor
}

// gammaStar returns Gamma(x) / (sqrt(2 pi) x^(x-1/2) exp(-x)) for x >= 16, by Stirling's series (Abramowitz and Stegun, 6.1.41).
func gammaStar(x float64) float64 {
	y := 1 / x
	y2 := y * y
	s := 1.0/156 - float64(y2*(3617.0/122400))
	s = -691.0/360360 + float64(y2*s)
	s = 1.0/1188 + float64(y2*s)
	s = -1.0/1680 + float64(y2*s)
	s = 1.0/1260 + float64(y2*s)
	s = -1.0/360 + float64(y2*s)
	s = 1.0/12 + float64(y2*s)
	return Exp(y * s)
}

// gammaShape is a shape a with the factor of the incomplete gamma functions that depends on nothing else.
type gammaShape struct {
	a    float64
	norm float64 // Gamma(a+1); from 16 on sqrt(2 pi a) gammaStar(a).
}

func newGammaShape(a float64) gammaShape {
	if a < stirlingAt {
		return gammaShape{a: a, norm: Gamma(a + 1)}
	}
	return gammaShape{a: a, norm: sqrt2Pi * math.Sqrt(a) * gammaStar(a)}
}

// power returns x^a exp(-x) / Gamma(a+1) for x > 0. For large a the factors overflow and cancel, so there it is computed as
// exp(-a (m - log(1+m))) / (sqrt(2 pi a) gammaStar(a)) with m = (x-a)/a (DiDonato and Morris, ACM TOMS 12 (1986), section 4).
func (g gammaShape) power(x float64) float64 {
	if g.a < stirlingAt {
		return Pow(x, g.a) * Exp(-x) / g.norm
	}
	m := (x - g.a) / g.a
	hi, lo := logDD(twoSum(1, m))
	return Exp(-g.a*((m-hi)-lo)) / g.norm
}

// gammaTermsMax bounds the terms of the series and of the fraction below. Each needs some multiple of sqrt(shape) terms.
const gammaTermsMax = 1 << 20

// parts returns P(a, x) and Q(a, x) = 1 - P(a, x) for x > 0, and power(x). The one that is computed first has full relative accuracy: P for
// x < a+1, Q otherwise.
func (g gammaShape) parts(x float64) (p, q, power float64) {
	power = g.power(x)
	if x < g.a+1 {
		p = float64(power * gammaSeries(g.a, x))
		return p, 1 - p, power
	}
	q = float64(power * g.a * gammaFraction(g.a, x))
	return 1 - q, q, power
}

// gammaSeries returns the sum over n >= 0 of x^n / ((a+1) ... (a+n)), for x < a+1 (Abramowitz and Stegun, 6.5.29).
func gammaSeries(a, x float64) float64 {
	sum, term := 1.0, 1.0
	for n := 1; n < gammaTermsMax; n++ {
		term = float64(term * (x / (a + float64(n))))
		sum += term
		if term < sum*0x1p-54 {
			break
		}
	}
	return sum
}

// gammaFraction returns the continued fraction 1/(x+1-a- 1(1-a)/(x+3-a- 2(2-a)/(x+5-a- ...))), for x >= a+1 (Abramowitz and Stegun,
// 6.5.31), with the modified Lentz recurrence.
func gammaFraction(a, x float64) float64 {
	b := x + 1 - a
	c := math.Inf(1)
	d := 1 / b
	h := d
	for n := 1; n < gammaTermsMax; n++ {
		k := float64(n)
		num := k * (a - k)
		b += 2
		d = 1 / (b + float64(num*d))
		c = b + num/c
		step := float64(c * d)
		h *= step
		if math.Abs(step-1) < 0x1p-53 {
			break
		}
	}
	return h
}

// GammaP returns the regularised lower incomplete gamma function P(shape, x): the probability that a gamma variate of that shape and of
// scale 1 is at most x. GammaQ(shape, x) = 1 - P(shape, x) is the upper one. The smaller of the two has a relative error below 1e-12 for
// shapes from 0.01 to 1e6. The cost grows with the square root of the shape.
//
// Both return NaN unless shape is positive and finite and x >= 0.
func GammaP(shape, x float64) float64 {
	p, _ := gammaBoth(shape, x)
	return p
}

// GammaQ returns 1 - GammaP(shape, x), see there.
func GammaQ(shape, x float64) float64 {
	_, q := gammaBoth(shape, x)
	return q
}

func gammaBoth(shape, x float64) (p, q float64) {
	switch {
	case !(shape > 0 && shape < math.Inf(1) && x >= 0):
		return math.NaN(), math.NaN()
	case x == 0:
		return 0, 1
	case x == math.Inf(1):
		return 1, 0
	}
	p, q, _ = newGammaShape(shape).parts(x)
	return p, q
}

// NormalCDF returns the probability that a standard normal variate is at most z, with a relative error below 1e-13 where the result is at
// least 1e-300. NormalCDF(-z) is the upper tail.
func NormalCDF(z float64) float64 {
	if z == 0 {
		return 0.5
	}
	p, q := gammaBoth(0.5, 0.5*z*z)
	if z < 0 {
		return 0.5 * q
	}
	return 0.5 + float64(0.5*p)
}
