package plots

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"image/png"
	"io"
	"strings"
	"testing"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/recorder"
	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/results/stats"
)

const (
	ms  = int64(1_000_000)
	day = 86400 * 1000 * ms
)

// busy is a run with everything in it: more workloads than can be told apart,
// long names, few and many tasks, faults and a warm-up.
func busy() *Run {
	r := &Run{
		Title:     "a-scenario-whose-name-is-so-long-that-it-cannot-fit-into-its-line-whatever-happens-to-it",
		Subtitle:  "dominant-resource-fairness, seed 18446744073709551615, 365 d simulated",
		PartNames: [PartCount]string{"queue", "decision", "transfer", "convert", "run"},
		HorizonNs: 365 * day, WarmupNs: 30 * day, SpanNs: day,
	}
	for i := range int64(MaxSeries + 2) {
		w := Workload{
			Name: fmt.Sprintf("workload-with-a-long-name-%d", i), Mean: "12.3 ± 0.4 ms",
			Deadline: ms * (i + 1) * (i + 1) * (i + 1), Parts: [PartCount]float64{float64(i), 1, 2, 3, 4},
			Curve: Curve{Tasks: 30 + 20*i},
		}
		for k := range int64(25) {
			w.Curve.Points = append(w.Curve.Points, stats.Point{Value: (i*i*i*i*i + 1) * (k + 1) * (k + 1) * 100_000, Share: float64(k+1) / float64(30+20*i)})
		}
		for k := range int64(365) {
			w.InSystem = append(w.InSystem, 100_000*i+k*k)
		}
		r.Workloads = append(r.Workloads, w)
	}
	for k := range int64(365) {
		r.NodesDown = append(r.NodesDown, k%7)
		r.LinksDown = append(r.LinksDown, k/100)
	}
	return r
}

// streaming is a busy run with streams, more than can be told apart.
func streaming() *Run {
	r := busy()
	for i := range int64(MaxSeries + 2) {
		s := Stream{Name: fmt.Sprintf("stream-with-a-long-name-%d", i)}
		for k := range int64(1000) {
			s.At = append(s.At, k*(r.HorizonNs/1000))
			s.Held = append(s.Held, i*k)
			s.Delivered = append(s.Delivered, i*k*k)
		}
		r.Streams = append(r.Streams, s)
	}
	return r
}

func busyComparison() *Comparison {
	c := &Comparison{Title: "two-sites", Subtitle: "1 h simulated, seed 7", Deadline: 3 * ms}
	for _, w := range busy().Workloads {
		c.Candidates = append(c.Candidates, Candidate{Name: w.Name, Curve: w.Curve, Note: "p99 12.3 ms"})
	}
	return c
}

func TestEqualDataGiveEqualBytes(t *testing.T) {
	render := map[string]func() ([]byte, error){
		"run.png":        func() ([]byte, error) { return DrawRun(busy()).PNG(100) },
		"run.svg":        func() ([]byte, error) { return DrawRun(busy()).SVG() },
		"streams.png":    func() ([]byte, error) { return DrawRun(streaming()).PNG(100) },
		"streams.svg":    func() ([]byte, error) { return DrawRun(streaming()).SVG() },
		"comparison.png": func() ([]byte, error) { return DrawComparison(busyComparison()).PNG(100) },
		"comparison.svg": func() ([]byte, error) { return DrawComparison(busyComparison()).SVG() },
	}
	for name, f := range render {
		a, err := f()
		if err != nil {
			t.Fatal(err)
		}
		b, err := f()
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(a, b) {
			t.Errorf("%s: two renderings differ", name)
		}
	}
}

func TestPNGHasTheSizeOfTheFigure(t *testing.T) {
	b, err := DrawRun(busy()).PNG(200)
	if err != nil {
		t.Fatal(err)
	}
	image, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	// 7.2 by 5.1 inches.
	if got := image.Bounds().Size(); got.X != 1440 || got.Y != 1020 {
		t.Errorf("%v pixels", got)
	}
}

func TestSVGIsWellFormedAndCarriesItsFont(t *testing.T) {
	r := busy()
	r.Workloads[0].Name = `<"&>`
	b, err := DrawRun(r).SVG()
	if err != nil {
		t.Fatal(err)
	}
	var words []string
	d := xml.NewDecoder(bytes.NewReader(b))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if s, ok := token.(xml.CharData); ok {
			words = append(words, string(s))
		}
	}
	all := strings.Join(words, "\n")
	for _, want := range []string{`<"&>`, "completion time", "nodes down (up to 6)", "links cut (up to 3)", "font/ttf"} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is missing", want)
		}
	}
	if strings.Contains(string(b), "http://") != strings.Contains(string(b), "http://www.w3.org/") {
		t.Error("the picture refers to another site")
	}
}

// label is a text of a figure and the box that its letters take.
type label struct {
	text string
	box  vg.Rectangle
}

