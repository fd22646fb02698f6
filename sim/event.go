package sim

import "github.com/littoral-sim/littoral/sim/kernel"

// The phases of one instant, in order.
const (
	phaseFault    kernel.Phase = iota // nodes and links change state
	phaseComplete                     // work and transfers end
	phaseArrive                       // tasks and transfers begin
	phaseSchedule                     // decisions
	phaseObserve                      // marks for reports
)

// kind says which handler an event is for.
type kind uint8

const (
	evArrival  kind = iota + 1 // source index: its next task arrives
	evInput                    // task: its input is on its node
	evStation                  // node: something is due on its processor
	evOutput                   // task: its output is at its target
	evPass                     // the scheduler is called
	evTick                     // the scheduling period has passed
	evDecided                  // the decision under way is complete
	evFault                    // index into Config.Faults: it begins
	evFaultEnd                 // index into Config.Faults: it ends
	evFail                     // index into Config.Failures: the node fails
	evRecover                  // index into Config.Failures: the node is back
	evTransfer                 // index into Config.Transfers: it begins
	evDelivery                 // index into Config.Transfers: it is complete
	evWarmup                   // statistics start
)

// event is the payload of every kernel event: a value of eight bytes.
type event struct {
	index int32 // of a task, node, source, fault or transfer, as the kind says
	kind  kind
}
