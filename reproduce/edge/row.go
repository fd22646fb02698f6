package edge

import (
	"math"
	"strconv"
)

// Bound is how many standard deviations a mean may lie from its theory.
const Bound = 6

// Row is one quantity beside what it has to be.
type Row struct {
	Topic    string
	Quantity string
	Unit     string
	Value    float64 // as simulated
	Theory   float64 // the closed form, or the middle between two bounds
	// Low and High are the least and the greatest value that agrees.
	Low, High float64
	N         int64  // of runs, items or events behind the value
	Source    string // of the theory
}

// Agrees reports whether the value is where it has to be.
func (r *Row) Agrees() bool { return r.Low <= r.Value && r.Value <= r.High }

// Verdict returns "agrees" or "DIFFERS".
func (r *Row) Verdict() string {
	if r.Agrees() {
		return "agrees"
	}
	return "DIFFERS"
}

// Deviation returns how far the value is off, in parts of what is allowed: from
// -1 to 1 when it agrees. That of an exact quantity is 0, or infinite.
func (r *Row) Deviation() float64 {
	d, room := r.Value-r.Theory, r.High-r.Theory
	if d < 0 {
		room = r.Theory - r.Low
	}
	switch {
	case d == 0:
		return 0
	case room == 0:
		return math.Copysign(math.Inf(1), d)
	default:
		return d / room
	}
}

// allowed says what agrees.
func (r *Row) allowed() string {
	if r.Low == r.High {
		return "exact"
	}
	return number(r.Low) + " … " + number(r.High)
}

// number writes a value with up to seven digits.
func number(v float64) string { return strconv.FormatFloat(v, 'g', 7, 64) }

// exact is a quantity that has to be equal to its closed form.
func exact(quantity, unit string, value, theory float64, source string) Row {
	return Row{Quantity: quantity, Unit: unit, Value: value, Theory: theory, Low: theory, High: theory, N: 1, Source: source}
}

// between is a quantity that no run may have outside of bounds.
func between(quantity, unit string, value, low, high float64, n int64, source string) Row {
	return Row{Quantity: quantity, Unit: unit, Value: value, Theory: low + (high-low)/2, Low: low, High: high, N: n, Source: source}
}

// estimated is the mean of n independent values with a standard deviation of
// theory each.
func estimated(quantity, unit string, value, theory, deviation float64, n int64, source string) Row {
	room := Bound * deviation / math.Sqrt(float64(n))
	return Row{Quantity: quantity, Unit: unit, Value: value, Theory: theory, Low: theory - room, High: theory + room, N: n, Source: source}
}
