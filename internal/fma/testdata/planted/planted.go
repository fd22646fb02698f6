// Package planted holds expressions that compilers fuse, and some that they must not; a test knows the lines.
package planted

import "example.test/planted/inner"

// Sum is fused by every port that fuses.
func Sum(a, b, c float64) float64 { return a*b + c }

// Later is fused although a variable holds the product.
func Later(a, b, c float64) float64 {
	p := a * b
	return c - p
}

// Inlined is fused with the product that a function of another package returns.
func Inlined(a, b, c float64) float64 { return c + inner.Product(a, b) }

// Generic is fused where it is instantiated.
func Generic[T ~float64](a, b, c T) T { return a*b + c }

// Instance makes the compiler generate code for Generic.
func Instance(a, b, c float64) float64 { return Generic(a, b, c) }

// Single is fused in single precision.
func Single(a, b, c float32) float32 { return a*b + c }

// Rounded is not fused.
func Rounded(a, b, c float64) float64 { return float64(a*b) + c }

// Integer has nothing to fuse.
func Integer(a, b, c int64) int64 { return a*b + c }
