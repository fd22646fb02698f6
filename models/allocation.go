package models

import (
	"fmt"

	"github.com/littoral-sim/littoral/models/units"
)

// Allocation is what one observer holds to be true about a node: its status and
// what of its capacity is still free. The simulator keeps one as truth, a
// snapshot carries one as belief. Start with NewAllocation; a plain copy shares
// Devices and Slots with its original.
type Allocation struct {
	// Free is the capacity less all reservations. Its CPU is negative while
	// more CPU is promised than the node has.
	Free Resources
	// Slack is how far Free.CPU may fall below zero, or units.Unlimited. It is
	// negative where less CPU may be promised than the node has.
	Slack units.MilliCPU
	// Devices holds the free share of each accelerator in thousandths.
	Devices []int32
	// Slots holds, for each service in the order of their IDs, how many more requests
	// its instances here can take. Services that come after its end have none. It is
	// negative while an instance that is leaving has requests.
	Slots []int32
	// Generation counts the changes of this allocation. It starts at 1.
	Generation uint64
	// Tasks is how many reservations there are.
	Tasks  int32
	Status Status
	Lapsed Lapse // what does not vouch for the node any more
	// Cordoned tells that the node takes no new tasks, because it is going to leave.
	Cordoned bool
}

// NewAllocation returns the allocation of an Active node without reservations.
func NewAllocation(n *Node) Allocation {
	a := Allocation{Free: n.Capacity, Slack: units.Unlimited, Generation: 1}
	if n.CPULimit != units.Unlimited {
		a.Slack = n.CPULimit - n.Capacity.CPU
	}
	for range n.Accelerators {
		a.Devices = append(a.Devices, WholeDevice)
	}
	return a
}

// Fits is the part of R(n, t) that changes during a run: the node n is Active,
// takes tasks, and has what s demands. It returns OK or the first predicate that fails.
func (a *Allocation) Fits(n *Node, s *Spec) Reason {
	d := &s.Demand
	switch {
	case a.Status != Active || a.Cordoned:
		return NotActive
	case a.Lapsed != 0 && a.Lapsed.Denies(s.Constraints.Security) != OK:
		return a.Lapsed.Denies(s.Constraints.Security)
	case d.CPU > units.Add(a.Free.CPU, a.Slack):
		return CPUFull
	case d.Memory > a.Free.Memory:
		return MemoryFull
	case d.Storage > a.Free.Storage:
		return StorageFull
	case d.Bandwidth > a.Free.Bandwidth:
		return BandwidthFull
	case s.Accelerators.Count > 0 && !s.Accelerators.foundIn(n.Accelerators, a.Devices):
		return AcceleratorFull
	case s.Calls != NoService && a.slots(s.Calls) <= 0:
		return NoInstance
	}
	return OK
}

// HasRoom reports whether the CPU demand fits without over-commitment.
func (a *Allocation) HasRoom(s *Spec) bool { return s.Demand.CPU <= a.Free.CPU }

// Reserve takes what s demands and appends the indices of the accelerators it
// took to picked. It panics when Fits would not return OK.
func (a *Allocation) Reserve(n *Node, s *Spec, picked []int32) []int32 {
	if r := a.Fits(n, s); r != OK {
		panic(fmt.Sprintf("models: reserve %+v on node %q with %+v free: %v", s.Demand, n.Name, a.Free, r))
	}
	a.Free = a.Free.Sub(s.Demand)
	a.Tasks++
	a.Generation++
	if s.Calls != NoService {
		a.Slots[s.Calls-1]--
	}
	if s.Accelerators.Count > 0 {
		first := len(picked)
		picked = s.Accelerators.pick(n.Accelerators, a.Devices, picked)
		for _, i := range picked[first:] {
			a.Devices[i] -= s.Accelerators.Share
		}
	}
	return picked
}

// Release gives back what Reserve took for s, with the accelerators that it
// picked. Once all is given back, the allocation is as it was but for its
// Generation. It panics when that makes more free than the node has.
func (a *Allocation) Release(n *Node, s *Spec, picked []int32) {
	a.Free = a.Free.Add(s.Demand)
	a.Tasks--
	a.Generation++
	if s.Calls != NoService {
		a.Slots[s.Calls-1]++
	}
	for _, i := range picked {
		a.Devices[i] += s.Accelerators.Share
		if a.Devices[i] > WholeDevice {
			panic(fmt.Sprintf("models: accelerator %d of node %q has %d/1000 free", i, n.Name, a.Devices[i]))
		}
	}
	if !a.Free.Within(n.Capacity) || a.Tasks < 0 {
		panic(fmt.Sprintf("models: node %q has %+v free of %+v", n.Name, a.Free, n.Capacity))
	}
}

// slots returns how many more requests to a service the node can take.
func (a *Allocation) slots(s ServiceID) int32 {
	if int(s) > len(a.Slots) {
		return 0
	}
	return a.Slots[s-1]
}

// AddSlots lets the node take so many more requests to a service, or fewer when n
// is negative. What is being served is not touched, so there may be fewer than
// none left.
func (a *Allocation) AddSlots(s ServiceID, n int32) {
	for int(s) > len(a.Slots) {
		a.Slots = append(a.Slots, 0)
	}
	a.Slots[s-1] += n
	a.Generation++
}

// SetCordoned lets the node take no new tasks, for good.
func (a *Allocation) SetCordoned() {
	a.Cordoned = true
	a.Generation++
}

// SetLapsed says what does not vouch for the node any more.
func (a *Allocation) SetLapsed(to Lapse) {
	a.Lapsed = to
	a.Generation++
}

// SetStatus changes the status. It panics on a transition that is not legal.
func (a *Allocation) SetStatus(to Status) {
	if !a.Status.CanBecome(to) {
		panic(fmt.Sprintf("models: node status %v cannot become %v", a.Status, to))
	}
	a.Status = to
	a.Generation++
}
