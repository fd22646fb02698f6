package queueing

import (
	"math"

	"github.com/littoral-sim/littoral/internal/theory"
)

// Bound is how many standard deviations an estimate may lie from its theory. By
// chance alone one row in 5·10⁸ lies beyond it.
const Bound = 6

// Row is one estimate beside its theory.
type Row struct {
	Model    string
	Quantity string
	Value    float64 // as simulated; times are in units of the mean service or repair time
	Theory   float64
	Z        float64 // (Value − Theory) over the standard deviation of the estimate, by theory
	// MDB is the minimum detectable bias: how far off, relative to Theory, the
	// simulator must be for its expected Z to be Bound.
	MDB    float64
	N      int64  // what was counted: customers, rounds or failures
	Source string // of the theory
}

// Agrees reports whether the estimate is within Bound of its theory.
func (r *Row) Agrees() bool { return math.Abs(r.Z) <= Bound }

// Verdict returns "agrees" or "DIFFERS".
func (r *Row) Verdict() string {
	if r.Agrees() {
		return "agrees"
	}
	return "DIFFERS"
}

// claim is what theory says of one quantity.
type claim struct {
	quantity string
	source   string
	value    float64
	// variance is that of the estimate over a second of simulated time: the
	// estimate over t seconds has it divided by t.
	variance float64
	goal     float64 // greatest MDB of the full comparison
}

// Goals of the full comparison.
const (
	fine   = 0.003
	coarse = 0.01
)

// mdb is the minimum detectable bias of a run over so many seconds.
func (c *claim) mdb(seconds float64) float64 {
	return Bound * math.Sqrt(c.variance/seconds) / c.value
}

// seconds is how long it takes until the minimum detectable bias is the goal.
func (c *claim) seconds() float64 {
	return theory.Effort(c.variance, c.goal*c.value, Bound)
}

// judge compares an estimate with theory.
func (c *claim) judge(estimate, seconds float64) Row {
	return Row{
		Quantity: c.quantity, Source: c.source, Value: estimate, Theory: c.value,
		Z: theory.ZScore(estimate, c.value, c.variance, seconds), MDB: c.mdb(seconds),
	}
}
