package models

import (
	"math/bits"

	"github.com/littoral-sim/littoral/models/units"
)

// Point is a place on a plane, in millimetres east and north of its origin.
type Point struct{ X, Y int32 }

// PointMax bounds the coordinates of a Point either way: about 1,074 km.
const PointMax = 1 << 30

// Valid reports whether both coordinates are within PointMax.
func (p Point) Valid() bool {
	return -PointMax <= p.X && p.X <= PointMax && -PointMax <= p.Y && p.Y <= PointMax
}

// Distance2 returns the square of the distance of two valid points, in square
// millimetres.
func (p Point) Distance2(q Point) uint64 {
	x, y := int64(p.X)-int64(q.X), int64(p.Y)-int64(q.Y)
	return uint64(x*x) + uint64(y*y)
}

// Leg is a movement along a line at constant speed, at From until Begin and at To
// from End on. With both the same it is a rest, which may last until
// units.Never.
type Leg struct {
	From, To   Point
	Begin, End units.Time
}

// Rests reports whether nothing moves.
func (l *Leg) Rests() bool { return l.From == l.To }

// At returns the place at an instant, rounded to whole millimetres towards From.
func (l *Leg) At(t units.Time) Point {
	switch {
	case t <= l.Begin || l.Rests():
		return l.From
	case t >= l.End:
		return l.To
	}
	part := func(from, to int32) int32 {
		d := int64(to) - int64(from)
		hi, lo := bits.Mul64(uint64(max(d, -d)), uint64(t-l.Begin))
		way, _ := bits.Div64(hi, lo, uint64(l.End-l.Begin))
		if d < 0 {
			return int32(int64(from) - int64(way))
		}
		return int32(int64(from) + int64(way))
	}
	return Point{part(l.From.X, l.To.X), part(l.From.Y, l.To.Y)}
}
