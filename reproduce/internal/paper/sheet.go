package paper

import (
	"bytes"
	"image/color"

	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/font/liberation"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
	"gonum.org/v1/plot/vg/vgsvg"
)

// Size is how large a picture is, and how fine its pixels are.
type Size struct {
	Width, Height vg.Length
	DPI           int
}

// Sheet is a white canvas with a style of text.
type Sheet struct {
	draw.Canvas
	plain text.Style
}

// Ink is the colour of text and axes.
func Ink() color.Color { return color.NRGBA{0x22, 0x22, 0x22, 0xff} }

func newSheet(c draw.Canvas) *Sheet {
	return &Sheet{c, text.Style{
		Color: Ink(), Handler: text.Plain{Fonts: font.NewCache(liberation.Collection())},
		Font: font.Font{Typeface: "Liberation", Variant: "Sans"},
	}}
}

// Write puts words of a size at a point, which lies in them at ax and ay, from 0
// (left, bottom) to -1 (right, top).
func (s *Sheet) Write(at vg.Point, ax, ay float64, size vg.Length, words string) {
	style := s.plain
	style.Font.Size, style.XAlign, style.YAlign = size, text.XAlignment(ax), text.YAlignment(ay)
	s.FillText(style, at, words)
}

// Width returns how wide words of a size are.
func (s *Sheet) Width(size vg.Length, words string) vg.Length {
	style := s.plain
	style.Font.Size = size
	return style.Width(words)
}

// PNG returns what paint draws as a PNG image.
func PNG(size Size, paint func(*Sheet)) ([]byte, error) {
	c := vgimg.NewWith(vgimg.UseWH(size.Width, size.Height), vgimg.UseDPI(size.DPI), vgimg.UseBackgroundColor(color.White))
	paint(newSheet(draw.New(c)))
	var b bytes.Buffer
	_, err := (vgimg.PngCanvas{Canvas: c}).WriteTo(&b)
	return b.Bytes(), err
}

// SVG returns what paint draws as an SVG image with its fonts inside.
func SVG(size Size, paint func(*Sheet)) ([]byte, error) {
	c := vgsvg.NewWith(vgsvg.UseWH(size.Width, size.Height), vgsvg.EmbedFonts(true))
	s := newSheet(draw.New(c))
	s.SetColor(color.White)
	s.Fill(s.Path())
	paint(s)
	var b bytes.Buffer
	_, err := c.WriteTo(&b)
	return b.Bytes(), err
}
