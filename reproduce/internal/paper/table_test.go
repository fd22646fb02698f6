package paper

import (
	"strings"
	"testing"
)

func TestColumnsAreAsWideAsTheirWidestCell(t *testing.T) {
	var b strings.Builder
	Table(&b, [][]string{{"name", "n", "note"}, {"µ", Thousands(1234567), ""}}, []bool{false, true, false})
	want := "  name          n  note\n  µ     1,234,567\n"
	if b.String() != want {
		t.Errorf("%q, want %q", b.String(), want)
	}
	for n, want := range map[int64]string{0: "0", 999: "999", 1000: "1,000"} {
		if got := Thousands(n); got != want {
			t.Errorf("%d is written %s", n, got)
		}
	}
}
