package sim

import (
	"math/big"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/trace"
)

// outcome gathers the totals.
func (w *world) outcome(audits []trace.Audit) *trace.Outcome {
	follows := w.followUses()
	out := &trace.Outcome{
		Names: names(w.cfg), Seed: uint64(w.cfg.Seed), Policy: w.cfg.Policy,
		Horizon: int64(w.cfg.Horizon), Warmup: int64(w.cfg.Warmup), Network: "max-min",
		Events: w.chain.Events(), Steps: w.engine.Steps(), Digest: w.chain.Sum(), Links: w.chain.Links(),
		Decisions: w.driver.decisions, Refusals: w.driver.refusals, Placed: w.ledger.placed,
		Audits: audits, Saturated: w.saturated(), Partition: w.partition(), Mobility: w.mobility(), Following: follows,
		Footprint:  w.footprint(),
		GatewayUse: w.gatewayUse(),
	}
	out.Belief = w.believed()
	for i, c := range w.counts {
		out.Workloads = append(out.Workloads, trace.WorkloadUse{
			Workload: int32(i), Arrived: c.arrived, Finished: c.finished, Declined: c.declined,
			Left: c.left, Interrupted: c.interrupted,
		})
	}
	out.Streams = w.streamUses()
	for i := range w.services.list {
		out.Services = append(out.Services, w.services.list[i].use)
	}
	out.Trust = w.trustUse()
	for i := range w.nodes {
		out.NodeUse = append(out.NodeUse, w.nodeUse(i))
	}
	for i := range w.links {
		l, u := &w.sys.Links[i], &w.links[i]
		out.LinkUse = append(out.LinkUse, trace.LinkUse{
			Link: int32(i), From: int32(l.A), To: int32(l.B), BitsPerSec: int64(l.Rate(false)), BitsPerSecBack: int64(l.BandwidthBack),
			Up: u.up, Down: u.down, BytesForward: clamp(u.bytes[0].Big()), BytesBack: clamp(u.bytes[1].Big()),
		})
	}
	return out
}

func (w *world) nodeUse(i int) trace.NodeUse {
	m, n := &w.sys.Nodes[i], &w.nodes[i]
	high, low := n.station.Busy(n.clock.at(int64(w.cfg.Horizon))).Uint128()
	busy := units.WideOf(high, low).Big()
	gone := w.goneFor(models.NodeID(i))
	use := trace.NodeUse{
		Node: int32(i), Tier: m.Tier.String(), CPUMilli: int64(m.Capacity.CPU),
		Active: n.spent[models.Active], Inactive: n.spent[models.Inactive] + gone, Error: n.spent[models.Failed] - gone,
		BusyCPU:  clamp(new(big.Int).Quo(busy, big.NewInt(1000))),
		Finished: n.ran, Crashes: n.crash, Received: clamp(n.gotten.Big()), Sent: clamp(n.sent.Big()),
		MemoryMax: int64(n.memory),
		CutOff:    w.parts.CutOffTime(w.cfg.Horizon, models.NodeID(i)),
	}
	use.Energy = w.nodeEnergy(w.accountOf(models.NodeID(i)))
	return use
}

// partition returns the totals about islands.
func (w *world) partition() trace.Partition {
	a := w.parts.Account(w.cfg.Horizon)
	return trace.Partition{
		IslandsWhole: int64(a.Whole), IslandsMax: int64(a.Max), Islands: clamp(a.Area.Big()),
		Parted: a.Parted, CutOff: clamp(a.CutOff.Big()),
	}
}

// clamp returns x, or the largest int64 when x is larger.
func clamp(x *big.Int) int64 {
	if !x.IsInt64() {
		return units.Unlimited
	}
	return x.Int64()
}
