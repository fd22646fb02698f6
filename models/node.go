package models

import (
	"slices"

	"github.com/littoral-sim/littoral/models/units"
)

// Tier is the layer of the system that a node belongs to.
type Tier uint8

// The tiers, from the data source upwards.
const (
	TierDevice Tier = iota
	TierEdge
	TierGateway
	TierCloud
	tierEnd
)

// Tiers lists all tiers in order.
func Tiers() []Tier { return []Tier{TierDevice, TierEdge, TierGateway, TierCloud} }

// String returns "device", "edge", "gateway" or "cloud".
func (t Tier) String() string {
	names := [tierEnd]string{"device", "edge", "gateway", "cloud"}
	if t >= tierEnd {
		return "unknown"
	}
	return names[t]
}

// TierSet is a set of tiers. The empty set places no restriction.
type TierSet uint8

// NewTierSet returns the set of the given tiers.
func NewTierSet(tiers ...Tier) TierSet {
	var s TierSet
	for _, t := range tiers {
		s |= 1 << t
	}
	return s
}

// Allows reports whether t is in the set, or the set is empty.
func (s TierSet) Allows(t Tier) bool { return s == 0 || s&(1<<t) != 0 }

// Status is the service status of a node.
type Status uint8

// The statuses of the formal model.
const (
	Active   Status = iota // serves
	Inactive               // out of service on purpose: drained, asleep or switched off
	Failed                 // Error: crashed
	statusEnd
)

// String returns "active", "inactive" or "error".
func (s Status) String() string {
	names := [statusEnd]string{"active", "inactive", "error"}
	if s >= statusEnd {
		return "unknown"
	}
	return names[s]
}

// CanBecome reports whether a node may go from status s to status to:
//
//	from \ to   active  inactive  error
//	active        –        +        +     drain or switch off; crash
//	inactive      +        –        +     bring into service; a fault while idle
//	error         +        +        –     repaired; taken out for repair
func (s Status) CanBecome(to Status) bool {
	legal := [statusEnd][statusEnd]bool{
		Active:   {Inactive: true, Failed: true},
		Inactive: {Active: true, Failed: true},
		Failed:   {Active: true, Inactive: true},
	}
	return s < statusEnd && to < statusEnd && legal[s][to]
}

// Discipline is how the CPU of a node is shared among its tasks.
type Discipline uint8

// The disciplines.
const (
	ProcessorSharing   Discipline = iota // all run at once, max–min fair, none above its demand
	FIFO                                 // space-shared cores in front of one first-in first-out queue
	PriorityQueue                        // as FIFO, but higher priorities first; what runs is let finish
	PreemptivePriority                   // as PriorityQueue, but a higher priority takes the cores of lower ones, which go on later
)

// String returns the word used in scenario files.
func (d Discipline) String() string {
	switch d {
	case FIFO:
		return "fifo"
	case PriorityQueue:
		return "priority"
	case PreemptivePriority:
		return "priority-preemptive"
	default:
		return "shared"
	}
}

// Location is a point on the Earth (WGS 84).
type Location struct {
	LatMicrodegrees int32
	LonMicrodegrees int32
}

// Power is the electrical power of a node: linear in its CPU utilisation.
type Power struct {
	IdleMilliwatt int64
	BusyMilliwatt int64
}

// Gateway is what a node of tier gateway adds: the protocols it speaks and the
// security it enforces. The nodes connected through it are System.Behind.
type Gateway struct {
	Protocols []string // empty means any
	Security  Security
}

// Speaks reports whether the gateway can carry a protocol.
func (g *Gateway) Speaks(protocol string) bool {
	return len(g.Protocols) == 0 || slices.Contains(g.Protocols, protocol)
}

// Node is one member of N: what does not change about it during a run.
type Node struct {
	ID           NodeID
	Name         string
	Tier         Tier
	AccessPoint  bool // mobile nodes may attach to it
	Capacity     Resources
	Accelerators []Accelerator
	Speed        units.Speed
	// SpeedUnknown says that nobody knows how fast the node is in general: it runs
	// only what has been measured on its class.
	SpeedUnknown bool
	Discipline   Discipline
	// Places is the most tasks that may be on the node at one time, running and
	// waiting for a core; one that comes when all are taken is lost. 0 is no bound.
	Places int32
	// ImageCache bounds the images that the node keeps; 0 is no bound.
	ImageCache units.Bytes
	// CPULimit bounds the sum of the CPU demands placed on the node: capacity
	// times the over-commit ratio, or units.Unlimited. With 0 the node takes no
	// task that demands CPU.
	CPULimit units.MilliCPU
	Security Security
	Labels   Labels
	Domain   DomainID
	Class    ClassID // of devices, or 0
	Region   Region  // or 0
	// Via is the gateway in front of the node, or NoNode.
	Via     NodeID
	Gateway *Gateway  // nil but on gateways
	At      *Location // nil when unknown
	Power   *Power    // nil when unknown
	Enclave *Enclave  // nil without one
}
