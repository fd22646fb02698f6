package results

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/littoral-sim/littoral/sim/trace"
)

// names and outcome of a run with one node and one workload, told apart by seed.
func tinyNames() trace.Names {
	return trace.Names{Nodes: []string{"n"}, Links: []string{"l"}, Workloads: []string{"w"}, Reasons: []string{""}}
}

func tinyOutcome(seed uint64) *trace.Outcome {
	chain := trace.NewChain(string(rune('a' + seed)))
	return &trace.Outcome{Names: tinyNames(), Seed: seed, Policy: "p", Horizon: 1000, Digest: chain.Sum(), Links: chain.Links()}
}

// tinyRun starts a run in dir and gives it a task.
func tinyRun(t *testing.T, dir string, o Options) *Recorder {
	t.Helper()
	r, err := NewRecorder(dir, tinyNames(), o)
	if err != nil {
		t.Fatal(err)
	}
	task := trace.Task{Number: 1, State: trace.StateFinished, Finished: 10, Deadline: trace.None}
	if err := r.Task(&task); err != nil {
		t.Fatal(err)
	}
	return r
}

// TestAKilledRunNeverLooksComplete kills a run after every single step of its
// publication, over the results of an earlier run that has files which the new
// one has not. The directory must hold either the old run or the new one, whole,
// or no manifest; and the next run must clear up.
func TestAKilledRunNeverLooksComplete(t *testing.T) {
	seen := map[string]int{}
	for kill := 0; ; kill++ {
		dir := t.TempDir()
		old := tinyRun(t, dir, Options{Trace: true, NoPicture: true})
		if _, err := old.Finish(tinyOutcome(1), Manifest{}); err != nil {
			t.Fatal(err)
		}
		// A file that no run writes is left alone whatever happens.
		if err := os.WriteFile(filepath.Join(dir, "notes.txt"), []byte("mine"), 0o666); err != nil {
			t.Fatal(err)
		}

		r := tinyRun(t, dir, Options{NoPicture: true})
		o := tinyOutcome(2)
		p, err := r.prepare(o, Manifest{}, r.summarise(o, ""))
		if err != nil {
			t.Fatal(err)
		}
		steps := p.steps()
		for _, step := range steps[:min(kill, len(steps))] {
			if err := step(); err != nil {
				t.Fatal(err)
			}
		}
		// Death closes files and gives up the lock, and does nothing else.
		if err := r.unlock(); err != nil {
			t.Fatal(err)
		}
		seen[stateOf(t, dir)]++
		cleared(t, dir)
		if kill >= len(steps) {
			break
		}
	}
	if seen["old"] == 0 || seen["none"] == 0 || seen["new"] == 0 {
		t.Errorf("states met: %v", seen)
	}
}

