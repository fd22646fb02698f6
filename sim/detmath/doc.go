// Package detmath computes elementary functions and quantiles with the same bits on every processor.
//
// The functions of the standard library do not: several architectures, and amd64 depending on the processor, take an assembly version or
// fuse a multiplication with an addition, which rounds once instead of twice. A simulation that draws a service time with them gives
// different results on different machines. Here every operation is a correctly rounded IEEE 754 addition, subtraction, multiplication,
// division or square root, in a fixed order, and every product that is added to something is written float64(x*y), which the language
// guarantees to be rounded.
//
// Elementary functions ([Exp], [Expm1], [Log], [Log1p], [Log2], [Log10], [Pow], [Sin], [Cos]) are accurate to about half a unit in the last
// place: a table and a short Taylor series, with a tail in double-double where digits would cancel. Special functions ([NormalQuantile],
// [NormalCDF], [Gamma], [GammaP], [GammaQ], [GammaQuantile]) state their relative error.
//
//	wait := -mean * detmath.Log(u) // An exponential variate from a uniform u in (0, 1).
//
// The package offers what random variates and physical models of the simulator need and nothing else: no complex numbers, no inverse
// trigonometric or hyperbolic functions, no arguments beyond those of a real variable. For square roots and rounding use the standard
// library, which is exact.
package detmath
