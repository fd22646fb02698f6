package results_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/littoral-sim/littoral/results"
	"github.com/littoral-sim/littoral/sim/trace"
)

var update = flag.Bool("update", false, "rewrite the golden files from what the code does now")

// golden compares got with a file under testdata.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v (make it with go test -update)", err)
	}
	if d := cmp.Diff(string(want), string(got)); d != "" {
		t.Errorf("%s (-want +got; accept with go test -update):\n%s", path, d)
	}
}

// small is a run of a few tasks with one in every state.
func small() *world {
	w := newWorld(3, 10*second, 0.0001)
	w.tasks = w.tasks[:0]
	w.few(10 * second)
	base := trace.Task{Workload: 0, Source: 2, Node: 1, Attempts: 1, Priority: -1, Deadline: 400 * ms, Placed: 9 * ms, Started: trace.None, Finished: trace.None}
	for i, state := range []trace.State{trace.StatePending, trace.StateSending, trace.StateQueued, trace.StateRunning} {
		t := base
		t.State, t.Arrived, t.Queue, t.Warmup = state, int64(i)*2*second, 10*second-int64(i)*2*second, i == 0
		w.tasks = append(w.tasks, t)
	}
	for i := range w.tasks {
		w.tasks[i].Number = int64(i + 1)
	}
	w.finish(3, 10*second)
	return w
}

func TestFilesOfASmallRun(t *testing.T) {
	dir := t.TempDir()
	small().record(t, dir, results.Options{Trace: true, NoPicture: true})
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
		if e.Name() == results.TimelineFile {
			continue // long, and mostly zeros; see TestTimelineAddsUp
		}
		b, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		golden(t, filepath.Join("small", e.Name()), b)
	}
	want := []string{
		"digests.txt", "latency.csv", "links.csv", "manifest.json", "nodes.csv", "summary.json", "tasks.csv",
		"timeline.csv", "trace.jsonl", "transfers.csv",
	}
	if d := cmp.Diff(want, names); d != "" {
		t.Errorf("files (-want +got):\n%s", d)
	}
	if err := results.Verify(dir); err != nil {
		t.Error(err)
	}
}

func TestTimelineAddsUp(t *testing.T) {
	dir := t.TempDir()
	w := newWorld(7, 2*minute, 0.7)
	w.record(t, dir, results.Options{NoPicture: true})
	type totals struct{ arrived, finished, declined, measured int64 }
	want, got := map[string]totals{}, map[string]totals{}
	for i := range w.tasks {
		k := &w.tasks[i]
		for _, name := range []string{"", w.names.Workloads[k.Workload]} {
			c := want[name]
			c.arrived++
			if k.State == trace.StateFinished {
				c.finished++
				if !k.Warmup {
					c.measured++
				}
			}
			if k.State == trace.StateDeclined {
				c.declined++
			}
			want[name] = c
		}
	}
	end, down, cut := int64(0), int64(0), int64(0)
	for _, row := range readCSV(t, filepath.Join(dir, results.TimelineFile)) {
		var v []int64
		for _, s := range row[1:] {
			n, err := strconv.ParseInt(s, 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			v = append(v, n)
		}
		if row[0] == "" {
			if v[0] != end {
				t.Fatalf("a span begins at %d, the one before ended at %d", v[0], end)
			}
			end = v[1]
			down += v[6] * (v[1] - v[0])
			cut += v[7] * (v[1] - v[0])
		}
		c := got[row[0]]
		got[row[0]] = totals{c.arrived + v[2], c.finished + v[3], c.declined + v[4], c.measured + v[5]}
	}
	if d := cmp.Diff(want, got, cmp.AllowUnexported(totals{})); d != "" {
		t.Errorf("totals (-want +got):\n%s", d)
	}
	// One node is down for a tenth of the run and one link for a twentieth; spans
	// at the ends count as a whole.
	width := end / 200
	if end < 2*minute || end > 2*minute+2*width || down < 12*second || down > 12*second+2*width || cut < 6*second || cut > 6*second+2*width {
		t.Errorf("ends at %d, down %d, cut %d", end, down, cut)
	}
}

// readCSV reads a whole file and checks that rows are as long as the heading.
func readCSV(t *testing.T, path string) [][]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}

func TestRecordersWithoutDirectoryGatherTheSameStatistics(t *testing.T) {
	w := newWorld(7, 2*minute, 0.7)
	a := w.record(t, "", results.Options{})
	b := w.record(t, t.TempDir(), results.Options{NoPicture: true})
	x, err := a.JSON()
	if err != nil {
		t.Fatal(err)
	}
	y, err := b.JSON()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(x, y) {
		t.Error("the summary depends on the directory")
	}
	if _, err := results.NewRecorder("", w.names, results.Options{Trace: true}); err == nil {
		t.Error("a trace without a place for it is no error")
	}
}

