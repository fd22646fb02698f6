package results

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/littoral-sim/littoral/results/plots"
)

// pictureDPI is the resolution of pictures in dots per inch.
const pictureDPI = 200

// Figure returns the picture of the run. With more workloads than the picture
// can tell apart it shows those with the most tasks and all together, and says
// so. It works on summaries from Finish and from ReadDir.
func (s *Summary) Figure() *plots.Figure {
	r := &plots.Run{
		Title: clean(s.Scenario), Subtitle: s.subtitle(), PartNames: partNames(),
		HorizonNs: s.HorizonNs, WarmupNs: s.WarmupNs,
	}
	if s.timeline != nil {
		r.SpanNs = s.timeline.width
		r.NodesDown, r.LinksDown = s.timeline.levels[levelNodes], s.timeline.levels[levelLinks]
	}
	show, omitted := s.drawn()
	if omitted > 0 {
		r.Subtitle += fmt.Sprintf(", %d more workloads in “all”", omitted)
	}
	for _, i := range show {
		r.Workloads = append(r.Workloads, s.drawing(i))
	}
	streams, more := s.drawnStreams()
	if more > 0 {
		r.Subtitle += fmt.Sprintf(", %d more streams in “other streams”", more)
	}
	r.Streams = streams
	return plots.DrawRun(r)
}

func (s *Summary) subtitle() string {
	return fmt.Sprintf("%s, seed %d, %s simulated", clean(s.Policy), s.Seed, span(s.HorizonNs))
}

// drawn returns the indices of the workloads in the picture, with -1 for all
// together, and how many have tasks but no line of their own.
func (s *Summary) drawn() (show []int, omitted int) {
	for i := range s.Workloads {
		if s.Workloads[i].Arrived > 0 {
			show = append(show, i)
		}
	}
	if len(show) <= plots.MaxSeries {
		return show, 0
	}
	slices.SortFunc(show, func(a, b int) int {
		if c := cmp.Compare(s.Workloads[b].Arrived, s.Workloads[a].Arrived); c != 0 {
			return c
		}
		return cmp.Compare(a, b)
	})
	omitted = len(show) - (plots.MaxSeries - 1)
	show = show[:plots.MaxSeries-1]
	slices.Sort(show)
	return append(show, -1), omitted
}

// drawing returns what the picture shows of workload i, or of all for -1.
func (s *Summary) drawing(i int) plots.Workload {
	w := &s.All
	if i >= 0 {
		w = &s.Workloads[i]
	}
	out := plots.Workload{Name: label(w.Name), Mean: withHalf(&w.Latency), Curve: s.curve(i), Deadline: w.deadline()}
	if w.Unstable != "" {
		out.Mean = "unstable"
	}
	for k, e := range w.parts() {
		if e.Value != nil {
			out.Parts[k] = *e.Value
		}
	}
	if s.timeline != nil {
		c := s.timeline.counts(i)
		out.InSystem = c.inSystem()
	}
	return out
}

// curve returns the distribution function of workload i, or of all for -1.
func (s *Summary) curve(i int) plots.Curve {
	c := plots.Curve{Tasks: s.All.Arrived}
	if i >= 0 {
		c.Tasks = s.Workloads[i].Arrived
	}
	if k := i + 1; k < len(s.curves) {
		c.Points = s.curves[k]
	}
	return c
}

// deadline returns the deadline of all tasks of a workload in nanoseconds, or 0
// if there is none or several.
func (w *Workload) deadline() int64 {
	if w.DeadlineLow == nil || *w.DeadlineLow != *w.DeadlineHigh {
		return 0
	}
	return *w.DeadlineLow
}

// counts returns the counters of workload i, or of all for -1.
func (t *timeline) counts(i int) counts {
	if i < 0 {
		return t.all()
	}
	return t.workloads[i]
}

// ComparisonFigure returns a picture of the completion times of several runs of
// one scenario, for the summaries of Finish or ReadDir.
func ComparisonFigure(runs []*Summary) *plots.Figure {
	c := &plots.Comparison{}
	names := runNames(runs)
	for i, s := range runs {
		k := plots.Candidate{Name: names[i], Curve: s.curve(-1)}
		if s.All.P99 != nil {
			k.Note = "p99 " + optional(s.All.P99)
		}
		c.Candidates = append(c.Candidates, k)
	}
	if len(runs) > 0 {
		c.Title = clean(runs[0].Scenario)
		c.Subtitle = fmt.Sprintf("%s simulated", span(runs[0].HorizonNs))
		if seed, ok := common(runs, func(s *Summary) uint64 { return s.Seed }); ok {
			c.Subtitle += fmt.Sprintf(", seed %d", seed)
		}
		c.Deadline, _ = common(runs, func(s *Summary) int64 { return s.All.deadline() })
	}
	if n := len(runs) - plots.MaxSeries; n > 0 {
		c.Subtitle += fmt.Sprintf(", %d more runs not drawn", n)
	}
	return plots.DrawComparison(c)
}

// common returns what f says of every run, if that is the same.
func common[T comparable](runs []*Summary, f func(*Summary) T) (v T, ok bool) {
	for i, s := range runs {
		if i == 0 {
			v, ok = f(s), true
		}
		ok = ok && f(s) == v
	}
	if !ok {
		var none T
		return none, false
	}
	return v, true
}

// runNames returns what tells runs apart: their policies, with scenario or seed
// where those differ.
func runNames(runs []*Summary) []string {
	_, oneScenario := common(runs, func(s *Summary) string { return s.Scenario })
	_, oneSeed := common(runs, func(s *Summary) uint64 { return s.Seed })
	_, onePolicy := common(runs, func(s *Summary) string { return s.Policy })
	var names []string
	for _, s := range runs {
		var words []string
		if !oneScenario {
			words = append(words, clean(s.Scenario))
		}
		if !onePolicy || oneSeed {
			words = append(words, clean(s.Policy))
		}
		if !oneSeed {
			words = append(words, fmt.Sprintf("seed %d", s.Seed))
		}
		names = append(names, strings.Join(words, " "))
	}
	return names
}

// WriteFigure writes a figure to a file in one step, as PNG or SVG by the ending
// of its name.
func WriteFigure(path string, f *plots.Figure) error {
	var render func() ([]byte, error)
	switch strings.ToLower(filepath.Ext(path)) {
	case ".png":
		render = func() ([]byte, error) { return f.PNG(pictureDPI) }
	case ".svg":
		render = f.SVG
	default:
		return fmt.Errorf("%s: a picture is a .png or .svg file", path)
	}
	b, err := render()
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	p, err := newPending(path)
	if err != nil {
		return err
	}
	defer p.discard()
	if _, err := p.Write(b); err != nil {
		return err
	}
	if err := p.seal(); err != nil {
		return err
	}
	return p.rename()
}
