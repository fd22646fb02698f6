package scenarios

import "github.com/littoral-sim/littoral/sim/rng"

// dist makes the random distribution that d describes; none at all is the
// constant 0.
func dist[Q ~int64](b *builder, d *Distribution[Q], path string) rng.Dist {
	if d == nil {
		return rng.Must(rng.Deterministic(0))
	}
	made, err := d.make()
	if err != nil {
		b.problem(d.Pos, path, err.Error(), "choose parameters in the range of the distribution")
	}
	return made
}

func (d *Distribution[Q]) make() (rng.Dist, error) {
	f := func(v Value[Q]) float64 { return float64(v.V) }
	switch {
	case d.Constant != nil:
		return rng.Deterministic(int64(d.Constant.V))
	case d.Exponential != nil:
		return rng.Exponential(f(d.Exponential.Mean))
	case d.Uniform != nil:
		return rng.Uniform(f(d.Uniform.Min), f(d.Uniform.Max))
	case d.Normal != nil:
		return rng.Normal(f(d.Normal.Mean), f(d.Normal.SD))
	case d.Lognormal != nil:
		return rng.Lognormal(f(d.Lognormal.Mean), d.Lognormal.CV.V.Float())
	case d.Weibull != nil:
		return rng.Weibull(d.Weibull.Shape.V.Float(), f(d.Weibull.Scale))
	case d.Gamma != nil:
		shape := d.Gamma.Shape.V.Float()
		return rng.Gamma(shape, f(d.Gamma.Mean)/shape)
	case d.Pareto != nil:
		return rng.Pareto(d.Pareto.Shape.V.Float(), f(d.Pareto.Min))
	case d.Erlang != nil:
		return rng.Erlang(int(d.Erlang.K.V), f(d.Erlang.Mean))
	case d.Hyperexponential != nil:
		return d.Hyperexponential.make()
	default:
		return d.Empirical.make()
	}
}

// make makes the distribution in units of one.
func (d *RatioDistribution) make() (rng.Dist, error) {
	switch {
	case d.Constant != nil:
		return rng.DeterministicReal(d.Constant.V.Float())
	case d.Exponential != nil:
		return rng.Exponential(d.Exponential.Mean.V.Float())
	case d.Uniform != nil:
		return rng.Uniform(d.Uniform.Min.V.Float(), d.Uniform.Max.V.Float())
	case d.Normal != nil:
		return rng.Normal(d.Normal.Mean.V.Float(), d.Normal.SD.V.Float())
	case d.Lognormal != nil:
		return rng.Lognormal(d.Lognormal.Mean.V.Float(), d.Lognormal.CV.V.Float())
	case d.Weibull != nil:
		return rng.Weibull(d.Weibull.Shape.V.Float(), d.Weibull.Scale.V.Float())
	default:
		shape := d.Gamma.Shape.V.Float()
		return rng.Gamma(shape, d.Gamma.Mean.V.Float()/shape)
	}
}

func (h *Hyperexponential[Q]) make() (rng.Dist, error) {
	if len(h.Phases) == 0 {
		return rng.HyperExponentialCV(float64(h.Mean.V), h.CV.V.Float())
	}
	var probabilities, means []float64
	for _, p := range h.Phases {
		probabilities = append(probabilities, p.Probability.V.Float())
		means = append(means, float64(p.Mean.V))
	}
	return rng.HyperExponential(probabilities, means)
}

func (e *Empirical[Q]) make() (rng.Dist, error) {
	var values []int64
	var weights []uint64
	for _, v := range e.Values {
		values = append(values, int64(v.V))
	}
	for _, w := range e.Weights {
		weights = append(weights, uint64(w.V))
	}
	return rng.Empirical(values, weights)
}
