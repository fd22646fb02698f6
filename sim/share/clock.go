package share

import "math/bits"

// The fraction of a clock is written with two digits in mixed radix. The product of the radices is a multiple of every
// integer up to 88, so that the water level, a fraction over the number of jobs that share, adds up without rounding
// while at most 88 jobs share.
const (
	radixHigh = (1 << 6) * (3 * 3 * 3 * 3) * (5 * 5) * (7 * 7) * 11 * 13 * 17 * 19 * 23 * 29 * 31 * 37 * 41
	radixLow  = 43 * 47 * 53 * 59 * 61 * 67 * 71 * 73 * 79 * 83 * 2 * 5
)

// clock is an amount of service in millicore-nanoseconds: whole + high/radixHigh + low/(radixHigh·radixLow). The whole
// part wraps around; only differences of less than 2⁶³ mean anything. The zero value is zero.
type clock struct {
	whole, high, low uint64
}

// plus returns a + b.
func (a clock) plus(b clock) clock {
	var carry uint64
	a.low += b.low
	if a.low >= radixLow {
		a.low -= radixLow
		carry = 1
	}
	a.high += b.high + carry
	carry = 0
	if a.high >= radixHigh {
		a.high -= radixHigh
		carry = 1
	}
	a.whole += b.whole + carry
	return a
}

// minus returns a − b. The digits of the fraction stay positive, so the whole part is the difference rounded down.
func (a clock) minus(b clock) clock {
	var borrow uint64
	if a.low < b.low {
		a.low += radixLow
		borrow = 1
	}
	a.low -= b.low
	b.high += borrow
	borrow = 0
	if a.high < b.high {
		a.high += radixHigh
		borrow = 1
	}
	a.high -= b.high
	a.whole -= b.whole + borrow
	return a
}

// before reports whether a < b, for clocks less than 2⁶³ apart.
func (a clock) before(b clock) bool {
	if a.whole != b.whole {
		return int64(a.whole-b.whole) < 0
	}
	if a.high != b.high {
		return a.high < b.high
	}
	return a.low < b.low
}

// floor returns a rounded down to an integer, for a taken as a signed difference.
func (a clock) floor() int64 { return int64(a.whole) }

// ceil returns a rounded up to an integer, for a taken as a signed difference.
func (a clock) ceil() int64 {
	if a.high|a.low != 0 {
		return int64(a.whole) + 1
	}
	return int64(a.whole)
}

// gained returns what a clock of rate num/den gains in span nanoseconds. What does not fit two digits is rounded up,
// which happens only when den does not divide the product of the radices.
func gained(num, den, span uint64) clock {
	high, low := bits.Mul64(num, span)
	var c clock
	c.whole, low = bits.Div64(high, low, den)
	if low == 0 {
		return c
	}
	high, low = bits.Mul64(low, radixHigh)
	c.high, low = bits.Div64(high, low, den)
	if low == 0 {
		return c
	}
	high, low = bits.Mul64(low, radixLow)
	c.low, low = bits.Div64(high, low, den)
	if low == 0 {
		return c
	}
	return c.plus(clock{low: 1})
}

// spanUntil returns the least span for which gained(num, den, span) reaches the positive amount c, and false when it
// does not fit 63 bits. num must be positive.
//
// gained rounds num·span/den up to a multiple of u = 1/(radixHigh·radixLow), and c is such a multiple, so the amount is
// reached exactly when num·span/den > c − u, that is from span = ⌊den·(c − u)/num⌋ + 1 on. The product den·(c − u) may
// be rounded down before it is divided, because num is an integer.
func spanUntil(c clock, num, den uint64) (int64, bool) {
	c = c.minus(clock{low: 1})
	// Multiply by den from the last digit to the first, handing on what exceeds a digit.
	carry := carryOf(den, c.low, 0, radixLow)
	carry = carryOf(den, c.high, carry, radixHigh)
	high, low := bits.Mul64(den, c.whole)
	low, carry = bits.Add64(low, carry, 0)
	high += carry
	if high >= num {
		return 0, false
	}
	span, _ := bits.Div64(high, low, num)
	if span >= 1<<63-1 {
		return 0, false
	}
	return int64(span) + 1, true
}

// carryOf returns ⌊(factor·digit + carry)/radix⌋.
func carryOf(factor, digit, carry, radix uint64) uint64 {
	high, low := bits.Mul64(factor, digit)
	low, carry = bits.Add64(low, carry, 0)
	quotient, _ := bits.Div64(high+carry, low, radix)
	return quotient
}
