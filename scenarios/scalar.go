package scenarios

import (
	"fmt"
	"reflect"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/littoral-sim/littoral/scenarios/diagnostics"
	"github.com/littoral-sim/littoral/scenarios/internal/quantity"
	"github.com/littoral-sim/littoral/scenarios/internal/yamlx"
)

func quote(s string) string      { return quantity.Quote(s) }
func abbreviate(s string) string { return quantity.Abbreviate(s) }

// nameLengthMax is the largest number of characters of a Name.
const nameLengthMax = 200

func (v *Value[T]) decode(d *decoder, n *yamlx.Node, f *field) {
	if d.scalar(n, any(&v.V), f) {
		v.Pos = n.Pos
	}
}

// decode takes one value or a list of them.
func (m *Many[T]) decode(d *decoder, n *yamlx.Node, f *field) {
	nodes := []*yamlx.Node{n}
	if n.Kind == yamlx.List {
		nodes = n.Items
		if len(nodes) == 0 {
			d.report(n.Pos, fmt.Sprintf("the list %s is empty", f.key), emptyFix(f, reflect.TypeFor[T]()))
		}
	}
	*m = make(Many[T], len(nodes))
	for i, item := range nodes {
		if n.Kind == yamlx.List {
			d.pushIndex(i)
		}
		d.value(item, reflect.ValueOf(&(*m)[i]).Elem(), f)
		if n.Kind == yamlx.List {
			d.pop()
		}
	}
}

func (r *Ref) decode(d *decoder, n *yamlx.Node, f *field) {
	if d.scalar(n, &r.Name, f) {
		r.Pos = n.Pos
	}
}

func (t *Trace) decode(d *decoder, n *yamlx.Node, f *field)        { t.Path.decode(d, n, f) }
func (t *ProfileTrace) decode(d *decoder, n *yamlx.Node, f *field) { t.Path.decode(d, n, f) }
func (t *CourseTrace) decode(d *decoder, n *yamlx.Node, f *field)  { t.Path.decode(d, n, f) }
func (t *OutageTrace) decode(d *decoder, n *yamlx.Node, f *field)  { t.Path.decode(d, n, f) }

// scalar reads n into the value that target points at and reports whether that
// went well.
func (d *decoder) scalar(n *yamlx.Node, target any, f *field) bool {
	if n.Kind != yamlx.Scalar {
		d.report(n.Pos, fmt.Sprintf("%s must be one value, not %s", d.what(f), kindName(n)), "write "+f.example(exampleUnit(reflect.TypeOf(target).Elem())))
		return false
	}
	text, replaced, ok := d.substitute(n)
	if !ok {
		return false
	}
	token := token{text: text, quoted: n.Quoted && !replaced, kind: n.Type()}
	if replaced {
		token.kind = yamlx.Text
	}
	problem := token.read(target, f)
	if problem == nil {
		return true
	}
	d.report(n.Pos, problem.Wrong, problem.Fix)
	return false
}

// token is a scalar with its placeholders replaced.
type token struct {
	text   string
	quoted bool
	kind   yamlx.Type
}

// read parses the token as what target points at.
func (t token) read(target any, f *field) *quantity.Problem {
	switch p := target.(type) {
	case *string:
		return t.readText(p, f)
	case *Text:
		return t.readText((*string)(p), f)
	case *Name:
		return t.readName(p, f)
	case *bool:
		return t.readBool(p, f)
	case *int64:
		return t.readInteger(p, f)
	case *Toleration:
		if t.text == foreverWord {
			*p = TolerateForever
			return nil
		}
	}
	v := reflect.ValueOf(target).Elem()
	if n, ok := reflect.TypeAssert[names](v); ok {
		return t.readWord(v, n.allowed(), f)
	}
	kind := kindOf(v.Type())
	if kind == nil {
		panic(fmt.Sprintf("scenarios: no way to read a %s", v.Type()))
	}
	parse := kind.Parse
	if kind == quantity.Degrees {
		parse = kind.Signed
	}
	if t.quoted && len(kind.Units) == 0 {
		return &quantity.Problem{Wrong: fmt.Sprintf("%s is a text in quotation marks, not a number", quote(t.text)), Fix: "write it without quotation marks"}
	}
	x, problem := parse(t.text)
	if problem != nil {
		return problem
	}
	v.SetInt(x)
	return f.check(x, t.text, kind)
}

// kindOf returns what a value of type t measures, or nil.
func kindOf(t reflect.Type) *quantity.Kind {
	switch t {
	case reflect.TypeFor[time.Duration](), reflect.TypeFor[Toleration]():
		return quantity.Duration
	case reflect.TypeFor[Bytes]():
		return quantity.Size
	case reflect.TypeFor[BitsPerSecond]():
		return quantity.BitRate
	case reflect.TypeFor[MilliCPU]():
		return quantity.Cores
	case reflect.TypeFor[Milliwatts]():
		return quantity.Power
	case reflect.TypeFor[Millijoules]():
		return quantity.Energy
	case reflect.TypeFor[PicojoulesPerBit]():
		return quantity.BitEnergy
	case reflect.TypeFor[CarbonIntensity]():
		return quantity.CarbonIntensity
	case reflect.TypeFor[EventRate]():
		return quantity.EventRate
	case reflect.TypeFor[Ratio](), reflect.TypeFor[Speed]():
		return quantity.PerMillion
	case reflect.TypeFor[Degrees]():
		return quantity.Degrees
	case reflect.TypeFor[Length]():
		return quantity.Length
	case reflect.TypeFor[Velocity]():
		return quantity.Velocity
	}
	return nil
}

