// Package flags is planted.
package flags
