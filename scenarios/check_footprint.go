package scenarios

import (
	"bytes"
	"fmt"
	"slices"
	"time"

	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/scenarios/internal/quantity"
	"github.com/littoral-sim/littoral/sim"
	"github.com/littoral-sim/littoral/sim/battery"
	"github.com/littoral-sim/littoral/sim/energy"
)

const (
	nanoPerMilli  = energy.Watt / 1000                         // nanowatts in a milliwatt
	attoPerMilli  = 1_000_000_000_000_000                      // attojoules in a millijoule
	milliwattsMax = Milliwatts(energy.PowerMax / nanoPerMilli) // the largest power
	gridsMax      = 100                                        // power grids of a file
)

// nodeFootprint checks what a node uses: power, battery and price.
func (c *checker) nodeFootprint(n *Node) {
	if n.Power != nil && c.once(n.Power) {
		c.power(n.Power, n.at("power"))
	}
	if n.Battery == nil {
		return
	}
	if n.Power == nil {
		c.report(n.at("battery"), n.Battery.Pos, say("the node has a battery, but nothing says what it draws", "add power: {idle: 1.6W, busy: 5.1W}"))
	}
	if c.once(n.Battery) {
		c.battery(n.Battery, n.at("battery"))
	}
}

// power checks the power of a node.
func (c *checker) power(p *Power, w where) {
	c.watts(p.Idle, w.at("idle"))
	c.watts(p.Busy, w.at("busy"))
	c.watts(p.Off, w.at("off"))
	switch {
	case len(p.Table) > 0:
		c.powerTable(p, w)
	case p.Busy.IsSet() && p.Busy.V < p.Idle.V:
		c.report(w.at("busy"), p.Busy.Pos, say("the power when busy is less than when idle", "exchange the two values"))
	}
	if p.Sleep != nil {
		c.watts(p.Sleep.Power, w.at("sleep.power"))
		c.watts(p.Sleep.Waking, w.at("sleep.waking"))
	}
}

// watts bounds a power.
func (c *checker) watts(v Value[Milliwatts], w where) {
	if v.V > milliwattsMax {
		c.report(w, v.Pos, say("the power is more than a gigawatt", "write at most 1000000kW"))
	}
}

// powerTable checks the table of a power.
func (c *checker) powerTable(p *Power, w where) {
	for _, k := range []struct {
		key string
		pos Pos
	}{{"idle", p.Idle.Pos}, {"busy", p.Busy.Pos}, {"model", p.Model.Pos}} {
		if !k.pos.IsZero() {
			c.report(w.at(k.key), k.pos, say(fmt.Sprintf("table and %s cannot both be given: the table has it all", k.key), "keep one of them"))
		}
	}
	if len(p.Table) != energy.Points {
		c.report(w.at("table"), p.Pos, say(
			fmt.Sprintf("the table has %d values", len(p.Table)), fmt.Sprintf("write %d: at 0, 10, … 100 %% of the CPU in use", energy.Points)))
	}
	for i, v := range p.Table {
		at := w.at(fmt.Sprintf("table.%d", i))
		c.watts(v, at)
		if i > 0 && v.IsSet() && v.V < p.Table[i-1].V {
			c.report(at, v.Pos, say("the power falls as more of the CPU is in use", "put the values in order"))
		}
	}
}

// battery checks the battery of a node.
func (c *checker) battery(b *Battery, w where) {
	if capacity := attojoules(b.Capacity.V); capacity.Cmp(battery.CapacityMax()) > 0 {
		c.report(w.at("capacity"), b.Capacity.Pos, say("the capacity is more than a battery can have here", "write at most 27000000kWh"))
	}
	if b.Restart.IsSet() && b.Restart.V <= b.Cutoff.V {
		c.report(w.at("restart"), b.Restart.Pos, say("the node would come back no later than it goes down", "write more than cutoff"))
	}
	h := b.Harvest
	if h == nil {
		return
	}
	w = w.at("harvest")
	if h.Constant != nil {
		c.watts(*h.Constant, w)
	}
	s := course{checker: c, at: w, every: h.Every}
	for i, step := range h.Steps {
		c.watts(step.Power, w.at(fmt.Sprintf("steps.%d.power", i)))
		s.step(step.At, w.at(fmt.Sprintf("steps.%d.at", i)))
	}
	s.trace(h.Trace)
	s.alone(h.Constant != nil)
	if h.Sine != nil {
		c.harvestSine(h, w)
	}
}

