package edge

import (
	"errors"
	"fmt"
	"image/color"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/littoral-sim/littoral/reproduce/internal/paper"
)

// Sizes of the picture. Its height grows with the number of rows.
const (
	pictureWidth = vg.Length(7.6 * 72)
	pictureDPI   = 160
	rowHeight    = vg.Length(11)
	textSize     = vg.Length(8)
	titleSize    = vg.Length(10)

	topMargin    = vg.Length(44)
	bottomMargin = vg.Length(36)
	sideMargin   = vg.Length(8)
	quantityAt   = vg.Length(66)  // left end of the quantities
	areaFrom     = vg.Length(300) // left end of the plot
	areaUntil    = pictureWidth - 122
	valueUntil   = pictureWidth - 40 // right end of the values
	unitAt       = pictureWidth - 36 // left end of the units
)

// axisEnd is the greatest deviation on the axis, in parts of what is allowed. What
// lies beyond is drawn there.
const axisEnd = 1.25

// errEmpty is returned for the picture of a report without rows.
var errEmpty = errors.New("nothing was compared, so there is nothing to draw")

// PNG returns the picture as a PNG image: how far each row is off, in parts of what
// is allowed. It returns an error for a report without rows.
func (r *Report) PNG() ([]byte, error) {
	if len(r.Rows) == 0 {
		return nil, errEmpty
	}
	return paper.PNG(r.size(), r.paint)
}

// SVG returns the picture of PNG as an SVG image with its fonts inside.
func (r *Report) SVG() ([]byte, error) {
	if len(r.Rows) == 0 {
		return nil, errEmpty
	}
	return paper.SVG(r.size(), r.paint)
}

func (r *Report) size() paper.Size {
	return paper.Size{Width: pictureWidth, Height: topMargin + bottomMargin + rowHeight*vg.Length(len(r.Rows)), DPI: pictureDPI}
}

// place returns where a deviation is drawn.
func place(s *paper.Sheet, deviation float64) vg.Length {
	d := max(-axisEnd, min(axisEnd, deviation))
	return s.Min.X + areaFrom + vg.Length((d+axisEnd)/(2*axisEnd))*(areaUntil-areaFrom)
}

// paint draws the title, the axis and the rows.
func (r *Report) paint(s *paper.Sheet) {
	top, bottom := s.Max.Y-topMargin, s.Min.Y+bottomMargin
	s.Write(vg.Point{X: s.Min.X + sideMargin, Y: s.Max.Y - 8}, 0, -1, titleSize,
		fmt.Sprintf("The edge beside closed forms: %d of %d rows agree", r.agreeing(), len(r.Rows)))
	head := top + 6
	s.Write(vg.Point{X: s.Min.X + sideMargin, Y: head}, 0, 0, textSize, "topic")
	s.Write(vg.Point{X: s.Min.X + quantityAt, Y: head}, 0, 0, textSize, "quantity")
	s.Write(vg.Point{X: place(s, 0), Y: head}, -0.5, 0, textSize, "deviation")
	s.Write(vg.Point{X: s.Min.X + valueUntil, Y: head}, -1, 0, textSize, "simulated")
	low, high := place(s, -1), place(s, 1)
	s.FillPolygon(color.NRGBA{0xe3, 0xed, 0xf6, 0xff}, []vg.Point{{X: low, Y: bottom}, {X: high, Y: bottom}, {X: high, Y: top}, {X: low, Y: top}})
	axis(s, top, bottom)
	y := top - rowHeight/2
	for i := range r.Rows {
		drawRow(s, &r.Rows[i], y, i > 0 && r.Rows[i-1].Topic == r.Rows[i].Topic)
		y -= rowHeight
	}
}

// axis draws the axis below the plot, its name, and the line of no deviation.
func axis(s *paper.Sheet, top, bottom vg.Length) {
	ink := draw.LineStyle{Color: paper.Ink(), Width: 0.6}
	s.StrokeLine2(ink, place(s, -axisEnd), bottom, place(s, axisEnd), bottom)
	s.StrokeLine2(draw.LineStyle{Color: color.NRGBA{0x88, 0x88, 0x88, 0xff}, Width: 0.5}, place(s, 0), bottom, place(s, 0), top)
	for d := -1; d <= 1; d++ {
		x := place(s, float64(d))
		s.StrokeLine2(ink, x, bottom, x, bottom-2.5)
		s.Write(vg.Point{X: x, Y: bottom - 4}, -0.5, -1, textSize, fmt.Sprint(d))
	}
	s.Write(vg.Point{X: place(s, 0), Y: s.Min.Y + 8}, -0.5, 0, textSize, "in parts of what is allowed (square: has to be equal)")
}

// drawRow draws one row. Its topic is not written again below itself. A mark is a
// square where the value has to be equal, and a triangle where the row differs.
func drawRow(s *paper.Sheet, row *Row, y vg.Length, again bool) {
	if !again {
		s.Write(vg.Point{X: s.Min.X + sideMargin, Y: y}, 0, -0.5, textSize, row.Topic)
	}
	s.Write(vg.Point{X: s.Min.X + quantityAt, Y: y}, 0, -0.5, textSize, row.Quantity)
	s.Write(vg.Point{X: s.Min.X + valueUntil, Y: y}, -1, -0.5, textSize, number(row.Value))
	s.Write(vg.Point{X: s.Min.X + unitAt, Y: y}, 0, -0.5, textSize, row.Unit)
	style := draw.GlyphStyle{Color: color.NRGBA{0x00, 0x5a, 0x9c, 0xff}, Radius: 2.6, Shape: draw.CircleGlyph{}}
	if row.Low == row.High {
		style.Shape = draw.BoxGlyph{}
	}
	if !row.Agrees() {
		style.Color, style.Shape, style.Radius = color.NRGBA{0xc0, 0x20, 0x10, 0xff}, draw.PyramidGlyph{}, 3.4
	}
	s.DrawGlyph(style, vg.Point{X: place(s, row.Deviation()), Y: y})
}
