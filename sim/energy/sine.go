package energy

import (
	"errors"
	"fmt"
	"math/bits"

	"github.com/littoral-sim/littoral/sim/detmath"
	"github.com/littoral-sim/littoral/sim/rng"
)

// SineSteps is how many steps a period of NewSine has: a quarter of an hour each, when
// the period is a day.
const SineSteps = 96

// Sine is mean·(1 + swing·cos(2π(t-peak)/period)).
type Sine struct {
	Mean   int64   // at least 0; with the swing on top at most ValueMax
	Swing  float64 // 0 to 1
	Period int64   // nanoseconds, at least SineSteps
	Peak   int64   // nanoseconds, 0 to Period: when the value is greatest
}

// NewSine returns a sine in SineSteps steps of equal length (to the nanosecond), each
// with the mean of the sine over it, rounded to an integer. A step and the one half a
// period later deviate from the mean by the same amount, so that the integral over a
// period is mean·period when SineSteps divides the period. Otherwise steps differ by a
// nanosecond, and the integral by at most mean·swing·SineSteps/2 nanoseconds. Its error
// lists everything that is wrong.
func NewSine(s Sine) (*Steps, error) {
	if err := s.validate(); err != nil {
		return nil, err
	}
	const half = SineSteps / 2
	steps := make([]Step, SineSteps)
	for i := range half {
		x := s.deviation(i)
		steps[i] = Step{At: s.begin(i), Value: s.Mean + x}
		steps[i+half] = Step{At: s.begin(i + half), Value: s.Mean - x}
	}
	return NewSteps(steps, s.Period)
}

func (s *Sine) validate() error {
	var problems []error
	addf := func(format string, args ...any) { problems = append(problems, fmt.Errorf("energy: "+format, args...)) }
	if s.Mean < 0 || s.Mean > ValueMax {
		addf("the mean %d is outside 0 to %d", s.Mean, ValueMax)
	}
	if !(s.Swing >= 0 && s.Swing <= 1) {
		addf("the swing %v is outside 0 to 1", s.Swing)
	} else if float64(s.Mean)*(1+s.Swing) > float64(ValueMax) {
		addf("the greatest value %v is more than %d", float64(s.Mean)*(1+s.Swing), ValueMax)
	}
	if s.Period < SineSteps {
		addf("the period of %d ns is less than its %d steps", s.Period, SineSteps)
	}
	if s.Peak < 0 || s.Peak > s.Period {
		addf("the peak at %d ns is outside the period of %d ns", s.Peak, s.Period)
	}
	return errors.Join(problems...)
}

// begin returns the instant at which step i begins.
func (s *Sine) begin(i int) int64 {
	hi, lo := bits.Mul64(uint64(s.Period), uint64(i))
	at, _ := bits.Div64(hi, lo, SineSteps)
	return int64(at)
}

// deviation returns the mean deviation from the mean in step i. It is the border from
// floating point to integers.
func (s *Sine) deviation(i int) int64 {
	const (
		turn = 6.283185307179586
		// A mean of a cosine over an angle w is that in its middle, times sin(w/2) / (w/2).
		halfAngle = turn / 2 / SineSteps
	)
	middle := (float64(i) + 0.5) / SineSteps
	smooth := detmath.Sin(halfAngle) / halfAngle
	shape := detmath.Cos(float64(turn*(middle-float64(s.Peak)/float64(s.Period)))) * smooth
	most := min(s.Mean, ValueMax-s.Mean)
	scale := float64(float64(s.Mean) * s.Swing)
	if shape < 0 {
		return -min(rng.Round(scale*-shape), most)
	}
	return min(rng.Round(scale*shape), most)
}
