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
// each candidate.
func DrawComparison(c *Comparison) *Figure {
	shown := *c
	shown.Candidates = c.Candidates[:min(len(c.Candidates), MaxSeries)]
	return &Figure{width: oneWidth, height: oneHeight, paint: shown.paint}
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
	p.heading("Share of tasks completed within a time").distribution(curves)
}
