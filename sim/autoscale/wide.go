package autoscale

import "math/bits"

// mul returns a product in two words.
func mul(a, b uint64) (high, low uint64) { return bits.Mul64(a, b) }

// ceiling returns ⌈n·a/b⌉ for positive b, and at most InstancesMax.
func ceiling(n, a, b int64) int32 {
	high, low := mul(uint64(n), uint64(a))
	if high >= uint64(b) {
		return InstancesMax
	}
	q, r := bits.Div64(high, low, uint64(b))
	if r > 0 {
		q++
	}
	return int32(min(q, InstancesMax))
}
