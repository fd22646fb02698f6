package schedulers

import (
	"fmt"
	"math/bits"
)

// IntN returns a uniform number in 0 … n-1 without bias, by Lemire's method
// (D. Lemire, "Fast random integer generation in an interval", ACM Trans. Model.
// Comput. Simul. 29(1), 2019, algorithm 5). It panics when n is not positive.
func IntN(src Source, n int) int {
	if n <= 0 {
		panic(fmt.Sprintf("schedulers: IntN(%d)", n))
	}
	hi, lo := bits.Mul64(src.Uint64(), uint64(n))
	if lo < uint64(n) {
		for least := -uint64(n) % uint64(n); lo < least; {
			hi, lo = bits.Mul64(src.Uint64(), uint64(n))
		}
	}
	return int(hi)
}
