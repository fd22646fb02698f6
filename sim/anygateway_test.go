package sim

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/kernel"
	"github.com/littoral-sim/littoral/sim/session"
	"github.com/littoral-sim/littoral/sim/trace"
)

// drawGateways makes gateways of most nodes of a system, and gives its data
// protocols that they convert.
func drawGateways(t *rapid.T, c *Config) {
	protocol := func(label string) string { return one(t, label, "a", "b", "c", "") }
	for i := range c.System.Nodes {
		if c.System.Nodes[i].Capacity.CPU == 0 || one(t, "gateway", true, true, false) == false {
			continue
		}
		g := Gateway{Node: models.NodeID(i), Cipher: one[units.Bytes](t, "cipher", 0, 1e9, 3e8)}
		for _, pair := range [][2]string{{"a", "b"}, {"b", "a"}, {"b", "c"}, {"a", "c"}, {"c", "b"}} {
			if rapid.Bool().Draw(t, "rule") {
				g.Rules = append(g.Rules, Rule{
					From: pair[0], To: pair[1], Work: one[time.Duration](t, "work", 10, 0, 50), Delay: one[time.Duration](t, "delay", 0, 10),
					Overhead: one[units.Bytes](t, "overhead", 0, 5),
				})
			}
		}
		if rapid.Bool().Draw(t, "session") {
			g.Session = drawProtection(t, c)
		}
		c.Gateways = append(c.Gateways, g)
	}
	for i := range c.System.Specs {
		c.System.Specs[i].Protocol = protocol("protocol")
	}
	message := func() units.Bytes { return one[units.Bytes](t, "message", 0, 10, 33) }
	for i := range c.Workloads {
		c.Workloads[i].Uplink, c.Workloads[i].Message = protocol("uplink"), message()
	}
	for i := range c.Transfers {
		x := &c.Transfers[i]
		x.Protocol, x.Uplink, x.Message = protocol("protocol"), protocol("uplink"), message()
	}
}

func drawProtection(t *rapid.T, c *Config) *Protection {
	p := &Protection{
		Profile: session.Profile{
			RoundTrips: one[int64](t, "round trips", 1, 0, 3), Handshake: one[units.Bytes](t, "handshake", 20, 0),
			Record: one[units.Bytes](t, "record", 2, 0), RecordMax: one[units.Bytes](t, "largest record", 0, 16),
		},
		Terms: session.Terms{LifetimeNs: one[int64](t, "lifetime", 0, 300, 10), IdleNs: one[int64](t, "idle", 0, 100)},
	}
	if rapid.Bool().Draw(t, "token") {
		p.Token = &Token{Check: one[time.Duration](t, "check", 5, 0), Introspect: models.NoNode, TTL: one[time.Duration](t, "ttl", 0, 200)}
		if rapid.Bool().Draw(t, "introspect") {
			p.Token.Introspect = anyNode(t, c.System, "introspect")
		}
	}
	return p
}

// Anything can happen to gateways in a random system, and still every audit holds,
// every life in the log is a legal one, what could go on does, and a second run, in
// which the gateways are given in another order, leaves the same log.
func TestEveryRunWithGatewaysKeepsItsInvariants(t *testing.T) {
	seen, runs := make(map[uint8]int), 0
	var lost, halts int64
	checkOften(t, "3000", func(t *rapid.T) {
		c := drawConfig(t)
		drawGateways(t, c)
		out, watch := runTwice(t, c, func() { slices.Reverse(c.Gateways) })
		runs++
		for pair, n := range watch.seen { //tidy:ordered sums do not depend on the order
			seen[pair[0]] += n
		}
		for _, u := range out.GatewayUse {
			lost += u.Lost
			halts += u.Inside
		}
	})
	for k := trace.GatewayEntered; k <= trace.TokenAsked; k++ {
		if runs >= 3000 && seen[uint8(k)] == 0 {
			t.Errorf("no run had a %v", k)
		}
	}
	if runs >= 3000 && (lost == 0 || halts == 0) {
		t.Errorf("%d messages were lost and %d inside at the end: the generator is too tame", lost, halts)
	}
}

func TestNothingWaitsInAGatewayThatCouldGoOn(t *testing.T) {
	checkOften(t, "1000", func(t *rapid.T) {
		c := drawConfig(t)
		drawGateways(t, c)
		_, policy := anyPolicy(t)
		w := newWorld(context.Background(), c, policy(), discard{})
		for at := c.Horizon / 8; at <= c.Horizon; at += c.Horizon / 8 {
			if err := w.engine.RunUntil(context.Background(), kernel.Time(at)); err != nil {
				t.Fatalf("run: %v", err)
			}
			w.checkFlights(t)
			w.checkJourneys(t)
		}
	})
}

