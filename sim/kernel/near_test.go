package kernel

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func drawEntries(t *rapid.T, most int) []entry {
	list := make([]entry, rapid.IntRange(0, most).Draw(t, "entries"))
	instants := rapid.Int64Range(1, 1<<62).Draw(t, "instants")
	for i := range list {
		at := Time(rapid.Int64Range(0, instants).Draw(t, "at"))
		list[i] = entry{at, keyOf(stageOf(0, Phase(rapid.IntRange(0, 15).Draw(t, "phase"))), uint64(i+1)), uint32(i)}
	}
	return list
}

func latestFirst(a, b entry) int { return compareEntries(b, a) }

func TestNearSortsLatestFirst(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := near{run: drawEntries(t, 2*rankMax)}
		want := slices.Clone(n.run)
		slices.SortFunc(want, latestFirst)
		n.sort()
		if !slices.Equal(n.run, want) {
			t.Fatalf("sorted %v, want %v", n.run, want)
		}
	})
}

// TestNearGivesBackInOrder mixes insertions, pops and compactions, and compares with a sorted slice.
func TestNearGivesBackInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var n near
		var want []entry
		live := func(e entry) bool { return slices.Contains(want, e) }
		inserted := 0
		t.Repeat(map[string]func(*rapid.T){
			"insert": func(t *rapid.T) {
				for _, e := range drawEntries(t, 100) {
					inserted++
					e.key += key(inserted) << 8
					n.insert(e)
					want = append(want, e)
				}
				slices.SortFunc(want, latestFirst)
			},
			"pop": func(t *rapid.T) {
				for range min(len(want), rapid.IntRange(1, 60).Draw(t, "pops")) {
					if len(n.heap) > 0 {
						n.settle()
					}
					end := len(n.run) - 1
					if got := n.run[end]; got != want[len(want)-1] {
						t.Fatalf("next %v, want %v", got, want[len(want)-1])
					}
					n.run, want = n.run[:end], want[:len(want)-1]
				}
			},
			"compact": func(t *rapid.T) {
				if len(want) > 0 {
					i := rapid.IntRange(0, len(want)-1).Draw(t, "dead")
					want = slices.Delete(want, i, min(len(want), i+20))
				}
				n.compact(live)
			},
			"": func(t *rapid.T) {
				if n.len() != len(want) {
					t.Fatalf("%d entries, want %d", n.len(), len(want))
				}
			},
		})
	})
}
