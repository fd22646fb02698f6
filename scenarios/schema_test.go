package scenarios

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/scenarios/diagnostics"
	"github.com/littoral-sim/littoral/scenarios/internal/schema"
	"github.com/littoral-sim/littoral/scenarios/internal/yamlx"
)

func validator(tb testing.TB) *schema.Validator {
	tb.Helper()
	text, err := Schema()
	if err != nil {
		tb.Fatal(err)
	}
	v, err := schema.NewValidator(text)
	if err != nil {
		tb.Fatal(err)
	}
	return v
}

// The schema is committed so that a change of the format shows in review.
func TestSchemaIsTheCommittedOne(t *testing.T) {
	text, err := Schema()
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/scenario.schema.json", text)
	again, err := Schema()
	if err != nil || string(again) != string(text) {
		t.Errorf("the schema differs from call to call: %v", err)
	}
}

func TestSchemaExplainsEveryKey(t *testing.T) {
	var keys func(d *decoder, typ reflect.Type, seen map[reflect.Type]bool)
	keys = func(d *decoder, typ reflect.Type, seen map[reflect.Type]bool) {
		for typ.Kind() == reflect.Pointer || typ.Kind() == reflect.Slice || typ.Kind() == reflect.Array {
			typ = typ.Elem()
		}
		if typ.Kind() != reflect.Struct || seen[typ] {
			return
		}
		seen[typ] = true
		for _, f := range d.planOf(typ).fields {
			if !strings.HasSuffix(f.help, ".") {
				t.Errorf("%s.%s has no help: %q", typ, f.key, f.help)
			}
			if f.required && f.eg == "" && allowedOf(f.typ) == nil {
				t.Errorf("%s.%s is required and has no example", typ, f.key)
			}
			keys(d, f.typ, seen)
		}
	}
	seen := map[reflect.Type]bool{}
	keys(newDecoder(nil, nil), reflect.TypeFor[File](), seen)
	if len(seen) < 40 {
		t.Errorf("only %d types", len(seen))
	}
}

// instance returns what an editor makes of a tree.
func instance(n *yamlx.Node) any {
	switch n.Kind {
	case yamlx.List:
		list := make([]any, len(n.Items))
		for i, item := range n.Items {
			list[i] = instance(item)
		}
		return list
	case yamlx.Map:
		m := make(map[string]any, len(n.Fields))
		for _, f := range n.Fields {
			m[f.Key] = instance(f.Value)
		}
		return m
	case yamlx.Scalar:
	}
	switch n.Type() {
	case yamlx.Null:
		return nil
	case yamlx.Bool:
		return strings.EqualFold(n.Text, "true")
	case yamlx.Number:
		if json.Valid([]byte(n.Text)) {
			return json.Number(n.Text)
		}
	case yamlx.Text:
	}
	return n.Text
}

// structure returns the complaints of the loader about single values and keys,
// without those about references and values that do not go together.
func structure(root *yamlx.Node) []diagnostics.Diagnostic {
	var list diagnostics.List
	d := newDecoder(&sources{file: diagnostics.NewSource("f", nil)}, &list)
	d.prepare(root)
	d.value(root, reflect.ValueOf(&File{}).Elem(), &field{key: "the file"})
	return list.All()
}

// beyondSchema reports whether a schema cannot know of a complaint: it is about
// the size or fineness of a number, the notation of a number that YAML
// understands, what placeholders are replaced by, or limits on the whole file.
func beyondSchema(d diagnostics.Diagnostic) bool {
	for _, part := range []string{
		"too large", "not a whole number of", "template variable", "more than", "must not be zero", "runs backwards",
		"has an exponent", "is not a whole number: write it without a point", "with its placeholders replaced", "the values of",
		"begins with zeros", "occurs twice", "the key each", "is not a decimal number", "octal",
		".capacity.cpu: the key", ".capacity.memory: the key", // which a class may give
	} {
		if strings.Contains(d.String(), part) {
			return true
		}
	}
	return false
}

// placesWithPlaceholder adds the places of all texts with placeholders: what
// they become is unknown to a schema.
func placesWithPlaceholder(n *yamlx.Node, places map[Pos]bool) map[Pos]bool {
	if n.Kind == yamlx.Scalar && hasPlaceholder(n) {
		places[n.Pos] = true
	}
	for _, item := range n.Items {
		placesWithPlaceholder(item, places)
	}
	for _, f := range n.Fields {
		placesWithPlaceholder(f.Value, places)
	}
	return places
}

