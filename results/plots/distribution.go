package plots

import (
	"image/color"
	"slices"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/littoral-sim/littoral/results/stats"
)

// The 95 % band around a curve is drawn from the number of tasks at which it
// says something (±20 %) to that at which it is hard to see (±3 %).
const (
	bandFrom  = 46
	bandBelow = 2000
)

// series is one curve of a panel.
type series struct {
	curve    Curve
	style    draw.LineStyle
	deadline int64 // or 0
}

// distribution draws the distribution functions of completion times over a
// logarithmic axis, with a band where there are few tasks.
func (p *pen) distribution(all []series) {
	y := shareScale()
	p.Max.Y -= gap // room for the tips of deadlines
	area := p.frame(p.leftFor(y.ticks))
	low, high, ok := extent(all)
	if !ok {
		p.nothing("no task was completed")
		return
	}
	a := &axes{pen: area, x: durations(low, high, area.fits), y: y}
	a.grid()
	for i := range all {
		a.uncertainty(&all[i])
	}
	for i := range all {
		a.deadline(&all[i])
	}
	for i := range all {
		a.line(all[i].style, a.stairs(&all[i].curve, 0))
	}
	a.border(p, "completion time")
}

// tail draws the shares that take longer than a time over two logarithmic axes.
// A share of zero has no place there, so a curve of which all tasks were
// completed ends at its longest time.
func (p *pen) tail(all []series) {
	low, high, ok := extent(all)
	if !ok {
		p.nothing("no task was completed")
		return
	}
	n := int64(1)
	for i := range all {
		n = max(n, all[i].curve.Tasks)
	}
	y := tailScale(n)
	p.Max.Y -= gap // room for the tips of deadlines
	area := p.frame(p.leftFor(y.ticks))
	a := &axes{pen: area, x: durations(low, high, area.fits), y: y}
	a.grid()
	for i := range all {
		a.deadline(&all[i])
	}
	for i := range all {
		a.line(all[i].style, a.descent(&all[i].curve))
	}
	a.border(p, "completion time")
}

// descent returns the share of tasks that take longer as a line.
func (a *axes) descent(c *Curve) []vg.Point {
	if len(c.Points) == 0 {
		return nil
	}
	height := func(share float64) vg.Length { return a.py(max(1-share, a.y.low)) }
	pts := []vg.Point{{X: a.Min.X, Y: height(0)}}
	last := height(0)
	x := a.Min.X
	for _, s := range c.Points {
		x = max(a.Min.X, a.px(float64(max(1, s.Value))))
		y := height(s.Share)
		pts = append(pts, vg.Point{X: x, Y: last}, vg.Point{X: x, Y: y})
		last = y
	}
	if c.Points[len(c.Points)-1].Share < 1 {
		pts = append(pts, vg.Point{X: max(x, a.Max.X), Y: last})
	}
	return pts
}

// extent returns the range of times worth showing: from where the first curve
// leaves 0.1 % to the longest time, and all deadlines.
func extent(all []series) (low, high float64, ok bool) {
	for i := range all {
		points := all[i].curve.Points
		if len(points) == 0 {
			continue
		}
		first := 0
		for first < len(points)-1 && points[first].Share < 0.001 {
			first++
		}
		from, to := float64(max(1, points[first].Value)), float64(max(1, points[len(points)-1].Value))
		if !ok {
			low, high, ok = from, to, true
		}
		low, high = min(low, from), max(high, to)
	}
	for i := range all {
		if d := float64(all[i].deadline); d > 0 {
			low, high = min(low, d), max(high, d)
		}
	}
	return low, high, ok
}

// stairs returns a distribution function, moved up by shift, as a line.
func (a *axes) stairs(c *Curve, shift float64) []vg.Point {
	if len(c.Points) == 0 {
		return nil
	}
	height := func(share float64) vg.Length { return a.py(min(1, max(0, share+shift))) }
	x := a.px(float64(max(1, c.Points[0].Value)))
	pts := []vg.Point{{X: min(x, a.Min.X), Y: height(0)}, {X: x, Y: height(0)}}
	last := height(0)
	for _, s := range c.Points {
		x = a.px(float64(max(1, s.Value)))
		y := height(s.Share)
		pts = append(pts, vg.Point{X: x, Y: last}, vg.Point{X: x, Y: y})
		last = y
	}
	return append(pts, vg.Point{X: max(x, a.Max.X), Y: last})
}

// uncertainty shades the 95 % band around a curve of few tasks.
func (a *axes) uncertainty(s *series) {
	if s.curve.Tasks < bandFrom || s.curve.Tasks >= bandBelow || len(s.curve.Points) == 0 {
		return
	}
	half := stats.BandDKW(s.curve.Tasks)
	upper, lower := a.stairs(&s.curve, half), a.stairs(&s.curve, -half)
	for _, pt := range slices.Backward(lower) {
		upper = append(upper, pt)
	}
	a.band(faded(s.style.Color, 0x26), upper)
}

// deadline marks a deadline.
func (a *axes) deadline(s *series) {
	if s.deadline <= 0 {
		return
	}
	x := a.px(float64(s.deadline))
	if !a.ContainsX(x) {
		return
	}
	a.StrokeLine2(deadlineStyle(s.style.Color), x, a.Min.Y, x, a.Max.Y)
	a.tip(s.style.Color, vg.Point{X: x, Y: a.Max.Y})
}

// faded returns c with another opacity.
func faded(c color.Color, alpha uint8) color.NRGBA {
	r, g, b, _ := c.RGBA() // series colours are opaque
	return color.NRGBA{uint8(r >> 8), uint8(g >> 8), uint8(b >> 8), alpha}
}
