package partition

import (
	"fmt"
	"testing"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
)

// sites returns a cloud with gateways around it in a ring, and a thousandth of the nodes, but three at least, are
// gateways; the others are devices behind them.
func sites(nodes int) *models.System {
	sys := &models.System{Nodes: make([]models.Node, nodes)}
	sys.Nodes[0].Tier = models.TierCloud
	gateways := max(nodes/1000, 3)
	for g := 1; g <= gateways; g++ {
		join(sys, 0, g)
		join(sys, g, g%gateways+1)
	}
	for i := gateways + 1; i < nodes; i++ {
		join(sys, i, 1+i%gateways)
	}
	return sys
}

// mesh returns a square grid of about that many nodes.
func mesh(nodes int) *models.System {
	side := 1
	for side*side < nodes {
		side++
	}
	sys := &models.System{Nodes: make([]models.Node, side*side)}
	for i := range sys.Nodes {
		if i%side > 0 {
			join(sys, i, i-1)
		}
		if i >= side {
			join(sys, i, i-side)
		}
	}
	return sys
}

func star(nodes int) *models.System {
	sys := &models.System{Nodes: make([]models.Node, nodes)}
	for i := 1; i < nodes; i++ {
		join(sys, i, 0)
	}
	return sys
}

// BenchmarkChange measures one failure or repair of something somewhere.
func BenchmarkChange(b *testing.B) {
	for _, c := range []struct {
		name string
		make func(nodes int) *models.System
		flip func(p *Network, now units.Time, k int, up bool)
	}{
		{"leaf", sites, func(p *Network, now units.Time, k int, up bool) {
			p.SetNode(now, models.NodeID(max(len(p.nodes)/1000, 3)+1+k*7919%(len(p.nodes)*9/10)), up)
		}},
		{"leaf-without-cloud", star, func(p *Network, now units.Time, k int, up bool) {
			p.SetNode(now, models.NodeID(1+k*7919%(len(p.nodes)-1)), up)
		}},
		{"gateway", sites, func(p *Network, now units.Time, k int, up bool) {
			p.SetNode(now, models.NodeID(1+k%max(len(p.nodes)/1000, 3)), up)
		}},
		{"uplink", sites, func(p *Network, now units.Time, k int, up bool) {
			p.SetLink(now, models.LinkID(2*(k%max(len(p.nodes)/1000, 3))), up)
		}},
		{"mesh-link", mesh, func(p *Network, now units.Time, k int, up bool) {
			p.SetLink(now, models.LinkID(k*7919%len(p.linkDown)), up)
		}},
		{"mesh-node", mesh, func(p *Network, now units.Time, k int, up bool) {
			p.SetNode(now, models.NodeID(k*7919%len(p.nodes)), up)
		}},
	} {
		for _, nodes := range []int{1000, 10_000, 100_000, 1_000_000} {
			b.Run(fmt.Sprintf("%s/%d", c.name, nodes), func(b *testing.B) {
				p := New(c.make(nodes))
				b.ReportAllocs()
				now := units.Time(0)
				for i := 0; b.Loop(); i++ {
					now++
					c.flip(p, now, i/2, i%2 == 1)
				}
			})
		}
	}
}

func BenchmarkNew(b *testing.B) {
	sys := sites(1_000_000)
	b.ReportAllocs()
	for b.Loop() {
		New(sys)
	}
}
