// Package quantity reads numbers and quantities with a unit, exactly.
//
// A [Kind] is what is measured: durations, sizes, data rates and so on. Its
// Parse turns a text such as "1.5s" into a whole number of the smallest unit
// (nanoseconds, bytes, bits per second, …) or says what is wrong with it and
// how to write it:
//
//	ns, problem := quantity.Duration.Parse("1.5s") // 1500000000, nil
//
// Nothing passes through floating point. A value finer than the smallest unit,
// too large for an int64, negative, written in hexadecimal or with an exponent,
// or without a unit is a problem. The package does not know where in a file the
// text stood.
package quantity
