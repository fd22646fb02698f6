package scenarios

import (
	"slices"
	"time"

	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim"
	"github.com/littoral-sim/littoral/sim/arrivals"
	"github.com/littoral-sim/littoral/sim/rng"
)

func (b *builder) arrivals(w *Workload, path string) sim.Arrivals {
	a := w.Arrivals
	switch {
	case a.Poisson != nil:
		d, err := gapOf(a.Poisson.Rate.V)
		if err != nil {
			b.problem(a.Poisson.Rate.Pos, path+".arrivals.poisson.rate", err.Error(), "choose a rate that gives a gap of at least 1ns")
		}
		return sim.Arrivals{Gap: d}
	case a.Every != nil:
		return sim.Arrivals{Every: a.Every.V}
	case a.Gap != nil:
		return sim.Arrivals{Gap: dist(b, a.Gap, path+".arrivals")}
	case a.At != nil || a.Trace != nil:
		return sim.Arrivals{At: instants(w)}
	}
	process, known := b.processes[a]
	if !known {
		var err error
		if process, err = a.process(); err != nil {
			b.problem(a.Pos, path+".arrivals", err.Error(), "choose values in range")
		}
		if b.processes == nil {
			b.processes = map[*Arrivals]arrivals.Spec{}
		}
		b.processes[a] = process
	}
	return sim.Arrivals{Process: process}
}

// instants lists the arrivals at given instants for each source.
func instants(w *Workload) [][]units.Time {
	a := w.Arrivals
	lists := make([][]units.Time, len(w.Source.Nodes))
	for k, source := range w.Source.Nodes {
		lists[k] = []units.Time{}
		for _, t := range a.At {
			lists[k] = append(lists[k], units.Time(t.V))
		}
		if a.Trace != nil {
			for _, row := range a.Trace.Arrivals {
				if row.Source < 0 || row.Source == source {
					lists[k] = append(lists[k], units.Time(row.At))
				}
			}
		}
		lists[k] = slices.DeleteFunc(lists[k], func(t units.Time) bool { return t < units.Time(w.From.V) })
	}
	return lists
}

// gapOf returns the gap of a Poisson process.
func gapOf(rate EventRate) (rng.Dist, error) {
	// The rate is in millionths of an event per hour.
	return rng.Exponential(float64(time.Hour) * 1e6 / float64(rate))
}

// process returns a process that is more than gaps, nil for other arrivals.
func (a *Arrivals) process() (arrivals.Spec, error) {
	switch {
	case a.OnOff != nil:
		return a.OnOff.process()
	case a.MMPP != nil:
		return a.MMPP.process()
	case a.Daily != nil:
		steps := make([]arrivals.Step, len(a.Daily.Steps))
		for i, s := range a.Daily.Steps {
			steps[i] = arrivals.Step{At: s.At.V, Rate: arrivals.Rate(s.Rate.V)}
		}
		return specOrError(arrivals.NewSteps(steps, a.Daily.Every.V))
	case a.Sine != nil:
		return specOrError(arrivals.NewSine(arrivals.SineSpec{
			Mean: arrivals.Rate(a.Sine.Mean.V), Swing: a.Sine.Swing.V.Float(), Period: a.Sine.Every.V, Peak: a.Sine.Peak.V,
		}))
	}
	return nil, nil
}

// specOrError makes of a nil pointer with an error a nil interface.
func specOrError[T arrivals.Spec](spec T, err error) (arrivals.Spec, error) {
	if err != nil {
		return nil, err
	}
	return spec, nil
}

func (x *OnOff) process() (arrivals.Spec, error) {
	on, err := x.On.make()
	if err != nil {
		return nil, err
	}
	off, err := x.Off.make()
	if err != nil {
		return nil, err
	}
	var gap rng.Dist
	if x.Rate != nil {
		gap, err = gapOf(x.Rate.V)
	} else {
		gap, err = x.Gap.make()
	}
	if err != nil {
		return nil, err
	}
	return specOrError(arrivals.NewOnOff(on, off, gap))
}

func (m *MMPP) process() (arrivals.Spec, error) {
	states := make([]arrivals.State, len(m.States))
	for i, s := range m.States {
		stay, err := rng.Exponential(float64(s.Stay.V))
		if err != nil {
			return nil, err
		}
		states[i] = arrivals.State{Stay: stay, Next: numbers(s.Next)}
		if s.Rate.V == 0 {
			continue
		}
		if states[i].Gap, err = gapOf(s.Rate.V); err != nil {
			return nil, err
		}
	}
	return specOrError(arrivals.NewModulated(states, numbers(m.Initial)))
}

// numbers returns the values of a list, nil when there are none.
func numbers(list []Value[int64]) []int64 {
	var out []int64
	for _, v := range list {
		out = append(out, v.V)
	}
	return out
}
