package scenarios

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/littoral-sim/littoral/scenarios/diagnostics"
)

var update = flag.Bool("update", false, "write the golden files")

// policies are those that the scenarios in testdata name.
func policies() []string { return []string{"least-latency", "nearest", "first-fit"} }

func corpus(tb testing.TB, kind string) []string {
	tb.Helper()
	names, err := filepath.Glob("testdata/" + kind + "/*.yaml")
	if err != nil || len(names) == 0 {
		tb.Fatalf("no files in testdata/%s: %v", kind, err)
	}
	return names
}

// expectation is a complaint that a file of the corpus announces: at the end of
// the line it is about, as "#! part of the message", or anywhere as
// "#!@line part of the message", where line 0 is the file as a whole.
type expectation struct {
	line int
	part string
}

func expectations(data []byte) []expectation {
	var all []expectation
	for i, line := range strings.Split(string(data), "\n") {
		for _, mark := range strings.Split(line, "#!")[1:] {
			e := expectation{i + 1, strings.TrimSpace(mark)}
			if rest, ok := strings.CutPrefix(mark, "@"); ok {
				number, part, _ := strings.Cut(rest, " ")
				e.line, _ = strconv.Atoi(number)
				e.part = strings.TrimSpace(part)
			}
			// A carriage return is what one of the files is about.
			e.part, _, _ = strings.Cut(e.part, "\r")
			e.part, _, _ = strings.Cut(e.part, "\u2028")
			all = append(all, e)
		}
	}
	return all
}

// Every file in testdata/bad is refused with exactly the complaints that it
// announces. The complete messages are in golden files, for people to read.
func TestBadFilesAreRefusedAtTheRightLine(t *testing.T) {
	for _, name := range corpus(t, "bad") {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".yaml"), func(t *testing.T) {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			_, err = Load(name, Options{Policies: policies()})
			var found diagnostics.Errors
			if !errors.As(err, &found) {
				t.Fatalf("error %v, want diagnostics", err)
			}
			compare(t, expectations(data), found.List)
			golden(t, strings.TrimSuffix(name, ".yaml")+".err", []byte(err.Error()+"\n"))
		})
	}
}

func compare(t *testing.T, want []expectation, got []diagnostics.Diagnostic) {
	t.Helper()
	if len(want) == 0 {
		t.Error("the file announces nothing")
	}
	used := make([]bool, len(got))
next:
	for _, e := range want {
		for i, d := range got {
			if !used[i] && d.Line == e.line && e.part != "" && strings.Contains(d.String(), e.part) {
				used[i] = true
				continue next
			}
		}
		t.Errorf("line %d: no complaint %q", e.line, e.part)
	}
	for i, d := range got {
		if !used[i] {
			t.Errorf("unexpected: %s", d)
		}
		if d.Problem == "" || d.Fix == "" {
			t.Errorf("incomplete: %s", d)
		}
	}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatalf("%v; write it with: go test ./scenarios -update", err)
	}
	if diff := cmp.Diff(string(bytes.ReplaceAll(want, []byte("\r\n"), []byte("\n"))), string(got)); diff != "" {
		t.Errorf("%s: %s", name, diff)
	}
}

func TestGoodFilesLoad(t *testing.T) {
	for _, name := range corpus(t, "good") {
		file, err := Load(name, Options{Policies: policies()})
		if err != nil {
			t.Errorf("%v", err)
			continue
		}
		if len(file.Digest) != 64 {
			t.Errorf("%s: digest %q", name, file.Digest)
		}
		var b strings.Builder
		for _, w := range file.Warnings {
			fmt.Fprintln(&b, w.Render())
		}
		golden(t, strings.TrimSuffix(name, ".yaml")+".warnings", []byte(b.String()))
	}
}
