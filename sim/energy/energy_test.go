package energy_test

import (
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/energy"
)

func curve(t *testing.T, s energy.Spec) *energy.Curve {
	t.Helper()
	c, err := energy.NewCurve(&s)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestPowerAtAUtilisation(t *testing.T) {
	leaf := energy.Spec{Idle: 100 * energy.Watt, Busy: 240 * energy.Watt}
	cubic := leaf
	cubic.Model = energy.Cubic
	// HP ProLiant ML110 G4, SPECpower_ssj2008, as PowerModelSpecPowerHpProLiantMl110G4Xeon3040 of CloudSim has it.
	table := energy.Spec{Model: energy.Table}
	for i, tenths := range []int64{860, 894, 926, 960, 995, 1020, 1060, 1080, 1120, 1140, 1170} {
		table.Table[i] = tenths * energy.Watt / 10
	}
	for _, c := range []struct {
		name           string
		spec           energy.Spec
		busy, capacity int64
		want           int64 // nanowatts in all
	}{
		{"twelve cameras of LEAF on a fog node of 400,000 units", leaf, 360_000, 400_000, 226 * energy.Watt},
		{"four cameras of LEAF on a fog node", leaf, 120_000, 400_000, 142 * energy.Watt},
		{"nothing", leaf, 0, 1, 100 * energy.Watt},
		{"everything", leaf, 7, 7, 240 * energy.Watt},
		{"more than everything", leaf, 8, 7, 240 * energy.Watt},
		{"a third is rounded", leaf, 1, 3, 146_666_666_667},
		{"half a core, cubic", cubic, 500, 1000, 100*energy.Watt + 140*energy.Watt/8},
		{"a third, cubic", cubic, 1, 3, 105_185_185_185}, // 100 + 140/27
		{"a point of the table", table, 3, 10, 96 * energy.Watt},
		{"between two points", table, 35, 100, 97_750_000_000},
		{"the end of the table", table, 10, 10, 117 * energy.Watt},
	} {
		x := curve(t, c.spec)
		if got := x.Static() + x.Dynamic(c.busy, c.capacity); got != c.want {
			t.Errorf("%s: %d nW, want %d nW", c.name, got, c.want)
		}
	}
}

// exactPower is the slow twin of Curve: the formulas in rationals.
func exactPower(s *energy.Spec, busy, capacity int64) *big.Rat {
	if busy > capacity {
		busy = capacity
	}
	u := big.NewRat(busy, capacity)
	line := func(from, to int64, u *big.Rat) *big.Rat {
		x := new(big.Rat).SetInt64(to - from)
		return x.Add(x.Mul(x, u), new(big.Rat).SetInt64(from))
	}
	switch s.Model {
	case energy.Cubic:
		cube := new(big.Rat).Mul(u, u)
		return line(s.Idle, s.Busy, cube.Mul(cube, u))
	case energy.Table:
		for i := range int64(energy.Points - 1) {
			if u.Cmp(big.NewRat(i+1, 10)) <= 0 {
				over := new(big.Rat).Sub(u, big.NewRat(i, 10))
				return line(s.Table[i], s.Table[i+1], over.Mul(over, big.NewRat(10, 1)))
			}
		}
		panic("above all")
	default:
		return line(s.Idle, s.Busy, u)
	}
}

func drawSpec(t *rapid.T) energy.Spec {
	s := energy.Spec{Model: rapid.SampledFrom([]energy.Model{energy.Linear, energy.Cubic, energy.Table}).Draw(t, "model")}
	most := rapid.SampledFrom([]int64{10, 1000, energy.Watt, energy.PowerMax}).Draw(t, "most")
	if s.Model == energy.Table {
		last := int64(0)
		for i := range s.Table {
			last = rapid.Int64Range(last, most).Draw(t, "point")
			s.Table[i] = last
		}
		return s
	}
	s.Idle = rapid.Int64Range(0, most).Draw(t, "idle")
	s.Busy = rapid.Int64Range(s.Idle, most).Draw(t, "busy")
	return s
}

func TestPowerIsThatOfRationalsRoundedOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawSpec(t)
		c, err := energy.NewCurve(&s)
		if err != nil {
			t.Fatal(err)
		}
		last := int64(-1)
		capacity := rapid.Int64Range(1, rapid.SampledFrom([]int64{12, 4000, energy.UtilisationMax}).Draw(t, "bound")).Draw(t, "capacity")
		busy := rapid.Int64Range(0, capacity).Draw(t, "busy")
		for _, b := range []int64{busy, min(busy+1, capacity), capacity} {
			got := c.Static() + c.Dynamic(b, capacity)
			off := new(big.Rat).Sub(new(big.Rat).SetInt64(got), exactPower(&s, b, capacity))
			if off.Cmp(big.NewRat(1, 2)) > 0 || off.Cmp(big.NewRat(-1, 2)) <= 0 {
				t.Fatalf("%+v draws %d nW at %d/%d, off by %v", s, got, b, capacity, off)
			}
			if got < last {
				t.Fatalf("%+v draws less as the utilisation grows", s)
			}
			last = got
		}
	})
}

