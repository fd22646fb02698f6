package plots

import (
	"fmt"
	"image/color"
	"slices"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// coursePoints bounds the points of a line over the time of a run; more could
// not be told apart.
const coursePoints = 180

// course draws the tasks in the system over the run.
func (p *pen) course(r *Run, left vg.Length, xName string) {
	p = p.heading("(c) Tasks in the system").legend(r.courseKeys())
	if len(r.Workloads) == 0 {
		p.nothing("there were no tasks")
		return
	}
	a := p.overTime(r, r.courseScale(), left, xName)
	for i := range r.Workloads {
		style := seriesStyle(i)
		style.Width = 1
		values, width := smooth(r.Workloads[i].InSystem, r.SpanNs)
		var pts []vg.Point
		for k, v := range values {
			pts = append(pts, vg.Point{X: a.px((float64(k) + 0.5) * float64(width)), Y: a.py(v)})
		}
		a.line(style, pts)
	}
	a.border(p, xName)
}

// courseScale returns the vertical scale of the tasks in the system.
func (r *Run) courseScale() scale {
	top := 0.0
	for i := range r.Workloads {
		values, _ := smooth(r.Workloads[i].InSystem, r.SpanNs)
		for _, v := range values {
			top = max(top, v)
		}
	}
	return countScale(top, 5)
}

// overTime returns axes over the time of the run, over shaded times in which nodes
// or links were down. left is how far they lie from the left edge. Axes without a
// name take its room.
func (p *pen) overTime(r *Run, y scale, left vg.Length, xName string) *axes {
	x, _ := clock(r.HorizonNs)
	a := &axes{pen: p.frame(left), x: x, y: y}
	if xName == "" {
		a.Min.Y -= p.plain.Height("Ag") + 3
	}
	a.grid()
	a.down(r.LinksDown, r, cutColour())
	a.down(r.NodesDown, r, downColour())
	if r.WarmupNs > 0 {
		at := a.px(float64(r.WarmupNs))
		a.StrokeLine2(warmupStyle(), at, a.Min.Y, at, a.Max.Y)
	}
	return a
}

// timeName is what stands below the time of the run.
func (r *Run) timeName() string {
	_, unit := clock(r.HorizonNs)
	return "simulated time (" + unit + ")"
}

// courseKeys returns the legend of what lies behind the lines.
func (r *Run) courseKeys() []key {
	var keys []key
	if n := highest(r.NodesDown); n > 0 {
		keys = append(keys, key{label: fmt.Sprintf("nodes down (up to %d)", n), fill: downColour()})
	}
	if n := highest(r.LinksDown); n > 0 {
		keys = append(keys, key{label: fmt.Sprintf("links cut (up to %d)", n), fill: cutColour()})
	}
	if r.WarmupNs > 0 {
		keys = append(keys, key{label: "end of the warm-up", line: warmupStyle()})
	}
	return keys
}

func warmupStyle() draw.LineStyle {
	return draw.LineStyle{Color: pale(), Width: 0.8, Dashes: []vg.Length{4, 2}}
}

func highest(values []int64) int64 {
	if len(values) == 0 {
		return 0
	}
	return slices.Max(values)
}

// smooth joins neighbouring spans to their mean until a line has few enough
// points, and returns them with the length that each stands for.
func smooth(values []int64, span int64) (out []float64, width int64) {
	join := (len(values) + coursePoints - 1) / coursePoints
	if join == 0 {
		return nil, span
	}
	for i := 0; i < len(values); i += join {
		part := values[i:min(i+join, len(values))]
		sum := int64(0)
		for _, v := range part {
			sum += v
		}
		out = append(out, float64(sum)/float64(len(part)))
	}
	return out, span * int64(join)
}

// down shades the spans in which something was down, the darker the more of it.
func (a *axes) down(values []int64, r *Run, c color.NRGBA) {
	most := highest(values)
	for i := 0; i < len(values); {
		end := i + 1
		for end < len(values) && values[end] == values[i] {
			end++
		}
		if values[i] > 0 {
			shade := c
			shade.A = uint8(float64(c.A) * (0.4 + 0.6*float64(values[i])/float64(most)))
			from := a.px(float64(i) * float64(r.SpanNs))
			to := a.px(min(float64(end)*float64(r.SpanNs), float64(r.HorizonNs)))
			a.shade(shade, vg.Rectangle{Min: vg.Point{X: from, Y: a.Min.Y}, Max: vg.Point{X: to, Y: a.Max.Y}})
		}
		i = end
	}
}
