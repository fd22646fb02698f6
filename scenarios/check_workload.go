package scenarios

import (
	"fmt"
	"time"
)

// workload checks the values of a workload against each other.
func (c *checker) workload(w *Workload) {
	c.window(w)
	if c.once(w.Work) {
		c.work(w)
	}
	if w.Input != nil && c.once(w.Input) {
		checkDistribution(c, w.Input, w.at("input"))
	}
	if w.Output != nil && c.once(w.Output) {
		checkDistribution(c, w.Output, w.at("output"))
	}
	if c.once(w.Arrivals) {
		c.arrivals(w)
	}
	if a := w.Demand.Accelerators; a != nil && a.Share.V < RatioOne && a.Count.V > 1 {
		c.report(w.at("demand.accelerators.share"), a.Share.Pos, say(
			fmt.Sprintf("a share below 1 lives on a single device, but count is %d", a.Count.V), "write count: 1, or leave the share out"))
	}
	if a := w.Demand.Accelerators; a != nil {
		repeated(c, a.Model, w.at("demand.accelerators.model"))
	}
	if w.Requires != nil {
		repeated(c, w.Requires.Tier, w.at("requires.tier"))
	}
	repeated(c, w.Source.Names, w.at("source"))
	c.resilience(w)
	c.session(w)
	c.protocol(w)
	c.uplink(w.at("uplink-protocol"), w.Protocol, w.Uplink)
}

// window checks the time in which tasks arrive.
func (c *checker) window(w *Workload) {
	end := c.file.Duration
	if w.Until.IsSet() && w.Until.V <= w.From.V {
		c.report(w.at("until"), w.Until.Pos, say(
			fmt.Sprintf("until (%s) is not after from (%s)", span(w.Until.V), span(w.From.V)), "make until later than from"))
		return
	}
	if w.From.IsSet() && end.IsSet() && w.From.V >= end.V {
		c.warn(w.at("from"), w.From.Pos, fmt.Sprintf("the run ends at %s, so no task arrives", span(end.V)), "lower it, or lengthen the duration")
	}
	if w.Deadline.IsSet() && end.IsSet() && w.Deadline.V > end.V {
		c.warn(w.at("deadline"), w.Deadline.Pos, fmt.Sprintf("the deadline is longer than the run, which ends at %s", span(end.V)), "no task can miss it; shorten it or leave it out")
	}
}

// arrivals checks how tasks arrive.
func (c *checker) arrivals(w *Workload) {
	a := w.Arrivals
	if a.Gap != nil {
		a.Gap.Pos = a.Pos
		gap, ok := checkDistribution(c, a.Gap, w.at("arrivals"))
		if ok && gap.Mean() < 1 {
			c.report(w.at("arrivals"), a.Pos, say("the time between arrivals is zero on average", "write a longer time"))
		}
	}
	c.processRules(a, w.at("arrivals"))
	for i := 1; i < len(a.At); i++ {
		if a.At[i].V < a.At[i-1].V {
			c.report(w.at(fmt.Sprintf("arrivals.at.%d", i)), a.At[i].Pos, say(
				fmt.Sprintf("%s comes after %s", span(a.At[i].V), span(a.At[i-1].V)), "put the instants in ascending order"))
		}
	}
	c.late(a.At, w)
}

// late warns of arrivals that the run does not reach.
func (c *checker) late(at []Value[time.Duration], w *Workload) {
	for i, v := range at {
		if c.file.Duration.IsSet() && v.V >= c.file.Duration.V {
			c.warn(w.at(fmt.Sprintf("arrivals.at.%d", i)), v.Pos, fmt.Sprintf("the run ends at %s, before this arrival", span(c.file.Duration.V)), "remove it, or lengthen the duration")
			return
		}
	}
}

// protocol checks that the gateways of the sources speak the protocol.
func (c *checker) protocol(w *Workload) {
	if !w.Protocol.IsSet() {
		return
	}
	for _, i := range w.Source.Nodes {
		source := &c.file.Nodes[i]
		if !source.Gateway.IsSet() || source.Gateway.Index < 0 {
			continue
		}
		gateway := &c.file.Nodes[source.Gateway.Index]
		if gateway.Tier.V != TierGateway || len(gateway.Protocols) == 0 || speaks(gateway, w.Protocol.V) {
			continue
		}
		c.report(w.at("protocol"), w.Protocol.Pos, func() (string, string) {
			return fmt.Sprintf("the gateway %s of the source %s does not speak %s", gateway.Name.V, source.Name.V, w.Protocol.V),
				fmt.Sprintf("add %s to the protocols of the gateway on line %d, or choose another protocol", w.Protocol.V, gateway.Protocols[0].Pos.Line)
		})
		return
	}
}

func speaks(n *Node, protocol Name) bool {
	for _, p := range n.Protocols {
		if p.V == protocol {
			return true
		}
	}
	return false
}