func TestABadSpecIsRefusedWithAllItsFaults(t *testing.T) {
	falling := energy.Spec{Model: energy.Table}
	falling.Table[0], falling.Table[5] = 2, 1
	for _, c := range []struct {
		spec energy.Spec
		want []string
	}{
		{energy.Spec{Model: 9, Idle: -1, Busy: energy.PowerMax + 1}, []string{"unknown model 9", "power 0 of -1", "power 1 of"}},
		{energy.Spec{Idle: 2, Busy: 1}, []string{"falls from 2 nW to 1 nW"}},
		{falling, []string{"falls from 2 nW to 0 nW", "falls from 1 nW to 0 nW"}},
	} {
		_, err := energy.NewCurve(&c.spec)
		for _, w := range c.want {
			if err == nil || !strings.Contains(err.Error(), w) {
				t.Errorf("%+v: %v, want %q", c.spec, err, w)
			}
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("a utilisation of 1/0 is accepted")
		}
	}()
	curve(t, energy.Spec{}).Dynamic(1, 0)
}

func drawSteps(t *rapid.T) ([]energy.Step, int64) {
	steps, at := []energy.Step{}, int64(0)
	for range rapid.IntRange(1, 5).Draw(t, "steps") {
		steps = append(steps, energy.Step{At: at, Value: rapid.Int64Range(0, 9).Draw(t, "value")})
		at += rapid.Int64Range(1, 7).Draw(t, "gap")
	}
	if rapid.Bool().Draw(t, "periodic") {
		return steps, at
	}
	return steps, 0
}

// TestMeterAgreesWithCountingNanoseconds has as its slow twin a count of every
// single nanosecond.
func TestMeterAgreesWithCountingNanoseconds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list, period := drawSteps(t)
		grid, err := energy.NewSteps(list, period)
		if err != nil {
			t.Fatal(err)
		}
		value := func(now int64) int64 {
			if period > 0 {
				now %= period
			}
			v := int64(-1)
			for _, s := range list {
				if s.At <= now {
					v = s.Value
				}
			}
			return v
		}
		power := rapid.Int64Range(0, 9).Draw(t, "power")
		m := energy.NewMeter(grid, power)
		now, used, emitted := int64(0), int64(0), int64(0)
		for range rapid.IntRange(1, 12).Draw(t, "changes") {
			end := now + rapid.Int64Range(0, 12).Draw(t, "span")
			for ; now < end; now++ {
				used += power
				emitted += power * value(now)
				if next, ok := grid.Next(now); ok && (next <= now || value(next-1) != value(now)) || !ok && period > 0 {
					t.Fatalf("after %d the next step is at %d, %t", now, next, ok)
				}
			}
			if grid.At(now) != value(now) {
				t.Fatalf("at %d the value is %d, want %d", now, grid.At(now), value(now))
			}
			want := energy.Reading{Energy: units.Wide{}.Plus(used), Emission: units.Wide{}.Plus(emitted)}
			if got := m.Read(now); got != want {
				t.Fatalf("at %d the meter shows %v, want %v", now, got, want)
			}
			if rapid.Bool().Draw(t, "changes") {
				power = rapid.Int64Range(0, 9).Draw(t, "power")
				m.Set(now, power)
			}
		}
	})
}

