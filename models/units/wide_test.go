package units_test

import (
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models/units"
)

func TestWideSumsMatchBigIntegers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var got, other units.Wide
		want, otherWant := new(big.Int), new(big.Int)
		for range rapid.IntRange(1, 5).Draw(t, "terms") {
			a := rapid.Int64Range(0, math.MaxInt64).Draw(t, "a")
			b := rapid.Int64Range(0, math.MaxInt64/8).Draw(t, "b")
			got = got.PlusProduct(a, b).Plus(a)
			p := new(big.Int).Mul(big.NewInt(a), big.NewInt(b))
			want.Add(want, p).Add(want, big.NewInt(a))
			other = other.Plus(b)
			otherWant.Add(otherWant, big.NewInt(b))
		}
		if got.Big().Cmp(want) != 0 || got.String() != want.String() {
			t.Fatalf("sum = %v, want %v", got, want)
		}
		if got.Cmp(other) != want.Cmp(otherWant) || other.Cmp(got) != otherWant.Cmp(want) || got.Cmp(got) != 0 {
			t.Fatalf("Cmp(%v, %v) = %d", got, other, got.Cmp(other))
		}
	})
}

func TestWideProductsMatchBigIntegers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := units.WideOf(rapid.Uint64Range(0, 1<<20).Draw(t, "high"), rapid.Uint64().Draw(t, "low"))
		f := rapid.Int64Range(0, 1<<43).Draw(t, "factor")
		want := new(big.Int).Mul(x.Big(), big.NewInt(f))
		got := x.Times(f)
		if got.Big().Cmp(want) != 0 || units.WideFrom(want) != got {
			t.Fatalf("%v · %d = %v, want %v", x, f, got, want)
		}
		if hi, lo := got.Uint128(); units.WideOf(hi, lo) != got {
			t.Fatalf("the words of %v are %d and %d", got, hi, lo)
		}
	})
}

func TestWidePanicsRatherThanWrap(t *testing.T) {
	for name, f := range map[string]func(){
		"negative": func() { units.Wide{}.Plus(-1) },
		"product":  func() { units.WideOf(2, 0).Times(math.MaxInt64).Times(2) },
		"carry":    func() { units.WideOf(1<<62, math.MaxUint64).Times(4) },
		"factor":   func() { units.Wide{}.Times(-1) },
		"big":      func() { units.WideFrom(new(big.Int).Lsh(big.NewInt(1), 128)) },
		"below":    func() { units.WideFrom(big.NewInt(-1)) },
		"overflow": func() { units.WideOf(math.MaxUint64, math.MaxUint64).Plus(1) },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			f()
		})
	}
}
