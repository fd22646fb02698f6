package share

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestTreeFindsClassesLikeASortedSlice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var p Pool
		var demands []int64
		tree := none
		demandOf := func(c int32) int64 {
			if c == none {
				return 0
			}
			return p.groups[c].demand
		}
		for range rapid.IntRange(0, 100).Draw(t, "steps") {
			demand := rapid.Int64Range(1, 40).Draw(t, "demand")
			if at, ok := slices.BinarySearch(demands, demand); ok {
				c := p.lookup(tree, demand)
				tree = p.erase(tree, demand)
				p.freeClasses = append(p.freeClasses, c)
				demands = slices.Delete(demands, at, at+1)
			} else {
				tree = p.insert(tree, p.newClass(demand))
				demands = slices.Insert(demands, at, demand)
			}
			bound := rapid.Int64Range(0, 41).Draw(t, "bound")
			at, ok := slices.BinarySearch(demands, bound)
			var below, equal, above int64
			if at > 0 {
				below = demands[at-1]
			}
			if ok {
				equal = bound
				at++
			}
			if at < len(demands) {
				above = demands[at]
			}
			got := [3]int64{demandOf(p.below(tree, bound)), demandOf(p.lookup(tree, bound)), demandOf(p.above(tree, bound))}
			if want := [3]int64{below, equal, above}; got != want {
				t.Fatalf("around %d are %v, want %v in %v", bound, got, want, demands)
			}
		}
	})
}

func TestTreeOfAscendingDemandsStaysShallow(t *testing.T) {
	var p Pool
	tree := none
	for demand := range int64(10000) {
		tree = p.insert(tree, p.newClass(demand+1))
	}
	var depth func(c int32) int
	depth = func(c int32) int {
		if c == none {
			return 0
		}
		return 1 + max(depth(p.groups[c].left), depth(p.groups[c].right))
	}
	// A random treap of 10,000 nodes is about 2·1.39·log₂(10,000) = 37 deep at most.
	if got := depth(tree); got > 50 {
		t.Errorf("tree of 10,000 classes is %d deep", got)
	}
}
