package results_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/results"
	"github.com/littoral-sim/littoral/sim/trace"
)

// eventLog is a log of n events, of which the one with number odd (from 1) differs from
// that of other logs. Its digest covers the header, as in a real run.
func eventLog(n, odd int) []trace.Event {
	log := make([]trace.Event, n)
	for i := range log {
		log[i] = trace.Event{At: int64(i) * ms, Kind: trace.TaskArrived, Task: int64(i + 1), Node: trace.None}
		if i+1 == odd {
			log[i].Kind, log[i].Node = trace.TaskPlaced, 1
		}
	}
	return log
}

// leave writes a run with that log.
func leave(tb testing.TB, dir, header string, log []trace.Event, withTrace bool, man results.Manifest) {
	tb.Helper()
	w := newWorld(1, 0, 0.5)
	r, err := results.NewRecorder(dir, w.names, results.Options{Trace: withTrace, NoPicture: true})
	if err != nil {
		tb.Fatal(err)
	}
	chain := trace.NewChain(header)
	for i := range log {
		chain.Add(&log[i])
		if err := r.Event(&log[i]); err != nil {
			tb.Fatal(err)
		}
	}
	o := &w.outcome
	o.Workloads = nil
	o.Digest, o.Links, o.Events = chain.Sum(), chain.Links(), chain.Events()
	if _, err := r.Finish(o, man); err != nil {
		tb.Fatal(err)
	}
}

func diff(tb testing.TB, a, b string) results.Difference {
	tb.Helper()
	d, err := results.Diff(a, b)
	if err != nil {
		tb.Fatal(err)
	}
	return d
}

// text prints a difference with the names of temporary directories taken out.
func text(t *testing.T, d results.Difference) string {
	t.Helper()
	d.A, d.B = "A", "B"
	var b bytes.Buffer
	if err := d.Print(&b, results.Style{}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestEqualRunsAreEqual(t *testing.T) {
	a, b := t.TempDir(), t.TempDir()
	leave(t, a, "h", eventLog(5000, 0), true, manifest())
	m := manifest()
	m.Started, m.DurationNs = "another day", 7
	leave(t, b, "h", eventLog(5000, 0), false, m)
	d := diff(t, a, b)
	if !d.Equal || len(d.Inputs) != 0 || len(d.Files) != 0 || text(t, d) != "equal\n" {
		t.Errorf("%+v\n%s", d, text(t, d))
	}
}

func TestTheFirstDifferingEventIsFound(t *testing.T) {
	dir := t.TempDir()
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		n++
		length := rapid.IntRange(1, 300).Draw(rt, "length")
		odd := rapid.IntRange(1, length).Draw(rt, "odd")
		a, b := filepath.Join(dir, "a.jsonl"), filepath.Join(dir, "b.jsonl")
		for path, at := range map[string]int{a: 0, b: odd} {
			w := newWorld(1, 0, 0.5)
			r, err := results.NewRecorder("", w.names, results.Options{TraceFile: path})
			if err != nil {
				rt.Fatal(err)
			}
			log := eventLog(length, at)
			for i := range log {
				if err := r.Event(&log[i]); err != nil {
					rt.Fatal(err)
				}
			}
			if _, err := r.Finish(&w.outcome, results.Manifest{}); err != nil {
				rt.Fatal(err)
			}
		}
		d := diff(t, a, b)
		if d.Equal || d.Event == nil || d.Event.Index != int64(odd) || d.Event.AtNs != int64(odd-1)*ms || d.Event.Kind != "task-arrived" {
			rt.Fatalf("event %d of %d: %+v", odd, length, d.Event)
		}
		if len(d.Event.Before) != min(3, odd-1) || !strings.Contains(d.Event.B, "task-placed") {
			rt.Fatalf("event %d of %d: %+v", odd, length, d.Event)
		}
		if same := diff(t, a, a); !same.Equal || same.Event != nil {
			rt.Fatalf("a log differs from itself: %+v", same)
		}
	})
}

