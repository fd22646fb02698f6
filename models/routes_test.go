package models

import (
	"cmp"
	"fmt"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models/units"
)

// plainRoutes is the slow twin of Routes: Bellman–Ford over all nodes and links,
// every time from scratch, then the path step by step. It knows nothing of a
// core and remembers nothing but what is down.
type plainRoutes struct {
	sys                *System
	nodeDown, linkDown []bool
}

func newPlainRoutes(sys *System) *plainRoutes {
	return &plainRoutes{sys, make([]bool, len(sys.Nodes)), make([]bool, len(sys.Links))}
}

// far is the distance to a destination: latency first, then hops.
type far struct {
	latency int64
	hops    int32
	ok      bool
}

func (f far) over(l *Link) far { return far{f.latency + int64(l.Latency), f.hops + 1, f.ok} }

func (f far) closer(g far) bool {
	switch {
	case f.ok != g.ok:
		return f.ok
	case f.latency != g.latency:
		return f.latency < g.latency
	}
	return f.hops < g.hops
}

// usable reports whether traffic can cross l.
func (p *plainRoutes) usable(l *Link) bool {
	return !p.linkDown[l.ID] && !p.nodeDown[l.A] && !p.nodeDown[l.B]
}

// distances returns how far each node is from a destination that is up.
func (p *plainRoutes) distances(to NodeID) []far {
	d := make([]far, len(p.sys.Nodes))
	d[to] = far{ok: true}
	for changed := true; changed; {
		changed = false
		for i := range p.sys.Links {
			l := &p.sys.Links[i]
			if !p.usable(l) {
				continue
			}
			for _, from := range [2]NodeID{l.A, l.B} {
				if f := d[l.Other(from)].over(l); f.ok && f.closer(d[from]) {
					d[from] = f
					changed = true
				}
			}
		}
	}
	return d
}

// path returns the route that the documentation of Routes promises.
func (p *plainRoutes) path(from, to NodeID) (path []LinkID, ok bool) {
	if from == to {
		return nil, true
	}
	if p.nodeDown[from] || p.nodeDown[to] {
		return nil, false
	}
	d := p.distances(to)
	for at := from; at != to; {
		var best *Link
		for i := range p.sys.Links {
			l := &p.sys.Links[i]
			if (l.A != at && l.B != at) || !p.usable(l) || !d[at].ok || d[l.Other(at)].over(l) != d[at] {
				continue
			}
			if best == nil || l.Other(at) < best.Other(at) {
				best = l
			}
		}
		if best == nil {
			return nil, false
		}
		path = append(path, best.ID)
		at = best.Other(at)
	}
	return path, true
}

// answer is everything that Routes says about one pair of nodes.
type answer struct {
	OK         bool
	Path       []LinkID
	Latency    time.Duration
	Bottleneck units.BitsPerSecond
	Back       units.BitsPerSecond // the bottleneck for what goes the other way
	Encrypted  bool
}

// answer derives all from the path.
func (p *plainRoutes) answer(from, to NodeID) answer {
	path, ok := p.path(from, to)
	if !ok {
		return answer{}
	}
	a := answer{OK: true, Path: path, Bottleneck: units.Unlimited, Back: units.Unlimited, Encrypted: true}
	if from != to {
		a.Bottleneck = p.sys.Nodes[from].Capacity.Bandwidth
		a.Back = a.Bottleneck
	}
	at := from
	for _, id := range path {
		l := &p.sys.Links[id]
		at = l.Other(at)
		a.Latency += l.Latency
		rate, back := l.Bandwidth, cmp.Or(l.BandwidthBack, l.Bandwidth)
		if at == l.A {
			rate, back = back, rate
		}
		a.Bottleneck = min(a.Bottleneck, rate, p.sys.Nodes[at].Capacity.Bandwidth)
		a.Back = min(a.Back, back, p.sys.Nodes[at].Capacity.Bandwidth)
		a.Encrypted = a.Encrypted && l.Encrypted
	}
	return a
}

