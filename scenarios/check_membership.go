package scenarios

import (
	"fmt"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim"
)

// membership checks when a node joins and leaves.
func (c *checker) membership(n *Node) {
	if !n.Joins.IsSet() && !n.Leaves.IsSet() {
		if n.Drain.IsSet() {
			c.report(n.at("drain"), n.Drain.Pos, say("the node does not leave", "add leaves: 50m, or remove this key"))
		}
		return
	}
	if c.file.Control != nil {
		at, key := n.Joins.Pos, "joins"
		if !n.Joins.IsSet() {
			at, key = n.Leaves.Pos, "leaves"
		}
		c.report(n.at(key), at, say("an observer cannot watch nodes that join or leave, yet", "leave out control, or this key"))
	}
	switch {
	case n.Drain.IsSet() && !n.Leaves.IsSet():
		c.report(n.at("drain"), n.Drain.Pos, say("the node does not leave", "add leaves: 50m, or remove this key"))
	case n.Leaves.IsSet() && n.Leaves.V <= n.Joins.V:
		c.report(n.at("leaves"), n.Leaves.Pos, say(
			fmt.Sprintf("the node leaves at %s and joins at %s", span(n.Leaves.V), span(n.Joins.V)), "let it leave later than it joins"))
	case n.Leaves.IsSet() && n.Drain.V > n.Leaves.V-n.Joins.V:
		c.report(n.at("drain"), n.Drain.Pos, say(
			fmt.Sprintf("the node is there for %s, less than it drains", span(n.Leaves.V-n.Joins.V)), "shorten drain, or let it leave later"))
	}
	if end := c.file.Duration; end.IsSet() && n.Joins.V >= end.V {
		c.warn(n.at("joins"), n.Joins.Pos, fmt.Sprintf("the run ends at %s, before the node joins", span(end.V)), "lower it, or lengthen the duration")
	}
}

// members makes the nodes that join or leave.
func (b *builder) members(cfg *sim.Config) {
	for i := range b.file.Nodes {
		n := &b.file.Nodes[i]
		if n.Joins.IsSet() || n.Leaves.IsSet() {
			cfg.Members = append(cfg.Members, sim.Membership{
				Node: models.NodeID(i), Joins: units.Time(n.Joins.V), Leaves: units.Time(n.Leaves.V), Drain: n.Drain.V,
			})
		}
	}
}
