package share

import (
	"fmt"
	"math"
	"math/bits"
	"strconv"
)

// Integral is a sum of millicores over time, in millicore-nanoseconds: an unsigned 128-bit integer, because 64 cores
// overflow 63 bits in less than two days. The zero value is zero. Two integrals may be compared with ==.
type Integral struct {
	high, low uint64
}

// plus returns the integral extended by rate millicores for span nanoseconds, both not negative.
func (a Integral) plus(rate, spanNs int64) Integral {
	high, low := bits.Mul64(uint64(rate), uint64(spanNs))
	low, carry := bits.Add64(a.low, low, 0)
	high, carry = bits.Add64(a.high, high, carry)
	if carry != 0 {
		panic(fmt.Sprintf("share: integral overflows 128 bits when %d millicores are used for %d ns", rate, spanNs))
	}
	return Integral{high: high, low: low}
}

// Uint128 returns the value as the upper and the lower 64 bits.
func (a Integral) Uint128() (high, low uint64) { return a.high, a.low }

// Int64 returns the value, and false when it does not fit.
func (a Integral) Int64() (int64, bool) {
	if a.high != 0 || a.low > math.MaxInt64 {
		return 0, false
	}
	return int64(a.low), true
}

// Float64 returns the value for reports, correct to about 16 digits.
func (a Integral) Float64() float64 {
	return math.Ldexp(float64(a.high), 64) + float64(a.low)
}

// String returns the decimal digits.
func (a Integral) String() string {
	const radix = 1e18
	if a.high == 0 {
		return strconv.FormatUint(a.low, 10)
	}
	low, rest := bits.Div64(a.high%radix, a.low, radix)
	return Integral{high: a.high / radix, low: low}.String() + fmt.Sprintf("%018d", rest)
}
