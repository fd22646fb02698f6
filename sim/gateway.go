package sim

import (
	"errors"
	"fmt"
	"time"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/conversion"
	"github.com/littoral-sim/littoral/sim/session"
)

// Gateway is a node at which data is converted, protected or both. Inputs, outputs
// and plain transfers that cross it stop there when a rule applies to the protocol
// that they are in, or when it ends sessions; images and streams do not.
//
// What stops is taken in as a whole, waits for the answer about its token, does its
// work as a job of one core under the discipline of the node, among the tasks that
// run there, waits the delay of the rule, and sets out again over the path of that
// instant. A gateway converts nothing that begins or ends at it.
type Gateway struct {
	Node  models.NodeID
	Rules []Rule // in the order in which they are preferred
	// Session, when not nil, protects what moves between this node and the next
	// place where data stops. Between two nodes with sessions, that of the higher
	// tier counts, and of two of one tier that of the lower node.
	Session *Protection
	// Cipher is how many bytes per second one core of the node encrypts or decrypts,
	// or 0 when that takes no time. It matters where data is protected.
	Cipher units.Bytes
}

// Rule is the conversion from one protocol, by name, into another; see conversion.Rule.
type Rule struct {
	From, To    string
	Work, Delay time.Duration
	Overhead    units.Bytes
}

// Protection is what sessions cost and how long they last.
type Protection struct {
	Profile session.Profile
	Terms   session.Terms
	Token   *Token // nil when nobody is asked for one
}

// Token is what it takes to believe who sent data that arrives protected.
type Token struct {
	Check time.Duration // work on the reference core for each message
	// Introspect is the node that knows, which takes a round trip, or models.NoNode.
	// What it says is good for TTL.
	Introspect models.NodeID
	TTL        time.Duration
}

// gateways is the state of all gateways of a run that has any.
type gateways struct {
	list      []gateway
	index     []int32 // of each node in list, or none
	protocols map[string]conversion.Protocol
	sessions  *session.Table
	journeys  journeys
	stranded  []cargo               // data that waits inside a gateway for a path, in the order in which it came to that
	retry     []cargo               // scratch
	inside    []cargo               // scratch
	spoken    []conversion.Protocol // by task: what its input arrived in
	converted []int64               // by task: nanoseconds at gateways
	payload   units.Wide            // bytes of all legs, without overhead
	wire      units.Wide            // … and with it
}

// gateway is what happens at one node.
type gateway struct {
	*Gateway
	table      *conversion.Table
	meter      conversion.Meter
	first      int32 // journeys inside, latest first, or none
	work       units.Wide
	overhead   units.Wide // bytes besides the payload on legs that begin here, or end here and begin at no other
	handshakes int64
	questions  int64 // about tokens
}

// onlyEncrypts reports whether a node neither converts nor has sessions of its own.
func (g *gateway) onlyEncrypts() bool { return len(g.Rules) == 0 && g.Session == nil }

// addGateways prepares the gateways when there are any.
func (w *world) addGateways() {
	if len(w.cfg.Gateways) == 0 {
		return
	}
	g := &gateways{
		index: make([]int32, len(w.sys.Nodes)), protocols: map[string]conversion.Protocol{},
		sessions: session.NewTable(len(w.sys.Nodes)), journeys: newJourneys(),
	}
	for i := range g.index {
		g.index[i] = none
	}
	for i := range w.cfg.Gateways {
		c := &w.cfg.Gateways[i]
		table, err := conversion.New(g.rules(c))
		if err != nil { // The configuration has been validated.
			panic(err)
		}
		g.index[c.Node] = int32(i)
		g.list = append(g.list, gateway{Gateway: c, table: table, first: none})
	}
	for i := range w.cfg.Workloads {
		g.protocol(w.sys.Specs[w.cfg.Workloads[i].Spec].Protocol)
		g.protocol(w.cfg.Workloads[i].Uplink)
	}
	for i := range w.cfg.Transfers {
		g.protocol(w.cfg.Transfers[i].Protocol)
		g.protocol(w.cfg.Transfers[i].Uplink)
	}
	w.gateways = g
}

