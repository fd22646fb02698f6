package schema

import (
	"bytes"
	"fmt"

	validation "github.com/santhosh-tekuri/jsonschema/v6"
)

// Validator checks values against a schema.
type Validator struct{ compiled *validation.Schema }

// NewValidator returns a Validator for the schema with the given text, which
// must refer to nothing outside itself.
func NewValidator(text []byte) (*Validator, error) {
	document, err := validation.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return nil, fmt.Errorf("read the schema: %w", err)
	}
	const name = "schema.json"
	compiler := validation.NewCompiler()
	compiler.DefaultDraft(validation.Draft2020)
	if err = compiler.AddResource(name, document); err != nil {
		return nil, fmt.Errorf("read the schema: %w", err)
	}
	compiled, err := compiler.Compile(name)
	if err != nil {
		return nil, fmt.Errorf("compile the schema: %w", err)
	}
	return &Validator{compiled}, nil
}

// Check returns an error that says where value, made of maps with string keys,
// slices, strings, numbers, bools and nil, does not match.
func (v *Validator) Check(value any) error { return v.compiled.Validate(value) }