// answerOf asks Routes one question after the other, in the order that is drawn
// by turn, since each may change what is cached.
func answerOf(r *Routes, from, to NodeID, turn int) (a answer) {
	var ok [3]bool
	for k := range 4 {
		switch (k + turn) % 4 {
		case 0:
			a.Latency, ok[0] = r.Latency(from, to)
		case 1:
			a.Path, ok[1] = r.Path(from, to, nil)
		case 2:
			a.Bottleneck, ok[2] = r.Bottleneck(from, to)
			a.Back, _ = r.BottleneckBack(from, to)
		case 3:
			a.Encrypted = r.Encrypted(from, to)
		}
	}
	a.OK = ok[0]
	if ok[0] != ok[1] || ok[1] != ok[2] {
		panic(fmt.Sprintf("latency, path and bottleneck disagree on whether %d reaches %d: %v", from, to, ok))
	}
	return a
}

// drawSystem makes a network of a few nodes out of a random tree or nothing,
// leaves, and any other links. Latencies come from few values, so that ties
// abound, and nodes are renumbered at random.
func drawSystem(t *rapid.T, nodesMin, nodesMax int) *System {
	n := rapid.IntRange(nodesMin, nodesMax).Draw(t, "nodes")
	number := rapid.Permutation(slices.Collect(func(yield func(NodeID) bool) {
		for i := range n {
			if !yield(NodeID(i)) {
				return
			}
		}
	})).Draw(t, "numbers")
	sys := &System{Nodes: make([]Node, n)}
	rate := rapid.SampledFrom([]units.BitsPerSecond{1e6, 2e6, 5e6, units.Unlimited})
	latency := rapid.SampledFrom([]time.Duration{0, 0, 1, 1, 2, 3, 10})
	for i := range sys.Nodes {
		sys.Nodes[i] = Node{ID: NodeID(i), Via: NoNode, Capacity: Resources{Bandwidth: rate.Draw(t, "node rate")}}
	}
	join := func(a, b int) {
		sys.Links = append(sys.Links, Link{
			ID: LinkID(len(sys.Links)), A: number[a], B: number[b], Bandwidth: rate.Draw(t, "link rate"), BandwidthBack: rate.Draw(t, "rate back"),
			Latency: latency.Draw(t, "latency"), Encrypted: rapid.Bool().Draw(t, "encrypted"),
		})
	}
	trunk := rapid.IntRange(1, n).Draw(t, "trunk")
	if rapid.Bool().Draw(t, "connected") {
		for i := 1; i < n; i++ { // What lies beyond the trunk hangs from it as a leaf.
			join(i, rapid.IntRange(0, min(i, trunk)-1).Draw(t, "parent"))
		}
	}
	for range rapid.IntRange(0, n+2).Draw(t, "more links") { // Parallel links and loops among them.
		join(rapid.IntRange(0, trunk-1).Draw(t, "a"), rapid.IntRange(0, n-1).Draw(t, "b"))
	}
	if rapid.Bool().Draw(t, "mobility") {
		drawMobile(t, sys, latency)
	}
	return sys
}

// drawMobile makes some nodes access points, and adds mobile nodes.
func drawMobile(t *rapid.T, sys *System, latency *rapid.Generator[time.Duration]) {
	n := len(sys.Nodes)
	for range rapid.IntRange(1, 3).Draw(t, "access points") {
		sys.Nodes[rapid.IntRange(0, n-1).Draw(t, "access point")].AccessPoint = true
	}
	for range rapid.IntRange(1, 3).Draw(t, "mobile nodes") {
		id := NodeID(len(sys.Nodes))
		sys.Nodes = append(sys.Nodes, Node{ID: id, Via: NoNode, Capacity: Resources{Bandwidth: 5e6}})
		sys.Links = append(sys.Links, Link{
			ID: LinkID(len(sys.Links)), A: id, B: accessPoints(sys)[0], Bandwidth: 1e6, Latency: latency.Draw(t, "air"), Roams: true,
		})
	}
}

func accessPoints(sys *System) (out []NodeID) {
	for n := range sys.Nodes {
		if sys.Nodes[n].AccessPoint {
			out = append(out, NodeID(n))
		}
	}
	return out
}

// routesMachine drives Routes and its twin through the same changes.
type routesMachine struct {
	sys   *System
	plain *plainRoutes
	fast  *Routes
}

func (m *routesMachine) node(t *rapid.T, label string) NodeID {
	return NodeID(rapid.IntRange(0, len(m.sys.Nodes)-1).Draw(t, label))
}

func (m *routesMachine) setNode(t *rapid.T) {
	n, up := m.node(t, "node"), rapid.Bool().Draw(t, "up")
	m.plain.nodeDown[n] = !up
	m.fast.SetNode(n, up)
}

