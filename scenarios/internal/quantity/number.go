package quantity

import (
	"fmt"
	"math"
	"math/big"
	"math/bits"
	"slices"
	"strings"
)

// Problem says what is wrong with a text and how to write it instead.
type Problem struct{ Wrong, Fix string }

// Error joins both parts.
func (p *Problem) Error() string { return p.Wrong + ": " + p.Fix }

// number is a decimal number, taken apart but not yet computed.
type number struct {
	whole, fraction string
}

// splitNumber takes the number off the front of text and returns the rest. A
// number is digits, optionally a point and more digits.
func splitNumber(text string) (number, string, *Problem) {
	whole := digits(text)
	rest := text[len(whole):]
	if whole == "" || rest != "" && strings.IndexByte("._,'eExXoObB", rest[0]) >= 0 {
		if p := refuse(text); p != nil {
			return number{}, "", p
		}
	}
	if whole == "" {
		return number{}, "", notNumber(text)
	}
	n := number{whole: whole}
	if strings.HasPrefix(rest, ".") {
		n.fraction = digits(rest[1:])
		if n.fraction == "" {
			return number{}, "", &Problem{fmt.Sprintf("%s ends its number with a point", Quote(text)), "write digits after the point, or leave it out"}
		}
		rest = rest[1+len(n.fraction):]
	}
	if len(whole) > 1 && whole[0] == '0' {
		return number{}, "", &Problem{fmt.Sprintf("%s begins with zeros, which could mean an octal number", Quote(text)), fmt.Sprintf("write %s", Abbreviate(plain(n)+rest))}
	}
	n.fraction = strings.TrimRight(n.fraction, "0")
	return n, rest, nil
}

// notNumber is the problem of a text that does not begin like a number. The
// caller knows what is wanted instead and completes it.
func notNumber(text string) *Problem {
	return &Problem{Wrong: fmt.Sprintf("%s is not a number", Quote(text))}
}

// plain formats n without needless zeros.
func plain(n number) string {
	s := strings.TrimLeft(n.whole, "0")
	if s == "" {
		s = "0"
	}
	if n.fraction != "" {
		s += "." + n.fraction
	}
	return s
}

// refuse recognises the notations that are numbers elsewhere but not here, to
// say so instead of only missing a digit.
func refuse(text string) *Problem {
	lower := strings.ToLower(strings.TrimLeft(text, "+-"))
	switch {
	case text == "":
		return notNumber(text)
	case hasWord(lower, "nan", ".nan"):
		return &Problem{fmt.Sprintf("%s is not a number", Quote(text)), "write a finite number"}
	case hasWord(lower, "inf", ".inf", "infinity", "infinite", "unlimited"):
		return &Problem{fmt.Sprintf("%s is infinite", Quote(text)), "write a finite number"}
	case text[0] == '-' && len(lower) > 0 && (isDigit(lower[0]) || lower[0] == '.'):
		return &Problem{fmt.Sprintf("%s is negative", Quote(text)), "write zero or a positive number"}
	case text[0] == '+':
		return &Problem{fmt.Sprintf("%s has a plus sign", Quote(text)), "leave the sign out"}
	case text[0] == '.' && len(text) > 1 && isDigit(text[1]):
		return &Problem{fmt.Sprintf("%s begins with a point", Quote(text)), fmt.Sprintf("write 0%s", Abbreviate(text))}
	case hasBase(lower):
		return &Problem{fmt.Sprintf("%s is not a decimal number", Quote(text)), "write it in decimal digits"}
	case separated(text):
		return &Problem{fmt.Sprintf("%s has a separator between its digits", Quote(text)), "write the digits without separators"}
	case hasExponent(text) && isDigit(text[len(text)-1]):
		return &Problem{fmt.Sprintf("%s has an exponent", Quote(text)), "write all the digits"}
	case hasExponent(text):
		return &Problem{fmt.Sprintf("%s has an exponent", Quote(text)), "write all the digits, or use a larger unit"}
	}
	return nil
}

