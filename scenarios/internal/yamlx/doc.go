// Package yamlx turns the bytes of one YAML document into a small tree whose
// every token knows its place, and refuses what scenario files must not contain.
//
// [Parse] checks size, encoding, nesting and the number of values before it
// hands the text to the YAML library, and afterwards refuses anchors, aliases,
// tags, merge keys, further documents and keys that occur twice or differ only
// in case:
//
//	root, problems := yamlx.Parse(data, yamlx.DefaultLimits())
//
// The main type is [Node]. It keeps texts as they are written: what a text
// means, 1.2 a number or a version, is for the reader of the tree to decide.
// This is the only package that imports the YAML library.
package yamlx
