// Package kernel is planted.
package kernel
