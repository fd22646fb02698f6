package rng

import (
	"math"

	"github.com/littoral-sim/littoral/sim/detmath"
)

// Kind names a family of distributions and the parameters it was constructed with.
type Kind uint8

// The kinds of [Dist], one per constructor. The zero value belongs to no distribution.
const (
	KindNone Kind = iota
	KindDeterministic
	KindUniform
	KindExponential
	KindNormal
	KindTruncatedNormal
	KindLognormal    // By mean and coefficient of variation.
	KindLognormalLog // By mean and standard deviation of the logarithm.
	KindWeibull
	KindGamma
	KindPareto
	KindErlang
	KindHyperExponential   // By phases.
	KindHyperExponentialCV // By mean and coefficient of variation.
	KindEmpirical
)

// Dist is a probability distribution of a real number: a family and its parameters. It is a small value without behaviour of its own; copy
// it freely. The constructors validate, so every Dist but the zero value is valid, and no draw from a valid one is NaN. The zero value
// stands for "no distribution": [Dist.IsZero] reports it, and drawing from it panics.
//
// Compare with [Dist.Equal]. [Dist.MarshalText] and [Parse] convert to text and back without loss.
type Dist struct {
	kind  Kind
	p, q  float64 // The constructor's parameters, in its order.
	a, b  float64 // Derived from them, see the constructors.
	n     int64   // Deterministic: the value as an integer. Erlang: the number of phases.
	table *table  // Hyperexponential and empirical only; never written after construction.
}

// table holds what a distribution of many parts consists of.
type table struct {
	weights []float64 // Hyperexponential: the probability of each phase, as given.
	total   float64   // Hyperexponential: the sum of weights, which is 1 but for rounding.
	means   []float64 // Hyperexponential: the mean of each phase.
	values  []int64   // Empirical: the values, ascending, without duplicates.
	upTo    []uint64  // Empirical: the weight of all values up to and including this one.
}

// Kind returns the family of d.
func (d Dist) Kind() Kind { return d.kind }

// IsZero reports whether d is the zero value, which is no distribution.
func (d Dist) IsZero() bool { return d.kind == KindNone }

// Sample draws a real number. It takes exactly one draw of the stream, whatever the distribution, and equals d.Quantile(s.Open01()). It
// panics if d is the zero value.
func (d Dist) Sample(s *Stream) float64 { return d.quantile(s.Open01()) }

// SampleInt64 draws a quantity in its smallest unit (nanoseconds, bytes): [Round] of what Sample returns, except that deterministic and
// empirical values come back exactly as they were given, also above 2^53. It takes exactly one draw of the stream. It panics if d is the
// zero value.
func (d Dist) SampleInt64(s *Stream) int64 { return d.QuantileInt64(s.Open01()) }

// QuantileInt64 is what SampleInt64 makes of the draw u of [Stream.Open01]: several distributions that are asked for the same u answer as
// if they had been drawn with common random numbers. It panics unless 0 < u < 1 and d is a distribution.
func (d Dist) QuantileInt64(u float64) int64 {
	if !(u > 0 && u < 1) {
		panic("rng: QuantileInt64 outside (0, 1)")
	}
	switch d.kind {
	case KindDeterministic:
		return d.n
	case KindEmpirical:
		return d.table.value(u)
	default:
		return Round(d.quantile(u))
	}
}

// Quantile returns the smallest x that the distribution does not exceed with probability u. It is non-decreasing in u up to rounding errors
// of the last bits. It panics unless 0 < u < 1 and d is a distribution.
func (d Dist) Quantile(u float64) float64 {
	if !(u > 0 && u < 1) {
		panic("rng: Quantile outside (0, 1)")
	}
	return d.quantile(u)
}

