package mobility

import (
	"errors"
	"fmt"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
)

// Waypoint is a place and when a device is there.
type Waypoint struct {
	At    units.Time
	Point models.Point
}

// Path leads from one waypoint to the next along straight lines. A device stands
// at the first until its instant, and at the last from then on.
type Path struct{ Waypoints []Waypoint }

// Validate checks that there is a waypoint, and that instants increase.
func (p *Path) Validate() error {
	var errs []error
	if len(p.Waypoints) == 0 {
		errs = append(errs, errors.New("a path needs a waypoint"))
	}
	last := units.Time(-1)
	for i, x := range p.Waypoints {
		if x.At <= last || x.At == units.Never {
			errs = append(errs, fmt.Errorf("waypoint %d at %v does not come after %v", i, x.At, last))
		}
		if !x.Point.Valid() {
			errs = append(errs, fmt.Errorf("waypoint %d is too far away", i))
		}
		last = max(last, x.At)
	}
	return errors.Join(errs...)
}

// begin ignores home.
func (p *Path) begin(*Walker, models.Point) models.Point { return p.Waypoints[0].Point }

func (p *Path) next(w *Walker) (models.Point, units.Time) {
	if int(w.index) < len(p.Waypoints) && p.Waypoints[w.index].At == w.leg.End {
		w.index++ // Only the first can be where and when the walker begins.
	}
	if int(w.index) == len(p.Waypoints) {
		return w.leg.To, units.Never
	}
	x := p.Waypoints[w.index]
	w.index++
	return x.Point, x.At
}
