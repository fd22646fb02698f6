package plots

import (
	"fmt"
	"image/color"
	"math"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Map is the data of a figure of access points and the ways of mobile nodes, on a
// plane in metres.
type Map struct {
	Title    string
	Subtitle string
	Sites    []Site
	Ways     []Way
	Devices  int // in all; those in Ways are some of them
}

// Site is an access point.
type Site struct{ X, Y, Reach float64 }

// Way is where a device went, along straight lines.
type Way struct {
	Name string
	X, Y []float64
}

// mapHeight is the most that a map is high.
const mapHeight = 16 * vg.Centimeter

// reachColour fills what an access point covers.
func reachColour() color.NRGBA { return color.NRGBA{0x56, 0xb4, 0xe9, 0x18} }

// bounds returns the least rectangle around everything.
func (m *Map) bounds() (low, high vg.Point) {
	first := true
	add := func(x, y float64) {
		p := vg.Point{X: vg.Length(x), Y: vg.Length(y)}
		if first {
			low, high, first = p, p, false
		}
		low = vg.Point{X: min(low.X, p.X), Y: min(low.Y, p.Y)}
		high = vg.Point{X: max(high.X, p.X), Y: max(high.Y, p.Y)}
	}
	for _, s := range m.Sites {
		add(s.X-s.Reach, s.Y-s.Reach)
		add(s.X+s.Reach, s.Y+s.Reach)
	}
	for _, w := range m.Ways {
		for i := range w.X {
			add(w.X[i], w.Y[i])
		}
	}
	if high.X-low.X < 1 {
		high.X = low.X + 1
	}
	if high.Y-low.Y < 1 {
		high.Y = low.Y + 1
	}
	return low, high
}

// DrawMap returns a figure with access points, what they cover, and ways, to
// scale.
func DrawMap(m *Map) *Figure {
	low, high := m.bounds()
	const head = 2.2 * vg.Centimeter // for titles, legend and margins
	inside := runWidth - 2*margin
	height := inside * (high.Y - low.Y) / (high.X - low.X)
	return &Figure{width: runWidth, height: min(max(height+head, 5*vg.Centimeter), mapHeight), paint: m.paint}
}

func (m *Map) paint(p *pen) {
	p = p.within(draw.Crop(p.Canvas, margin, -margin, margin, -margin).Rectangle)
	p = p.title(m.Title, m.Subtitle)
	ways := "ways of the devices"
	if len(m.Ways) < m.Devices {
		ways = fmt.Sprintf("ways of %d of %d devices", len(m.Ways), m.Devices)
	}
	p = p.legend([]key{{label: "access points and what they cover", fill: reachColour()}, {label: ways, line: seriesStyle(0)}})
	low, high := m.bounds()
	unit := min((p.Max.X-p.Min.X)/(high.X-low.X), (p.Max.Y-p.Min.Y)/(high.Y-low.Y))
	corner := vg.Point{X: p.Center().X - unit*(high.X-low.X)/2, Y: p.Center().Y - unit*(high.Y-low.Y)/2}
	at := func(x, y float64) vg.Point {
		return vg.Point{X: corner.X + unit*(vg.Length(x)-low.X), Y: corner.Y + unit*(vg.Length(y)-low.Y)}
	}
	for _, s := range m.Sites {
		p.FillPolygon(reachColour(), circle(at(s.X, s.Y), unit*vg.Length(s.Reach)))
	}
	for i, w := range m.Ways {
		pts := make([]vg.Point, len(w.X))
		for k := range w.X {
			pts[k] = at(w.X[k], w.Y[k])
		}
		style := seriesStyle(i)
		style.Width = axisWidth
		p.StrokeLines(style, pts)
		if len(pts) > 0 {
			p.FillPolygon(style.Color, circle(pts[len(pts)-1], 1.6))
		}
	}
	for _, s := range m.Sites {
		p.tip(ink(), at(s.X, s.Y))
	}
	p.scaleBar(unit)
}

// circle returns a polygon that looks like one.
func circle(at vg.Point, radius vg.Length) []vg.Point {
	const corners = 48
	out := make([]vg.Point, corners)
	for i := range out {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / corners)
		out[i] = vg.Point{X: at.X + radius*vg.Length(cos), Y: at.Y + radius*vg.Length(sin)}
	}
	return out
}

// scaleBar draws how long a round distance is, given the length of a metre.
func (p *pen) scaleBar(unit vg.Length) {
	const about = 60
	metres := nice(about / float64(unit))
	label := fmt.Sprintf("%g m", metres)
	if metres >= 1000 {
		label = fmt.Sprintf("%g km", metres/1000)
	}
	style := draw.LineStyle{Color: ink(), Width: lineWidth}
	end := p.Min.X + unit*vg.Length(metres)
	p.StrokeLine2(style, p.Min.X, p.Min.Y, end, p.Min.Y)
	p.write(p.plain, vg.Point{X: end + 3, Y: p.Min.Y}, 0, 0, label)
}
