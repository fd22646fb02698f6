package quantity

import (
	"fmt"
	"math"
	"strings"
)

// Unit is one unit of a Kind.
type Unit struct {
	Name string
	// Factor is how many of the smallest unit of the Kind it is.
	Factor int64
}

// Kind is something that is measured: how it is called, its units and an example.
type Kind struct {
	// Name is what the quantity is, with its article: "a duration".
	Name string
	// Smallest is the plural of the unit that results are counted in.
	Smallest string
	// Units are the units allowed, smallest first.
	Units []Unit
	// Plain is the factor of a number without unit, or zero when a unit is needed.
	Plain int64
	// Example is a well-formed value.
	Example string
}

// Parse returns the value of text in the smallest unit. The result is never
// negative.
func (k *Kind) Parse(text string) (int64, *Problem) {
	n, rest, problem := splitNumber(text)
	if problem != nil {
		if problem.Fix == "" {
			problem.Wrong = fmt.Sprintf("%s is not %s", Quote(text), k.Name)
			problem.Fix = "write something like " + k.Example
		}
		return 0, problem
	}
	factor, problem := k.factor(text, n, rest)
	if problem != nil {
		return 0, problem
	}
	value, fits, exact := scale(n, factor)
	switch {
	case !fits:
		return 0, &Problem{fmt.Sprintf("%s is too large", Quote(text)), fmt.Sprintf("write at most %s", k.largest())}
	case !exact:
		return 0, &Problem{fmt.Sprintf("%s is not a whole number of %s", Quote(text), k.Smallest), "round it: nothing finer is kept"}
	}
	return value, nil
}

// largest formats the largest value in the largest unit.
func (k *Kind) largest() string {
	factor, name := k.Plain, ""
	if factor == 0 {
		u := k.Units[len(k.Units)-1]
		factor, name = u.Factor, u.Name
	}
	return fmt.Sprintf("%d%s", math.MaxInt64/factor, name)
}

// Format returns v in the largest unit of which it is a whole number, so that
// Parse reads it back. It panics for kinds that need no unit.
func (k *Kind) Format(v int64) string {
	if k.Plain > 0 {
		panic("quantity: Format of " + k.Name)
	}
	best := k.Units[0]
	for _, u := range k.Units {
		if v != 0 && v%u.Factor == 0 && u.Factor > best.Factor {
			best = u
		}
	}
	return fmt.Sprintf("%d%s", v/best.Factor, best.Name)
}

// factor returns how many of the smallest unit the unit of text is.
func (k *Kind) factor(text string, n number, unit string) (int64, *Problem) {
	if unit == "" {
		if k.Plain > 0 {
			return k.Plain, nil
		}
		return 0, &Problem{fmt.Sprintf("%s has no unit", Quote(text)), fmt.Sprintf("add one of %s, as in %s", k.unitNames(), k.Example)}
	}
	for _, u := range k.Units {
		if u.Name == unit {
			return u.Factor, nil
		}
	}
	if trimmed := strings.TrimSpace(unit); trimmed != unit && k.has(trimmed) {
		return 0, &Problem{fmt.Sprintf("%s has a space before its unit", Quote(text)), fmt.Sprintf("write %s%s", plain(n), trimmed)}
	}
	if len(k.Units) == 0 {
		return 0, &Problem{fmt.Sprintf("%s has a unit, but %s has none", Quote(text), k.Name), "write only the number, such as " + k.Example}
	}
	if k.Plain > 0 {
		return 0, &Problem{fmt.Sprintf("%s is not %s", Quote(text), k.Name), "write something like " + k.Example}
	}
	if meant := k.meant(unit); meant != "" {
		return 0, &Problem{fmt.Sprintf("unknown unit %s", Quote(unit)), fmt.Sprintf("did you mean %s%s?", plain(n), meant)}
	}
	return 0, &Problem{fmt.Sprintf("%s is not a unit of %s", Quote(unit), strings.TrimPrefix(strings.TrimPrefix(k.Name, "a "), "an ")), fmt.Sprintf("use one of %s, as in %s", k.unitNames(), k.Example)}
}

func (k *Kind) has(unit string) bool {
	for _, u := range k.Units {
		if u.Name == unit {
			return true
		}
	}
	return false
}

// meant returns the unit that wrong is another spelling of, or "".
func (k *Kind) meant(wrong string) string {
	for _, s := range spellings {
		if s.wrong == wrong && k.has(s.right) {
			return s.right
		}
	}
	for _, u := range k.Units {
		// A large M is not a misspelt small one where both are prefixes: a
		// megawatt is not a milliwatt.
		mega := len(wrong) > 1 && wrong[0] == 'M' && u.Name[0] == 'm'
		if strings.EqualFold(u.Name, wrong) && !mega {
			return u.Name
		}
	}
	for _, s := range spellings {
		if strings.EqualFold(s.wrong, wrong) && k.has(s.right) {
			return s.right
		}
	}
	return ""
}

// unitNames lists the units for a message.
func (k *Kind) unitNames() string {
	names := make([]string, len(k.Units))
	for i, u := range k.Units {
		names[i] = u.Name
	}
	return strings.Join(names, ", ")
}

// TypeName returns the name of the kind without article, as an identifier.
func (k *Kind) TypeName() string {
	name := strings.TrimPrefix(strings.TrimPrefix(k.Name, "a "), "an ")
	return strings.ToUpper(name[:1]) + strings.ReplaceAll(name[1:], " ", "")
}

// Pattern returns a regular expression for the JSON Schema that matches what
// Parse accepts, except for limits of size and fineness.
func (k *Kind) Pattern() string {
	const decimal = `(0|[1-9][0-9]*)(\.[0-9]+)?`
	if len(k.Units) == 0 {
		return `^` + decimal + `$`
	}
	names := make([]string, len(k.Units))
	for i, u := range k.Units {
		names[i] = u.Name
	}
	optional := ""
	if k.Plain > 0 {
		optional = "?"
	}
	return `^` + decimal + `(` + strings.Join(names, "|") + `)` + optional + `$`
}

// Integer returns the value of text as a whole number without unit.
func Integer(text string) (int64, *Problem) {
	n, rest, problem := splitNumber(text)
	switch {
	case problem != nil && problem.Fix == "":
		return 0, &Problem{fmt.Sprintf("%s is not a whole number", Quote(text)), "write only digits"}
	case problem != nil:
		return 0, problem
	case rest != "":
		return 0, &Problem{fmt.Sprintf("%s is not a whole number", Quote(text)), "write only digits"}
	case n.fraction != "" || strings.Contains(text, "."):
		return 0, &Problem{fmt.Sprintf("%s is not a whole number", Quote(text)), "write it without a point"}
	}
	value, ok := atoi(n.whole)
	if !ok {
		return 0, &Problem{fmt.Sprintf("%s is too large", Quote(text)), fmt.Sprintf("write at most %d", int64(math.MaxInt64))}
	}
	return int64(value), nil
}

// Signed returns the value of text like k.Parse but takes one minus sign.
func (k *Kind) Signed(text string) (int64, *Problem) {
	magnitude, negative := strings.CutPrefix(text, "-")
	if negative && (magnitude == "" || !isDigit(magnitude[0])) {
		return 0, &Problem{fmt.Sprintf("%s is not %s", Quote(text), k.Name), "write something like " + k.Example}
	}
	value, problem := k.Parse(magnitude)
	if negative {
		value = -value
	}
	return value, problem
}
