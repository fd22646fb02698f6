package association

import (
	"math"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
)

// Map holds access points. It changes as it is asked, in scratch memory only, so
// it is not safe for concurrent use.
type Map struct {
	points               []models.Point
	coverage, hysteresis int64

	order   []int32  // access points by square
	squares []square // of each of these
	found   []int32  // scratch of around
	exact   exact
}

// Change is that a device belongs to something else from an instant on.
type Change struct {
	At units.Time
	To int32 // an access point, or None
}

// New returns a map, or every problem with the configuration.
func New(c *Config) (*Map, error) {
	if err := c.Validate(); err != nil {
		return nil, err
	}
	m := &Map{points: c.Points, coverage: c.Coverage, hysteresis: c.Hysteresis}
	m.addSquares()
	return m, nil
}

// Nearest returns the nearest access point within the radius of a place, of equals
// the one with the lowest index, or None.
func (m *Map) Nearest(p models.Point) int32 {
	x, y := int64(p.X), int64(p.Y)
	best, least := None, uint64(m.coverage)*uint64(m.coverage)
	for _, i := range m.around(box{x - m.coverage, x + m.coverage, y - m.coverage, y + m.coverage}) {
		if d := m.points[i].Distance2(p); d < least || d == least && (best == None || i < best) {
			best, least = i, d
		}
	}
	return best
}

// Next returns the first change from an instant on, given what the device belongs
// to until then, and reports whether there is one before the leg is over. The
// instant must lie on the leg.
func (m *Map) Next(leg models.Leg, now units.Time, own int32) (Change, bool) {
	if leg.Rests() {
		return Change{}, false
	}
	m.exact.begin(m, &leg)
	w := m.watch(&leg, now, own)
	w.leave()
	for piece := w.from; ; {
		end := min(units.Add(piece, w.stride), w.span)
		w.enter(piece, end)
		if w.change <= end || end == w.span {
			break
		}
		piece = end
	}
	if w.change > w.span {
		return Change{}, false
	}
	return Change{units.Add(leg.Begin, w.change), m.nearestAt(&leg, w.change)}, true
}

// watch is the search for a change along one leg. Instants count from its begin.
type watch struct {
	*Map
	leg          *models.Leg
	own          int32
	from, span   units.Time
	stride       units.Time // in which the device moves by twice the radius
	change       units.Time // the first that is known, or span + 1
	startX, allX float64    // where the leg begins, and how far it leads
	startY, allY float64
}

func (m *Map) watch(leg *models.Leg, now units.Time, own int32) watch {
	w := watch{Map: m, leg: leg, own: own, from: now - leg.Begin, span: leg.End - leg.Begin}
	w.change = w.span + 1
	w.startX, w.startY = float64(leg.From.X), float64(leg.From.Y)
	w.allX, w.allY = float64(leg.To.X)-w.startX, float64(leg.To.Y)-w.startY
	length := math.Sqrt(float64(w.allX*w.allX) + float64(w.allY*w.allY))
	w.stride = units.Time(min(max(float64(w.span)*(2*float64(m.coverage)/length), 1), 1<<62))
	return w
}

// leave finds when the device leaves the radius of its own access point.
func (w *watch) leave() {
	if w.own == None {
		return
	}
	p := w.points[w.own]
	gone := func(s units.Time) bool { return !w.exact.covers(w.leg, p, s) }
	if !gone(w.span) {
		return
	}
	_, high, ok := w.disc(p)
	if !ok { // It was never within.
		high = 0
	}
	w.change = w.first(gone, w.from, w.span, w.instant(high))
}

// enter finds the first access point in the neighbourhood of a piece of the leg
// that the device changes to, at any time before the change that is known.
func (w *watch) enter(begin, end units.Time) {
	a, b := w.leg.At(w.leg.Begin+begin), w.leg.At(w.leg.Begin+end)
	far := w.coverage + 2 // for the rounding
	near := w.around(box{
		int64(min(a.X, b.X)) - far, int64(max(a.X, b.X)) + far,
		int64(min(a.Y, b.Y)) - far, int64(max(a.Y, b.Y)) + far,
	})
	for _, i := range near {
		if i != w.own {
			w.meet(i)
		}
	}
}

// nearestAt returns the nearest access point within the radius after s nanoseconds
// of the leg, of equals the one with the lowest index, or None.
func (m *Map) nearestAt(leg *models.Leg, s units.Time) int32 {
	e, best := &m.exact, None
	at := leg.At(leg.Begin + s)
	x, y, far := int64(at.X), int64(at.Y), m.coverage+2
	for _, i := range m.around(box{x - far, x + far, y - far, y + far}) {
		if !e.covers(leg, m.points[i], s) {
			continue
		}
		if best != None {
			e.away2(&e.own, leg, m.points[best], s)
			if c := e.other.Cmp(&e.own); c > 0 || c == 0 && i > best {
				continue
			}
		}
		best = i
	}
	return best
}

// Agrees reports whether the rule lets a device keep what it belongs to at an
// instant of a leg. It looks at all access points one by one.
func (m *Map) Agrees(leg models.Leg, now units.Time, own int32) bool {
	e, s := &m.exact, now-leg.Begin
	if leg.Rests() {
		leg.End, s = leg.Begin+1, 0
	}
	e.begin(m, &leg)
	if own != None && !e.covers(&leg, m.points[own], s) {
		return false
	}
	for i, p := range m.points {
		switch {
		case int32(i) == own:
		case own == None && e.covers(&leg, p, s), own != None && e.beats(&leg, p, m.points[own], s):
			return false
		}
	}
	return true
}
