package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"littoral": main})
}

// TestScripts runs the command the way a user does: each file in
// testdata/script is a session with the files it needs.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: filepath.Join("testdata", "script"), RequireExplicitExec: true})
}

// call runs one command line inside the process.
func call(ctx context.Context, args ...string) (code int, out, err string) {
	var stdout, stderr bytes.Buffer
	code = execute(ctx, args, streams{in: strings.NewReader(""), out: &stdout, err: &stderr, env: func(string) string { return "" }})
	return code, stdout.String(), stderr.String()
}

const tiny = `version: 1
name: tiny
duration: 10s
nodes:
  - {name: a, tier: edge, capacity: {cpu: 1, memory: 1GiB}}
workloads:
  - name: w
    source: a
    arrivals: {every: 1s}
    demand: {cpu: 1, memory: 1MiB}
    work: 100ms
scheduler: {policy: first-fit}
`

func write(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "tiny.yaml")
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestExitCodes(t *testing.T) {
	good := write(t, tiny)
	bad := write(t, strings.Replace(tiny, "100ms", "100", 1))
	out := t.TempDir()
	for _, c := range []struct {
		name   string
		args   []string
		code   int
		stderr string
	}{
		{"done", []string{"run", good, "--out", out}, 0, ""},
		{"bad file", []string{"run", bad, "--out", out}, 2, "tiny.yaml:11:11"},
		{"no such file", []string{"run", "./nowhere.yaml"}, 2, "nowhere.yaml"},
		{"misspelt scenario", []string{"run", "smart-cty"}, 2, `did you mean "smart-city"`},
		{"misspelt policy", []string{"run", good, "--policy", "neerest"}, 2, `did you mean "nearest"`},
		{"misspelt flag", []string{"run", good, "--sede", "1"}, 2, "did you mean --seed?"},
		{"misspelt command", []string{"rum"}, 2, `did you mean "run"`},
		{"negative seed", []string{"run", good, "--seed", "-1"}, 2, "negative"},
		{"too many arguments", []string{"run", good, good}, 2, "accepts at most 1"},
		{"checked", []string{"check", good}, 0, ""},
		{"check bad file", []string{"check", good, bad}, 2, "tiny.yaml:11:11"},
		{"diff of nothing", []string{"diff", "nope", "nope"}, 2, "nope"},
		{"list of nothing", []string{"list", "wishes"}, 2, "wishes"},
		{"import without files", []string{"import", "eua"}, 2, "--sites"},
		{"bad override", []string{"run", good, "--set", "nodes.a.sped=2"}, 2, "speed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			code, _, stderr := call(t.Context(), c.args...)
			if code != c.code || !strings.Contains(stderr, c.stderr) {
				t.Errorf("littoral %s = %d, want %d\nstderr: %s", strings.Join(c.args, " "), code, c.code, stderr)
			}
		})
	}
}

func TestInterruptionLeavesNoResults(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	out := filepath.Join(t.TempDir(), "out")
	code, _, stderr := call(ctx, "run", write(t, tiny), "--out", out)
	if code != exitInterrupted || !strings.Contains(stderr, "interrupted") {
		t.Errorf("code %d, stderr %s", code, stderr)
	}
	left, err := filepath.Glob(filepath.Join(out, "*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestJSONIsOneObjectWithTheNumbersOfTheSummary(t *testing.T) {
	out := t.TempDir()
	_, stdout, _ := call(t.Context(), "run", write(t, tiny), "--out", out, "--json")
	var printed, filed map[string]any
	if err := json.Unmarshal([]byte(stdout), &printed); err != nil {
		t.Fatalf("%v in %s", err, stdout)
	}
	data, err := os.ReadFile(filepath.Join(out, "summary.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &filed); err != nil {
		t.Fatal(err)
	}
	if printed["digest"] == "" || printed["digest"] != filed["digest"] {
		t.Errorf("digest printed %v, in the file %v", printed["digest"], filed["digest"])
	}
}

func TestSeedAndPolicyOfTheCommandLineWin(t *testing.T) {
	out := t.TempDir()
	_, stdout, stderr := call(t.Context(), "run", write(t, tiny), "--out", out, "--json", "--seed", "42", "--policy", "least-loaded")
	var got struct {
		Seed   uint64
		Policy string
	}
	if err := json.Unmarshal([]byte(stdout), &got); err != nil {
		t.Fatalf("%v: %s", err, stderr)
	}
	if got.Seed != 42 || got.Policy != "least-loaded" {
		t.Errorf("ran with %+v", got)
	}
}
