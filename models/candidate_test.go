package models

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestCandidatesLeaveTheHeapInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var heap, twin []candidate
		t.Repeat(map[string]func(*rapid.T){
			"push": func(t *rapid.T) {
				c := candidate{
					latency: rapid.Int64Range(0, 3).Draw(t, "latency"),
					hops:    rapid.Int32Range(0, 2).Draw(t, "hops"),
					node:    rapid.Int32Range(0, 2).Draw(t, "node"),
				}
				pushCandidate(&heap, c)
				twin = append(twin, c)
			},
			"pop": func(t *rapid.T) {
				if len(twin) == 0 {
					return
				}
				slices.SortFunc(twin, func(a, b candidate) int {
					return slices.Compare([]int64{a.latency, int64(a.hops), int64(a.node)}, []int64{b.latency, int64(b.hops), int64(b.node)})
				})
				got := popCandidate(&heap)
				if diff := cmp.Diff(twin[0], got, cmp.AllowUnexported(candidate{})); diff != "" {
					t.Fatalf("least of %v (-want +got):\n%s", twin, diff)
				}
				twin = twin[1:]
			},
		})
	})
}
