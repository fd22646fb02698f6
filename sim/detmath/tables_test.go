package detmath

import (
	"bytes"
	"flag"
	"fmt"
	"go/format"
	"math"
	"math/big"
	"os"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write tables.go from the oracle")

// The tables are what the definitions in the comments of their types say, to the last bit. Run with -update after changing a definition.
func TestTablesFollowFromTheirDefinitions(t *testing.T) {
	want, err := format.Source(tablesSource())
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		err = os.WriteFile("tables.go", want, 0o644)
		if err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile("tables.go")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("tables.go (-definitions +file):\n%s", diff)
	}
}

// grid returns x rounded to a multiple of 2^-bits.
func grid(x *big.Float, bits int) *big.Float {
	n := new(big.Float).SetPrec(refPrec).SetInt(nearestInt(shifted(x, bits)))
	return shifted(n, -bits)
}

// headAndTail returns x as a double-double.
func headAndTail(x *big.Float) (head, tail float64) {
	head = float(x)
	return head, float(sub(x, num(head)))
}

// hexadecimal writes a number in hexadecimal, without loss.
func hexadecimal(x float64) string {
	if x == math.Trunc(x) && math.Abs(x) < 10 {
		return strconv.Itoa(int(x))
	}
	return strconv.FormatFloat(x, 'x', -1, 64)
}

func tablesSource() []byte {
	var b bytes.Buffer
	b.WriteString("package detmath\n")
	table := func(comment, declaration string, rows int, row func(i int) string) {
		fmt.Fprintf(&b, "\n// %s\nvar %s{\n", comment, declaration)
		for i := range rows {
			b.WriteString("\t" + row(i) + ",\n")
		}
		b.WriteString("}\n")
	}
	table("logTable has one entry per interval; see logEntry.", "logTable = [logTableSize]logEntry", logTableSize, func(i int) string {
		c := logPoint(i)
		log := new(big.Float).Neg(refLog(num(c)))
		head := grid(log, 42)
		return fmt.Sprintf("{%s, %s, %s}", hexadecimal(c), hexadecimal(float(head)), hexadecimal(float(sub(log, head))))
	})
	table("expTable holds 2^(i/128); see expEntry.", "expTable = [expTableSize]expEntry", expTableSize, func(i int) string {
		head, tail := headAndTail(refPow(num(2), num(float64(i)/expTableSize)))
		return fmt.Sprintf("{%s, %s}", hexadecimal(head), hexadecimal(tail))
	})
	table("sineTable holds sin(k * 2 pi / 256); see sineEntry.", "sineTable = [quarter + 1]sineEntry", quarter+1, func(k int) string {
		angle := quo(mul(new(big.Float).SetPrec(refPrec).Set(refPi()), num(float64(k))), num(2*quarter))
		head, tail := headAndTail(refSin(angle, 0))
		return fmt.Sprintf("{%s, %s}", hexadecimal(head), hexadecimal(tail))
	})
	digits := quo(shifted(whole(refPi(), 1), -1), refPi())
	table("turnDigits holds the binary digits of 1/(2 pi) in big-endian order after turnPadWords zero words.",
		"turnDigits = [turnPadWords + turnWords]uint64", turnPadWords+turnWords, func(i int) string {
			if i < turnPadWords {
				return "0"
			}
			all, _ := shifted(digits, 64*(i-turnPadWords+1)).Int(nil)
			return fmt.Sprintf("0x%016x", new(big.Int).And(all, new(big.Int).SetUint64(math.MaxUint64)))
		})
	return b.Bytes()
}

// logBorders returns the interval of m that entry i of the table of the logarithm is for.
func logBorders(i int) (low, high float64) {
	at := logOffset + uint64(i)<<(52-logTableBits)
	return math.Float64frombits(at), math.Float64frombits(at + 1<<(52-logTableBits))
}

// logPoint returns the multiple of 1/512 closest to the inverse of the middle of interval i.
func logPoint(i int) float64 {
	low, high := logBorders(i)
	return math.Round(2*512/(low+high)) / 512
}

