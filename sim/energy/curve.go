package energy

import (
	"errors"
	"fmt"
	"math/big"
	"math/bits"
)

// Watt is a watt in nanowatts, the unit of power in this package.
const Watt = int64(1_000_000_000)

// PowerMax is the largest power, in nanowatts: a gigawatt.
const PowerMax = Watt * 1_000_000_000

// UtilisationMax bounds both parts of a utilisation.
const UtilisationMax = int64(1) << 42

// Points is how many values a table has: at 0, 10, … 100 % utilisation.
const Points = 11

// Model says how power follows utilisation.
type Model uint8

// The models.
const (
	// Linear: idle + (busy − idle)·u (X. Fan, W.-D. Weber, L. A. Barroso, "Power
	// provisioning for a warehouse-sized computer", ISCA 2007, §3).
	Linear Model = iota
	// Cubic: idle + (busy − idle)·u³, as PowerModelCubic of CloudSim has it.
	Cubic
	// Table: straight lines between the eleven values of a table, as PowerModelSpecPower
	// of CloudSim has it; the values are those of a SPECpower_ssj2008 report.
	Table
	modelEnd
)

// Spec is what a Curve is made of, in nanowatts.
type Spec struct {
	Model Model
	// Idle and Busy are the power at utilisation 0 and 1, not used for a Table.
	Idle, Busy int64
	// Table holds the power at 0, 10, … 100 % utilisation, not falling.
	Table [Points]int64
}

// Validate reports everything that is wrong: an unknown model, and values that are
// negative, fall, or exceed PowerMax.
func (s *Spec) Validate() error {
	var problems []error
	if s.Model >= modelEnd {
		problems = append(problems, fmt.Errorf("energy: unknown model %d", s.Model))
	}
	values := []int64{s.Idle, s.Busy}
	if s.Model == Table {
		values = s.Table[:]
	}
	last := int64(0)
	for i, v := range values {
		switch {
		case v < 0 || v > PowerMax:
			problems = append(problems, fmt.Errorf("energy: power %d of %d nW is outside 0 to %d", i, v, PowerMax))
		case v < last:
			problems = append(problems, fmt.Errorf("energy: power falls from %d nW to %d nW as the utilisation grows", last, v))
		}
		last = v
	}
	return errors.Join(problems...)
}

// Curve is the power that a node draws as a function of its utilisation. It is not
// for concurrent use.
type Curve struct {
	spec Spec
	// Scratch of the cubic model.
	base, scale, quotient, remainder big.Int
}

// NewCurve returns the curve of a spec, or what is wrong with it.
func NewCurve(s *Spec) (*Curve, error) {
	if err := s.Validate(); err != nil {
		return nil, err
	}
	c := &Curve{spec: *s}
	if s.Model == Table {
		c.spec.Idle, c.spec.Busy = s.Table[0], s.Table[Points-1]
	}
	return c, nil
}

// Model returns how the power follows the utilisation.
func (c *Curve) Model() Model { return c.spec.Model }

// Static returns the power at utilisation 0, in nanowatts.
func (c *Curve) Static() int64 { return c.spec.Idle }

// Range returns how much more is drawn at utilisation 1, in nanowatts.
func (c *Curve) Range() int64 { return c.spec.Busy - c.spec.Idle }

// Dynamic returns how much more than Static is drawn at the utilisation
// busy/capacity, in nanowatts, rounded to the nearest and half up. More than all is
// all. It panics unless 0 ≤ busy and 0 < capacity, both at most UtilisationMax.
func (c *Curve) Dynamic(busy, capacity int64) int64 {
	if busy < 0 || capacity <= 0 || busy > UtilisationMax || capacity > UtilisationMax {
		panic(fmt.Sprintf("energy: a utilisation of %d/%d is out of bounds", busy, capacity))
	}
	switch {
	case busy == 0:
		return 0
	case busy >= capacity:
		return c.Range()
	case c.spec.Model == Cubic:
		return c.cubic(busy, capacity)
	case c.spec.Model == Table:
		return c.table(busy, capacity)
	default:
		return part(c.Range(), busy, capacity)
	}
}

// part returns x·num/den for num ≤ den, rounded half up.
func part(x, num, den int64) int64 {
	hi, lo := bits.Mul64(uint64(x), uint64(num))
	lo, carry := bits.Add64(lo, uint64(den)/2, 0)
	q, _ := bits.Div64(hi+carry, lo, uint64(den))
	return int64(q)
}

// table returns the power above that of utilisation 0.
func (c *Curve) table(busy, capacity int64) int64 {
	const segments = Points - 1
	k := segments * busy / capacity
	low, high := c.spec.Table[k], c.spec.Table[k+1]
	return low - c.spec.Idle + part(high-low, segments*busy-k*capacity, capacity)
}

// cubic returns Range·(busy/capacity)³.
func (c *Curve) cubic(busy, capacity int64) int64 {
	cube := func(to *big.Int, x int64) {
		c.quotient.SetInt64(x)
		to.Mul(&c.quotient, &c.quotient)
		to.Mul(to, &c.quotient)
	}
	cube(&c.scale, capacity)
	cube(&c.base, busy)
	c.quotient.SetInt64(2 * c.Range())
	c.base.Mul(&c.base, &c.quotient)
	c.base.Add(&c.base, &c.scale)
	c.scale.Lsh(&c.scale, 1)
	c.quotient.QuoRem(&c.base, &c.scale, &c.remainder) // ⌊x + ½⌋ = ⌊(2·x·d + d)/(2·d)⌋
	return c.quotient.Int64()
}
