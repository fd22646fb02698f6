// Package results is planted.
package results
