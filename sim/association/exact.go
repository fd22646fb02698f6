package association

import (
	"math/big"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
)

// exact answers questions about a device at whole nanoseconds of a leg with
// integers of any size. All lengths are multiplied by the duration of the leg,
// which makes them whole.
type exact struct {
	span, radius2, margin2 big.Int // duration; radius squared, margin squared, each times the duration squared

	own, other, left, right, x, y, u, v big.Int // scratch; a product in place would allocate
}

// begin prepares for a leg that moves.
func (e *exact) begin(m *Map, leg *models.Leg) {
	e.span.SetInt64(int64(leg.End - leg.Begin))
	square := func(z *big.Int, length int64) {
		e.x.SetInt64(length)
		e.u.Mul(&e.x, &e.span)
		z.Mul(&e.u, &e.u)
	}
	square(&e.radius2, m.coverage)
	square(&e.margin2, m.hysteresis)
}

// away2 sets z to the squared distance from a point after s nanoseconds of the leg,
// times the duration squared.
func (e *exact) away2(z *big.Int, leg *models.Leg, p models.Point, s units.Time) {
	part := func(out *big.Int, from, to, at int32) {
		e.u.SetInt64(int64(to) - int64(from))
		z.SetInt64(int64(s))
		e.v.Mul(&e.u, z)
		e.u.SetInt64(int64(from) - int64(at))
		z.Mul(&e.u, &e.span)
		e.u.Add(&e.v, z)
		out.Mul(&e.u, &e.u)
	}
	part(&e.x, leg.From.X, leg.To.X, p.X)
	part(&e.y, leg.From.Y, leg.To.Y, p.Y)
	z.Add(&e.x, &e.y)
}

// covers reports whether a point is within the radius.
func (e *exact) covers(leg *models.Leg, p models.Point, s units.Time) bool {
	e.away2(&e.other, leg, p, s)
	return e.other.Cmp(&e.radius2) <= 0
}

// beats reports whether a point is within the radius, and nearer than own by more
// than the margin: with a and b the squared distances from own and from p, and h
// the margin, √a > √b + h, which is a − b − h² > 2·h·√b.
func (e *exact) beats(leg *models.Leg, p, own models.Point, s units.Time) bool {
	if !e.covers(leg, p, s) {
		return false
	}
	e.away2(&e.own, leg, own, s)
	e.left.Sub(&e.own, &e.other)
	e.left.Sub(&e.left, &e.margin2)
	if e.left.Sign() <= 0 {
		return false
	}
	if e.margin2.Sign() == 0 {
		return true
	}
	e.u.Mul(&e.left, &e.left)
	e.v.Mul(&e.margin2, &e.other)
	e.right.Lsh(&e.v, 2)
	return e.u.Cmp(&e.right) > 0
}
