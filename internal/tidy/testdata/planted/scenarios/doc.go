// Package scenarios is planted.
package scenarios