func (m *routesMachine) setLink(t *rapid.T) {
	if len(m.sys.Links) == 0 {
		return
	}
	l, up := LinkID(rapid.IntRange(0, len(m.sys.Links)-1).Draw(t, "link")), rapid.Bool().Draw(t, "up")
	m.plain.linkDown[l] = !up
	m.fast.SetLink(l, up)
}

// rehome attaches a mobile node elsewhere, which the twin reads off the system.
func (m *routesMachine) rehome(t *rapid.T) {
	points := accessPoints(m.sys)
	for i := range m.sys.Links {
		if m.sys.Links[i].Roams && rapid.Bool().Draw(t, "this one") {
			m.fast.Rehome(LinkID(i), rapid.SampledFrom(points).Draw(t, "home"))
			return
		}
	}
}

func (m *routesMachine) ask(t *rapid.T) {
	m.compare(t, m.node(t, "from"), m.node(t, "to"), rapid.IntRange(0, 3).Draw(t, "turn"))
}

func (m *routesMachine) askAll(t *rapid.T) {
	for from := range m.sys.Nodes {
		for to := range m.sys.Nodes {
			m.compare(t, NodeID(from), NodeID(to), from+to)
		}
	}
}

func (m *routesMachine) compare(t *rapid.T, from, to NodeID, turn int) {
	if diff := gocmp.Diff(m.plain.answer(from, to), answerOf(m.fast, from, to, turn)); diff != "" {
		t.Fatalf("%d to %d (-twin +Routes):\n%s", from, to, diff)
	}
}

// invariants checks what must hold between any two calls.
func (m *routesMachine) invariants(t *rapid.T) {
	r := m.fast
	for n := range m.sys.Nodes {
		if r.NodeUp(NodeID(n)) == m.plain.nodeDown[n] {
			t.Fatalf("node %d: NodeUp = %v", n, r.NodeUp(NodeID(n)))
		}
	}
	for l := range m.sys.Links {
		if r.LinkUp(LinkID(l)) == m.plain.linkDown[l] {
			t.Fatalf("link %d: LinkUp = %v", l, r.LinkUp(LinkID(l)))
		}
	}
	known := 0
	for _, tree := range r.trees {
		if tree != nil {
			known++
		}
	}
	if known != len(r.known) {
		t.Fatalf("%d trees are there, %d are counted", known, len(r.known))
	}
	if trees := known + len(r.spare); trees > 1 && trees*len(r.core.nodes) > r.entriesMax {
		t.Fatalf("%d trees of %d entries are kept, with a limit of %d", trees, len(r.core.nodes), r.entriesMax)
	}
}

func TestRoutesMatchTheirTwinWhileNodesAndLinksFail(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sys := drawSystem(t, 1, 12)
		m := &routesMachine{sys: sys, plain: newPlainRoutes(sys), fast: NewRoutes(sys)}
		m.fast.entriesMax = rapid.SampledFrom([]int{0, 1, 20, treeEntriesMax}).Draw(t, "entries")
		t.Repeat(map[string]func(*rapid.T){
			"":         m.invariants,
			"set node": m.setNode,
			"set link": m.setLink,
			"rehome":   m.rehome,
			"ask":      m.ask,
			"ask all":  m.askAll,
		})
	})
}

// allPaths calls visit with every simple path between two nodes.
func (p *plainRoutes) allPaths(from, to NodeID, visit func([]LinkID)) {
	seen := make([]bool, len(p.sys.Nodes))
	var path []LinkID
	var walk func(at NodeID)
	walk = func(at NodeID) {
		if at == to {
			visit(path)
			return
		}
		seen[at] = true
		for i := range p.sys.Links {
			l := &p.sys.Links[i]
			if (l.A == at || l.B == at) && p.usable(l) && !seen[l.Other(at)] {
				path = append(path, l.ID)
				walk(l.Other(at))
				path = path[:len(path)-1]
			}
		}
		seen[at] = false
	}
	if !p.nodeDown[from] && !p.nodeDown[to] {
		walk(from)
	}
}

// order returns what a path is compared by: latency, hops, then nodes, then
// links.
func (p *plainRoutes) order(from NodeID, path []LinkID) []int64 {
	key := []int64{0, int64(len(path))}
	at := from
	for _, id := range path {
		l := &p.sys.Links[id]
		at = l.Other(at)
		key[0] += int64(l.Latency)
		key = append(key, int64(at))
	}
	for _, id := range path {
		key = append(key, int64(id))
	}
	return key
}

