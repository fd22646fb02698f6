package mobility

import (
	"errors"
	"fmt"
	"sort"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/rng"
)

// Place is where devices stay for a while.
type Place struct {
	Point  models.Point
	Weight uint32   // how often it is chosen, relative to the others; at least 1
	Dwell  rng.Dist // nanoseconds
}

// Places walks from place to place. The next is drawn by weight from all but the
// present one. A device begins with a stay at the place nearest to home, of equals
// the first.
type Places struct {
	list  []Place
	speed rng.Dist
	upTo  []uint64 // sums of weights, each with that of its place
}

// NewPlaces returns the model, given at least two places, and speeds in millimetres
// per hour.
func NewPlaces(list []Place, speed rng.Dist) *Places {
	m := &Places{list: list, speed: speed, upTo: make([]uint64, len(list))}
	sum := uint64(0)
	for i := range list {
		sum += uint64(list[i].Weight)
		m.upTo[i] = sum
	}
	return m
}

// Validate checks the number of places, and each of them.
func (m *Places) Validate() error {
	var errs []error
	if len(m.list) < 2 {
		errs = append(errs, errors.New("there must be two places at least"))
	}
	for i := range m.list {
		x := &m.list[i]
		if !x.Point.Valid() || x.Weight < 1 || x.Dwell.IsZero() {
			errs = append(errs, fmt.Errorf("place %d needs a point that is not too far away, a positive weight and a time to stay", i))
		}
	}
	return errors.Join(append(errs, checkSpeed(m.speed))...)
}

func (m *Places) begin(w *Walker, home models.Point) models.Point {
	for i := range m.list {
		if m.list[i].Point.Distance2(home) < m.list[w.index].Point.Distance2(home) {
			w.index = int32(i)
		}
	}
	w.moves = true
	return m.list[w.index].Point
}

func (m *Places) next(w *Walker) (models.Point, units.Time) {
	if w.moves {
		w.moves = false
		return w.leg.To, units.Add(w.leg.End, units.Time(m.list[w.index].Dwell.SampleInt64(&w.draws.Pause)))
	}
	w.moves = true
	own := uint64(m.list[w.index].Weight)
	before := m.upTo[w.index] - own
	u := w.draws.Place.Uint64N(m.upTo[len(m.upTo)-1] - own)
	if u >= before {
		u += own
	}
	w.index = int32(sort.Search(len(m.upTo), func(i int) bool { return m.upTo[i] > u }))
	to := m.list[w.index].Point
	return to, w.walk(to, m.speed)
}
