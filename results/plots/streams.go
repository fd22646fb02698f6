package plots

import (
	"image/color"
	"slices"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Stream is what the figure of a run shows of one stream: its levels at instants
// that rise, in three slices of one length.
type Stream struct {
	Name      string
	At        []int64 // nanoseconds
	Held      []int64 // readings in buffers, in windows and under way
	Delivered []int64 // readings so far
}

// held returns the readings on their way, and when, in few enough points.
func (s *Stream) held() (at, values []float64) {
	join := max(1, (len(s.At)+coursePoints-1)/coursePoints)
	for i := 0; i < len(s.At); i += join {
		end := min(i+join, len(s.At))
		sum := int64(0)
		for _, v := range s.Held[i:end] {
			sum += v
		}
		at = append(at, (float64(s.At[i])+float64(s.At[end-1]))/2)
		values = append(values, float64(sum)/float64(end-i))
	}
	return at, values
}

// delivered returns the readings that arrive per nanosecond, and when, in few
// enough points.
func (s *Stream) delivered() (at, values []float64) {
	join := max(1, (len(s.At)+coursePoints-1)/coursePoints)
	for i := 0; i+1 < len(s.At); i += join {
		end := min(i+join, len(s.At)-1)
		span := s.At[end] - s.At[i]
		if span <= 0 {
			continue
		}
		at = append(at, (float64(s.At[i])+float64(s.At[end]))/2)
		values = append(values, float64(s.Delivered[end]-s.Delivered[i])/float64(span))
	}
	return at, values
}

// perTime returns a unit of time in nanoseconds and its name, in which the largest
// rate is at least one if any is.
func (r *Run) perTime() (size float64, name string) {
	top := 0.0
	for i := range r.Streams {
		_, values := r.Streams[i].delivered()
		for _, v := range values {
			top = max(top, v)
		}
	}
	size, name = 1e9, "second"
	for _, u := range []struct {
		size float64
		name string
	}{{60e9, "minute"}, {3600e9, "hour"}, {86400e9, "day"}} {
		if top > 0 && top*size < 1 {
			size, name = u.size, u.name
		}
	}
	return size, name
}

// heldScale and rateScale return the vertical scales of the two panels.
func (r *Run) heldScale() scale {
	top := 0.0
	for i := range r.Streams {
		_, values := r.Streams[i].held()
		for _, v := range values {
			top = max(top, v)
		}
	}
	return countScale(top, 3)
}

func (r *Run) rateScale() scale {
	size, _ := r.perTime()
	top := 0.0
	for i := range r.Streams {
		_, values := r.Streams[i].delivered()
		for _, v := range values {
			top = max(top, float64(v*size))
		}
	}
	return countScale(top, 3)
}

// commonLeft returns the room at the left with which all panels over time begin at
// the same place.
func (p *pen) commonLeft(r *Run) vg.Length {
	left := vg.Length(0)
	for _, y := range []scale{r.courseScale(), r.heldScale(), r.rateScale()} {
		left = max(left, p.leftFor(y.ticks))
	}
	return left
}

// streamStyle returns the line of a stream, which no workload has if there are few.
func (r *Run) streamStyle(i int) draw.LineStyle {
	style := seriesStyle(len(r.Workloads) + i)
	style.Width = 1
	if len(r.Streams) == 1 {
		style.Dashes = nil
	}
	return style
}

// streams draws how many readings are on their way, and how many arrive.
func (p *pen) streams(r *Run) {
	left := p.commonLeft(r)
	p.Max.Y -= 2 * gap
	upper, lower := p.Rectangle, p.Rectangle
	upper.Min.Y = p.Min.Y + vg.Length((p.Max.Y-p.Min.Y)*0.53)
	lower.Max.Y = upper.Min.Y - 2*gap

	q := p.within(upper).streamHeading(r)
	a := q.overTime(r, r.heldScale(), left, "")
	for i := range r.Streams {
		at, values := r.Streams[i].held()
		a.level(r.streamStyle(i), at, values, 1, len(r.Streams) == 1)
	}
	a.border(q, "")

	size, name := r.perTime()
	q = p.within(lower).heading("(e) Readings delivered per " + name)
	a = q.overTime(r, r.rateScale(), left, r.timeName())
	for i := range r.Streams {
		at, values := r.Streams[i].delivered()
		a.level(r.streamStyle(i), at, values, size, false)
	}
	a.border(q, r.timeName())
}

// streamHeading writes the title of the first panel with a legend beside it, and
// returns the area below both.
func (p *pen) streamHeading(r *Run) *pen {
	const title = "(d) Readings in buffers and under way"
	var keys []key
	for i := range r.Streams {
		keys = append(keys, key{label: r.Streams[i].Name, line: r.streamStyle(i)})
	}
	beside := p.Rectangle
	beside.Min.X += p.large.Width(title) + 2*keyGap
	below := p.heading(title)
	below.Max.Y = min(below.Max.Y, p.within(beside).legend(keys).Max.Y)
	return below
}

// level draws values over time, times a factor, filled below if asked.
func (a *axes) level(style draw.LineStyle, at, values []float64, factor float64, fill bool) {
	var pts []vg.Point
	for k, v := range values {
		pts = append(pts, vg.Point{X: a.px(at[k]), Y: a.py(float64(v * factor))})
	}
	if c, ok := style.Color.(color.NRGBA); fill && ok && len(pts) > 1 {
		c.A = 0x38
		area := append(slices.Clone(pts), vg.Point{X: pts[len(pts)-1].X, Y: a.Min.Y}, vg.Point{X: pts[0].X, Y: a.Min.Y})
		a.band(c, area)
	}
	a.line(style, pts)
}
