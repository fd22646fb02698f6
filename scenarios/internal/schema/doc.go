// Package schema is the only place that knows the two JSON Schema libraries:
// one to write a schema, one to check documents against it.
//
// [Schema] is a schema under construction, made with the functions of this
// package; [Marshal] turns it into JSON, with properties in the order given.
// [Validator] checks values that came from JSON or YAML:
//
//	text, err := schema.Marshal(s)
//	validator, err := schema.NewValidator(text)
//	err = validator.Check(map[string]any{"version": 1})
//
// The package knows nothing about scenarios.
package schema
