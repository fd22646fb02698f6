package trace

// Outcome is what a run says of itself when it is over, beside the records that
// went to its Sink.
type Outcome struct {
	Names   Names
	Seed    uint64
	Policy  string
	Horizon int64  // end of the run in nanoseconds
	Warmup  int64  // statistics start here, in nanoseconds
	Network string // how transfers share links: "max-min"

	Events int64    // events in the log
	Steps  uint64   // events that the kernel dispatched
	Digest Digest   // of the log
	Links  []Digest // links of the digest chain

	Decisions int64 // calls of the scheduler
	Refusals  int64 // actions that the referee refused
	Placed    int64 // placements carried out, repeated ones included

	Workloads []WorkloadUse
	NodeUse   []NodeUse
	LinkUse   []LinkUse
	Streams   []StreamUse
	// GatewayUse is empty when no node converts or protects anything.
	GatewayUse []GatewayUse
	Partition  Partition
	Audits     []Audit
	Saturated  []Saturation
	Mobility   *Mobility // nil when nothing moves
	Following  []FollowUse
	Footprint  *Footprint // nil when nothing says what is used
	Services   []ServiceUse
	Belief     *Belief   // nil when the scheduler saw the truth
	Trust      *TrustUse // nil when nobody asks what vouches for nodes
}

// ServiceUse is what became of the instances of one service. Integrals are in
// nanoseconds.
type ServiceUse struct {
	Workload int32 // of its instances
	Made     int64 // instances, of all versions
	Started  int64 // how often one began to serve
	Replaced int64 // by upgrades
	Stopped  int64 // left before the end of the run
	Left     int64 // were there at the end
	Most     int64 // at one time
	Scaled   int64 // changes of their number by the scaler
	Ready    int64 // ∫ instances that serve dt
	Wanted   int64 // ∫ instances that there should be dt
	Requests int64 // ∫ requests that wait or are served dt
	Least    int64 // instances that there should be, at any time that lasted
	From     int64 // when the first instances were made, in nanoseconds
	Busy     int64 // ∫ slots that requests hold dt

	Moves      int64 // migrations begun
	Arrived    int64 // of them, instances that served again with their state
	MovedBytes int64 // of their state, in all transfers of a live migration
	Downtime   int64 // of these together, from when they took no requests until they served again
}

// Partition says how the network fell into islands: sets of nodes that are up and
// joined by paths. A node is cut off while it is up without a path to any node of
// tier cloud that is up or, in a system without a node of that tier, while it is up
// but not in the largest island, among equals that with the lowest node. States
// that last no time do not count.
type Partition struct {
	IslandsWhole int64 // islands when everything works
	IslandsMax   int64 // most islands at one time
	Islands      int64 // integral of the number of islands in nanoseconds, or the largest int64
	Parted       int64 // nanoseconds in which nodes were apart that are joined when everything works
	CutOff       int64 // sum over all nodes in nanoseconds, or the largest int64
}

// Saturation is a node, or a direction of a link, that had more to do at each
// quarter of the run after the warm-up, and could not have been done with it soon.
type Saturation struct {
	Node  int32 // index, or None
	Link  int32 // index, or None
	Back  bool  // from the second end of the link to the first
	Drain int64 // nanoseconds that it would have needed for what was left at the end
}

// WorkloadUse counts the tasks of one workload over the whole run, warm-up
// included: Arrived = Finished + Declined + Left.
type WorkloadUse struct {
	Workload    int32
	Arrived     int64
	Finished    int64
	Declined    int64
	Left        int64 // still in the system at the end
	Interrupted int64 // attempts lost to a crash or a cut
}

// AuditsOK reports whether every conservation law held.
func (o *Outcome) AuditsOK() bool {
	for i := range o.Audits {
		if !o.Audits[i].OK {
			return false
		}
	}
	return true
}
