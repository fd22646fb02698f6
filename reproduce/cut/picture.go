package cut

import (
	"errors"
	"fmt"
	"image/color"
	"math"
	"time"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/littoral-sim/littoral/reproduce/internal/paper"
)

// Sizes of the picture.
const (
	pictureWidth  = vg.Length(7.2 * 72)
	panelHeight   = vg.Length(82)
	panelGap      = vg.Length(22)
	topMargin     = vg.Length(62)
	bottomMargin  = vg.Length(34)
	leftMargin    = vg.Length(44)
	rightMargin   = vg.Length(14)
	pictureDPI    = 160
	textSize      = vg.Length(8)
	titleSize     = vg.Length(11)
	horizon       = 90 * time.Minute
	minutesPerBar = 10
)

// panel is one of the panels below each other.
type panel struct {
	title string
	line  func(*Story) []Point
}

func panels() []panel {
	return []panel{
		{"Instances of the twelve tasks that run", func(s *Story) []Point { return s.Copies }},
		{"Work lost so far (core-hours)", func(s *Story) []Point { return s.Wasted }},
		{"Readings that wait for the cloud", func(s *Story) []Point { return s.Held }},
		{"Readings lost so far", func(s *Story) []Point { return s.Missed }},
	}
}

// errEmpty is returned for the picture of a report without stories.
var errEmpty = errors.New("nothing was played, so there is nothing to draw")

// PNG returns both stories over time as a PNG image.
func (r *Report) PNG() ([]byte, error) {
	if len(r.Stories) == 0 {
		return nil, errEmpty
	}
	return paper.PNG(size(), r.paint)
}

// SVG returns the picture of PNG as an SVG image with its fonts inside.
func (r *Report) SVG() ([]byte, error) {
	if len(r.Stories) == 0 {
		return nil, errEmpty
	}
	return paper.SVG(size(), r.paint)
}

func size() paper.Size {
	n := vg.Length(len(panels()))
	return paper.Size{Width: pictureWidth, Height: topMargin + bottomMargin + n*panelHeight + (n-1)*panelGap, DPI: pictureDPI}
}

// lineOf is how a story is drawn: solid blue, then dashed orange, in the colours of
// M. Okabe and K. Ito, "Color Universal Design" (2008).
func lineOf(i int) draw.LineStyle {
	if i == 0 {
		return draw.LineStyle{Color: color.NRGBA{0xd5, 0x5e, 0x00, 0xff}, Width: 1.4}
	}
	return draw.LineStyle{Color: color.NRGBA{0x00, 0x72, 0xb2, 0xff}, Width: 1.4, Dashes: []vg.Length{5, 2}}
}

// paint draws the title, the legend and the panels.
func (r *Report) paint(s *paper.Sheet) {
	s.Write(vg.Point{X: s.Min.X + 8, Y: s.Max.Y - 8}, 0, -1, titleSize, "The uplink of a site is cut for 20 minutes")
	x, y := s.Min.X+8, s.Max.Y-34
	for i := range r.Stories {
		label := []string{"evict and replace: ", "autonomous site: "}[i%2] + r.Stories[i].Name
		s.StrokeLine2(lineOf(i), x, y, x+22, y)
		s.Write(vg.Point{X: x + 26, Y: y}, 0, -0.5, textSize, label)
		x += 26 + s.Width(textSize, label) + 16
	}
	s.FillPolygon(cutColour(), box(x, y-4, x+14, y+4))
	s.Write(vg.Point{X: x + 18, Y: y}, 0, -0.5, textSize, "no uplink")
	top := s.Max.Y - topMargin
	for k, p := range panels() {
		low := top - vg.Length(k)*(panelHeight+panelGap) - panelHeight
		r.paintPanel(s, &frame{s, s.Min.X + leftMargin, low, s.Max.X - rightMargin, low + panelHeight, 1}, &p, k == len(panels())-1, k == 0)
	}
}

func cutColour() color.Color { return color.NRGBA{0xea, 0xea, 0xea, 0xff} }

func box(x0, y0, x1, y1 vg.Length) []vg.Point {
	return []vg.Point{{X: x0, Y: y0}, {X: x1, Y: y0}, {X: x1, Y: y1}, {X: x0, Y: y1}}
}

// frame is the area of a panel, with a vertical axis from 0 to top.
type frame struct {
	*paper.Sheet
	x0, y0, x1, y1 vg.Length
	top            float64
}

