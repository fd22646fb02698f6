// Package battery keeps the charge of a battery that feeds a node and is filled by
// a harvester, such as a solar panel, and says when the node goes out and comes
// back.
//
// A [Battery] is a state machine: the powers of its load and its harvester go in
// with the current time, they hold until the next change, and [Battery.Next] says
// when [Battery.Advance] has something to tell: [Emptied] when the charge comes down
// to the cut-off, [Restored] when it has risen to the restart threshold. Between the
// two the load is disconnected, which is the hysteresis of every charge controller.
//
//	b, err := battery.New(battery.Config{Capacity: c, Charge: c, Cutoff: low, Restart: high})
//	b.Set(now, draw, harvest)
//	for at, ok := b.Next(); ok; at, ok = b.Next() {
//		switch b.Advance(at) { … }
//	}
//
// # Exactness
//
// Power is in nanowatts, charge in attojoules, which are nanowatts times nanoseconds:
// all are integers, and nothing is rounded but instants. The charge comes down to the
// cut-off at a rational instant τ, and the load is disconnected at ⌈τ⌉. With a cut-off
// of zero it then has drawn up to a nanosecond's worth more than there was, which is
// counted as Overdrawn. A full battery takes no more: what cannot be stored is
// Spilled. At every instant
//
//	Start + Harvested + Overdrawn = Charge + Drawn + Spilled.
//
// # What it does not do
//
// A battery here is ideal: no losses, no self-discharge, no ageing, no temperature,
// no limit of current, and the voltage does not matter.
package battery
