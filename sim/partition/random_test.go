package partition

import (
	"flag"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
)

// checkOften runs a property ten thousand times, unless the environment or the command line wants another number.
func checkOften(t *testing.T, property func(*rapid.T)) {
	t.Helper()
	checks := flag.Lookup("rapid.checks")
	if before := checks.Value.String(); before == checks.DefValue && os.Getenv("RAPID_CHECKS") == "" {
		if err := flag.Set("rapid.checks", "10000"); err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := flag.Set("rapid.checks", before); err != nil {
				t.Fatal(err)
			}
		}()
	}
	rapid.Check(t, property)
}

// draw makes a system: a few clusters of nodes, trees, rings or anything, with leaves and links that are there twice or
// join a node with itself.
func draw(t *rapid.T) *models.System {
	n := rapid.IntRange(1, 14).Draw(t, "nodes")
	tiers := rapid.SampledFrom([][]models.Tier{
		{models.TierEdge},
		{models.TierEdge, models.TierDevice, models.TierGateway, models.TierEdge, models.TierCloud},
	}).Draw(t, "tiers")
	tier := rapid.SampledFrom(tiers)
	sys := &models.System{Nodes: make([]models.Node, n)}
	shape := rapid.IntRange(0, 4).Draw(t, "shape")
	label := rapid.Permutation(numbers(n)).Draw(t, "numbers")
	for i := range n {
		sys.Nodes[i] = models.Node{ID: models.NodeID(i), Tier: tier.Draw(t, "tier")}
		switch {
		case i == 0:
		case shape == 0: // a tree of a few hubs
			join(sys, label[i], label[rapid.IntRange(0, min(i-1, 2)).Draw(t, "hub")])
		case shape == 1: // any tree
			join(sys, label[i], label[rapid.IntRange(0, i-1).Draw(t, "parent")])
		case shape == 2: // a ring
			join(sys, label[i], label[i-1])
			if i == n-1 {
				join(sys, label[i], label[0])
			}
		default: // a forest, with more links below
			if rapid.IntRange(0, 3).Draw(t, "joined") > 0 {
				join(sys, label[i], label[rapid.IntRange(0, i-1).Draw(t, "parent")])
			}
		}
	}
	for range rapid.IntRange(0, 6).Draw(t, "more links") {
		a := rapid.IntRange(0, n-1).Draw(t, "a")
		join(sys, a, rapid.IntRange(0, n-1).Draw(t, "b"))
	}
	if rapid.IntRange(0, 2).Draw(t, "mobility") == 0 {
		drawMobile(t, sys)
	}
	return sys
}

// drawMobile makes some nodes access points, and adds mobile nodes.
func drawMobile(t *rapid.T, sys *models.System) {
	n := len(sys.Nodes)
	for range rapid.IntRange(1, 3).Draw(t, "access points") {
		sys.Nodes[rapid.IntRange(0, n-1).Draw(t, "access point")].AccessPoint = true
	}
	for range rapid.IntRange(1, 4).Draw(t, "mobile nodes") {
		sys.Nodes = append(sys.Nodes, models.Node{ID: models.NodeID(len(sys.Nodes))})
		l := join(sys, len(sys.Nodes)-1, int(rapid.SampledFrom(accessPoints(sys)).Draw(t, "home")))
		sys.Links[l].Roams = true
	}
}

func accessPoints(sys *models.System) (out []models.NodeID) {
	for n := range sys.Nodes {
		if sys.Nodes[n].AccessPoint {
			out = append(out, models.NodeID(n))
		}
	}
	return out
}

