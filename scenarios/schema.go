package scenarios

import (
	"encoding/json"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/littoral-sim/littoral/scenarios/internal/quantity"
	"github.com/littoral-sim/littoral/scenarios/internal/schema"
)

// Schema returns the JSON Schema (draft 2020-12) of scenario files, for editors.
// It is made from the same types and tags as the loader, so both know the same
// keys, words and units. What a schema cannot express, such as references, only
// the loader checks.
func Schema() ([]byte, error) {
	m := schemaMaker{d: newDecoder(nil, nil), definitions: map[string]*schema.Schema{}}
	root := m.object(reflect.TypeFor[File]())
	return schema.Marshal(root, "urn:littoral:scenario:1", "Littoral scenario", m.definitions)
}

// schemaMaker writes schemas for types of this package.
type schemaMaker struct {
	d           *decoder
	definitions map[string]*schema.Schema
	// templated tells that the type is part of an entry, where any text may
	// have placeholders.
	templated bool
}

// Patterns of texts, in the common subset of regular expressions.
const (
	placeholderPattern = `\{[A-Za-z][A-Za-z0-9_]*\}`
	variablePattern    = `^[A-Za-z][A-Za-z0-9_]*$`
	rangePattern       = `^(0|[1-9][0-9]*)\.\.(0|[1-9][0-9]*)$`
	namePattern        = `^[\p{L}\p{Nd}][\p{L}\p{Nd}._-]*$`
	nameInEntryPattern = `^[\p{L}\p{Nd}{][\p{L}\p{Nd}._{}-]*$`
)

// object returns the schema of a map that is decoded into a struct.
func (m *schemaMaker) object(t reflect.Type) *schema.Schema {
	p := m.d.planOf(t)
	templated := m.templated
	m.templated = templated || p.entry
	properties := make([]schema.Property, 0, len(p.fields)+1)
	choices := []string{}
	conditions := [][]string{}
	for i := range p.fields {
		f := &p.fields[i]
		properties = append(properties, schema.Property{Key: f.key, Schema: m.describe(m.value(f.typ, f), f), Required: f.required})
		if f.oneof {
			choices = append(choices, f.key)
		}
		if f.unless != nil {
			conditions = append(conditions, append([]string{f.key}, f.unless...))
		}
	}
	if p.entry {
		properties = append(properties, schema.Property{Key: "each", Schema: eachSchema()})
	}
	s := schema.Object(properties)
	schema.ExactlyOne(s, choices)
	for _, keys := range conditions {
		schema.AtLeastOne(s, keys)
	}
	if p.scalar != nil {
		s = schema.Any(m.value(p.scalar.typ, p.scalar), s)
	}
	m.templated = templated
	return s
}

// describe adds help and default value of a key.
func (m *schemaMaker) describe(s *schema.Schema, f *field) *schema.Schema {
	s.Description = f.help
	if f.eg != "" && !strings.Contains(f.help, f.eg) {
		s.Description += " Example: " + f.example(exampleUnit(f.typ))
	}
	switch f.fallback {
	case "":
	case "true", "false":
		s.Default = f.fallback == "true"
	default:
		s.Default = f.fallback
		if _, err := strconv.ParseFloat(f.fallback, 64); err == nil {
			s.Default = json.Number(f.fallback)
		}
	}
	return s
}

// value returns the schema of what is decoded into a t for the key f.
func (m *schemaMaker) value(t reflect.Type, f *field) *schema.Schema {
	switch t {
	case reflect.TypeFor[Ref](), reflect.TypeFor[Trace](), reflect.TypeFor[ProfileTrace](), reflect.TypeFor[PositionTrace](), reflect.TypeFor[OutageTrace](),
		reflect.TypeFor[CourseTrace]():
		return schema.Text("")
	case reflect.TypeFor[Labels]():
		return schema.Map("", schema.Text(""))
	case reflect.TypeFor[Tables]():
		return m.tablesSchema()
	case reflect.TypeFor[Selector]():
		return schema.Map("", oneOrMany(schema.Text("")))
	case reflect.TypeFor[Source]():
		return schema.Any(oneOrMany(schema.Text("")), m.object(t))
	}
	switch {
	case t.Kind() == reflect.Pointer:
		return m.value(t.Elem(), f)
	case t.Kind() == reflect.Slice && strings.HasPrefix(t.Name(), "Many["):
		return oneOrMany(m.value(t.Elem(), f))
	case isFew(t):
		return oneOrMany(m.value(t.Elem(), f))
	case t.Kind() == reflect.Slice:
		least := uint64(1)
		if t.Elem().Kind() == reflect.Struct && m.d.planOf(t.Elem()).entry && !f.required {
			least = 0
		}
		return schema.List(m.value(t.Elem(), f), least, 0)
	case t.Kind() == reflect.Array:
		return schema.List(m.value(t.Elem(), f), uint64(t.Len()), uint64(t.Len()))
	case strings.HasPrefix(t.Name(), "Value["):
		v, _ := t.FieldByName("V")
		return m.scalar(v.Type, f)
	}
	return m.reference(t)
}

