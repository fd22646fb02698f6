package kernel

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	phaseFault Phase = iota
	phaseComplete
	phaseArrive
)

// TestOneInstantHasRounds follows one instant: what is scheduled into a phase that is over runs in the next round.
func TestOneInstantHasRounds(t *testing.T) {
	var got []string
	var e *Engine[string]
	e = New[string](stringHandler(func(now Time, p string) error {
		got = append(got, fmt.Sprintf("%d %s", now, p))
		switch p {
		case "arrive":
			e.At(now, phaseFault, "fault in round 1")
			e.At(now, phaseArrive, "arrive too")
			e.At(now+1, phaseFault, "later")
		case "fault in round 1":
			e.At(now, phaseFault, "second fault in round 1")
			e.At(now, phaseComplete, "complete in round 1")
		case "second fault in round 1":
			e.At(now, phaseArrive, "arrive in round 1")
		}
		return nil
	}), Config{})
	e.At(5, phaseArrive, "arrive")
	e.At(5, phaseComplete, "complete")
	e.At(5, phaseArrive, "arrive second")
	e.At(4, phaseArrive, "before")
	if err := e.RunUntil(t.Context(), Never); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"4 before", "5 complete", "5 arrive", "5 arrive second", "5 arrive too",
		"5 fault in round 1", "5 second fault in round 1", "5 complete in round 1", "5 arrive in round 1", "6 later",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Fatalf("order (-want +got):\n%s", d)
	}
	if e.Now() != 6 || e.Steps() != 10 || e.Pending() != 0 {
		t.Fatalf("now %v, steps %d, pending %d", e.Now(), e.Steps(), e.Pending())
	}
}

type stringHandler func(now Time, p string) error

func (f stringHandler) Handle(now Time, p string) error { return f(now, p) }

func TestMoveTakesThePlaceBehind(t *testing.T) {
	var got []int
	e := New[int](handlerFunc(func(_ Time, p int) error { got = append(got, p); return nil }), Config{})
	first := e.At(5, 1, 1)
	e.At(5, 1, 2)
	e.At(5, 2, 3)
	if !e.Move(first, 5) {
		t.Fatal("the event was pending")
	}
	if at, ok := e.When(first); at != 5 || !ok {
		t.Fatalf("when %v %v", at, ok)
	}
	if err := e.RunUntil(t.Context(), 5); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]int{2, 1, 3}, got); d != "" {
		t.Fatalf("order (-want +got):\n%s", d)
	}
	if _, ok := e.When(first); ok || e.Move(first, 9) {
		t.Fatal("the event was dispatched, its ticket must name none")
	}
}

func TestRunUntilDispatchesUpToAndWithTheEnd(t *testing.T) {
	var got []int
	var e *Engine[int]
	e = New[int](handlerFunc(func(now Time, p int) error {
		got = append(got, p)
		if p == 10 {
			e.At(now, 0, 11) // at the very end, and in the next round
		}
		return nil
	}), Config{})
	for _, at := range []int{9, 10, 12} {
		e.At(Time(at), 1, at)
	}
	steps := []struct {
		until Time
		want  []int
	}{{8, nil}, {10, []int{9, 10, 11}}, {10, nil}, {11, nil}, {20, []int{12}}}
	for _, s := range steps {
		got = nil
		if err := e.RunUntil(t.Context(), s.until); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(s.want, got); d != "" || e.Now() != s.until {
			t.Fatalf("until %v: now %v, (-want +got):\n%s", s.until, e.Now(), d)
		}
	}
	if err := e.RunUntil(t.Context(), 19); err == nil || e.Now() != 20 {
		t.Fatalf("running into the past: error %v, now %v", err, e.Now())
	}
	got = nil
	e.At(20, 0, 20) // the clock came here without an event, so the instant is fresh
	e.At(20, 1, 21)
	if err := e.RunUntil(t.Context(), 20); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]int{20, 21}, got); d != "" {
		t.Fatalf("(-want +got):\n%s", d)
	}
}

