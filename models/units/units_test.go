package units_test

import (
	"math"
	"math/big"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models/units"
)

// clamp is the slow twin of the saturating operations.
func clamp(x *big.Int) int64 {
	if !x.IsInt64() {
		if x.Sign() > 0 {
			return math.MaxInt64
		}
		return math.MinInt64
	}
	return x.Int64()
}

func TestSaturatingArithmeticMatchesBigIntegers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := rapid.Int64().Draw(t, "a")
		b := rapid.Int64().Draw(t, "b")
		x, y := big.NewInt(a), big.NewInt(b)
		if got, want := units.Add(a, b), clamp(new(big.Int).Add(x, y)); got != want {
			t.Fatalf("Add(%d, %d) = %d, want %d", a, b, got, want)
		}
		if got, want := units.Sub(a, b), clamp(new(big.Int).Sub(x, y)); got != want {
			t.Fatalf("Sub(%d, %d) = %d, want %d", a, b, got, want)
		}
	})
}

func TestProductsMatchBigIntegers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := rapid.Int64Range(0, math.MaxInt64).Draw(t, "a")
		b := rapid.Int64Range(0, math.MaxInt64).Draw(t, "b")
		c := rapid.Int64Range(1, math.MaxInt64).Draw(t, "c")
		p := new(big.Int).Mul(big.NewInt(a), big.NewInt(b))
		if got, want := units.Mul(a, b), clamp(p); got != want {
			t.Fatalf("Mul(%d, %d) = %d, want %d", a, b, got, want)
		}
		q := new(big.Int).Add(p, big.NewInt(c-1))
		q.Quo(q, big.NewInt(c))
		if got, want := units.MulDivCeil(a, b, c), clamp(q); got != want {
			t.Fatalf("MulDivCeil(%d, %d, %d) = %d, want %d", a, b, c, got, want)
		}
	})
}

func TestTransferTimeRoundsUp(t *testing.T) {
	for _, c := range []struct {
		size units.Bytes
		rate units.BitsPerSecond
		want time.Duration
	}{
		{0, 1, 0},
		{1, 8, time.Second},
		{1, 3e9, 3}, // 8/3 ns
		{120_000, 100e6, 9600 * time.Microsecond},
		{1 << 40, units.Unlimited, 0},
	} {
		if got := units.TransferTime(c.size, c.rate); got != c.want {
			t.Errorf("TransferTime(%v, %v) = %v, want %v", c.size, c.rate, got, c.want)
		}
	}
}

func TestCoreWorkRoundsUp(t *testing.T) {
	if got := units.CoreWork(time.Millisecond, units.ReferenceSpeed); got != 1e9 {
		t.Errorf("1 ms on the reference core = %d millicore-ns, want 1e9", got)
	}
	if got := units.CoreWork(1, 300_000); got != 3334 {
		t.Errorf("1 ns at speed 0.3 = %d millicore-ns, want 3334", got)
	}
}

func TestQuantitiesPrintWithTheirUnit(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{units.Time(1_500_000_000).String(), "1.500000000s"},
		{units.Time(-1).String(), "-0.000000001s"},
		{units.Never.String(), "never"},
		{units.MilliCPU(2000).String(), "2"},
		{units.MilliCPU(250).String(), "250m"},
		{units.Bytes(3 << 30).String(), "3GiB"},
		{units.Bytes(1500).String(), "1500B"},
		{units.BitsPerSecond(20e6).String(), "20Mbit/s"},
		{units.BitsPerSecond(17).String(), "17bit/s"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}
