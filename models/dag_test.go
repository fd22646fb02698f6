package models

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// drawEdges draws distinct edges between n tasks, half of the time without
// cycles.
func drawEdges(t *rapid.T, n int) []Dependency {
	acyclic := rapid.Bool().Draw(t, "acyclic")
	rank := rapid.Permutation(slices.Collect(func(yield func(int) bool) {
		for i := 0; i < n && yield(i); i++ {
		}
	})).Draw(t, "rank")
	var all []Dependency
	for a := range int32(n) {
		for b := range int32(n) {
			if a != b && (!acyclic || rank[a] < rank[b]) {
				all = append(all, Dependency{From: a, To: b, Data: 1})
			}
		}
	}
	if len(all) == 0 {
		return nil
	}
	return rapid.Permutation(all).Draw(t, "order")[:rapid.IntRange(0, min(len(all), 2*n)).Draw(t, "edges")]
}

// leastOrder builds the order task by task: each time the lowest of those that
// need nothing which is not there yet. It stops short at a cycle.
func leastOrder(n int, edges []Dependency) (order []int32) {
	for len(order) < n {
		next := int32(-1)
		for t := int32(n) - 1; t >= 0; t-- {
			waits := slices.ContainsFunc(edges, func(e Dependency) bool { return e.To == t && !slices.Contains(order, e.From) })
			if !waits && !slices.Contains(order, t) {
				next = t
			}
		}
		if next < 0 {
			return order
		}
		order = append(order, next)
	}
	return order
}

func TestTheOrderIsTheLeastOfAllThatRespectTheEdges(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 9).Draw(t, "tasks")
		edges := drawEdges(t, n)
		given := slices.Clone(edges)
		g, err := NewDAG(int32(n), edges)
		if !slices.Equal(edges, given) {
			t.Fatalf("NewDAG changes its argument from %v to %v", given, edges)
		}
		want := leastOrder(n, edges)
		if len(want) < n {
			checkCycle(t, g, err, edges)
			return
		}
		if err != nil {
			t.Fatalf("no cycle in %v, yet: %v", edges, err)
		}
		if !slices.Equal(g.Order(), want) {
			t.Fatalf("order %v of %v, want %v", g.Order(), edges, want)
		}
		var out []Dependency
		for task := range g.Tasks() {
			if !slices.IsSortedFunc(g.Out(task), func(a, b Dependency) int { return int(a.To - b.To) }) {
				t.Fatalf("edges of task %d out of order: %v", task, g.Out(task))
			}
			out = append(out, g.Out(task)...)
		}
		byEnds := func(a, b Dependency) int { return slices.Compare([]int32{a.From, a.To}, []int32{b.From, b.To}) }
		if slices.SortFunc(given, byEnds); !slices.Equal(out, given) {
			t.Fatalf("edges %v, want %v", out, given)
		}
	})
}

// checkCycle fails unless err names distinct tasks, each with an edge to the
// next and the last with one to the first.
func checkCycle(t *rapid.T, g *DAG, err error, edges []Dependency) {
	var cycle *CycleError
	if g != nil || !errors.As(err, &cycle) {
		t.Fatalf("a cycle in %v, yet %v and error %v", edges, g, err)
	}
	for i, from := range cycle.Tasks {
		to := cycle.Tasks[(i+1)%len(cycle.Tasks)]
		if !slices.ContainsFunc(edges, func(e Dependency) bool { return e.From == from && e.To == to }) {
			t.Fatalf("cycle %v takes an edge %d → %d that is not there: %v", cycle.Tasks, from, to, edges)
		}
		if slices.Contains(cycle.Tasks[:i], from) {
			t.Fatalf("cycle %v visits %d twice", cycle.Tasks, from)
		}
	}
	if len(cycle.Tasks) < 2 {
		t.Fatalf("cycle %v is none", cycle.Tasks)
	}
}

// Among all permutations that respect the edges, the order is the first in
// lexicographic order: the definition itself, for few tasks.
func TestTheOrderIsTheFirstPermutation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 5).Draw(t, "tasks")
		edges := drawEdges(t, n)
		var first []int32
		var extend func(p []int32)
		extend = func(p []int32) {
			if len(p) == n && first == nil {
				first = slices.Clone(p)
			}
			for next := range int32(n) {
				ready := !slices.Contains(p, next) && !slices.ContainsFunc(edges, func(e Dependency) bool {
					return e.To == next && !slices.Contains(p, e.From)
				})
				if ready && first == nil {
					extend(append(p, next))
				}
			}
		}
		extend(nil)
		g, err := NewDAG(int32(n), edges)
		if (err == nil) != (first != nil) {
			t.Fatalf("some order: %v; error: %v", first, err)
		}
		if err == nil && !slices.Equal(g.Order(), first) {
			t.Fatalf("order %v of %v, want %v", g.Order(), edges, first)
		}
	})
}

func TestBadDAGsAreRefused(t *testing.T) {
	for _, c := range []struct {
		n     int32
		edges []Dependency
		want  string
	}{
		{-1, nil, "-1 tasks"},
		{0, []Dependency{{0, 0, 0}}, "edge 0 → 0 leaves the range of 0 tasks"},
		{2, []Dependency{{0, 1, 0}, {-1, 1, 0}}, "edge -1 → 1 leaves the range of 2 tasks"},
		{2, []Dependency{{0, 2, 0}}, "edge 0 → 2 leaves the range of 2 tasks"},
		{2, []Dependency{{1, 1, 0}}, "task 1 needs itself"},
		{2, []Dependency{{0, 1, -8}}, "edge 0 → 1 carries -8 bytes"},
		{2, []Dependency{{0, 1, 1}, {0, 1, 2}}, "edge 0 → 1 appears twice"},
		{4, []Dependency{{3, 1, 0}, {1, 2, 0}, {0, 1, 0}, {2, 3, 0}}, "tasks need each other in a cycle: 2 → 3 → 1 → 2"},
	} {
		g, err := NewDAG(c.n, c.edges)
		if g != nil || err == nil {
			t.Errorf("%d tasks, %v: accepted, want error %q", c.n, c.edges, c.want)
			continue
		}
		if diff := cmp.Diff(c.want, err.Error()); diff != "" {
			t.Errorf("%d tasks, %v (-want +got):\n%s", c.n, c.edges, diff)
		}
	}
}
