package rng

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/littoral-sim/littoral/sim/detmath"
)

// problems collects everything that is wrong with the arguments of a constructor.
type problems struct {
	family string
	list   []error
}

func (p *problems) addf(format string, args ...any) {
	p.list = append(p.list, fmt.Errorf("%s: "+format, append([]any{p.family}, args...)...))
}

// positive demands a positive finite number.
func (p *problems) positive(name string, v float64) {
	if !(v > 0 && v < math.Inf(1)) {
		p.addf("%s must be positive and finite, got %v", name, v)
	}
}

// notNegative demands a finite number that is at least 0.
func (p *problems) notNegative(name string, v float64) {
	if !(v >= 0 && v < math.Inf(1)) {
		p.addf("%s must be finite and at least 0, got %v", name, v)
	}
}

// between demands a number from low to high.
func (p *problems) between(name string, v, low, high float64) {
	if !(v >= low && v <= high) {
		p.addf("%s must be between %v and %v, got %v", name, low, high, v)
	}
}

// finite demands a finite number.
func (p *problems) finite(name string, v float64) {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		p.addf("%s must be finite, got %v", name, v)
	}
}

// result returns d, or the zero value and all problems.
func (p *problems) result(d Dist) (Dist, error) {
	if len(p.list) > 0 {
		return Dist{}, errors.Join(p.list...)
	}
	return d, nil
}

// Must returns d or panics with err. It is for distributions that are written in the program text.
func Must(d Dist, err error) Dist {
	if err != nil {
		panic(err)
	}
	return d
}

// Deterministic always gives the value v, which must not be negative. SampleInt64 returns it exactly, whatever its size.
func Deterministic(v int64) (Dist, error) {
	p := problems{family: "deterministic"}
	if v < 0 {
		p.addf("value must be at least 0, got %d", v)
	}
	return p.result(Dist{kind: KindDeterministic, p: float64(v), n: v})
}

// DeterministicReal always gives the finite number v. SampleInt64 returns Round(v).
func DeterministicReal(v float64) (Dist, error) {
	p := problems{family: "deterministic"}
	p.finite("value", v)
	if len(p.list) > 0 {
		return p.result(Dist{})
	}
	return Dist{kind: KindDeterministic, p: v, n: Round(v)}, nil
}

// Uniform is the continuous uniform distribution between lo and hi, which must be finite with lo <= hi.
func Uniform(lo, hi float64) (Dist, error) {
	p := problems{family: "uniform"}
	p.finite("lo", lo)
	p.finite("hi", hi)
	if lo > hi {
		p.addf("lo must not exceed hi, got %v and %v", lo, hi)
	}
	if len(p.list) == 0 && math.IsInf(hi-lo, 0) {
		p.addf("hi-lo must be finite, got %v and %v", lo, hi)
	}
	return p.result(Dist{kind: KindUniform, p: lo, q: hi, a: hi - lo})
}

// Exponential is the exponential distribution with a positive mean.
func Exponential(mean float64) (Dist, error) {
	p := problems{family: "exponential"}
	p.positive("mean", mean)
	return p.result(Dist{kind: KindExponential, p: mean})
}

// Normal is the normal distribution with a finite mean and a standard deviation of at least 0. Sample may be negative; SampleInt64 turns
// what is negative into 0, which shifts the mean: for durations and sizes take [TruncatedNormal].
func Normal(mean, sd float64) (Dist, error) {
	p := problems{family: "normal"}
	p.finite("mean", mean)
	p.notNegative("sd", sd)
	return p.result(Dist{kind: KindNormal, p: mean, q: sd})
}

// TruncatedNormal is the normal distribution under the condition that it is not negative. Mean and sd, both at least 0, are those of the
// normal distribution before truncation; Mean and Variance return those of the result.
func TruncatedNormal(mean, sd float64) (Dist, error) {
	p := problems{family: "truncatednormal"}
	p.notNegative("mean", mean)
	p.notNegative("sd", sd)
	d := Dist{kind: KindTruncatedNormal, p: mean, q: sd, a: 1}
	if sd > 0 {
		d.a = detmath.NormalCDF(mean / sd) // The probability that the condition holds.
	}
	return p.result(d)
}

