package sim

import (
	"time"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/arrivals"
	"github.com/littoral-sim/littoral/sim/buffer"
	"github.com/littoral-sim/littoral/sim/channel"
	"github.com/littoral-sim/littoral/sim/failure"
	"github.com/littoral-sim/littoral/sim/retry"
	"github.com/littoral-sim/littoral/sim/rng"
)

// Config is everything that defines a run but the scheduler.
type Config struct {
	System    *models.System
	Workloads []Workload
	Transfers []Transfer
	Images    []Image
	Gateways  []Gateway // in any order; each node at most once
	Channels  []Channel // of the links that vary, in any order; each link at most once
	Mobility  []Mobility

	// Streams are data that is moved, stored and reduced on its way, without tasks; Buffers are the policies of the
	// buffers on the way.
	Streams []Stream
	Buffers []buffer.Config

	Faults   []Fault   // scripted
	Failures []Renewal // random
	Outages  []Outages // recorded
	Domains  []Domain  // what fails together, besides the nodes that name them
	Crews    []failure.Crew
	Members  []Membership // nodes that join or leave
	Trust    []Trust      // what vouches for nodes; each node at most once

	Footprint Footprint // energy beyond the power of nodes, carbon, money
	// Control makes the scheduler see what an observer believes. When nil, it sees
	// the truth without delay.
	Control *Control

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

	// Audit has the shares of all flows checked after every change, at a cost in
	// proportion to their number.
	Audit bool
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
	// Times replaces Work for tasks whose running time differs from class to class of
	// devices: the distribution in nanoseconds on a node that gives a task the CPU it
	// demands, indexed like models.Spec.Times, of which it has the shape: what has a
	// time there has a distribution here, and the rest none. Each task draws one
	// number, which all distributions are asked for: one that takes long on one class
	// takes long on each.
	Times    []rng.Dist
	Input    rng.Dist // bytes
	Output   rng.Dist // bytes
	From     units.Time
	Until    units.Time // tasks arrive before it; 0 means the horizon
	CountMax int64      // tasks per source, or 0 for no bound
	OnCut    OnCut      // what becomes of inputs and outputs whose path breaks

	// Retry bounds and spaces the attempts of a task. When nil, each lost attempt
	// is followed by another at once, for as long as the run lasts.
	Retry *retry.Policy
	// Checkpoint says what a lost attempt leaves behind, in nanoseconds of work on
	// the reference core or, with Times, of running time on its node. What is saved
	// there is the part of the work that is done, also on a node of another class.
	Checkpoint retry.Checkpoint
	// Uplink is the protocol that gateways convert inputs into from that of the spec,
	// and outputs back from. With "" they choose the first of their rules that fits.
	Uplink string
	// Message is the largest payload of one message of inputs and outputs for a
	// gateway; 0 makes all of one a message.
	Message units.Bytes
	// Toleration is how long the tasks stay on a tainted node before the observer
	// evicts them, or reaction.Forever; nil for Control.Toleration.
	Toleration *time.Duration
	// Following has the tasks of each source run where its state is, which follows
	// it. When nil, they run anywhere.
	Following *Following
	// Image is what a node must have before it can run the tasks: 1 is the first
	// of Config.Images, 0 none.
	Image ImageID
	// Service makes the tasks instances of a service, when not nil.
	Service *Service
}

// ImageID is the number of an image in Config.Images, from 1.
type ImageID int32

// NoImage stands for no image.
const NoImage ImageID = 0

// Image is the software of tasks. A node pulls it, as data that shares the network
// with everything else, when a task first needs it there, and keeps it within the
// room of its cache.
type Image struct {
	Name     string
	Size     units.Bytes
	Registry models.NodeID // where it is pulled from
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
	// Process is any other process, the same for all sources; it begins at
	// Workload.From.
	Process arrivals.Spec
}

// Transfer is plain data movement without a task. Without a path it waits for
// one.
type Transfer struct {
	Name     string
	From, To models.NodeID
	Size     units.Bytes
	At       units.Time
	OnCut    OnCut // what becomes of it when its path breaks
	// Protocol is what it is in when it begins, Uplink what gateways convert it
	// into, and Message the largest payload of a message; see Workload.
	Protocol, Uplink string
	Message          units.Bytes
}

// Channel says how a link varies.
type Channel struct {
	Link models.LinkID
	// Loss is the ratio of bytes that are lost on the link at any time.
	Loss channel.Loss
	// Variation is what changes with time, for both directions alike, or nil. The
	// bandwidth of a profile is that from A to B; the other direction keeps its
	// ratio to it.
	Variation *channel.Variation
	// Scatter is what differs from transfer to transfer.
	Scatter channel.Scatter
}

// Target names what a fault concerns: a node, a link or a domain.
type Target struct {
	Kind  TargetKind
	Index int32 // a models.NodeID, models.LinkID or models.DomainID
}

// TargetKind tells targets apart.
type TargetKind uint8

// The kinds of targets.
const (
	TargetNode TargetKind = iota
	TargetLink
	TargetDomain
	targetKindEnd
)

// OnNode is the target of faults of a node.
func OnNode(n models.NodeID) Target { return Target{TargetNode, int32(n)} }

// OnLink is the target of faults of a link.
func OnLink(l models.LinkID) Target { return Target{TargetLink, int32(l)} }

// OnDomain is the target of common causes: everything in a domain.
func OnDomain(d models.DomainID) Target { return Target{TargetDomain, int32(d)} }

// Fault takes something out of service, or slows it down. Faults on one entity
// may overlap or adjoin; it works again when all of them have ended. Their order
// in a Config means nothing.
//
// A node that crashes or reboots loses what it runs, and nothing passes it. One
// that is paused makes no progress and gets no new tasks, but what is under way
// passes it; one that is slow works at a part of its speed. A link that is cut
// (a crash) carries nothing, and data under way is dealt with as OnCut says; one
// that is paused keeps its flows and its routes without carrying anything; one
// that is slow has a part of its bandwidth.
type Fault struct {
	At   units.Time
	On   Target
	For  time.Duration // 0 means until the end of the run; not used for a reboot
	Mode failure.Mode
}

// Renewal makes something fail again and again: up times and down times
// alternate, beginning with an up time. It may overlap with other causes.
type Renewal struct {
	On Target
	// Label tells several renewals of one target apart.
	Label    string
	Up, Down rng.Dist // nanoseconds; a reboot has no Down
	Mode     failure.Mode
	Clock    failure.Clock
	Crew     string // the name of the crew that repairs it, or "" for repair at once
	Priority int32  // in the queue of the crew, higher first
}

// Outages are the recorded outages of one target, which has at most one record.
type Outages struct {
	On    Target
	Trace failure.Trace
}

// Domain adds to a failure domain what its nodes do not tell: links and other
// domains that fail with it. The nodes that name the domain are in it anyway.
type Domain struct {
	ID      models.DomainID
	Links   []models.LinkID
	Domains []models.DomainID
}
