package channel

import (
	"math/bits"

	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/rng"
)

// Share is a part of the bandwidth, in units of 1/65536.
type Share uint32

const (
	shareBits = 16
	// ShareAll is the whole bandwidth.
	ShareAll Share = 1 << shareBits
)

// ShareOf returns the share next to a ratio: 0 for a negative ratio or NaN, and ShareAll for any above 1.
func ShareOf(ratio float64) Share {
	switch {
	case !(ratio > 0):
		return 0
	case ratio >= 1:
		return ShareAll
	}
	return Share(rng.Round(float64(ratio * float64(ShareAll))))
}

// Ratio returns the share as a number from 0 to 1.
func (s Share) Ratio() float64 { return float64(s) / float64(ShareAll) }

// scale returns the part of a bandwidth that the product of all shares leaves, rounded down, and at least 1 bit/s.
func scale(b units.BitsPerSecond, shares [processesMax]Share) units.BitsPerSecond {
	product := uint64(1) // At most 2⁴⁸.
	for _, s := range shares {
		product *= uint64(s)
	}
	const shift = processesMax * shareBits
	hi, lo := bits.Mul64(uint64(b), product)
	return max(1, units.BitsPerSecond(hi<<(64-shift)|lo>>shift))
}

// compose returns what is lost when each loss takes its part of what the others leave.
func compose(losses [lossesMax]Loss) Loss {
	var keep [lossesMax]uint64
	for i, l := range losses {
		keep[i] = uint64(lossAll - l)
	}
	// The product has 120 bits; the 30 highest remain, and the next one rounds them.
	hi, _ := bits.Mul64(keep[0]*keep[1], keep[2]*keep[3])
	const drop = (lossesMax-1)*lossBits - 64
	return min(LossMax, Loss(lossAll-(hi+1<<(drop-1))>>drop))
}