// quantile is Quantile without the check. Where the upper tail decides, it works on 1-u, which is exact for every u from Open01.
func (d *Dist) quantile(u float64) float64 {
	switch d.kind {
	case KindExponential:
		return -d.p * detmath.Log(1-u)
	case KindDeterministic:
		return d.p
	case KindUniform:
		return d.p + float64(u*d.a)
	case KindNormal:
		return d.p + float64(d.q*detmath.NormalQuantile(u))
	case KindTruncatedNormal:
		return max(0, d.p-float64(d.q*detmath.NormalQuantile((1-u)*d.a)))
	case KindLognormal:
		return d.p * detmath.Exp(d.a+float64(d.b*detmath.NormalQuantile(u)))
	case KindLognormalLog:
		return detmath.Exp(d.p + float64(d.q*detmath.NormalQuantile(u)))
	case KindWeibull:
		return d.q * detmath.Pow(-detmath.Log(1-u), d.a)
	case KindGamma, KindErlang:
		return d.b * detmath.GammaQuantile(d.a, u)
	case KindPareto:
		return d.q * detmath.Exp(-d.a*detmath.Log(1-u))
	case KindHyperExponential, KindHyperExponentialCV:
		return d.table.hyperExponential(1 - u)
	case KindEmpirical:
		return float64(d.table.value(u))
	default:
		panic("rng: draw from the zero distribution")
	}
}

// value returns the value of an empirical distribution at u.
func (t *table) value(u float64) int64 {
	last := len(t.upTo) - 1
	target := uint64(int64(u * float64(t.upTo[last])))
	low, high := 0, last
	for low < high {
		middle := int(uint(low+high) / 2)
		if t.upTo[middle] > target {
			high = middle
		} else {
			low = middle + 1
		}
	}
	return t.values[low]
}

// hyperStepsMax bounds the Newton iteration below; it ends after four to eight steps.
const hyperStepsMax = 60

// hyperExponential solves sum of w exp(-x/m) = v total for x. The logarithm of the sum is convex and decreasing in x, so Newton's method from the
// left ascends to the solution without overshooting.
func (t *table) hyperExponential(v float64) float64 {
	goal := detmath.Log(v * t.total)
	x := 0.0
	for i, m := range t.means {
		x = max(x, m*(detmath.Log(t.weights[i])-goal)) // One phase alone reaches the goal earlier.
	}
	for range hyperStepsMax {
		sum, slope := 0.0, 0.0
		for i, m := range t.means {
			term := float64(t.weights[i] * detmath.Exp(-x/m))
			sum += term
			slope += term / m
		}
		step := float64((detmath.Log(sum) - goal) * (sum / slope))
		if !(step > 0) {
			break // As close as rounding allows.
		}
		x += step
		if step <= x*0x1p-30 {
			break // The next step would be far below the last digit, for convergence is quadratic.
		}
	}
	return x
}

// Mean returns the expected value; +Inf for a Pareto distribution with a shape of at most 1, or if it exceeds the range of a float64.
func (d Dist) Mean() float64 {
	mean, _ := d.moments()
	return mean
}

// Variance returns the variance; +Inf for a Pareto distribution with a shape of at most 2, or if it exceeds the range of a float64.
func (d Dist) Variance() float64 {
	_, variance := d.moments()
	return variance
}

// moments returns mean and variance. It panics if d is the zero value.
func (d Dist) moments() (mean, variance float64) {
	switch d.kind {
	case KindDeterministic:
		return d.p, 0
	case KindUniform:
		return d.p + float64(0.5*d.a), d.a / 12 * d.a
	case KindExponential:
		return d.p, d.p * d.p
	case KindNormal:
		return d.p, d.q * d.q
	case KindTruncatedNormal:
		return d.truncatedMoments()
	case KindLognormal:
		spread := d.p * d.q
		return d.p, spread * spread
	case KindLognormalLog:
		return d.lognormalMoments()
	case KindWeibull:
		return d.weibullMoments()
	case KindGamma:
		return d.p * d.q, d.p * d.q * d.q
	case KindErlang:
		return d.p, d.p * d.b
	case KindPareto:
		return d.paretoMoments()
	case KindHyperExponential, KindHyperExponentialCV:
		return d.table.hyperMoments()
	case KindEmpirical:
		return d.table.empiricalMoments()
	default:
		panic("rng: moments of the zero distribution")
	}
}

