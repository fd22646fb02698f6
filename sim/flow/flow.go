package flow

import (
	"fmt"

	"github.com/littoral-sim/littoral/models/units"
)

// ID is the caller's handle of a flow, at least 0. Handles are dense (memory grows with the largest one), unique among
// the flows of a Network, and free for reuse as soon as the flow has finished or was stopped.
type ID int32

// ConstraintID names something that flows share: one direction of a link, a network interface, an airtime domain.
type ConstraintID int32

// Bounds of what a Network accepts. They keep all arithmetic within 128 bits.
const (
	// Unit is the coefficient of a flow that uses one byte of a constraint for each byte that it moves.
	Unit = 1 << 16
	// SizeMax bounds the size of a flow: 128 TiB.
	SizeMax = 1 << 47
	// WeightMax bounds the weight of a flow.
	WeightMax = 1<<16 - 1
	// CapacityMax bounds the capacity of a constraint and the cap of a flow that are not unlimited: 17.5 Tbit/s.
	CapacityMax = 1 << 44
)

// Use says how much of a constraint a flow uses.
type Use struct {
	Constraint ConstraintID
	// Coefficient is what one byte of the flow takes, in units of 1/Unit byte, at least 1. On one constraint, the sum of
	// coefficient × weight over all flows must not exceed 2⁶³, which is 2⁴⁷ flows of weight 1 at one Unit.
	Coefficient uint32
}

// Flow is an amount of data to be moved.
type Flow struct {
	ID ID
	// Size is 0 to SizeMax. A flow of size 0 finishes in the instant in which it starts, whatever it uses.
	Size units.Bytes
	// Weight is 1 to WeightMax. Of what flows share, each gets a rate in proportion to its weight.
	Weight uint32
	// Cap is the most the flow may take, 1 to CapacityMax; 0 and units.Unlimited mean that there is no cap.
	Cap units.BitsPerSecond
	// Uses lists the constraints of the flow, each at most once. It is copied and may be empty.
	Uses []Use
}

// Left says how far a flow has come. Sent + Remaining is its Size.
type Left struct {
	// Sent is what has been moved, in bytes, rounded down. A byte that lacks less than a thousandth counts.
	Sent units.Bytes
	// Remaining is what is still missing.
	Remaining units.Bytes
}

// never is the instant that does not come.
const never = 1<<63 - 1

// check panics unless the flow is within the documented bounds.
func (f *Flow) check() {
	switch {
	case f.ID < 0:
		panic(fmt.Sprintf("flow: id %d is negative", f.ID))
	case f.Size < 0 || f.Size > SizeMax:
		panic(fmt.Sprintf("flow: flow %d has %d bytes, outside 0 to %d", f.ID, int64(f.Size), int64(SizeMax)))
	case f.Weight < 1 || f.Weight > WeightMax:
		panic(fmt.Sprintf("flow: flow %d has weight %d, outside 1 to %d", f.ID, f.Weight, WeightMax))
	case f.Cap < 0 || (f.Cap > CapacityMax && f.Cap != units.Unlimited):
		panic(fmt.Sprintf("flow: flow %d has a cap of %d bit/s, outside 0 to %d", f.ID, int64(f.Cap), int64(CapacityMax)))
	}
}

// capped reports whether the flow has a cap.
func (f *Flow) capped() bool { return f.Cap != 0 && f.Cap != units.Unlimited }

// checkCapacity panics unless the capacity is within the documented bounds.
func checkCapacity(capacity units.BitsPerSecond) {
	if capacity < 0 || (capacity > CapacityMax && capacity != units.Unlimited) {
		panic(fmt.Sprintf("flow: capacity of %d bit/s is outside 0 to %d", int64(capacity), int64(CapacityMax)))
	}
}

// checkNow panics when time runs backwards or past an instant at which Advance had something to do.
func (n *Network) checkNow(nowNs int64) {
	if nowNs < n.nowNs {
		panic(fmt.Sprintf("flow: time runs backwards, from %d ns to %d ns", n.nowNs, nowNs))
	}
	if nextNs, _ := n.Next(); nowNs > nextNs {
		panic(fmt.Sprintf("flow: call at %d ns skips the advance that was due at %d ns", nowNs, nextNs))
	}
}