// The definition itself, by listing all paths of small systems: of those with
// the least latency and then the fewest hops, the one whose nodes come first in
// lexicographic order, and of parallel links the first.
func TestTheRouteIsTheLeastOfAllPaths(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sys := drawSystem(t, 1, 6)
		plain, fast := newPlainRoutes(sys), NewRoutes(sys)
		m := &routesMachine{sys: sys, plain: plain, fast: fast}
		for range rapid.IntRange(0, 3).Draw(t, "changes") {
			m.setNode(t)
			m.setLink(t)
		}
		from, to := m.node(t, "from"), m.node(t, "to")
		if from == to {
			return
		}
		var want []LinkID
		plain.allPaths(from, to, func(path []LinkID) {
			if want == nil || slices.Compare(plain.order(from, path), plain.order(from, want)) < 0 {
				want = slices.Clone(path)
			}
		})
		got, ok := fast.Path(from, to, nil)
		if ok != (want != nil) || !slices.Equal(got, want) {
			t.Fatalf("path %v (%v) from %d to %d, want %v", got, ok, from, to, want)
		}
	})
}

func TestReachingIsSymmetric(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sys := drawSystem(t, 1, 12)
		m := &routesMachine{sys: sys, plain: newPlainRoutes(sys), fast: NewRoutes(sys)}
		for range rapid.IntRange(0, 5).Draw(t, "changes") {
			m.setNode(t)
			m.setLink(t)
		}
		a, b := m.node(t, "a"), m.node(t, "b")
		there, ok := m.fast.Latency(a, b)
		m.fast.keep(func(*tree, int32) bool { return false })
		back, okBack := m.fast.Latency(b, a)
		if there != back || ok != okBack {
			t.Fatalf("%d to %d takes %v (%v), back %v (%v)", a, b, there, ok, back, okBack)
		}
	})
}

func TestPathAppendsAndLeavesTheRestAlone(t *testing.T) {
	sys := lineSystem(4)
	r := NewRoutes(sys)
	for _, c := range []struct {
		name     string
		from, to NodeID
		down     NodeID
		want     []LinkID
		ok       bool
	}{
		{"along the line", 0, 3, NoNode, []LinkID{9, 0, 1, 2}, true},
		{"backwards", 3, 1, NoNode, []LinkID{9, 2, 1}, true},
		{"to itself", 2, 2, NoNode, []LinkID{9}, true},
		{"to itself while down", 2, 2, 2, []LinkID{9}, true},
		{"across a failed node", 0, 3, 2, []LinkID{9}, false},
		{"from a failed node", 2, 3, 2, []LinkID{9}, false},
	} {
		if c.down != NoNode {
			r.SetNode(c.down, false)
		}
		got, ok := r.Path(c.from, c.to, []LinkID{9})
		if ok != c.ok || !slices.Equal(got, c.want) {
			t.Errorf("%s: path %v (%v), want %v (%v)", c.name, got, ok, c.want, c.ok)
		}
		if c.down != NoNode {
			r.SetNode(c.down, true)
		}
	}
}

// lineSystem is n nodes in a row, 1 ms apart.
func lineSystem(n int) *System {
	sys := &System{}
	for i := range n {
		sys.Nodes = append(sys.Nodes, Node{ID: NodeID(i), Via: NoNode, Capacity: Resources{Bandwidth: units.Unlimited}})
		if i > 0 {
			sys.Links = append(sys.Links, Link{
				ID: LinkID(i - 1), A: NodeID(i - 1), B: NodeID(i), Bandwidth: 1e9, Latency: time.Millisecond,
			})
		}
	}
	return sys
}

// Each of several thousand destinations is asked for in turn, so that keeping
// all trees would take the square of their number.
func TestCacheStaysWithinItsBound(t *testing.T) {
	const nodes, limit = 600, 10_000
	r := NewRoutes(lineSystem(nodes))
	r.entriesMax = limit
	for to := range NodeID(nodes) {
		if _, ok := r.Path(NodeID(nodes)-1-to, to, nil); !ok {
			t.Fatalf("no path to %d", to)
		}
		if entries := (len(r.known) + len(r.spare)) * len(r.core.nodes); entries > limit {
			t.Fatalf("%d entries after %d questions, want at most %d", entries, to+1, limit)
		}
	}
	if len(r.known) < 2 {
		t.Errorf("%d trees kept; the limit leaves room for %d", len(r.known), limit/len(r.core.nodes))
	}
}

