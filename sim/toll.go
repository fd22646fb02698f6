package sim

import (
	"math/big"

	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/trace"
)

// What is told of gateways when a run is over.

// gatewayAudits checks the conservation laws of gateways.
func (w *world) gatewayAudits() []trace.Audit {
	g := w.gateways
	if g == nil {
		return nil
	}
	var in, out, overhead units.Wide
	ok := true
	for i := range g.list {
		m := &g.list[i].meter
		left := m.Converted().PlusWide(m.Lost()).Plus(w.countInside(&g.list[i]))
		ok = ok && left.Cmp(m.In()) == 0
		in, out = in.PlusWide(m.In()), out.PlusWide(left)
		overhead = overhead.PlusWide(g.list[i].overhead)
	}
	messages := exact("messages", "at every gateway: messages that came = converted + lost + inside", out, in)
	messages.OK = messages.OK && ok
	return []trace.Audit{
		messages,
		exact("overhead", "Σ bytes on legs = Σ payload + Σ overhead at gateways", g.payload.PlusWide(overhead), g.wire),
	}
}

// countInside counts the messages inside a gateway that are not converted yet.
func (w *world) countInside(g *gateway) int64 {
	n := int64(0)
	for id := g.first; id != none; id = w.gateways.journeys.at(id).next {
		if j := w.gateways.journeys.at(id); j.entered != trace.None {
			n = units.Add(n, w.dataOf(j).Messages())
		}
	}
	return n
}

// gatewayUse returns the totals of the gateways in the order of their nodes.
func (w *world) gatewayUse() []trace.GatewayUse {
	if w.gateways == nil {
		return nil
	}
	var out []trace.GatewayUse
	for _, i := range w.gateways.index {
		if i == none {
			continue
		}
		g := &w.gateways.list[i]
		out = append(out, trace.GatewayUse{
			Node: int32(g.Node), Messages: clamp(g.meter.In().Big()), Converted: clamp(g.meter.Converted().Big()),
			Lost: clamp(g.meter.Lost().Big()), Inside: g.meter.Inside(),
			BusyCPU:  clamp(new(big.Int).Quo(g.work.Big(), big.NewInt(1000))),
			Overhead: clamp(g.overhead.Big()), Handshakes: g.handshakes, Questions: g.questions,
		})
	}
	return out
}
