package sim

import (
	"math/bits"

	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/failure"
)

// dilation is the clock of a processor that does not always run at full speed: a
// nanosecond of the world moves it by as many thousandths as the node has of its
// speed. The processor knows this time only, and so keeps its exactness. The zero
// value is a clock that has always run at full speed.
type dilation struct {
	since int64 // time of the world at the last change of speed
	lost  int64 // whole nanoseconds by which the clock was behind the world then,
	part  int64 // and thousandths of one more
	slow  int64 // thousandths of the speed that are missing
}

const fullSpeed = int64(failure.Working)

// behind returns by how much the clock is behind the world at an instant, in
// nanoseconds and thousandths.
func (d *dilation) behind(now int64) (lost, part int64) {
	if d.slow == 0 {
		return d.lost, d.part
	}
	hi, lo := bits.Mul64(uint64(now-d.since), uint64(d.slow))
	lo, carry := bits.Add64(lo, uint64(d.part), 0)
	q, r := bits.Div64(hi+carry, lo, uint64(fullSpeed))
	return d.lost + int64(q), int64(r)
}

// at returns the time of the clock at an instant of the world, rounded down.
func (d *dilation) at(now int64) int64 {
	lost, part := d.behind(now)
	if part > 0 {
		lost++
	}
	return now - lost
}

// set changes the speed, in thousandths.
func (d *dilation) set(now, speed int64) {
	d.lost, d.part = d.behind(now)
	d.since, d.slow = now, fullSpeed-speed
}

// when returns the first instant of the world at which the clock shows at least t,
// or Never. The clock has not shown t before the last change of speed.
func (d *dilation) when(t int64) units.Time {
	// At since + x the clock is at since + x − lost − (part + slow·x)/1000, which
	// is at least t from x = ⌈((t + lost − since)·1000 + part)/(1000 − slow)⌉ on.
	if t <= d.at(d.since) { // What is due in the instant of a change is due, whatever the speed is now.
		return units.Time(d.since)
	}
	speed := fullSpeed - d.slow
	if speed == 0 {
		return units.Never
	}
	ahead := units.Sub(units.Add(t, d.lost), d.since) // not negative
	hi, lo := bits.Mul64(uint64(ahead), uint64(fullSpeed))
	lo, carry := bits.Add64(lo, uint64(d.part)+uint64(speed-1), 0)
	hi += carry
	if hi >= uint64(speed) {
		return units.Never
	}
	x, _ := bits.Div64(hi, lo, uint64(speed))
	if x > uint64(units.Never) {
		return units.Never
	}
	return units.Add(units.Time(d.since), units.Time(x))
}
