package scenarios

import (
	"fmt"
	"math/bits"
	"strconv"
	"strings"

	"github.com/littoral-sim/littoral/scenarios/diagnostics"
	"github.com/littoral-sim/littoral/scenarios/internal/quantity"
	"github.com/littoral-sim/littoral/scenarios/internal/yamlx"
)

// template is the key each of an entry: variables that take all combinations of
// their values, the first varying slowest.
type template struct {
	variables []variable
	total     int64
	// chosen is the index of the value of each variable in the current instance.
	chosen []int64
}

// variable is one variable of a template.
type variable struct {
	name string
	// words are the values, unless they are the numbers first, first+1, ….
	words []string
	first int64
	count int64
}

func (v *variable) value(i int64) string {
	if v.words != nil {
		return v.words[i]
	}
	return strconv.FormatInt(v.first+i, 10)
}

// choose makes instance k the current one.
func (t *template) choose(k int64) {
	for i := len(t.variables) - 1; i >= 0; i-- {
		t.chosen[i] = k % t.variables[i].count
		k /= t.variables[i].count
	}
}

func (t *template) lookup(name string) (string, bool) {
	for i := range t.variables {
		if t.variables[i].name == name {
			return t.variables[i].value(t.chosen[i]), true
		}
	}
	return "", false
}

// names returns the names of the variables.
func (t *template) names() []string {
	names := make([]string, len(t.variables))
	for i := range t.variables {
		names[i] = t.variables[i].name
	}
	return names
}

// placeholders calls use for each placeholder of text, with the text before it,
// and returns what follows the last.
func placeholders(text string, use func(before, name string)) string {
	from := 0
	for at := 0; at < len(text); {
		next := strings.IndexByte(text[at:], '{')
		if next < 0 {
			break
		}
		at += next
		length := yamlx.PlaceholderLength(text[at:])
		if length == 0 {
			at++
			continue
		}
		use(text[from:at], text[at+1:at+length-1])
		at += length
		from = at
	}
	return text[from:]
}

// hasPlaceholder reports whether a text in the tree n contains a placeholder.
func hasPlaceholder(n *yamlx.Node) bool {
	found := false
	if n.Kind == yamlx.Scalar && strings.IndexByte(n.Text, '{') >= 0 {
		placeholders(n.Text, func(string, string) { found = true })
	}
	for _, item := range n.Items {
		found = found || hasPlaceholder(item)
	}
	for i := range n.Fields {
		found = found || hasPlaceholder(n.Fields[i].Value)
	}
	return found
}

// replaceIn returns text with the placeholders replaced by what lookup knows;
// others stay.
func replaceIn(text string, lookup func(name string) (string, bool)) string {
	if strings.IndexByte(text, '{') < 0 {
		return text
	}
	var b strings.Builder
	rest := placeholders(text, func(before, name string) {
		b.WriteString(before)
		if value, ok := lookup(name); ok {
			b.WriteString(value)
		} else {
			b.WriteString("{" + name + "}")
		}
	})
	b.WriteString(rest)
	return b.String()
}

// substitute returns the text of n with its placeholders replaced and whether
// there were any. It is not ok when one of them has no variable.
func (d *decoder) substitute(n *yamlx.Node) (text string, replaced, ok bool) {
	if d.template == nil || strings.IndexByte(n.Text, '{') < 0 {
		return n.Text, false, true
	}
	ok = true
	text = replaceIn(n.Text, func(name string) (string, bool) {
		replaced = true
		value, known := d.template.lookup(name)
		if !known && !d.openPlaceholders && ok {
			ok = false
			d.unknownVariable(n, name)
		}
		return value, known
	})
	if len(text) > substitutedMax {
		d.report(n.Pos, fmt.Sprintf("the text is longer than %d bytes with its placeholders replaced", substitutedMax), "use fewer placeholders or shorter values")
		return "", false, false
	}
	return text, replaced, ok
}

// substitutedMax bounds a text made by replacing placeholders, which would
// otherwise be the product of two sizes that the file chooses.
const substitutedMax = 4096

func (d *decoder) unknownVariable(n *yamlx.Node, name string) {
	names := d.template.names()
	fix := fmt.Sprintf("add a key each to this entry: each: {%s: [a, b]}", name)
	if len(names) > 0 {
		fix = fmt.Sprintf("add %s to each, or use {%s}", name, strings.Join(names, "}, {"))
	}
	if near := diagnostics.Nearest(name, names); near != "" {
		fix = fmt.Sprintf("did you mean {%s}?", near)
	}
	d.report(n.Pos, fmt.Sprintf("there is no template variable {%s} here", abbreviate(name)), fix)
}

