package scenarios

import (
	"time"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim"
	"github.com/littoral-sim/littoral/sim/battery"
	"github.com/littoral-sim/littoral/sim/energy"
)

// powerOf returns the power of a node between idle and busy.
func powerOf(p *Power) *models.Power {
	if len(p.Table) == energy.Points {
		return &models.Power{IdleMilliwatt: int64(p.Table[0].V), BusyMilliwatt: int64(p.Table[energy.Points-1].V)}
	}
	return &models.Power{IdleMilliwatt: int64(p.Idle.V), BusyMilliwatt: int64(p.Busy.V)}
}

// footprint fills in what is accounted for besides the power of nodes.
func (b *builder) footprint(cfg *sim.Config) {
	f := &cfg.Footprint
	grids := make([]sim.GridID, len(b.file.Nodes))
	for i := range b.file.Carbon {
		g := &b.file.Carbon[i]
		steps := b.steps(g.course(), g.Every.V, g.Pos, gridAt(i).String())
		f.Grids = append(f.Grids, steps)
		for _, n := range g.Feeds {
			grids[n] = sim.GridID(i + 1)
		}
	}
	suns := map[*Harvest]*energy.Steps{}
	for i := range b.file.Nodes {
		n := &b.file.Nodes[i]
		x := sim.NodeFootprint{Node: models.NodeID(i), Grid: grids[i]}
		plain := x.Grid == sim.NoGrid
		if n.Price != nil {
			x.HourPrice, plain = int64(n.Price.Hour.V), false
		}
		if n.Power != nil && n.Power.more(&x) {
			plain = false
		}
		if n.Battery != nil {
			x.Battery, plain = b.battery(n, suns), false
		}
		if !plain {
			f.Nodes = append(f.Nodes, x)
		}
	}
	b.linkFootprints(f, grids)
}

// linkFootprints fills in what links use. What only their classes say counts in a
// file that accounts for something else besides the power of nodes: a class alone
// does not ask for it.
func (b *builder) linkFootprints(f *sim.Footprint, grids []sim.GridID) {
	asked := len(f.Nodes) > 0
	for i := range b.file.Links {
		l := &b.file.Links[i]
		asked = asked || l.Energy.IsSet() || l.EnergyBack.IsSet() || l.Price != nil
	}
	if !asked {
		return
	}
	for i := range b.file.Links {
		l := &b.file.Links[i]
		there, back, ok := l.bitEnergy()
		if !ok && l.Price == nil {
			continue
		}
		x := sim.LinkFootprint{Link: models.LinkID(i), PerBit: int64(there), PerBitBack: int64(back), Grid: grids[l.Between[0].Index]}
		if l.Price != nil {
			x.GBPrice = int64(l.Price.GB.V)
		}
		f.Links = append(f.Links, x)
	}
}

// bitEnergy returns the energy of a bit from the first node to the second, and back:
// that which is written, else that of the class. It returns false when there is
// neither.
func (l *Link) bitEnergy() (there, back PicojoulesPerBit, ok bool) {
	switch {
	case l.Energy.IsSet():
		there, back, ok = l.Energy.V, l.Energy.V, true
	case l.class != nil && l.class.Uplink.Energy.Known() && l.class.Downlink.Energy.Known():
		there, back, ok = PicojoulesPerBit(l.class.Uplink.Energy.V), PicojoulesPerBit(l.class.Downlink.Energy.V), true
	}
	if l.EnergyBack.IsSet() {
		back = l.EnergyBack.V
	}
	return there, back, ok
}

// more fills in what a power says besides idle and busy, and reports whether that is
// anything.
func (p *Power) more(x *sim.NodeFootprint) bool {
	x.Off = nanoPerMilli * int64(p.Off.V)
	switch {
	case len(p.Table) == energy.Points:
		x.Model = energy.Table
		for i, v := range p.Table {
			x.Table[i] = nanoPerMilli * int64(v.V)
		}
	case p.Model.V == PowerCubic:
		x.Model = energy.Cubic
	}
	if s := p.Sleep; s != nil {
		waking := powerOf(p).IdleMilliwatt
		if s.Waking.IsSet() {
			waking = int64(s.Waking.V)
		}
		x.Sleep = &sim.Sleep{
			After: s.After.V, Power: nanoPerMilli * int64(s.Power.V), Wake: s.Wake.V, Waking: nanoPerMilli * waking,
		}
	}
	return p.Off.IsSet() || p.Model.IsSet() || len(p.Table) > 0 || x.Sleep != nil
}

// battery returns the battery of a node. Nodes of a template share their harvest.
func (b *builder) battery(n *Node, suns map[*Harvest]*energy.Steps) *sim.Battery {
	x := n.Battery
	share := func(r Ratio) units.Wide {
		return units.Wide{}.PlusProduct(int64(x.Capacity.V), int64(r)).Times(attoPerMilli / int64(RatioOne))
	}
	out := &sim.Battery{Config: battery.Config{
		Capacity: attojoules(x.Capacity.V), Charge: share(x.Charge.V), Cutoff: share(x.Cutoff.V), Restart: share(x.Restart.V),
	}}
	if x.Harvest != nil {
		made, ok := suns[x.Harvest]
		if !ok {
			made = b.harvest(x.Harvest, x.Pos, "nodes."+string(n.Name.V)+".battery.harvest")
			suns[x.Harvest] = made
		}
		out.Harvest = made
	}
	return out
}

// harvest returns the power of a harvest over time, in nanowatts.
func (b *builder) harvest(h *Harvest, at Pos, path string) *energy.Steps {
	s := h.Sine
	if s == nil {
		return b.steps(h.course(), h.Every.V, at, path)
	}
	made, err := energy.NewSine(energy.Sine{
		Mean: nanoPerMilli * int64(s.Mean.V), Swing: s.Swing.V.Float(), Period: int64(s.Every.V), Peak: int64(s.Peak.V),
	})
	if err != nil {
		b.problem(at, path+".sine", err.Error(), "choose values in range")
	}
	return made
}

// course returns the steps of a harvest that is no sine, in nanowatts.
func (h *Harvest) course() []energy.Step {
	var out []energy.Step
	add := func(at, v int64) { out = append(out, energy.Step{At: at, Value: nanoPerMilli * v}) }
	if h.Constant != nil {
		add(0, int64(h.Constant.V))
	}
	if h.Trace != nil {
		for _, s := range h.Trace.Steps {
			add(s.At, s.Value)
		}
	}
	for _, s := range h.Steps {
		add(int64(s.At.V), int64(s.Power.V))
	}
	return out
}

// course returns the steps of a grid, in milligrams per kilowatt-hour.
func (g *Carbon) course() []energy.Step {
	var out []energy.Step
	if g.Intensity.IsSet() {
		out = append(out, energy.Step{Value: int64(g.Intensity.V)})
	}
	if g.Trace != nil {
		out = append(out, g.Trace.Steps...)
	}
	for _, s := range g.Steps {
		out = append(out, energy.Step{At: int64(s.At.V), Value: int64(s.Intensity.V)})
	}
	return out
}

// steps returns a quantity over time.
func (b *builder) steps(list []energy.Step, every time.Duration, at Pos, path string) *energy.Steps {
	made, err := energy.NewSteps(list, int64(every))
	if err != nil {
		b.problem(at, path, err.Error(), "correct the steps")
	}
	return made
}
