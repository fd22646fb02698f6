package sim

import (
	"math/big"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
)

// phase is a span of time in which a node has one speed, in thousandths.
type phase struct{ from, speed int64 }

// clockOf returns what the clock of a node with these phases shows at an instant,
// and the first instant from which it shows at least t.
func clockOf(phases []phase) (at func(now int64) int64, first func(t int64) int64) {
	var clocks []slowClock
	last := slowClock{speed: fullSpeed, shown: new(big.Rat)}
	clocks = append(clocks, last)
	for _, p := range phases {
		last.set(p.from, p.speed)
		clocks = append(clocks, last)
	}
	at = func(now int64) int64 {
		k := len(clocks) - 1
		for clocks[k].since > now {
			k--
		}
		x := clocks[k].at(now)
		return new(big.Int).Quo(x.Num(), x.Denom()).Int64()
	}
	first = func(t int64) int64 {
		for k := range clocks {
			when := clocks[k].when(t)
			if k == len(clocks)-1 || int64(when) <= clocks[k+1].since {
				return int64(when)
			}
		}
		return -1
	}
	return at, first
}

// drawPhases draws slow-downs that follow each other, with time between them or
// not, and books them as faults of a node.
func drawPhases(t *rapid.T, c *Config, n models.NodeID) []phase {
	var phases []phase
	at := int64(0)
	for range rapid.IntRange(1, 5).Draw(t, "slow-downs") {
		at += one[int64](t, "full speed for", 0, 1, 10, 33)
		speed, span := one[int64](t, "speed", 500, 999, 333, 1, 250), one[int64](t, "slow for", 10, 1, 100, 7)
		c.Faults = append(c.Faults, slow(OnNode(n), speed, units.Time(at), time.Duration(span)))
		phases = append(phases, phase{at, speed}, phase{at + span, fullSpeed})
		at += span
	}
	return phases
}

// A slow node is a node at full speed whose time goes by more slowly, with both
// disciplines: what holds for these in the time of the clock holds, translated,
// in that of the world.
func TestASlowNodeIsANodeWithASlowClock(t *testing.T) {
	checkOften(t, "1000", func(t *rapid.T) {
		c := &Config{System: &models.System{}, Horizon: 1e12}
		fifo := rapid.Bool().Draw(t, "fifo")
		demands, cores := []int64{1000, 500, 2000, 300, 1}, rapid.IntRange(2, 5).Draw(t, "cores")
		if fifo {
			demands = demands[:1]
		}
		visits := drawVisits(t, demands...)
		n := addNode(c.System, func(n *models.Node) {
			n.Speed, n.Capacity.CPU = drawSpeed(t), units.MilliCPU(1000*cores)
			if fifo {
				n.Discipline = models.FIFO
			}
		})
		at, first := clockOf(drawPhases(t, c, n))
		decide(visits, 0)
		shown := make([]visit, len(visits))
		for i := range visits {
			visits[i].add(c, n, models.NoNode)
			visits[i].ready = visits[i].decided
			shown[i] = visits[i]
			shown[i].ready = at(visits[i].ready)
		}
		if fifo {
			kieferWolfowitz(shown, cores, int64(c.System.Nodes[n].Speed))
		} else {
			fluid(shown, int64(1000*cores), int64(c.System.Nodes[n].Speed))
		}
		for i := range visits {
			visits[i].started = max(visits[i].ready, first(shown[i].started))
			visits[i].ran = max(visits[i].ready, first(shown[i].ran))
		}
		local(visits)
		agree(t, c, visits)
	})
}
