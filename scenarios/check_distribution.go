package scenarios

import (
	"fmt"

	"github.com/littoral-sim/littoral/sim/rng"
)

// checkDistribution checks the parameters of a distribution against each other
// and returns what it stands for. It is ok when there is nothing wrong.
func checkDistribution[Q ~int64](c *checker, d *Distribution[Q], w where) (rng.Dist, bool) {
	if *d == (Distribution[Q]{Pos: d.Pos}) {
		return rng.Dist{}, false // It could not be read.
	}
	before := c.list.Count()
	switch {
	case d.Uniform != nil && d.Uniform.Max.V < d.Uniform.Min.V:
		c.report(w.at("uniform.max"), d.Uniform.Max.Pos, say("max is less than min", "exchange the two values"))
	case d.Hyperexponential != nil:
		checkPhases(c, d.Hyperexponential, d.Pos, w.at("hyperexponential"))
	case d.Empirical != nil:
		checkWeights(c, d.Empirical, w.at("empirical"))
	}
	if c.list.Count() != before {
		return rng.Dist{}, false
	}
	made, err := d.make()
	if err != nil {
		c.report(w, d.Pos, say(err.Error(), "choose parameters in the range of the distribution"))
		return rng.Dist{}, false
	}
	return made, true
}

// checkPhases checks that a hyperexponential distribution has either mean and
// cv or phases, and that the probabilities of the phases add up to one.
func checkPhases[Q ~int64](c *checker, h *Hyperexponential[Q], pos Pos, w where) {
	switch {
	case len(h.Phases) > 0 && h.Mean.IsSet():
		c.report(w.at("mean"), h.Mean.Pos, say("mean and phases cannot both be given", "keep mean with cv, or phases"))
	case len(h.Phases) > 0 && h.CV.IsSet():
		c.report(w.at("cv"), h.CV.Pos, say("cv and phases cannot both be given", "keep mean with cv, or phases"))
	case len(h.Phases) > 0:
		sum := Ratio(0)
		for _, p := range h.Phases {
			sum += p.Probability.V
		}
		if sum != RatioOne {
			c.report(w.at("phases"), h.Phases[0].Probability.Pos, say(
				fmt.Sprintf("the probabilities of the phases add up to %v, not 1", sum.Float()), "correct them so that they add up to exactly 1"))
		}
	case !h.Mean.IsSet():
		c.report(w.at("mean"), pos, say("mean is missing", "add mean and cv, or phases"))
	case !h.CV.IsSet():
		c.report(w.at("cv"), h.Mean.Pos, say("cv is missing", "add cv: 2, for example"))
	}
}

// checkWeights checks that there is one weight for each value and that not all
// are zero.
func checkWeights[Q ~int64](c *checker, e *Empirical[Q], w where) {
	if len(e.Weights) == 0 {
		return
	}
	if len(e.Weights) != len(e.Values) {
		c.report(w.at("weights"), e.Weights[0].Pos, say(
			fmt.Sprintf("there are %d weights for %d values", len(e.Weights), len(e.Values)), "write one weight for each value"))
		return
	}
	for _, weight := range e.Weights {
		if weight.V > 0 {
			return
		}
	}
	c.report(w.at("weights"), e.Weights[0].Pos, say("all weights are zero", "give at least one value a weight above zero"))
}
