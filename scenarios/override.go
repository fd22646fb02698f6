package scenarios

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/littoral-sim/littoral/scenarios/diagnostics"
	"github.com/littoral-sim/littoral/scenarios/internal/yamlx"
)

// override is one path=value given beside the file.
type override struct {
	d *decoder
	// number counts the overrides from 0; path and value are its parts.
	number int
	steps  []overrideStep
	value  *yamlx.Node
}

// overrideStep is one part of the path, which begins at the given byte.
type overrideStep struct {
	name string
	at   int
}

// override applies one override to the tree of the file.
func (d *decoder) override(root *yamlx.Node, text string) {
	o := override{d: d, number: len(d.sources.overrides)}
	d.sources.overrides = append(d.sources.overrides, diagnostics.NewSource("--set", []byte(text)))
	if !utf8.ValidString(text) || strings.ContainsAny(text, "\n\r") {
		o.report(0, "an override must be one line of UTF-8 text", "write path=value")
		return
	}
	equals := strings.IndexByte(text, '=')
	if equals < 1 {
		o.report(0, "an override needs a path and a value", "write for example scheduler.policy=nearest")
		return
	}
	if !o.splitPath(text[:equals]) || !o.parseValue(text, equals+1) {
		return
	}
	o.apply(root, reflect.TypeFor[File](), 0)
}

// report complains about what begins at byte at of the override.
func (o *override) report(at int, problem, fix string) {
	source := o.d.sources.overrides[o.number]
	pos := Pos{Line: -int32(o.number + 1), Col: int32(utf8.RuneCountInString(source.Line(1)[:at]) + 1)}
	path := make([]string, 0, len(o.steps))
	for _, s := range o.steps {
		if s.at < at {
			path = append(path, s.name)
		}
	}
	o.d.list.Add(pos, o.d.sources.at(pos, strings.Join(path, "."), problem, fix))
}

// splitPath splits the path at its points. A name that contains one is put in
// quotation marks.
func (o *override) splitPath(path string) bool {
	for at := 0; ; {
		step := overrideStep{at: at}
		if strings.HasPrefix(path[at:], `"`) {
			end := strings.IndexByte(path[at+1:], '"')
			if end < 0 {
				o.report(at, "this quotation mark is not closed", "add the closing quotation mark before the point or '='")
				return false
			}
			step.name = path[at+1 : at+1+end]
			at += end + 2
		} else {
			end := strings.IndexByte(path[at:], '.')
			if end < 0 {
				end = len(path) - at
			}
			step.name = path[at : at+end]
			at += end
		}
		if step.name == "" {
			o.report(step.at, "a part of the path is empty", "write names separated by single points, as in nodes.cloud.speed=2")
			return false
		}
		o.steps = append(o.steps, step)
		if at == len(path) {
			return true
		}
		if path[at] != '.' {
			o.report(at, "a point was expected here", "separate the parts of the path by points")
			return false
		}
		at++
	}
}

// parseValue parses what follows the equals sign.
func (o *override) parseValue(text string, at int) bool {
	value, problems := yamlx.Parse([]byte(text[at:]), yamlx.DefaultLimits())
	offset := utf8.RuneCountInString(text[:at])
	for _, p := range problems {
		pos := Pos{Line: -int32(o.number + 1), Col: int32(offset) + max(p.Pos.Col, 1)}
		if value == nil && strings.TrimSpace(text[at:]) == "" {
			p.Wrong, p.Fix = "the override has no value", "write something after the equals sign"
		}
		o.d.list.Add(pos, o.d.sources.at(pos, text[:at-1], p.Wrong, p.Fix))
	}
	if value == nil || len(problems) > 0 {
		return false
	}
	moveToOverride(value, o.number, offset)
	o.value = value
	return true
}

// pos returns the position of a step of the path.
func (o *override) pos(step int) Pos {
	source := o.d.sources.overrides[o.number]
	return Pos{Line: -int32(o.number + 1), Col: int32(utf8.RuneCountInString(source.Line(1)[:o.steps[step].at]) + 1)}
}

