// Package trace is planted.
package trace
