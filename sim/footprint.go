package sim

import (
	"errors"
	"fmt"
	"time"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/sim/battery"
	"github.com/littoral-sim/littoral/sim/energy"
)

// Footprint is what a run accounts for besides the power of the nodes of its
// system: energy of links, batteries, emission of carbon, money. The zero value adds
// nothing.
type Footprint struct {
	Nodes []NodeFootprint // each node at most once, in any order
	Links []LinkFootprint // likewise
	// Grids hold the carbon intensity of power grids over time, in milligrams of CO2
	// equivalent per kilowatt-hour, at most IntensityMax.
	Grids []*energy.Steps
}

// GridID is the number of a grid in Footprint.Grids, from 1.
type GridID int32

// NoGrid stands for no grid.
const NoGrid GridID = 0

// Bounds of a Footprint.
const (
	IntensityMax = 10_000_000        // milligrams per kilowatt-hour: 10 kg
	BitEnergyMax = 100_000_000       // picojoules per bit: 100 µJ
	PriceMax     = 1_000_000_000_000 // millionths of a currency unit
)

// NodeFootprint is what one node adds. Its zero value adds nothing.
type NodeFootprint struct {
	Node models.NodeID
	// Model and Table say how its power follows the utilisation of its CPU; the power
	// when idle and when busy is that of the system. Table is in nanowatts.
	Model energy.Model
	Table [energy.Points]int64
	// Off is the power in nanowatts while the node is out of service.
	Off     int64
	Sleep   *Sleep   // nil when the node is always awake
	Battery *Battery // nil when the node is fed by a grid
	Grid    GridID   // what feeds it, or NoGrid; not with a battery
	// HourPrice is what the node costs per hour, in millionths of a currency unit,
	// whatever it does.
	HourPrice int64
}

// Sleep is a state of low power of a node without anything to run. Schedulers do
// not notice: a task that is ready to run on the node waits until it is awake.
type Sleep struct {
	After  time.Duration // without anything to run
	Power  int64         // nanowatts, asleep
	Wake   time.Duration // how long it takes to wake up
	Waking int64         // nanowatts meanwhile
}

// Battery feeds a node. While it is cut off, the node is out of service, besides
// and independently of its faults.
type Battery struct {
	battery.Config
	Harvest *energy.Steps // power in nanowatts that fills it, or nil
}

// LinkFootprint is what one link adds for each bit or byte that it carries.
type LinkFootprint struct {
	Link models.LinkID
	// PerBit and PerBitBack are the energy in picojoules per bit from A to B, and back.
	PerBit, PerBitBack int64
	Grid               GridID
	// GBPrice is the price of 10⁹ bytes, in millionths of a currency unit.
	GBPrice int64
}

// footprint checks the footprint.
func (v *validator) footprint() {
	f := &v.Footprint
	for i, g := range f.Grids {
		v.check(g != nil && g.Largest() <= IntensityMax, "grid %d needs a carbon intensity of at most %d mg/kWh", i+1, IntensityMax)
	}
	known := map[models.NodeID]bool{}
	for i := range f.Nodes {
		n := &f.Nodes[i]
		v.check(!known[n.Node], "node %d has two footprints", n.Node)
		known[n.Node] = true
		if !v.isNode(n.Node) {
			v.check(false, "a footprint is of node %d, which does not exist", n.Node)
			continue
		}
		v.check(v.isGrid(n.Grid), "node %q is fed by grid %d, which does not exist", v.System.Nodes[n.Node].Name, n.Grid)
		if err := footprintError(&v.System.Nodes[n.Node], n); err != nil {
			v.errs = append(v.errs, err)
		}
	}
	for i := range v.System.Nodes {
		if n := &v.System.Nodes[i]; n.Power != nil && !known[n.ID] {
			_, err := newCurve(n, nil)
			v.check(err == nil, "node %q: %w", n.Name, err)
		}
	}
	links := map[models.LinkID]bool{}
	for _, l := range f.Links {
		v.check(!links[l.Link] && v.isLink(l.Link), "link %d does not exist or has two footprints", l.Link)
		links[l.Link] = true
		v.check(v.isGrid(l.Grid), "link %d is fed by grid %d, which does not exist", l.Link, l.Grid)
		v.check(min(l.PerBit, l.PerBitBack) >= 0 && max(l.PerBit, l.PerBitBack) <= BitEnergyMax,
			"link %d uses %d and %d pJ per bit, outside 0 to %d", l.Link, l.PerBit, l.PerBitBack, int64(BitEnergyMax))
		v.check(l.GBPrice >= 0 && l.GBPrice <= PriceMax, "link %d has a price of %d, outside 0 to %d", l.Link, l.GBPrice, int64(PriceMax))
	}
}

func (v *validator) isGrid(g GridID) bool { return g >= NoGrid && int(g) <= len(v.Footprint.Grids) }

// footprintError reports everything that is wrong with what a node adds.
func footprintError(n *models.Node, f *NodeFootprint) error {
	var problems []error
	check := func(ok bool, format string, args ...any) {
		if !ok {
			problems = append(problems, fmt.Errorf("node %q "+format, append([]any{n.Name}, args...)...))
		}
	}
	power := func(what string, x int64) {
		check(x >= 0 && x <= energy.PowerMax, "draws %d nW %s, outside 0 to %d", x, what, energy.PowerMax)
	}
	power("out of service", f.Off)
	check(n.Power != nil || (f.Sleep == nil && f.Battery == nil && f.Off == 0 && f.Model == energy.Linear),
		"has no power, so that it cannot have a model of it, a power when off, a sleep or a battery")
	if n.Power != nil {
		_, err := newCurve(n, f)
		check(err == nil, "has an impossible power: %w", err)
	}
	if s := f.Sleep; s != nil {
		power("asleep", s.Power)
		power("waking", s.Waking)
		check(s.After >= 0 && s.Wake >= 0, "sleeps after %v and wakes in %v, which must not be negative", s.After, s.Wake)
	}
	if b := f.Battery; b != nil {
		err := b.Validate()
		check(err == nil, "has an impossible battery: %w", err)
		check(f.Grid == NoGrid, "has a battery, so that it is fed by no grid")
	}
	check(f.HourPrice >= 0 && f.HourPrice <= PriceMax, "costs %d an hour, outside 0 to %d", f.HourPrice, int64(PriceMax))
	return errors.Join(problems...)
}

// newCurve returns the power curve of a node, of which f, if it is not nil, says
// more.
func newCurve(n *models.Node, f *NodeFootprint) (*energy.Curve, error) {
	const nano = energy.Watt / 1000 // nanowatts in a milliwatt
	if n.Power.IdleMilliwatt < 0 || n.Power.BusyMilliwatt > energy.PowerMax/nano {
		return nil, fmt.Errorf("a power of %d to %d mW is outside 0 to %d", n.Power.IdleMilliwatt, n.Power.BusyMilliwatt, energy.PowerMax/nano)
	}
	s := energy.Spec{Idle: nano * n.Power.IdleMilliwatt, Busy: nano * n.Power.BusyMilliwatt}
	if f != nil {
		s.Model, s.Table = f.Model, f.Table
	}
	return energy.NewCurve(&s)
}
