package mobility

import (
	"errors"
	"fmt"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/rng"
)

// RandomWaypoint walks between places that are uniform in a rectangle.
type RandomWaypoint struct {
	Min, Max models.Point // corners of the rectangle, both in it
	Speed    rng.Dist     // mm/h, drawn for each way
	Pause    rng.Dist     // nanoseconds at each place; zero value: none
	// Anywhere draws where a device begins, instead of letting it begin at home.
	Anywhere bool
}

// Validate checks that the rectangle has an extent, and that the speed is
// positive on average.
func (m *RandomWaypoint) Validate() error {
	var errs []error
	if !m.Min.Valid() || !m.Max.Valid() || m.Min.X > m.Max.X || m.Min.Y > m.Max.Y || m.Min == m.Max {
		errs = append(errs, fmt.Errorf("the area from %v to %v is not a rectangle", m.Min, m.Max))
	}
	return errors.Join(append(errs, checkSpeed(m.Speed))...)
}

// checkSpeed checks that a speed is not below SpeedMin on average.
func checkSpeed(d rng.Dist) error {
	if d.IsZero() || d.Mean() < SpeedMin {
		return errors.New("the mean speed is below 1 mm/s")
	}
	return nil
}

func (m *RandomWaypoint) begin(w *Walker, home models.Point) models.Point {
	if m.Anywhere {
		return m.place(w)
	}
	return home
}

// place draws a place.
func (m *RandomWaypoint) place(w *Walker) models.Point {
	draw := func(low, high int32) int32 {
		return int32(int64(low) + int64(w.draws.Place.Uint64N(uint64(int64(high)-int64(low))+1)))
	}
	x := draw(m.Min.X, m.Max.X)
	return models.Point{X: x, Y: draw(m.Min.Y, m.Max.Y)}
}

func (m *RandomWaypoint) next(w *Walker) (models.Point, units.Time) {
	if w.moves && !m.Pause.IsZero() {
		w.moves = false
		return w.leg.To, units.Add(w.leg.End, units.Time(m.Pause.SampleInt64(&w.draws.Pause)))
	}
	w.moves = true
	to := m.place(w)
	return to, w.walk(to, m.Speed)
}
