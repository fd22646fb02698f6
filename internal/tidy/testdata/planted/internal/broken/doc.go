// Package broken is planted.
package broken
