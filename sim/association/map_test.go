package association

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
)

func drawPoint(t *rapid.T, reach int32, label string) models.Point {
	c := rapid.Int32Range(-reach, reach)
	return models.Point{X: c.Draw(t, label+".x"), Y: c.Draw(t, label+".y")}
}

func drawConfig(t *rapid.T, reach int32, pointsMax int) *Config {
	c := &Config{Coverage: int64(rapid.Int32Range(1, reach).Draw(t, "coverage"))}
	c.Hysteresis = rapid.Int64Range(0, c.Coverage/2).Draw(t, "hysteresis")
	for range rapid.IntRange(1, pointsMax).Draw(t, "points") {
		c.Points = append(c.Points, drawPoint(t, reach, "point"))
	}
	return c
}

// A device walks over a small lattice, where every nanosecond can be looked at.
func TestChangesAreThoseOfTheSlowTwin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const reach = 20
		c := drawConfig(t, reach, 7)
		m, err := New(c)
		if err != nil {
			t.Fatal(err)
		}
		n := naive{c}
		at := units.Time(rapid.Int64Range(0, 50).Draw(t, "begin"))
		from := drawPoint(t, reach, "start")
		own := m.Nearest(from)
		if want, _ := n.wants(&models.Leg{From: from, To: from}, None, 0); want != own {
			t.Fatalf("nearest to %v is %d, want %d", from, own, want)
		}
		for range rapid.IntRange(1, 4).Draw(t, "legs") {
			leg := models.Leg{From: from, To: drawPoint(t, reach, "to"), Begin: at}
			leg.End = at + units.Time(rapid.Int64Range(1, 60).Draw(t, "span"))
			for now := leg.Begin; ; {
				if _, change := n.wants(&leg, own, now); m.Agrees(leg, now, own) == change {
					t.Fatalf("at %v, %d is as it should be: %v", now, own, change)
				}
				got, ok := m.Next(leg, now, own)
				want, wanted := n.next(leg, now, own)
				if ok != wanted || got != want {
					t.Fatalf("from %d on %+v at %v: %+v %v, want %+v %v", own, leg, now, got, ok, want, wanted)
				}
				if !ok {
					break
				}
				now, own = got.At, got.To
			}
			at, from = leg.End, leg.To
		}
	})
}

// On the scale of a city only the instants next to a change can be looked at, and
// some in between.
func TestChangesOfACityAreExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const reach = 3_000_000
		c := drawConfig(t, reach/4, 1)
		c.Points = nil
		for range rapid.IntRange(1, 40).Draw(t, "points") {
			c.Points = append(c.Points, drawPoint(t, reach, "point"))
		}
		m, err := New(c)
		if err != nil {
			t.Fatal(err)
		}
		n := naive{c}
		leg := models.Leg{From: drawPoint(t, reach, "from"), To: drawPoint(t, reach, "to")}
		leg.End = units.Time(rapid.Int64Range(1, 1<<53).Draw(t, "span"))
		now, own := leg.Begin, m.Nearest(leg.From)
		for range 1000 {
			got, ok := m.Next(leg, now, own)
			last := leg.End
			if ok {
				if to, change := n.wants(&leg, own, got.At); !change || to != got.To {
					t.Fatalf("at %v from %d: to %d %v, but changes to %d", got.At, own, to, change, got.To)
				}
				last = got.At - 1
			}
			for k := range units.Time(8) {
				if s := now + (last-now)/8*k + (last-now)%8*k/8; s <= last {
					if to, change := n.wants(&leg, own, s); change {
						t.Fatalf("from %d at %v: missed the change to %d at %v, found %+v %v", own, now, to, s, got, ok)
					}
				}
			}
			if last >= now {
				if to, change := n.wants(&leg, own, last); change {
					t.Fatalf("from %d at %v: the change to %d was there at %v already, found %+v", own, now, to, last, got)
				}
			}
			if !ok {
				return
			}
			if now, own = got.At, got.To; own == None && last < now {
				continue
			}
		}
		t.Fatal("the changes do not end")
	})
}

