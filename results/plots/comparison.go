package plots

import (
	"gonum.org/v1/plot/vg/draw"
)

// Candidate is one run of a comparison.
type Candidate struct {
	Name  string // of the policy
	Curve Curve
	Note  string // such as the 99th percentile in words
}

// Comparison is the data of a figure that compares runs of one scenario.
type Comparison struct {
	Title      string
	Subtitle   string
	Candidates []Candidate // at most MaxSeries are drawn
	Deadline   int64       // nanoseconds; 0 for none, or several
}

// DrawComparison returns a figure with the distribution of completion times of
// each candidate: once as it is, and once with its tail drawn out.
func DrawComparison(c *Comparison) *Figure {
	shown := *c
	shown.Candidates = c.Candidates[:min(len(c.Candidates), MaxSeries)]
	return &Figure{width: runWidth, height: comparisonHeight, paint: shown.paint}
}

func (c *Comparison) paint(p *pen) {
	p = p.within(draw.Crop(p.Canvas, margin, -margin, margin, -margin).Rectangle)
	p = p.title(c.Title, c.Subtitle)
	var keys []key
	var curves []series
	for i := range c.Candidates {
		k := &c.Candidates[i]
		label := k.Name
		if k.Note != "" {
			label += " (" + k.Note + ")"
		}
		keys = append(keys, key{label: label, line: seriesStyle(i)})
		curves = append(curves, series{k.Curve, seriesStyle(i), 0})
	}
	if c.Deadline > 0 && len(curves) > 0 {
		keys = append(keys, key{label: "deadline", line: deadlineStyle(pale()), mark: true})
		last := draw.LineStyle{Color: pale()}
		curves = append(curves, series{Curve{}, last, c.Deadline})
	}
	p = p.legend(keys)
	p.Max.Y -= gap
	left, right := p.Rectangle, p.Rectangle
	middle := (p.Min.X + p.Max.X) / 2
	left.Max.X, right.Min.X = middle-10, middle+10
	p.within(left).heading("(a) Share of tasks completed within a time").distribution(curves)
	p.within(right).heading("(b) Share of tasks that take longer").tail(curves)
}
