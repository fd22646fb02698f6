// Package rapid stands for the test library.
package rapid

// Check stands for anything.
func Check() {}
