package rollout

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// twin remembers what happened to each item, and works everything out again.
type twin struct {
	plan  Plan
	begun []int64 // instants, or -1
	ended []int64
}

func newTwin(p Plan, items int) *twin {
	return &twin{p, slices.Repeat([]int64{-1}, items), slices.Repeat([]int64{-1}, items)}
}

// mayBegin reports whether every wave before that of an item has ended long enough
// ago.
func (w *twin) mayBegin(now int64, item int) bool {
	first := item / int(w.plan.Wave) * int(w.plan.Wave)
	for i := range first {
		if w.ended[i] < 0 || now < w.ended[i]+int64(w.plan.Pause) {
			return false
		}
	}
	return true
}

func (w *twin) begin(now int64, down []bool) []int32 {
	var out []int32
	unavailable := 0
	for _, d := range down {
		if d {
			unavailable++
		}
	}
	for i := range w.begun {
		if w.begun[i] >= 0 {
			continue
		}
		if !w.mayBegin(now, i) || (!down[i] && unavailable >= int(w.plan.MaxUnavailable)) {
			break
		}
		if !down[i] {
			unavailable++
		}
		w.begun[i] = now
		out = append(out, int32(i))
	}
	return out
}

func TestRolloutAgreesWithItsNaiveTwin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := Plan{
			Wave: int32(rapid.IntRange(1, 4).Draw(t, "wave")), MaxUnavailable: int32(rapid.IntRange(1, 4).Draw(t, "budget")),
			Pause: time.Duration(rapid.IntRange(0, 5).Draw(t, "pause")),
		}
		if err := p.Validate(); err != nil {
			t.Fatal(err)
		}
		items := rapid.IntRange(0, 9).Draw(t, "items")
		r, w := New(p, int32(items)), newTwin(p, items)
		down := make([]bool, items) // also for reasons of their own
		now := int64(0)
		begin := func() {
			unavailable := int32(0)
			for _, d := range down {
				if d {
					unavailable++
				}
			}
			got := slices.Clone(r.Begin(now, unavailable, func(i int32) bool { return down[i] }))
			want := w.begin(now, down)
			if !slices.Equal(got, want) {
				t.Fatalf("at %d: %v, want %v", now, got, want)
			}
			for _, i := range got {
				down[i] = true
			}
		}
		begin()
		t.Repeat(map[string]func(*rapid.T){
			"later": func(t *rapid.T) {
				now += int64(rapid.IntRange(0, 6).Draw(t, "by"))
				begin()
			},
			"crash": func(t *rapid.T) {
				if items > 0 {
					down[rapid.IntRange(0, items-1).Draw(t, "item")] = true
				}
				begin()
			},
			"up": func(t *rapid.T) {
				if items == 0 {
					return
				}
				i := rapid.IntRange(0, items-1).Draw(t, "item")
				if !down[i] {
					return
				}
				down[i] = false
				if w.begun[i] >= 0 && w.ended[i] < 0 {
					w.ended[i] = now
					r.Done(now)
				}
				begin()
			},
			"": func(t *rapid.T) {
				if got, want := r.Finished(), !slices.Contains(w.ended, -1); got != want {
					t.Fatalf("finished: %v, want %v", got, want)
				}
				at, waits := r.Next()
				next := slices.Index(w.begun, -1)
				if want := next > 0 && next%int(p.Wave) == 0 && !slices.Contains(w.ended[:next], -1) && !w.mayBegin(now, next); waits != want {
					t.Fatalf("waits for a pause: %v, want %v", waits, want)
				}
				if waits && at != slices.Max(w.ended[:next])+int64(p.Pause) {
					t.Fatalf("the pause ends at %d", at)
				}
			},
		})
	})
}

// Ten items in waves of four, two at a time, ten seconds each, with a pause of
// a minute: 20 s, 20 s and 10 s, and two pauses.
func TestTheLengthOfAnUndisturbedUpgrade(t *testing.T) {
	r := New(Plan{Wave: 4, MaxUnavailable: 2, Pause: 60}, 10)
	nobody := func(int32) bool { return false }
	now, waves := int64(0), 0
	for open := len(r.Begin(now, 0, nobody)); !r.Finished(); open = len(r.Begin(now, 0, nobody)) {
		if open > 2 {
			t.Fatalf("%d at a time", open)
		}
		now += 10
		for range open {
			r.Done(now)
		}
		if at, ok := r.Next(); ok {
			now = at
			waves++
		}
	}
	if now != 50+120 || waves != 2 {
		t.Errorf("it took %d s with %d pauses", now, waves)
	}
}

func TestAllThatIsWrongWithAPlanIsReported(t *testing.T) {
	want := "Wave: 0 is less than 1\nMaxUnavailable: -1 is less than 1\nPause: -1ns is negative"
	if err := (&Plan{MaxUnavailable: -1, Pause: -1}).Validate(); err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
}

func ExampleRollout() {
	r := New(Plan{Wave: 2, MaxUnavailable: 1}, 3)
	serving := func(int32) bool { return false }
	for now := int64(0); !r.Finished(); now += 5 {
		for _, item := range r.Begin(now, 0, serving) {
			fmt.Println("item", item, "at", now)
		}
		r.Done(now + 5)
	}
	// Output:
	// item 0 at 0
	// item 1 at 5
	// item 2 at 10
}
