package kernel

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// livelocked runs e and returns the error it must end with.
func livelocked[P any](t *testing.T, e *Engine[P]) *LivelockError {
	t.Helper()
	err := e.RunUntil(t.Context(), Never)
	var l *LivelockError
	if !errors.As(err, &l) {
		t.Fatalf("error %v, want a livelock", err)
	}
	pending := e.Pending()
	if ok, err := e.Step(); ok || !errors.As(err, new(*LivelockError)) || e.Pending() != pending {
		t.Fatalf("stepping on: %v %v, pending %d, was %d", ok, err, e.Pending(), pending)
	}
	return l
}

func TestRoundsWithoutProgressAreALivelock(t *testing.T) {
	var e *Engine[string]
	e = New[string](stringHandler(func(now Time, p string) error {
		next := map[string]Phase{"ping": 1, "pong": 0}
		other := map[string]string{"ping": "pong", "pong": "ping"}
		e.At(now, next[p], other[p])
		return nil
	}), Config{RoundsMax: 50})
	e.At(7, 0, "ping")
	l := livelocked(t, e)
	if l.At != 7 || l.Rounds != 51 || l.Config.RoundsMax != 50 || e.Steps() != 102 || e.Pending() != 1 {
		t.Fatalf("%+v after %d steps, %d pending", l, e.Steps(), e.Pending())
	}
	want := []LivelockRecent{{49, 0, "ping"}, {49, 1, "pong"}, {50, 0, "ping"}, {50, 1, "pong"}}
	if d := cmp.Diff(want, l.Recent[len(l.Recent)-4:]); d != "" || len(l.Recent) != recentMax {
		t.Fatalf("%d events, the last (-want +got):\n%s", len(l.Recent), d)
	}
	for _, part := range []string{"livelock at 7ns", "51 rounds", "bound 50", "round 50 phase 1: pong"} {
		if !strings.Contains(l.Error(), part) {
			t.Errorf("message does not say %q:\n%v", part, l)
		}
	}
}

// An event that schedules itself at now into its own phase never opens a round.
func TestAnEventThatRepeatsInItsPhaseIsALivelock(t *testing.T) {
	var e *Engine[int]
	e = New[int](handlerFunc(func(now Time, p int) error {
		if now == 3 {
			e.At(now, 2, p+1)
		}
		return nil
	}), Config{ZeroDelayMax: 1000})
	e.At(2, 2, -1)
	e.At(3, 2, 0)
	l := livelocked(t, e)
	if l.At != 3 || l.Rounds != 0 || l.ZeroDelay != 1001 || l.Recent[recentMax-1] != (LivelockRecent{0, 2, 1000}) {
		t.Fatalf("%+v", l)
	}
}

func TestAMoveToNowCountsTowardsALivelock(t *testing.T) {
	var e *Engine[int]
	var other Ticket
	e = New[int](handlerFunc(func(now Time, _ int) error {
		self := e.At(Never, 0, 0)
		e.Move(other, now)
		other = self
		return nil
	}), Config{ZeroDelayMax: 100})
	other = e.At(Never, 0, 0)
	e.At(1, 0, 0)
	if l := livelocked(t, e); l.ZeroDelay != 101 {
		t.Fatalf("%+v", l)
	}
}

// A driver may schedule from outside what a handler may not: the rounds still count, because they must fit into a key.
func TestRoundsFromOutsideCountToo(t *testing.T) {
	e := New[int](handlerFunc(func(Time, int) error { return nil }), Config{RoundsMax: roundsMost})
	var err error
	for i := 0; i < 2*roundLimit && err == nil; i++ {
		e.At(0, Phase(1-i%2), i)
		err = e.RunUntil(t.Context(), 0)
	}
	if !errors.As(err, new(*LivelockError)) || e.stage.round() != roundsMost {
		t.Fatalf("error %v in round %d", err, e.stage.round())
	}
}

// The report must not show events of an earlier instant when the clock came to this one without an event.
func TestALivelockShowsOnlyItsInstant(t *testing.T) {
	var e *Engine[int]
	e = New[int](handlerFunc(func(now Time, p int) error {
		if p < 5 || now == 9 {
			e.At(now, 0, p+1)
		}
		return nil
	}), Config{ZeroDelayMax: 8})
	e.At(1, 0, 0)
	if err := e.RunUntil(t.Context(), 9); err != nil {
		t.Fatal(err)
	}
	e.At(9, 0, 100)
	l := livelocked(t, e)
	for _, r := range l.Recent {
		if p, ok := r.Payload.(int); !ok || p < 100 {
			t.Fatalf("%+v is of an earlier instant", r)
		}
	}
	if len(l.Recent) == 0 {
		t.Fatal("no events are shown")
	}
}

func TestManyEventsOfOneInstantAreNoLivelock(t *testing.T) {
	const crowd = 100_000
	var e *Engine[int]
	e = New[int](handlerFunc(func(now Time, p int) error {
		if p > 0 {
			e.At(now, Phase(p), p-1)
		}
		return nil
	}), Config{ZeroDelayMax: 2 * crowd})
	for range crowd {
		e.At(0, 3, 2) // at now, but from outside
		e.At(9, 3, 0)
	}
	if err := e.RunUntil(t.Context(), Never); err != nil {
		t.Fatal(err)
	}
	if e.Steps() != 4*crowd {
		t.Fatalf("%d steps, want %d", e.Steps(), 4*crowd)
	}
}

func TestDefaultBoundsLetAMillionArriveAtOnce(t *testing.T) {
	c := Config{}.withDefaults()
	if c.ZeroDelayMax < 10_000_000 || c.RoundsMax != 1000 {
		t.Fatalf("%+v", c)
	}
	for _, bad := range []Config{{RoundsMax: -1}, {RoundsMax: 4095}, {ZeroDelayMax: -1}} {
		if bad.Validate() == nil {
			t.Errorf("%+v is accepted", bad)
		}
	}
	if err := (Config{RoundsMax: 4094, ZeroDelayMax: 1}).Validate(); err != nil {
		t.Error(err)
	}
}
