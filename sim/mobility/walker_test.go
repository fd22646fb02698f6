package mobility

import (
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/rng"
)

const second = 1_000_000_000

func streams(seed rng.Seed) Streams {
	s := func(purpose string) rng.Stream { return rng.NewStream(seed, 0, "mobility/d", purpose) }
	return Streams{s("place"), s("speed"), s("pause")}
}

func fixed(v int64) rng.Dist { return rng.Must(rng.Deterministic(v)) }

func drawPoint(t *rapid.T, label string) models.Point {
	c := rapid.Int32Range(-models.PointMax, models.PointMax)
	return models.Point{X: c.Draw(t, label+".x"), Y: c.Draw(t, label+".y")}
}

// The duration is ⌈3600·⌈10⁹·√d²⌉ / v⌉, here from integers of any size.
func TestDurationsAreRoundedUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, q := drawPoint(t, "p"), drawPoint(t, "q")
		if rapid.Bool().Draw(t, "near") {
			q = models.Point{X: p.X/2 + q.X%7, Y: p.Y/2 + q.Y%7}
			p = models.Point{X: p.X / 2, Y: p.Y / 2}
		}
		v := rapid.Int64Range(-1, 1_000_000_000).Draw(t, "speed")
		got := Duration(p, q, v)
		square := new(big.Int).Mul(new(big.Int).SetUint64(p.Distance2(q)), big.NewInt(1e18))
		way := new(big.Int).Sqrt(square)
		if new(big.Int).Mul(way, way).Cmp(square) < 0 {
			way.Add(way, big.NewInt(1))
		}
		v = max(v, 3600)
		way.Mul(way, big.NewInt(3600))
		want := way.Add(way, big.NewInt(v-1)).Quo(way, big.NewInt(v))
		if !want.IsInt64() || want.Int64() != got {
			t.Fatalf("%v to %v at %d mm/h: %d ns, want %v", p, q, v, got, want)
		}
	})
}

func drawModel(t *rapid.T) Model {
	switch rapid.IntRange(0, 2).Draw(t, "model") {
	case 0:
		p := &Path{}
		at := units.Time(0)
		for range rapid.IntRange(1, 5).Draw(t, "waypoints") {
			at += units.Time(rapid.Int64Range(0, 5).Draw(t, "gap"))
			p.Waypoints = append(p.Waypoints, Waypoint{at, drawPoint(t, "waypoint")})
			at++
		}
		return p
	case 1:
		m := &RandomWaypoint{Speed: rng.Must(rng.Uniform(0, 2e7)), Anywhere: rapid.Bool().Draw(t, "anywhere")}
		m.Min, m.Max = drawPoint(t, "min"), drawPoint(t, "max")
		m.Min, m.Max = models.Point{X: min(m.Min.X, m.Max.X), Y: min(m.Min.Y, m.Max.Y)},
			models.Point{X: max(m.Min.X, m.Max.X), Y: max(m.Min.Y, m.Max.Y)}
		if rapid.Bool().Draw(t, "pauses") {
			m.Pause = rng.Must(rng.Exponential(5 * second))
		}
		return m
	default:
		var list []Place
		for range rapid.IntRange(2, 5).Draw(t, "places") {
			list = append(list, Place{drawPoint(t, "place"), rapid.Uint32Range(1, 9).Draw(t, "weight"), rng.Must(rng.Exponential(second))})
		}
		return NewPlaces(list, rng.Must(rng.Uniform(0, 2e7)))
	}
}

// Legs follow on each other without a gap or a jump, each lasts, and what was
// drawn does not depend on when it is asked for.
func TestLegsFormOneWay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := drawModel(t)
		if err := m.Validate(); err != nil {
			t.Skip(err)
		}
		home := drawPoint(t, "home")
		seed := rng.Seed(rapid.Uint64().Draw(t, "seed"))
		w, again := Start(m, home, streams(seed)), Start(m, home, streams(seed))
		last := w.Leg()
		if last.Begin != 0 {
			t.Fatalf("the first leg is %+v", last)
		}
		for range 50 {
			if again.Leg() != last {
				t.Fatalf("%+v and %+v from equal streams", last, again.Leg())
			}
			if last.End <= last.Begin || !last.To.Valid() {
				t.Fatalf("%+v does not last, or leads too far", last)
			}
			leg := w.Advance()
			again.Advance()
			if last.End == units.Never {
				if leg != last {
					t.Fatalf("%+v follows on what never ends", leg)
				}
				return
			}
			if leg.From != last.To || leg.Begin != last.End {
				t.Fatalf("%+v does not follow on %+v", leg, last)
			}
			last = leg
		}
	})
}

func TestPathMeetsItsWaypoints(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := &Path{}
		at := units.Time(0)
		for range rapid.IntRange(1, 6).Draw(t, "waypoints") {
			at += units.Time(rapid.Int64Range(0, 3).Draw(t, "gap"))
			p.Waypoints = append(p.Waypoints, Waypoint{at, drawPoint(t, "waypoint")})
			at++
		}
		w := Start(p, models.Point{X: 1}, streams(1))
		for now, k := units.Time(0), 0; now <= at; now++ {
			for leg := w.Leg(); leg.End <= now; leg = w.Advance() {
				continue
			}
			leg := w.Leg()
			switch here := leg.At(now); {
			case k < len(p.Waypoints) && p.Waypoints[k].At == now:
				if here != p.Waypoints[k].Point {
					t.Fatalf("at %v: %v, want %+v", now, here, p.Waypoints[k])
				}
				k++
			case k == 0 && here != p.Waypoints[0].Point:
				t.Fatalf("%v before the first waypoint", here)
			}
		}
	})
}

