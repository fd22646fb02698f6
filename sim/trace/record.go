package trace

// Names translates the indices of records into the names of the scenario.
type Names struct {
	Nodes     []string
	Links     []string
	Workloads []string
	Transfers []string
	Domains   []string
	Images    []string
	Streams   []string
	Reasons   []string // reason codes; index 0 is "" (none)
	// Instances tells which workloads are services, whose tasks are instances; nil
	// without any.
	Instances []bool
}

// State is where the life of a task ended, or stood when the run ended.
type State uint8

// The states of a task record.
const (
	StateFinished State = iota + 1 // the output reached its target
	StateDeclined                  // the scheduler gave it up
	StatePending                   // waiting for a placement at the end of the run
	StateSending                   // its input or output was under way at the end of the run
	StateQueued                    // waiting on its node at the end of the run
	StateRunning                   // running at the end of the run
	stateEnd
)

var stateNames = [stateEnd]string{
	StateFinished: "finished",
	StateDeclined: "declined",
	StatePending:  "pending",
	StateSending:  "sending",
	StateQueued:   "queued",
	StateRunning:  "running",
}

// String returns the word used in tasks.csv.
func (s State) String() string {
	if s == 0 || s >= stateEnd {
		return "unknown"
	}
	return stateNames[s]
}

// None marks an instant or an index that does not exist.
const None = -1

// Task is the life of one task. Instants are nanoseconds since the start of the
// run, or None; the parts are spans in nanoseconds that are never negative and
// add up to the sojourn time: Finished-Arrived, or for a task that did not
// finish, the end of the run (or its declining) minus Arrived.
type Task struct {
	Number   int64 // 1, 2, … in order of arrival
	Workload int32 // index into Names.Workloads
	Source   int32 // index into Names.Nodes
	Node     int32 // where it is or was last, or None while it is pending
	Attempts int32 // placements
	Priority int32
	State    State
	Warmup   bool // arrived before the end of the warm-up: not in statistics

	Arrived  int64
	Placed   int64 // last placement
	Started  int64 // last start of execution
	Finished int64 // output delivered; for a declined task, the instant of declining

	Queue    int64 // waiting to be placed, and in the queue of a node
	Decision int64 // waiting for the scheduler to decide
	Transfer int64 // input and output under way
	Convert  int64 // protocol conversion at gateways
	Run      int64 // executing

	Deadline int64  // allowed sojourn time, or None
	Reason   string // reason code of a task that did not finish, or ""
}

// Sum returns the sum of the parts, in nanoseconds.
func (t *Task) Sum() int64 { return t.Queue + t.Decision + t.Transfer + t.Convert + t.Run }

// Missed reports whether the task finished after its deadline.
func (t *Task) Missed() bool {
	return t.State == StateFinished && t.Deadline != None && t.Finished-t.Arrived > t.Deadline
}

// TransferState is where a plain transfer ended or stood.
type TransferState uint8

// The states of a transfer record.
const (
	TransferWaiting  TransferState = iota + 1 // its start lies after the end of the run
	TransferSending                           // under way at the end of the run
	TransferDone                              // delivered
	TransferBroken                            // its path was cut
	transferStateEnd                          // not a state
)

var transferStateNames = [transferStateEnd]string{
	TransferWaiting: "waiting",
	TransferSending: "sending",
	TransferDone:    "finished",
	TransferBroken:  "failed",
}

// String returns the word used in transfers.csv.
func (s TransferState) String() string {
	if s == 0 || s >= transferStateEnd {
		return "unknown"
	}
	return transferStateNames[s]
}

// Transfer is one plain data transfer.
type Transfer struct {
	Index    int32 // into Names.Transfers
	From, To int32 // into Names.Nodes
	State    TransferState
	Bytes    int64
	Started  int64 // nanoseconds, or None
	Finished int64 // nanoseconds, or None
}

// NodeUse is what one node did over the whole run. Times are in nanoseconds.
type NodeUse struct {
	Node      int32
	Tier      string
	CPUMilli  int64 // capacity in millicores
	Active    int64 // time in service
	Inactive  int64 // time out of service on purpose
	Error     int64 // time crashed
	BusyCPU   int64 // served CPU in core-nanoseconds, rounded down
	Finished  int64 // tasks whose work was completed here
	Crashes   int64
	Received  int64 // bytes that ended here
	Sent      int64 // bytes that began here
	Energy    int64 // microjoules, rounded down; None when no power is stated
	MemoryMax int64 // largest sum of reserved memory in bytes
	CutOff    int64 // time up without a path to any node of tier cloud; see Partition
}

// GatewayUse is what one node did over the whole run to convert and protect what
// stopped at it: Messages = Converted + Lost + Inside.
type GatewayUse struct {
	Node       int32
	Messages   int64 // that came in
	Converted  int64 // that were dealt with, whether their protocol changed or not
	Lost       int64
	Inside     int64 // at the end of the run
	BusyCPU    int64 // served to that end in core-nanoseconds, rounded down
	Overhead   int64 // bytes besides the payload, on legs that begin here, or end here and do not begin at another gateway
	Handshakes int64 // of the sessions that this node governs
	Questions  int64 // about tokens
}

// LinkUse is what one link carried over the whole run.
type LinkUse struct {
	Link           int32
	From, To       int32 // nodes, into Names.Nodes
	BitsPerSec     int64 // From to To
	BitsPerSecBack int64 // To to From; 0 when it is the same
	Up, Down       int64 // nanoseconds
	BytesForward   int64 // From to To
	BytesBack      int64 // To to From
}

// Audit is one conservation law, checked at the end of a run. It holds when
// Low <= Got <= High; an exact law has Low == High.
type Audit struct {
	Name           string // such as "little" or "tasks"
	Law            string // the law in words, such as "∫N dt = Σ sojourn"
	Got, Low, High string // integers in decimal, as large as they need to be
	OK             bool
}

// Sink receives records as a run goes on, in a fixed order. The pointers are
// valid during the call only. An error stops the run.
type Sink interface {
	Event(e *Event) error
	Task(t *Task) error
	Transfer(t *Transfer) error
}
