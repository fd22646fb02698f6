package scenarios

import (
	"bytes"
	"errors"
	"os"
	"runtime"
	"testing"
	"time"

	"github.com/littoral-sim/littoral/scenarios/diagnostics"
	"github.com/littoral-sim/littoral/scenarios/internal/yamlx"
)

// FuzzLoad feeds arbitrary files and overrides to the loader. It must not panic
// or allocate out of proportion, every error must say where and what, and what
// it accepts must be consistent and pass the schema.
func FuzzLoad(f *testing.F) {
	for _, kind := range []string{"good", "bad"} {
		for _, name := range corpus(f, kind) {
			data, err := os.ReadFile(name)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(data, "")
		}
	}
	for _, set := range []string{"scheduler.policy=first-fit", "nodes.b.speed=2", "nodes.0.capacity={cpu: 1, memory: 1B}", `workloads."w".work=1s`} {
		f.Add([]byte(small), set)
	}
	v := validator(f)
	f.Fuzz(func(t *testing.T, data []byte, set string) {
		options := Options{Policies: policies(), entitiesMax: 2000}
		if set != "" {
			options.Set = []string{set}
		}
		// A panic makes the fuzzer keep the input that takes so long.
		watchdog := time.AfterFunc(10*time.Second, func() { panic("loading takes more than 10 s") })
		defer watchdog.Stop()
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		file, err := LoadBytes("fuzz", data, options)
		runtime.ReadMemStats(&after)
		if allocated := after.TotalAlloc - before.TotalAlloc; allocated > 64<<20+4000*uint64(len(data)+len(set)) {
			t.Errorf("%d bytes of input, %d bytes allocated", len(data), allocated)
		}
		if err != nil {
			checkErrors(t, err, data, set)
			return
		}
		checkLoaded(t, file)
		if set != "" {
			return
		}
		root, _ := yamlx.Parse(data, yamlx.DefaultLimits())
		if refused := v.Check(instance(root)); refused != nil {
			t.Errorf("the schema refuses what the loader accepts: %v", refused)
		}
		again, err := LoadBytes("fuzz", data, options)
		if err != nil || again.Digest != file.Digest {
			t.Errorf("loaded again: %v", err)
		}
		if _, err := file.Build(); err != nil {
			checkErrors(t, err, data, set)
		}
	})
}

// checkErrors checks that each complaint says what is wrong, and points into
// the text.
func checkErrors(tb testing.TB, err error, data []byte, set string) {
	tb.Helper()
	var found diagnostics.Errors
	if !errors.As(err, &found) || len(found.List) == 0 {
		tb.Fatalf("not diagnostics: %v", err)
	}
	lines := bytes.Count(data, []byte("\n")) + 1
	for _, d := range found.List {
		if d.Problem == "" || d.File == "" || d.Line < 0 || d.Line > lines || d.Line > 0 && d.Col < 1 {
			tb.Errorf("incomplete: %+v", d)
		}
		if d.Line == 0 && d.Path != "" {
			tb.Errorf("no position: %+v", d)
		}
		if d.File == "--set" && set == "" {
			tb.Errorf("no override was given: %+v", d)
		}
	}
	if len(err.Error()) > 1<<20 {
		tb.Errorf("the message has %d bytes", len(err.Error()))
	}
}

// checkLoaded checks that references of a file lead to entities.
func checkLoaded(tb testing.TB, f *File) {
	tb.Helper()
	node := func(r Ref) {
		if r.IsSet() && (r.Index < 0 || r.Index >= len(f.Nodes) || string(f.Nodes[r.Index].Name.V) != r.Name) {
			tb.Errorf("reference %+v", r)
		}
	}
	if f.Duration.V <= 0 || f.Scheduler == nil || len(f.Nodes) == 0 || len(f.Digest) != 64 {
		tb.Errorf("incomplete file %+v", f)
	}
	for i := range f.Nodes {
		node(f.Nodes[i].Gateway)
	}
	for i := range f.Links {
		node(f.Links[i].Between[0])
		node(f.Links[i].Between[1])
	}
	for i := range f.Workloads {
		w := &f.Workloads[i]
		node(w.Target)
		if len(w.Source.Nodes) == 0 || w.Arrivals == nil || w.Work == nil || w.Demand == nil || w.Demand.CPU.V <= 0 {
			tb.Errorf("incomplete workload %+v", w)
		}
		for k, s := range w.Source.Nodes {
			if s < 0 || s >= len(f.Nodes) || k > 0 && s <= w.Source.Nodes[k-1] {
				tb.Errorf("sources %v", w.Source.Nodes)
			}
		}
	}
	for _, x := range f.Faults {
		node(x.Crash)
		node(x.Repair)
		if x.Cut.IsSet() && string(f.Links[x.Cut.Index].Name.V) != x.Cut.Name {
			tb.Errorf("fault %+v", x)
		}
	}
}
