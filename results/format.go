package results

import (
	"math"
	"strconv"
	"strings"
	"unicode"

	"github.com/littoral-sim/littoral/results/stats"
)

// unit is a step of a ladder of units; the number of small units it holds is its
// size.
type unit struct {
	name string
	size float64
}

// durationUnits is the ladder for nanoseconds. A unit is used from its size on,
// but for minutes, which begin at two.
func durationUnits() []unit {
	return []unit{{"ns", 1}, {"µs", 1e3}, {"ms", 1e6}, {"s", 1e9}, {"min", 60e9}, {"h", 3600e9}, {"d", 86400e9}}
}

func byteUnits() []unit {
	return []unit{{"B", 1}, {"kB", 1e3}, {"MB", 1e6}, {"GB", 1e9}, {"TB", 1e12}, {"PB", 1e15}}
}

func jouleUnits() []unit {
	return []unit{{"mJ", 1e-3}, {"J", 1}, {"kJ", 1e3}, {"MJ", 1e6}, {"GJ", 1e9}}
}

// pick returns the unit in which x reads best with three digits.
func pick(x float64, units []unit) unit {
	u := units[0]
	for _, c := range units[1:] {
		from := c.size
		switch c.name {
		case "min":
			from *= 2
		case "h", "d":
			from *= 1 - 1e-12
		}
		// 999.6 ms would be printed as 1000 ms; it is 1.00 s.
		if math.Abs(x) >= from*0.9995 {
			u = c
		}
	}
	return u
}

// decimals returns how many decimals give x three significant digits.
func decimals(x float64) int {
	switch x = math.Abs(x); {
	case x >= 99.95:
		return 0
	case x >= 9.995:
		return 1
	default:
		return 2
	}
}

func fixed(x float64, decimals int) string { return strconv.FormatFloat(x, 'f', decimals, 64) }

// scaled returns x with three significant digits and its unit. Whole numbers of
// the smallest unit have no decimals.
func scaled(x float64, units []unit) string {
	if x == 0 {
		return "0 " + units[0].name
	}
	u := pick(x, units)
	y := x / u.size
	d := decimals(y)
	if u == units[0] && u.size == 1 && y == math.Trunc(y) {
		d = 0
	}
	return fixed(y, d) + " " + u.name
}

// Duration returns a duration in nanoseconds for people: three significant
// digits and a unit, such as "12.3 ms".
func Duration(ns float64) string { return scaled(ns, durationUnits()) }

// span returns an exact length of time as people write it: "1 h", "90 s".
func span(ns int64) string {
	units := durationUnits()
	for i := len(units) - 1; i > 0; i-- {
		size := int64(units[i].size)
		if ns >= size && ns%size == 0 {
			return strconv.FormatInt(ns/size, 10) + " " + units[i].name
		}
	}
	return Duration(float64(ns))
}

// withHalf returns "mean ± half" of an estimate in nanoseconds, "mean" without
// an interval, and "–" without a value.
func withHalf(e *stats.Estimate) string {
	if e.Value == nil {
		return "–"
	}
	half, ok := e.Half()
	if !ok {
		return Duration(*e.Value)
	}
	u := pick(*e.Value, durationUnits())
	v, h := *e.Value/u.size, half/u.size
	d := decimals(v)
	for d < 6 && h > 0 && h < 0.5*math.Pow10(-d) {
		d++
	}
	return fixed(v, d) + " ± " + fixed(h, d) + " " + u.name
}

// optional returns a duration that may be missing.
func optional(ns *int64) string {
	if ns == nil {
		return "–"
	}
	return Duration(float64(*ns))
}

// percent returns a share in per cent, with three significant digits, but never
// rounds to 0 % or 100 % what is neither.
func percent(x float64) string {
	switch {
	case x == 0:
		return "0 %"
	case x == 1:
		return "100 %"
	case x < 0.0001:
		return "<0.01 %"
	case x > 0.9999:
		return ">99.99 %"
	case x > 0.9995:
		return fixed(100*x, 2) + " %"
	}
	return fixed(100*x, min(decimals(100*x), 2)) + " %"
}

// interval returns a ratio with its interval in per cent, "9.8 % (8.7–11.0)",
// rounded to what the interval supports but never to a bare 0 or 100.
func interval(r *stats.Ratio) string {
	if r.Value == nil {
		return ""
	}
	d := 0
	for width := 100 * (*r.CIHigh - *r.CILow); d < 4 && width*math.Pow10(d) < 10; d++ {
	}
	number := func(x float64) string {
		if x == 0 || x == 1 {
			return fixed(100*x, 0)
		}
		return fixed(100*x, d)
	}
	return number(*r.Value) + " % (" + number(*r.CILow) + "–" + number(*r.CIHigh) + ")"
}

// grouped returns n with a comma between groups of three digits.
func grouped(n int64) string {
	s := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, s = "-", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return sign + s
}

// clean returns s without characters that move the cursor or colour a terminal.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return '�'
	}, s)
}