// checkJourneys fails when what is inside gateways is not in their lists, or could
// go on.
func (w *world) checkJourneys(t *rapid.T) {
	if w.gateways == nil {
		return
	}
	s, inside := &w.gateways.journeys, 0
	for i := range w.gateways.list {
		for id := w.gateways.list[i].first; id != none; id = s.at(id).next {
			j := s.at(id)
			inside++
			_, last := w.route(j.cargo)
			_, path := w.routes.Latency(j.at, last)
			up := w.routes.NodeUp(j.at)
			switch {
			case j.at != w.gateways.list[i].Node || s.find(j.cargo) != id || j.stage == onLeg:
				t.Fatalf("%+v is in the list of node %d", *j, w.gateways.list[i].Node)
			case up && j.stage == halted, !up && j.stage < halted, !up && w.onCut(j.cargo) != Stall:
				t.Fatalf("%+v, and the gateway works: %v", *j, up)
			case up && j.stage == stranded && j.done && path:
				t.Fatalf("%+v is stranded, but there is a path to %d", *j, last)
			case *w.slot(j.cargo) != none:
				t.Fatalf("%+v is inside a gateway and under way", *j)
			}
		}
	}
	for c, id := range s.of { //tidy:ordered each is looked at alone
		if s.at(id).cargo != c || s.at(id).stage == onLeg && *w.slot(c) == none {
			t.Fatalf("journey %+v is nowhere", *s.at(id))
		}
		if s.at(id).stage != onLeg {
			inside--
		}
	}
	if inside != 0 {
		t.Fatalf("%d journeys more are in lists than inside", inside)
	}
}

// lindley returns when jobs leave a queue of one core in the order in which they
// come: D(n) = max(A(n), D(n-1)) + S(n).
func lindley(at, service []int64) []int64 {
	out, free := make([]int64, len(at)), int64(0)
	for i := range at {
		free = max(at[i], free) + service[i]
		out[i] = free
	}
	return out
}

// A gateway is a queue like any other: with one core in front of a first-in
// first-out queue, whatever comes leaves when the recursion of Lindley says so.
func TestAGatewayIsAQueue(t *testing.T) {
	checkOften(t, "1000", func(t *rapid.T) {
		c := gated()
		c.Horizon = 1_000_000
		for i := range c.System.Links {
			c.System.Links[i].Bandwidth = units.Unlimited
		}
		c.System.Nodes[1].Speed = one(t, "speed", units.ReferenceSpeed, 300_000, 2_500_000)
		rule := &c.Gateways[0].Rules[0]
		rule.Work = time.Duration(rapid.Int64Range(0, 100).Draw(t, "work"))
		var at, service []int64
		now := int64(0)
		for i := range rapid.IntRange(1, 30).Draw(t, "transfers") {
			now += rapid.Int64Range(0, 80).Draw(t, "gap")
			size := rapid.Int64Range(0, 400).Draw(t, "size")
			c.Transfers = append(c.Transfers, Transfer{
				Name: fmt.Sprint(i), From: 0, To: 2, Size: units.Bytes(size), At: units.Time(now), Protocol: "mqtt", Message: 100,
			})
			at = append(at, now+10)
			messages := max(1, (size+99)/100)
			speed := int64(c.System.Nodes[1].Speed)
			service = append(service, (messages*int64(rule.Work)*int64(units.ReferenceSpeed)+speed-1)/speed)
		}
		l, _ := mustRun(t, c, firstFit())
		for i, left := range lindley(at, service) {
			if got, want := l.transfers[i].Finished, left+int64(rule.Delay)+100; got != want {
				t.Fatalf("transfer %d of %v is there at %d, want %d", i, c.Transfers[i].Size, got, want)
			}
		}
	})
}

// Gateways keep every law beside all else that a run can have: devices that move, an
// observer that can be wrong, trust, and accounts of what is used.
func TestGatewaysKeepEveryLawBesideAllElse(t *testing.T) {
	checkOften(t, "1500", func(t *rapid.T) {
		c := drawConfig(t)
		if rapid.Bool().Draw(t, "moves") {
			drawMobility(t, c)
		}
		if rapid.Bool().Draw(t, "trust") {
			drawTrust(t, c)
		}
		drawGateways(t, c)
		if len(c.Mobility) == 0 && rapid.Bool().Draw(t, "observer") {
			c.Control = drawControl(t, c)
		}
		if rapid.Bool().Draw(t, "footprint") {
			drawAnyFootprint(t, c)
		}
		_, policy := anyPolicy(t)
		l, out := mustRun(t, c, policy())
		for _, x := range l.byNumber(t) {
			if x.Convert < 0 || x.Transfer < 0 {
				t.Fatalf("a part is negative: %+v", x)
			}
		}
		if _, again := mustRun(t, c, policy()); again.Digest != out.Digest {
			t.Fatalf("digest %v, and %v in the second run", out.Digest, again.Digest)
		}
	})
}

// Costs at the end of the range saturate: no time goes back, and the sums still agree.
func TestCostsOfGatewaysNearTheLimitsSaturate(t *testing.T) {
	checkOften(t, "1000", func(t *rapid.T) {
		c := drawConfig(t)
		drawGateways(t, c)
		large := func(label string) int64 { return one(t, label, 0, 1, drawLarge(t, label)) }
		for i := range c.Gateways {
			g := &c.Gateways[i]
			for k := range g.Rules {
				r := &g.Rules[k]
				r.Work, r.Delay = time.Duration(large("work")), time.Duration(large("delay"))
				r.Overhead = units.Bytes(large("overhead"))
			}
			if s := g.Session; s != nil {
				s.Profile.Handshake, s.Profile.Record = units.Bytes(large("handshake")), units.Bytes(large("record"))
				s.Terms.LifetimeNs, s.Terms.IdleNs = large("lifetime"), large("idle")
			}
			g.Cipher = units.Bytes(large("cipher"))
		}
		_, policy := anyPolicy(t)
		mustRun(t, c, policy())
	})
}
