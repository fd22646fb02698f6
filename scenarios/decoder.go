package scenarios

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/littoral-sim/littoral/scenarios/diagnostics"
	"github.com/littoral-sim/littoral/scenarios/internal/yamlx"
)

// decoder turns the tree of a file into the types of this package, guided by
// their struct tags, and collects everything that is wrong.
type decoder struct {
	sources *sources
	list    *diagnostics.List
	plans   map[reflect.Type]*plan
	path    []step
	// template holds the variables of the entry being decoded, with the
	// instance chosen; nil outside entries.
	template *template
	// classed tells that the entry being decoded has the key class.
	classed bool
	// openPlaceholders tells that a placeholder without variable is kept as it
	// is instead of being a mistake.
	openPlaceholders bool
	// unread tells, for the top-level lists, of the entries that could not be
	// read and are therefore left out.
	unread map[string]*unread
	// templates are those of all entries whose key each is well-formed, and
	// nodeTemplates those of nodes in order.
	templates     map[*yamlx.Node]*template
	nodeTemplates []nodeTemplate
	// entitiesMax bounds the entities of the file.
	entitiesMax int64
}

// step is one part of a path: a key, or an index when the key is empty.
type step struct {
	key   string
	index int
}

// decodable is implemented by types that read themselves.
type decodable interface {
	decode(d *decoder, n *yamlx.Node, f *field)
}

func newDecoder(s *sources, list *diagnostics.List) *decoder {
	return &decoder{sources: s, list: list, plans: map[reflect.Type]*plan{}, unread: map[string]*unread{}, entitiesMax: EntitiesMax}
}

func (d *decoder) push(key string)    { d.path = append(d.path, step{key: key}) }
func (d *decoder) pushIndex(i int)    { d.path = append(d.path, step{index: i}) }
func (d *decoder) pop()               { d.path = d.path[:len(d.path)-1] }
func (d *decoder) pathString() string { return joinPath(d.path) }

func joinPath(path []step) string {
	var b strings.Builder
	for i, s := range path {
		if i > 0 {
			b.WriteByte('.')
		}
		if s.key != "" {
			b.WriteString(s.key)
		} else {
			b.WriteString(strconv.Itoa(s.index))
		}
	}
	return b.String()
}

// report records a complaint about the value at the current path.
func (d *decoder) report(pos Pos, problem, fix string) {
	d.list.Add(pos, d.sources.at(pos, d.pathString(), problem, fix))
}

// value decodes n into v, which is addressable and belongs to the key f.
func (d *decoder) value(n *yamlx.Node, v reflect.Value, f *field) {
	if n.Refused {
		return // It is complained about already.
	}
	if n.Kind == yamlx.Scalar && n.Type() == yamlx.Null {
		d.report(n.Pos, fmt.Sprintf("%s has no value", f.key), "write something like "+f.example(exampleUnit(v.Type())))
		return
	}
	if self, ok := reflect.TypeAssert[decodable](v.Addr()); ok {
		self.decode(d, n, f)
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		d.value(n, v.Elem(), f)
	case reflect.Slice:
		d.items(n, v, f)
	case reflect.Array:
		d.array(n, v, f)
	case reflect.Struct:
		d.object(n, v, f)
	default:
		panic(fmt.Sprintf("scenarios: no way to decode %s", v.Type()))
	}
}

// object decodes a map into the struct v.
func (d *decoder) object(n *yamlx.Node, v reflect.Value, f *field) {
	p := d.planOf(v.Type())
	if pos := v.FieldByName("Pos"); pos.IsValid() {
		pos.Set(reflect.ValueOf(n.Pos))
	}
	if p.scalar != nil && n.Kind == yamlx.Scalar {
		d.value(n, v.FieldByIndex(p.scalar.index), f)
		return
	}
	if n.Kind != yamlx.Map {
		d.report(n.Pos, fmt.Sprintf("%s must be a map of keys, not %s", d.what(f), kindName(n)), d.objectFix(p, f, v.Type()))
		return
	}
	d.fields(n, v, p)
	d.complete(n, v, p)
}

func (d *decoder) objectFix(p *plan, f *field, t reflect.Type) string {
	switch {
	case len(d.path) == 0:
		return "begin the file with version: 1"
	case f.eg != "":
		return "write " + f.example(exampleUnit(t))
	}
	return "write the keys " + strings.Join(p.keys, ", ")
}

// what names the thing at the current path in a message.
func (d *decoder) what(f *field) string {
	if len(d.path) > 0 && d.path[len(d.path)-1].key == "" {
		return "each element"
	}
	return f.key
}

// fields decodes the entries of a map.
func (d *decoder) fields(n *yamlx.Node, v reflect.Value, p *plan) {
	given := ""
	for i := range n.Fields {
		entry := &n.Fields[i]
		if p.entry && entry.Key == "each" {
			continue
		}
		at, ok := p.byKey[entry.Key]
		if !ok {
			d.unknownKey(entry, p)
			continue
		}
		f := &p.fields[at]
		d.push(f.key)
		if f.oneof && given != "" {
			d.report(entry.KeyPos, fmt.Sprintf("%s and %s cannot both be given", given, f.key), "keep one of them")
		}
		if f.oneof {
			given = f.key
		}
		d.value(entry.Value, fieldByIndex(v, f.index), f)
		d.pop()
	}
}

// fieldByIndex is v.FieldByIndex that makes the structs behind nil pointers.
func fieldByIndex(v reflect.Value, index []int) reflect.Value {
	for i, x := range index {
		if i > 0 && v.Kind() == reflect.Pointer {
			if v.IsNil() {
				v.Set(reflect.New(v.Type().Elem()))
			}
			v = v.Elem()
		}
		v = v.Field(x)
	}
	return v
}

