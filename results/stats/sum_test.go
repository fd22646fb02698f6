package stats

import (
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

func TestSumsAreExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var s, half Sum
		want := new(big.Int)
		for i, v := range rapid.SliceOfN(rapid.Int64Range(0, math.MaxInt64), 0, 50).Draw(t, "values") {
			want.Add(want, big.NewInt(v))
			if i%2 == 0 {
				s.Add(v)
			} else {
				half.Add(v)
			}
		}
		s.AddSum(half)
		a, b := rapid.Uint64().Draw(t, "a"), rapid.Uint64().Draw(t, "b")
		product := new(big.Int).Mul(new(big.Int).SetUint64(a), new(big.Int).SetUint64(b))
		for _, c := range []struct {
			got  Sum
			want *big.Int
		}{{s, want}, {Product(a, b), product}} {
			whole := new(big.Int).SetUint64(c.got.hi)
			whole.Lsh(whole, 64).Add(whole, new(big.Int).SetUint64(c.got.lo))
			if whole.Cmp(c.want) != 0 {
				t.Fatalf("got %v, want %v", whole, c.want)
			}
			n := rapid.Uint64Range(1, math.MaxUint64).Draw(t, "n")
			quotient, _ := new(big.Rat).SetFrac(c.want, new(big.Int).SetUint64(n)).Float64()
			if got := c.got.Over(n); math.Abs(got-quotient) > 1e-15*quotient {
				t.Fatalf("%v/%d = %v, want %v", c.want, n, got, quotient)
			}
			f, _ := new(big.Float).SetInt(c.want).Float64()
			if got := c.got.Float(); math.Abs(got-f) > 1e-15*f {
				t.Fatalf("float %v, want %v", got, f)
			}
		}
	})
}

func TestSharesOfNothingAreZero(t *testing.T) {
	var s Sum
	if got := Product(3, 4).Share(s); got != 0 {
		t.Errorf("12/0 = %v", got)
	}
	if got := s.Over(0); got != 0 {
		t.Errorf("0/0 = %v", got)
	}
	if got := Product(3, 4).Share(Product(4, 4)); got != 0.75 {
		t.Errorf("12/16 = %v", got)
	}
}

func TestNegativeSpansPanic(t *testing.T) {
	for name, f := range map[string]func(){
		"sum":       func() { new(Sum).Add(-1) },
		"series":    func() { new(Series).Add(-1) },
		"histogram": func() { new(Histogram).Add(-1) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s took a negative value", name)
				}
			}()
			f()
		}()
	}
}
