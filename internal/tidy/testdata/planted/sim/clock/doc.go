// Package clock is planted.
package clock
