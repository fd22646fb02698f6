package sim

import (
	"time"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/rng"
)

// Config is everything that defines a run but the scheduler.
type Config struct {
	System    *models.System
	Workloads []Workload
	Transfers []Transfer
	Faults    []Fault   // scripted
	Failures  []Renewal // random

	Seed        rng.Seed
	Replication uint64
	// Horizon is the end of the run. Tasks arrive before it, what is due at it
	// still happens, and what is not done by then is reported as it stands.
	Horizon units.Time
	// Warmup is when statistics start, at most Horizon.
	Warmup units.Time

	// Policy is the name of the scheduler, for reports.
	Policy string
	// Period is the time between calls of the scheduler. With 0 it is called at
	// the end of each instant in which tasks wait and something has changed. In
	// either case it is called again at once when there is more to decide than one
	// decision is shown, which is at most 4096 new tasks of each priority and 64
	// that it has left pending before.
	Period time.Duration
	// DecisionLatency is how long one decision takes. Meanwhile the scheduler
	// is busy, and the plan meets the world as it is afterwards.
	DecisionLatency time.Duration

	// Progress, when not nil, is told the simulated time about a thousand times
	// in a run. It has no influence on it.
	Progress func(now units.Time)
}

// Workload is a stream of tasks of one kind from each of its sources. Names of
// workloads are unique, because the random streams bear them.
type Workload struct {
	Name    string
	Spec    models.SpecID
	Sources []models.NodeID // each at most once
	// Target is where outputs go, or models.NoNode for back to the source.
	Target   models.NodeID
	Arrivals Arrivals
	Work     rng.Dist // nanoseconds on the reference core
	Input    rng.Dist // bytes
	Output   rng.Dist // bytes
	From     units.Time
	Until    units.Time // tasks arrive before it; 0 means the horizon
	OnCut    OnCut      // what becomes of inputs and outputs whose path breaks
	CountMax int64      // tasks per source, or 0 for no bound
}

// Arrivals says when tasks arrive. Exactly one field is set.
type Arrivals struct {
	// Gap is the distribution of the time between arrivals in nanoseconds. The
	// first task arrives one gap after Workload.From.
	Gap rng.Dist
	// Every is a fixed period; the first task arrives at Workload.From.
	Every time.Duration
	// At lists the instants for each source, ascending and not before
	// Workload.From; sources may share a list.
	At [][]units.Time
}

// Transfer is plain data movement without a task. Without a path it waits for
// one.
type Transfer struct {
	Name     string
	From, To models.NodeID
	Size     units.Bytes
	At       units.Time
	OnCut    OnCut // what becomes of it when its path breaks
}

// Fault takes a node or a link out of service. Faults on one entity may overlap
// or adjoin; it works again when all of them have ended. Their order in a Config
// means nothing.
type Fault struct {
	At   units.Time
	Node models.NodeID // or NoNode
	Link models.LinkID // or NoLink
	For  time.Duration // 0 means until the end of the run
}

// Renewal makes a node fail again and again: up times and down times alternate,
// beginning with an up time. A node has at most one, and it may overlap with
// scripted faults.
type Renewal struct {
	Node     models.NodeID
	Up, Down rng.Dist // nanoseconds
}
