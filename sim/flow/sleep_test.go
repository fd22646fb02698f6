package flow

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/littoral-sim/littoral/models/units"
)

// Flows 0 and 1 share link 0, flow 0 also uses link 1, which sleeps. A change that it cannot see happens, and then one that
// needs it.
func TestSleepingLinkWakesWithTheTruth(t *testing.T) {
	tests := []struct {
		name   string
		second units.BitsPerSecond
		change func(n *Network)
		want   []units.BitsPerSecond
		load   units.BitsPerSecond
	}{
		{"the level rises below the limit", 12, func(n *Network) { n.Stop(0, 1) }, []units.BitsPerSecond{10, 0, 0}, 10},
		{"the level rises to the limit", 7, func(n *Network) { n.Stop(0, 1) }, []units.BitsPerSecond{7, 0, 0}, 7},
		{"a flow joins after the level has risen", 16, func(n *Network) {
			n.Stop(0, 1)
			n.Advance(0)
			n.Start(0, &Flow{ID: 2, Size: 100, Weight: 1, Uses: on(1)})
		}, []units.BitsPerSecond{8, 0, 8}, 16},
		{"a flow joins at a level that was never seen before", 26, func(n *Network) {
			n.SetCapacity(0, 0, 28)
			n.Advance(0)
			n.Start(0, &Flow{ID: 2, Size: 100, Weight: 1, Uses: on(1)})
		}, []units.BitsPerSecond{13, 15, 13}, 26},
		{"the limit falls before the level rises", 12, func(n *Network) {
			n.SetCapacity(0, 1, 7)
			n.Advance(0)
			n.Stop(0, 1)
		}, []units.BitsPerSecond{7, 0, 0}, 7},
		{"the limit goes before the level rises", 7, func(n *Network) {
			n.SetCapacity(0, 1, units.Unlimited)
			n.Advance(0)
			n.SetCapacity(0, 0, 1000)
		}, []units.BitsPerSecond{500, 500, 0}, 500},
	}
	for _, test := range tests {
		n := New([]units.BitsPerSecond{10, test.second})
		n.crowd = 0
		n.Start(0, &Flow{ID: 0, Size: 100, Weight: 1, Uses: on(0, 1)})
		n.Start(0, &Flow{ID: 1, Size: 100, Weight: 1, Uses: on(0)})
		n.Advance(0)
		if at := n.links[1].busy; n.busies[at].asleep == none || n.Load(1) != 5 {
			t.Fatalf("%s: link 1 is awake, with load %v", test.name, n.Load(1))
		}
		test.change(n)
		n.Advance(0)
		got := []units.BitsPerSecond{n.Rate(0), n.Rate(1), n.Rate(2)}
		if diff := cmp.Diff(test.want, got); diff != "" || n.Load(1) != test.load {
			t.Errorf("%s: load %v, want %v; rates (-want +got):\n%s", test.name, n.Load(1), test.load, diff)
		}
		if err := n.Check(); err != nil {
			t.Errorf("%s: %v", test.name, err)
		}
	}
}
