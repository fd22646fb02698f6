package simgrid

import (
	"errors"
	"fmt"
	"image/color"
	"math"
	"slices"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/littoral-sim/littoral/reproduce/internal/paper"
)

// Sizes of the picture.
const (
	pictureWidth  = vg.Length(5.2 * 72)
	pictureHeight = vg.Length(3 * 72)
	pictureDPI    = 200
	textSize      = vg.Length(8)
	titleSize     = vg.Length(9)
)

// The horizontal axis reaches from 10 to the power of lowExponent, at which a
// difference of zero is drawn, to beyond the tolerance.
const (
	lowExponent  = -17
	highExponent = -8
)

// errEmpty is returned for the picture of a report without flows.
var errEmpty = errors.New("no flows were compared, so there is nothing to draw")

// PNG returns the picture as a PNG image: for each kind of platform the share of
// flows whose completion times differ by no more than that, and the tolerance.
// Differences beyond the axis are drawn at its ends. It returns an error when
// nothing was compared.
func (r *Report) PNG() ([]byte, error) {
	if r.Flows() == 0 {
		return nil, errEmpty
	}
	return paper.PNG(r.size(), func(c *paper.Sheet) { r.paint(newSheet(c)) })
}

// SVG returns the picture of PNG as an SVG image with its fonts inside.
func (r *Report) SVG() ([]byte, error) {
	if r.Flows() == 0 {
		return nil, errEmpty
	}
	return paper.SVG(r.size(), func(c *paper.Sheet) { r.paint(newSheet(c)) })
}

func (*Report) size() paper.Size {
	return paper.Size{Width: pictureWidth, Height: pictureHeight, DPI: pictureDPI}
}

// sheet is a canvas with an area inside of axes.
type sheet struct {
	*paper.Sheet
	area vg.Rectangle
}

func newSheet(c *paper.Sheet) *sheet {
	return &sheet{c, vg.Rectangle{
		Min: vg.Point{X: c.Min.X + 40, Y: c.Min.Y + 32},
		Max: vg.Point{X: c.Max.X - 12, Y: c.Max.Y - 38},
	}}
}

// at returns the place of a power of ten and a share.
func (s *sheet) at(exponent, share float64) vg.Point {
	x := (exponent - lowExponent) / (highExponent - lowExponent)
	return vg.Point{
		X: s.area.Min.X + vg.Length(x)*(s.area.Max.X-s.area.Min.X),
		Y: s.area.Min.Y + vg.Length(share)*(s.area.Max.Y-s.area.Min.Y),
	}
}

// paint draws title, legend, axes, one line per kind of platform, and the
// tolerance.
func (r *Report) paint(s *sheet) {
	s.Write(vg.Point{X: s.Min.X + 8, Y: s.Max.Y - 6}, 0, -1, titleSize,
		fmt.Sprintf("sim/flow beside SimGrid %s: %d flows on %d platforms", r.Version, r.Flows(), len(r.Rows)))
	s.axes()
	x, y := s.area.Min.X, s.area.Max.Y+10
	legend := func(style draw.LineStyle, label string) {
		s.StrokeLine2(style, x, y, x+16, y)
		s.Write(vg.Point{X: x + 19, Y: y}, 0, -0.5, textSize, label)
		x += 19 + s.Width(textSize, label) + 12
	}
	for k, d := range r.differences {
		if len(d) > 0 {
			style := kindStyle(Kind(k))
			s.StrokeLines(style, s.ClipLinesXY(s.stairs(d))...)
			legend(style, fmt.Sprintf("%v (%d)", Kind(k), len(d)))
		}
	}
	limit := draw.LineStyle{Color: color.NRGBA{0x66, 0x66, 0x66, 0xff}, Width: 1, Dashes: []vg.Length{3, 2}}
	from, to := s.at(math.Log10(Tolerance), 0), s.at(math.Log10(Tolerance), 1)
	s.StrokeLine2(limit, from.X, from.Y, to.X, to.Y)
	legend(limit, "tolerance")
}

// kindStyle returns the line of a kind of platform, in the colours of M. Okabe
// and K. Ito, "Color Universal Design" (2008).
func kindStyle(k Kind) draw.LineStyle {
	colours := [kindCount]color.NRGBA{{0x00, 0x72, 0xb2, 0xff}, {0xd5, 0x5e, 0x00, 0xff}, {0x00, 0x9e, 0x73, 0xff}}
	dashes := [kindCount][]vg.Length{nil, {5, 1.5}, {2, 1.2}}
	return draw.LineStyle{Color: colours[k], Width: 1.2, Dashes: dashes[k]}
}

// axes draws the grid, the axes and their names.
func (s *sheet) axes() {
	faint := draw.LineStyle{Color: color.NRGBA{0xe4, 0xe4, 0xe4, 0xff}, Width: 0.4}
	ink := draw.LineStyle{Color: paper.Ink(), Width: 0.6}
	for e := lowExponent; e <= highExponent; e++ {
		low, high := s.at(float64(e), 0), s.at(float64(e), 1)
		s.StrokeLine2(faint, low.X, low.Y, high.X, high.Y)
		label := fmt.Sprintf("1e%d", e)
		if e == lowExponent {
			label = "0"
		}
		s.Write(vg.Point{X: low.X, Y: low.Y - 4}, -0.5, -1, textSize, label)
	}
	for percent := 0; percent <= 100; percent += 20 {
		left, right := s.at(lowExponent, float64(percent)/100), s.at(highExponent, float64(percent)/100)
		s.StrokeLine2(faint, left.X, left.Y, right.X, right.Y)
		s.Write(vg.Point{X: left.X - 4, Y: left.Y}, -1, -0.5, textSize, fmt.Sprintf("%d %%", percent))
	}
	s.StrokeLine2(ink, s.area.Min.X, s.area.Min.Y, s.area.Max.X, s.area.Min.Y)
	s.StrokeLine2(ink, s.area.Min.X, s.area.Min.Y, s.area.Min.X, s.area.Max.Y)
	s.Write(vg.Point{X: (s.area.Min.X + s.area.Max.X) / 2, Y: s.Min.Y + 6}, -0.5, 0, textSize,
		"relative difference of completion times (vertical: share of flows that differ by no more)")
}

// stairs returns the distribution function at a fixed number of places, so that
// the picture of a million flows is no larger than that of a hundred.
func (s *sheet) stairs(differences []float64) []vg.Point {
	const perDecade = 40
	sorted := slices.Sorted(slices.Values(differences))
	var pts []vg.Point
	for i := range (highExponent-lowExponent)*perDecade + 1 {
		exponent := lowExponent + float64(i)/perDecade
		below, _ := slices.BinarySearch(sorted, math.Nextafter(math.Pow(10, exponent), math.Inf(1)))
		pts = append(pts, s.at(exponent, float64(below)/float64(len(sorted))))
	}
	return pts
}
