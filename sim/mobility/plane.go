package mobility

import (
	"math"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/sim/detmath"
)

// mmPerMicrodegree is the length of a millionth of a degree of latitude on a
// sphere with the mean radius of the Earth, 6371008.8 m (IUGG).
const mmPerMicrodegree = 6371008.8 * 1000 * math.Pi / 180 / 1e6

// Plane maps positions on the Earth to points near an origin and back, by the
// equirectangular approximation.
type Plane struct {
	origin models.Location
	x      float64 // millimetres per microdegree of longitude
}

// NewPlane returns the plane around an origin, which must not be a pole.
func NewPlane(origin models.Location) Plane {
	return Plane{origin, mmPerMicrodegree * detmath.Cos(float64(origin.LatMicrodegrees)*(math.Pi/180e6))}
}

// Point returns where a position lies on the plane, rounded to millimetres, and
// whether it is within models.PointMax.
func (p *Plane) Point(at models.Location) (models.Point, bool) {
	x := math.Round(float64(int64(at.LonMicrodegrees)-int64(p.origin.LonMicrodegrees)) * p.x)
	y := math.Round(float64(int64(at.LatMicrodegrees)-int64(p.origin.LatMicrodegrees)) * mmPerMicrodegree)
	if max(math.Abs(x), math.Abs(y)) > models.PointMax {
		return models.Point{}, false
	}
	return models.Point{X: int32(x), Y: int32(y)}, true
}

// Location returns the position of a point, rounded to microdegrees: to 111 mm of
// latitude.
func (p *Plane) Location(at models.Point) models.Location {
	return models.Location{
		LatMicrodegrees: p.origin.LatMicrodegrees + int32(math.Round(float64(at.Y)/mmPerMicrodegree)),
		LonMicrodegrees: p.origin.LonMicrodegrees + int32(math.Round(float64(at.X)/p.x)),
	}
}