func oneOrMany(s *schema.Schema) *schema.Schema {
	return schema.Any(s, schema.List(s, 1, 0))
}

// reference returns a reference to the schema of the struct type t, which is
// defined once.
func (m *schemaMaker) reference(t reflect.Type) *schema.Schema {
	name, _, generic := strings.Cut(t.Name(), "[")
	if generic {
		name += "Of" + kindOf(quantityOf(t)).TypeName()
	}
	if _, ok := m.definitions[name]; !ok {
		m.definitions[name] = nil // Being made.
		m.definitions[name] = m.object(t)
	}
	return schema.Ref(name)
}

// quantityOf returns what the generic type t is a distribution of.
func quantityOf(t reflect.Type) reflect.Type {
	switch {
	case strings.Contains(t.Name(), "units.Bytes"):
		return reflect.TypeFor[Bytes]()
	case strings.Contains(t.Name(), "scenarios.Velocity"):
		return reflect.TypeFor[Velocity]()
	case strings.Contains(t.Name(), "scenarios.Ratio"):
		return reflect.TypeFor[Ratio]()
	}
	return reflect.TypeFor[time.Duration]()
}

func namePatternIn(entry bool) string {
	if entry {
		return nameInEntryPattern
	}
	return namePattern
}

// scalar returns the schema of one value of type t.
func (m *schemaMaker) scalar(t reflect.Type, f *field) *schema.Schema {
	if n, ok := reflect.TypeAssert[names](reflect.Zero(t)); ok {
		return m.orPlaceholder(schema.Enum(words(n.allowed())...))
	}
	switch t {
	case reflect.TypeFor[string](), reflect.TypeFor[Text]():
		return schema.Text("")
	case reflect.TypeFor[Name]():
		return schema.Text(namePatternIn(m.templated))
	case reflect.TypeFor[bool]():
		return m.orPlaceholder(&schema.Schema{Type: "boolean"})
	case reflect.TypeFor[int64]():
		return m.orPlaceholder(bounded(&schema.Schema{Type: "integer", Minimum: "0"}, f, 1))
	}
	kind := kindOf(t)
	if t == reflect.TypeFor[Toleration]() {
		return schema.Any(schema.Enum(foreverWord), m.pattern(kind))
	}
	if kind.Plain == 0 {
		return m.pattern(kind)
	}
	number := &schema.Schema{Type: "number", Minimum: "0"}
	if f.positive {
		number = &schema.Schema{Type: "number", ExclusiveMinimum: "0"}
	}
	number = bounded(number, f, kind.Plain)
	if len(kind.Units) > 0 {
		return schema.Any(number, m.pattern(kind))
	}
	return m.orPlaceholder(number)
}

// pattern returns the schema of a quantity with unit.
func (m *schemaMaker) pattern(kind *quantity.Kind) *schema.Schema {
	pattern := kind.Pattern()
	if m.templated {
		pattern = "(" + pattern + ")|" + placeholderPattern
	}
	return schema.Text(pattern)
}

// orPlaceholder lets a value that is not a text be made from placeholders.
func (m *schemaMaker) orPlaceholder(s *schema.Schema) *schema.Schema {
	if !m.templated {
		return s
	}
	return schema.Any(s, schema.Text(placeholderPattern))
}

// bounded adds the bounds of a key to the schema of a number.
func bounded(s *schema.Schema, f *field, unit int64) *schema.Schema {
	if f.bounds.hasMin {
		s.Minimum, s.ExclusiveMinimum = json.Number(strconv.FormatInt(f.bounds.min/unit, 10)), ""
	}
	if f.bounds.hasMax {
		s.Maximum = json.Number(strconv.FormatInt(f.bounds.max/unit, 10))
	}
	return s
}

// words returns the values that a schema sees for words: those that look like
// numbers arrive as numbers unless they are in quotation marks.
func words(allowed []string) []any {
	values := []any{}
	for _, w := range allowed {
		values = append(values, w)
		if _, err := strconv.ParseFloat(w, 64); err == nil {
			values = append(values, json.Number(w))
		}
	}
	return values
}

// eachSchema returns the schema of the variables of a template.
func eachSchema() *schema.Schema {
	value := &schema.Schema{AnyOf: []*schema.Schema{schema.Text(""), {Type: "number"}}}
	list := schema.List(value, 1, 0)
	list.UniqueItems = true
	s := schema.Map(variablePattern, schema.Any(list, schema.Text(rangePattern)))
	s.Description = "Makes one entity for each combination of these values; {site} stands for the value of site in any text of the entry. Example: each: {site: [a, b], i: 1..20}"
	return s
}
