package sim

import (
	"math/big"

	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/energy"
	"github.com/littoral-sim/littoral/sim/trace"
)

// The footprint of a run, in units for people. Inside a run everything is exact;
// here each total is rounded down once, and its parts are rounded so that they add
// up to it.

// Units of accounts in those of package trace.
func attoPerMicro() *big.Int { return big.NewInt(1_000_000_000_000) }                             // energy
func perMicrogram() *big.Int { return new(big.Int).Quo(energy.PerMilligram(), big.NewInt(1000)) } // emission
func nanosPerHour() *big.Int { return big.NewInt(3600 * 1_000_000_000) }                          // rent
func bytesPerGB() *big.Int   { return big.NewInt(1_000_000_000) }                                 // traffic

// over returns w/d rounded down.
func over(w units.Wide, d *big.Int) int64 {
	x := w.Big()
	return clamp(x.Quo(x, d))
}

// usedBy returns the energy that a node has used without anything to run, and in
// all, with the emission and the rent of both.
func (w *world) usedBy(a *account) (idle, all bill) {
	r := a.static.Read(int64(w.cfg.Horizon))
	idle.compute, idle.emission = r.Energy, r.Emission
	if a.more != nil {
		whole := units.Wide{}.PlusProduct(a.more.HourPrice, int64(w.cfg.Horizon))
		idle.rent = whole.MinusWide(a.shared.rent)
	}
	all = idle
	all.add(&a.shared)
	return idle, all
}

// nodeEnergy returns the microjoules that a node has used, rounded down, or None.
func (w *world) nodeEnergy(a *account) int64 {
	if a == nil || a.curve == nil {
		return trace.None
	}
	_, all := w.usedBy(a)
	return over(all.compute, attoPerMicro())
}

// footprint returns what the run has used, or nil when nothing says.
func (w *world) footprint() *trace.Footprint {
	p, f := w.power, &w.cfg.Footprint
	if p == nil {
		return nil
	}
	out := &trace.Footprint{Emissions: len(f.Grids) > 0, Wider: len(f.Nodes)+len(f.Links) > 0}
	var idle bill
	for i := range p.accounts {
		unused, _ := w.usedBy(&p.accounts[i])
		idle.add(&unused)
		out.Nodes = append(out.Nodes, w.nodeFootprint(&p.accounts[i]))
		out.Prices = out.Prices || p.accounts[i].more != nil && p.accounts[i].more.HourPrice > 0
	}
	for i := range p.linkOf {
		if p.linkOf[i] == none {
			continue
		}
		l := &p.links[p.linkOf[i]]
		out.Prices = out.Prices || l.GBPrice > 0
		out.Links = append(out.Links, trace.LinkFootprint{
			Link: int32(i), Energy: over(l.used.network, attoPerMicro()),
			Emission: over(l.used.emission, perMicrogram()), Cost: over(l.used.traffic, bytesPerGB()),
		})
	}
	bills := append(append([]bill(nil), p.bills...), idle)
	uses := make([]trace.Use, len(bills))
	for _, c := range []struct {
		of    func(*bill) units.Wide
		to    func(*trace.Use) *int64
		units *big.Int
	}{
		{func(b *bill) units.Wide { return b.compute }, func(u *trace.Use) *int64 { return &u.Compute }, attoPerMicro()},
		{func(b *bill) units.Wide { return b.network }, func(u *trace.Use) *int64 { return &u.Network }, attoPerMicro()},
		{func(b *bill) units.Wide { return b.emission }, func(u *trace.Use) *int64 { return &u.Emission }, perMicrogram()},
		{func(b *bill) units.Wide { return b.rent }, func(u *trace.Use) *int64 { return &u.Rent }, nanosPerHour()},
		{func(b *bill) units.Wide { return b.traffic }, func(u *trace.Use) *int64 { return &u.Traffic }, bytesPerGB()},
	} {
		var whole units.Wide
		weights := make([]units.Wide, len(bills))
		for i := range bills {
			weights[i] = c.of(&bills[i])
			whole = whole.PlusWide(weights[i])
		}
		total := over(whole, c.units)
		*c.to(&out.Total) = total
		for i, part := range energy.Divide(units.Wide{}.Plus(total), weights) {
			*c.to(&uses[i]) = part.Over(1)
		}
	}
	last := len(uses) - 1
	out.Workloads, out.Other, out.Idle = uses[:last-1], uses[last-1], uses[last]
	return out
}