// Lognormal is the lognormal distribution with the given mean (positive) and coefficient of variation (standard deviation divided by mean,
// at least 0) of the variate itself.
func Lognormal(mean, cv float64) (Dist, error) {
	p := problems{family: "lognormal"}
	p.positive("mean", mean)
	p.notNegative("cv", cv)
	if cv > 1e100 {
		p.addf("cv must be at most 1e100, got %v", cv)
	}
	// The variate is mean * exp(sigma Z - sigma²/2) with sigma² = log(1 + cv²).
	sigma2 := detmath.Log1p(cv * cv)
	return p.result(Dist{kind: KindLognormal, p: mean, q: cv, a: -0.5 * sigma2, b: math.Sqrt(sigma2)})
}

// LognormalLog is the lognormal distribution whose logarithm has mean mu (finite) and standard deviation sigma (at least 0).
func LognormalLog(mu, sigma float64) (Dist, error) {
	p := problems{family: "lognormal"}
	p.finite("mu", mu)
	p.notNegative("sigma", sigma)
	return p.result(Dist{kind: KindLognormalLog, p: mu, q: sigma})
}

// Weibull is the Weibull distribution: P(X > x) = exp(-(x/scale)^shape), both parameters positive.
func Weibull(shape, scale float64) (Dist, error) {
	p := problems{family: "weibull"}
	p.positive("shape", shape)
	p.positive("scale", scale)
	if shape > 0 && math.IsInf(1/shape, 1) {
		p.addf("shape is too small, got %v", shape)
	}
	return p.result(Dist{kind: KindWeibull, p: shape, q: scale, a: 1 / shape})
}

// Gamma is the gamma distribution with the density proportional to x^(shape-1) exp(-x/scale), both parameters positive; its mean is
// shape*scale. Drawing costs about a microsecond.
func Gamma(shape, scale float64) (Dist, error) {
	p := problems{family: "gamma"}
	p.positive("shape", shape)
	p.positive("scale", scale)
	return p.result(Dist{kind: KindGamma, p: shape, q: scale, a: shape, b: scale})
}

// Pareto is the Pareto distribution: P(X > x) = (scale/x)^shape for x >= scale, both parameters positive. The mean is infinite for
// shape <= 1, the variance for shape <= 2.
func Pareto(shape, scale float64) (Dist, error) {
	p := problems{family: "pareto"}
	p.positive("shape", shape)
	p.positive("scale", scale)
	if shape > 0 && math.IsInf(1/shape, 1) {
		p.addf("shape is too small, got %v", shape)
	}
	return p.result(Dist{kind: KindPareto, p: shape, q: scale, a: 1 / shape})
}

// Erlang is the distribution of the sum of k independent exponential phases, k >= 1, with the given mean of the sum. Drawing costs about a
// microsecond.
func Erlang(k int, mean float64) (Dist, error) {
	p := problems{family: "erlang"}
	if k < 1 {
		p.addf("k must be at least 1, got %d", k)
	}
	p.positive("mean", mean)
	return p.result(Dist{kind: KindErlang, p: mean, a: float64(k), b: mean / float64(k), n: int64(k)})
}

// The means of hyperexponential phases lie in between, so that neither they nor their inverses overflow on the way.
const (
	hyperMeanMin = 1e-280
	hyperMeanMax = 1e280
)

