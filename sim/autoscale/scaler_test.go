package autoscale

import (
	"math/big"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// call is one look at the load, as the twin remembers it.
type call struct {
	at     int64
	advice int64
	before int32
	after  int32
}

// twin scales by looking at everything that has ever been said.
type twin struct {
	policy Policy
	calls  []call
}

// naive is the recommendation in rational numbers.
func (w *twin) naive(l Load) int64 {
	p := &w.policy
	if l.Ready == 0 || l.Slots == 0 {
		if l.Busy > 0 {
			return max(int64(l.Instances), 1)
		}
		return int64(l.Instances)
	}
	target := big.NewRat(int64(p.TargetPermille), 1000)
	ratio := new(big.Rat).Quo(big.NewRat(l.Busy, l.Slots), target)
	off := new(big.Rat).Sub(ratio, big.NewRat(1, 1))
	if off.Abs(off).Cmp(big.NewRat(int64(p.TolerancePermille), 1000)) <= 0 {
		return int64(l.Instances)
	}
	ratio.Mul(ratio, big.NewRat(int64(l.Ready), 1))
	whole := new(big.Int).Quo(ratio.Num(), ratio.Denom())
	if !ratio.IsInt() {
		whole.Add(whole, big.NewInt(1))
	}
	if !whole.IsInt64() || whole.Int64() > InstancesMax {
		return InstancesMax
	}
	return whole.Int64()
}

func (w *twin) advise(now int64, l Load) int32 {
	p := &w.policy
	advice := min(max(w.naive(l), int64(p.Min)), int64(p.Max))
	highest, last := advice, int64(-1)
	for _, c := range w.calls {
		if now-c.at <= int64(p.Window) {
			highest = max(highest, c.advice)
		}
		if c.after != c.before {
			last = c.at
		}
	}
	waits := func(d time.Duration) bool { return last >= 0 && now < last+int64(d) }
	next := int64(l.Instances)
	if advice > next && !waits(p.UpCooldown) {
		if p.UpStep == 0 || advice-next <= int64(p.UpStep) {
			next = advice
		} else {
			next += int64(p.UpStep)
		}
	} else if highest < next && advice <= next && !waits(p.DownCooldown) {
		if p.DownStep == 0 || next-highest <= int64(p.DownStep) {
			next = highest
		} else {
			next -= int64(p.DownStep)
		}
	}
	w.calls = append(w.calls, call{now, advice, l.Instances, int32(next)})
	return int32(next)
}

func drawPolicy(t *rapid.T) Policy {
	long := func(name string) time.Duration { return time.Duration(rapid.IntRange(0, 40).Draw(t, name)) }
	p := Policy{
		Max:               int32(rapid.OneOf(rapid.IntRange(1, 9), rapid.Just(InstancesMax)).Draw(t, "max")),
		TargetPermille:    int32(rapid.IntRange(1, 1000).Draw(t, "target")),
		TolerancePermille: int32(rapid.SampledFrom([]int{0, 1, 100, 500, 1000}).Draw(t, "tolerance")),
		Period:            1, Window: long("window"), UpCooldown: long("up"), DownCooldown: long("down"),
		UpStep: int32(rapid.IntRange(0, 3).Draw(t, "up step")), DownStep: int32(rapid.IntRange(0, 3).Draw(t, "down step")),
	}
	p.Min = int32(rapid.IntRange(0, min(3, int(p.Max))).Draw(t, "min"))
	return p
}

func TestScalerAgreesWithItsNaiveTwin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawPolicy(t)
		if err := p.Validate(); err != nil {
			t.Fatal(err)
		}
		s, w := New(p), &twin{policy: p}
		now, have := int64(0), p.Min
		t.Repeat(map[string]func(*rapid.T){"look": func(t *rapid.T) {
			now += int64(rapid.IntRange(1, 20).Draw(t, "later"))
			if rapid.IntRange(0, 4).Draw(t, "elsewhere") == 0 { // somebody else changes the number
				have = int32(rapid.IntRange(0, 12).Draw(t, "have"))
			}
			l := Load{Instances: have}
			if have > 0 {
				l.Ready = int32(rapid.IntRange(0, int(have)).Draw(t, "ready"))
			}
			each := rapid.OneOf(rapid.Int64Range(1, 8), rapid.Just(int64(1e9))).Draw(t, "each")
			l.Slots = int64(l.Ready) * each
			l.Busy = rapid.OneOf(rapid.Int64Range(0, 2*l.Slots+1), rapid.Just(int64(1e15))).Draw(t, "busy")
			got, want := s.Advise(now, l), w.advise(now, l)
			if got != want {
				t.Fatalf("at %d %+v: %d, want %d", now, l, got, want)
			}
			have = got
		}})
	})
}

// The example of the documentation of Kubernetes: 50 replicas at 90 % for a target
// of 75 % become 60, and within a tolerance of a tenth nothing happens.
func TestThePublishedExample(t *testing.T) {
	p := Policy{Min: 1, Max: 100, TargetPermille: 750, TolerancePermille: 100, Period: time.Second}
	for busy, want := range map[int64]int32{900: 60, 825: 50, 826: 56, 675: 50, 674: 45, 0: 1} {
		if got := New(p).Advise(0, Load{Instances: 50, Ready: 50, Slots: 1000, Busy: busy}); got != want {
			t.Errorf("%d ‰ busy: %d instances, want %d", busy, got, want)
		}
	}
}

func TestALullShorterThanTheWindowRemovesNothing(t *testing.T) {
	p := Policy{Min: 1, Max: 10, TargetPermille: 500, Period: time.Second, Window: 300 * time.Second}
	s := New(p)
	busy := Load{Instances: 4, Ready: 4, Slots: 4, Busy: 2}
	idle := Load{Instances: 4, Ready: 4, Slots: 4}
	if got := s.Advise(0, busy); got != 4 {
		t.Fatalf("%d instances at the target", got)
	}
	for _, c := range []struct {
		seconds int64
		want    int32
	}{{1, 4}, {300, 4}, {301, 1}} {
		if got := s.Advise(c.seconds*int64(time.Second), idle); got != c.want {
			t.Errorf("after %d s: %d instances, want %d", c.seconds, got, c.want)
		}
	}
}

func TestAllThatIsWrongWithAPolicyIsReported(t *testing.T) {
	p := Policy{Min: -1, Max: 0, TargetPermille: 0, TolerancePermille: -1, Window: -1, UpCooldown: -1, DownCooldown: -1, UpStep: -1, DownStep: -1}
	want := "Min: -1 is negative\nMax: 0 is outside 1 to 1048576\nTargetPermille: 0 is outside 1 to 1000\n" +
		"TolerancePermille: -1 is outside 0 to 1000\nPeriod: 0s is not positive\nWindow: -1ns is negative\n" +
		"UpCooldown: -1ns is negative\nDownCooldown: -1ns is negative\nUpStep: -1 is negative\nDownStep: -1 is negative"
	if err := p.Validate(); err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
	if err := (&Policy{Min: 3, Max: 2, TargetPermille: 1, Period: 1}).Validate(); err == nil || err.Error() != "Min: 3 is more than Max, 2" {
		t.Errorf("got %v", err)
	}
}