// exampleUnit returns an example of the quantity that the generic type t is
// made for, to stand for $ in examples.
func exampleUnit(t reflect.Type) string {
	switch {
	case strings.Contains(t.String(), "units.Bytes"):
		return "120kB"
	case strings.Contains(t.String(), "scenarios.Ratio"):
		return "0.02"
	case strings.Contains(t.String(), "scenarios.Velocity"):
		return "1.4m/s"
	}
	return "80ms"
}

// check reports a value outside the bounds of its key.
func (f *field) check(x int64, text string, kind *quantity.Kind) *quantity.Problem {
	unit := int64(1)
	if kind != nil && kind.Plain > 0 {
		unit = kind.Plain
	}
	b := f.bounds
	switch {
	case f.positive && x == 0:
		return &quantity.Problem{Wrong: fmt.Sprintf("%s must not be zero", f.key), Fix: "write something like " + f.example("1ms")}
	case b.hasMin && b.hasMax && b.min == b.max && x != b.min:
		return &quantity.Problem{Wrong: fmt.Sprintf("%s %s is not known", f.key, abbreviate(text)), Fix: fmt.Sprintf("write %d", b.min/unit)}
	case b.hasMin && x < b.min:
		return &quantity.Problem{Wrong: fmt.Sprintf("%s is too small for %s", abbreviate(text), f.key), Fix: fmt.Sprintf("write at least %d", b.min/unit)}
	case b.hasMax && x > b.max:
		return &quantity.Problem{Wrong: fmt.Sprintf("%s is too large for %s", abbreviate(text), f.key), Fix: fmt.Sprintf("write at most %d", b.max/unit)}
	}
	return nil
}

// notText is the problem of a plain scalar that YAML does not take for a text.
func (t token) notText() *quantity.Problem {
	kind := "a number"
	if t.kind == yamlx.Bool {
		kind = "a truth value"
	}
	return &quantity.Problem{Wrong: fmt.Sprintf("%s is %s, not a text", abbreviate(t.text), kind), Fix: fmt.Sprintf("write it in quotation marks: %s", quote(t.text))}
}

func (t token) readText(p *string, f *field) *quantity.Problem {
	if t.kind != yamlx.Text {
		return t.notText()
	}
	if t.text == "" {
		return &quantity.Problem{Wrong: fmt.Sprintf("%s is empty", f.key), Fix: "write at least one character"}
	}
	*p = t.text
	return nil
}

func (t token) readName(p *Name, f *field) *quantity.Problem {
	if problem := t.readText((*string)(p), f); problem != nil {
		return problem
	}
	if utf8.RuneCountInString(t.text) > nameLengthMax {
		return &quantity.Problem{Wrong: fmt.Sprintf("the name %s has more than %d characters", quote(t.text), nameLengthMax), Fix: "shorten it"}
	}
	for i, r := range t.text {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || i > 0 && strings.ContainsRune("-_.", r) {
			continue
		}
		if i == 0 && strings.ContainsRune("-_.", r) {
			return &quantity.Problem{Wrong: fmt.Sprintf("the name %s begins with %q", quote(t.text), r), Fix: "begin it with a letter or a digit"}
		}
		return &quantity.Problem{Wrong: fmt.Sprintf("the name %s contains %q", quote(t.text), r), Fix: "use letters, digits, '-', '_' and '.' only"}
	}
	return nil
}

func (t token) readBool(p *bool, f *field) *quantity.Problem {
	if !t.quoted && (t.text == "true" || t.text == "false") {
		*p = t.text == "true"
		return nil
	}
	fix := "write true or false"
	switch strings.ToLower(t.text) {
	case "true", "yes", "on", "1", "y":
		fix = "write true"
	case "false", "no", "off", "0", "n":
		fix = "write false"
	}
	return &quantity.Problem{Wrong: fmt.Sprintf("%s is not a truth value for %s", quote(t.text), f.key), Fix: fix}
}

func (t token) readInteger(p *int64, f *field) *quantity.Problem {
	if t.quoted {
		return &quantity.Problem{Wrong: fmt.Sprintf("%s is a text in quotation marks, not a number", quote(t.text)), Fix: "write it without quotation marks"}
	}
	x, problem := quantity.Integer(t.text)
	if problem != nil {
		return problem
	}
	*p = x
	return f.check(x, t.text, nil)
}

func (t token) readWord(v reflect.Value, allowed []string, f *field) *quantity.Problem {
	for _, word := range allowed {
		if t.text == word {
			v.SetString(word)
			return nil
		}
	}
	fix := "write one of " + strings.Join(allowed, ", ")
	if near := diagnostics.Nearest(t.text, allowed); near != "" {
		fix = fmt.Sprintf("did you mean %s? The words are %s", near, strings.Join(allowed, ", "))
	}
	return &quantity.Problem{Wrong: fmt.Sprintf("unknown %s %s", f.key, quote(t.text)), Fix: fix}
}
