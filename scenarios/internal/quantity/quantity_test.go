package quantity

import (
	"math"
	"math/big"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestParseGivesExactIntegers(t *testing.T) {
	for _, c := range []struct {
		kind *Kind
		text string
		want int64
	}{
		{Duration, "0s", 0},
		{Duration, "1ns", 1},
		{Duration, "0.1us", 100},
		{Duration, "1.5s", 1_500_000_000},
		{Duration, "0.000000001s", 1},
		{Duration, "0.1000000000000000000000s", 100_000_000},
		{Duration, "2m", 120_000_000_000},
		{Duration, "30d", 30 * 86_400_000_000_000},
		{Duration, "106751d", 106751 * 86_400_000_000_000},
		{Duration, "9223372036854775807ns", math.MaxInt64},
		{Size, "120kB", 120_000},
		{Size, "4GiB", 4 << 30},
		{Size, "0.5KiB", 512},
		{Size, "1B", 1},
		{Size, "0.0000000000009094947017729282379150390625TiB", 1},
		{BitRate, "10bit/s", 10},
		{BitRate, "50Mbit/s", 50_000_000},
		{BitRate, "1B/s", 8},
		{BitRate, "12.5MB/s", 100_000_000},
		{BitRate, "0.125B/s", 1},
		{Power, "1.6W", 1600},
		{Power, "2kW", 2_000_000},
		{Energy, "40Wh", 144_000_000},
		{Energy, "0.001kWh", 3_600_000},
		{EventRate, "2/s", 7_200_000_000},
		{EventRate, "0.5/m", 30_000_000},
		{EventRate, "1/h", 1_000_000},
		{Cores, "4", 4000},
		{Cores, "0.25", 250},
		{Cores, "250m", 250},
		{PerMillion, "1", 1_000_000},
		{PerMillion, "0.000001", 1},
		{Degrees, "144.9748", 144_974_800_000},
	} {
		got, problem := c.kind.Parse(c.text)
		if problem != nil || got != c.want {
			t.Errorf("%q as %s = %d, %v; want %d", c.text, c.kind.Name, got, problem, c.want)
		}
		if !regexp.MustCompile(c.kind.Pattern()).MatchString(c.text) {
			t.Errorf("pattern of %s does not match %q", c.kind.Name, c.text)
		}
	}
}

func TestParseSaysWhatIsWrong(t *testing.T) {
	for _, c := range []struct {
		kind *Kind
		text string
		want string
	}{
		{Duration, "", "is not a duration"},
		{Duration, "5", "has no unit: add one of ns, us, ms, s, m, h, d"},
		{Duration, "0", "has no unit"},
		{Duration, "5 ms", "write 5ms"},
		{Duration, "5sec", "did you mean 5s?"},
		{Duration, "5MS", "not a unit of duration"},
		{Duration, "5x", "\"x\" is not a unit of duration"},
		{Duration, "5s3", "\"s3\" is not a unit"},
		{Duration, "1m30s", "not a unit"},
		{Duration, "soon", "is not a duration: write something like 250ms"},
		{Duration, "-1s", "negative"},
		{Duration, "-0s", "negative"},
		{Duration, "+1s", "plus sign"},
		{Duration, ".5s", "write 0.5s"},
		{Duration, "5.s", "digits after the point"},
		{Duration, "0.1ns", "not a whole number of nanoseconds"},
		{Duration, "1.0000000001s", "not a whole number of nanoseconds"},
		{Duration, "1e3s", "exponent"},
		{Duration, "1E-3s", "exponent"},
		{Duration, "0x10s", "decimal"},
		{Duration, "010s", "write 10s"},
		{Duration, "1_000s", "separator"},
		{Duration, "1,5s", "separator"},
		{Duration, "nan", "not a number"},
		{Duration, ".inf", "infinite"},
		{Duration, "-.inf", "infinite"},
		{Duration, "200000d", "too large: write at most 106751d"},
		{Duration, "9223372036854775808ns", "too large"},
		{Duration, "99999999999999999999999999999999s", "too large"},
		{Duration, "9223372036854775807.5us", "too large"},
		{Size, "4Gi", "did you mean 4GiB"},
		{Size, "4gb", "did you mean 4GB"},
		{Size, "512M", "did you mean 512MB"},
		{Size, "0.5B", "not a whole number of bytes"},
		{BitRate, "100Mbps", "did you mean 100Mbit/s"},
		{BitRate, "100Mb/s", "did you mean 100Mbit/s"},
		{BitRate, "100MB", "not a unit of data rate"},
		{Power, "1MW", "not a unit of power"},
		{EventRate, "2Hz", "did you mean 2/s"},
		{EventRate, "2/d", "not a unit"},
		{Cores, "0.0001", "not a whole number of thousandths of a core"},
		{Cores, "0.5m", "not a whole number"},
		{Cores, "2 cores", "is not a number of CPU cores: write something like 0.25 or 250m"},
		{PerMillion, "50%", "has none"},
		{PerMillion, "0.0000001", "not a whole number of millionths"},
		{Duration, strings.Repeat("9", 1<<20) + "s", "too large"},
	} {
		_, problem := c.kind.Parse(c.text)
		if problem == nil || !strings.Contains(problem.Error(), c.want) {
			t.Errorf("%.50q as %s: %v; want %q", c.text, c.kind.Name, problem, c.want)
		}
		if problem != nil && len(problem.Error()) > 300 {
			t.Errorf("%.50q as %s: message of %d bytes", c.text, c.kind.Name, len(problem.Error()))
		}
	}
}

func TestIntegerTakesOnlyDigits(t *testing.T) {
	if v, problem := Integer("9223372036854775807"); problem != nil || v != math.MaxInt64 {
		t.Errorf("largest integer: %d, %v", v, problem)
	}
	for text, want := range map[string]string{
		"1.5": "without a point", "1.0": "without a point", "010": "octal", "0x1": "decimal",
		"1e18": "exponent", "-1": "negative", "7s": "only digits", "9223372036854775808": "too large",
		"1_0": "separator", "": "only digits", "seven": "only digits",
	} {
		if _, problem := Integer(text); problem == nil || !strings.Contains(problem.Error(), want) {
			t.Errorf("%q: %v; want %q", text, problem, want)
		}
	}
}

func TestSignedTakesOneMinus(t *testing.T) {
	if v, problem := Degrees.Signed("-37.8152"); problem != nil || v != -37_815_200_000 {
		t.Errorf("latitude: %d, %v", v, problem)
	}
	for _, text := range []string{"-", "--1", "-.5", "- 1", "+1", "1e2"} {
		if _, problem := Degrees.Signed(text); problem == nil {
			t.Errorf("%q is accepted", text)
		}
	}
}

func TestFormatUsesTheLargestExactUnit(t *testing.T) {
	for _, c := range []struct {
		kind  *Kind
		value int64
		want  string
	}{
		{Duration, 3_600_000_000_000, "1h"},
		{Duration, 5_400_000_000_000, "90m"},
		{Duration, 1_500_000_000, "1500ms"},
		{Duration, 0, "0ns"},
		{Duration, math.MaxInt64, "9223372036854775807ns"},
		{Size, 1_000_000_000, "1GB"},
		{Size, 4 << 30, "4GiB"},
		{BitRate, 8000, "1kB/s"},
	} {
		got := c.kind.Format(c.value)
		if back, problem := c.kind.Parse(got); got != c.want || problem != nil || back != c.value {
			t.Errorf("%d as %s is %q, want %q, and reads back as %d, %v", c.value, c.kind.Name, got, c.want, back, problem)
		}
	}
}

// The naive twin of Parse computes with rational numbers.
func TestParseAgreesWithRationalArithmetic(t *testing.T) {
	kinds := []*Kind{Duration, Size, BitRate, Power, Energy, EventRate, Cores, PerMillion, Degrees}
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom(kinds).Draw(t, "kind")
		number := rapid.StringMatching(`(0|[1-9][0-9]{0,20})(\.[0-9]{1,45})?`).Draw(t, "number")
		units := append([]Unit{}, kind.Units...)
		if kind.Plain > 0 {
			units = append(units, Unit{"", kind.Plain})
		}
		unit := rapid.SampledFrom(units).Draw(t, "unit")

		exact, _ := new(big.Rat).SetString(number)
		exact.Mul(exact, new(big.Rat).SetInt64(unit.Factor))
		wantOK := exact.IsInt() && exact.Num().IsInt64()

		got, problem := kind.Parse(number + unit.Name)
		if (problem == nil) != wantOK {
			t.Fatalf("%s%s: %v, but exactly it is %v", number, unit.Name, problem, exact)
		}
		if wantOK && got != exact.Num().Int64() {
			t.Fatalf("%s%s = %d, want %v", number, unit.Name, got, exact.Num())
		}
	})
}

