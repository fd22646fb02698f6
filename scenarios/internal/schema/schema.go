package schema

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/invopop/jsonschema"
)

// Schema is a JSON Schema of draft 2020-12.
type Schema = jsonschema.Schema

// Property is one key of an object.
type Property struct {
	Key      string
	Schema   *Schema
	Required bool
}

// Object returns the schema of an object that has no other keys than these.
func Object(properties []Property) *Schema {
	s := &Schema{Type: "object", Properties: jsonschema.NewProperties(), AdditionalProperties: jsonschema.FalseSchema}
	for _, p := range properties {
		s.Properties.Set(p.Key, p.Schema)
		if p.Required {
			s.Required = append(s.Required, p.Key)
		}
	}
	return s
}

// Map returns the schema of an object with at least one key, whose keys match
// a pattern, if that is not empty, and whose values match values.
func Map(pattern string, values *Schema) *Schema {
	s := &Schema{Type: "object", AdditionalProperties: values, MinProperties: new(uint64(1))}
	if pattern != "" {
		s.PropertyNames = &Schema{Pattern: pattern}
	}
	return s
}

// List returns the schema of an array with at least least elements, and at most
// most unless that is zero.
func List(items *Schema, least, most uint64) *Schema {
	s := &Schema{Type: "array", Items: items}
	if least > 0 {
		s.MinItems = new(least)
	}
	if most > 0 {
		s.MaxItems = new(most)
	}
	return s
}

// Text returns the schema of a string that matches a pattern, or of any
// non-empty string when the pattern is empty.
func Text(pattern string) *Schema {
	if pattern == "" {
		return &Schema{Type: "string", MinLength: new(uint64(1))}
	}
	return &Schema{Type: "string", Pattern: pattern}
}

// Enum returns the schema of one of the values.
func Enum(values ...any) *Schema { return &Schema{Enum: values} }

// Any returns the schema of what matches at least one of several.
func Any(schemas ...*Schema) *Schema {
	if len(schemas) == 1 {
		return schemas[0]
	}
	return &Schema{AnyOf: schemas}
}

// Ref returns a reference to a definition of the document.
func Ref(name string) *Schema { return &Schema{Ref: "#/$defs/" + name} }

// ExactlyOne makes an object need exactly one of the keys.
func ExactlyOne(s *Schema, keys []string) {
	for _, key := range keys {
		s.OneOf = append(s.OneOf, &Schema{Required: []string{key}})
	}
}

// AtLeastOne makes an object need at least one of the keys, besides what it needs
// otherwise.
func AtLeastOne(s *Schema, keys []string) {
	choice := &Schema{}
	for _, key := range keys {
		choice.AnyOf = append(choice.AnyOf, &Schema{Required: []string{key}})
	}
	s.AllOf = append(s.AllOf, choice)
}

// Marshal returns the schema with its definitions as indented JSON.
func Marshal(s *Schema, id, title string, definitions map[string]*Schema) ([]byte, error) {
	s.Version, s.ID, s.Title = jsonschema.Version, jsonschema.ID(id), title
	s.Definitions = definitions
	text, err := json.Marshal(s)
	if err != nil {
		return nil, fmt.Errorf("write the schema: %w", err)
	}
	var b bytes.Buffer
	if err := json.Indent(&b, text, "", "  "); err != nil {
		return nil, fmt.Errorf("indent the schema: %w", err)
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}
