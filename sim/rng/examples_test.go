package rng

// examples returns one distribution of each kind, and a few that take another path through the code.
func examples() []Dist {
	return []Dist{
		Must(Deterministic(1<<62 + 1)),
		Must(DeterministicReal(-2.5)),
		Must(Uniform(1e6, 3e6)),
		Must(Exponential(8e7)),
		Must(Normal(1e6, 2e5)),
		Must(TruncatedNormal(1e6, 2e6)),
		Must(Lognormal(7.2e12, 1.5)),
		Must(LognormalLog(10, 0.5)),
		Must(Weibull(0.7, 2.592e15)),
		Must(Weibull(3, 1e6)),
		Must(Gamma(0.4, 3e6)),
		Must(Gamma(7.5, 3e6)),
		Must(Gamma(500, 3e6)),
		Must(Pareto(2.5, 3e6)),
		Must(Erlang(3, 9e6)),
		Must(HyperExponential([]float64{0.2, 0.7, 0.1}, []float64{1e8, 5e6, 3e7})),
		Must(HyperExponentialCV(1e7, 2.5)),
		Must(Empirical([]int64{5, 1, 9, 1}, nil)),
		Must(Empirical([]int64{5, 1, 9, 1<<62 + 1}, []uint64{1, 2, 3, 4})),
	}
}
