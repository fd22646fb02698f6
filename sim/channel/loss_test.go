package channel

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models/units"
)

func TestLossOfKeepsItsRange(t *testing.T) {
	for _, c := range []struct {
		ratio float64
		want  Loss
	}{
		{-1, 0}, {0, 0}, {math.NaN(), 0}, {1e-12, 0}, {1e-9, 1}, {0.25, 1 << 28}, {0.5, 1 << 29}, {0.99, LossMax}, {1, LossMax}, {math.Inf(1), LossMax},
	} {
		if got := LossOf(c.ratio); got != c.want {
			t.Errorf("the loss of %v is %d, want %d", c.ratio, got, c.want)
		}
	}
	if math.Abs(LossMax.Ratio()-0.99) > 1e-9 {
		t.Errorf("the largest loss is %v", LossMax.Ratio())
	}
}

func TestCoefficientIsWhatRepeatedSendingTakes(t *testing.T) {
	for _, c := range []struct {
		loss Loss
		want int64
	}{{0, 65536}, {1 << 28, 87381}, {1 << 29, 131072}, {LossOf(0.01), 66198}, {LossMax, 6553600}, {math.MaxUint32, 6553600}} {
		if got := c.loss.Coefficient(); got != c.want {
			t.Errorf("the coefficient of %v is %d, want %d", c.loss.Ratio(), got, c.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		l := Loss(rapid.Uint32Range(0, uint32(LossMax)).Draw(t, "loss"))
		got, want := float64(l.Coefficient()), 65536/(1-l.Ratio())
		if math.Abs(got-want) > 0.5+1e-6 {
			t.Fatalf("the coefficient of %v is %v, want %v", l.Ratio(), got, want)
		}
		if l < LossMax && (l+1).Coefficient() < l.Coefficient() {
			t.Fatalf("the coefficient falls at %d", l)
		}
	})
}

func TestLossesCompose(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		loss := func(name string) Loss { return Loss(rapid.Uint32Range(0, uint32(LossMax)).Draw(t, name)) }
		a, b := loss("a"), loss("b")
		want := min(LossMax.Ratio(), 1-(1-a.Ratio())*(1-b.Ratio()))
		if got := a.And(b).Ratio(); math.Abs(got-want) > 0x1p-30 {
			t.Fatalf("%v and %v is %v, want %v", a.Ratio(), b.Ratio(), got, want)
		}
		if a.And(b) != b.And(a) || a.And(0) != a || a.And(b) < max(a, b) {
			t.Fatalf("%d and %d is %d and %d, with 0 %d", a, b, a.And(b), b.And(a), a.And(0))
		}
	})
}

func TestSharesScaleBandwidth(t *testing.T) {
	for _, c := range []struct {
		ratio float64
		want  Share
	}{{-1, 0}, {math.NaN(), 0}, {0.5, 32768}, {1, ShareAll}, {7, ShareAll}, {1e-9, 0}} {
		if got := ShareOf(c.ratio); got != c.want {
			t.Errorf("the share of %v is %d, want %d", c.ratio, got, c.want)
		}
	}
	if got := Share(16384).Ratio(); got != 0.25 {
		t.Errorf("the ratio of 16384 is %v", got)
	}
	for _, c := range []struct {
		bandwidth int64
		shares    [3]Share
		want      int64
	}{
		{math.MaxInt64, [3]Share{ShareAll, ShareAll, ShareAll}, math.MaxInt64},
		{1000, [3]Share{ShareAll / 2, ShareAll / 2, ShareAll}, 250},
		{1000, [3]Share{1, 1, 1}, 1},
		{3, [3]Share{ShareAll / 2, ShareAll, ShareAll}, 1},
		{7, [3]Share{ShareAll - 1, ShareAll, ShareAll}, 6},
	} {
		if got := int64(scale(units.BitsPerSecond(c.bandwidth), c.shares)); got != c.want {
			t.Errorf("%d bit/s at %v is %d, want %d", c.bandwidth, c.shares, got, c.want)
		}
	}
}
