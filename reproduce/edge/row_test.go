package edge

import (
	"math"
	"testing"
)

func TestARowAgreesWithinWhatItsClosedFormAllows(t *testing.T) {
	cases := []struct {
		row       Row
		agrees    bool
		deviation float64
	}{
		{exact("a", "s", 2, 2, ""), true, 0},
		{exact("a", "s", 2.001, 2, ""), false, math.Inf(1)},
		{exact("a", "s", 1.999, 2, ""), false, math.Inf(-1)},
		{between("a", "s", 3, 1, 3, 9, ""), true, 1},
		{between("a", "s", 0, 1, 3, 9, ""), false, -2},
		{estimated("a", "s", 11, 10, 2, 144, ""), true, 1},
		{estimated("a", "s", 12, 10, 2, 144, ""), false, 2},
		{exact("a", "s", math.NaN(), 2, ""), false, math.NaN()},
	}
	for _, c := range cases {
		if c.row.Agrees() != c.agrees || (c.row.Verdict() == "agrees") != c.agrees {
			t.Errorf("%+v: %s", c.row, c.row.Verdict())
		}
		if d := c.row.Deviation(); d != c.deviation && !math.IsNaN(c.deviation) {
			t.Errorf("%+v: deviation %v, want %v", c.row, d, c.deviation)
		}
	}
}