func (w *world) nodeFootprint(a *account) trace.NodeFootprint {
	idle, all := w.usedBy(a)
	out := trace.NodeFootprint{
		Node: int32(a.node), Energy: w.nodeEnergy(a), Idle: over(idle.compute, attoPerMicro()),
		Emission: over(all.emission, perMicrogram()), Cost: over(all.rent, nanosPerHour()),
	}
	if a.rest != nil {
		out.Slept, out.Wakes = a.rest.slept, a.rest.wakes
	}
	if a.cell != nil {
		b := a.cell.Read(int64(w.cfg.Horizon))
		micro := func(x units.Wide) int64 { return over(x, attoPerMicro()) }
		out.Battery = &trace.BatteryUse{
			Start: micro(b.Start), Harvested: micro(b.Harvested), Drawn: micro(b.Drawn), Spilled: micro(b.Spilled), Charge: micro(b.Charge),
		}
	}
	return out
}

// auditFootprint checks that what is borne adds up to what was used. The sides are
// gathered apart: by bill here, and from the state of nodes and links there.
func (w *world) auditFootprint() []trace.Audit {
	p := w.power
	if p == nil || len(p.links)+len(w.cfg.Footprint.Nodes) == 0 {
		return nil
	}
	var borne, nodes, links bill
	for i := range p.bills {
		borne.add(&p.bills[i])
	}
	batteries := true
	var start, end units.Wide
	for i := range p.accounts {
		a := &p.accounts[i]
		used := w.inUse(w.cfg.Horizon, a)
		used.emission = a.shared.emission
		nodes.add(&used)
		if a.cell == nil {
			continue
		}
		b := a.cell.Read(int64(w.cfg.Horizon))
		_, all := w.usedBy(a)
		batteries = batteries && b.Drawn == all.compute
		start = start.PlusWide(b.Start).PlusWide(b.Harvested).PlusWide(b.Overdrawn)
		end = end.PlusWide(b.Charge).PlusWide(b.Drawn).PlusWide(b.Spilled)
	}
	const attoPerByte = 8_000_000
	for i := range p.links {
		l := &p.links[i]
		carried := w.links[l.Link].bytes
		links.network = links.network.PlusWide(carried[0].Times(attoPerByte * l.PerBit)).PlusWide(carried[1].Times(attoPerByte * l.PerBitBack))
		links.traffic = links.traffic.PlusWide(carried[0].PlusWide(carried[1]).Times(l.GBPrice))
		links.emission = links.emission.PlusWide(l.used.emission)
	}
	charge := exact("batteries", "Σ charge + drawn + spilled = Σ charge before + harvested + overdrawn, and each gives what its node draws (aJ)", end, start)
	charge.OK = charge.OK && batteries
	return []trace.Audit{
		exact("energy", "Σ dynamic energy of workloads and others = Σ that of nodes (aJ)", borne.compute, nodes.compute),
		exact("network-energy", "Σ network energy of workloads and others = Σ bytes · energy per byte of links (aJ)", borne.network, links.network),
		exact("emission", "Σ emission of workloads and others = Σ that of nodes in use and links", borne.emission, nodes.emission.PlusWide(links.emission)),
		exact("cost", "Σ cost of workloads and others = Σ price of nodes in use, and of bytes over links",
			borne.rent.PlusWide(borne.traffic), nodes.rent.PlusWide(links.traffic)),
		charge,
	}
}
