package failure

import (
	"fmt"
	"testing"
)

// TestManyWaysToAMemberCostNoMoreThanOne stacks pairs of domains, each of which holds both of the pair below: there are
// 2⁶³ ways from the top to the bottom.
func TestManyWaysToAMemberCostNoMoreThanOne(t *testing.T) {
	const levels = 64
	c := &Config{}
	for i := range 2 * levels {
		k := Component{Name: fmt.Sprint("c", i)}
		if below := ID(i/2-1) * 2; below >= 0 {
			k.Members = []ID{below, below + 1}
		}
		c.Components = append(c.Components, k)
	}
	c.Components[2*levels-1].Faults = []Fault{{At: 1, For: 1}}
	m := mustNew(t, c)
	for i, e := range m.Advance(1) {
		if want := ID(i + i/(2*levels-2)); e.Component != want {
			t.Fatalf("effect %d is on component %d, want %d", i, e.Component, want)
		}
	}
	if got := len(m.reach[2*levels-1]); got != 2*levels-1 {
		t.Errorf("a domain at the top holds %d, want %d", got, 2*levels-1)
	}
}