// agree checks that the schema and the loader have the same opinion of a tree.
func agree(v *schema.Validator, root *yamlx.Node) error {
	complaints := structure(root)
	schemaErr := v.Check(instance(root))
	beyond := 0
	replaced := placesWithPlaceholder(root, map[Pos]bool{})
	for _, d := range complaints {
		if beyondSchema(d) || replaced[Pos{Line: int32(d.Line), Col: int32(d.Col)}] {
			beyond++
		}
	}
	switch {
	case len(complaints) == 0 && schemaErr != nil:
		return fmt.Errorf("the loader accepts what the schema refuses: %w", schemaErr)
	case len(complaints) > beyond && schemaErr == nil:
		return fmt.Errorf("the schema accepts what the loader refuses: %v", complaints)
	}
	return nil
}

func TestSchemaAcceptsWhatTheLoaderAccepts(t *testing.T) {
	v := validator(t)
	library, err := filepath.Glob("library/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range append(corpus(t, "good"), library...) {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		root, problems := yamlx.Parse(data, yamlx.DefaultLimits())
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		if err := v.Check(instance(root)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSchemaRefusesWhatTheLoaderRefuses(t *testing.T) {
	v := validator(t)
	refused := 0
	for _, name := range corpus(t, "bad") {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		root, problems := yamlx.Parse(data, yamlx.DefaultLimits())
		if root == nil || len(problems) > 0 {
			continue // Not YAML, or YAML that editors accept and scenarios do not.
		}
		if err := agree(v, root); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if v.Check(instance(root)) != nil {
			refused++
		}
	}
	if refused < 120 {
		t.Errorf("the schema refuses only %d files of the corpus", refused)
	}
}

// mutate changes one place of the tree at random.
func mutate(t *rapid.T, root *yamlx.Node) {
	var places []*yamlx.Node
	var walk func(n *yamlx.Node)
	walk = func(n *yamlx.Node) {
		places = append(places, n)
		for _, item := range n.Items {
			walk(item)
		}
		for i := range n.Fields {
			walk(n.Fields[i].Value)
		}
	}
	walk(root)
	n := rapid.SampledFrom(places).Draw(t, "place")
	switch kind := rapid.IntRange(0, 5).Draw(t, "change"); {
	case kind == 0 && len(n.Fields) > 0:
		i := rapid.IntRange(0, len(n.Fields)-1).Draw(t, "field")
		n.Fields = append(n.Fields[:i:i], n.Fields[i+1:]...)
	case kind == 1 && len(n.Fields) > 0:
		i := rapid.IntRange(0, len(n.Fields)-1).Draw(t, "field")
		n.Fields[i].Key = rapid.SampledFrom([]string{"name", "cpu", "mean", "at", "each", "labels", "x", "exponential", "poisson", "Name", "class", "trace", "steps", "mode", "downtime", "every", "speed", "crew"}).Draw(t, "key")
	case kind == 2 && len(n.Items) > 0:
		n.Items = n.Items[:rapid.IntRange(0, len(n.Items)-1).Draw(t, "length")]
	case kind == 3:
		*n = yamlx.Node{Pos: n.Pos, Kind: yamlx.List, Items: []*yamlx.Node{{Text: n.Text, Quoted: n.Quoted}}}
	case kind == 4:
		*n = yamlx.Node{Pos: n.Pos, Kind: yamlx.Map}
	default:
		text := rapid.SampledFrom([]string{
			"1", "0", "-1", "1.5", "0.25", "250m", "1s", "2/s", "1kB", "10Mbit/s", "1W", "true", "false", "null", "", "abc", "a b", "edge", "cloud", "full", "none",
			"1.2", "{i}", "x{i}", "{site}-1", "1..3", "91", "1000001", "shared", "slow", "reboot", "4g-good", "leo", "0.99",
		}).Draw(t, "text")
		quoted := rapid.Bool().Draw(t, "quoted")
		*n = yamlx.Node{Pos: n.Pos, Text: text, Quoted: quoted}
	}
}

// repeatedKeys reports whether a map of the tree has a key twice, or two that
// differ in case, which Parse would have refused.
func repeatedKeys(n *yamlx.Node) bool {
	seen := map[string]bool{}
	for _, f := range n.Fields {
		key := strings.ToLower(f.Key)
		if seen[key] || repeatedKeys(f.Value) {
			return true
		}
		seen[key] = true
	}
	return slices.ContainsFunc(n.Items, repeatedKeys)
}

func TestSchemaAndLoaderAgreeOnChangedFiles(t *testing.T) {
	v := validator(t)
	files := [][]byte{}
	for _, name := range corpus(t, "good") {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, data)
	}
	rapid.Check(t, func(t *rapid.T) {
		file := rapid.IntRange(0, len(files)-1).Draw(t, "file")
		root, _ := yamlx.Parse(files[file], yamlx.DefaultLimits())
		mutate(t, root)
		if repeatedKeys(root) {
			return
		}
		if err := agree(v, root); err != nil {
			t.Fatal(err)
		}
	})
}
