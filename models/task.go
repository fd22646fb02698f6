package models

import (
	"time"

	"github.com/littoral-sim/littoral/models/units"
)

// Spec is what every task of one kind asks for: the task type of T. Work, input
// and output sizes belong to the single task.
type Spec struct {
	ID           SpecID
	Name         string
	Protocol     string // between the data source and its gateway; "" means none in particular
	Demand       Resources
	Accelerators AcceleratorDemand
	Priority     int32
	Deadline     time.Duration // allowed sojourn time, or 0 for none
	Replicas     int32         // at least 1
	// ExpectedWork is the mean work on the reference core: what a scheduler may
	// know before a task has run.
	ExpectedWork time.Duration
	// Calls is the service that tasks of this kind are requests to: they run where an
	// instance of it has a slot free. NoService lets them run anywhere.
	Calls ServiceID
	// Times replaces ExpectedWork for tasks whose speed differs from class to class
	// of devices; see Times.
	Times       Times
	Constraints Constraints
	// Target is where outputs go, when the constraints ask for the way there: nil is
	// back to the data source.
	Target *NodeID
}

// Constraints restricts where a task may run. The zero value restricts nothing.
type Constraints struct {
	Tiers      TierSet
	Nodes      []NodeID // any of these, sorted; empty means any
	Labels     []Selector
	Security   Security
	MaxLatency time.Duration // one way from the data source to the node, or 0 for no bound
	Encrypted  bool          // every link between data source and node is encrypted
	// EncryptedBack says that every link between node and target is encrypted.
	EncryptedBack bool
	// Regions holds where data source, node and target must be, and every link and
	// node on the ways between them.
	Regions RegionSet
	Enclave bool // it runs in an enclave
}

// Task is one member of T.
type Task struct {
	ID     TaskID
	Spec   SpecID
	Source NodeID // where its data comes from
	Target NodeID // where its output goes
	Work   time.Duration
	Input  units.Bytes
	Output units.Bytes
}

// TaskStatus is where a task stands.
type TaskStatus uint8

// The statuses, in the order of an undisturbed life.
const (
	TaskPending   TaskStatus = iota // waits for a placement
	TaskDeciding                    // a placement is being decided
	TaskSending                     // its input is on the way to the node
	TaskPreparing                   // waits on the node for its image, or until it is restarted
	TaskQueued                      // waits on the node for a core
	TaskRunning                     // runs
	TaskReplying                    // its output is on the way to the target
	TaskFinished                    // done
	TaskDeclined                    // given up
	taskStatusEnd
)

// String returns a lower-case word.
func (s TaskStatus) String() string {
	names := [taskStatusEnd]string{"pending", "deciding", "sending", "preparing", "queued", "running", "replying", "finished", "declined"}
	if s >= taskStatusEnd {
		return "unknown"
	}
	return names[s]
}

// taskSteps holds, for each status, the set of those that may follow. Nobody
// writes it.
var taskSteps = [taskStatusEnd]uint16{
	TaskPending:   1<<TaskDeciding | 1<<TaskSending | 1<<TaskDeclined,
	TaskDeciding:  1<<TaskPending | 1<<TaskSending | 1<<TaskDeclined,
	TaskSending:   1<<TaskPending | 1<<TaskPreparing | 1<<TaskQueued,
	TaskPreparing: 1<<TaskPending | 1<<TaskQueued,
	TaskQueued:    1<<TaskPending | 1<<TaskRunning,
	TaskRunning:   1<<TaskPending | 1<<TaskQueued | 1<<TaskReplying,
	TaskReplying:  1<<TaskPending | 1<<TaskFinished,
}

// CanBecome reports whether a task may go from status s to status to. Every
// step that needs a node or a path can fall back to pending when that is lost.
func (s TaskStatus) CanBecome(to TaskStatus) bool {
	return s < taskStatusEnd && to < taskStatusEnd && taskSteps[s]&(1<<to) != 0
}
