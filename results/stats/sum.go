package stats

import (
	"math"
	"math/bits"
	"strconv"
)

// Sum is an exact sum of non-negative integers below 2^128. The zero value is 0.
type Sum struct{ hi, lo uint64 }

// Product returns a·b exactly.
func Product(a, b uint64) Sum {
	hi, lo := bits.Mul64(a, b)
	return Sum{hi, lo}
}

// Add adds v. A negative v is a broken invariant of the caller and panics.
func (s *Sum) Add(v int64) {
	if v < 0 {
		panic(negative(v))
	}
	lo, carry := bits.Add64(s.lo, uint64(v), 0)
	s.lo, s.hi = lo, s.hi+carry
}

// negative describes a span that cannot be.
func negative(v int64) string { return "stats: negative span " + strconv.FormatInt(v, 10) }

// AddSum adds t.
func (s *Sum) AddSum(t Sum) {
	lo, carry := bits.Add64(s.lo, t.lo, 0)
	s.lo = lo
	s.hi, _ = bits.Add64(s.hi, t.hi, carry)
}

// Float returns the sum as a float64, within one unit in the last place.
func (s Sum) Float() float64 {
	if s.hi == 0 {
		return float64(s.lo)
	}
	return math.Ldexp(float64(s.hi), 64) + float64(s.lo)
}

// Over returns s/n, or 0 for n = 0. A quotient below 2^53 keeps a fraction as
// exact as a float64 can hold it, however large s is.
func (s Sum) Over(n uint64) float64 {
	switch {
	case n == 0:
		return 0
	case s.hi >= n:
		return s.Float() / float64(n)
	}
	q, r := bits.Div64(s.hi, s.lo, n)
	return float64(q) + float64(r)/float64(n)
}

// Share returns s/t, or 0 when t is 0.
func (s Sum) Share(t Sum) float64 {
	if t == (Sum{}) {
		return 0
	}
	return s.Float() / t.Float()
}
