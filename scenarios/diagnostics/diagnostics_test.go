package diagnostics

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestRenderPointsAtTheToken(t *testing.T) {
	source := NewSource("edge.yaml", []byte("nodes:\n  - {name: é-{i}, kind: gatway} # x\n\tb: \"q r\"\r\nlong: a b\n"))
	for _, c := range []struct {
		pos  Pos
		want string
	}{
		{Pos{1, 1}, "edge.yaml:1:1: p: wrong: fix\n    nodes:\n    ^^^^^"},
		{Pos{2, 6}, "edge.yaml:2:6: p: wrong: fix\n      - {name: é-{i}, kind: gatway} # x\n         ^^^^"},
		{Pos{2, 12}, "edge.yaml:2:12: p: wrong: fix\n      - {name: é-{i}, kind: gatway} # x\n               ^^^^^"},
		{Pos{2, 25}, "edge.yaml:2:25: p: wrong: fix\n      - {name: é-{i}, kind: gatway} # x\n                            ^^^^^^"},
		{Pos{2, 5}, "edge.yaml:2:5: p: wrong: fix\n      - {name: é-{i}, kind: gatway} # x\n        ^"},
		{Pos{3, 5}, "edge.yaml:3:5: p: wrong: fix\n    \tb: \"q r\"\n    \t   ^^^^^"},
		{Pos{4, 7}, "edge.yaml:4:7: p: wrong: fix\n    long: a b\n          ^^^"},
		{Pos{4, 99}, "edge.yaml:4:99: p: wrong: fix\n    long: a b\n             ^"},
		{Pos{9, 1}, "edge.yaml:9:1: p: wrong: fix"},
		{Pos{}, "edge.yaml: p: wrong: fix"},
	} {
		got := source.At(c.pos, "p", "wrong", "fix").Render()
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%v: %s", c.pos, diff)
		}
	}
}

func TestRenderCutsLongLinesAroundTheToken(t *testing.T) {
	line := strings.Repeat("é", 5000) + " here " + strings.Repeat("ü", 5000)
	got := NewSource("f", []byte(line)).At(Pos{1, 5002}, "", "wrong", "").Render()
	lines := strings.Split(got, "\n")
	if len(lines) != 3 || utf8.RuneCountInString(lines[1]) > shownMax+10 {
		t.Fatalf("%q", got)
	}
	shown, marked := []rune(lines[1]), []rune(lines[2])
	at := strings.IndexRune(lines[2], '^')
	if string(shown[at:at+4]) != "here" || len(marked) > shownMax+10 {
		t.Errorf("the carets point at %q", string(shown[at:at+4]))
	}
}

func TestRenderDoesNotPassOnTerminalCommands(t *testing.T) {
	line := "a: \x1b[2J\u202e\u009b\x07"
	d := NewSource("f\x1b", []byte(line)).At(Pos{1, 4}, "k\x1b", "wrong \x1b", "fix \u200f")
	for _, r := range d.Render() {
		if r != '\n' && visible(r) != r {
			t.Errorf("%q is in the output", r)
		}
	}
}

func TestErrorsAreSortedMergedAndBounded(t *testing.T) {
	var l List
	if l.Err() != nil {
		t.Fatal("an empty list is an error")
	}
	source := NewSource("f", []byte("a\nb\n"))
	add := func(pos Pos, path, problem string) { l.Add(pos, source.At(pos, path, problem, "")) }
	add(Pos{2, 1}, "b", "second")
	add(Pos{-1, 1}, "o", "override")
	add(Pos{1, 2}, "a", "first")
	add(Pos{2, 1}, "b", "again")
	add(Pos{2, 1}, "b", "again")
	got := []string{}
	for _, d := range l.All() {
		got = append(got, d.Problem)
	}
	if diff := cmp.Diff([]string{"first", "second (and 2 more like it)", "override"}, got); diff != "" {
		t.Error(diff)
	}
	for i := range 5000 {
		add(Pos{int32(i + 3), 1}, "", "many")
	}
	text := l.Err().Error()
	if n := strings.Count(text, "many"); n != ShownMax-2 {
		t.Errorf("%d complaints are shown", n+2)
	}
	if want := fmt.Sprintf("and %d more", 5003-ShownMax); !strings.HasSuffix(text, want) {
		t.Errorf("ends with %q, want %q", text[len(text)-20:], want)
	}
}

func TestNearestFindsWhatWasMeant(t *testing.T) {
	for _, c := range []struct {
		wrong string
		names []string
		want  string
	}{
		{"cpuu", []string{"memory", "cpu"}, "cpu"},
		{"CPU", []string{"memory", "cpu"}, "cpu"},
		{"gatway", []string{"gateway", "cloud"}, "gateway"},
		{"xyz", []string{"cpu", "memory"}, ""},
		{"cam-a-21", []string{"cam-a-1", "cam-a-2", "cam-a-20"}, "cam-a-1"},
		{"", []string{"a"}, ""},
		{"c", []string{"a", "b"}, ""},
		{"A", []string{"a", "b"}, "a"},
		{strings.Repeat("x", 1000), []string{strings.Repeat("x", 999)}, ""},
	} {
		if got := Nearest(c.wrong, c.names); got != c.want {
			t.Errorf("Nearest(%q, %v) = %q, want %q", c.wrong, c.names, got, c.want)
		}
	}
}

// naiveDistance is the recursive definition.
func naiveDistance(a, b []rune) int {
	if len(a) == 0 || len(b) == 0 {
		return len(a) + len(b)
	}
	replace := naiveDistance(a[1:], b[1:])
	if a[0] != b[0] {
		replace++
	}
	return min(replace, naiveDistance(a[1:], b)+1, naiveDistance(a, b[1:])+1)
}

func TestDistanceAgreesWithItsDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := []rune(rapid.StringMatching(`[abé]{0,5}`).Draw(t, "a"))
		b := []rune(rapid.StringMatching(`[abé]{0,5}`).Draw(t, "b"))
		if got, want := distance(a, b), naiveDistance(a, b); got != want {
			t.Fatalf("distance(%q, %q) = %d, want %d", string(a), string(b), got, want)
		}
	})
}
