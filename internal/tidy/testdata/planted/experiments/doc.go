// Package experiments is planted.
package experiments