func TestDigestsTellTheBlockInWhichRunsPart(t *testing.T) {
	a := t.TempDir()
	leave(t, a, "h", eventLog(10_000, 0), false, manifest())
	for odd, want := range map[int]results.Block{
		1: {First: 1, Last: 4096}, 4096: {First: 1, Last: 4096}, 4097: {First: 4097, Last: 8192}, 10_000: {First: 8193, Last: 10_000},
	} {
		b := t.TempDir()
		leave(t, b, "h", eventLog(10_000, odd), true, manifest())
		d := diff(t, a, b)
		if diff := cmp.Diff(&want, d.Block); diff != "" || d.Equal || d.Event != nil || !strings.Contains(d.Hint, "--trace") {
			t.Errorf("event %d: %+v (-want +got):\n%s", odd, d, diff)
		}
	}
	// One log is the beginning of the other.
	for length, want := range map[int]results.Block{8192: {First: 8193, Last: 10_000}, 9000: {First: 8193, Last: 10_000}, 4096: {First: 4097, Last: 8192}} {
		b := t.TempDir()
		leave(t, b, "h", eventLog(length, 0), false, manifest())
		if diff := cmp.Diff(&want, diff(t, a, b).Block); diff != "" {
			t.Errorf("ends after %d (-want +got):\n%s", length, diff)
		}
	}
}

func TestDifferentInputsComeFirst(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	leave(t, at("a"), "h", eventLog(100, 0), true, manifest())
	m := manifest()
	m.Scenario, m.ScenarioDigest, m.Overrides, m.Version, m.Modified = "other", "1234", nil, "v0.2.0", true
	m.Inputs = []results.Input{{Name: "demand.csv", SHA256: "77"}}
	leave(t, at("b"), "other h", eventLog(100, 50), true, m)
	leave(t, at("c"), "other h", eventLog(100, 0), true, m)
	leave(t, at("d"), "other h", eventLog(100, 50), false, m)
	leave(t, at("e"), "h", eventLog(100, 50)[:60], true, manifest())
	golden(t, "diff/inputs.txt", []byte(text(t, diff(t, at("a"), at("b")))))
	golden(t, "diff/same-events.txt", []byte(text(t, diff(t, at("a"), at("c")))))
	golden(t, "diff/digests-only.txt", []byte(text(t, diff(t, at("a"), at("d")))))
	golden(t, "diff/event.txt", []byte(text(t, diff(t, at("a"), at("e")))))
	golden(t, "diff/ended.txt", []byte(text(t, diff(t, at("b"), filepath.Join(at("e"), results.TraceFile)))))
	if _, err := results.Diff(filepath.Join(at("a"), results.TraceFile), at("d")); err == nil || !strings.Contains(err.Error(), at("d")+" has no trace.jsonl") {
		t.Errorf("a log against a directory without one: %v", err)
	}
}

func TestFilesThatDifferThoughEventsAreEqualAreNamed(t *testing.T) {
	a, b := t.TempDir(), t.TempDir()
	newWorld(7, 20*second, 0.7).record(t, a, results.Options{NoPicture: true})
	w := newWorld(7, 20*second, 0.7)
	w.tasks[0].Priority++
	w.record(t, b, results.Options{NoPicture: true})
	d := diff(t, a, b)
	if diff := cmp.Diff([]string{"tasks.csv"}, d.Files); diff != "" || !d.Equal || !strings.Contains(text(t, d), "tasks.csv") {
		t.Errorf("%+v\n%s", d, diff)
	}
}

func TestDiffOfWhatIsNotARunIsAnError(t *testing.T) {
	dir := t.TempDir()
	leave(t, filepath.Join(dir, "a"), "h", eventLog(3, 0), true, manifest())
	bad := filepath.Join(dir, "bad.jsonl")
	if err := os.WriteFile(bad, []byte("not JSON\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, other := range []string{filepath.Join(dir, "missing"), t.TempDir()} {
		if _, err := results.Diff(filepath.Join(dir, "a"), other); err == nil || !strings.Contains(err.Error(), other) {
			t.Errorf("%s: %v", other, err)
		}
	}
	if _, err := results.Diff(bad, filepath.Join(dir, "a", results.TraceFile)); err == nil || !strings.Contains(err.Error(), "bad.jsonl:1") {
		t.Errorf("a file that is no event log: %v", err)
	}
}
