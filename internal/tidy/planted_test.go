package tidy

import (
	"flag"
	"os"
	"strings"
	"testing"
)

const golden = "testdata/planted.golden"

var update = flag.Bool("update", false, "rewrite "+golden)

// The golden file is to be read line by line against the files in
// testdata/planted: every planted breach is there, and nothing else.
func TestEveryPlantedBreachIsFoundAndNothingElse(t *testing.T) {
	var b strings.Builder
	for _, f := range inspect(t, "testdata/planted", 100) {
		b.WriteString(f.String() + "\n")
	}
	got := b.String()
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range missing(string(want), got) {
		t.Errorf("not found: %s", line)
	}
	for _, line := range missing(got, string(want)) {
		t.Errorf("found but not planted: %s", line)
	}
}

// missing returns the lines of a that b lacks.
func missing(a, b string) []string {
	has := map[string]int{}
	for line := range strings.Lines(b) {
		has[line]++
	}
	var out []string
	for line := range strings.Lines(a) {
		if has[line]--; has[line] < 0 {
			out = append(out, strings.TrimSpace(line))
		}
	}
	return out
}