func (f *frame) x(at int64) vg.Length {
	return f.x0 + vg.Length(float64(at)/float64(horizon))*(f.x1-f.x0)
}

func (f *frame) y(v float64) vg.Length { return f.y0 + vg.Length(v/f.top)*(f.y1-f.y0) }

// paintPanel draws one panel; the last one has the axis of time, the first one
// says what happens when.
func (r *Report) paintPanel(s *paper.Sheet, f *frame, p *panel, last, marks bool) {
	f.top = r.roof(p)
	c := &r.Stories[0]
	s.FillPolygon(cutColour(), box(f.x(c.Cut), f.y0, f.x(c.Restored), f.y1))
	s.Write(vg.Point{X: f.x0, Y: f.y1 + 4}, 0, 0, textSize, p.title)
	f.axes(last)
	for i := range r.Stories {
		f.steps(lineOf(i), p.line(&r.Stories[i]))
	}
	if !marks {
		return
	}
	f.mark(c.Lost, 0.93, 0, "lost")
	if c.Evicted != 0 {
		f.mark(c.Evicted, 0.93, 0, "evicted, replaced")
	}
	f.mark(c.Restored, 0.93, 0, "uplink back")
	for i := range r.Stories {
		f.mark(r.Stories[i].Results, 0.30, -1, "results")
	}
}

// roof returns a round number that no line of a panel exceeds.
func (r *Report) roof(p *panel) float64 {
	most := 1.0
	for i := range r.Stories {
		for _, x := range p.line(&r.Stories[i]) {
			most = max(most, x.Value)
		}
	}
	unit := math.Pow(10, math.Floor(math.Log10(most)))
	for _, k := range []float64{1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10} {
		if most*1.08 <= k*unit {
			return k * unit
		}
	}
	return 12 * unit
}

// axes draws the frame, three values on the vertical axis, and on the last panel
// the minutes.
func (f *frame) axes(last bool) {
	ink := draw.LineStyle{Color: paper.Ink(), Width: 0.6}
	f.StrokeLine2(ink, f.x0, f.y0, f.x1, f.y0)
	f.StrokeLine2(ink, f.x0, f.y0, f.x0, f.y1)
	for k := range 3 {
		v := f.top * float64(k) / 2
		f.StrokeLine2(ink, f.x0-2.5, f.y(v), f.x0, f.y(v))
		f.Write(vg.Point{X: f.x0 - 5, Y: f.y(v)}, -1, -0.5, textSize, number(v))
	}
	for m := 0; m <= int(horizon.Minutes()); m += minutesPerBar {
		x := f.x(int64(m) * int64(time.Minute))
		f.StrokeLine2(ink, x, f.y0, x, f.y0-2.5)
		if last {
			f.Write(vg.Point{X: x, Y: f.y0 - 5}, -0.5, -1, textSize, fmt.Sprint(m))
		}
	}
	if last {
		f.Write(vg.Point{X: (f.x0 + f.x1) / 2, Y: f.y0 - 17}, -0.5, -1, textSize, "simulated time (min)")
	}
}

// number writes a value of an axis.
func number(v float64) string {
	if v >= 1000 && v == math.Trunc(v) {
		return paper.Thousands(int64(v))
	}
	return fmt.Sprintf("%g", v)
}

// steps draws a value that holds until the next one.
func (f *frame) steps(style draw.LineStyle, points []Point) {
	line := []vg.Point{{X: f.x0, Y: f.y(0)}}
	for _, p := range points {
		x := f.x(p.At)
		line = append(line, vg.Point{X: x, Y: line[len(line)-1].Y}, vg.Point{X: x, Y: f.y(p.Value)})
	}
	f.StrokeLines(style, line)
}

// mark says what happened at an instant, at a height from 0 to 1; the words begin
// there, or end there when align is -1.
func (f *frame) mark(at int64, height, align float64, words string) {
	thin := draw.LineStyle{Color: color.NRGBA{0x77, 0x77, 0x77, 0xff}, Width: 0.5, Dashes: []vg.Length{2, 2}}
	f.StrokeLine2(thin, f.x(at), f.y0, f.x(at), f.y1)
	shift := vg.Length(2)
	if align < 0 {
		shift = -2
	}
	f.Write(vg.Point{X: f.x(at) + shift, Y: f.y0 + vg.Length(height)*(f.y1-f.y0)}, align, -0.5, textSize-1, words)
}
