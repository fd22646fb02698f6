package results

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/results/stats"
)

func TestDurationsHaveThreeDigitsAndAUnit(t *testing.T) {
	for ns, want := range map[float64]string{
		0: "0 ns", 1: "1 ns", 17: "17 ns", 999: "999 ns", 1000: "1.00 µs", 1234: "1.23 µs", 12_345: "12.3 µs", 123_456: "123 µs",
		999_499: "999 µs", 999_600: "1.00 ms", 12_345_678: "12.3 ms", 1e9: "1.00 s", 59e9: "59.0 s", 90e9: "90.0 s", 120e9: "2.00 min",
		3600e9: "1.00 h", 86400e9: "1.00 d", 1000 * 86400e9: "1000 d", 0.5: "0.50 ns", -12_345_678: "-12.3 ms",
	} {
		if got := Duration(ns); got != want {
			t.Errorf("%v ns is %q, want %q", ns, got, want)
		}
	}
}

func TestSpansAreExact(t *testing.T) {
	for ns, want := range map[int64]string{0: "0 ns", 3600e9: "1 h", 90e9: "90 s", 5 * 60e9: "5 min", 86400e9: "1 d", 1500e6: "1500 ms", 7: "7 ns"} {
		if got := span(ns); got != want {
			t.Errorf("%d ns is %q, want %q", ns, got, want)
		}
	}
}

func TestMeansAndHalvesShareUnitAndDecimals(t *testing.T) {
	estimate := func(v, half float64) *stats.Estimate {
		low, high := v-half, v+half
		return &stats.Estimate{Value: &v, CILow: &low, CIHigh: &high}
	}
	for want, e := range map[string]*stats.Estimate{
		"12.3 ± 0.4 ms":     estimate(12.34e6, 0.41e6),
		"123 ± 12 ms":       estimate(123.4e6, 12.1e6),
		"3.03 ± 0.57 s":     estimate(3.03e9, 0.57e9),
		"458.7 ± 0.1 ms":    estimate(458.66e6, 0.12e6),
		"12.300 ± 0.001 ms": estimate(12.3e6, 1000),
		"-5.00 ± 1.00 ms":   estimate(-5e6, 1e6),
		"5.00 ± 0.00 ms":    estimate(5e6, 0),
		"–":                 {},
		"1.23 s":            {Value: func() *float64 { v := 1.23e9; return &v }()},
		"0.400 ± 0.001 ns":  estimate(0.4, 0.001),
		"2.00 ± 123.00 h":   estimate(2*3600e9, 123*3600e9),
	} {
		if got := withHalf(e); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestPercentagesNeverRoundToNoneOrAll(t *testing.T) {
	for x, want := range map[float64]string{
		0: "0 %", 1: "100 %", 1e-7: "<0.01 %", 1 - 1e-7: ">99.99 %", 0.0123: "1.23 %", 0.123: "12.3 %", 0.5: "50.0 %",
		0.9996: "99.96 %", 0.9994: "99.9 %", 0.00012: "0.01 %",
	} {
		if got := percent(x); got != want {
			t.Errorf("%v is %q, want %q", x, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.Float64Range(0, 1).Draw(t, "x")
		got := percent(x)
		if x != 0 && (got == "0 %" || got == "0.00 %") || x != 1 && got == "100 %" {
			t.Fatalf("%v is %q", x, got)
		}
	})
}

func TestRatiosShowTheirInterval(t *testing.T) {
	for want, r := range map[string]stats.Ratio{
		"0 % (0–28)":            stats.Wilson(0, 10, 0),
		"100 % (72–100)":        stats.Wilson(10, 10, 0),
		"9.81 % (9.54–10.08)":   stats.Wilson(4544, 46327, 0),
		"0.100 % (0.094–0.106)": stats.Wilson(1000, 1_000_000, 0),
		"":                      stats.Wilson(0, 0, 0),
	} {
		if got := interval(&r); got != want {
			t.Errorf("%d of %d: %q, want %q", r.Count, r.N, got, want)
		}
	}
}

func TestNumbersAreGrouped(t *testing.T) {
	for n, want := range map[int64]string{0: "0", 999: "999", 1000: "1,000", 1_234_567: "1,234,567", -1000: "-1,000", math.MinInt64: "-9,223,372,036,854,775,808"} {
		if got := grouped(n); got != want {
			t.Errorf("%d is %q, want %q", n, got, want)
		}
	}
}
