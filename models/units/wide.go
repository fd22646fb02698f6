package units

import (
	"math"
	"math/big"
	"math/bits"
)

// Wide is an unsigned 128-bit sum, for totals that outgrow an int64: a million
// tasks over a day are more than 2⁶³ task-nanoseconds. The zero value is zero.
// Two values are equal when == says so.
type Wide struct{ hi, lo uint64 }

// Plus returns w+x for a non-negative x. It panics when x is negative or the
// sum does not fit.
func (w Wide) Plus(x int64) Wide { return w.PlusProduct(x, 1) }

// PlusProduct returns w+a·b for non-negative factors. It panics when a factor is
// negative or the sum does not fit.
func (w Wide) PlusProduct(a, b int64) Wide {
	if a < 0 || b < 0 {
		panic("units: a Wide sum has no negative terms")
	}
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	return w.PlusWide(Wide{hi, lo})
}

// PlusWide returns w+x. It panics when the sum does not fit.
func (w Wide) PlusWide(x Wide) Wide {
	lo, carry := bits.Add64(w.lo, x.lo, 0)
	hi, carry := bits.Add64(w.hi, x.hi, carry)
	if carry != 0 {
		panic("units: a Wide sum exceeds 128 bits")
	}
	return Wide{hi, lo}
}

// MinusWide returns w−x, or zero when x is larger.
func (w Wide) MinusWide(x Wide) Wide {
	if w.Cmp(x) <= 0 {
		return Wide{}
	}
	lo, borrow := bits.Sub64(w.lo, x.lo, 0)
	hi, _ := bits.Sub64(w.hi, x.hi, borrow)
	return Wide{hi, lo}
}

// Times returns w·x for a non-negative x. It panics when x is negative or the
// product does not fit.
func (w Wide) Times(x int64) Wide {
	if x < 0 {
		panic("units: a Wide sum has no negative terms")
	}
	high, top := bits.Mul64(w.hi, uint64(x))
	if high != 0 {
		panic("units: a Wide sum exceeds 128 bits")
	}
	hi, lo := bits.Mul64(w.lo, uint64(x))
	return Wide{hi, lo}.PlusWide(Wide{top, 0})
}

// Over returns w/d rounded down, or the largest int64 when that is less. It panics
// unless d is positive.
func (w Wide) Over(d int64) int64 {
	if d <= 0 {
		panic("units: a Wide sum is divided by a number that is not positive")
	}
	if w.hi >= uint64(d) {
		return math.MaxInt64
	}
	q, _ := bits.Div64(w.hi, w.lo, uint64(d))
	return int64(min(q, math.MaxInt64))
}

// WideOf returns the number with these upper and lower 64 bits.
func WideOf(high, low uint64) Wide { return Wide{high, low} }

// Uint128 returns the upper and the lower 64 bits.
func (w Wide) Uint128() (high, low uint64) { return w.hi, w.lo }

// WideFrom returns x as a sum. It panics when x is negative or does not fit.
func WideFrom(x *big.Int) Wide {
	if x.Sign() < 0 || x.BitLen() > 128 {
		panic("units: a big integer is not a Wide sum: " + x.String())
	}
	low := new(big.Int).And(x, new(big.Int).SetUint64(math.MaxUint64))
	return Wide{new(big.Int).Rsh(x, 64).Uint64(), low.Uint64()}
}

// Cmp returns -1, 0 or 1 as w is less than, equal to or greater than x.
func (w Wide) Cmp(x Wide) int {
	switch {
	case w == x:
		return 0
	case w.hi < x.hi || (w.hi == x.hi && w.lo < x.lo):
		return -1
	default:
		return 1
	}
}

// Big returns the value as a big integer, for reports.
func (w Wide) Big() *big.Int {
	x := new(big.Int).SetUint64(w.hi)
	return x.Lsh(x, 64).Or(x, new(big.Int).SetUint64(w.lo))
}

// String returns the decimal digits.
func (w Wide) String() string { return w.Big().String() }
