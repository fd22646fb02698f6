// Package rng is planted.
package rng
