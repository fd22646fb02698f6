package trace_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/sim/trace"
)

func events() *rapid.Generator[[]trace.Event] {
	e := rapid.Custom(func(t *rapid.T) trace.Event {
		return trace.Event{
			At:     rapid.Int64().Draw(t, "at"),
			Task:   rapid.Int64Range(0, 9).Draw(t, "task"),
			Value:  rapid.Int64().Draw(t, "value"),
			Node:   rapid.Int32Range(-1, 9).Draw(t, "node"),
			Kind:   trace.Kind(rapid.IntRange(1, 5).Draw(t, "kind")),
			Reason: uint8(rapid.IntRange(0, 3).Draw(t, "reason")),
		}
	})
	return rapid.SliceOfN(e, 1, 20)
}

func chain(repeat int, log []trace.Event) *trace.Chain {
	c := trace.NewChain("header")
	for range repeat {
		for i := range log {
			c.Add(&log[i])
		}
	}
	return c
}

func TestEqualLogsHaveEqualDigestsAndOtherLogsDoNot(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		log := events().Draw(t, "log")
		repeat := rapid.IntRange(1, 600).Draw(t, "repeat")
		a := chain(repeat, log)
		if b := chain(repeat, log); a.Sum() != b.Sum() {
			t.Fatalf("one log, two digests")
		}
		if a.Events() != int64(repeat*len(log)) {
			t.Fatalf("Events = %d", a.Events())
		}
		changed := append([]trace.Event(nil), log...)
		i := rapid.IntRange(0, len(log)-1).Draw(t, "i")
		switch rapid.IntRange(0, 5).Draw(t, "field") {
		case 0:
			changed[i].At ^= 1
		case 1:
			changed[i].Task ^= 1
		case 2:
			changed[i].Value ^= 1
		case 3:
			changed[i].Node ^= 1
		case 4:
			changed[i].Kind ^= 1
		case 5:
			changed[i].Reason ^= 1
		}
		if b := chain(repeat, changed); a.Sum() == b.Sum() {
			t.Fatalf("event %d changed, digest did not", i)
		}
	})
}

func TestLinksPartInTheBlockOfTheFirstDifference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 4*trace.BlockEvents).Draw(t, "n")
		at := rapid.IntRange(0, n-1).Draw(t, "at")
		a, b := trace.NewChain("h"), trace.NewChain("h")
		for i := range n {
			e := trace.Event{At: int64(i), Kind: trace.TaskArrived}
			a.Add(&e)
			if i == at {
				e.Value++
			}
			b.Add(&e)
		}
		la, lb := a.Links(), b.Links()
		first := 0
		for first < len(la) && la[first] == lb[first] {
			first++
		}
		if want := at/trace.BlockEvents + 1; first != want {
			t.Fatalf("first differing link %d, want %d", first, want)
		}
		if la[len(la)-1] != a.Sum() {
			t.Fatalf("the last link is not the digest")
		}
	})
}

func TestHeaderIsPartOfTheDigest(t *testing.T) {
	if trace.NewChain("a").Sum() == trace.NewChain("b").Sum() {
		t.Error("two headers, one digest")
	}
}

func TestCanonicalBytesAreFixed(t *testing.T) {
	e := trace.Event{At: 1, Task: 2, Value: -1, Node: -1, Kind: trace.TaskPlaced, Reason: 7}
	want := []byte{
		0, 0, 0, 0, 0, 0, 0, 1,
		0, 0, 0, 0, 0, 0, 0, 2,
		255, 255, 255, 255, 255, 255, 255, 255,
		255, 255, 255, 255,
		2, 7,
	}
	if d := cmp.Diff(want, e.AppendCanonical(nil)); d != "" {
		t.Errorf("canonical bytes (-want +got):\n%s", d)
	}
}

func TestEveryKindAndStateHasAName(t *testing.T) {
	for k := trace.Kind(1); k <= trace.RunEnded; k++ {
		if k.String() == "" || k.String() == "unknown" {
			t.Errorf("kind %d has no name", k)
		}
	}
	for s := trace.StateFinished; s <= trace.StateRunning; s++ {
		if s.String() == "" || s.String() == "unknown" {
			t.Errorf("state %d has no name", s)
		}
	}
}

func TestAddAllocatesNothingBetweenBlocks(t *testing.T) {
	c := trace.NewChain("h")
	e := trace.Event{At: 1, Kind: trace.TaskArrived}
	if got := testing.AllocsPerRun(4000, func() { c.Add(&e) }); got != 0 {
		t.Errorf("%v allocations per event", got)
	}
}

func BenchmarkAdd(b *testing.B) {
	c := trace.NewChain("h")
	e := trace.Event{At: 1, Kind: trace.TaskArrived}
	b.ReportAllocs()
	for b.Loop() {
		e.At++
		c.Add(&e)
	}
}
