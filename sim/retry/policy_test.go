package retry

import (
	"math"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/rng"
)

func TestDelaysDoubleUpToTheMost(t *testing.T) {
	p := Policy{Attempts: 7, Initial: 10 * time.Second, FactorPermille: 2000, Most: 60 * time.Second}
	var got []time.Duration
	lost := int64(1)
	for d, again := p.Delay(lost, nil); again; d, again = p.Delay(lost, nil) {
		got = append(got, d/time.Second)
		lost++
	}
	if diff := cmp.Diff([]time.Duration{10, 20, 40, 60, 60, 60}, got); diff != "" || lost != p.Attempts {
		t.Errorf("gives up after %d attempts; delays (-want +got):\n%s", lost, diff)
	}
}

func TestOneAttemptIsNotRepeated(t *testing.T) {
	p := Policy{Attempts: 1, FactorPermille: 1000}
	if err := p.Validate(); err != nil {
		t.Error(err)
	}
	if d, again := p.Delay(1, nil); d != 0 || again {
		t.Errorf("delay %v, %v", d, again)
	}
}

func TestALongBackoffEndsAtTheLargestTime(t *testing.T) {
	p := Policy{Attempts: units.Unlimited, Initial: 1, FactorPermille: 1001, Most: units.Unlimited}
	if d, again := p.Delay(math.MaxInt64-1, nil); d != math.MaxInt64 || !again {
		t.Errorf("delay %v, %v", d, again)
	}
	if d := p.Backoff(40_000); d != math.MaxInt64 {
		t.Errorf("after 40000 attempts the delay is %v", d)
	}
}

func TestAllThatIsWrongWithAPolicyIsReported(t *testing.T) {
	p := Policy{Initial: -1, FactorPermille: 999, Most: -2, JitterPermille: 1001}
	want := strings.Join([]string{
		"Attempts: 0 is less than 1",
		"Initial: -1ns is negative",
		"FactorPermille: 999 is outside 1000 to 1000000",
		"Most: -2ns is less than the initial delay, -1ns",
		"JitterPermille: 1001 is outside 0 to 1000",
	}, "\n")
	if err := p.Validate(); err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestDelayAfterNoLossPanics(t *testing.T) {
	defer func() {
		if got := recover(); got != "retry: delay after 0 lost attempts" {
			t.Errorf("got %v", got)
		}
	}()
	Policy{Attempts: 1, FactorPermille: 1000}.Delay(0, nil)
}

// wide draws a number of any order of magnitude.
func wide(t *rapid.T, name string, least int64) int64 {
	bound := int64(1)<<rapid.IntRange(0, 62).Draw(t, name+" bits") - 1
	return max(least, rapid.Int64Range(0, 2*bound+1).Draw(t, name))
}

func anyPolicy(t *rapid.T) Policy {
	p := Policy{
		Attempts:       wide(t, "attempts", 1),
		Initial:        time.Duration(wide(t, "initial", 0)),
		FactorPermille: rapid.OneOf(rapid.Int64Range(1000, 3000), rapid.Just(int64(factorMax))).Draw(t, "factor"),
		JitterPermille: rapid.Int64Range(0, 1000).Draw(t, "jitter"),
	}
	p.Most = max(p.Initial, time.Duration(wide(t, "most", 0)))
	return p
}

func TestBackoffMatchesBigIntegers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := anyPolicy(t)
		if err := p.Validate(); err != nil {
			t.Fatal(err)
		}
		d, most := big.NewInt(int64(p.Initial)), big.NewInt(int64(p.Most))
		for lost := int64(1); lost < 60; lost++ {
			if got := p.Backoff(lost); d.Cmp(big.NewInt(int64(got))) != 0 {
				t.Fatalf("%+v after %d attempts: got %d, want %v", p, lost, got, d)
			}
			d.Mul(d, big.NewInt(p.FactorPermille)).Add(d, big.NewInt(999)).Quo(d, big.NewInt(1000))
			if d.Cmp(most) > 0 {
				d.Set(most)
			}
		}
	})
}

func TestDelaysStayBetweenTheirBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, lost := anyPolicy(t), wide(t, "lost", 1)
		s := rng.NewStream(rng.Seed(rapid.Uint64().Draw(t, "seed")), 0, "task", "retry")
		d, again := p.Delay(lost, &s)
		if again != (lost < p.Attempts) {
			t.Fatalf("%+v after %d attempts: again is %v", p, lost, again)
		}
		if !again {
			if d != 0 || s.Position() != 0 {
				t.Fatalf("%+v after the last attempt: delay %v, %d draws", p, d, s.Position())
			}
			return
		}
		most := p.Backoff(lost)
		random := new(big.Int).Mul(big.NewInt(int64(most)), big.NewInt(p.JitterPermille))
		random.Quo(random, big.NewInt(1000))
		if d > most || int64(d) < int64(most)-random.Int64() {
			t.Fatalf("%+v after %d attempts: %d is outside %d − %v to %d", p, lost, d, most, random, most)
		}
		if (s.Position() > 0) != (random.Sign() > 0) {
			t.Fatalf("%+v after %d attempts: %d draws for a random part of %v", p, lost, s.Position(), random)
		}
	})
}

// TestJitterIsUniform counts how often each of the nine delays from 4 to 12 ns comes up. The statistic has eight degrees
// of freedom; it is above 52 once in 10⁸.
func TestJitterIsUniform(t *testing.T) {
	p := Policy{Attempts: 2, Initial: 12, FactorPermille: 1000, Most: 12, JitterPermille: 700} // ⌊12·0.7⌋ = 8
	s := rng.NewStream(1, 0, "task", "retry")
	const n = 90_000
	var counts [13]float64
	for range n {
		d, _ := p.Delay(1, &s)
		counts[d]++
	}
	chi, sum := 0.0, 0.0
	for _, c := range counts[4:] {
		sum += c
		chi += (c - n/9.0) * (c - n/9.0) / (n / 9.0)
	}
	if sum != n || chi > 52 {
		t.Errorf("%v delays from 4 to 12 ns of %v, chi-squared %.1f", sum, n, chi)
	}
}
