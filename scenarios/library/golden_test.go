package library_test

import (
	"context"
	"crypto/sha256"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/littoral-sim/littoral/results"
	"github.com/littoral-sim/littoral/scenarios"
	"github.com/littoral-sim/littoral/scenarios/library"
	"github.com/littoral-sim/littoral/schedulers/catalog"
	"github.com/littoral-sim/littoral/sim"
)

var update = flag.Bool("update", false, "rewrite testdata/digests.txt")

// goldenSeeds is how many seeds each embedded scenario is run with.
const goldenSeeds = 5

// TestGoldenDigests compares the digest of the event log, and of every file a
// run writes but its manifest, with those committed. The same file must come out
// on every processor and under every schedule of the Go runtime. After a change
// that is meant to change runs: go test ./scenarios/library -update
func TestGoldenDigests(t *testing.T) {
	var b strings.Builder
	for _, name := range library.Names() {
		for seed := int64(1); seed <= goldenSeeds; seed++ {
			fmt.Fprintf(&b, "%s seed %d %s\n", name, seed, fingerprint(t, name, seed))
		}
	}
	path := filepath.Join("testdata", "digests.txt")
	if *update {
		if err := os.WriteFile(path, []byte(b.String()), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), b.String()); d != "" {
		t.Errorf("digests (-committed +now):\n%s", d)
	}
}

// fingerprint runs an embedded scenario and returns the digest of its event log,
// how many events it has, and one digest over its result files.
func fingerprint(t *testing.T, name string, seed int64) string {
	t.Helper()
	text, _ := library.Read(name)
	file, err := scenarios.LoadBytes(name+".yaml", text, scenarios.Options{Policies: catalog.Names()})
	if err != nil {
		t.Fatal(err)
	}
	file.Seed.V = seed
	cfg, err := file.Build()
	if err != nil {
		t.Fatal(err)
	}
	policy, err := catalog.New(cfg.Policy)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	recorder, err := results.NewRecorder(dir, cfg.Names(), results.Options{})
	if err != nil {
		t.Fatal(err)
	}
	out, err := sim.Run(context.Background(), cfg, policy, recorder)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := recorder.Finish(out, results.Manifest{Scenario: name, ScenarioDigest: file.Digest}); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%v events %d files %s", out.Digest, out.Events, hashFiles(t, dir))
}

func hashFiles(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir) // sorted by name
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.New()
	for _, e := range entries {
		// The manifest has the platform in it. A PNG is compressed, and the
		// compressor may differ between processors: golang/go#81589.
		if e.Name() == results.ManifestFile || filepath.Ext(e.Name()) == ".png" {
			continue
		}
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(sum, "%s %d\n", e.Name(), len(data))
		sum.Write(data)
	}
	return fmt.Sprintf("%x", sum.Sum(nil)[:8])
}
