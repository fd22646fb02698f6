package trace

import "encoding/binary"

// Kind says what happened.
type Kind uint8

// The kinds of events, in the order in which a task can meet them, followed by
// what happens to nodes and links. Their numbers are part of the digest: new
// kinds go to the end.
const (
	TaskArrived      Kind = iota + 1 // Value: workload
	TaskPlaced                       // Node: where; Value: score
	TaskDeferred                     // stays pending; Reason: why
	TaskDeclined                     // given up; Reason: why
	TaskRefused                      // the referee refused the action; Node: where; Reason: why
	InputSent                        // the input left the data source; Value: bytes
	InputReceived                    // the input is on Node
	TaskStarted                      // Node runs it
	TaskRan                          // the work is done
	OutputReceived                   // the output is at its target
	TaskFinished                     // Value: latency in nanoseconds
	TaskInterrupted                  // lost its node or its path; back to pending
	DecisionStarted                  // Value: pending tasks
	DecisionFinished                 // Value: actions applied
	NodeCrashed                      // Node
	NodeRepaired                     // Node
	LinkCut                          // Node: link index
	LinkRestored                     // Node: link index
	TransferStarted                  // Task: transfer index + 1; Value: bytes
	TransferFinished                 // Task: transfer index + 1
	TransferFailed                   // Task: transfer index + 1; Reason: why
	WarmupEnded                      // statistics start
	RunEnded                         // Value: tasks still in the system
	TransferRerouted                 // Task: transfer index + 1; it goes on over another path
	TaskPreempted                    // it stops running; another one takes its cores
	TaskResumed                      // it runs again
	NodePaused                       // Node
	NodeSlowed                       // Node; Value: thousandths of its speed that are left
	NodeContinued                    // Node: goes on after a pause, or at full speed again
	DomainFailed                     // Node: domain index
	DomainRestored                   // Node: domain index
	ImagePulled                      // Node; Value: image
	DataRerouted                     // what a task has under way goes on over another path; Value: bytes left
	DeviceAttached                   // Node: a mobile node; Value: node of the access point
	DeviceDetached                   // likewise
	DataArrived                      // Task: stream index + 1; a batch has reached Node; Value: readings
	DataReturned                     // Task: stream index + 1; a batch is back on Node; Value: readings
	DataRejected                     // Task: stream index + 1; no room on Node; Value: readings
	DataExpired                      // likewise: too old
	DataEvicted                      // likewise: given up for others
	DataExhausted                    // likewise: tried too often
	DataLost                         // likewise: in the memory of Node, which crashed
	NodeAsleep                       // Node: nothing to run for a while
	NodeWaking                       // Node: something is to run; Value: nanoseconds until it can
	NodeAwake                        // Node
	BatteryEmptied                   // Node: its battery is cut off
	BatteryRestored                  // Node: its battery is charged enough
	GatewayEntered                   // data of a task comes into Node, a gateway; Value: messages
	GatewayLeft                      // it leaves Node again; Value: bytes on the way
	TransferEntered                  // as GatewayEntered; Task: transfer index + 1
	TransferLeft                     // as GatewayLeft; Task: transfer index + 1
	HandshakeBegun                   // Node: whose sessions they are; Value: index of the other end
	TokenAsked                       // Node: the gateway; Value: index of whose token it is
	ServiceScaled                    // Node: workload of the service; Value: instances that there should be
	UpgradeBegun                     // Node: workload of the service; Value: instances to be replaced
	UpgradeEnded                     // Node: workload of the service
	NodeLost                         // the observer takes Node for lost; Value: nanoseconds since it fell silent, or -1
	NodeTrusted                      // the observer trusts Node again
	NodeTainted                      // what is on Node is evicted when its toleration is over
	TaskEvicted                      // the observer gives the instance on Node up; its task is pending
	TaskStopped                      // an instance that was evicted is stopped on Node
	ResultDiscarded                  // a result came when its task had been finished by another instance; Node: of this one
	PlacementStale                   // Node did not get a placement, or did not take it; Reason: why
	TrustLost                        // Node; Value: what does not vouch for it any more
	TrustRestored                    // Node; Value: what vouches for it again
	NodeCordoned                     // Node takes no new tasks; Value: instant at which it leaves
	NodeLeft                         // Node is not there from now on
	NodeJoined                       // Node is there from now on
	RelocationBegun                  // Node: where the state goes; Value: node that it follows
	RelocationEnded                  // Node: where the state is; Value: nanoseconds in which nobody served
	RelocationFailed                 // Node: where the state stays; Value: likewise
	kindEnd
)

