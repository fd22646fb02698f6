package scenarios

import (
	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/scenarios/profiles"
	"github.com/littoral-sim/littoral/sim"
	"github.com/littoral-sim/littoral/sim/session"
)

// gateways returns the nodes that convert or protect data. Where nobody has
// sessions, how fast a node encrypts does not matter.
func (b *builder) gateways() []sim.Gateway {
	var out []sim.Gateway
	sessions, ciphers := false, ciphers{}
	for i := range b.file.Nodes {
		s := b.file.Nodes[i].Security
		sessions = sessions || s != nil && s.Session != nil
	}
	for i := range b.file.Nodes {
		n := &b.file.Nodes[i]
		g := sim.Gateway{Node: models.NodeID(i)}
		for _, r := range n.Conversion {
			g.Rules = append(g.Rules, sim.Rule{
				From: string(r.From.V), To: string(r.To.V), Work: r.Work.V, Delay: r.Delay.V, Overhead: r.Overhead.V,
			})
		}
		if sessions {
			g.Cipher = units.Bytes(ciphers.of(n) / 8)
		}
		if n.Security != nil && n.Security.Session != nil {
			g.Session = protectionOf(n.Security.Session)
		}
		if len(g.Rules) > 0 || g.Session != nil || g.Cipher > 0 {
			out = append(out, g)
		}
	}
	return out
}

// ciphers is how fast the classes of devices encrypt that have been asked for.
type ciphers map[Name]BitsPerSecond

// of returns how fast a core of a node encrypts, or 0 for at once.
func (x ciphers) of(n *Node) BitsPerSecond {
	if n.Security != nil && n.Security.Cipher.IsSet() {
		return n.Security.Cipher.V
	}
	rate, ok := x[n.Class.V]
	if !ok && n.Class.IsSet() {
		d, _ := profiles.LookupDevice(string(n.Class.V)) // One that only a table names says nothing.
		rate = d.Cipher.V
		x[n.Class.V] = rate
	}
	return rate
}

// protectionOf returns what the sessions of a node cost.
func protectionOf(s *Session) *sim.Protection {
	p := &sim.Protection{
		Profile: session.Profile{
			RoundTrips: s.profile.RoundTrips.V, Handshake: s.profile.Handshake.V, Record: s.profile.Record.V, RecordMax: s.profile.RecordMax.V,
		},
		Terms: session.Terms{LifetimeNs: int64(s.Lifetime.V), IdleNs: int64(s.Idle.V)},
	}
	if s.RoundTrips.IsSet() {
		p.Profile.RoundTrips = s.RoundTrips.V
	}
	if s.Handshake.IsSet() {
		p.Profile.Handshake = s.Handshake.V
	}
	if s.Record.IsSet() {
		p.Profile.Record = s.Record.V
	}
	if t := s.Token; t != nil {
		p.Token = &sim.Token{Check: t.Check.V, Introspect: nodeID(t.Introspect), TTL: t.TTL.V}
	}
	return p
}
