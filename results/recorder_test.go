package results_test

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

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

// nasty draws names that need quoting in one format or the other.
func nasty() *rapid.Generator[string] {
	return rapid.OneOf(rapid.StringMatching(`[a-z]{1,5}(-[a-z]{1,3})?`), rapid.String(), rapid.SampledFrom([]string{
		`"`, `a,b`, "line\nbreak", "\r\n", " padded ", "tab\t", "\xff\xfe", `\`, "\u2028", "日本", "\x7f", "\x00",
	}))
}

// readCSV reads a whole file and checks that rows are as long as the heading.
func readCSV(t interface{ Fatal(...any) }, path string) [][]string {
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

// plain is what a CSV reader makes of a name: it turns \r\n into \n in quotes.
func plain(s string) string { return strings.ReplaceAll(s, "\r\n", "\n") }

func TestTablesReadBackWhateverTheNames(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		w := small()
		w.names.Nodes = rapid.SliceOfN(nasty(), 3, 3).Draw(t, "nodes")
		w.names.Workloads = rapid.SliceOfNDistinct(nasty(), 3, 3, rapid.ID).Draw(t, "workloads")
		w.names.Transfers = rapid.SliceOfN(nasty(), 4, 4).Draw(t, "transfers")
		w.names.Links = rapid.SliceOfN(nasty(), 2, 2).Draw(t, "links")
		for i := range w.tasks {
			w.tasks[i].Reason = nasty().Draw(t, "reason")
			w.tasks[i].Run = rapid.Int64Range(0, 1<<60).Draw(t, "run")
			w.tasks[i].Arrived = rapid.Int64Range(0, second).Draw(t, "arrived")
		}
		w.outcome.Names = w.names
		r, err := results.NewRecorder(dir, w.names, results.Options{NoPicture: true})
		if err != nil {
			t.Fatal(err)
		}
		for i := range w.tasks {
			if err := r.Task(&w.tasks[i]); err != nil {
				t.Fatal(err)
			}
		}
		for i := range w.moves {
			if err := r.Transfer(&w.moves[i]); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := r.Finish(&w.outcome, manifest()); err != nil {
			t.Fatal(err)
		}
		for i, row := range readCSV(t, filepath.Join(dir, results.TasksFile)) {
			k := &w.tasks[i]
			want := []string{
				strconv.FormatInt(k.Number, 10), plain(w.names.Workloads[k.Workload]), plain(w.names.Nodes[k.Source]), "",
				k.State.String(), strconv.Itoa(int(k.Priority)), instant(k.Arrived), instant(k.Placed), instant(k.Started),
				instant(k.Finished), instant(k.Queue), instant(k.Decision), instant(k.Transfer), instant(k.Convert), instant(k.Run),
				instant(k.Deadline), strconv.Itoa(int(k.Attempts)), plain(k.Reason),
			}
			if k.Node != trace.None {
				want[3] = plain(w.names.Nodes[k.Node])
			}
			if d := cmp.Diff(want, row); d != "" {
				t.Fatalf("task %d (-want +got):\n%s", i+1, d)
			}
		}
		for i, row := range readCSV(t, filepath.Join(dir, results.TransfersFile)) {
			m := &w.moves[i]
			want := []string{
				plain(w.names.Transfers[m.Index]), plain(w.names.Nodes[m.From]), plain(w.names.Nodes[m.To]),
				strconv.FormatInt(m.Bytes, 10), instant(m.Started), instant(m.Finished), m.State.String(),
			}
			if d := cmp.Diff(want, row); d != "" {
				t.Fatalf("transfer %d (-want +got):\n%s", i, d)
			}
		}
		for i, row := range readCSV(t, filepath.Join(dir, results.NodesFile)) {
			if row[0] != plain(w.names.Nodes[i]) {
				t.Fatalf("node %q, want %q", row[0], w.names.Nodes[i])
			}
		}
		for i, row := range readCSV(t, filepath.Join(dir, results.LinksFile)) {
			if row[0] != plain(w.names.Links[i]) {
				t.Fatalf("link %q, want %q", row[0], w.names.Links[i])
			}
		}
	})
}

func instant(v int64) string {
	if v == trace.None {
		return ""
	}
	return strconv.FormatInt(v, 10)
}

func TestEventLogIsJSONWhateverTheNames(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		names := trace.Names{
			Nodes: rapid.SliceOfN(nasty(), 2, 2).Draw(t, "nodes"), Links: rapid.SliceOfN(nasty(), 2, 2).Draw(t, "links"),
			Transfers: rapid.SliceOfN(nasty(), 2, 2).Draw(t, "transfers"), Reasons: []string{"", nasty().Draw(t, "reason")},
		}
		path := filepath.Join(dir, "log.jsonl")
		r, err := results.NewRecorder("", names, results.Options{TraceFile: path})
		if err != nil {
			t.Fatal(err)
		}
		var log []trace.Event
		for range rapid.IntRange(0, 20).Draw(t, "events") {
			e := trace.Event{
				At: rapid.Int64Min(0).Draw(t, "at"), Value: rapid.Int64().Draw(t, "value"),
				Kind: trace.Kind(rapid.IntRange(1, int(trace.RunEnded)).Draw(t, "kind")), Node: rapid.Int32Range(-1, 1).Draw(t, "node"),
				Task: rapid.Int64Range(0, 2).Draw(t, "task"), Reason: uint8(rapid.IntRange(0, 1).Draw(t, "reason")),
			}
			log = append(log, e)
			if err := r.Event(&e); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := r.Finish(&trace.Outcome{Names: names}, results.Manifest{}); err != nil {
			t.Fatal(err)
		}
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(bytes.NewReader(b))
		for _, e := range log {
			want := map[string]any{"at_ns": json.Number(strconv.FormatInt(e.At, 10)), "kind": e.Kind.String(), "value": json.Number(strconv.FormatInt(e.Value, 10))}
			if e.Task != 0 && e.Kind.IsTransfer() {
				want["transfer"] = names.Transfers[e.Task-1]
			} else if e.Task != 0 {
				want["task"] = json.Number(strconv.FormatInt(e.Task, 10))
			}
			if e.Node >= 0 && e.Kind.IsLink() {
				want["link"] = names.Links[e.Node]
			} else if e.Node >= 0 {
				want["node"] = names.Nodes[e.Node]
			}
			if e.Reason != 0 {
				want["reason"] = names.Reasons[e.Reason]
			}
			for k, v := range want {
				if s, ok := v.(string); ok {
					want[k] = string([]rune(s)) // each bad byte is one U+FFFD
				}
			}
			if !lines.Scan() {
				t.Fatalf("line for %+v is missing", e)
			}
			var got map[string]any
			d := json.NewDecoder(bytes.NewReader(lines.Bytes()))
			d.UseNumber()
			if err := d.Decode(&got); err != nil {
				t.Fatalf("%s: %v", lines.Bytes(), err)
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Fatalf("%s (-want +got):\n%s", lines.Bytes(), d)
			}
		}
		if lines.Scan() {
			t.Fatalf("one line too many: %s", lines.Bytes())
		}
	})
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
