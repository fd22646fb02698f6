package models

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// hubPaths returns the routes between all pairs of hubs.
func (m *routesMachine) hubPaths() (out [][]LinkID) {
	for from := range m.sys.Nodes {
		for to := range m.sys.Nodes {
			a, _ := m.fast.Hub(NodeID(from))
			b, _ := m.fast.Hub(NodeID(to))
			path, ok := m.plain.path(a, b)
			if ok {
				path = append([]LinkID{-1}, path...)
			}
			out = append(out, path)
		}
	}
	return out
}

func TestRoutesBetweenHubsChangeWithTheVersionOnly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sys := drawSystem(t, 1, 6)
		m := &routesMachine{sys: sys, plain: newPlainRoutes(sys), fast: NewRoutes(sys)}
		for range 4 {
			version, before := m.fast.Version(), m.hubPaths()
			if rapid.Bool().Draw(t, "a node") {
				m.setNode(t)
			} else {
				m.setLink(t)
			}
			if diff := cmp.Diff(before, m.hubPaths()); m.fast.Version() == version && diff != "" {
				t.Fatalf("version %d stands for two sets of routes:\n%s", version, diff)
			}
		}
	})
}

func TestNodesTalkThroughTheirHubs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sys := drawSystem(t, 1, 10)
		m := &routesMachine{sys: sys, plain: newPlainRoutes(sys), fast: NewRoutes(sys)}
		m.setNode(t)
		for n := range NodeID(len(sys.Nodes)) {
			hub, link := m.fast.Hub(n)
			if link == NoLink != (hub == n) || link != NoLink && sys.Links[link].Other(n) != hub {
				t.Fatalf("hub of node %d is node %d over link %d", n, hub, link)
			}
			for to := range NodeID(len(sys.Nodes)) {
				if path, ok := m.plain.path(n, to); ok && n != to && link != NoLink && path[0] != link {
					t.Fatalf("path %v from %d to %d does not start with link %d", path, n, to, link)
				}
			}
		}
	})
}

func TestWhatFailsOutsideTheCoreIsNoNewVersion(t *testing.T) {
	sys := edgeNetwork(20, 5)
	r := NewRoutes(sys)
	device, gateway := NodeID(len(sys.Nodes)-1), NodeID(11)
	_, link := r.Hub(device)
	for _, c := range []struct {
		what   string
		change func()
		want   uint64
	}{
		{"device", func() { r.SetNode(device, false) }, 0},
		{"link of a device", func() { r.SetLink(link, false) }, 0},
		{"gateway", func() { r.SetNode(gateway, false) }, 1},
		{"gateway again", func() { r.SetNode(gateway, false) }, 1},
		{"uplink of a failed gateway", func() { r.SetLink(20, false) }, 1},
		{"other link of the core", func() { r.SetLink(0, false) }, 2},
	} {
		if c.change(); r.Version() != c.want {
			t.Errorf("%s: version %d, want %d", c.what, r.Version(), c.want)
		}
	}
}