// rules returns the rules of a gateway with the numbers of their protocols.
func (g *gateways) rules(c *Gateway) []conversion.Rule {
	out := make([]conversion.Rule, 0, len(c.Rules))
	for _, r := range c.Rules {
		out = append(out, conversion.Rule{
			From: g.protocol(r.From), To: g.protocol(r.To), Work: r.Work, Delay: r.Delay, Overhead: r.Overhead,
		})
	}
	return out
}

// protocol returns the number of a protocol, a new one for a new name.
func (g *gateways) protocol(name string) conversion.Protocol {
	if name == "" {
		return conversion.None
	}
	if _, ok := g.protocols[name]; !ok {
		g.protocols[name] = conversion.Protocol(len(g.protocols) + 1)
	}
	return g.protocols[name]
}

// at returns the gateway at a node, or nil.
func (g *gateways) at(n models.NodeID) *gateway {
	if i := g.index[n]; i != none {
		return &g.list[i]
	}
	return nil
}

// protocolsMax bounds the different protocols that the rules of a run name.
const protocolsMax = 1 << 15

// gateways checks the gateways.
func (v *validator) gateways() {
	known := make(map[models.NodeID]bool, len(v.Gateways))
	g := gateways{protocols: map[string]conversion.Protocol{}}
	for i := range v.Gateways {
		c := &v.Gateways[i]
		if !v.isNode(c.Node) {
			v.check(false, "a gateway is at node %d, which does not exist", c.Node)
			continue
		}
		n := &v.System.Nodes[c.Node]
		v.check(!known[c.Node], "node %q is given as a gateway twice", n.Name)
		known[c.Node] = true
		v.check(n.Capacity.CPU > 0, "gateway %q needs CPU to convert with", n.Name)
		v.check(c.Cipher >= 0, "gateway %q has the negative cipher throughput %v", n.Name, c.Cipher)
		if _, err := conversion.New(g.rules(c)); err != nil {
			v.errs = append(v.errs, fmt.Errorf("conversions of gateway %q: %w", n.Name, err))
		}
		if c.Session != nil {
			if err := v.protection(c.Session); err != nil {
				v.errs = append(v.errs, fmt.Errorf("sessions of gateway %q: %w", n.Name, err))
			}
		}
	}
	v.check(len(g.protocols) < protocolsMax, "the rules of all gateways name %d protocols; at most %d are possible", len(g.protocols), protocolsMax-1)
	for i := range v.Workloads {
		v.check(v.Workloads[i].Message >= 0, "workload %q has the negative message size %v", v.Workloads[i].Name, v.Workloads[i].Message)
	}
	for i := range v.Transfers {
		v.check(v.Transfers[i].Message >= 0, "transfer %q has the negative message size %v", v.Transfers[i].Name, v.Transfers[i].Message)
	}
}

// protection reports every problem with what protects sessions.
func (v *validator) protection(p *Protection) error {
	errs := []error{p.Profile.Validate()}
	if p.Terms.LifetimeNs < 0 || p.Terms.IdleNs < 0 {
		errs = append(errs, fmt.Errorf("lifetime %d ns and idle time %d ns must not be negative", p.Terms.LifetimeNs, p.Terms.IdleNs))
	}
	if t := p.Token; t != nil {
		if t.Check < 0 || t.TTL < 0 {
			errs = append(errs, fmt.Errorf("token check %v and time to live %v must not be negative", t.Check, t.TTL))
		}
		if t.Introspect != models.NoNode && !v.isNode(t.Introspect) {
			errs = append(errs, fmt.Errorf("tokens are known to node %d, which does not exist", t.Introspect))
		}
	}
	return errors.Join(errs...)
}
