package share

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestHeapHandsOutItsNodesLikeASortedSlice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ns := make([]node, 64)
		root := none
		var in []int32
		for range rapid.IntRange(0, 300).Draw(t, "steps") {
			i := rapid.Int32Range(0, int32(len(ns)-1)).Draw(t, "node")
			if at := slices.Index(in, i); at < 0 {
				ns[i].key = clock{whole: rapid.Uint64Range(0, 5).Draw(t, "whole"), low: rapid.Uint64Range(0, 1).Draw(t, "low")}
				ns[i].tie = uint64(i)
				root = push(ns, root, i)
				in = append(in, i)
			} else {
				if rapid.Bool().Draw(t, "first") {
					i = root
					at = slices.Index(in, i)
				}
				root = drop(ns, root, i)
				in = slices.Delete(in, at, at+1)
			}
			want := none
			for _, j := range in {
				if want == none || ns[j].before(&ns[want]) {
					want = j
				}
			}
			if root != want {
				t.Fatalf("first node is %d, want %d of %v", root, want, in)
			}
			n := 0
			auditHeap(t, ns, root, func(int32) { n++ })
			if n != len(in) {
				t.Fatalf("heap holds %d nodes, want %d", n, len(in))
			}
		}
	})
}
