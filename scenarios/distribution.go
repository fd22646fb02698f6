package scenarios

// Distribution is a probability distribution of a duration or a size. Exactly
// one field but Pos is set. Draws below zero count as zero.
type Distribution[Q ~int64] struct {
	Pos Pos
	// Constant is what a plain quantity gives: always that value.
	Constant         *Value[Q]            `key:",scalar"`
	Exponential      *Exponential[Q]      `key:"exponential,oneof" eg:"{mean: $}" help:"Exponential distribution."`
	Uniform          *Uniform[Q]          `key:"uniform,oneof" eg:"{min: $, max: $}" help:"Uniform distribution between min and max."`
	Normal           *Normal[Q]           `key:"normal,oneof" eg:"{mean: $, sd: $}" help:"Normal distribution; draws below zero count as zero."`
	Lognormal        *Lognormal[Q]        `key:"lognormal,oneof" eg:"{mean: $, cv: 1.5}" help:"Log-normal distribution."`
	Weibull          *Weibull[Q]          `key:"weibull,oneof" eg:"{shape: 0.7, scale: $}" help:"Weibull distribution."`
	Gamma            *Gamma[Q]            `key:"gamma,oneof" eg:"{shape: 2, mean: $}" help:"Gamma distribution."`
	Pareto           *Pareto[Q]           `key:"pareto,oneof" eg:"{shape: 2.5, min: $}" help:"Pareto distribution (type I)."`
	Erlang           *Erlang[Q]           `key:"erlang,oneof" eg:"{k: 3, mean: $}" help:"Erlang distribution: sum of k exponential phases."`
	Hyperexponential *Hyperexponential[Q] `key:"hyperexponential,oneof" eg:"{mean: $, cv: 2}" help:"Mixture of exponential distributions."`
	Empirical        *Empirical[Q]        `key:"empirical,oneof" eg:"{values: [$, $], weights: [3, 1]}" help:"One of the given values."`
}

// Exponential is the exponential distribution.
type Exponential[Q ~int64] struct {
	Mean Value[Q] `key:"mean,required,positive" eg:"$" help:"Mean."`
}

// Uniform is the uniform distribution between Min and Max, both included.
type Uniform[Q ~int64] struct {
	Min Value[Q] `key:"min,required" eg:"$" help:"Smallest value."`
	Max Value[Q] `key:"max,required" eg:"$" help:"Largest value."`
}

// Normal is the normal distribution.
type Normal[Q ~int64] struct {
	Mean Value[Q] `key:"mean,required" eg:"$" help:"Mean, before draws below zero are set to zero."`
	SD   Value[Q] `key:"sd,required" eg:"$" help:"Standard deviation, likewise."`
}

// Lognormal is the log-normal distribution with the given mean and coefficient
// of variation of the variate itself, not of its logarithm.
type Lognormal[Q ~int64] struct {
	Mean Value[Q]     `key:"mean,required,positive" eg:"$" help:"Mean."`
	CV   Value[Ratio] `key:"cv,required" eg:"1.5" help:"Coefficient of variation: standard deviation over mean."`
}

// Weibull is the Weibull distribution.
type Weibull[Q ~int64] struct {
	Shape Value[Ratio] `key:"shape,required,positive" eg:"0.7" help:"Shape; below 1 the hazard falls with age, above 1 it rises."`
	Scale Value[Q]     `key:"scale,required,positive" eg:"$" help:"Scale: 63.2 % of the draws are below it."`
}

// Gamma is the gamma distribution.
type Gamma[Q ~int64] struct {
	Shape Value[Ratio] `key:"shape,required,positive" eg:"2" help:"Shape."`
	Mean  Value[Q]     `key:"mean,required,positive" eg:"$" help:"Mean: shape times scale."`
}

// Pareto is the Pareto distribution of type I. Its mean is infinite when the
// shape is at most 1.
type Pareto[Q ~int64] struct {
	Shape Value[Ratio] `key:"shape,required,positive" eg:"2.5" help:"Shape (tail index)."`
	Min   Value[Q]     `key:"min,required,positive" eg:"$" help:"Smallest value."`
}

// Erlang is the sum of K independent exponential phases with mean Mean/K each.
type Erlang[Q ~int64] struct {
	K    Value[int64] `key:"k,required" min:"1" max:"1000000" eg:"3" help:"Number of phases."`
	Mean Value[Q]     `key:"mean,required,positive" eg:"$" help:"Mean of the sum."`
}

// Hyperexponential is a mixture of exponential distributions: either Mean and
// CV are set, meaning two phases with balanced means, or Phases.
type Hyperexponential[Q ~int64] struct {
	Mean   Value[Q]     `key:"mean,positive" eg:"$" help:"Mean; goes with cv."`
	CV     Value[Ratio] `key:"cv" minratio:"1" eg:"2" help:"Coefficient of variation, at least 1."`
	Phases []Phase[Q]   `key:"phases" eg:"[{probability: 0.9, mean: $}, {probability: 0.1, mean: $}]" help:"The exponential distributions, instead of mean and cv."`
}

// Phase is one of the distributions that a Hyperexponential mixes.
type Phase[Q ~int64] struct {
	Probability Value[Ratio] `key:"probability,required" maxratio:"1" eg:"0.9" help:"Probability of this phase; all together are 1."`
	Mean        Value[Q]     `key:"mean,required,positive" eg:"$" help:"Mean of this phase."`
}

// Empirical draws one of Values, with probability in proportion to its weight.
type Empirical[Q ~int64] struct {
	Values []Value[Q] `key:"values,required" eg:"[$, $]" help:"The values."`
	// Weights has as many elements as Values, or none: then all are equal.
	Weights []Value[Ratio] `key:"weights" eg:"[3, 1]" help:"Relative weights, one for each value. Absent: all equal."`
}