// The error analysis of the logarithm rests on these.
func TestLogTableSatisfiesTheAssumptionsOfTheAlgorithm(t *testing.T) {
	ones := 0
	for i, entry := range logTable {
		low, high := logBorders(i)
		r := max(math.Abs(low*entry.c-1), math.Abs(high*entry.c-1))
		if r > 0x1p-7*0.61 {
			t.Errorf("interval %d: |r| up to %v, beyond 2^-7.7", i, r)
		}
		if entry.hi != 0 && math.Abs(entry.hi) < r {
			t.Errorf("interval %d: head %v is smaller than r up to %v, so the sum may cancel", i, entry.hi, r)
		}
		if scaled := entry.hi * 0x1p42; scaled != math.Trunc(scaled) {
			t.Errorf("interval %d: the head is not a multiple of 2^-42", i)
		}
		if entry.c*512 != math.Trunc(entry.c*512) || entry.c >= 2 {
			t.Errorf("interval %d: c = %v has more than ten bits", i, entry.c)
		}
		if entry.c == 1 {
			ones++
			if !(low < 1 && high > 1) || entry.hi != 0 || entry.lo != 0 {
				t.Errorf("interval %d from %v to %v has c = 1", i, low, high)
			}
		}
	}
	if ones != 1 {
		t.Errorf("%d intervals have c = 1, want the one around 1", ones)
	}
}

func TestConstantsAreWhatTheirCommentsSay(t *testing.T) {
	ln2, ln10, pi := refLn2(), refLog(num(10)), refPi()
	part := func(x *big.Float, head float64) float64 { return float(sub(x, num(head))) }
	one := num(1)
	step := shifted(ln2, -expTableBits)
	twoPi := shifted(pi, 1)
	for _, c := range []struct {
		name      string
		got, want float64
	}{
		{"ln2Hi", ln2Hi, float(grid(ln2, 42))},
		{"ln2Lo", ln2Lo, part(ln2, ln2Hi)},
		{"ln10R", ln10R, float(quo(one, ln10))},
		{"ln10r", ln10r, part(quo(one, ln10), ln10R)},
		{"ln2R", ln2R, float(quo(one, ln2))},
		{"ln2r", ln2r, part(quo(one, ln2), ln2R)},
		{"expInv", expInv, float(quo(one, step))},
		{"expStepHi", expStepHi, float(grid(step, 41))},
		{"expStepLo", expStepLo, part(step, expStepHi)},
		{"expSmall", expSmall, float(shifted(step, -1))},
		{"expm1Min", expm1Min, -54 * math.Ln2},
		{"twoPiHi", twoPiHi, float(twoPi)},
		{"twoPiLo", twoPiLo, part(twoPi, twoPiHi)},
		{"trigSmall", trigSmall, float(shifted(pi, -8))},
		{"sqrt2Pi", sqrt2Pi, float(new(big.Float).Sqrt(twoPi))},
	} {
		if c.got != c.want {
			t.Errorf("%s = %x, want %x", c.name, c.got, c.want)
		}
	}
	// The thresholds: the last argument on this side, and the first on the other.
	largestPlus := sub(shifted(one, 1024), shifted(one, 1024-54)) // From here on, numbers round to infinity.
	if refExp(num(expMax)).Cmp(largestPlus) >= 0 || refExp(num(math.Nextafter(expMax, 1e3))).Cmp(largestPlus) < 0 {
		t.Errorf("expMax = %v is not the last argument with a finite result", float64(expMax))
	}
	halfTiny := shifted(one, -1075) // Up to here, numbers round to 0.
	if refExp(num(expMin)).Cmp(halfTiny) <= 0 || refExp(num(math.Nextafter(expMin, -1e3))).Cmp(halfTiny) > 0 {
		t.Errorf("expMin = %v is not the last argument with a positive result", float64(expMin))
	}
	if refGamma(num(gammaMax)).Cmp(largestPlus) >= 0 || refGamma(num(math.Nextafter(gammaMax, 1e3))).Cmp(largestPlus) < 0 {
		t.Errorf("gammaMax = %v is not the last argument with a finite result", float64(gammaMax))
	}
}
