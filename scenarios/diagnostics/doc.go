// Package diagnostics describes what is wrong in a text file, where, and how
// to put it right.
//
// A [Diagnostic] is one complaint. A [List] collects them while a file is
// read; its Err is an [Errors], which prints all of them in the order of the
// file:
//
//	edge.yaml:5:5: nodes.0.cpuu: unknown key "cpuu": did you mean "cpu"?
//	    cpuu: 4
//	    ^^^^
//
// [Nearest] finds the name that was probably meant.
//
// The package knows neither YAML nor scenarios, and it decides nothing: whoever
// reads a file says what is wrong with it.
package diagnostics