func (d *decoder) unknownKey(entry *yamlx.Field, p *plan) {
	d.push(entry.Key)
	keys := p.keys
	if p.entry {
		keys = append(slices.Clip(keys), "each")
	}
	fix := "the keys here are " + strings.Join(keys, ", ")
	if near := diagnostics.Nearest(entry.Key, keys); near != "" {
		fix = fmt.Sprintf("did you mean %s?", near)
	}
	d.report(entry.KeyPos, fmt.Sprintf("unknown key %s", quote(entry.Key)), fix)
	d.pop()
}

// complete reports the keys that are missing and sets the defaults.
func (d *decoder) complete(n *yamlx.Node, v reflect.Value, p *plan) {
	given := false
	for i := range p.fields {
		f := &p.fields[i]
		present := n.Has(f.key)
		given = given || present && f.oneof
		switch {
		case present || p.replaced(n, f):
		case f.orClass && d.classed:
		case f.required || f.orClass || f.unless != nil:
			fix := "add " + f.example(exampleUnit(v.Type()))
			if f.unless != nil {
				fix += ", or the key " + strings.Join(f.unless, " or ")
			}
			d.push(f.key)
			d.report(n.Pos, fmt.Sprintf("the key %s is missing", f.key), fix)
			d.pop()
		case f.fallback != "":
			d.setDefault(v.FieldByIndex(f.index), f)
		}
	}
	if !p.oneof || given {
		return
	}
	choices := []string{}
	eg := ""
	for i := range p.fields {
		if f := &p.fields[i]; f.oneof {
			choices = append(choices, f.key)
			if eg == "" {
				eg = f.example(exampleUnit(v.Type()))
			}
		}
	}
	// An unknown key is the likely attempt at one of the choices.
	for i := range n.Fields {
		if _, known := p.byKey[n.Fields[i].Key]; !known && (!p.entry || n.Fields[i].Key != "each") {
			return
		}
	}
	d.report(n.Pos, "one of the keys "+strings.Join(choices, ", ")+" is missing", "add for example "+eg)
}

// replaced reports whether a key that is not there is not missing either: one of
// the keys that stand for it is there, or an unknown key is the likely attempt at
// one of them.
func (p *plan) replaced(n *yamlx.Node, f *field) bool {
	if (f.required || f.orClass) && p.misspelt(n, f.key) {
		return true
	}
	for _, other := range f.unless {
		if n.Has(other) || p.misspelt(n, other) {
			return true
		}
	}
	return f.unless != nil && p.misspelt(n, f.key)
}

// misspelt reports whether n has an unknown key that probably means key.
func (p *plan) misspelt(n *yamlx.Node, key string) bool {
	for i := range n.Fields {
		if _, known := p.byKey[n.Fields[i].Key]; !known && diagnostics.Nearest(n.Fields[i].Key, p.keys) == key {
			return true
		}
	}
	return false
}

// setDefault gives v the value that the key has when it is not written.
func (d *decoder) setDefault(v reflect.Value, f *field) {
	n := &yamlx.Node{Text: f.fallback, Pos: Pos{Line: 1, Col: 1}}
	template := d.template
	d.template = nil
	d.value(n, v, f)
	d.template = template
	v.FieldByName("Pos").SetZero()
}

// items decodes a list into the slice v.
func (d *decoder) items(n *yamlx.Node, v reflect.Value, f *field) {
	element := v.Type().Elem()
	if n.Kind != yamlx.List {
		d.report(n.Pos, fmt.Sprintf("%s must be a list, not %s", d.what(f), kindName(n)), d.listFix(n, f, element))
		return
	}
	entries := element.Kind() == reflect.Struct && d.planOf(element).entry
	if len(n.Items) == 0 && (!entries || f.required) {
		d.report(n.Pos, fmt.Sprintf("the list %s is empty", f.key), emptyFix(f, element))
		return
	}
	if entries {
		d.entries(n, v, f)
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), len(n.Items), len(n.Items)))
	for i, item := range n.Items {
		d.pushIndex(i)
		d.value(item, v.Index(i), f)
		d.pop()
	}
}

func (d *decoder) listFix(n *yamlx.Node, f *field, element reflect.Type) string {
	if n.Kind == yamlx.Scalar {
		return fmt.Sprintf("write %s: [%s]", f.key, abbreviate(n.Text))
	}
	if f.eg != "" {
		return "write " + f.example(exampleUnit(element))
	}
	return "begin each element with '- '"
}

func emptyFix(f *field, element reflect.Type) string {
	if f.required && f.eg == "" {
		return "add at least one element"
	}
	if f.required || f.oneof {
		return "write something like " + f.example(exampleUnit(element))
	}
	return "add an element or leave the key out"
}

// array decodes a list of fixed length.
func (d *decoder) array(n *yamlx.Node, v reflect.Value, f *field) {
	if n.Kind != yamlx.List || len(n.Items) != v.Len() {
		got := kindName(n)
		if n.Kind == yamlx.List {
			got = fmt.Sprintf("%d", len(n.Items))
		}
		d.report(n.Pos, fmt.Sprintf("%s must be a list of exactly %d, not %s", f.key, v.Len(), got), "write "+f.example(""))
		return
	}
	for i, item := range n.Items {
		d.pushIndex(i)
		d.value(item, v.Index(i), f)
		d.pop()
	}
}

// kindName names what stands in the file in a message.
func kindName(n *yamlx.Node) string {
	switch n.Kind {
	case yamlx.List:
		return "a list"
	case yamlx.Map:
		return "a map"
	default:
		return quote(n.Text)
	}
}
