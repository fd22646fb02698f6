package scenarios

import (
	"fmt"
	"math"
	"math/bits"
	"time"

	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/arrivals"
)

// totals bounds the number of tasks that the workloads bring, before any is made.
func (c *checker) totals() {
	if !c.file.Duration.IsSet() {
		return
	}
	total := int64(0)
	for i := range c.file.Workloads {
		w := &c.file.Workloads[i]
		tasks := c.tasks(w)
		if total = units.Add(total, tasks); total > TasksMax {
			c.report(w.at("arrivals"), w.Arrivals.Pos, func() (string, string) {
				return fmt.Sprintf("about %s tasks arrive from this workload, %s with those before it; a run may have %d", amount(tasks), amount(total), int64(TasksMax)),
					"lower the rate, shorten the duration, or add a count"
			})
			return
		}
	}
}

// tasks returns the mean number of tasks of a workload, saturating.
func (c *checker) tasks(w *Workload) int64 {
	sources := int64(len(w.Source.Nodes))
	if t := w.Arrivals.Trace; t != nil && len(t.Arrivals) > 0 && t.Arrivals[0].Source >= 0 {
		sources = 1 // The rows of the trace belong to one source each.
	}
	return units.Mul(units.Mul(c.expected(w), sources), w.Replicas.V)
}

func amount(n int64) string {
	if n == math.MaxInt64 {
		return "more than 9·10¹⁸"
	}
	return fmt.Sprint(n)
}

// expected returns the mean number of tasks of one source, rounded up and
// saturating.
func (c *checker) expected(w *Workload) int64 {
	from, until := w.From.V, c.file.Duration.V
	if w.Until.IsSet() {
		until = min(until, w.Until.V)
	}
	if until <= from {
		return 0
	}
	n := c.arrivalsWithin(w.Arrivals, until-from)
	if w.Count.IsSet() {
		n = min(n, w.Count.V)
	}
	return n
}

// arrivalsWithin returns the mean number of arrivals in a time.
func (c *checker) arrivalsWithin(a *Arrivals, window time.Duration) int64 {
	switch {
	case a.Poisson != nil:
		return poissonCount(window, a.Poisson.Rate.V)
	case a.Every != nil && a.Every.V > 0:
		return int64((window-1)/a.Every.V) + 1
	case a.Trace != nil:
		return int64(len(a.Trace.Arrivals))
	case a.Gap != nil:
		made, err := a.Gap.make()
		if err != nil || made.Mean() < 1 {
			return 0 // It is complained about already.
		}
		if n := float64(window) / made.Mean(); n < math.MaxInt64/2 {
			return int64(n) + 1
		}
		return math.MaxInt64
	}
	perSecond, known := c.rates[a]
	if !known {
		perSecond = a.processRate()
		if c.rates == nil {
			c.rates = map[*Arrivals]float64{}
		}
		c.rates[a] = perSecond
	}
	if perSecond > 0 {
		if n := perSecond * window.Seconds(); n < math.MaxInt64/2 {
			return int64(n) + 1
		}
		return math.MaxInt64
	}
	return int64(len(a.At))
}

// processRate returns the arrivals per second of a process that is more than gaps;
// where no long-run rate is known, something near or above it. It is zero for other
// arrivals and for processes with mistakes, which are complained about.
func (a *Arrivals) processRate() (perSecond float64) {
	if a.MMPP != nil && len(a.MMPP.States) > mmppStatesMax {
		return 0 // The formula would take long.
	}
	spec, err := a.process()
	if spec == nil || err != nil {
		return 0
	}
	if rate, known := spec.MeanRate(); known {
		return rate
	}
	if x := a.OnOff; x != nil {
		// Arrivals while on, times the part of the time that is on.
		on, off := meanOf(x.On), meanOf(x.Off)
		while := arrivals.RateMax.PerSecond()
		if x.Rate != nil {
			while = arrivals.Rate(x.Rate.V).PerSecond()
		} else if gap := meanOf(x.Gap); gap > 0 {
			while = float64(time.Second) / gap
		}
		share := 1.0
		if !math.IsInf(on, 1) {
			share = on / (on + off)
		}
		return share * while
	}
	greatest := EventRate(0)
	for _, s := range a.MMPP.States {
		greatest = max(greatest, s.Rate.V)
	}
	return arrivals.Rate(greatest).PerSecond()
}

// poissonCount returns window·rate rounded up, computed in 128 bits.
func poissonCount(window time.Duration, rate EventRate) int64 {
	// The rate counts millionths of an event per hour, the window nanoseconds.
	const scale = 1_000_000 * uint64(time.Hour)
	hi, lo := bits.Mul64(uint64(window), uint64(rate))
	if hi >= scale {
		return math.MaxInt64
	}
	n, rest := bits.Div64(hi, lo, scale)
	if rest > 0 {
		n++
	}
	return int64(min(n, math.MaxInt64))
}
