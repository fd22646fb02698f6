package battery_test

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/battery"
)

func wide(x int64) units.Wide { return units.Wide{}.Plus(x) }

// failer is what tests of both kinds have in common.
type failer interface {
	Helper()
	Fatal(args ...any)
}

func made(t failer, capacity, charge, cutoff, restart int64) *battery.Battery {
	t.Helper()
	b, err := battery.New(battery.Config{Capacity: wide(capacity), Charge: wide(charge), Cutoff: wide(cutoff), Restart: wide(restart)})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// bucket is the slow twin of Battery: it fills and drains nanosecond by nanosecond.
type bucket struct {
	capacity, cutoff, restart            int64
	start, charge                        int64
	harvested, overdrawn, drawn, spilled int64
	empty                                bool
}

// pass lets one nanosecond pass. What is over at its end is spilled, and what is
// missing then was drawn too much.
func (k *bucket) pass(draw, harvest int64) {
	if k.empty {
		draw = 0
	}
	k.harvested += harvest
	k.drawn += draw
	k.charge += harvest - draw
	if k.charge < 0 {
		k.overdrawn -= k.charge
		k.charge = 0
	}
	if k.charge > k.capacity {
		k.spilled += k.charge - k.capacity
		k.charge = k.capacity
	}
}

// change tells what is due at the present instant.
func (k *bucket) change() battery.Change {
	switch {
	case !k.empty && k.charge <= k.cutoff:
		return battery.Emptied
	case k.empty && k.charge >= k.restart:
		return battery.Restored
	}
	return battery.Nothing
}

func (k *bucket) account() battery.Account {
	return battery.Account{
		Start: wide(k.start), Harvested: wide(k.harvested), Overdrawn: wide(k.overdrawn),
		Charge: wide(k.charge), Drawn: wide(k.drawn), Spilled: wide(k.spilled),
	}
}

func TestBatteryAgreesWithABucketFilledDropByDrop(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := &bucket{capacity: rapid.Int64Range(1, 60).Draw(t, "capacity")}
		k.restart = rapid.Int64Range(1, k.capacity).Draw(t, "restart")
		k.cutoff = rapid.Int64Range(0, k.restart-1).Draw(t, "cutoff")
		k.start = rapid.Int64Range(0, k.capacity).Draw(t, "charge")
		k.charge = k.start
		b := made(t, k.capacity, k.start, k.cutoff, k.restart)
		now, draw, harvest := int64(0), int64(0), int64(0)
		for range rapid.IntRange(1, 30).Draw(t, "changes") {
			next, ok := b.Next()
			switch {
			case k.change() != battery.Nothing:
				if want, got := k.change(), b.Advance(now); got != want || next != now || !ok {
					t.Fatalf("at %d the change is %d, want %d; it was due at %d, %t", now, got, want, next, ok)
				}
				k.empty = !k.empty
			case ok && next <= now:
				t.Fatalf("at %d nothing is due, but Next is %d", now, next)
			default:
				if b.Advance(now) != battery.Nothing {
					t.Fatalf("at %d something changes that is not due", now)
				}
			}
			if rapid.Bool().Draw(t, "set") {
				draw, harvest = rapid.Int64Range(0, 9).Draw(t, "draw"), rapid.Int64Range(0, 9).Draw(t, "harvest")
				b.Set(now, draw, harvest)
			}
			for range rapid.IntRange(0, 20).Draw(t, "span") {
				if k.change() != battery.Nothing {
					break
				}
				k.pass(draw, harvest)
				now++
			}
			if got := b.Read(now); got != k.account() || b.Empty() != k.empty {
				t.Fatalf("at %d the account is %+v (empty: %t), want %+v (%t)", now, got, b.Empty(), k.account(), k.empty)
			}
		}
	})
}

// A Raspberry Pi 4 at 5.1 W on 18.75 Wh: 67,500 J / 5.1 W = 13,235.294 117 647 058… s.
func TestABatteryLastsForItsCapacityOverThePower(t *testing.T) {
	joule := wide(1e18)
	b, err := battery.New(battery.Config{Capacity: joule.Times(67_500), Charge: joule.Times(67_500), Restart: joule})
	if err != nil {
		t.Fatal(err)
	}
	b.Set(0, 5_100_000_000, 0)
	next, ok := b.Next()
	if !ok || next != 13_235_294_117_648 {
		t.Fatalf("the battery is empty at %d ns, %t", next, ok)
	}
	if got := b.Advance(next); got != battery.Emptied || !b.Empty() {
		t.Fatalf("the change is %d", got)
	}
	a := b.Read(next)
	if a.Charge != (units.Wide{}) || a.Overdrawn != wide(4_800_000_000) { // 0.941 ns of 5.1 nJ
		t.Errorf("there are %v aJ left, and %v were drawn too much", a.Charge, a.Overdrawn)
	}
	b.Set(next, 5_100_000_000, 2_000_000_000)
	if back, ok := b.Next(); !ok || back != next+500_000_000 { // 1 J at 2 W
		t.Errorf("it is restored at %d ns, %t", back, ok)
	}
}

func TestWhatIsDueTooLateIsNever(t *testing.T) {
	b, err := battery.New(battery.Config{Capacity: battery.CapacityMax(), Charge: battery.CapacityMax(), Restart: wide(1)})
	if err != nil {
		t.Fatal(err)
	}
	b.Set(math.MaxInt64-10, 1, 0)
	if next, ok := b.Next(); ok {
		t.Errorf("28 GWh at a nanowatt last until %d ns", next)
	}
}

func TestABadConfigurationIsRefusedWithAllItsFaults(t *testing.T) {
	for _, c := range []struct {
		config battery.Config
		want   []string
	}{
		{battery.Config{}, []string{"a capacity of 0 aJ", "a restart at 0 aJ is not above"}},
		{
			battery.Config{Capacity: wide(5), Charge: wide(6), Cutoff: wide(9), Restart: wide(8)},
			[]string{"a charge of 6 aJ", "a restart at 8 aJ exceeds", "not above the cut-off at 9"},
		},
		{battery.Config{Capacity: battery.CapacityMax().Plus(1), Restart: wide(1)}, []string{"is outside 1 to"}},
	} {
		_, err := battery.New(c.config)
		for _, w := range c.want {
			if err == nil || !strings.Contains(err.Error(), w) {
				t.Errorf("%+v: %v, want %q", c.config, err, w)
			}
		}
	}
}

func TestBrokenRulesPanic(t *testing.T) {
	for name, f := range map[string]func(b *battery.Battery){
		"time runs backwards": func(b *battery.Battery) { b.Set(4, 1, 0) },
		"time skips an end":   func(b *battery.Battery) { b.Read(1000) },
		"negative load":       func(b *battery.Battery) { b.Set(5, -1, 0) },
		"negative harvest":    func(b *battery.Battery) { b.Set(5, 0, -1) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			b := made(t, 100, 100, 0, 1)
			b.Set(5, 1, 0)
			f(b)
		}()
	}
}

func TestABatteryDoesNotAllocate(t *testing.T) {
	b := made(t, 1<<60, 1<<59, 0, 1)
	now := int64(0)
	if n := testing.AllocsPerRun(100, func() {
		now++
		b.Set(now, now%7, now%5)
		b.Next()
		b.Read(now)
	}); n > 0 {
		t.Errorf("%v allocations", n)
	}
}
