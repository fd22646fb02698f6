// Package share is planted.
package share
