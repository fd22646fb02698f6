package plots

import (
	"bytes"
	"fmt"
	"image/color"

	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/font/liberation"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
	"gonum.org/v1/plot/vg/vgsvg"
)

// Sizes of the house style.
const (
	textSize  = vg.Length(8)
	titleSize = vg.Length(9)
	axisWidth = vg.Length(0.6)
	gridWidth = vg.Length(0.4)
	lineWidth = vg.Length(1.2)
	tickSize  = vg.Length(2.5)
	gap       = vg.Length(4) // between things that belong together
	margin    = vg.Length(8) // around a figure
)

// MaxSeries is how many workloads or runs one panel can tell apart.
const MaxSeries = 7

// ink is the colour of axes and text, and those derived from it.
func ink() color.Color   { return color.NRGBA{0x22, 0x22, 0x22, 0xff} }
func pale() color.Color  { return color.NRGBA{0x66, 0x66, 0x66, 0xff} }
func grid() color.Color  { return color.NRGBA{0xe4, 0xe4, 0xe4, 0xff} }
func paper() color.Color { return color.NRGBA{0xff, 0xff, 0xff, 0xff} }

// downColour and cutColour shade the time in which nodes or links were down.
func downColour() color.NRGBA { return color.NRGBA{0xd5, 0x5e, 0x00, 0x38} }
func cutColour() color.NRGBA  { return color.NRGBA{0x56, 0xb4, 0xe9, 0x48} }

// seriesStyle returns the line of the i-th series: the palette of M. Okabe and
// K. Ito, "Color Universal Design" (2008), without its yellow, each colour with
// dashes of its own.
func seriesStyle(i int) draw.LineStyle {
	colours := [MaxSeries]color.NRGBA{
		{0x00, 0x72, 0xb2, 0xff},
		{0xd5, 0x5e, 0x00, 0xff},
		{0x00, 0x9e, 0x73, 0xff},
		{0xcc, 0x79, 0xa7, 0xff},
		{0xe6, 0x9f, 0x00, 0xff},
		{0x56, 0xb4, 0xe9, 0xff},
		{0x00, 0x00, 0x00, 0xff},
	}
	dashes := [MaxSeries][]vg.Length{
		nil, {5, 1.5}, {2, 1.2}, {6, 1.5, 1.5, 1.5}, {8, 2}, {3, 1.5, 1, 1.5}, {1.2, 1.2},
	}
	return draw.LineStyle{Color: colours[i%MaxSeries], Width: lineWidth, Dashes: dashes[i%MaxSeries]}
}

// partColours are those of the parts of a latency; they differ from all series
// colours (P. Tol, "Colour Schemes", light qualitative scheme, 2021).
func partColours() [PartCount]color.NRGBA {
	return [PartCount]color.NRGBA{
		{0xee, 0x88, 0x66, 0xff},
		{0xee, 0xdd, 0x88, 0xff},
		{0x77, 0xaa, 0xdd, 0xff},
		{0xdd, 0xdd, 0xdd, 0xff},
		{0x44, 0xbb, 0x99, 0xff},
	}
}

// pen is a canvas with the two sizes of text of the house style. There is no bold
// face: an SVG would carry another 550 kB for it.
type pen struct {
	draw.Canvas
	plain, large text.Style
}

func newPen(c draw.Canvas) *pen {
	handler := text.Plain{Fonts: font.NewCache(liberation.Collection())}
	style := text.Style{
		Color: ink(), Handler: handler,
		Font: font.Font{Typeface: "Liberation", Variant: "Sans", Size: textSize},
	}
	large := style
	large.Font.Size = titleSize
	return &pen{Canvas: c, plain: style, large: large}
}

// within returns the pen restricted to r.
func (p *pen) within(r vg.Rectangle) *pen {
	q := *p
	q.Rectangle = r
	return &q
}

// write puts s at a point; ax and ay say where in the text the point lies, from
// 0 (left, bottom) to -1 (right, top).
func (p *pen) write(style text.Style, at vg.Point, ax, ay float64, s string) {
	style.XAlign, style.YAlign = text.XAlignment(ax), text.YAlignment(ay)
	if ay == -0.5 && style.Rotation == 0 {
		// The middle of a line of text lies below the middle of its letters.
		at.Y += style.Font.Size / 12
	}
	p.FillText(style, at, s)
}

// shade fills a rectangle.
func (p *pen) shade(c color.Color, r vg.Rectangle) {
	p.FillPolygon(c, []vg.Point{
		r.Min, {X: r.Max.X, Y: r.Min.Y}, r.Max, {X: r.Min.X, Y: r.Max.Y},
	})
}

// fit returns s, with an ellipsis in place of its middle if it would be wider
// than that: names often differ at their end.
func fit(style text.Style, s string, width vg.Length) string {
	if style.Width(s) <= width {
		return s
	}
	r := []rune(s)
	for keep := min(len(r)-1, 200); keep > 1; keep-- {
		head := (keep + 1) / 2
		if t := string(r[:head]) + "…" + string(r[len(r)-(keep-head):]); style.Width(t) <= width {
			return t
		}
	}
	return "…"
}

// Figure is a finished drawing of a fixed size. Rendering it twice gives the
// same bytes.
type Figure struct {
	width, height vg.Length
	paint         func(*pen)
}

// PNG returns the figure as a PNG image with that many dots per inch.
func (f *Figure) PNG(dpi int) ([]byte, error) {
	c := vgimg.NewWith(vgimg.UseWH(f.width, f.height), vgimg.UseDPI(dpi), vgimg.UseBackgroundColor(paper()))
	f.paint(newPen(draw.New(c)))
	var b bytes.Buffer
	if _, err := (vgimg.PngCanvas{Canvas: c}).WriteTo(&b); err != nil {
		return nil, fmt.Errorf("encode a picture: %w", err)
	}
	return b.Bytes(), nil
}

// SVG returns the figure as an SVG image with its fonts inside.
func (f *Figure) SVG() ([]byte, error) {
	c := vgsvg.NewWith(vgsvg.UseWH(f.width, f.height), vgsvg.EmbedFonts(true))
	p := newPen(draw.New(c))
	p.shade(paper(), p.Rectangle)
	f.paint(p)
	var b bytes.Buffer
	if _, err := c.WriteTo(&b); err != nil {
		return nil, fmt.Errorf("encode a picture: %w", err)
	}
	return b.Bytes(), nil
}
