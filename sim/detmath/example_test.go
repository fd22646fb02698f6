package detmath_test

import (
	"fmt"

	"github.com/littoral-sim/littoral/sim/detmath"
)

// Exponential and normal variates from a uniform number, and the loss of a radio link from its distance.
func Example() {
	const u = 0.25
	const mean = 100.0
	fmt.Println(-mean * detmath.Log(u))
	fmt.Println(detmath.NormalQuantile(u))
	fmt.Println(20 * detmath.Log10(1000))
	// Output:
	// 138.62943611198907
	// -0.6744897501960817
	// 60
}
