package trace

// Mobility says what mobile nodes did over the whole run.
type Mobility struct {
	Devices []MobileUse
	Sites   []Site
	Tracks  []Track // of the first few devices
}

// MobileUse is what one mobile node did. Times are in nanoseconds, and Attached,
// Changing and Outside add up to the run.
type MobileUse struct {
	Node        int32
	AccessPoint int32 // node that it was attached to last, or None
	Handovers   int64 // attachments to another access point than the last one
	Attachments int64
	Detachments int64
	Attached    int64
	Changing    int64 // with its link closed for a handover, or after it came back into coverage
	Outside     int64 // without an access point that is near enough
	GapMax      int64 // the longest time between two attachments, or from the last to the end
}

// Site is an access point.
type Site struct {
	Node int32
	Spot
	CoverageMm int64
}

// Track is the way of a mobile node: the places where it turned or rested, and at
// last where it was at the end of the run. Long ones are cut.
type Track struct {
	Node  int32
	Spots []Spot
}

// Spot is a place, in millimetres east and north of an origin.
type Spot struct{ XMm, YMm int32 }

// FollowUse is what the state of one source of a workload did that follows it.
// Times are in nanoseconds; Served, Down and Unanchored add up to the run.
type FollowUse struct {
	Workload    int32
	Source      int32 // node
	Anchor      int32 // node that keeps it at the end, or kept it last, or None
	Relocations int64 // begun: done, failed, or under way at the end
	Done        int64
	Failed      int64 // because a node crashed
	Lost        int64 // times that its anchor crashed
	Transfers   int64 // of state, each of a part or of all of it
	Bytes       int64 // that they moved
	Served      int64
	Down        int64 // kept by a node that does not serve
	DownMax     int64 // the longest time without service in one relocation
	Unanchored  int64 // kept nowhere
	Far         int64 // kept by a node while another one was nearer, as far as was known at the last handover
}
