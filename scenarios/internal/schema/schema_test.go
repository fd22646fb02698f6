package schema

import (
	"strings"
	"testing"
)

func TestValidatorFollowsTheSchema(t *testing.T) {
	s := Object([]Property{
		{Key: "name", Schema: Text(`^[a-z]+$`), Required: true},
		{Key: "tags", Schema: Any(Text(""), List(Text(""), 1, 2))},
		{Key: "labels", Schema: Map(`^[a-z]+$`, Enum("x", "y"))},
		{Key: "one", Schema: Ref("choice")},
	})
	choice := Object([]Property{{Key: "a", Schema: Text("")}, {Key: "b", Schema: Text("")}})
	ExactlyOne(choice, []string{"a", "b"})
	text, err := Marshal(s, "urn:test", "Test", map[string]*Schema{"choice": choice})
	if err != nil {
		t.Fatal(err)
	}
	if name, tags := strings.Index(string(text), `"name"`), strings.Index(string(text), `"tags"`); name < 0 || tags < name {
		t.Error("the properties are not in the order given")
	}
	v, err := NewValidator(text)
	if err != nil {
		t.Fatal(err)
	}
	type object = map[string]any
	for _, c := range []struct {
		value any
		ok    bool
	}{
		{object{"name": "a"}, true},
		{object{}, false},
		{object{"name": "A"}, false},
		{object{"name": 1}, false},
		{object{"name": "a", "nick": "b"}, false},
		{object{"name": "a", "tags": "x"}, true},
		{object{"name": "a", "tags": []any{"x", "y"}}, true},
		{object{"name": "a", "tags": []any{}}, false},
		{object{"name": "a", "tags": []any{"x", "y", "z"}}, false},
		{object{"name": "a", "tags": ""}, false},
		{object{"name": "a", "labels": object{"k": "x"}}, true},
		{object{"name": "a", "labels": object{"k": "z"}}, false},
		{object{"name": "a", "labels": object{"K": "x"}}, false},
		{object{"name": "a", "labels": object{}}, false},
		{object{"name": "a", "one": object{"a": "x"}}, true},
		{object{"name": "a", "one": object{}}, false},
		{object{"name": "a", "one": object{"a": "x", "b": "x"}}, false},
		{"name", false},
	} {
		if err := v.Check(c.value); (err == nil) != c.ok {
			t.Errorf("%v: %v", c.value, err)
		}
	}
}

func TestNewValidatorRefusesWhatIsNoSchema(t *testing.T) {
	for _, text := range []string{"", "{", `{"type": 1}`, `{"$ref": "#/$defs/none"}`} {
		if _, err := NewValidator([]byte(text)); err == nil {
			t.Errorf("%q is accepted", text)
		}
	}
}
