package scenarios

import (
	"fmt"

	"github.com/littoral-sim/littoral/scenarios/profiles"
)

// conversions checks the conversions of a node.
func (c *checker) conversions(n *Node) {
	if len(n.Conversion) == 0 || !c.once(&n.Conversion[0]) {
		return
	}
	seen := map[[2]Name]bool{}
	for i := range n.Conversion {
		r, w := &n.Conversion[i], n.at(fmt.Sprintf("conversion.%d", i))
		switch p := [2]Name{r.From.V, r.To.V}; {
		case r.From.V == r.To.V:
			c.report(w.at("to"), r.To.Pos, say(fmt.Sprintf("%s is converted into itself", quote(string(r.To.V))), "name another protocol, or remove this conversion"))
		case seen[p]:
			c.report(w, r.Pos, say(fmt.Sprintf("the conversion from %s to %s occurs twice", r.From.V, r.To.V), "remove one of them"))
		default:
			seen[p] = true
		}
		if len(n.Protocols) > 0 && !speaks(n, r.From.V) {
			c.report(w.at("from"), r.From.Pos, func() (string, string) {
				return fmt.Sprintf("the node does not speak %s", r.From.V),
					fmt.Sprintf("add %s to its protocols on line %d", r.From.V, n.Protocols[0].Pos.Line)
			})
		}
		if r.Overhead.IsSet() {
			continue
		}
		known, ok := profiles.LookupProtocol(string(r.To.V))
		if !ok {
			c.report(w.at("overhead"), r.To.Pos, say(
				fmt.Sprintf("no source says what a message of %s has besides its payload", r.To.V), "add overhead: 120B"))
			continue
		}
		r.Overhead.V = known.Header.V
	}
}

// protection checks the sessions of a node.
func (c *checker) protection(n *Node) {
	if n.Security == nil || n.Security.Session == nil {
		return
	}
	s, w := n.Security.Session, n.at("security.session")
	d := c.deviceOf(n.Class.V)
	if !n.Security.Cipher.IsSet() && (d == nil || !d.Cipher.Known()) {
		c.report(n.at("security.cipher"), s.Pos, say("nothing says how fast the node encrypts", "add cipher: 36MB/s to security, or give the node a class that has it"))
	}
	if !c.once(s) {
		return
	}
	var names []string
	for _, p := range profiles.Securities() {
		names = append(names, p.Name)
		if p.Name == string(s.Protocol.V) {
			s.profile = &p
		}
	}
	if s.profile == nil {
		c.report(w.at("protocol"), s.Protocol.Pos, func() (string, string) {
			return fmt.Sprintf("there is no security protocol %s", quote(string(s.Protocol.V))), c.meant(string(s.Protocol.V), names, "security protocols")
		})
		return
	}
	lacks := func(key, what, fix string, known bool) {
		if !known {
			c.report(w.at(key), s.Protocol.Pos, say(fmt.Sprintf("no source says %s %s has", what, s.profile.Name), fmt.Sprintf("add %s: %s", key, fix)))
		}
	}
	lacks("round-trips", "how many round trips a handshake of", "3", s.RoundTrips.IsSet() || s.profile.RoundTrips.Known())
	lacks("handshake", "how much data a handshake of", "3.8kB", s.Handshake.IsSet() || s.profile.Handshake.Known())
	lacks("record", "how much a record of", "22B", s.Record.IsSet() || s.profile.Record.Known())
	c.token(s, w.at("token"))
}

// token checks what a node asks for of those who send.
func (c *checker) token(s *Session, w where) {
	t := s.Token
	switch {
	case t == nil:
	case t.Introspect.IsSet() && !t.TTL.IsSet():
		c.report(w.at("ttl"), t.Introspect.Pos, say("nothing says how long the answer about a token is good", "add ttl: 5m, or ttl: 0s to ask about each message anew"))
	case t.TTL.IsSet() && !t.Introspect.IsSet():
		c.report(w.at("ttl"), t.TTL.Pos, say("nobody is asked about the token", "add introspect: cloud, the node that knows, or remove this key"))
	}
	if s.Idle.IsSet() && s.Lifetime.IsSet() && s.Idle.V > s.Lifetime.V {
		c.warn(where{w.list, w.from, "security.session.idle"}, s.Idle.Pos, fmt.Sprintf("a session ends after %s in any case", span(s.Lifetime.V)), "shorten idle, or leave it out")
	}
}

// uplink checks that data can be converted into the protocol that it shall.
func (c *checker) uplink(w where, protocol, uplink Value[Name]) {
	switch {
	case !uplink.IsSet():
	case !protocol.IsSet():
		c.report(w, uplink.Pos, say("nothing says what protocol the data is in before", "add protocol: mqtt"))
	case protocol.V == uplink.V:
		c.report(w, uplink.Pos, say("the data is in this protocol already", "name another protocol, or remove this key"))
	case c.complete("nodes") && !c.converts(protocol.V, uplink.V):
		c.report(w, uplink.Pos, func() (string, string) {
			return fmt.Sprintf("no node converts %s into %s", protocol.V, uplink.V),
				fmt.Sprintf("add {from: %s, to: %s, work: 200us} to the conversion of a gateway", protocol.V, uplink.V)
		})
	}
}

// converts reports whether any node converts one protocol into another.
func (c *checker) converts(from, to Name) bool {
	if c.conversion == nil {
		c.conversion = map[[2]Name]bool{}
		for i := range c.file.Nodes {
			for _, r := range c.file.Nodes[i].Conversion {
				c.conversion[[2]Name{r.From.V, r.To.V}] = true
			}
		}
	}
	return c.conversion[[2]Name{from, to}]
}
