package energy

import (
	"errors"
	"fmt"
	"math"
	"sort"

	"github.com/littoral-sim/littoral/models/units"
)

// ValueMax is the largest value of Steps.
const ValueMax = PowerMax

// Step says what holds from an instant on.
type Step struct {
	At    int64 // nanoseconds
	Value int64
}

// Steps is a function of time that is constant from each of its instants to the
// next, and perhaps periodic. It is immutable; any number of meters shares one.
type Steps struct {
	steps  []Step
	before []units.Wide // the integral up to each step
	period int64        // 0 when it does not repeat
	round  units.Wide   // the integral over a period
}

// NewSteps returns the function with these values. The first step is at instant 0,
// each later than the one before; with a period, which is 0 for none, all are
// before its end. Its error lists everything that is wrong.
func NewSteps(steps []Step, period int64) (*Steps, error) {
	var problems []error
	addf := func(format string, args ...any) { problems = append(problems, fmt.Errorf("energy: "+format, args...)) }
	switch {
	case len(steps) == 0:
		addf("there are no steps")
	case steps[0].At != 0:
		addf("the first step is at %d ns, not at 0", steps[0].At)
	}
	for i, s := range steps {
		if s.Value < 0 || s.Value > ValueMax {
			addf("the value %d of step %d is outside 0 to %d", s.Value, i, ValueMax)
		}
		if i > 0 && s.At <= steps[i-1].At {
			addf("step %d at %d ns does not come after %d ns", i, s.At, steps[i-1].At)
		}
		if period != 0 && s.At >= period {
			addf("step %d is at %d ns, after the period of %d ns", i, s.At, period)
		}
	}
	if len(problems) > 0 {
		return nil, errors.Join(problems...)
	}
	f := &Steps{steps: append([]Step(nil), steps...), period: period, before: make([]units.Wide, len(steps))}
	for i := 1; i < len(steps); i++ {
		f.before[i] = f.before[i-1].PlusProduct(steps[i-1].Value, steps[i].At-steps[i-1].At)
	}
	if period > 0 {
		last := len(steps) - 1
		f.round = f.before[last].PlusProduct(steps[last].Value, period-steps[last].At)
	}
	return f, nil
}

// Constant returns the function that always has one value, from 0 to ValueMax.
func Constant(value int64) (*Steps, error) { return NewSteps([]Step{{0, value}}, 0) }

// within returns the time of the period at an instant, and the step that holds.
func (f *Steps) within(now int64) (at int64, step int) {
	if f.period > 0 {
		now %= f.period
	}
	return now, sort.Search(len(f.steps), func(i int) bool { return f.steps[i].At > now }) - 1
}

// At returns the value at an instant that is not negative.
func (f *Steps) At(now int64) int64 {
	_, i := f.within(now)
	return f.steps[i].Value
}

// Largest returns the largest value.
func (f *Steps) Largest() int64 {
	most := int64(0)
	for _, s := range f.steps {
		most = max(most, s.Value)
	}
	return most
}

// Next returns the first instant after now at which a step begins; false when there
// is none, or none that can be represented.
func (f *Steps) Next(now int64) (int64, bool) {
	at, i := f.within(now)
	switch {
	case i+1 < len(f.steps):
		return soon(now, f.steps[i+1].At-at)
	case f.period > 0:
		return soon(now, f.period-at)
	default:
		return 0, false
	}
}

func soon(now, span int64) (int64, bool) {
	if span > math.MaxInt64-now {
		return 0, false
	}
	return now + span, true
}

// Between returns the integral over an interval, in value · nanoseconds. It panics
// when the interval ends before it begins.
func (f *Steps) Between(from, to int64) units.Wide {
	if from > to {
		panic(fmt.Sprintf("energy: an interval from %d ns to %d ns", from, to))
	}
	return f.until(to).MinusWide(f.until(from))
}

// until returns the integral since instant 0.
func (f *Steps) until(now int64) units.Wide {
	at, i := f.within(now)
	sum := f.before[i].PlusProduct(f.steps[i].Value, at-f.steps[i].At)
	if f.period > 0 {
		sum = sum.PlusWide(f.round.Times(now / f.period))
	}
	return sum
}