// lognormalMoments: the mean is exp(mu + sigma²/2), the standard deviation sqrt(1 - exp(-sigma²)) exp(mu + sigma²).
func (d Dist) lognormalMoments() (mean, variance float64) {
	square := float64(d.q * d.q)
	mean = detmath.Exp(d.p + float64(0.5*square))
	part := math.Sqrt(-detmath.Expm1(-square))
	if part == 0 {
		return mean, 0
	}
	sd := part * detmath.Exp(d.p+square)
	return mean, sd * sd
}

// weibullMoments: the mean is scale * G(1), the second moment scale² * G(2) with G(n) = Gamma(1 + n/shape).
func (d Dist) weibullMoments() (mean, variance float64) {
	a, scale := d.a, d.q
	first, second := detmath.Gamma(1+a), detmath.Gamma(1+2*a)
	mean = scale * first
	if math.IsInf(second, 1) {
		return mean, second
	}
	if a > 0x1p-9 {
		return mean, scale * (scale * (second - float64(first*first)))
	}
	// For large shapes the difference cancels. The logarithm of second/first² is the sum over k >= 2 of zeta(k) (-a)^k (2^k - 2)/k.
	const zeta2, zeta3, zeta4, zeta5 = math.Pi * math.Pi / 6, 1.2020569031595942854, math.Pi * math.Pi * math.Pi * math.Pi / 90,
		1.0369277551433699263
	log := zeta2 - float64(a*(2*zeta3-float64(a*(3.5*zeta4-float64(a*6*zeta5)))))
	return mean, mean * (mean * detmath.Expm1(a*a*log))
}

// truncatedMoments: Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions, volume 1, equations 13.134 and 13.135, for a lower
// bound of 0.
func (d Dist) truncatedMoments() (mean, variance float64) {
	if d.q == 0 {
		return d.p, 0
	}
	const inverseSqrt2Pi = 0x1.9884533d43651p-2
	alpha := -d.p / d.q
	hazard := inverseSqrt2Pi * detmath.Exp(-0.5*alpha*alpha) / d.a
	if hazard == 0 {
		return d.p, d.q * d.q // So little is cut off that it cannot be told.
	}
	return d.p + float64(d.q*hazard), d.q * d.q * (1 + float64(alpha*hazard) - float64(hazard*hazard))
}

func (d Dist) paretoMoments() (mean, variance float64) {
	mean, variance = math.Inf(1), math.Inf(1)
	shape, scale := d.p, d.q
	if shape > 1 {
		mean = scale * (shape / (shape - 1))
	}
	if shape > 2 {
		spread := scale / (shape - 1)
		variance = spread * (spread * (shape / (shape - 2)))
	}
	return mean, variance
}

func (t *table) hyperMoments() (mean, variance float64) {
	for i, m := range t.means {
		mean += float64(t.weights[i] / t.total * m)
	}
	// The variance of a mixture is the mean of the variances plus the variance of the means.
	for i, m := range t.means {
		off := m - mean
		variance += float64(t.weights[i] / t.total * (float64(m*m) + float64(off*off)))
	}
	return mean, variance
}

func (t *table) empiricalMoments() (mean, variance float64) {
	total := float64(t.upTo[len(t.upTo)-1])
	before := uint64(0)
	for i, v := range t.values {
		mean += float64(float64(v) * (float64(t.upTo[i]-before) / total))
		before = t.upTo[i]
	}
	before = 0
	for i, v := range t.values {
		off := float64(v) - mean
		variance += float64(off * off * (float64(t.upTo[i]-before) / total))
		before = t.upTo[i]
	}
	return mean, variance
}
