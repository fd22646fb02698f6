package scenarios

import (
	"fmt"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"
)

// referencePage is the page that lists every key, with the tables between two
// marks made from the struct tags. What is around them is written by hand.
const referencePage = "../docs/SCENARIOS.md"

const (
	tablesBegin = "<!-- The rest is made from the struct tags of package scenarios: go test ./scenarios -update -->\n"
	tablesEnd   = "<!-- end of the tables -->\n"
)

// The page cannot go stale: each key, default and example of the format is in it
// as the loader knows it.
func TestReferenceListsEveryKey(t *testing.T) {
	text, err := os.ReadFile(referencePage)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, found := strings.Cut(string(text), tablesBegin)
	_, after, closed := strings.Cut(rest, tablesEnd)
	if !found || !closed {
		t.Fatalf("%s has no marks around its tables", referencePage)
	}
	r := tables{d: newDecoder(nil, nil), made: map[string]bool{}}
	r.section("The file", reflect.TypeFor[File]())
	for len(r.todo) > 0 {
		next := r.todo[0]
		r.todo = r.todo[1:]
		r.section(next.title, next.typ)
	}
	golden(t, referencePage, []byte(before+tablesBegin+r.text.String()+tablesEnd+after))
}

// What the page shows as examples must load.
func TestExamplesOfTheReferenceLoad(t *testing.T) {
	text, err := os.ReadFile(referencePage)
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllStringSubmatch(string(text), -1)
	whole := 0
	for _, b := range blocks {
		if !strings.HasPrefix(b[1], "version: 1") {
			continue
		}
		whole++
		if _, err := LoadBytes("SCENARIOS.md", []byte(b[1]), Options{Policies: policies()}); err != nil {
			t.Error(err)
		}
	}
	if whole < 2 {
		t.Errorf("the page has only %d whole scenarios", whole)
	}
}

// tables writes the tables of the page.
type tables struct {
	d    *decoder
	text strings.Builder
	todo []section
	made map[string]bool
}

type section struct {
	title string
	typ   reflect.Type
}

// section writes the table of a type once.
func (r *tables) section(title string, t reflect.Type) {
	p := r.d.planOf(t)
	fmt.Fprintf(&r.text, "\n### %s\n\n| key | value | meaning | default | example |\n|---|---|---|---|---|\n", title)
	oneof := false
	for i := range p.fields {
		f := &p.fields[i]
		oneof = oneof || f.oneof
		fmt.Fprintf(&r.text, "| `%s` | %s | %s | %s | %s |\n", f.key, r.valueOf(f.typ), cell(f.help), defaultOf(f), exampleOf(f))
	}
	if p.entry {
		fmt.Fprintf(&r.text, "| `each` | map | makes one entity for each combination of these values, see [templates](#templates) | | `each: {site: [a, b], i: 1..20}` |\n")
	}
	if oneof {
		r.text.WriteString("\n¹ Exactly one of these keys is given.\n")
	}
}

func cell(s string) string { return strings.ReplaceAll(s, "|", "\\|") }

func defaultOf(f *field) string {
	switch {
	case f.required:
		return "required"
	case f.orClass:
		return "required without class"
	case f.unless != nil:
		return "required without " + strings.Join(f.unless, " or ")
	case f.oneof:
		return "¹"
	case f.fallback != "":
		return "`" + f.fallback + "`"
	default:
		return ""
	}
}

func exampleOf(f *field) string {
	if f.eg == "" {
		return ""
	}
	return "`" + cell(f.example(exampleUnit(f.typ))) + "`"
}

// valueOf says what a value of type t is, and has the section made that explains it.
func (r *tables) valueOf(t reflect.Type) string {
	switch t {
	case reflect.TypeFor[Ref]():
		return "reference"
	case reflect.TypeFor[Trace](), reflect.TypeFor[ProfileTrace](), reflect.TypeFor[OutageTrace](), reflect.TypeFor[CourseTrace]():
		return "path of a CSV file"
	case reflect.TypeFor[Labels](), reflect.TypeFor[Selector]():
		return "map of labels"
	case reflect.TypeFor[Tables]():
		return fmt.Sprintf("map of names to maps of classes to %s, with %s as otherwise",
			r.link(reflect.TypeFor[Distribution[time.Duration]]()), r.link(reflect.TypeFor[Otherwise]()))
	case reflect.TypeFor[Source]():
		return "names, template or labels"
	}
	switch {
	case t.Kind() == reflect.Pointer:
		return r.valueOf(t.Elem())
	case isFew(t):
		return r.valueOf(t.Elem()) + " or a list of them"
	case strings.HasPrefix(t.Name(), "Many["):
		return r.valueOf(t.Elem()) + " or a list of them"
	case t.Kind() == reflect.Slice:
		return "list of " + plural(r.valueOf(t.Elem()))
	case t.Kind() == reflect.Array:
		return fmt.Sprintf("list of %d %s", t.Len(), plural(r.valueOf(t.Elem())))
	case strings.HasPrefix(t.Name(), "Value["):
		v, _ := t.FieldByName("V")
		return scalarName(v.Type)
	}
	return r.link(t)
}

// plural returns the plural of what a value is, unless that is a link or words.
func plural(value string) string {
	if strings.ContainsAny(value, "[`") {
		return value
	}
	return value + "s"
}

// scalarName names what a single value is.
func scalarName(t reflect.Type) string {
	if n, ok := reflect.TypeAssert[names](reflect.Zero(t)); ok {
		return "`" + strings.Join(n.allowed(), "`, `") + "`"
	}
	switch t {
	case reflect.TypeFor[string](), reflect.TypeFor[Text]():
		return "text"
	case reflect.TypeFor[Name]():
		return "name"
	case reflect.TypeFor[bool]():
		return "`true`, `false`"
	case reflect.TypeFor[int64]():
		return "whole number"
	}
	return strings.TrimPrefix(strings.TrimPrefix(kindOf(t).Name, "a "), "an ")
}

// link returns a reference to the section of a type.
func (r *tables) link(t reflect.Type) string {
	title := sectionTitle(t)
	if !r.made[title] {
		r.made[title] = true
		r.todo = append(r.todo, section{title, t})
	}
	anchor := strings.ReplaceAll(strings.ToLower(title), " ", "-")
	return fmt.Sprintf("[%s](#%s)", title, anchor)
}

// sectionTitle turns the name of a type into words. Distributions of all
// quantities have the same keys, so one stands for all.
func sectionTitle(t reflect.Type) string {
	name, _, _ := strings.Cut(t.Name(), "[")
	if title, ok := map[string]string{"OnOff": "On-off", "MMPP": "MMPP", "MMPPState": "MMPP state"}[name]; ok {
		return title
	}
	words := regexp.MustCompile(`[A-Z]+[a-z]*`).FindAllString(name, -1)
	for i := range words {
		if i > 0 && words[i] != strings.ToUpper(words[i]) {
			words[i] = strings.ToLower(words[i])
		}
	}
	return strings.Join(words, " ")
}
