package trace

// Footprint is what a run has used and who bears it. Energy is in microjoules,
// emission in micrograms of CO2 equivalent, cost in millionths of a currency unit.
// Totals are rounded down, and divided so that the parts add up to them.
type Footprint struct {
	// Workloads holds what each workload bears, Other what belongs to none of them,
	// such as plain transfers and images, and Idle what nodes use without anything to
	// run: nobody bears that.
	Workloads   []Use
	Other, Idle Use
	Total       Use
	// Nodes and Links hold those that are accounted for, in order.
	Nodes []NodeFootprint
	Links []LinkFootprint
	// Emissions and Prices tell whether there is a carbon intensity or a price at all.
	// Wider tells that more is accounted for than the power of nodes.
	Emissions, Prices, Wider bool
}

// Use is what somebody bears.
type Use struct {
	Compute  int64 // energy of nodes
	Network  int64 // energy of links
	Emission int64
	Rent     int64 // cost of nodes
	Traffic  int64 // cost of links
}

// NodeFootprint is what one node has used.
type NodeFootprint struct {
	Node     int32
	Energy   int64 // None when its power is not stated
	Idle     int64 // of it, without anything to run
	Emission int64
	Cost     int64
	Slept    int64 // nanoseconds asleep
	Wakes    int64 // how often it was woken up
	// Battery is nil without one.
	Battery *BatteryUse
}

// BatteryUse is what has become of the energy of a battery, in microjoules, each
// rounded down.
type BatteryUse struct {
	Start, Harvested, Drawn, Spilled, Charge int64
}

// LinkFootprint is what one link has used.
type LinkFootprint struct {
	Link     int32
	Energy   int64
	Emission int64
	Cost     int64
}
