package flow

import "math/bits"

// amount is an unsigned 128-bit integer that wraps around. It holds levels in units of 1/fine bit/s, loads in units of
// 1/(fine·Unit) bit/s, and clocks in units of one nanobit/fine. Of clocks, only differences mean anything.
type amount struct{ hi, lo uint64 }

// fine is the number of parts of one bit/s that a level counts: the least common multiple of 1 to 32, so that equal
// shares among up to 32 flows, and among many other numbers of flows, are exact.
const fine = (1 << 5) * (3 * 3 * 3) * (5 * 5) * 7 * 11 * 13 * 17 * 19 * 23 * 29 * 31

// times returns a·b for factors of 64 bits.
func times(a, b uint64) amount {
	hi, lo := bits.Mul64(a, b)
	return amount{hi, lo}
}

// plus returns a + b.
func (a amount) plus(b amount) amount {
	lo, carry := bits.Add64(a.lo, b.lo, 0)
	return amount{a.hi + b.hi + carry, lo}
}

// minus returns a − b.
func (a amount) minus(b amount) amount {
	lo, borrow := bits.Sub64(a.lo, b.lo, 0)
	return amount{a.hi - b.hi - borrow, lo}
}

// less reports whether a < b, both taken as unsigned.
func (a amount) less(b amount) bool { return a.hi < b.hi || (a.hi == b.hi && a.lo < b.lo) }

// before reports whether a < b for clocks less than 2¹²⁷ apart.
func (a amount) before(b amount) bool { return a.minus(b).negative() }

// negative reports whether a difference of clocks is below zero.
func (a amount) negative() bool { return int64(a.hi) < 0 }

// zero reports whether a is zero.
func (a amount) zero() bool { return a.hi|a.lo == 0 }

// scaled returns a·m.
func (a amount) scaled(m uint64) amount {
	hi, lo := bits.Mul64(a.lo, m)
	return amount{hi + a.hi*m, lo}
}

// per returns ⌊a/d⌋; d must not be zero.
func (a amount) per(d uint64) amount {
	if a.hi == 0 {
		return amount{0, a.lo / d}
	}
	hi := a.hi / d
	lo, _ := bits.Div64(a.hi%d, a.lo, d)
	return amount{hi, lo}
}

// shifted returns ⌊a/2ⁿ⌋ for 0 < n < 64.
func (a amount) shifted(n uint) amount { return amount{a.hi >> n, a.hi<<(64-n) | a.lo>>n} }

// over returns ⌈a/d⌉ for a positive d, and false when it does not fit 63 bits.
func (a amount) over(d amount) (int64, bool) {
	q, ok := a.quotient(d)
	if !ok || q >= 1<<63-1 {
		return 0, false
	}
	if d.scaled(q) != a {
		q++
	}
	return int64(q), true
}

// quotient returns ⌊a/d⌋ for a positive d, and false when it does not fit 64 bits.
func (a amount) quotient(d amount) (uint64, bool) {
	if d.hi == 0 {
		if a.hi >= d.lo {
			return 0, false
		}
		q, _ := bits.Div64(a.hi, a.lo, d.lo)
		return q, true
	}
	if a.hi < d.hi {
		return 0, true
	}
	// The divisor has more than 64 bits: divide by its top 64, then correct the estimate, which is too high by one at
	// most once a is halved to keep the quotient within a word.
	n := uint(bits.LeadingZeros64(d.hi))
	top := d.hi
	if n > 0 {
		top = d.hi<<n | d.lo>>(64-n)
	}
	half := a.shifted(1)
	q, _ := bits.Div64(half.hi, half.lo, top)
	q >>= 63 - n
	if q > 0 {
		q--
	}
	if !a.minus(d.scaled(q)).less(d) {
		q++
	}
	return q, true
}
