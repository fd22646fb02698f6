package flow

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/littoral-sim/littoral/models/units"
)

// on returns uses of whole constraints.
func on(constraints ...ConstraintID) []Use {
	uses := make([]Use, len(constraints))
	for i, c := range constraints {
		uses[i] = Use{Constraint: c, Coefficient: Unit}
	}
	return uses
}

// finish runs a network to its end and describes what happens.
func finish(n *Network) []string {
	var log []string
	for at, ok := n.Next(); ok; at, ok = n.Next() {
		for _, id := range n.Advance(at) {
			log = append(log, fmt.Sprintf("%d: %d", at, id))
		}
	}
	return log
}

func TestRatesOfSmallNetworks(t *testing.T) {
	tests := []struct {
		name       string
		capacities []units.BitsPerSecond
		flows      []Flow
		want       []units.BitsPerSecond
	}{
		{
			"two links with one flow in common",
			[]units.BitsPerSecond{10, 4},
			[]Flow{{Weight: 1, Uses: on(0)}, {Weight: 1, Uses: on(0)}, {Weight: 1, Uses: on(0, 1)}, {Weight: 1, Uses: on(1)}},
			[]units.BitsPerSecond{4, 4, 2, 2},
		},
		{
			"a chain of three links",
			[]units.BitsPerSecond{10, 20, 30},
			[]Flow{{Weight: 1, Uses: on(0, 1, 2)}, {Weight: 1, Uses: on(0)}, {Weight: 1, Uses: on(1)}, {Weight: 1, Uses: on(2)}},
			[]units.BitsPerSecond{5, 5, 15, 25},
		},
		{
			"weights one and two",
			[]units.BitsPerSecond{9},
			[]Flow{{Weight: 1, Uses: on(0)}, {Weight: 2, Uses: on(0)}},
			[]units.BitsPerSecond{3, 6},
		},
		{
			"a cap leaves the rest to others",
			[]units.BitsPerSecond{9},
			[]Flow{{Weight: 2, Cap: 3, Uses: on(0)}, {Weight: 1, Uses: on(0)}},
			[]units.BitsPerSecond{3, 6},
		},
		{
			"a coefficient of two",
			[]units.BitsPerSecond{9},
			[]Flow{{Weight: 1, Uses: []Use{{0, 2 * Unit}}}, {Weight: 1, Uses: on(0)}},
			[]units.BitsPerSecond{3, 3},
		},
		{
			"no capacity",
			[]units.BitsPerSecond{0, 5},
			[]Flow{{Weight: 1, Uses: on(0, 1)}, {Weight: 1, Uses: on(1)}},
			[]units.BitsPerSecond{0, 5},
		},
		{
			"a constraint without a limit",
			[]units.BitsPerSecond{units.Unlimited, 5},
			[]Flow{{Weight: 1, Uses: on(0, 1)}, {Weight: 1, Cap: 7, Uses: on(0)}, {Weight: 1, Cap: 8}},
			[]units.BitsPerSecond{5, 7, 8},
		},
	}
	for _, test := range tests {
		n := New(test.capacities)
		for i := range test.flows {
			test.flows[i].ID, test.flows[i].Size = ID(i), 1000
			n.Start(0, &test.flows[i])
		}
		if done := n.Advance(0); len(done) > 0 {
			t.Errorf("%s: %v finish at once", test.name, done)
		}
		var got []units.BitsPerSecond
		for i := range test.flows {
			got = append(got, n.Rate(ID(i)))
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
		if err := n.Check(); err != nil {
			t.Errorf("%s: %v", test.name, err)
		}
	}
}

func TestFlowsFinish(t *testing.T) {
	n := New([]units.BitsPerSecond{1e9, units.Unlimited})
	n.Start(5, &Flow{ID: 0, Size: 125, Weight: 1, Uses: on(0)})
	n.Start(5, &Flow{ID: 1, Size: 250, Weight: 1, Uses: on(0, 1)})
	n.Start(5, &Flow{ID: 2, Size: 1, Weight: 1, Uses: on(1)})
	n.Start(5, &Flow{ID: 3, Size: 0, Weight: 1, Uses: on(0)})
	n.Start(5, &Flow{ID: 4, Size: 1, Weight: 1})
	if diff := cmp.Diff([]string{"5: 2", "5: 3", "5: 4", "2005: 0", "3005: 1"}, finish(n)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
