package theory

import (
	"errors"
	"math"
	"math/big"
	"testing"
)

func TestScoreCountsStandardDeviations(t *testing.T) {
	if z := ZScore(5.3, 5, 9, 100); math.Abs(z-1) > 1e-9 { // 0.3 above, with a standard deviation of 3/10
		t.Errorf("z is %v", z)
	}
	for _, z := range []float64{ZScore(1, 1, 0, 1), ZScore(1, 1, 1, 0), ZScore(1, 1, math.NaN(), 1)} {
		if !math.IsNaN(z) {
			t.Errorf("z is %v, want NaN", z)
		}
	}
}

func TestEffortBringsABiasToItsScore(t *testing.T) {
	n := Effort(29, 0.01, 9.1)
	if z := ZScore(1.01, 1, 29, n); math.Abs(z-9.1) > 1e-9 {
		t.Errorf("z is %v after %v", z, n)
	}
}

func TestCyclesEstimateTheirRatioExactly(t *testing.T) {
	var c Cycles
	if _, _, err := c.Ratio(); !errors.Is(err, ErrParameter) {
		t.Errorf("no cycle: %v", err)
	}
	c.Add(1, 2)
	c.Add(3, 4)
	c.Add(8, 6)
	ratio, variance, err := c.Ratio()
	if err != nil {
		t.Fatal(err)
	}
	same(t, "ratio", ratio, Dec("1"))
	// Deviations −1, −1, 2; 3/2·6/144.
	same(t, "variance", variance, big.NewRat(1, 16))

	var empty Cycles
	empty.Add(1, 0)
	empty.Add(1, 0)
	if _, _, err := empty.Ratio(); !errors.Is(err, ErrParameter) {
		t.Errorf("no length: %v", err)
	}
}
