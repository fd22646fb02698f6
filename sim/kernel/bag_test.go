package kernel

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestBagsShareBlocks holds two bags of one store against slices.
func TestBagsShareBlocks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		store := blocks{free: none}
		var bags [2]bag
		var want [2][]uint32
		loc := map[uint32]uint32{}
		next := uint32(0)
		t.Repeat(map[string]func(*rapid.T){
			"add": func(t *rapid.T) {
				i := rapid.IntRange(0, 1).Draw(t, "bag")
				for range rapid.IntRange(1, 40).Draw(t, "members") {
					loc[next] = store.add(&bags[i], next)
					want[i] = append(want[i], next)
					next++
				}
			},
			"remove": func(t *rapid.T) {
				i := rapid.IntRange(0, 1).Draw(t, "bag")
				for range rapid.IntRange(1, 40).Draw(t, "members") {
					n := len(want[i])
					if n == 0 {
						return
					}
					j := rapid.IntRange(0, n-1).Draw(t, "which")
					s := want[i][j]
					if moved := store.remove(&bags[i], loc[s]); moved != want[i][n-1] {
						t.Fatalf("%d took the place of %d, want %d", moved, s, want[i][n-1])
					}
					loc[want[i][n-1]] = loc[s]
					want[i][j] = want[i][n-1]
					want[i] = want[i][:n-1]
				}
			},
			"": func(t *rapid.T) {
				for i := range bags {
					if got := newestFirst(&store, bags[i]); !slices.Equal(got, want[i]) {
						t.Fatalf("bag %d holds %v, want %v", i, got, want[i])
					}
				}
			},
		})
		for i := range bags {
			if len(want[i]) > 0 {
				if got := oldestFirst(&store, bags[i]); !slices.Equal(got, want[i]) {
					t.Fatalf("bag %d reversed holds %v, want %v", i, got, want[i])
				}
			}
		}
	})
}

// newestFirst walks the blocks of b and returns the members, oldest first.
func newestFirst(k *blocks, b bag) []uint32 {
	var list []uint32
	for blk, n := b.head, b.newest(); b.n > 0; blk, n = k.next[blk], blockSize {
		list = append(slices.Clone(k.ids[blk][:n]), list...)
		b.n -= n
	}
	return list
}

func oldestFirst(k *blocks, b bag) []uint32 {
	var list []uint32
	for blk := k.reverse(&b); b.n > 0; blk = k.drop(blk) {
		n := min(b.n, blockSize)
		list = append(list, k.ids[blk][:n]...)
		b.n -= n
	}
	return list
}
