package queueing

import (
	"math"
	"testing"
)

// TestZIsTheDeviationInStandardDeviations has numbers that are easy to do by hand:
// a variance of 9 over a second is one of 0.09 over a hundred.
func TestZIsTheDeviationInStandardDeviations(t *testing.T) {
	c := claim{value: 3, variance: 9, goal: coarse}
	row := c.judge(3.6, 100)
	if math.Abs(row.Z-2) > 1e-9 || math.Abs(row.MDB-0.6) > 1e-9 {
		t.Errorf("z %v and least bias %v, want 2 and 0.6", row.Z, row.MDB)
	}
	// 36·9/(0.01·3)² seconds.
	if got := c.seconds(); math.Abs(got-360_000) > 1e-6 || math.Abs(c.mdb(got)-coarse) > 1e-9 {
		t.Errorf("%v seconds for a least bias of %v", got, c.mdb(got))
	}
}

func TestVerdicts(t *testing.T) {
	for z, want := range map[float64]string{0: "agrees", -6: "agrees", 6.001: "DIFFERS", -7: "DIFFERS", math.Inf(1): "DIFFERS"} {
		row := Row{Z: z}
		if got := row.Verdict(); got != want {
			t.Errorf("z %v: %s, want %s", z, got, want)
		}
	}
	row := Row{Z: math.NaN()}
	if row.Agrees() {
		t.Error("a z that is not a number agrees")
	}
}
