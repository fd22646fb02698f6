package sim

import (
	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/battery"
	"github.com/littoral-sim/littoral/sim/energy"
	"github.com/littoral-sim/littoral/sim/failure"
	"github.com/littoral-sim/littoral/sim/kernel"
	"github.com/littoral-sim/littoral/sim/trace"
)

// A node with a battery goes out of service when that is cut off, as if it had
// crashed, and comes back when it is charged enough. Faults are another cause: the
// node works when neither holds.

// cell is the battery of a node.
type cell struct {
	*battery.Battery
	harvest *energy.Steps     // or nil
	ticket  kernel.Ticket     // of the next thing due
	due     units.Time        // when that is, or Never
	fault   failure.Condition // as faults leave the node
}

func newCell(b *Battery) *cell {
	made, err := battery.New(b.Config)
	if err != nil { // The configuration has been validated.
		panic(err)
	}
	return &cell{Battery: made, harvest: b.Harvest, due: units.Never, fault: failure.Working}
}

// drain lets the battery of a node give the power that is drawn, and re-times its
// one event.
func (w *world) drain(now units.Time, a *account) {
	c := a.cell
	yield, due := int64(0), units.Never
	if c.harvest != nil {
		yield = c.harvest.At(int64(now))
		if next, ok := c.harvest.Next(int64(now)); ok {
			due = units.Time(next)
		}
	}
	c.Set(int64(now), a.static.Power()+a.dynamic.Power(), yield)
	if next, ok := c.Next(); ok {
		due = min(due, units.Time(next))
	}
	c.ticket, c.due = w.retimed(c.ticket, c.due, due, phaseFail, evBattery, w.power.of[a.node])
}

// useBattery does what is due at a battery: it is cut off, comes back, or is filled
// at another rate.
func (w *world) useBattery(now units.Time, i int32) {
	a := &w.power.accounts[i]
	c := a.cell
	c.due = units.Never
	switch c.Advance(int64(now)) {
	case battery.Emptied:
		w.logFault(now, trace.BatteryEmptied, int32(a.node))
		if c.fault != failure.Down {
			w.changeNode(now, a.node, c.fault, failure.Down)
		}
	case battery.Restored:
		w.logFault(now, trace.BatteryRestored, int32(a.node))
		if c.fault != failure.Down {
			w.changeNode(now, a.node, failure.Down, c.fault)
		}
	case battery.Nothing:
	}
	w.meter(now, a.node)
}

// faulted puts a node in the condition in which its faults leave it, unless its
// battery has it out of service anyway.
func (w *world) faulted(now units.Time, id models.NodeID, before, after failure.Condition) {
	if a := w.accountOf(id); a != nil && a.cell != nil {
		a.cell.fault = after
		if a.cell.Empty() {
			return
		}
	}
	w.changeNode(now, id, before, after)
}
