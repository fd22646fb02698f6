// Package library holds the scenarios that come with the program, embedded in
// it. [Names] lists them and [Read] returns the text of one; the package
// scenarios turns the text into something that runs.
package library
