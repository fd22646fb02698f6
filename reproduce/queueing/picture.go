package queueing

import (
	"errors"
	"fmt"
	"image/color"
	"math"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/littoral-sim/littoral/reproduce/internal/paper"
)

// Sizes of the picture. Its height grows with the number of rows.
const (
	pictureWidth = vg.Length(7 * 72)
	pictureDPI   = 160
	rowHeight    = vg.Length(11)
	textSize     = vg.Length(8)
	titleSize    = vg.Length(10)

	topMargin    = vg.Length(44)
	bottomMargin = vg.Length(36)
	sideMargin   = vg.Length(8)
	quantityAt   = vg.Length(132) // left end of the quantities
	areaFrom     = vg.Length(238) // left end of the plot
	areaUntil    = pictureWidth - 52
)

// axisEnd is the greatest z on the axis. What lies beyond is drawn there.
const axisEnd = 7

// usualBand is within what z is expected to lie in 95 of 100 rows.
const usualBand = 2

// errEmpty is returned for the picture of a report without rows.
var errEmpty = errors.New("nothing was compared, so there is nothing to draw")

// PNG returns the picture as a PNG image: the z of every row, the band of two
// standard deviations and that of six. It returns an error for a report without
// rows.
func (r *Report) PNG() ([]byte, error) {
	if len(r.Rows) == 0 {
		return nil, errEmpty
	}
	return paper.PNG(r.size(), func(c *paper.Sheet) { r.paint(newSheet(c)) })
}

// SVG returns the picture of PNG as an SVG image with its fonts inside.
func (r *Report) SVG() ([]byte, error) {
	if len(r.Rows) == 0 {
		return nil, errEmpty
	}
	return paper.SVG(r.size(), func(c *paper.Sheet) { r.paint(newSheet(c)) })
}

func (r *Report) size() paper.Size {
	return paper.Size{Width: pictureWidth, Height: topMargin + bottomMargin + rowHeight*vg.Length(len(r.Rows)), DPI: pictureDPI}
}

// sheet is a canvas with an axis of z.
type sheet struct{ *paper.Sheet }

func newSheet(c *paper.Sheet) *sheet { return &sheet{c} }

// x returns the place of a z.
func (s *sheet) x(z float64) vg.Length {
	z = max(-axisEnd, min(axisEnd, z))
	return s.Min.X + areaFrom + vg.Length((z+axisEnd)/(2*axisEnd))*(areaUntil-areaFrom)
}

// paint draws the title, the bands, the axis and the rows.
func (r *Report) paint(s *sheet) {
	top, bottom := s.Max.Y-topMargin, s.Min.Y+bottomMargin
	s.Write(vg.Point{X: s.Min.X + sideMargin, Y: s.Max.Y - 8}, 0, -1, titleSize,
		fmt.Sprintf("Simulation beside queueing theory: %d of %d rows agree", len(r.Rows)-len(r.Failures()), len(r.Rows)))
	head := top + 6
	s.Write(vg.Point{X: s.Min.X + sideMargin, Y: head}, 0, 0, textSize, "model")
	s.Write(vg.Point{X: s.Min.X + quantityAt, Y: head}, 0, 0, textSize, "quantity")
	s.Write(vg.Point{X: s.x(0), Y: head}, -0.5, 0, textSize, "deviation from theory")
	s.Write(vg.Point{X: s.Max.X - sideMargin, Y: head}, -1, 0, textSize, "least bias")
	s.band(Bound, top, bottom, color.NRGBA{0xee, 0xf3, 0xf8, 0xff})
	s.band(usualBand, top, bottom, color.NRGBA{0xd3, 0xe2, 0xf0, 0xff})
	s.axis(top, bottom)
	y := top - rowHeight/2
	for i := range r.Rows {
		s.row(&r.Rows[i], y, i > 0 && r.Rows[i-1].Model == r.Rows[i].Model)
		y -= rowHeight
	}
}

// band fills the plot between two opposite z.
func (s *sheet) band(z float64, top, bottom vg.Length, c color.Color) {
	low, high := s.x(-z), s.x(z)
	s.FillPolygon(c, []vg.Point{{X: low, Y: bottom}, {X: high, Y: bottom}, {X: high, Y: top}, {X: low, Y: top}})
}

// axis draws the axis below the plot, its name, and the line of no deviation.
func (s *sheet) axis(top, bottom vg.Length) {
	ink := draw.LineStyle{Color: paper.Ink(), Width: 0.6}
	s.StrokeLine2(ink, s.x(-axisEnd), bottom, s.x(axisEnd), bottom)
	s.StrokeLine2(draw.LineStyle{Color: color.NRGBA{0x88, 0x88, 0x88, 0xff}, Width: 0.5}, s.x(0), bottom, s.x(0), top)
	for z := -Bound; z <= Bound; z += usualBand {
		x := s.x(float64(z))
		s.StrokeLine2(ink, x, bottom, x, bottom-2.5)
		s.Write(vg.Point{X: x, Y: bottom - 4}, -0.5, -1, textSize, fmt.Sprintf("%d", z))
	}
	s.Write(vg.Point{X: s.x(0), Y: s.Min.Y + 8}, -0.5, 0, textSize, "in standard deviations of the estimate, by theory")
}

// row draws one row. Its model is not written again below itself. A dot is a
// triangle where the row differs.
func (s *sheet) row(row *Row, y vg.Length, again bool) {
	if !again {
		s.Write(vg.Point{X: s.Min.X + sideMargin, Y: y}, 0, -0.5, textSize, row.Model)
	}
	s.Write(vg.Point{X: s.Min.X + quantityAt, Y: y}, 0, -0.5, textSize, row.Quantity)
	s.Write(vg.Point{X: s.Max.X - sideMargin, Y: y}, -1, -0.5, textSize, fmt.Sprintf("%.2f %%", 100*row.MDB))
	style := draw.GlyphStyle{Color: color.NRGBA{0x00, 0x5a, 0x9c, 0xff}, Radius: 2.6, Shape: draw.CircleGlyph{}}
	if !row.Agrees() {
		style.Color, style.Shape, style.Radius = color.NRGBA{0xc0, 0x20, 0x10, 0xff}, draw.PyramidGlyph{}, 3.4
	}
	z := row.Z
	if math.IsNaN(z) {
		z = axisEnd
	}
	s.DrawGlyph(style, vg.Point{X: s.x(z), Y: y})
}
