package mobility

import (
	"math/bits"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/rng"
)

// Model is a way to move: a *Path, *RandomWaypoint or *Places. Walkers share it.
type Model interface {
	// Validate reports every problem.
	Validate() error
	// begin returns where a walker is at instant 0.
	begin(w *Walker, home models.Point) models.Point
	// next returns where a walker that has just ended a leg goes, and when it is
	// there. The same place means a rest.
	next(w *Walker) (to models.Point, end units.Time)
}

// Streams are the sources of randomness of one walker, apart by quantity.
type Streams struct{ Place, Speed, Pause rng.Stream }

// Walker is one device on its way. It takes about 240 bytes.
type Walker struct {
	model Model
	draws Streams
	leg   models.Leg
	index int32 // of the next point of a path, or of the present place
	moves bool  // the last leg drawn was a movement
}

// Start returns a walker at instant 0 of a valid model. What home means is said
// by the model.
func Start(m Model, home models.Point, draws Streams) Walker {
	w := Walker{model: m, draws: draws}
	at := m.begin(&w, home)
	w.leg = models.Leg{From: at, To: at}
	w.Advance()
	return w
}

// Leg returns the present leg.
func (w *Walker) Leg() models.Leg { return w.leg }

// Advance begins the next leg where and when the present one ends, and returns
// it. It lasts at least one nanosecond. What never ends is kept.
func (w *Walker) Advance() models.Leg {
	if w.leg.End == units.Never {
		return w.leg
	}
	from, begin := w.leg.To, w.leg.End
	to, end := w.model.next(w)
	w.leg = models.Leg{From: from, To: to, Begin: begin, End: max(end, units.Add(begin, 1))}
	return w.leg
}

// walk returns when a walker that ends its leg now is at another place.
func (w *Walker) walk(to models.Point, speed rng.Dist) units.Time {
	v := speed.SampleInt64(&w.draws.Speed)
	return units.Add(w.leg.End, units.Time(Duration(w.leg.To, to, v)))
}

// SpeedMin is the least speed, in millimetres per hour: 1 mm/s.
const SpeedMin = 3600

// Duration returns how long a way takes in nanoseconds at a speed in millimetres
// per hour, in which both m/s and km/h are whole. The way is rounded up to whole
// billionths of a millimetre and the result to whole nanoseconds. Speeds below
// SpeedMin count as that.
func Duration(from, to models.Point, speed int64) int64 {
	const square = 1_000_000_000 * 1_000_000_000
	hi, lo := bits.Mul64(from.Distance2(to), square)
	return units.MulDivCeil(int64(rootCeil(hi, lo)), 3600, max(speed, SpeedMin))
}

// rootCeil returns the square root of a number below 2^126, rounded up.
func rootCeil(hi, lo uint64) uint64 {
	root := uint64(0)
	for bit := uint64(1) << 62; bit > 0; bit >>= 1 {
		h, l := bits.Mul64(root+bit, root+bit)
		if h < hi || h == hi && l <= lo {
			root += bit
		}
	}
	if h, l := bits.Mul64(root, root); h != hi || l != lo {
		root++
	}
	return root
}
