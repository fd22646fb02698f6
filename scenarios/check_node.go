package scenarios

import (
	"fmt"
	"strings"
)

// node checks the values of a node against each other.
func (c *checker) node(n *Node) {
	c.gateway(n)
	c.device(n)
	c.nodeFootprint(n)
	c.trust(n)
	repeated(c, n.Protocols, n.at("protocols"))
	c.conversions(n)
	c.protection(n)
	c.failures(n.Failures, n.at("failures"))
	c.membership(n)
}

// once reports whether it is called for the first time with a pointer. Parts
// that the instances of a template share are checked once.
func (c *checker) once(part any) bool {
	if c.seen[part] {
		return false
	}
	if c.seen == nil {
		c.seen = map[any]bool{}
	}
	c.seen[part] = true
	return true
}

// repeated reports elements of a list that occur twice.
func repeated[T comparable](c *checker, list []Value[T], w where) {
	if len(list) < 2 {
		return
	}
	seen := make(map[T]bool, len(list))
	for i, v := range list {
		if seen[v.V] {
			c.report(w.at(fmt.Sprint(i)), v.Pos, func() (string, string) {
				return fmt.Sprintf("%s occurs twice", quote(fmt.Sprint(v.V))), "remove one of them"
			})
		}
		seen[v.V] = true
	}
}

// gateway checks that the gateway of a node can be one.
func (c *checker) gateway(n *Node) {
	if !n.Gateway.IsSet() || n.Gateway.Index < 0 {
		return
	}
	g := &c.file.Nodes[n.Gateway.Index]
	switch {
	case g == n:
		c.report(n.at("gateway"), n.Gateway.Pos, say("the node is its own gateway", "name another node, or remove this key"))
	case g.Tier.V != TierGateway && g.Tier.V != TierEdge:
		c.report(n.at("gateway"), n.Gateway.Pos, func() (string, string) {
			return fmt.Sprintf("%s has tier %s and cannot be a gateway", quote(string(g.Name.V)), g.Tier.V), "name a node of tier gateway or edge"
		})
	}
}

// gatewayCycles reports gateways that are behind each other, and prints the cycle.
func (c *checker) gatewayCycles() {
	nodes := c.file.Nodes
	// reached[i] is the number of the walk that came to node i first, from 1.
	reached := make([]int32, len(nodes))
	for start := range nodes {
		at := start
		for reached[at] == 0 {
			reached[at] = int32(start + 1)
			g := &nodes[at].Gateway
			if !g.IsSet() || g.Index < 0 || g.Index == at {
				break
			}
			at = g.Index
			if reached[at] == int32(start+1) {
				c.reportCycle(at)
				break
			}
		}
	}
}

// reportCycle reports the cycle of gateways that the node is part of.
func (c *checker) reportCycle(at int) {
	nodes := c.file.Nodes
	first := &nodes[at]
	c.report(first.at("gateway"), first.Gateway.Pos, func() (string, string) {
		const namesMax = 20
		names := []string{string(first.Name.V)}
		for i := first.Gateway.Index; i != at && len(names) < namesMax; i = nodes[i].Gateway.Index {
			names = append(names, string(nodes[i].Name.V))
		}
		names = append(names, string(first.Name.V))
		return "gateways are behind each other: " + strings.Join(names, " → "), "remove one of these gateways"
	})
}

// accelerators bounds the number of accelerators, each of which is simulated.
func (c *checker) accelerators() {
	total := int64(0)
	for i := range c.file.Nodes {
		n := &c.file.Nodes[i]
		for k := range n.Accelerators {
			a := &n.Accelerators[k]
			if total += a.Count.V; total > AcceleratorsMax {
				c.report(n.at(fmt.Sprintf("accelerators.%d.count", k)), a.Count.Pos, say(
					fmt.Sprintf("the nodes have more than %d accelerators up to here", AcceleratorsMax), "use fewer"))
				return
			}
		}
	}
}