// Access points at 0, 100 and 200 m and a device that walks at 1 m/s past them:
// with a margin of h it changes where it is nearer to the next by h.
func TestWalkAlongALine(t *testing.T) {
	m, err := New(&Config{Points: []models.Point{{}, {X: 100_000}, {X: 200_000}}, Coverage: 120_000, Hysteresis: 10_000})
	if err != nil {
		t.Fatal(err)
	}
	const second = 1_000_000_000
	leg := models.Leg{To: models.Point{X: 400_000}, End: 400 * second}
	now, own := units.Time(0), m.Nearest(leg.From)
	// x − 0 > (100 − x) + 10 from 55 m on, and coverage of the last ends at 320 m;
	// both are strict, hence the nanosecond.
	for _, want := range []Change{{55*second + 1, 1}, {155*second + 1, 2}, {320*second + 1, None}} {
		got, ok := m.Next(leg, now, own)
		if !ok || got != want {
			t.Fatalf("%+v %v, want %+v", got, ok, want)
		}
		now, own = got.At, got.To
	}
	if got, ok := m.Next(leg, now, own); ok {
		t.Fatalf("%+v behind the last", got)
	}
}

func TestTouchingADiscCountsAtAWholeNanosecond(t *testing.T) {
	m, err := New(&Config{Points: []models.Point{{X: 10, Y: 5}}, Coverage: 5})
	if err != nil {
		t.Fatal(err)
	}
	leg := models.Leg{To: models.Point{X: 20}, End: 40}
	if got, ok := m.Next(leg, 0, None); !ok || got != (Change{20, 0}) {
		t.Fatalf("%+v %v", got, ok)
	}
	if got, ok := m.Next(leg, 20, 0); !ok || got != (Change{21, None}) {
		t.Fatalf("%+v %v", got, ok)
	}
}

func TestSearchAllocatesNothing(t *testing.T) {
	var c Config
	for i := range int32(400) {
		c.Points = append(c.Points, models.Point{X: i % 20 * 150_000, Y: i / 20 * 150_000})
	}
	c.Coverage, c.Hysteresis = 200_000, 10_000
	m, err := New(&c)
	if err != nil {
		t.Fatal(err)
	}
	leg := models.Leg{From: models.Point{X: 10_000, Y: 20_000}, To: models.Point{X: 2_900_000, Y: 2_000_000}, End: 2_500_000_000_000}
	walk := func() {
		now, own := leg.Begin, m.Nearest(leg.From)
		for {
			got, ok := m.Next(leg, now, own)
			if !ok {
				return
			}
			now, own = got.At, got.To
		}
	}
	walk()
	if n := testing.AllocsPerRun(5, walk); n > 0 {
		t.Errorf("%v allocations for a walk", n)
	}
}

func TestConfigurationReportsEveryProblem(t *testing.T) {
	for _, c := range []Config{
		{},
		{Points: []models.Point{{}}, Coverage: 10, Hysteresis: 11},
		{Points: []models.Point{{X: models.PointMax + 1}}, Coverage: 10},
		{Points: []models.Point{{}}, Coverage: CoverageMax + 1},
	} {
		if _, err := New(&c); err == nil {
			t.Errorf("%+v is accepted", c)
		}
	}
}

func BenchmarkNext(b *testing.B) {
	var c Config
	for i := range int32(10_000) {
		c.Points = append(c.Points, models.Point{X: i % 100 * 150_000, Y: i / 100 * 150_000})
	}
	c.Coverage, c.Hysteresis = 200_000, 10_000
	m, err := New(&c)
	if err != nil {
		b.Fatal(err)
	}
	leg := models.Leg{From: models.Point{X: 10_000, Y: 20_000}, To: models.Point{X: 14_000_000, Y: 13_000_000}, End: 20_000_000_000_000}
	now, own := leg.Begin, m.Nearest(leg.From)
	for b.Loop() {
		got, ok := m.Next(leg, now, own)
		if !ok {
			now, own = leg.Begin, m.Nearest(leg.From)
			continue
		}
		now, own = got.At, got.To
	}
}
