// Package check is planted.
package check
