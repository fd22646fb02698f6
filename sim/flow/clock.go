package flow

import (
	"math/bits"

	"github.com/littoral-sim/littoral/models/units"
)

// A flow finishes at ⌈τ − δ⌉ where τ is the instant in which its last bit would pass and δ = graceParts/graceWhole
// nanoseconds, about 0.00083. Levels are rounded, and without δ a flow that ends at a whole nanosecond might be one late.
// The denominator is a prime, so that no plausible number of bits and flows leaves a flow exactly δ behind a nanosecond,
// where the rounding would decide again.
const (
	graceParts = 1782411
	graceWhole = 1<<31 - 1
)

// grace returns what a clock of this level gains in δ.
func grace(level amount) amount {
	return level.scaled(graceParts).per(graceWhole)
}

// perByte is a byte in nanobit/fine.
func perByte() amount { return times(8_000_000_000, fine) }

// volume returns a number of bytes in nanobit/fine.
func volume(size int64) amount { return perByte().scaled(uint64(size)) }

// bytes returns a volume in bytes, rounded up unless it exceeds a whole number by less than a thousandth, δ bytes.
func bytes(volume amount) int64 {
	unit := perByte()
	volume = volume.minus(grace(unit))
	if volume.negative() {
		return 0
	}
	n, _ := volume.over(unit)
	return n
}

// clockAt returns the virtual clock of a bottleneck, the integral of its level, at an instant not before sinceNs.
func (b *busy) clockAt(nowNs int64) amount {
	if nowNs == b.sinceNs {
		return b.clock
	}
	return b.clock.plus(b.level.scaled(uint64(nowNs - b.sinceNs)))
}

// touch brings the clock of a bottleneck up to now.
func (b *busy) touch(nowNs int64) {
	b.clock = b.clockAt(nowNs)
	b.sinceNs = nowNs
}

// dueNs returns the instant at which the clock, early by δ, reaches the target; false when it never does.
func (b *busy) dueNs(target amount) (int64, bool) {
	b.early = grace(b.level)
	missing := target.minus(b.clock)
	if missing.negative() || missing.zero() {
		return b.sinceNs, true
	}
	if b.level.zero() {
		return 0, false
	}
	if !b.early.less(missing) {
		return b.sinceNs, true
	}
	span, ok := missing.minus(b.early).over(b.level)
	if !ok || span >= never-b.sinceNs {
		return 0, false
	}
	return b.sinceNs + span, true
}

// slack is how much two levels that would be equal without rounding may differ: one part in 2⁵⁸ and four
// units.
func slack(level amount) amount { return level.shifted(58).plus(amount{0, 4}) }

// capacityOf returns a capacity in the unit of loads.
func capacityOf(capacity units.BitsPerSecond) amount {
	return times(uint64(capacity), fine).scaled(Unit)
}

// levelOf returns the level at which a flow with this weight is at its cap.
func levelOf(capacity int64, weight uint32) amount {
	return times(uint64(capacity), fine).per(uint64(weight))
}

// rank returns the order of a level in an agenda: its bits above 2²⁸, at most 64 of them.
func rank(level amount) uint64 {
	if bits.Len64(level.hi) > 28 {
		return 1<<64 - 1
	}
	return level.shifted(28).lo
}