func hasWord(text string, words ...string) bool {
	return slices.Contains(words, text)
}

func hasBase(lower string) bool {
	return len(lower) > 1 && lower[0] == '0' && strings.ContainsRune("xob", rune(lower[1])) &&
		(len(lower) > 2 && strings.ContainsRune("0123456789abcdef_", rune(lower[2])))
}

// separated reports whether text begins with digits that a separator splits.
func separated(text string) bool {
	rest := text[len(digits(text)):]
	return len(rest) < len(text) && len(rest) > 1 && strings.ContainsRune("_,'", rune(rest[0])) && isDigit(rest[1])
}

// hasExponent reports whether text is a number in scientific notation, such as
// 1e18, 1.5E+3 or 2e-3s.
func hasExponent(text string) bool {
	rest := strings.TrimPrefix(text[len(digits(text)):], ".")
	rest = rest[len(digits(rest)):]
	if len(rest) == len(text) || len(rest) < 2 || rest[0]|0x20 != 'e' {
		return false
	}
	rest = strings.TrimLeft(rest[1:], "+-")
	return rest != "" && isDigit(rest[0])
}

// scale returns n·factor and whether it fits an int64, and whether it is whole.
func scale(n number, factor int64) (value int64, fits, exact bool) {
	whole, ok := atoi(n.whole)
	if !ok {
		return 0, false, true
	}
	hi, lo := bits.Mul64(whole, uint64(factor))
	if hi != 0 || lo > math.MaxInt64 {
		return 0, false, true
	}
	part, exact := fractionOf(n.fraction, factor)
	if !exact {
		return 0, true, false
	}
	sum := lo + uint64(part)
	return int64(sum), sum <= math.MaxInt64, true
}

// fractionOf returns 0.fraction·factor and whether that is a whole number. The
// fraction does not end in a zero.
func fractionOf(fraction string, factor int64) (int64, bool) {
	// f·factor/10^k is whole only if 2^k or 5^k divides the factor, since f
	// lacks one of the two. No int64 has more than 62 factors of two.
	if len(fraction) > 62 {
		return 0, false
	}
	if len(fraction) > 18 {
		return longFractionOf(fraction, factor)
	}
	value, _ := atoi(fraction)
	power := uint64(1)
	for range len(fraction) {
		power *= 10
	}
	hi, lo := bits.Mul64(value, uint64(factor))
	quotient, remainder := bits.Div64(hi, lo, power)
	return int64(quotient), remainder == 0
}

// longFractionOf is fractionOf for fractions whose power of ten exceeds 64 bits.
func longFractionOf(fraction string, factor int64) (int64, bool) {
	value, ok := new(big.Int).SetString(fraction, 10)
	if !ok {
		return 0, false
	}
	power := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(len(fraction))), nil)
	quotient, remainder := value.QuoRem(value.Mul(value, big.NewInt(factor)), power, new(big.Int))
	return quotient.Int64(), remainder.Sign() == 0
}

// atoi returns the value of a string of digits, "" being zero, and whether it
// is at most the largest int64.
func atoi(s string) (uint64, bool) {
	var v uint64
	for i := range len(s) {
		if v > (math.MaxInt64-uint64(s[i]-'0'))/10 {
			return 0, false
		}
		v = v*10 + uint64(s[i]-'0')
	}
	return v, true
}

// digits returns the digits at the front of s.
func digits(s string) string {
	i := 0
	for i < len(s) && isDigit(s[i]) {
		i++
	}
	return s[:i]
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// Quote returns text in quotation marks for a message, cut when it is long.
func Quote(text string) string { return fmt.Sprintf("%q", Abbreviate(text)) }

// Abbreviate cuts text to a length fit for a message.
func Abbreviate(text string) string {
	const charactersMax = 40
	n := 0
	for i := range text {
		if n == charactersMax {
			return text[:i] + "…"
		}
		n++
	}
	return text
}
