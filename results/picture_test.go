package results_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/littoral-sim/littoral/results"
	"github.com/littoral-sim/littoral/results/plots"
)

// words returns a figure as SVG without the font in it.
func words(t *testing.T, svg []byte) string {
	t.Helper()
	_, rest, ok := strings.Cut(string(svg), "</style>")
	if !ok {
		t.Fatal("no fonts in the picture")
	}
	return rest
}

func TestPicturesShowTheBusiestWorkloadsAndAllTogether(t *testing.T) {
	w := newWorld(7, 20*second, 0.7)
	w.names.Workloads = nil
	for i := range 12 {
		w.names.Workloads = append(w.names.Workloads, fmt.Sprintf("workload-%c", 'a'+i))
	}
	for i := range w.tasks {
		// Workload k gets about k+1 tasks of 78.
		k, n := int32(0), i%78
		for n > int(k) {
			n -= int(k) + 1
			k++
		}
		w.tasks[i].Workload = k
	}
	w.finish(7, 20*second)
	s := w.record(t, "", results.Options{})
	svg, err := s.Figure().SVG()
	if err != nil {
		t.Fatal(err)
	}
	got := words(t, svg)
	for i := range 12 {
		name := fmt.Sprintf("workload-%c<", 'a'+i)
		if strings.Contains(got, name) != (i >= 6) {
			t.Errorf("%s: in the picture: %v", name, i < 6)
		}
	}
	if !strings.Contains(got, ">all<") || !strings.Contains(got, "6 more workloads in “all”") {
		t.Error("the picture does not say what it leaves out")
	}
}

// The digests are the same on amd64 and, under an emulator, on arm64.
func TestVectorPicturesAreTheSameOnEveryProcessor(t *testing.T) {
	s := newWorld(7, 10*minute, 0.7).record(t, "", results.Options{})
	var b strings.Builder
	for _, c := range []struct {
		name   string
		figure *plots.Figure
	}{{"run", s.Figure()}, {"comparison", results.ComparisonFigure([]*results.Summary{s, s})}} {
		svg, err := c.figure.SVG()
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "%x %s\n", sha256.Sum256(svg), c.name)
	}
	golden(t, "pictures.txt", []byte(b.String()))
}

func TestFiguresAreWrittenByTheEndingOfTheirName(t *testing.T) {
	dir := t.TempDir()
	a := newWorld(7, 20*second, 0.7).record(t, "", results.Options{})
	other := newWorld(7, 20*second, 0.5)
	other.outcome.Policy = "other"
	b := other.record(t, "", results.Options{})
	figure := results.ComparisonFigure([]*results.Summary{a, b})
	for name, head := range map[string]string{"c.png": "\x89PNG", "c.SVG": "<?xml"} {
		path := filepath.Join(dir, name)
		if err := results.WriteFigure(path, figure); err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(path)
		if err != nil || !bytes.HasPrefix(got, []byte(head)) {
			t.Errorf("%s: %.10q, %v", name, got, err)
		}
	}
	svg, err := figure.SVG()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"least-latency (p99 ", "other (p99 ", "seed 7", "two-sites"} {
		if !strings.Contains(words(t, svg), want) {
			t.Errorf("%q is not in the comparison", want)
		}
	}
	if err = results.WriteFigure(filepath.Join(dir, "c.gif"), figure); err == nil || !strings.Contains(err.Error(), "c.gif") {
		t.Errorf("a GIF: %v", err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 2 {
		t.Errorf("%d files, %v", len(entries), err)
	}
}