// labels paints a figure on a recorder and returns all its texts.
func labels(f *Figure) []label {
	var rec recorder.Canvas
	p := newPen(draw.NewCanvas(&rec, f.width, f.height))
	f.paint(p)
	var out []label
	for _, a := range rec.Actions {
		s, ok := a.(*recorder.FillString)
		if !ok || strings.TrimSpace(s.String) == "" {
			continue
		}
		style := p.plain
		style.Font.Size = s.Size
		// Digits and capitals are 0.7 of the size high; descenders 0.2 deep.
		out = append(out, label{s.String, vg.Rectangle{
			Min: vg.Point{X: s.Point.X, Y: s.Point.Y - 0.2*s.Size},
			Max: vg.Point{X: s.Point.X + style.Width(s.String), Y: s.Point.Y + 0.7*s.Size},
		}})
	}
	return out
}

// check fails if a text leaves the figure or two texts overlap.
func check(t interface{ Fatalf(string, ...any) }, f *Figure) {
	all := labels(f)
	for i, a := range all {
		if a.box.Min.X < 0 || a.box.Min.Y < 0 || a.box.Max.X > f.width || a.box.Max.Y > f.height {
			t.Fatalf("%q is cut off: %v in %v × %v", a.text, a.box, f.width, f.height)
		}
		for _, b := range all[:i] {
			if a.box.Min.X < b.box.Max.X && b.box.Min.X < a.box.Max.X && a.box.Min.Y < b.box.Max.Y && b.box.Min.Y < a.box.Max.Y {
				t.Fatalf("%q and %q overlap: %v, %v", a.text, b.text, a.box, b.box)
			}
		}
	}
}

func TestNoTextIsCutOffOrOverlaps(t *testing.T) {
	check(t, DrawRun(busy()))
	check(t, DrawRun(streaming()))
	check(t, DrawRun(&Run{Title: "empty"}))
	check(t, DrawRun(&Run{Title: "empty", Streams: []Stream{{Name: "s"}}}))
	check(t, DrawComparison(busyComparison()))
	check(t, DrawComparison(&Comparison{}))
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringMatching(`[a-z]{1,12}(-[a-zW]{1,20}){0,3}`)
		r := &Run{
			Title: name.Draw(t, "title"), Subtitle: name.Draw(t, "subtitle"),
			PartNames: [PartCount]string{"queue", "decision", "transfer", "convert", "run"},
			HorizonNs: rapid.Int64Range(1, 10000*day).Draw(t, "horizon"),
		}
		r.WarmupNs = rapid.Int64Range(0, r.HorizonNs).Draw(t, "warmup")
		r.SpanNs = r.HorizonNs/100 + 1
		c := &Comparison{Title: r.Title, Subtitle: r.Subtitle, Deadline: rapid.Int64Range(0, 1<<40).Draw(t, "deadline")}
		for range rapid.IntRange(0, 9).Draw(t, "workloads") {
			w := Workload{Name: name.Draw(t, "name"), Mean: rapid.SampledFrom([]string{"unstable", "–", "12.3 ± 0.4 ms"}).Draw(t, "mean")}
			value, share := int64(0), 0.0
			for range rapid.IntRange(0, 5).Draw(t, "steps") {
				value += rapid.Int64Range(1, 1<<uint(rapid.IntRange(1, 58).Draw(t, "bits"))).Draw(t, "value")
				share += (1 - share) * rapid.Float64Range(0.01, 1).Draw(t, "share")
				w.Curve.Points = append(w.Curve.Points, stats.Point{Value: value, Share: share})
			}
			w.Curve.Tasks = rapid.Int64Range(0, 5000).Draw(t, "tasks")
			w.Deadline = rapid.Int64Range(0, 1<<50).Draw(t, "deadline")
			for k := range w.Parts {
				w.Parts[k] = rapid.Float64Range(0, 1e9).Draw(t, "part")
			}
			w.InSystem = rapid.SliceOfN(rapid.Int64Range(0, 1<<40), 0, 100).Draw(t, "in system")
			r.Workloads = append(r.Workloads, w)
			c.Candidates = append(c.Candidates, Candidate{Name: w.Name, Curve: w.Curve, Note: w.Mean})
		}
		for range rapid.IntRange(0, 9).Draw(t, "streams") {
			s := Stream{Name: name.Draw(t, "stream")}
			for at := int64(0); at <= r.HorizonNs-r.SpanNs; at += r.SpanNs {
				s.At = append(s.At, at)
				s.Held = append(s.Held, rapid.Int64Range(0, 1<<40).Draw(t, "held"))
				s.Delivered = append(s.Delivered, at/rapid.Int64Range(1, 1<<40).Draw(t, "gap"))
			}
			r.Streams = append(r.Streams, s)
		}
		r.NodesDown = rapid.SliceOfN(rapid.Int64Range(0, 9), 0, 100).Draw(t, "down")
		check(t, DrawRun(r))
		check(t, DrawComparison(c))
	})
}