// harvestSine checks the sine of a harvest.
func (c *checker) harvestSine(h *Harvest, w where) {
	s := h.Sine
	c.watts(s.Mean, w.at("sine.mean"))
	if float64(s.Mean.V)*(1+s.Swing.V.Float()) > float64(milliwattsMax) && s.Mean.V <= milliwattsMax {
		c.report(w.at("sine.mean"), s.Mean.Pos, say("the power is more than a gigawatt at the peak", "write at most 500000kW"))
	}
	if s.Every.IsSet() && s.Every.V < energy.SineSteps {
		c.report(w.at("sine.every"), s.Every.Pos, say(fmt.Sprintf("the period is shorter than its %d steps of a nanosecond", energy.SineSteps), "write a longer period, such as 24h"))
	}
	if s.Every.IsSet() && s.Peak.V > s.Every.V {
		c.report(w.at("sine.peak"), s.Peak.Pos, say(fmt.Sprintf("the peak is after the end of the period of %s", span(s.Every.V)), "write at most every"))
	}
	if h.Every.IsSet() {
		c.report(w.at("every"), h.Every.Pos, say("a sine has its period in the key every of its own", "remove this key"))
	}
}

// attojoules returns a number of millijoules in attojoules.
func attojoules(v Millijoules) units.Wide { return units.Wide{}.PlusProduct(int64(v), attoPerMilli) }

// course checks the steps of a quantity over time.
type course struct {
	*checker
	at    where
	every Value[time.Duration]
	count int
	last  time.Duration
}

// step checks the instant of the next step.
func (s *course) step(v Value[time.Duration], w where) {
	switch {
	case !v.IsSet(): // It is complained about already.
	case s.count == 0 && v.V != 0:
		s.report(w, v.Pos, say("the first step is not at 0s, so that nothing says what holds before", "write at: 0s"))
	case s.count > 0 && v.V <= s.last:
		s.report(w, v.Pos, say(fmt.Sprintf("%s does not come after %s", span(v.V), span(s.last)), "put the steps in the order of time, each at another instant"))
	case s.every.IsSet() && v.V >= s.every.V:
		s.report(w, v.Pos, say(fmt.Sprintf("the steps begin again at %s, before this one", span(s.every.V)), "move the step, or lengthen every"))
	}
	s.count++
	s.last = v.V
}

// trace checks that the rows of a file fit the period.
func (s *course) trace(t *CourseTrace) {
	if t == nil || len(t.Steps) == 0 {
		return
	}
	if last := time.Duration(t.Steps[len(t.Steps)-1].At); s.every.IsSet() && last >= s.every.V {
		s.report(s.at.at("every"), s.every.Pos, say(fmt.Sprintf("the file has a row at %s, after its steps have begun again", span(last)), "write more than "+span(last)))
	}
}

// alone checks that what does not change has no period.
func (s *course) alone(constant bool) {
	if constant && s.every.IsSet() {
		s.report(s.at.at("every"), s.every.Pos, say("what is always the same does not begin again", "remove this key, or write steps"))
	}
}

// linkFootprint checks what a link uses.
func (c *checker) linkFootprint(l *Link) {
	c.bitEnergy(l.Energy, l.at("energy"))
	c.bitEnergy(l.EnergyBack, l.at("energy-back"))
	if _, _, ok := l.bitEnergy(); l.EnergyBack.IsSet() && !ok && (l.class != nil || !l.Class.IsSet()) {
		c.report(l.at("energy-back"), l.EnergyBack.Pos, say("there is an energy back, but none there", "add energy: 46.7nJ/bit"))
	}
}

func (c *checker) bitEnergy(v Value[PicojoulesPerBit], w where) {
	if v.V > sim.BitEnergyMax {
		c.report(w, v.Pos, say("the energy per bit is too large", "write at most "+quantity.BitEnergy.Format(sim.BitEnergyMax)))
	}
}

// toCarbon finds what a power grid refers to.
func (c *checker) toCarbon(i int) {
	g := &c.file.Carbon[i]
	for k := range g.Nodes {
		c.toNode(&g.Nodes[k], gridAt(i).at(fmt.Sprintf("nodes.%d", k)))
	}
	c.toDomain(&g.Domain, gridAt(i).at("domain"))
}

// gridAt returns where a power grid is.
func gridAt(i int) where { return where{list: fmt.Sprintf("carbon.%d", i)} }

