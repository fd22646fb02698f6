package energy_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/energy"
)

// Over a whole period a sine gives its mean: exactly when its steps are equally long,
// otherwise within the bound that NewSine states. It never leaves 0 to twice the mean.
func TestASineGivesItsMean(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := energy.Sine{
			Mean: rapid.Int64Range(0, energy.ValueMax/2).Draw(t, "mean"), Swing: rapid.Float64Range(0, 1).Draw(t, "swing"),
			Period: rapid.Int64Range(energy.SineSteps, math.MaxInt64/2).Draw(t, "period"),
		}
		if rapid.Bool().Draw(t, "equal steps") {
			s.Period -= s.Period % energy.SineSteps
		}
		s.Peak = rapid.Int64Range(0, s.Period).Draw(t, "peak")
		f, err := energy.NewSine(s)
		if err != nil {
			t.Fatal(err)
		}
		got, want := f.Between(0, s.Period), units.Wide{}.PlusProduct(s.Mean, s.Period)
		off := got.MinusWide(want).PlusWide(want.MinusWide(got)) // MinusWide stops at zero
		if s.Period%energy.SineSteps == 0 && got != want {
			t.Fatalf("%v over a period, want %v", got, want)
		}
		if most := (units.Wide{}).PlusProduct(int64(math.Ceil(float64(s.Mean)*s.Swing*(1+1e-9))), energy.SineSteps/2); off.Cmp(most) > 0 {
			t.Fatalf("%v over a period, want %v: off by %v, more than %v", got, want, off, most)
		}
		n := 0
		for at, ok := int64(0), true; ok && at < s.Period; at, ok = f.Next(at) {
			if v := f.At(at); v < 0 || v > 2*s.Mean {
				t.Fatalf("%d at %d ns, with a mean of %d", v, at, s.Mean)
			}
			n++
		}
		if n != energy.SineSteps {
			t.Fatalf("%d steps", n)
		}
	})
}

// Each step is the integral of the sine over it, and the peak is where it should be.
func TestASineIsASine(t *testing.T) {
	day := int64(24 * time.Hour)
	for _, peak := range []int64{0, 12, 14, 24} {
		s := energy.Sine{Mean: 5 * energy.Watt, Swing: 0.8, Period: day, Peak: peak * int64(time.Hour)}
		f, err := energy.NewSine(s)
		if err != nil {
			t.Fatal(err)
		}
		integral := func(at int64) float64 { // of the cosine, over the length of a step
			return math.Sin(2*math.Pi*float64(at-s.Peak)/float64(day)) * energy.SineSteps / (2 * math.Pi)
		}
		length := day / energy.SineSteps
		for i := range int64(energy.SineSteps) {
			want := float64(s.Mean) * (1 + s.Swing*(integral((i+1)*length)-integral(i*length)))
			if got := float64(f.At(i*length + 1)); math.Abs(got-want) > 0.51 {
				t.Errorf("peak at %d h, step %d: %v nW, want %v", peak, i, got, want)
			}
		}
		if at := s.Peak % day; f.At(at) != f.Largest() {
			t.Errorf("%d nW at the peak, and at most %d", f.At(at), f.Largest())
		}
	}
}

func TestAnImpossibleSineIsRefused(t *testing.T) {
	for _, x := range []struct {
		sine energy.Sine
		want string
	}{
		{energy.Sine{Mean: -1, Period: 96}, "the mean -1 is outside"},
		{energy.Sine{Mean: energy.ValueMax, Swing: 0.5, Period: 96}, "the greatest value"},
		{energy.Sine{Swing: math.NaN(), Period: 96}, "the swing NaN is outside"},
		{energy.Sine{Swing: 1.1, Period: 96}, "the swing 1.1 is outside"},
		{energy.Sine{Period: 95}, "the period of 95 ns is less than its 96 steps"},
		{energy.Sine{Period: 96, Peak: 97}, "the peak at 97 ns is outside"},
		{energy.Sine{Period: 96, Peak: -1}, "the peak at -1 ns is outside"},
	} {
		if _, err := energy.NewSine(x.sine); err == nil || !strings.Contains(err.Error(), x.want) {
			t.Errorf("%+v: error %v, want %q", x.sine, err, x.want)
		}
	}
}