// apply follows the path from its given step on, starting at n, whose type is t
// or, where the keys are free, nil.
func (o *override) apply(n *yamlx.Node, t reflect.Type, step int) {
	last := step == len(o.steps)-1
	s := o.steps[step]
	var slot **yamlx.Node
	var inner reflect.Type
	switch {
	case n.Kind == yamlx.List:
		slot, inner = o.element(n, t, s)
	case n.Kind == yamlx.Map || n.Type() == yamlx.Null && hasKeys(t):
		n.Kind, n.Text = yamlx.Map, ""
		slot, inner = o.entry(n, t, step)
	default:
		o.report(s.at, fmt.Sprintf("%s is a single value, which has no parts", o.steps[max(step-1, 0)].name), "set the whole of it")
	}
	switch {
	case slot == nil:
	case last:
		*slot = o.value
	default:
		o.apply(*slot, inner, step+1)
	}
}

// entry returns where the value of a key of the map n is, which it adds if need be.
func (o *override) entry(n *yamlx.Node, t reflect.Type, step int) (**yamlx.Node, reflect.Type) {
	s := o.steps[step]
	inner, ok := o.keyType(t, s)
	if !ok {
		return nil, nil
	}
	for i := range n.Fields {
		if n.Fields[i].Key == s.name {
			return &n.Fields[i].Value, inner
		}
	}
	if step < len(o.steps)-1 && !hasKeys(inner) {
		if inner.Kind() == reflect.Slice {
			o.report(s.at, fmt.Sprintf("the file has no %s", s.name), "set the whole list")
		} else {
			o.report(o.steps[step+1].at, s.name+" is a single value, which has no parts", "set the whole of it")
		}
		return nil, nil
	}
	n.Fields = append(n.Fields, yamlx.Field{Key: s.name, KeyPos: o.pos(step), Value: &yamlx.Node{Kind: yamlx.Map, Pos: o.pos(step)}})
	return &n.Fields[len(n.Fields)-1].Value, inner
}

// keyType returns the type of the value of a key of a map of type t.
func (o *override) keyType(t reflect.Type, s overrideStep) (reflect.Type, bool) {
	t = withoutPointer(t)
	if isFew(t) {
		t = t.Elem()
	}
	if t == nil || t.Kind() != reflect.Struct {
		return nil, true
	}
	p := o.d.planOf(t)
	if at, ok := p.byKey[s.name]; ok {
		return withoutPointer(p.fields[at].typ), true
	}
	if p.entry && s.name == "each" {
		return nil, true
	}
	fix := "the keys here are " + strings.Join(p.keys, ", ")
	if near := diagnostics.Nearest(s.name, p.keys); near != "" {
		fix = fmt.Sprintf("did you mean %s?", near)
	}
	o.report(s.at, fmt.Sprintf("unknown key %s", quote(s.name)), fix)
	return nil, false
}

// element returns where the element of the list n is that a step names.
func (o *override) element(n *yamlx.Node, t reflect.Type, s overrideStep) (**yamlx.Node, reflect.Type) {
	var inner reflect.Type
	if t != nil && (t.Kind() == reflect.Slice || t.Kind() == reflect.Array) {
		inner = withoutPointer(t.Elem())
	}
	known := []string{}
	for i, item := range n.Items {
		name := item.Lookup("name")
		if name == nil {
			continue
		}
		if name.Text == s.name {
			return &n.Items[i], inner
		}
		known = append(known, name.Text)
	}
	if i, err := strconv.Atoi(s.name); err == nil && i >= 0 && i < len(n.Items) {
		return &n.Items[i], inner
	}
	fix := fmt.Sprintf("number an element from 0 to %d", len(n.Items)-1)
	switch near := diagnostics.Nearest(s.name, known); {
	case len(n.Items) == 0:
		fix = "set the whole list"
	case near != "":
		fix = fmt.Sprintf("did you mean %s?", near)
	case len(known) > 0:
		fix += ", or name it as the file does: " + abbreviate(strings.Join(known, ", "))
	}
	o.report(s.at, fmt.Sprintf("the list has no element %s", quote(s.name)), fix)
	return nil, nil
}

// hasKeys reports whether a value of type t can be a map.
func hasKeys(t reflect.Type) bool {
	t = withoutPointer(t)
	if t == nil || t == reflect.TypeFor[Labels]() || t == reflect.TypeFor[Selector]() || isFew(t) {
		return true
	}
	if t.Kind() != reflect.Struct {
		return false
	}
	for i := range t.NumField() {
		if _, ok := t.Field(i).Tag.Lookup("key"); ok {
			return true
		}
	}
	return false
}

func withoutPointer(t reflect.Type) reflect.Type {
	if t != nil && t.Kind() == reflect.Pointer {
		return t.Elem()
	}
	return t
}