// carbon checks the power grids, and finds the nodes that each feeds.
func (c *checker) carbon() {
	grids := c.file.Carbon
	if len(grids) > gridsMax {
		c.report(where{list: "carbon"}, grids[gridsMax].Pos, say(fmt.Sprintf("a file has at most %d power grids", gridsMax), "leave some out"))
		return
	}
	fed := make([]bool, len(c.file.Nodes))
	for i := range grids {
		g, w := &grids[i], gridAt(i)
		c.grams(g.Intensity, w.at("intensity"))
		s := course{checker: c, at: w, every: g.Every}
		for k, step := range g.Steps {
			c.grams(step.Intensity, w.at(fmt.Sprintf("steps.%d.intensity", k)))
			s.step(step.At, w.at(fmt.Sprintf("steps.%d.at", k)))
		}
		s.trace(g.Trace)
		s.alone(g.Intensity.IsSet())
		for k := range c.file.Nodes {
			if n := &c.file.Nodes[k]; !fed[k] && n.Battery == nil && g.means(n, k) {
				fed[k] = true
				g.Feeds = append(g.Feeds, k)
			}
		}
		if len(g.Feeds) == 0 && g.Pos.Line > 0 && g.resolved() && c.complete("nodes") {
			c.report(w, g.Pos, say("this grid feeds no node: none is meant that has no battery and that no entry before means", "correct the entry, or remove it"))
		}
	}
}

// resolved reports whether all that a grid refers to exists.
func (g *Carbon) resolved() bool {
	return g.Domain.Index >= 0 && !slices.ContainsFunc(g.Nodes, func(r Ref) bool { return r.Index < 0 })
}

// grams bounds a carbon intensity.
func (c *checker) grams(v Value[CarbonIntensity], w where) {
	if v.V > sim.IntensityMax {
		c.report(w, v.Pos, say("the carbon intensity is too large", "write at most "+quantity.CarbonIntensity.Format(sim.IntensityMax)))
	}
}

// means reports whether a grid is meant to feed node i, battery or not.
func (g *Carbon) means(n *Node, i int) bool {
	return (len(g.Nodes) == 0 || slices.ContainsFunc(g.Nodes, func(r Ref) bool { return r.Index == i })) &&
		(len(g.Tier) == 0 || slices.ContainsFunc(g.Tier, func(t Value[Tier]) bool { return t.V == n.Tier.V })) &&
		(!g.Domain.IsSet() || string(n.Domain.V) == g.Domain.Name) &&
		g.Labels.Selects(n.Labels)
}

// courses reads the files of quantities over time.
func (f *companions) courses() {
	for i := range f.file.Nodes {
		n := &f.file.Nodes[i]
		if n.Battery != nil && n.Battery.Harvest != nil && n.Battery.Harvest.Trace != nil && f.once(n.Battery.Harvest.Trace) {
			f.course(n.Battery.Harvest.Trace, n.at("battery.harvest.trace"), "power", "5W", quantity.Power, int64(milliwattsMax))
		}
	}
	for i := range f.file.Carbon {
		if t := f.file.Carbon[i].Trace; t != nil && t.Path.IsSet() {
			f.course(t, gridAt(i).at("trace"), "intensity", "350g/kWh", quantity.CarbonIntensity, sim.IntensityMax)
		}
	}
}

// course reads one file of a quantity over time.
func (f *companions) course(trace *CourseTrace, w where, column, eg string, kind *quantity.Kind, most int64) {
	const at, value = 0, 1
	t := f.open(trace.Path, w, fmt.Sprintf("list the steps: {steps: [{at: 0s, %s: %s}]}", column, eg),
		fmt.Sprintf("begin with the line: at,%s; then write one step such as 1.5h,%s per line", column, eg), "at", column)
	if t == nil {
		return
	}
	if !t.has(value) {
		t.wrong(0, fmt.Sprintf("the column %s is missing", column), "begin the file with the line: at,"+column)
		return
	}
	rows := make([]energy.Step, 0, bytes.Count(f.read[trace.Path.V], []byte("\n")))
	for record, ok := t.row(); ok; record, ok = t.row() {
		now, fine := t.duration(record, at)
		v, good := t.quantity(record, value, kind)
		switch {
		case !fine || !good:
		case len(rows) == 0 && now != 0:
			t.wrong(t.place[at], "the first row is not at 0s, so that nothing says what holds before", "begin with a row at 0s")
		case len(rows) > 0 && int64(now) <= rows[len(rows)-1].At:
			t.wrong(t.place[at], fmt.Sprintf("%s does not come after %s", span(now), span(time.Duration(rows[len(rows)-1].At))), "put the rows in the order of time, each at another instant")
		case v > most:
			t.wrong(t.place[value], "the value is too large", "write at most "+kind.Format(most))
		}
		if t.failed {
			return // What follows is mostly wrong for the same reason.
		}
		rows = append(rows, energy.Step{At: int64(now), Value: v})
	}
	if len(rows) == 0 && !t.failed {
		t.wrong(0, "the file has no rows after the header", "add a row for each step")
	}
	if !t.failed {
		trace.Steps = rows
	}
}