// What the schema accepts and Parse does not must be a matter of size or
// fineness, never of notation.
func TestPatternAgreesWithParse(t *testing.T) {
	kinds := []*Kind{Duration, Size, BitRate, Power, Energy, EventRate, Cores, PerMillion}
	patterns := make([]*regexp.Regexp, len(kinds))
	for i, k := range kinds {
		patterns[i] = regexp.MustCompile(k.Pattern())
	}
	rapid.Check(t, func(t *rapid.T) {
		i := rapid.IntRange(0, len(kinds)-1).Draw(t, "kind")
		text := rapid.StringMatching(`[-+.]?[0-9]{0,3}[.,_xe]?[0-9]{0,3} ?[kKMGTm]?i?(B|bit|s|W|J|Wh|b)?(/[smh])?`).Draw(t, "text")
		_, problem := kinds[i].Parse(text)
		matches := patterns[i].MatchString(text)
		limit := problem != nil && (strings.Contains(problem.Wrong, "too large") || strings.Contains(problem.Wrong, "not a whole number of"))
		if matches != (problem == nil || limit) {
			t.Fatalf("%q as %s: pattern says %v, Parse says %v", text, kinds[i].Name, matches, problem)
		}
	})
}

func BenchmarkParse(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, problem := Size.Parse("512MiB"); problem != nil {
			b.Fatal(problem)
		}
	}
}
