package association

import (
	"math/big"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
)

// naive is the slow twin: it looks at every access point, with rational numbers.
type naive struct{ *Config }

// away2 returns the squared distance from a point at an instant of a leg.
func (n naive) away2(leg *models.Leg, i int32, at units.Time) *big.Rat {
	part := func(from, to, p int32) *big.Rat {
		x := big.NewRat(int64(at-leg.Begin), max(int64(leg.End-leg.Begin), 1))
		x.Mul(x, new(big.Rat).SetInt64(int64(to)-int64(from)))
		x.Add(x, new(big.Rat).SetInt64(int64(from)-int64(p)))
		return x.Mul(x, x)
	}
	p := n.Points[i]
	return new(big.Rat).Add(part(leg.From.X, leg.To.X, p.X), part(leg.From.Y, leg.To.Y, p.Y))
}

func (n naive) covered(d *big.Rat) bool {
	return d.Cmp(new(big.Rat).SetInt(new(big.Int).Mul(big.NewInt(n.Coverage), big.NewInt(n.Coverage)))) <= 0
}

// nearer reports whether √own > √other + h, by squaring where both sides are
// positive.
func (n naive) nearer(own, other *big.Rat) bool {
	h := new(big.Rat).SetInt64(n.Hysteresis)
	left := new(big.Rat).Sub(own, other)
	left.Sub(left, new(big.Rat).Mul(h, h))
	right := new(big.Rat).Mul(h, h)
	right.Mul(right, other)
	right.Mul(right, big.NewRat(4, 1))
	return left.Sign() > 0 && left.Mul(left, left).Cmp(right) > 0
}

// wants reports whether the rule asks for a change at an instant, and to what.
func (n naive) wants(leg *models.Leg, own int32, at units.Time) (int32, bool) {
	best, change := None, false
	var least *big.Rat
	if own != None {
		change = !n.covered(n.away2(leg, own, at))
	}
	for i := range int32(len(n.Points)) {
		d := n.away2(leg, i, at)
		if !n.covered(d) {
			continue
		}
		change = change || own == None || n.nearer(n.away2(leg, own, at), d)
		if least == nil || d.Cmp(least) < 0 {
			best, least = i, d
		}
	}
	return best, change
}

// next looks at every nanosecond.
func (n naive) next(leg models.Leg, now units.Time, own int32) (Change, bool) {
	if leg.Rests() {
		return Change{}, false
	}
	for t := now; t <= leg.End; t++ {
		if to, ok := n.wants(&leg, own, t); ok {
			return Change{t, to}, true
		}
	}
	return Change{}, false
}
