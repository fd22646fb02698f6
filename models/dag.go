package models

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/littoral-sim/littoral/models/units"
)

// Dependency says that task To needs Data from task From before it can start.
type Dependency struct {
	From, To int32
	Data     units.Bytes
}

// DAG is a set of tasks, numbered from 0, with precedence edges. Make one with
// NewDAG, which refuses cycles.
type DAG struct {
	tasks int32
	edges []Dependency // sorted by From, To
	first []int32      // first edge of each task, and one more
	order []int32
}

// CycleError is a cycle of precedence: each task needs the one before it, and
// the first needs the last.
type CycleError struct{ Tasks []int32 }

// Error prints the cycle.
func (e *CycleError) Error() string {
	var b strings.Builder
	b.WriteString("tasks need each other in a cycle: ")
	for _, t := range e.Tasks {
		fmt.Fprintf(&b, "%d → ", t)
	}
	fmt.Fprintf(&b, "%d", e.Tasks[0])
	return b.String()
}

// NewDAG returns the graph of n tasks with those edges. It returns an error for
// a negative n and for an edge that leaves the range, joins a task to itself,
// appears twice or carries a negative amount of data, and a *CycleError for a
// cycle. With e edges it takes O(n log n + e log e) time.
func NewDAG(n int32, edges []Dependency) (*DAG, error) {
	if n < 0 {
		return nil, fmt.Errorf("%d tasks", n)
	}
	g := &DAG{tasks: n, edges: slices.Clone(edges)}
	slices.SortFunc(g.edges, func(a, b Dependency) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})
	for i, e := range g.edges {
		switch {
		case e.From < 0 || e.From >= n || e.To < 0 || e.To >= n:
			return nil, fmt.Errorf("edge %d → %d leaves the range of %d tasks", e.From, e.To, n)
		case e.From == e.To:
			return nil, fmt.Errorf("task %d needs itself", e.From)
		case e.Data < 0:
			return nil, fmt.Errorf("edge %d → %d carries %d bytes", e.From, e.To, e.Data)
		case i > 0 && g.edges[i-1].From == e.From && g.edges[i-1].To == e.To:
			return nil, fmt.Errorf("edge %d → %d appears twice", e.From, e.To)
		}
	}
	g.first = make([]int32, n+1)
	for _, e := range g.edges {
		g.first[e.From+1]++
	}
	for i := range n {
		g.first[i+1] += g.first[i]
	}
	if err := g.sort(); err != nil {
		return nil, err
	}
	return g, nil
}

// Tasks returns how many tasks there are.
func (g *DAG) Tasks() int32 { return g.tasks }

// Out returns the edges that leave a task, by ascending To. Do not modify it.
func (g *DAG) Out(t int32) []Dependency { return g.edges[g.first[t]:g.first[t+1]] }

// Order returns the tasks so that each comes after all it needs; among those
// that are ready at a time, the lowest number comes first. Do not modify it.
func (g *DAG) Order() []int32 { return g.order }

// sort fills in the order, or reports a cycle.
func (g *DAG) sort() error {
	needs := make([]int32, g.tasks)
	for _, e := range g.edges {
		needs[e.To]++
	}
	var ready []int32 // a binary min-heap on task numbers
	for t := range g.tasks {
		if needs[t] == 0 {
			ready = pushMin(ready, t)
		}
	}
	for len(ready) > 0 {
		var t int32
		t, ready = popMin(ready)
		g.order = append(g.order, t)
		for _, e := range g.Out(t) {
			if needs[e.To]--; needs[e.To] == 0 {
				ready = pushMin(ready, e.To)
			}
		}
	}
	if len(g.order) == int(g.tasks) {
		return nil
	}
	return &CycleError{g.cycle(needs)}
}

// cycle finds one among the tasks that never became ready: each of them is
// needed by a chain that, followed backwards, must meet itself.
func (g *DAG) cycle(needs []int32) []int32 {
	before := make([]int32, g.tasks)
	for _, e := range g.edges {
		if needs[e.From] > 0 && needs[e.To] > 0 {
			before[e.To] = e.From
		}
	}
	at := int32(slices.IndexFunc(needs, func(k int32) bool { return k > 0 }))
	seen := make([]bool, g.tasks)
	for !seen[at] {
		seen[at] = true
		at = before[at]
	}
	out := []int32{at}
	for t := before[at]; t != at; t = before[t] {
		out = append(out, t)
	}
	slices.Reverse(out)
	return out
}

func pushMin(h []int32, x int32) []int32 {
	h = append(h, x)
	for i := len(h) - 1; i > 0 && h[i] < h[(i-1)/2]; i = (i - 1) / 2 {
		h[i], h[(i-1)/2] = h[(i-1)/2], h[i]
	}
	return h
}

func popMin(h []int32) (int32, []int32) {
	top, last := h[0], len(h)-1
	h[0] = h[last]
	h = h[:last]
	for i := 0; ; {
		m := i
		for c := 2*i + 1; c <= 2*i+2 && c < last; c++ {
			if h[c] < h[m] {
				m = c
			}
		}
		if m == i {
			return top, h
		}
		h[i], h[m] = h[m], h[i]
		i = m
	}
}
