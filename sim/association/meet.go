package association

import (
	"math"
	"slices"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
)

// slack is by how many millimetres floating point may be wrong about distances.
// What it takes to be further off is not looked at exactly.
const slack = 1e-3

// meet finds the first instant before the change that is known at which the device
// changes to an access point, if there is one, and makes it the change.
//
// That happens during one interval. Where it may begin and end is known up to
// rounding: where the leg meets the disc, and where it meets the hyperbola. Between
// two such marks the rule holds throughout or not at all, so a look at the middle,
// and at the whole nanoseconds around each mark, finds it.
func (w *watch) meet(i int32) {
	p := w.points[i]
	low, high, ok := w.disc(p)
	if !ok {
		return
	}
	holds := func(s units.Time) bool { return w.exact.covers(w.leg, p, s) }
	marks := [6]float64{low, high, w.fraction(w.from), w.fraction(min(w.change-1, w.span))}
	n := 4
	if w.own != None {
		own := w.points[w.own]
		holds = func(s units.Time) bool { return w.exact.beats(w.leg, p, own, s) }
		found, count := w.hyperbola(p, own)
		n += copy(marks[n:], found[:count])
	}
	slices.Sort(marks[:n])
	for k := range marks[:n] {
		if k > 0 && w.probe(holds, i, (marks[k-1]+marks[k])/2, marks[k-1]) {
			return
		}
		if w.probe(holds, i, marks[k], marks[k]) {
			return
		}
	}
}

// probe looks at the whole nanoseconds around a fraction of the leg. Where the rule
// holds, it finds the first at which it does, which should be near an estimate.
func (w *watch) probe(holds func(units.Time) bool, i int32, at, estimate float64) bool {
	if !w.plausible(i, at) {
		return false
	}
	last := min(w.change-1, w.span)
	for s := w.instant(at) - 1; s <= w.instant(at)+1; s++ {
		if w.from <= s && s <= last && holds(s) {
			w.change = w.first(holds, w.from, s, w.instant(estimate))
			return true
		}
	}
	return false
}

// plausible reports whether the rule may ask for an access point, as far as
// floating point can tell.
func (w *watch) plausible(i int32, at float64) bool {
	distance := func(p models.Point) float64 {
		x := (w.startX - float64(p.X)) + float64(w.allX*at)
		y := (w.startY - float64(p.Y)) + float64(w.allY*at)
		return math.Sqrt(float64(x*x) + float64(y*y))
	}
	tolerance := slack + w.perNanosecond()
	d := distance(w.points[i])
	if d > float64(w.coverage)+tolerance {
		return false
	}
	return w.own == None || distance(w.points[w.own])-d > float64(w.hysteresis)-2*tolerance
}

// perNanosecond returns how far the device moves in two nanoseconds, at least.
func (w *watch) perNanosecond() float64 {
	return 2 * (math.Abs(w.allX) + math.Abs(w.allY)) / float64(w.span)
}

// first returns the first instant in [low, high] at which something holds that
// holds at high, and that once it has begun does not end before high. It looks near
// the estimate first.
func (w *watch) first(holds func(units.Time) bool, low, high, estimate units.Time) units.Time {
	if holds(low) {
		return low
	}
	// It does not hold at low, and holds at high.
	for step := units.Time(1); ; step = units.Mul(step, 16) {
		below, above := units.Sub(estimate, step), units.Add(estimate, step)
		if low < below && below < high {
			if holds(below) {
				high = below
			} else {
				low = below
			}
		}
		if low < above && above < high {
			if holds(above) {
				high = above
			} else {
				low = above
			}
		}
		if below <= low && above >= high {
			break
		}
	}
	for high-low > 1 {
		if middle := low + (high-low)/2; holds(middle) {
			high = middle
		} else {
			low = middle
		}
	}
	return high
}

// instant returns the instant at a fraction of the leg, within it.
func (w *watch) instant(fraction float64) units.Time {
	return min(units.Time(min(max(math.Round(fraction*float64(w.span)), 0), 1<<62)), w.span)
}

func (w *watch) fraction(s units.Time) float64 { return float64(s) / float64(w.span) }

// disc returns between which fractions of the leg, which may lie outside it, the
// device is within the radius of a point, and whether it is at all.
func (w *watch) disc(p models.Point) (low, high float64, ok bool) {
	x, y := w.startX-float64(p.X), w.startY-float64(p.Y)
	all2 := float64(w.allX*w.allX) + float64(w.allY*w.allY)
	// Split the way to the point into a part along the leg and one across it.
	along := -(float64(x*w.allX) + float64(y*w.allY)) / all2
	cross := (float64(x*w.allY) - float64(y*w.allX)) / math.Sqrt(all2)
	r := float64(w.coverage)
	rest := float64((r - cross) * (r + cross))
	if math.Abs(cross) > r+slack {
		return 0, 0, false
	}
	half := math.Sqrt(max(rest, 0) / all2)
	return along - half, along + half, true
}

// hyperbola returns at which fractions of the leg p is nearer than own by exactly
// the margin, or is so for the wrong branch: none, one or two.
//
// With q the way from p to the device and e that from p to own, |q − e| = |q| + h
// is (e² − h²)/2 − q·e = h·|q|, squared a quadratic equation.
func (w *watch) hyperbola(p, own models.Point) ([2]float64, int) {
	x, y := w.startX-float64(p.X), w.startY-float64(p.Y)
	ex, ey := float64(own.X)-float64(p.X), float64(own.Y)-float64(p.Y)
	h := float64(w.hysteresis)
	unit := max(math.Abs(ex)+math.Abs(ey), 1) // keeps the numbers small
	alpha := ((float64(ex*ex)+float64(ey*ey))-float64(h*h))/(2*unit) - (float64(x*ex)+float64(y*ey))/unit
	beta := (float64(w.allX*ex) + float64(w.allY*ey)) / unit
	g := h / unit
	all2 := float64(w.allX*w.allX) + float64(w.allY*w.allY)
	start2 := float64(x*x) + float64(y*y)
	dot := float64(x*w.allX) + float64(y*w.allY)
	a := float64(beta*beta) - float64(float64(g*g)*all2)
	b := -2 * (float64(alpha*beta) + float64(float64(g*g)*dot))
	c := float64(alpha*alpha) - float64(float64(g*g)*start2)
	return roots(a, b, c)
}

// roots returns the real roots of a·u² + b·u + c, if any. One that is about double
// counts as real.
func roots(a, b, c float64) (out [2]float64, n int) {
	d := float64(b*b) - float64(4*float64(a*c))
	if d < -1e-9*float64(b*b) {
		return out, 0
	}
	q := -(b + math.Copysign(math.Sqrt(max(d, 0)), b)) / 2
	for _, u := range [2]float64{q / a, c / q} {
		if !math.IsNaN(u) && !math.IsInf(u, 0) {
			out[n] = u
			n++
		}
	}
	return out, n
}