// each decodes the key each of an entry. It returns a template with one
// instance when the entry has none, and nil when it is wrong.
func (d *decoder) each(entry *yamlx.Node) *template {
	t := &template{total: 1}
	var n *yamlx.Node
	if entry.Kind == yamlx.Map {
		n = entry.Lookup("each")
	}
	if n == nil {
		return t
	}
	d.push("each")
	defer d.pop()
	const eg = "write each: {site: [a, b], i: 1..20}"
	if n.Kind != yamlx.Map {
		d.report(n.Pos, "each must be a map of variables, not "+kindName(n), eg)
		return nil
	}
	if len(n.Fields) == 0 {
		d.report(n.Pos, "each has no variables", eg)
		return nil
	}
	ok := true
	for i := range n.Fields {
		v, good := d.variable(&n.Fields[i])
		ok = ok && good
		if !good {
			continue
		}
		t.variables = append(t.variables, v)
		hi, lo := bits.Mul64(uint64(t.total), uint64(v.count))
		if hi != 0 || lo > EntitiesMax {
			d.report(n.Fields[i].Value.Pos, fmt.Sprintf("the template makes more than %d entities", EntitiesMax), "use fewer values")
			return nil
		}
		t.total = int64(lo)
	}
	if !ok {
		return nil
	}
	t.chosen = make([]int64, len(t.variables))
	return t
}

// variable decodes one variable of a template.
func (d *decoder) variable(entry *yamlx.Field) (variable, bool) {
	d.push(entry.Key)
	defer d.pop()
	v := variable{name: entry.Key}
	if yamlx.PlaceholderLength("{"+entry.Key+"}") != len(entry.Key)+2 {
		d.report(entry.KeyPos, fmt.Sprintf("%s cannot be a template variable", quote(entry.Key)), "use a letter, then letters, digits and '_'")
		return v, false
	}
	n := entry.Value
	switch n.Kind {
	case yamlx.Map:
	case yamlx.List:
		return d.words(v, n)
	default:
		if first, last, found := strings.Cut(n.Text, ".."); found && n.Type() == yamlx.Text {
			return d.interval(v, n, first, last)
		}
	}
	d.report(n.Pos, fmt.Sprintf("the values of %s are neither a list nor a range", entry.Key), fmt.Sprintf("write %s: [a, b] or %s: 1..20", entry.Key, entry.Key))
	return v, false
}

func (d *decoder) words(v variable, n *yamlx.Node) (variable, bool) {
	if len(n.Items) == 0 {
		d.report(n.Pos, fmt.Sprintf("the variable %s has no values", v.name), "write at least one")
		return v, false
	}
	v.words = make([]string, len(n.Items))
	v.count = int64(len(n.Items))
	seen := make(map[string]bool, len(n.Items))
	ok := true
	for i, item := range n.Items {
		text := item.Text
		switch {
		case item.Kind != yamlx.Scalar || item.Type() == yamlx.Null || item.Type() == yamlx.Bool || text == "":
			d.pushIndex(i)
			d.report(item.Pos, "a template value must be a word or a number, not "+kindName(item), "put texts such as true in quotation marks")
			d.pop()
			ok = false
		case seen[text]:
			d.pushIndex(i)
			d.report(item.Pos, fmt.Sprintf("the value %s occurs twice", quote(text)), "keep one of them")
			d.pop()
			ok = false
		}
		seen[text] = true
		v.words[i] = text
	}
	return v, ok
}

// interval decodes first..last.
func (d *decoder) interval(v variable, n *yamlx.Node, first, last string) (variable, bool) {
	low, problem := quantity.Integer(first)
	high, problem2 := quantity.Integer(last)
	if problem == nil {
		problem = problem2
	}
	switch {
	case problem != nil:
		d.report(n.Pos, fmt.Sprintf("%s is not a range: %s", quote(n.Text), problem.Wrong), problem.Fix+", as in 1..20")
		return v, false
	case high < low:
		d.report(n.Pos, fmt.Sprintf("the range %s runs backwards", abbreviate(n.Text)), fmt.Sprintf("write %d..%d", high, low))
		return v, false
	case high-low >= EntitiesMax:
		d.report(n.Pos, fmt.Sprintf("the range %s has more than %d values", abbreviate(n.Text), EntitiesMax), "use fewer")
		return v, false
	}
	v.first, v.count = low, high-low+1
	return v, true
}
