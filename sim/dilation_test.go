package sim

import (
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models/units"
)

// slowClock is the naive twin of dilation: the time that it shows is the sum of all
// spans of the world times their speeds, in rational numbers.
type slowClock struct {
	since int64
	speed int64
	shown *big.Rat // at since
}

// at returns the time of the clock, not rounded.
func (c *slowClock) at(now int64) *big.Rat {
	x := new(big.Rat).Mul(big.NewRat(c.speed, fullSpeed), new(big.Rat).SetInt64(now-c.since))
	return x.Add(x, c.shown)
}

func (c *slowClock) set(now, speed int64) {
	c.shown = c.at(now)
	c.since, c.speed = now, speed
}

// when searches for the first instant from the last change on at which the clock
// shows at least t.
func (c *slowClock) when(t int64) units.Time {
	target := new(big.Rat).SetInt64(t)
	if c.shown.Cmp(target) >= 0 {
		return units.Time(c.since)
	}
	if c.speed == 0 {
		return units.Never
	}
	span := target.Sub(target, c.shown)
	x := new(big.Rat).Add(new(big.Rat).SetInt64(c.since), span.Quo(span, big.NewRat(c.speed, fullSpeed)))
	n := new(big.Int).Add(x.Num(), new(big.Int).Sub(x.Denom(), big.NewInt(1)))
	if n.Quo(n, x.Denom()); !n.IsInt64() {
		return units.Never
	}
	return units.Time(n.Int64())
}

func TestClockOfASlowNodeAgreesWithItsNaiveTwin(t *testing.T) {
	checkOften(t, "3000", func(t *rapid.T) {
		var d dilation
		twin := slowClock{speed: fullSpeed, shown: new(big.Rat)}
		now := int64(0)
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			now += rapid.OneOf(rapid.SampledFrom([]int64{0, 1, 2, 7, 1000}), rapid.Int64Range(0, 1e17)).Draw(t, "span")
			if rapid.Bool().Draw(t, "change") {
				speed := rapid.OneOf(rapid.SampledFrom([]int64{1000, 0, 500, 1, 999, 333}), rapid.Int64Range(0, 1000)).Draw(t, "speed")
				d.set(now, speed)
				twin.set(now, speed)
			}
			exact := twin.at(now)
			floor := new(big.Int).Quo(exact.Num(), exact.Denom()).Int64()
			if got := d.at(now); got != floor {
				t.Fatalf("at %d the clock shows %d, want ⌊%v⌋", now, got, exact)
			}
			due := floor + rapid.OneOf(rapid.SampledFrom([]int64{0, 1, 2, 3, 1000, math.MaxInt64}), rapid.Int64Range(0, 1e18)).Draw(t, "ahead")
			if due < floor {
				due = math.MaxInt64
			}
			want := twin.when(due)
			if got := d.when(due); got != want {
				t.Fatalf("at %d the clock shows %v and will show %d at %d, want %d", now, exact, due, got, want)
			}
			if want != units.Never && want > units.Time(d.since) && (d.at(int64(want)) != due || d.at(int64(want)-1) >= due) {
				t.Fatalf("the clock shows %d at %d and %d just before, but %d is due", d.at(int64(want)), want, d.at(int64(want)-1), due)
			}
		}
	})
}
