package sim

import "github.com/littoral-sim/littoral/sim/kernel"

// The phases of one instant, in order. Failures come before repairs, so that an
// entity between two adjoining faults stays down.
const (
	phaseVary     kernel.Phase = iota // what links offer changes
	phaseFail                         // nodes and links go out of service
	phaseRepair                       // and come back
	phaseComplete                     // work and transfers end
	phaseArrive                       // tasks and transfers begin
	phaseSchedule                     // decisions
	phaseObserve                      // marks for reports
)

// roundsMax is how often one instant may go back to an earlier phase before the
// run is given up as a livelock. A task without work whose data takes no time
// makes the instant go round twice, so that many can follow each other on one
// core; it is the most that the kernel allows.
const roundsMax = 4094

// kind says which handler an event is for.
type kind uint8

const (
	evArrival  kind = iota + 1 // source index: its next task arrives
	evEnter                    // flight: its latency is over
	evFlows                    // something is due among the flows
	evReady                    // task: it has been started again
	evRetry                    // task: the delay before its next attempt is over
	evStation                  // node: something is due on its processor
	evPass                     // the scheduler is called
	evTick                     // the scheduling period has passed
	evDecided                  // the decision under way is complete
	evFaults                   // something fails or works again
	evChannel                  // index among the varying links: one changes
	evTransfer                 // index into Config.Transfers: it begins
	evWarmup                   // statistics start
	evMark                     // the guard looks at the backlogs
	evRoam                     // index among the mobile nodes: one is elsewhere
	evItem                     // index among the sources of streams: its next item is made
	evSpool                    // spool: something is due in its buffer
	evAck                      // sending: its acknowledgement is back
	evWindow                   // stop: the window of its summary ends
	evSample                   // the levels of streams are noted
	evSleep                    // node: it has had nothing to run for long enough to sleep
	evAwake                    // node: it has woken up
	evBattery                  // account of a node: something is due at its battery
	evGrid                     // grid: its carbon intensity changes
	evGateway                  // journey: what it waits for inside a gateway is over
	evService                  // service: its first instances are made
	evScale                    // service: its scaler looks at it
	evDrain                    // service: instances that are stopped may go
	evUpgrade                  // service: an upgrade begins or goes on
	evBeat                     // node: it sends a heartbeat
	evNote                     // note: a message arrives
	evMonitor                  // the observer looks which nodes are silent
	evReact                    // something is due about nodes that are taken for lost
	evSync                     // node: it and the observer have reconciled
	evTrust                    // something that vouches for nodes runs out, or is to be renewed
	evBoot                     // node: it has checked what it starts
	evMigrate                  // move of an instance: it begins
	evMember                   // step of a node that joins or leaves
	evServe                    // tasks whose place is known are placed
	evFollow                   // index among the states that follow their sources: steering is over
	evTwin                     // service: live migrations of it have failed
)

// event is the payload of every kernel event: a value of eight bytes.
type event struct {
	index int32 // of a flight, node, source, fault or transfer, as the kind says
	kind  kind
}