var kindNames = [kindEnd]string{
	TaskArrived:      "task-arrived",
	TaskPlaced:       "task-placed",
	TaskDeferred:     "task-deferred",
	TaskDeclined:     "task-declined",
	TaskRefused:      "task-refused",
	InputSent:        "input-sent",
	InputReceived:    "input-received",
	TaskStarted:      "task-started",
	TaskRan:          "task-ran",
	OutputReceived:   "output-received",
	TaskFinished:     "task-finished",
	TaskInterrupted:  "task-interrupted",
	DecisionStarted:  "decision-started",
	DecisionFinished: "decision-finished",
	NodeCrashed:      "node-crashed",
	NodeRepaired:     "node-repaired",
	LinkCut:          "link-cut",
	LinkRestored:     "link-restored",
	TransferStarted:  "transfer-started",
	TransferFinished: "transfer-finished",
	TransferFailed:   "transfer-failed",
	WarmupEnded:      "warmup-ended",
	RunEnded:         "run-ended",
	TransferRerouted: "transfer-rerouted",
	DataRerouted:     "data-rerouted",
	TaskPreempted:    "task-preempted",
	TaskResumed:      "task-resumed",
	NodePaused:       "node-paused",
	NodeSlowed:       "node-slowed",
	NodeContinued:    "node-continued",
	DomainFailed:     "domain-failed",
	DomainRestored:   "domain-restored",
	ImagePulled:      "image-pulled",
	DeviceAttached:   "device-attached",
	DeviceDetached:   "device-detached",
	RelocationBegun:  "relocation-begun",
	RelocationEnded:  "relocation-ended",
	RelocationFailed: "relocation-failed",
	DataArrived:      "data-arrived",
	DataReturned:     "data-returned",
	DataRejected:     "data-rejected",
	DataExpired:      "data-expired",
	DataEvicted:      "data-evicted",
	DataExhausted:    "data-exhausted",
	DataLost:         "data-lost",
	NodeAsleep:       "node-asleep",
	NodeWaking:       "node-waking",
	NodeAwake:        "node-awake",
	BatteryEmptied:   "battery-emptied",
	BatteryRestored:  "battery-restored",
	GatewayEntered:   "gateway-entered",
	GatewayLeft:      "gateway-left",
	TransferEntered:  "transfer-entered-gateway",
	TransferLeft:     "transfer-left-gateway",
	HandshakeBegun:   "handshake-begun",
	TokenAsked:       "token-asked",
	ServiceScaled:    "service-scaled",
	UpgradeBegun:     "upgrade-begun",
	UpgradeEnded:     "upgrade-ended",
	NodeLost:         "node-lost",
	NodeTrusted:      "node-trusted",
	NodeTainted:      "node-tainted",
	TaskEvicted:      "task-evicted",
	TaskStopped:      "task-stopped",
	ResultDiscarded:  "result-discarded",
	PlacementStale:   "placement-stale",
	TrustLost:        "trust-lost",
	TrustRestored:    "trust-restored",
	NodeCordoned:     "node-cordoned",
	NodeLeft:         "node-left",
	NodeJoined:       "node-joined",
}

// String returns the name used in the event log, such as "task-placed".
func (k Kind) String() string {
	if k == 0 || k >= kindEnd {
		return "unknown"
	}
	return kindNames[k]
}

// IsLink reports whether the Node field of such an event is a link index.
func (k Kind) IsLink() bool { return k == LinkCut || k == LinkRestored }

// IsDomain reports whether the Node field of such an event is a domain index.
func (k Kind) IsDomain() bool { return k == DomainFailed || k == DomainRestored }

// IsService reports whether the Node field of such an event is a workload: that
// of the instances of a service.
func (k Kind) IsService() bool { return k == ServiceScaled || k == UpgradeBegun || k == UpgradeEnded }

// IsTransfer reports whether the Task field of such an event is a transfer
// index plus one.
func (k Kind) IsTransfer() bool {
	return k == TransferStarted || k == TransferFinished || k == TransferFailed || k == TransferRerouted ||
		k == TransferEntered || k == TransferLeft
}

// IsStream reports whether the Task field of such an event is a stream index plus one.
func (k Kind) IsStream() bool { return k >= DataArrived && k <= DataLost }

// Event is one line of the event log.
type Event struct {
	At     int64 // nanoseconds since the start of the run
	Task   int64 // number of the task from 1, or 0
	Value  int64 // see Kind
	Node   int32 // index of the node or link, or -1
	Kind   Kind
	Reason uint8 // index into Names.Reasons; 0 is none
}

// EventSize is the length of the canonical bytes of an event.
const EventSize = 30

// AppendCanonical appends the canonical bytes of e, all big-endian: at, task,
// value, node, kind, reason.
func (e *Event) AppendCanonical(b []byte) []byte {
	var x [EventSize]byte
	e.put(&x)
	return append(b, x[:]...)
}

func (e *Event) put(x *[EventSize]byte) {
	binary.BigEndian.PutUint64(x[0:], uint64(e.At))
	binary.BigEndian.PutUint64(x[8:], uint64(e.Task))
	binary.BigEndian.PutUint64(x[16:], uint64(e.Value))
	binary.BigEndian.PutUint32(x[24:], uint32(e.Node))
	x[28], x[29] = byte(e.Kind), e.Reason
}