func TestEqualRunsLeaveEqualFiles(t *testing.T) {
	a, b := t.TempDir(), t.TempDir()
	newWorld(7, 2*minute, 0.7).record(t, a, results.Options{Trace: true})
	newWorld(7, 2*minute, 0.7).record(t, b, results.Options{Trace: true})
	entries, err := os.ReadDir(a)
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != 12 {
		t.Errorf("%d files", len(entries))
	}
	for _, e := range entries {
		x, err := os.ReadFile(filepath.Join(a, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		y, err := os.ReadFile(filepath.Join(b, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(x, y) {
			t.Errorf("%s differs", e.Name())
		}
	}
}

func TestReadDirReturnsWhatFinishReturned(t *testing.T) {
	dir := t.TempDir()
	s := newWorld(7, 2*minute, 0.7).record(t, dir, results.Options{})
	r, err := results.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var want, got bytes.Buffer
	for _, x := range []struct {
		s  *results.Summary
		to *bytes.Buffer
	}{{s, &want}, {r.Summary, &got}} {
		if err := x.s.Print(x.to, results.Style{}); err != nil {
			t.Fatal(err)
		}
		b, err := x.s.JSON()
		if err != nil {
			t.Fatal(err)
		}
		x.to.Write(b)
		picture, err := x.s.Figure().SVG()
		if err != nil {
			t.Fatal(err)
		}
		x.to.Write(picture)
	}
	if !bytes.Equal(want.Bytes(), got.Bytes()) {
		t.Error("text, JSON or picture differ")
	}
	if r.Manifest.Seed != 7 || r.Manifest.Events != 9 || r.Manifest.TraceDigest != s.Digest || r.Dir != dir {
		t.Errorf("manifest %+v", r.Manifest)
	}
	if _, err := results.ReadDir(t.TempDir()); !errors.Is(err, results.ErrIncomplete) {
		t.Errorf("an empty directory: %v", err)
	}
}

func TestVerifyFindsWhatWasTamperedWith(t *testing.T) {
	dir := t.TempDir()
	newWorld(7, 2*minute, 0.7).record(t, dir, results.Options{})
	if err := results.Verify(dir); err != nil {
		t.Fatal(err)
	}
	change := func(name string, f func([]byte) []byte) func() {
		path := filepath.Join(dir, name)
		old, err := os.ReadFile(path)
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
		existed := err == nil
		if err := os.WriteFile(path, f(slices.Clone(old)), 0o666); err != nil {
			t.Fatal(err)
		}
		return func() {
			if err := os.WriteFile(path, old, 0o666); err != nil {
				t.Fatal(err)
			}
			if !existed {
				if err := os.Remove(path); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	for name, f := range map[string]func([]byte) []byte{
		results.TasksFile:   func(b []byte) []byte { b[len(b)/2] ^= 1; return b },
		results.SummaryFile: func(b []byte) []byte { return b[:len(b)-1] },
		results.PictureFile: func(b []byte) []byte { return append(b, 0) },
		results.TraceFile:   func([]byte) []byte { return []byte("{}\n") },
	} {
		undo := change(name, f)
		err := results.Verify(dir)
		if err == nil || !strings.Contains(err.Error(), filepath.Join(dir, name)) {
			t.Errorf("%s changed: %v", name, err)
		}
		undo()
		if err := results.Verify(dir); err != nil {
			t.Fatalf("%s restored: %v", name, err)
		}
	}
	undo := change(results.ManifestFile, func(b []byte) []byte {
		return bytes.Replace(b, []byte(`"tasks.csv"`), []byte(`"../tasks.csv"`), 1)
	})
	if err := results.Verify(dir); err == nil || !strings.Contains(err.Error(), "no run writes") {
		t.Errorf("a manifest that points elsewhere: %v", err)
	}
	undo()
}

func BenchmarkTaskRow(b *testing.B) {
	w := newWorld(7, 10*minute, 0.7)
	for _, c := range []struct {
		name string
		dir  string
	}{{"files", b.TempDir()}, {"statistics only", ""}} {
		b.Run(c.name, func(b *testing.B) {
			r, err := results.NewRecorder(c.dir, w.names, results.Options{})
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				if err := r.Task(&w.tasks[i%len(w.tasks)]); err != nil {
					b.Fatal(err)
				}
			}
			if err := r.Abort(); err != nil {
				b.Fatal(err)
			}
		})
	}
}

func BenchmarkEvent(b *testing.B) {
	w := newWorld(7, minute, 0.7)
	e := trace.Event{At: 12345678901, Task: 123456, Node: 1, Kind: trace.TaskPlaced, Value: 17}
	for _, c := range []struct {
		name    string
		options results.Options
	}{{"no trace", results.Options{}}, {"trace", results.Options{Trace: true}}} {
		b.Run(c.name, func(b *testing.B) {
			r, err := results.NewRecorder(b.TempDir(), w.names, c.options)
			if err != nil {
				b.Fatal(err)
			}
			var sink trace.Sink = r
			b.ReportAllocs()
			for b.Loop() {
				if err := sink.Event(&e); err != nil {
					b.Fatal(err)
				}
			}
			if err := r.Abort(); err != nil {
				b.Fatal(err)
			}
		})
	}
}