func numbers(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

func join(sys *models.System, a, b int) models.LinkID {
	id := models.LinkID(len(sys.Links))
	sys.Links = append(sys.Links, models.Link{ID: id, A: models.NodeID(a), B: models.NodeID(b)})
	return id
}

// drawWide makes a hub with a long way round between each two of its neighbours, so that walks meet late and often.
func drawWide(t *rapid.T) *models.System {
	arms := rapid.IntRange(3, 9).Draw(t, "arms")
	sys := &models.System{Nodes: make([]models.Node, 1)}
	add := func(from int) int {
		sys.Nodes = append(sys.Nodes, models.Node{ID: models.NodeID(len(sys.Nodes))})
		join(sys, from, len(sys.Nodes)-1)
		return len(sys.Nodes) - 1
	}
	var tips []int
	for range arms {
		at := 0
		for range rapid.IntRange(1, 5).Draw(t, "length") {
			at = add(at)
			if rapid.IntRange(0, 2).Draw(t, "leaf") == 0 {
				add(at)
			}
		}
		tips = append(tips, at)
	}
	for i := range tips {
		if rapid.IntRange(0, 3).Draw(t, "joined") > 0 {
			join(sys, tips[i], tips[rapid.IntRange(0, arms-1).Draw(t, "tip")])
		}
	}
	return sys
}

func TestTheFailureOfAHubIsUnderstood(t *testing.T) {
	checkOften(t, func(t *rapid.T) {
		sys := drawWide(t)
		w := &twins{sys: sys, p: New(sys), v: newNaive(sys)}
		for range rapid.IntRange(0, 2).Draw(t, "steps before") {
			w.step(t)
		}
		for _, up := range []bool{false, true, false} {
			w.now += 10
			w.p.SetNode(w.now, 0, up)
			w.v.setNode(w.now, 0, up)
			w.p.consistent(t)
		}
		w.agree(t)
	})
}

// twins are a network and its naive twin, which live through the same.
type twins struct {
	sys *models.System
	now units.Time
	p   *Network
	v   *naive
}

func (w *twins) step(t *rapid.T) {
	w.now += units.Time(rapid.SampledFrom([]int{0, 1, 7, 0, 100}).Draw(t, "later"))
	up := rapid.IntRange(0, 2).Draw(t, "up") > 0
	if len(w.sys.Links) > 0 && rapid.Bool().Draw(t, "link") {
		l := models.LinkID(rapid.IntRange(0, len(w.sys.Links)-1).Draw(t, "which"))
		w.p.SetLink(w.now, l, up)
		w.v.setLink(w.now, l, up)
		if !up && w.sys.Links[l].Roams {
			to := rapid.SampledFrom(accessPoints(w.sys)).Draw(t, "home")
			w.p.Rehome(w.now, l, to)
			w.v.rehome(w.now, l, to)
		}
		return
	}
	n := models.NodeID(rapid.IntRange(0, len(w.sys.Nodes)-1).Draw(t, "which"))
	w.p.SetNode(w.now, n, up)
	w.v.setNode(w.now, n, up)
}

func (w *twins) agree(t *rapid.T) {
	sizes := w.v.sizes()
	if w.p.Islands() != len(sizes) {
		t.Fatalf("%d islands, want %d: %v", w.p.Islands(), len(sizes), w.v.name)
	}
	for n := range w.v.name {
		id, name := models.NodeID(n), w.v.name[n]
		if w.p.Up(id) == w.v.nodeDown[n] || w.p.Island(id) != name || w.p.Size(id) != sizes[name] || w.p.CutOff(id) != w.v.cut[n] {
			t.Fatalf("node %d is up %v, in island %d of %d nodes, cut off %v; want %v, %d of %d, %v",
				n, w.p.Up(id), w.p.Island(id), w.p.Size(id), w.p.CutOff(id), !w.v.nodeDown[n], name, sizes[name], w.v.cut[n])
		}
		if got := w.p.CutOffTime(w.now, id); got != w.v.cutNs[n] {
			t.Fatalf("node %d was cut off for %d ns, want %d", n, got, w.v.cutNs[n])
		}
		for m := range n {
			if same := name != models.NoNode && name == w.v.name[m]; w.p.Same(id, models.NodeID(m)) != same {
				t.Fatalf("nodes %d and %d are joined %v, want %v", n, m, !same, same)
			}
		}
	}
	if got := w.p.Account(w.now); got != w.v.account { // Diff is slow, and called for a difference only.
		t.Fatalf("account (-want +got):\n%s", cmp.Diff(w.v.account, got, cmpopts.EquateComparable(units.Wide{})))
	}
}

func TestNetworkDoesWhatItsNaiveTwinDoes(t *testing.T) {
	checkOften(t, func(t *rapid.T) {
		sys := draw(t)
		w := &twins{sys: sys, p: New(sys), v: newNaive(sys)}
		w.agree(t)
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			w.step(t)
			w.agree(t)
			w.p.consistent(t)
		}
	})
}

// consistent checks what is kept beside the answers.
func (p *Network) consistent(t *rapid.T) {
	leaves := make([]int32, len(p.nodes))
	for n := range p.nodes {
		if hub, ok := p.hub(models.NodeID(n)); ok && p.Up(models.NodeID(n)) && !p.linkDown[p.ends(models.NodeID(n))[0].link] {
			leaves[hub]++
		}
	}
	cut := int64(0)
	for n := range p.nodes {
		m := &p.nodes[n]
		if m.attached != leaves[n] {
			t.Fatalf("node %d counts %d leaves, want %d", n, m.attached, leaves[n])
		}
		if m.child != none && (m.child < int32(n) || p.nodes[m.child].prev != int32(n)) {
			t.Fatalf("node %d has the child %d, which has the parent %d", n, m.child, p.nodes[m.child].prev)
		}
		if p.CutOff(models.NodeID(n)) {
			cut++
		}
	}
	if cut != p.counts.cut {
		t.Fatalf("%d nodes count as cut off, want %d", p.counts.cut, cut)
	}
	for at, i := range p.ranking {
		if p.islands[i].rank != int32(at) || at > 0 && p.before(i, p.ranking[(at-1)/2]) {
			t.Fatalf("island %d is out of place at %d of the ranking", i, at)
		}
	}
	if open := len(p.islands) - len(p.free); open != p.Islands() || !p.clouded && len(p.ranking) != open {
		t.Fatalf("%d islands are open and %d ranked, want %d", open, len(p.ranking), p.Islands())
	}
}

// The marks of searches begin anew long before they overflow.
func TestOldSearchesAreForgottenInTime(t *testing.T) {
	sys := &models.System{Nodes: make([]models.Node, 4)}
	for i := range 4 {
		join(sys, i, (i+1)%4)
	}
	p := New(sys)
	p.search.base = 1<<30 - 20
	for range 100 {
		p.SetLink(0, 0, false)
		p.SetLink(0, 2, false)
		if p.Islands() != 2 || p.Same(0, 1) || !p.Same(1, 2) {
			t.Fatalf("%d islands", p.Islands())
		}
		p.SetLink(0, 0, true)
		p.SetLink(0, 2, true)
		if p.Islands() != 1 {
			t.Fatalf("%d islands", p.Islands())
		}
	}
	if p.search.base > 1<<20 {
		t.Errorf("marks have come to %d", p.search.base)
	}
}
