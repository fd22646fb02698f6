package models

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models/units"
)

func drawPoint(t *rapid.T, label string) Point {
	c := rapid.Int32Range(-PointMax, PointMax)
	return Point{c.Draw(t, label+".x"), c.Draw(t, label+".y")}
}

func TestPlaceOnALegIsRoundedTowardsItsBegin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		begin := rapid.Int64Range(0, 1<<61).Draw(t, "begin")
		spans := rapid.Int64Range(1, 1<<61).Draw(t, "span")
		s := rapid.Int64Range(0, spans).Draw(t, "s")
		l := Leg{drawPoint(t, "from"), drawPoint(t, "to"), units.Time(begin), units.Time(begin + spans)}
		want := func(from, to int32) int32 {
			x := new(big.Int).Mul(big.NewInt(int64(to)-int64(from)), big.NewInt(s))
			return int32(int64(from) + x.Quo(x, big.NewInt(spans)).Int64())
		}
		got := l.At(units.Time(begin + s))
		if w := (Point{want(l.From.X, l.To.X), want(l.From.Y, l.To.Y)}); got != w {
			t.Fatalf("at %d of %d on %+v: %v, want %v", s, spans, l, got, w)
		}
	})
}

func TestSquaredDistancesAreExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, q := drawPoint(t, "p"), drawPoint(t, "q")
		x, y := big.NewInt(int64(p.X)-int64(q.X)), big.NewInt(int64(p.Y)-int64(q.Y))
		want := x.Add(x.Mul(x, x), y.Mul(y, y))
		if got := new(big.Int).SetUint64(p.Distance2(q)); got.Cmp(want) != 0 {
			t.Fatalf("%v %v: %v, want %v", p, q, got, want)
		}
	})
}

func TestARestStaysWhereItIs(t *testing.T) {
	l := Leg{From: Point{3, 4}, To: Point{3, 4}, End: units.Never}
	if !l.Rests() || l.At(1<<60) != l.From {
		t.Fatalf("%+v moves", l)
	}
}
