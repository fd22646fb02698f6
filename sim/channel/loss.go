package channel

import (
	"github.com/littoral-sim/littoral/sim/rng"
)

// Loss is the part of the bytes that do not arrive, in units of 2⁻³⁰. The zero value is none.
type Loss uint32

const (
	lossBits = 30
	lossAll  = 1 << lossBits
	// LossMax is the largest loss: 99 %, at which data takes a hundred times its size.
	LossMax Loss = lossAll - lossAll/100
)

// LossOf returns the loss next to a ratio; 0 for a negative ratio or NaN, and LossMax for any above it.
func LossOf(ratio float64) Loss {
	switch {
	case !(ratio > 0):
		return 0
	case ratio >= LossMax.Ratio():
		return LossMax
	}
	return Loss(rng.Round(float64(ratio * lossAll)))
}

// Ratio returns the loss as a number from 0 to 1.
func (l Loss) Ratio() float64 { return float64(l) / lossAll }

// And returns the loss of data that meets both losses one after the other, independently: 1 - (1-l)(1-m), at most LossMax.
func (l Loss) And(m Loss) Loss { return compose([lossesMax]Loss{l, m}) }

// CoefficientOne is the coefficient of a lossless link.
const CoefficientOne = 1 << 16

// Coefficient returns how many bytes the link carries for a byte that arrives, when each lost byte is sent again: 1/(1-l) in units of
// 1/65536, rounded to the nearest; CoefficientOne to a hundred times that.
func (l Loss) Coefficient() int64 {
	keep := int64(lossAll - min(l, LossMax))
	return (CoefficientOne*lossAll + keep/2) / keep
}

// lossesMax is how many losses compose multiplies: what arrives of each has 30 bits, of all 120.
const lossesMax = 1 + processesMax
