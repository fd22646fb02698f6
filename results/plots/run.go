package plots

import (
	"fmt"
	"image/color"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/littoral-sim/littoral/results/stats"
)

// PartCount is how many parts a latency has.
const PartCount = 5

// Curve is the distribution of a completion time in nanoseconds, estimated from
// that many tasks. Tasks that are never completed keep it below 100 %.
type Curve struct {
	Points []stats.Point
	Tasks  int64
}

// Workload is what the figure of a run shows of one workload.
type Workload struct {
	Name     string
	Curve    Curve
	Deadline int64              // nanoseconds; 0 for none, or several
	Parts    [PartCount]float64 // mean parts of the latency, in one unit
	Mean     string             // the mean latency in words, with its interval
	InSystem []int64            // tasks in the system at the end of each span
}

// Run is the data of the figure of one run.
type Run struct {
	Title     string
	Subtitle  string
	Workloads []Workload // at most MaxSeries are drawn
	PartNames [PartCount]string
	HorizonNs int64
	WarmupNs  int64
	SpanNs    int64   // length of the spans below; the last may end after the horizon
	NodesDown []int64 // largest number at once per span
	LinksDown []int64
	Streams   []Stream // at most MaxSeries are drawn
}

// Sizes of the figures, in points.
const (
	runWidth         = vg.Length(7.2 * 72)
	runHeight        = vg.Length(5.1 * 72)
	streamsHeight    = vg.Length(2.7 * 72) // of the panels about streams
	comparisonHeight = vg.Length(3.1 * 72)
)

// DrawRun returns the figure of one run in three panels: how long tasks take,
// which parts that time is made of, and how many tasks are in the system over
// the run, with the time in which nodes or links were down. With streams there are
// two panels more: how many readings are on their way, and how many arrive.
func DrawRun(r *Run) *Figure {
	shown := *r
	shown.Workloads = r.Workloads[:min(len(r.Workloads), MaxSeries)]
	shown.Streams = r.Streams[:min(len(r.Streams), MaxSeries)]
	height := runHeight
	if len(shown.Streams) > 0 {
		height += streamsHeight
	}
	return &Figure{width: runWidth, height: height, paint: shown.paint}
}

func (r *Run) paint(p *pen) {
	p = p.within(draw.Crop(p.Canvas, margin, -margin, margin, -margin).Rectangle)
	p = p.title(r.Title, r.Subtitle)
	var keys []key
	deadline := false
	for i := range r.Workloads {
		keys = append(keys, key{label: r.Workloads[i].label(), line: seriesStyle(i)})
		deadline = deadline || r.Workloads[i].Deadline > 0
	}
	if deadline {
		keys = append(keys, key{label: "deadline", line: deadlineStyle(pale()), mark: true})
	}
	p = p.legend(keys)
	p.Max.Y -= gap

	if len(r.Streams) > 0 {
		below := p.Rectangle
		below.Max.Y = p.Min.Y + streamsHeight
		p.within(below).streams(r)
		p.Min.Y = below.Max.Y
	}
	height := p.Max.Y - p.Min.Y
	split := p.Min.Y + height*0.42
	upper := vg.Rectangle{Min: vg.Point{X: p.Min.X, Y: split + 14}, Max: p.Max}
	lower := vg.Rectangle{Min: p.Min, Max: vg.Point{X: p.Max.X, Y: split}}
	middle := p.Min.X + (p.Max.X-p.Min.X)*0.53
	left := vg.Rectangle{Min: upper.Min, Max: vg.Point{X: middle - 10, Y: upper.Max.Y}}
	right := vg.Rectangle{Min: vg.Point{X: middle + 10, Y: upper.Min.Y}, Max: upper.Max}

	var curves []series
	for i := range r.Workloads {
		w := &r.Workloads[i]
		curves = append(curves, series{w.Curve, seriesStyle(i), w.Deadline})
	}
	p.within(left).heading("(a) Share of tasks completed within a time").distribution(curves)
	p.within(right).heading("(b) What the mean completion time is made of").parts(r)
	if len(r.Streams) > 0 {
		p.within(lower).course(r, p.commonLeft(r), "")
	} else {
		y := r.courseScale()
		p.within(lower).course(r, p.leftFor(y.ticks), r.timeName())
	}
}

// label names a workload in the legend, with the number of its tasks if that is
// too small for a band around its curve.
func (w *Workload) label() string {
	if w.Curve.Tasks < bandFrom {
		return fmt.Sprintf("%s (n = %d)", w.Name, w.Curve.Tasks)
	}
	return w.Name
}

// title writes the headline of a figure.
func (p *pen) title(title, subtitle string) *pen {
	y := p.Max.Y
	title = fit(p.large, title, (p.Max.X-p.Min.X)*0.6)
	p.write(p.large, vg.Point{X: p.Min.X, Y: y}, 0, -1, title)
	style := p.large
	style.Color = pale()
	x := p.Min.X + p.large.Width(title) + 8
	p.write(style, vg.Point{X: x, Y: y}, 0, -1, fit(style, subtitle, p.Max.X-x))
	r := p.Rectangle
	r.Max.Y = y - p.large.Height("Ag") - gap - 1
	return p.within(r)
}

func deadlineStyle(c color.Color) draw.LineStyle {
	return draw.LineStyle{Color: c, Width: 0.8, Dashes: []vg.Length{1, 1.5}}
}
