// Package mine is planted.
package mine
