package schedulers

import (
	"context"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
)

// Scheduler turns what is known into what should be done.
//
// Plan must be a function of the snapshot, of the configuration of the policy
// and of the calls before. It must not modify the snapshot or read any part of it
// after it has returned, read a clock, or start a goroutine that outlives the call. ctx only
// aborts: a decision never depends on how long it took. The plan is valid until
// the next call.
//
// A policy that carries state from one call to the next implements
// encoding.BinaryMarshaler and encoding.BinaryUnmarshaler, so that the state is
// explicit and can be saved.
//
// That no node fits is not an error: the task is deferred. An error means that
// the policy itself could not work, and ends a simulation.
type Scheduler interface {
	Plan(ctx context.Context, s *Snapshot) (*Plan, error)
}

// Func adapts a function to Scheduler.
type Func func(ctx context.Context, s *Snapshot) (*Plan, error)

// Plan calls f.
func (f Func) Plan(ctx context.Context, s *Snapshot) (*Plan, error) { return f(ctx, s) }

// Trigger says why the scheduler was called.
type Trigger uint8

// The triggers.
const (
	TriggerChange Trigger = iota // tasks arrived, or something became free
	TriggerPeriod                // the scheduling period has passed
)

// Source is a stream of random bits that belongs to the scheduler.
type Source interface{ Uint64() uint64 }

// Snapshot is what one observer believes at one moment. It is lent: it must not
// be modified, and it is valid until Plan returns. All order in it is fixed.
type Snapshot struct {
	Version uint64 // grows with every call
	Now     units.Time
	Trigger Trigger

	// System never changes: a snapshot of another system has another pointer here.
	System *models.System
	// Routes is the network view: latency, bandwidth and reachability between
	// nodes. Asking it questions is reading.
	Routes *models.Routes
	// Nodes is what is believed of each node, indexed by NodeID.
	Nodes []models.Allocation
	// Eligible lists for each SpecID the nodes that satisfy the part of R that
	// never changes, in NodeID order.
	Eligible [][]models.NodeID
	// Pending lists the tasks to place: higher priority first, then by arrival.
	Pending []Pending

	// Rand is the scheduler's own random stream.
	Rand Source
}

// Pending is a task that waits for a placement.
type Pending struct {
	Task     models.TaskID
	Spec     models.SpecID
	Source   models.NodeID
	Target   models.NodeID
	Attempts int32 // placements so far
	Since    units.Time
	Input    units.Bytes
}

// Op says what an Action does.
type Op uint8

// The operations.
const (
	Place   Op = iota + 1 // run Task on Node
	Defer                 // leave Task pending; the same as not mentioning it
	Decline               // give Task up for good
)

// String returns "place", "defer" or "decline".
func (o Op) String() string {
	switch o {
	case Place:
		return "place"
	case Defer:
		return "defer"
	case Decline:
		return "decline"
	}
	return "unknown"
}

// Action is one step of a plan.
type Action struct {
	Op     Op
	Reason models.Reason // why a task is deferred or declined; informative
	Task   models.TaskID
	Node   models.NodeID // for Place
	// Generation, when not 0, is the generation of Node that the decision
	// relied on: the action is refused as stale when the node has changed since.
	// With 0 the action stands as long as it is feasible.
	Generation uint64
	Score      int64 // how good the policy found it, more is better; informative
}

// Plan is a list of transactions, each a run of actions of which either all or
// none are carried out.
type Plan struct {
	Version uint64 // of the snapshot
	Actions []Action
	// Ends holds for each transaction the index after its last action.
	Ends []int32
}

// Reset empties p for a new snapshot and keeps its memory.
func (p *Plan) Reset(s *Snapshot) {
	p.Version, p.Actions, p.Ends = s.Version, p.Actions[:0], p.Ends[:0]
}

// Add appends one transaction. Adding no actions adds nothing.
func (p *Plan) Add(actions ...Action) {
	if len(actions) == 0 {
		return
	}
	p.Actions = append(p.Actions, actions...)
	p.Ends = append(p.Ends, int32(len(p.Actions)))
}