func TestAnEventAtNeverIsParked(t *testing.T) {
	var got []Time
	e := New[int](handlerFunc(func(now Time, _ int) error { got = append(got, now); return nil }), Config{})
	parked := e.At(Never, 0, 1)
	e.At(Never-1, 0, 2)
	e.At(3, 0, 3)
	if err := e.RunUntil(t.Context(), Never); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]Time{3, Never - 1}, got); d != "" || e.Now() != Never-1 || e.Pending() != 1 {
		t.Fatalf("now %v, pending %d, (-want +got):\n%s", e.Now(), e.Pending(), d)
	}
	if at, ok := e.Next(); ok || at != Never {
		t.Fatalf("next %v %v, but the only event is parked", at, ok)
	}
	if ok, err := e.Step(); ok || err != nil {
		t.Fatalf("step %v %v, but the only event is parked", ok, err)
	}
	if !e.Move(parked, Never-1) {
		t.Fatal("a parked event can be moved")
	}
	if ok, err := e.Step(); !ok || err != nil || len(got) != 3 {
		t.Fatalf("step %v %v", ok, err)
	}
}

func TestAnEndedContextStopsTheRunInOrder(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	var e *Engine[int]
	e = New[int](handlerFunc(func(now Time, p int) error {
		if p == 5000 {
			cancel()
		}
		e.At(now+1, 0, p+1)
		return nil
	}), Config{})
	e.At(0, 0, 0)
	err := e.RunUntil(ctx, Never)
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("error %v, want one that wraps %v", err, context.Canceled)
	}
	if e.Steps() < 5001 || e.Steps() > 5001+contextEvery || e.Pending() != 1 || e.Now() != Time(e.Steps()-1) {
		t.Fatalf("%d steps, %d pending, now %v", e.Steps(), e.Pending(), e.Now())
	}
	for _, part := range []string{e.Now().String(), fmt.Sprint(e.Steps())} {
		if !strings.Contains(err.Error(), part) {
			t.Fatalf("error %q does not say %q", err, part)
		}
	}
	at := e.Now()
	if err := e.RunUntil(t.Context(), at+10); err != nil || e.Now() != at+10 {
		t.Fatalf("going on: error %v, now %v", err, e.Now())
	}
}

func TestAHandlerErrorNamesTheEvent(t *testing.T) {
	broken := errors.New("broken")
	e := New[int](handlerFunc(func(_ Time, p int) error {
		if p == 2 {
			return broken
		}
		return nil
	}), Config{})
	for p := range 4 {
		e.At(Time(p)*1000, 3, p)
	}
	err := e.RunUntil(t.Context(), Never)
	if !errors.Is(err, broken) || err.Error() != "event 3 at 2µs, phase 3: broken" {
		t.Fatalf("error %v", err)
	}
	if e.Now() != 2000 || e.Pending() != 1 {
		t.Fatalf("now %v, pending %d", e.Now(), e.Pending())
	}
	if ok, err := e.Step(); !ok || err != nil {
		t.Fatalf("step after the error: %v %v", ok, err)
	}
}

func TestMistakesPanicWithNumbers(t *testing.T) {
	var e *Engine[int]
	e = New[int](handlerFunc(func(_ Time, p int) error {
		if p == 1 {
			_, err := e.Step()
			return err
		}
		return e.RunUntil(context.Background(), 1000)
	}), Config{})
	if err := e.RunUntil(t.Context(), 10); err != nil {
		t.Fatal(err)
	}
	stepping := e.At(20, 0, 1)
	cases := []struct {
		name string
		do   func()
		want []string
	}{
		{"at the past", func() { e.At(9, 0, 0) }, []string{"9 ns", "10 ns"}},
		{"move to the past", func() { e.Move(stepping, 8) }, []string{"8 ns", "10 ns"}},
		{"phase", func() { e.At(11, PhaseMax+1, 0) }, []string{"phase 16", "15"}},
		{"config", func() { New[int](nil, Config{RoundsMax: 4095, ZeroDelayMax: -2}) }, []string{"4095", "4094", "-2"}},
		{"a handler that steps", func() { _, _ = e.Step() }, []string{"20 ns", "event 1"}},
		{"a handler that runs", func() {
			e.handling = false // the panic before left it
			e.At(30, 0, 2)
			_, _ = e.Step()
		}, []string{"30 ns", "event 2"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			defer func() {
				said := fmt.Sprint(recover())
				for _, w := range c.want {
					if !strings.Contains(said, w) {
						t.Errorf("panic %q does not say %q", said, w)
					}
				}
			}()
			c.do()
		})
	}
}