func TestBadStepsAreRefusedWithAllTheirFaults(t *testing.T) {
	for _, c := range []struct {
		steps  []energy.Step
		period int64
		want   []string
	}{
		{nil, 0, []string{"no steps"}},
		{[]energy.Step{{At: 1, Value: -2}, {At: 1}}, 1, []string{"first step is at 1", "value -2", "does not come after", "after the period"}},
	} {
		_, err := energy.NewSteps(c.steps, c.period)
		for _, w := range c.want {
			if err == nil || !strings.Contains(err.Error(), w) {
				t.Errorf("%v: %v, want %q", c.steps, err, w)
			}
		}
	}
	f, err := energy.Constant(7)
	if err != nil || f.At(1<<62) != 7 || f.Largest() != 7 {
		t.Errorf("the constant 7 is %v, %v", f, err)
	}
	if next, ok := f.Next(0); ok {
		t.Errorf("the constant 7 changes at %d", next)
	}
}

func TestAKilowattHourAtHalfAGramPerWattHour(t *testing.T) {
	grid, err := energy.Constant(500_000) // 500 g/kWh
	if err != nil {
		t.Fatal(err)
	}
	m := energy.NewMeter(grid, 250*energy.Watt)
	r := m.Read(4 * 3600 * 1_000_000_000)
	if got := new(big.Int).Quo(r.Emission.Big(), energy.PerMilligram()); got.Int64() != 500_000 {
		t.Errorf("1 kWh emits %v mg, want 500 g", got)
	}
	if got := r.Energy.String(); got != "3600000000000000000000000" { // 3.6 MJ
		t.Errorf("1 kWh is %s aJ", got)
	}
}

func TestMeterPanicsOnMisuse(t *testing.T) {
	for name, f := range map[string]func(m *energy.Meter){
		"time runs backwards": func(m *energy.Meter) { m.Read(1) },
		"negative power":      func(m *energy.Meter) { m.Set(3, -1) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			var m energy.Meter
			m.Set(2, 5)
			f(&m)
		}()
	}
}

func TestPartsAddUpToTheWholeAndAreFair(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		wide := rapid.Custom(func(t *rapid.T) units.Wide {
			return units.WideOf(rapid.Uint64Range(0, rapid.SampledFrom([]uint64{0, 0, 1 << 50}).Draw(t, "size")).Draw(t, "high"),
				rapid.SampledFrom([]uint64{0, 1, 2, 3, 7, 1 << 63}).Draw(t, "low"))
		})
		total, weights := wide.Draw(t, "total"), rapid.SliceOfN(wide, 0, 6).Draw(t, "weights")
		sum := new(big.Int)
		for _, w := range weights {
			sum.Add(sum, w.Big())
		}
		parts := energy.Divide(total, weights)
		if sum.Sign() == 0 {
			if parts != nil {
				t.Fatalf("nobody bears %v", parts)
			}
			return
		}
		got := units.Wide{}
		for i, p := range parts {
			got = got.PlusWide(p)
			exact := new(big.Rat).SetFrac(new(big.Int).Mul(total.Big(), weights[i].Big()), sum)
			off := exact.Sub(exact, new(big.Rat).SetInt(p.Big()))
			if off.Abs(off).Cmp(big.NewRat(1, 1)) >= 0 {
				t.Fatalf("part %d of %v by %v is %v, off by %v", i, total, weights, p, off)
			}
		}
		if got != total || len(parts) != len(weights) {
			t.Fatalf("the parts %v of %v add up to %v", parts, total, got)
		}
	})
}

func TestWhatIsLeftOverGoesToTheLargestRemainders(t *testing.T) {
	w := func(x ...int64) (list []units.Wide) {
		for _, v := range x {
			list = append(list, units.Wide{}.Plus(v))
		}
		return list
	}
	// 10 by 1:1:1 is 3⅓ each; 10 by 5:3:1 is 5.56, 3.33, 1.11.
	for _, c := range []struct{ weights, want []units.Wide }{
		{w(1, 1, 1), w(4, 3, 3)},
		{w(5, 3, 1), w(6, 3, 1)},
		{w(0, 7), w(0, 10)},
		{w(7), w(10)},
	} {
		got := energy.Divide(units.Wide{}.Plus(10), c.weights)
		for i := range got {
			if got[i] != c.want[i] {
				t.Errorf("10 by %v is %v, want %v", c.weights, got, c.want)
				break
			}
		}
	}
}

func TestDynamicPowerDoesNotAllocate(t *testing.T) {
	for _, model := range []energy.Model{energy.Linear, energy.Cubic} {
		c := curve(t, energy.Spec{Model: model, Idle: 1, Busy: energy.PowerMax})
		if n := testing.AllocsPerRun(100, func() { c.Dynamic(1234567, energy.UtilisationMax) }); n > 0 {
			t.Errorf("model %d allocates %v times", model, n)
		}
	}
}
