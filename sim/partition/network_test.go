package partition

import (
	"strings"
	"testing"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
)

// spokes returns a ring of a few nodes with, behind each, a tree of gateways and leaves of a given size.
func spokes(ring, gateways, leaves int) *models.System {
	sys := &models.System{Nodes: make([]models.Node, ring)}
	add := func(to int) int {
		sys.Nodes = append(sys.Nodes, models.Node{})
		join(sys, len(sys.Nodes)-1, to)
		return len(sys.Nodes) - 1
	}
	for i := range ring {
		join(sys, i, (i+1)%ring)
	}
	for i := range ring {
		at := i
		for range gateways {
			at = add(at)
			for range leaves {
				add(at)
			}
		}
	}
	return sys
}

// The cost of a split is that of the smaller side, and leaves are not looked at.
func TestASplitLooksAtTheSmallerSideOnly(t *testing.T) {
	sys := spokes(4, 1000, 100)
	for _, c := range []struct {
		what  string
		do    func(p *Network)
		most  int64 // links looked at
		left  int   // islands
		small int   // nodes of the smaller one
	}{
		{"a leaf", func(p *Network) { p.SetNode(1, 5, false) }, 0, 1, 0},
		{"the link of a leaf", func(p *Network) { p.SetLink(1, 5, false) }, 0, 2, 1},
		{"a link of the ring", func(p *Network) { p.SetLink(1, 0, false) }, 10, 1, 0},
		// The gateways behind one node of the ring are numbers 4 + 101·k; each link leads to the node before.
		{"the last gateway but nine", func(p *Network) { p.SetLink(1, models.LinkID(4+101*990), false) }, 2 * 20, 2, 10 * 101},
		{"a gateway near the ring", func(p *Network) { p.SetLink(1, models.LinkID(4+101*10), false) }, 2 * 2 * 990, 2, 990 * 101},
	} {
		p := New(sys)
		c.do(p)
		if p.search.looked > c.most {
			t.Errorf("%s: %d links were looked at, want %d at most", c.what, p.search.looked, c.most)
		}
		if p.Islands() != c.left || c.left == 2 && len(sys.Nodes)-p.Size(0) != c.small {
			t.Errorf("%s: %d islands, that of node 0 has %d of %d nodes", c.what, p.Islands(), p.Size(0), len(sys.Nodes))
		}
	}
}

// A hub with many leaves comes to its end at once, but the rest is cheaper to relabel.
func TestALargeStarKeepsItsLabel(t *testing.T) {
	sys := &models.System{Nodes: make([]models.Node, 2)}
	cut := join(sys, 0, 1)
	for range 3 { // a short chain behind node 0
		sys.Nodes = append(sys.Nodes, models.Node{})
		join(sys, len(sys.Nodes)-1, max(0, len(sys.Nodes)-2)*min(1, len(sys.Nodes)-3))
	}
	for range 1000 {
		sys.Nodes = append(sys.Nodes, models.Node{})
		join(sys, len(sys.Nodes)-1, 1)
	}
	p := New(sys)
	before := p.nodes[1].island
	p.SetLink(1, cut, false)
	if p.nodes[1].island != before || p.Size(1) != 1001 || p.Size(0) != 4 {
		t.Errorf("the star of %d nodes was relabelled beside one of %d", p.Size(1), p.Size(0))
	}
}

func TestStatesThatLastNoTimeDoNotCount(t *testing.T) {
	sys := spokes(1, 1, 3)
	p := New(sys)
	p.SetNode(10, 1, false) // the gateway: three leaves and the ring
	p.SetNode(10, 1, true)
	if a := p.Account(20); a.Max != 1 || a.Parted != 0 || a.Area != (units.Wide{}).Plus(20) {
		t.Errorf("account: %+v", a)
	}
}

func TestTimeThatRunsBackwardsPanics(t *testing.T) {
	p := New(spokes(3, 1, 1))
	p.SetLink(10, 0, false)
	for what, do := range map[string]func(){
		"link":    func() { p.SetLink(9, 0, true) },
		"node":    func() { p.SetNode(9, 0, false) },
		"time":    func() { p.CutOffTime(9, 0) },
		"account": func() { p.Account(9) },
	} {
		func() {
			defer func() {
				if text, _ := recover().(string); !strings.Contains(text, "from 10 to 9 ns") {
					t.Errorf("%s: panics with %q", what, text)
				}
			}()
			do()
		}()
	}
}

func TestChangesAllocateNothing(t *testing.T) {
	p := New(spokes(4, 20, 20))
	now := units.Time(0)
	flip := func() {
		for _, up := range []bool{false, true} {
			now++
			for n := range models.NodeID(100) {
				p.SetNode(now, n, up)
			}
			for l := range models.LinkID(100) {
				p.SetLink(now, l, up)
			}
		}
	}
	flip()
	if got := testing.AllocsPerRun(20, flip); got > 0 {
		t.Errorf("%v allocations for 400 changes", got)
	}
}
