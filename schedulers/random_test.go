package schedulers_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/schedulers"
	"github.com/littoral-sim/littoral/schedulers/schedtest"
)

// words is a source that returns given words.
type words []uint64

func (w *words) Uint64() uint64 {
	x := (*w)[0]
	*w = (*w)[1:]
	return x
}

func TestIntNStaysInItsRange(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 1<<62).Draw(t, "n")
		src := schedtest.NewSource(rapid.Uint64().Draw(t, "seed"))
		for range 10 {
			if x := schedulers.IntN(src, n); x < 0 || x >= n {
				t.Fatalf("IntN(%d) = %d", n, x)
			}
		}
	})
}

func TestIntNIsUniform(t *testing.T) {
	// Critical values of chi-squared at 0.001 for n-1 degrees of freedom.
	for n, critical := range map[int]float64{2: 10.83, 3: 13.82, 7: 22.46, 64: 103.4, 100: 148.2} {
		counts := make([]int, n)
		src := schedtest.NewSource(uint64(n))
		for range 1000 * n {
			counts[schedulers.IntN(src, n)]++
		}
		if x := chiSquared(counts); x > critical {
			t.Errorf("n = %d: chi-squared %.1f, want at most %.1f", n, x, critical)
		}
	}
}

// 2⁶⁴ is 2⁶² more than twice n = 3·2⁶¹, so words are rejected whose product with
// n has a low half below 2⁶². That of 0 is 0 and that of 3 is 2⁶¹; that of 6 is
// 2⁶² exactly, and its high half is 2.
func TestIntNRejectsWhatWouldBiasItAndNoMore(t *testing.T) {
	src := words{0, 3, 6, 1}
	if got := schedulers.IntN(&src, 3<<61); got != 2 || len(src) != 1 {
		t.Errorf("IntN = %d with %d words left, want 2 with 1", got, len(src))
	}
}

func TestIntNOfNothingPanics(t *testing.T) {
	for _, n := range []int{0, -1} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("IntN(%d) does not panic", n)
				}
			}()
			schedulers.IntN(schedtest.NewSource(1), n)
		}()
	}
}