// The mean distance of two uniform points in a unit square is
// (2 + √2 + 5·ln(1 + √2))/15 = 0.5214, its variance 1/3 less the square of that
// (B. Ghosh, Random distances within a rectangle, Bull. Calcutta Math. Soc. 43, 1951).
func TestWaysInASquareHaveTheKnownMean(t *testing.T) {
	const side, n = 1_000_000, 40_000
	m := &RandomWaypoint{Max: models.Point{X: side, Y: side}, Speed: fixed(5_000_000), Anywhere: true}
	w := Start(m, models.Point{}, streams(7))
	sum := 0.0
	for range n {
		leg := w.Leg()
		sum += math.Sqrt(float64(leg.From.Distance2(leg.To))) / side
		w.Advance()
	}
	mean := (2 + math.Sqrt2 + 5*math.Asinh(1)) / 15
	// Neighbouring ways share a point, which makes them dependent; their sum varies
	// by less than three times as much.
	if sd := math.Sqrt(3 * (1./3 - mean*mean) / n); math.Abs(sum/n-mean) > 6*sd {
		t.Errorf("mean way %v, want %v ± %v", sum/n, mean, sd)
	}
}

// The chance of the next place is its weight over that of all but the present one.
func TestPlacesAreChosenByWeight(t *testing.T) {
	const n = 60_000
	list := []Place{
		{models.Point{X: 0}, 1, fixed(1)}, {models.Point{X: 1000}, 2, fixed(1)}, {models.Point{X: 2000}, 5, fixed(1)},
	}
	w := Start(NewPlaces(list, fixed(1_000_000)), models.Point{X: 900}, streams(3))
	if w.Leg().From != list[1].Point || !w.leg.Rests() {
		t.Fatalf("begins with %+v", w.Leg())
	}
	var from, to [3]float64
	for range n {
		at := w.Leg().From.X / 1000
		w.Advance()
		next := w.Advance().From.X / 1000
		from[at]++
		if at == 0 {
			to[next]++
		}
	}
	if to[0] > 0 {
		t.Error("stays where it is")
	}
	p := 2. / 7
	if sd := math.Sqrt(p * (1 - p) / from[0]); math.Abs(to[1]/from[0]-p) > 6*sd {
		t.Errorf("%v of the ways from 0 lead to 1, want %v ± %v", to[1]/from[0], p, sd)
	}
}

func TestModelsReportProblems(t *testing.T) {
	far := models.Point{X: models.PointMax + 1}
	for name, m := range map[string]Model{
		"no waypoint":  &Path{},
		"order":        &Path{[]Waypoint{{2, models.Point{}}, {2, models.Point{}}}},
		"far":          &Path{[]Waypoint{{2, far}}},
		"no area":      &RandomWaypoint{Speed: fixed(1)},
		"no speed":     &RandomWaypoint{Max: models.Point{X: 1}, Speed: fixed(0)},
		"one place":    NewPlaces([]Place{{models.Point{}, 1, fixed(1)}}, fixed(3600)),
		"no weight":    NewPlaces([]Place{{models.Point{}, 0, fixed(1)}, {models.Point{}, 1, fixed(1)}}, fixed(3600)),
		"far place":    NewPlaces([]Place{{far, 1, fixed(1)}, {models.Point{}, 1, fixed(1)}}, fixed(3600)),
		"no speed set": NewPlaces([]Place{{models.Point{}, 1, fixed(1)}, {models.Point{}, 1, fixed(1)}}, rng.Dist{}),
	} {
		if m.Validate() == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

// One degree of latitude is 111.195 km, one of longitude at 60° half of it.
func TestPlaneMeasuresDegrees(t *testing.T) {
	p := NewPlane(models.Location{LatMicrodegrees: 60_000_000, LonMicrodegrees: 10_000_000})
	at, ok := p.Point(models.Location{LatMicrodegrees: 61_000_000, LonMicrodegrees: 11_000_000})
	if !ok || at != (models.Point{X: 55_597_540, Y: 111_195_080}) {
		t.Errorf("%v %v", at, ok)
	}
	if back := p.Location(at); back != (models.Location{LatMicrodegrees: 61_000_000, LonMicrodegrees: 11_000_000}) {
		t.Errorf("back at %v", back)
	}
	if _, ok := p.Point(models.Location{LatMicrodegrees: -61_000_000}); ok {
		t.Error("the other side of the Earth is within reach")
	}
}

func TestAdvanceAllocatesNothing(t *testing.T) {
	m := &RandomWaypoint{Max: models.Point{X: 1e6, Y: 1e6}, Speed: rng.Must(rng.Uniform(1e6, 1e7)), Pause: fixed(second)}
	w := Start(m, models.Point{}, streams(1))
	if n := testing.AllocsPerRun(100, func() { w.Advance() }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}