func TestLatenciesFromOneNodeOrToOneNodeNeedFewSearches(t *testing.T) {
	sys := edgeNetwork(20, 5)
	device := NodeID(len(sys.Nodes) - 1)
	from, to := NewRoutes(sys), NewRoutes(sys)
	for n := range NodeID(len(sys.Nodes)) {
		from.Latency(device, n)
		to.Latency(n, device)
	}
	if len(from.known) != 2 {
		t.Errorf("%d searches for the latencies from one device, want 2", len(from.known))
	}
	if len(to.known) != 1 {
		t.Errorf("%d searches for the latencies to one device, want 1", len(to.known))
	}
}

// A gateway with two uplinks is on the way to nobody but its devices, so losing
// an uplink, or the gateway, must cost no more than the tree towards itself.
func TestTreesSurviveChangesThatConcernFewNodes(t *testing.T) {
	sys := edgeNetwork(20, 5)
	r := NewRoutes(sys)
	var path []LinkID
	for n := range sys.Nodes {
		path, _ = r.Path(0, NodeID(n), path[:0])
	}
	all := len(r.known)
	const gateway, uplink = NodeID(11), LinkID(20)
	if l := sys.Links[uplink]; l.A != gateway {
		t.Fatalf("link %d leaves node %d, want %d", uplink, l.A, gateway)
	}
	for _, c := range []struct {
		what   string
		change func()
	}{
		{"uplink lost", func() { r.SetLink(uplink, false) }},
		{"uplink back", func() { r.SetLink(uplink, true) }},
		{"gateway lost", func() { r.SetNode(gateway, false) }},
		{"gateway back", func() { r.SetNode(gateway, true) }},
	} {
		c.change()
		if len(r.known) < all-1 {
			t.Errorf("%s: %d of %d trees are known", c.what, len(r.known), all)
		}
	}
}

func TestQuestionsDoNotAllocate(t *testing.T) {
	sys := edgeNetwork(20, 5)
	r := NewRoutes(sys)
	from, to := NodeID(len(sys.Nodes)-1), NodeID(len(sys.Nodes)-20)
	path := make([]LinkID, 0, 16)
	up := false
	ask := func() {
		r.SetLink(0, up) // Forgets all trees; their memory is used again.
		up = !up
		r.Latency(from, to)
		r.Bottleneck(from, to)
		r.Encrypted(from, to)
		path, _ = r.Path(from, to, path[:0])
	}
	ask()
	ask()
	if n := testing.AllocsPerRun(100, ask); n != 0 {
		t.Errorf("%v allocations per round of questions, want none", n)
	}
}

// edgeNetwork is a cloud, ten regions in a ring and on the cloud, gateways with
// uplinks to two regions, and devices with one link to their gateway. The uplinks
// are so slow that nobody else goes through a gateway.
func edgeNetwork(gateways, devicesEach int) *System {
	const regions = 10
	sys := &System{}
	node := func(tier Tier, via NodeID) NodeID {
		id := NodeID(len(sys.Nodes))
		sys.Nodes = append(sys.Nodes, Node{ID: id, Tier: tier, Via: via, Capacity: Resources{Bandwidth: units.Unlimited}})
		return id
	}
	join := func(a, b NodeID, ms int) {
		sys.Links = append(sys.Links, Link{
			ID: LinkID(len(sys.Links)), A: a, B: b, Bandwidth: 1e9, Latency: time.Duration(ms) * time.Millisecond,
		})
	}
	cloud := node(TierCloud, NoNode)
	for i := range NodeID(regions) {
		node(TierEdge, NoNode)
		join(cloud, 1+i, 5+int(i%3))
		join(1+i, 1+(i+1)%regions, 2)
	}
	for i := range gateways {
		g := node(TierGateway, NoNode)
		join(g, NodeID(1+i%regions), 8+i%4)
		join(g, NodeID(1+(i+3)%regions), 9+i%5)
	}
	for i := range gateways * devicesEach {
		g := NodeID(1 + regions + i%gateways)
		join(node(TierDevice, g), g, 1)
	}
	return sys
}
