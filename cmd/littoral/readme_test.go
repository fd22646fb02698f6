package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// blocks returns the fenced blocks of the README whose first line begins with a
// prefix.
func blocks(t *testing.T, prefix string) []string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for i, part := range strings.Split(string(text), "```") {
		_, body, _ := strings.Cut(part, "\n")
		if i%2 == 1 && strings.HasPrefix(body, prefix) {
			out = append(out, body)
		}
	}
	if len(out) == 0 {
		t.Fatalf("the README has no block that begins with %q", prefix)
	}
	return out
}

// lines drops trailing blanks and the line that names the result directory.
func lines(s string) []string {
	var out []string
	for l := range strings.Lines(s) {
		if l = strings.TrimRight(l, " \n"); !strings.HasPrefix(l, "  files ") && l != "" {
			out = append(out, l)
		}
	}
	return out
}

func TestReadmeShowsWhatTheDefaultScenarioPrints(t *testing.T) {
	_, got, _ := call(t.Context(), "run", "--out", t.TempDir())
	if d := cmp.Diff(lines(blocks(t, "smart-city")[0]), lines(got)); d != "" {
		t.Errorf("README (-shown +printed):\n%s", d)
	}
}

func TestReadmeScenarioRuns(t *testing.T) {
	for _, text := range blocks(t, "version: 1") {
		if code, _, stderr := call(t.Context(), "run", write(t, text), "--out", t.TempDir()); code != 0 {
			t.Errorf("exit code %d: %s", code, stderr)
		}
	}
}
