package plots

import (
	"image/color"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// key is one entry of a legend: a line or a patch, and what it stands for.
type key struct {
	label string
	line  draw.LineStyle
	fill  color.Color // a patch if not nil, under the line if that has a width
	mark  bool        // a vertical line with a tip, such as a deadline
}

const (
	lineKey  = vg.Length(16) // width of a line in a legend
	patchKey = vg.Length(9)  // and of anything else
	keyGap   = vg.Length(9)
)

// legend draws keys in rows from the top left of the pen's area, as many rows as
// it takes, and returns the area below. Labels that are too long for a row are
// cut.
func (p *pen) legend(keys []key) *pen {
	if len(keys) == 0 {
		return p
	}
	height := p.plain.Height("Ag") + 2
	x, y := p.Min.X, p.Max.Y
	widest := p.Max.X - p.Min.X
	for _, k := range keys {
		swatch := lineKey
		if k.mark || k.fill != nil {
			swatch = patchKey
		}
		label := fit(p.plain, k.label, widest-swatch-3)
		w := swatch + 3 + p.plain.Width(label)
		if x > p.Min.X && x+w > p.Max.X {
			x, y = p.Min.X, y-height
		}
		p.swatch(k, vg.Rectangle{Min: vg.Point{X: x, Y: y - height}, Max: vg.Point{X: x + swatch, Y: y}})
		p.write(p.plain, vg.Point{X: x + swatch + 3, Y: y - height/2}, 0, -0.5, label)
		x += w + keyGap
	}
	r := p.Rectangle
	r.Max.Y = y - height - gap
	return p.within(r)
}

func (p *pen) swatch(k key, r vg.Rectangle) {
	middle := (r.Min.Y + r.Max.Y) / 2
	if k.fill != nil {
		p.shade(k.fill, vg.Rectangle{Min: vg.Point{X: r.Min.X, Y: middle - 3}, Max: vg.Point{X: r.Max.X, Y: middle + 3}})
	}
	switch {
	case k.mark:
		x := (r.Min.X + r.Max.X) / 2
		p.StrokeLine2(k.line, x, middle-4, x, middle+2)
		p.tip(k.line.Color, vg.Point{X: x, Y: middle + 1})
	case k.line.Width > 0:
		p.StrokeLine2(k.line, r.Min.X, middle, r.Max.X, middle)
	}
}

// tip draws a small triangle that points down to a point.
func (p *pen) tip(c color.Color, at vg.Point) {
	p.FillPolygon(c, []vg.Point{at, {X: at.X - 2.2, Y: at.Y + 3.6}, {X: at.X + 2.2, Y: at.Y + 3.6}})
}

// heading writes the title of a panel and returns the area below it.
func (p *pen) heading(title string) *pen {
	p.write(p.large, vg.Point{X: p.Min.X, Y: p.Max.Y}, 0, -1, fit(p.large, title, p.Max.X-p.Min.X))
	r := p.Rectangle
	r.Max.Y -= p.large.Height("Ag") + gap
	return p.within(r)
}

// axes is a rectangle with a scale on two of its sides.
type axes struct {
	*pen // the area inside of the axes
	x, y scale
}

// frame reserves room for labels at the left and the bottom, and for the name of
// the horizontal axis, and returns the area inside of the axes. left is how far the data area lies from the left edge.
func (p *pen) frame(left vg.Length) *pen {
	r := p.Rectangle
	r.Max.Y -= gap / 2 // half of the topmost label
	r.Min.X += left
	r.Min.Y += p.plain.Height("0") + tickSize + 2 + p.plain.Height("Ag") + 3
	return p.within(r)
}

// leftFor returns the room that the labels of a vertical axis need.
func (p *pen) leftFor(ticks []tick) vg.Length {
	widest := vg.Length(0)
	for _, t := range ticks {
		widest = max(widest, p.plain.Width(t.label))
	}
	return widest + tickSize + 3
}

// fits reports whether the labels of a horizontal scale have room beside each
// other in the pen's width.
func (p *pen) fits(s *scale) bool {
	width := float64(p.Max.X - p.Min.X)
	end := -1e9
	for _, t := range s.ticks {
		if t.label == "" {
			continue
		}
		half := float64(p.plain.Width(t.label)) / 2
		at := min(s.at(t.value)*width, width-half) // as border moves it
		if at-half < end+6 {
			return false
		}
		end = at + half
	}
	return true
}

func (a *axes) px(v float64) vg.Length { return a.Min.X + vg.Length(a.x.at(v))*(a.Max.X-a.Min.X) }
func (a *axes) py(v float64) vg.Length { return a.Min.Y + vg.Length(a.y.at(v))*(a.Max.Y-a.Min.Y) }

// grid draws the faint lines behind the data.
func (a *axes) grid() {
	style := draw.LineStyle{Color: grid(), Width: gridWidth}
	for _, t := range a.x.ticks {
		if t.label != "" {
			a.StrokeLine2(style, a.px(t.value), a.Min.Y, a.px(t.value), a.Max.Y)
		}
	}
	for _, t := range a.y.ticks {
		if t.label != "" {
			a.StrokeLine2(style, a.Min.X, a.py(t.value), a.Max.X, a.py(t.value))
		}
	}
}

// border draws axes, ticks and labels over the data, and the name of the
// horizontal axis at the bottom of the outer area.
func (a *axes) border(outer *pen, name string) {
	style := draw.LineStyle{Color: ink(), Width: axisWidth}
	a.StrokeLine2(style, a.Min.X, a.Min.Y, a.Max.X, a.Min.Y)
	a.StrokeLine2(style, a.Min.X, a.Min.Y, a.Min.X, a.Max.Y)
	for _, t := range a.x.ticks {
		size := tickSize
		if t.label == "" {
			size /= 2
		}
		x := a.px(t.value)
		a.StrokeLine2(style, x, a.Min.Y, x, a.Min.Y-size)
		a.write(a.plain, vg.Point{X: outer.inside(x, t.label), Y: a.Min.Y - tickSize - 2}, -0.5, -1, t.label)
	}
	for _, t := range a.y.ticks {
		y := a.py(t.value)
		a.StrokeLine2(style, a.Min.X, y, a.Min.X-tickSize, y)
		a.write(a.plain, vg.Point{X: a.Min.X - tickSize - 2, Y: y}, -1, -0.5, t.label)
	}
	a.write(a.plain, vg.Point{X: (a.Min.X + a.Max.X) / 2, Y: outer.Min.Y}, -0.5, 0, fit(a.plain, name, a.Max.X-a.Min.X))
}

// inside moves the centre of a label so that it does not leave the pen's area.
func (p *pen) inside(x vg.Length, label string) vg.Length {
	half := p.plain.Width(label) / 2
	return min(max(x, p.Min.X+half), p.Max.X-half)
}

// line draws a line, cut off at the axes.
func (a *axes) line(style draw.LineStyle, pts []vg.Point) {
	a.StrokeLines(style, a.ClipLinesXY(pts)...)
}

// band fills a polygon, cut off at the axes.
func (a *axes) band(c color.Color, pts []vg.Point) {
	if clipped := a.ClipPolygonXY(pts); len(clipped) > 2 {
		a.FillPolygon(c, clipped)
	}
}

// nothing says in the middle of an empty panel why it is empty.
func (p *pen) nothing(why string) {
	style := p.plain
	style.Color = pale()
	p.write(style, p.Center(), -0.5, -0.5, why)
}