// stateOf says which run a directory holds, and fails on a mixture.
func stateOf(t *testing.T, dir string) string {
	t.Helper()
	m, err := ReadManifest(dir)
	if errors.Is(err, ErrIncomplete) {
		return "none"
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := Verify(dir); err != nil {
		t.Fatalf("a mixture of runs: %v", err)
	}
	if _, err := ReadDir(dir); err != nil {
		t.Fatal(err)
	}
	return map[uint64]string{1: "old", 2: "new"}[m.Seed]
}

// cleared runs once more in dir and checks that nothing else is left there.
func cleared(t *testing.T, dir string) {
	t.Helper()
	r := tinyRun(t, dir, Options{NoPicture: true})
	if _, err := r.Finish(tinyOutcome(3), Manifest{}); err != nil {
		t.Fatal(err)
	}
	if err := Verify(dir); err != nil {
		t.Fatal(err)
	}
	for _, n := range list(t, dir) {
		if !isOwn(n) && n != "notes.txt" {
			t.Fatalf("%s is left over", n)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "notes.txt")); err != nil {
		t.Fatal(err)
	}
}

func list(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func TestAbortLeavesTheEarlierRun(t *testing.T) {
	dir := t.TempDir()
	if _, err := tinyRun(t, dir, Options{}).Finish(tinyOutcome(1), Manifest{}); err != nil {
		t.Fatal(err)
	}
	before := list(t, dir)
	r := tinyRun(t, dir, Options{Trace: true})
	if len(list(t, dir)) == len(before) {
		t.Error("rows are kept in memory")
	}
	if err := r.Abort(); err != nil {
		t.Fatal(err)
	}
	if err := r.Abort(); err != nil {
		t.Errorf("a second abort: %v", err)
	}
	if got := list(t, dir); strings.Join(got, " ") != strings.Join(before, " ") {
		t.Errorf("left %v, had %v", got, before)
	}
	if err := Verify(dir); err != nil {
		t.Error(err)
	}
	if _, err := r.Finish(tinyOutcome(2), Manifest{}); err == nil {
		t.Error("a run that was aborted can finish")
	}
}

func TestTwoRunsCannotShareADirectory(t *testing.T) {
	dir := t.TempDir()
	first := tinyRun(t, dir, Options{NoPicture: true})
	if _, err := NewRecorder(dir, tinyNames(), Options{}); err == nil || !strings.Contains(err.Error(), dir) {
		t.Errorf("a second run in the directory: %v", err)
	}
	if _, err := first.Finish(tinyOutcome(1), Manifest{}); err != nil {
		t.Errorf("the first run is disturbed: %v", err)
	}
	second := tinyRun(t, dir, Options{NoPicture: true})
	if err := second.Abort(); err != nil {
		t.Error(err)
	}
}

func TestWriteErrorsNameTheFileOnce(t *testing.T) {
	dir := t.TempDir()
	r := tinyRun(t, dir, Options{Trace: true})
	if err := r.tasks.file.Close(); err != nil { // the disk goes away
		t.Fatal(err)
	}
	task := trace.Task{Number: 1, State: trace.StateFinished, Finished: 10, Deadline: trace.None}
	var first error
	for range 20_000 {
		if err := r.Task(&task); err != nil {
			first = err
			break
		}
	}
	if !errors.Is(first, fs.ErrClosed) || strings.Count(first.Error(), filepath.Join(dir, TasksFile)) != 1 {
		t.Fatalf("the error of a full buffer: %v", first)
	}
	if _, err := r.Finish(tinyOutcome(1), Manifest{}); !errors.Is(err, fs.ErrClosed) {
		t.Errorf("finish says %v", err)
	}
	if left := list(t, dir); len(left) != 0 {
		t.Errorf("left %v", left)
	}
}

func TestUnusableDirectoriesAreErrors(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := NewRecorder(filepath.Join(file, "sub"), tinyNames(), Options{}); err == nil || !strings.Contains(err.Error(), file) {
		t.Errorf("a directory inside of a file: %v", err)
	}
	if _, err := NewRecorder("", tinyNames(), Options{TraceFile: filepath.Join(file, "x")}); err == nil || !strings.Contains(err.Error(), file) {
		t.Errorf("a trace inside of a file: %v", err)
	}
}

func TestATraceOutsideOfTheDirectoryIsPublishedToo(t *testing.T) {
	dir, log := t.TempDir(), filepath.Join(t.TempDir(), "log.jsonl")
	r := tinyRun(t, dir, Options{TraceFile: log, NoPicture: true})
	if err := r.Event(&trace.Event{At: 5, Kind: trace.RunEnded, Node: trace.None}); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(log); err == nil {
		t.Error("the log is there before the run has finished")
	}
	if _, err := r.Finish(tinyOutcome(1), Manifest{}); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(log)
	if err != nil || string(b) != `{"at_ns":5,"kind":"run-ended","value":0}`+"\n" {
		t.Errorf("log %q, %v", b, err)
	}
	if _, err := os.Stat(filepath.Join(dir, TraceFile)); err == nil {
		t.Error("the directory has a log, too")
	}
	// The same file by its path is the one in the directory.
	r = tinyRun(t, dir, Options{TraceFile: filepath.Join(dir, TraceFile), NoPicture: true})
	if _, err := r.Finish(tinyOutcome(1), Manifest{}); err != nil {
		t.Fatal(err)
	}
	if err := Verify(dir); err != nil {
		t.Error(err)
	}
}

func TestTaskRowsAndEventsAllocateNothing(t *testing.T) {
	r := tinyRun(t, t.TempDir(), Options{Trace: true})
	task := trace.Task{Number: 1, State: trace.StateFinished, Finished: 10, Deadline: 20}
	event := trace.Event{At: 5, Kind: trace.TaskArrived, Task: 1, Node: trace.None}
	// The histogram keeps its first values as they are.
	for range 10_000 {
		if err := r.Task(&task); err != nil {
			t.Fatal(err)
		}
	}
	got := testing.AllocsPerRun(10_000, func() {
		if r.Task(&task) != nil || r.Event(&event) != nil {
			t.Fatal("an error")
		}
	})
	if got != 0 {
		t.Errorf("%v allocations per task and event", got)
	}
	if err := r.Abort(); err != nil {
		t.Fatal(err)
	}
}
