// Package units holds the scalar types that every other package measures with.
//
// Everything that is added, compared or conserved is an integer, so that a sum
// does not depend on its order and a reservation followed by its release is
// exact. Addition and subtraction saturate at the ends of the range instead of
// wrapping: a total that is too large stays the largest number there is.
//
// The main types are [Time] (an instant of the simulated clock), [Bytes],
// [BitsPerSecond], [MilliCPU] and [Speed]. Spans of time are [time.Duration].
//
// The package parses and formats nothing but its own String methods; reading
// "250m" or "4GiB" from a file is the business of the scenarios package.
package units