// HyperExponential is the mixture of exponential distributions with these means, each chosen with its probability. There are as many
// probabilities as means, at least one. Probabilities are positive and add up to 1 within 1e-9 (what is missing is shared out); means lie between
// 1e-280 and 1e280.
func HyperExponential(probabilities, means []float64) (Dist, error) {
	p := problems{family: "hyperexponential"}
	if len(means) == 0 || len(probabilities) != len(means) {
		p.addf("want as many probabilities as means and at least one, got %d and %d", len(probabilities), len(means))
	}
	sum := 0.0
	for i, v := range probabilities {
		p.positive(fmt.Sprintf("probabilities[%d]", i), v)
		sum += v
	}
	for i, v := range means {
		p.between(fmt.Sprintf("means[%d]", i), v, hyperMeanMin, hyperMeanMax)
	}
	if len(p.list) == 0 && !(math.Abs(sum-1) <= 1e-9) {
		p.addf("probabilities must add up to 1, got %v", sum)
	}
	t := &table{weights: slices.Clone(probabilities), total: sum, means: slices.Clone(means)}
	return p.result(Dist{kind: KindHyperExponential, table: t})
}

// HyperExponentialCV is the hyperexponential distribution of two phases with balanced means (each phase contributes half of the mean) that
// has the given mean (1e-280 to 1e280) and coefficient of variation (1 to 1e6; at 1 it is the exponential distribution): K. S. Trivedi,
// Probability and Statistics, and H. C. Tijms, Stochastic Models, appendix B.
func HyperExponentialCV(mean, cv float64) (Dist, error) {
	p := problems{family: "hyperexponential"}
	p.between("mean", mean, hyperMeanMin, hyperMeanMax)
	p.between("cv", cv, 1, 1e6)
	if len(p.list) > 0 {
		return p.result(Dist{})
	}
	// The smaller probability is (1 - sqrt(1 - 2/(cv²+1)))/2, written without cancellation.
	y := 2 / (float64(cv*cv) + 1)
	small := 0.5 * y / (1 + math.Sqrt(1-y))
	weights := []float64{1 - small, small}
	means := []float64{0.5 * mean / (1 - small), 0.5 * mean / small}
	return Dist{kind: KindHyperExponentialCV, p: mean, q: cv, table: &table{weights: weights, total: 1, means: means}}, nil
}

// empiricalWeightMax bounds the total weight, so that 52 random bits resolve each unit of weight to one part in a million.
const empiricalWeightMax = 1 << 32

// Empirical gives each of the values, which must not be negative, with a probability proportional to its weight; without weights (nil), all
// have weight 1. Weights add up to at least 1 and at most 2^32; repeated values are merged. The probability of a value of weight w is w/total
// within 2^-52.
func Empirical(values []int64, weights []uint64) (Dist, error) {
	p := problems{family: "empirical"}
	if len(values) == 0 {
		p.addf("want at least one value")
	}
	if weights != nil && len(weights) != len(values) {
		p.addf("want as many weights as values or none, got %d and %d", len(weights), len(values))
		return p.result(Dist{})
	}
	total := uint64(0)
	order := make([]int, len(values))
	for i, v := range values {
		order[i] = i
		if v < 0 {
			p.addf("values[%d] must be at least 0, got %d", i, v)
		}
		total += min(weightAt(weights, i), empiricalWeightMax+1) // Bounded, so that the sum cannot wrap.
	}
	if len(values) > 0 && (total < 1 || total > empiricalWeightMax) {
		p.addf("weights must add up to at least 1 and at most 2^32, got %d", total)
	}
	if len(p.list) > 0 {
		return p.result(Dist{})
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(values[i], values[j]) })
	t := &table{values: make([]int64, 0, len(values)), upTo: make([]uint64, 0, len(values))}
	upTo := uint64(0)
	for _, i := range order {
		w := weightAt(weights, i)
		if w == 0 {
			continue
		}
		upTo += w
		if last := len(t.values) - 1; last >= 0 && t.values[last] == values[i] {
			t.upTo[last] = upTo
			continue
		}
		t.values = append(t.values, values[i])
		t.upTo = append(t.upTo, upTo)
	}
	return Dist{kind: KindEmpirical, table: t}, nil
}

// weightAt returns the weight of value i; without weights, 1.
func weightAt(weights []uint64, i int) uint64 {
	if weights == nil {
		return 1
	}
	return weights[i]
}
