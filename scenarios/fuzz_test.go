package scenarios

import (
	"bytes"
	"context"
	"errors"
	"os"
	"runtime"
	"testing"
	"time"

	"github.com/littoral-sim/littoral/scenarios/diagnostics"
	"github.com/littoral-sim/littoral/scenarios/internal/yamlx"
	"github.com/littoral-sim/littoral/schedulers/catalog"
	"github.com/littoral-sim/littoral/sim"
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
	domains := f.DomainNames()
	named := func(r Ref, kind string, n int, name func(int) string) {
		if r.IsSet() && (r.Index < 0 || r.Index >= n || name(r.Index) != r.Name) {
			tb.Errorf("reference %+v to a %s", r, kind)
		}
	}
	link := func(r Ref) { named(r, "link", len(f.Links), func(i int) string { return string(f.Links[i].Name.V) }) }
	domain := func(r Ref) { named(r, "domain", len(domains), func(i int) string { return domains[i] }) }
	for i := range f.Faults {
		for _, v := range f.Faults[i].verbs() {
			[]func(Ref){aNode: node, aLink: link, aDomain: domain}[v.thing](*v.ref)
		}
	}
	for i := range f.Domains {
		domain(f.Domains[i].Within)
		for _, l := range f.Domains[i].Links {
			link(l)
		}
	}
	for i := range f.Images {
		node(f.Images[i].Registry)
	}
	for i := range f.Workloads {
		named(f.Workloads[i].Image, "image", len(f.Images), func(i int) string { return string(f.Images[i].Name.V) })
	}
	for i := range f.Links {
		if l := &f.Links[i]; l.Bandwidth.V <= 0 || l.BandwidthBack.V < 0 {
			tb.Errorf("link %+v", l)
		}
	}
	checkBuilt(tb, f)
}

// checkBuilt checks that what is built of a file is what the simulator accepts.
func checkBuilt(tb testing.TB, f *File) {
	tb.Helper()
	cfg, err := f.Build()
	if err != nil {
		return // The errors of Build are checked where it is called.
	}
	for _, w := range f.Workloads {
		if w.Replicas.V != 1 {
			return // Build says so.
		}
	}
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	policy, err := catalog.New("nearest")
	if err != nil {
		tb.Fatal(err)
	}
	// A run that is cancelled before it begins has been validated.
	if _, err := sim.Run(cancelled, cfg, policy, ignore{}); err != nil && !errors.Is(err, context.Canceled) {
		tb.Errorf("the simulator refuses what was built: %v", err)
	}
}
