package scenarios

import (
	"fmt"
	"time"

	"github.com/littoral-sim/littoral/sim/arrivals"
)

// Limits on what the processes of arrivals consist of.
const (
	mmppStatesMax = 16 // The long-run rate takes time in proportion to the cube.
	rateStepsMax  = 100_000
)

// processRules checks the processes of arrivals that are more than gaps.
func (c *checker) processRules(a *Arrivals, w where) {
	switch {
	case a.OnOff != nil:
		c.onOff(a.OnOff, w.at("on-off"))
	case a.MMPP != nil:
		c.mmpp(a.MMPP, w.at("mmpp"))
	case a.Daily != nil:
		c.daily(a.Daily, w.at("daily"))
	case a.Sine != nil:
		c.sine(a.Sine, w.at("sine"))
	}
}

func (c *checker) onOff(x *OnOff, w where) {
	for _, d := range []struct {
		key  string
		time *Distribution[time.Duration]
	}{{"on", x.On}, {"off", x.Off}, {"gap", x.Gap}} {
		if d.time == nil {
			continue
		}
		if made, ok := checkDistribution(c, d.time, w.at(d.key)); ok && made.Mean() < 1 {
			c.report(w.at(d.key), d.time.Pos, say(fmt.Sprintf("the time %s is zero on average", d.key), "write a longer time"))
		}
	}
	if x.Rate != nil {
		c.rate(*x.Rate, w.at("rate"))
	}
}

// rate checks that a rate is possible.
func (c *checker) rate(r Value[EventRate], w where) {
	if arrivals.Rate(r.V) > arrivals.RateMax {
		c.report(w, r.Pos, say("there is more than one arrival per nanosecond", "write at most 1000000000/s"))
	}
}

func (c *checker) mmpp(m *MMPP, w where) {
	if len(m.States) > mmppStatesMax {
		c.report(w.at("states"), m.States[mmppStatesMax].Rate.Pos, say(fmt.Sprintf("there are more than %d states", mmppStatesMax), "use fewer"))
		return
	}
	c.weights(m.Initial, len(m.States), w.at("initial"))
	speaks := false
	for i := range m.States {
		s, at := &m.States[i], w.at(fmt.Sprintf("states.%d", i))
		c.rate(s.Rate, at.at("rate"))
		c.weights(s.Next, len(m.States), at.at("next"))
		speaks = speaks || s.Rate.V > 0
	}
	if !speaks {
		c.report(w.at("states"), m.States[0].Rate.Pos, say("all rates are zero, so no task ever arrives", "write a rate above zero"))
	}
}

// weights checks that there is a weight for each state and that not all are zero.
func (c *checker) weights(list []Value[int64], states int, w where) {
	if len(list) == 0 {
		return
	}
	if len(list) != states {
		c.report(w, list[0].Pos, say(fmt.Sprintf("there are %d weights for %d states", len(list), states), "write one weight for each state"))
		return
	}
	for _, v := range list {
		if v.V > 0 {
			return
		}
	}
	c.report(w, list[0].Pos, say("all weights are zero", "give at least one state a weight above zero"))
}

func (c *checker) daily(x *Daily, w where) {
	if len(x.Steps) > rateStepsMax {
		c.report(w.at("steps"), x.Steps[rateStepsMax].At.Pos, say(fmt.Sprintf("there are more than %d steps", rateStepsMax), "use fewer"))
		return
	}
	speaks := false
	for i := range x.Steps {
		s, at := &x.Steps[i], w.at(fmt.Sprintf("steps.%d", i))
		c.rate(s.Rate, at.at("rate"))
		speaks = speaks || s.Rate.V > 0
		switch {
		case i == 0 && s.At.V > 0:
			c.report(at.at("at"), s.At.Pos, say("the first step must be at 0s, so that the rate is known all the time", "write at: 0s"))
		case i > 0 && s.At.V <= x.Steps[i-1].At.V:
			c.report(at.at("at"), s.At.Pos, say(fmt.Sprintf("%s does not come after %s", span(s.At.V), span(x.Steps[i-1].At.V)), "put the steps in the order of time, each at another instant"))
		case s.At.V >= x.Every.V:
			c.report(at.at("at"), s.At.Pos, say(fmt.Sprintf("the rates begin again at %s, before this step", span(x.Every.V)), "move the step, or lengthen every"))
		}
	}
	if !speaks {
		c.report(w.at("steps"), x.Steps[0].Rate.Pos, say("all rates are zero, so no task ever arrives", "write a rate above zero"))
	}
}

func (c *checker) sine(x *Sine, w where) {
	if float64(x.Mean.V)*(1+x.Swing.V.Float()) > float64(arrivals.RateMax) {
		c.report(w.at("mean"), x.Mean.Pos, say("at the peak there is more than one arrival per nanosecond", "write a lower rate"))
	}
	if x.Peak.V > x.Every.V {
		c.report(w.at("peak"), x.Peak.Pos, say(fmt.Sprintf("the peak at %s is after the end of a period of %s", span(x.Peak.V), span(x.Every.V)), "move the peak into the period"))
	}
}
