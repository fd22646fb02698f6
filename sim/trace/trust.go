package trace

// TrustUse says what vouched for nodes, and what that led to, over the whole run.
type TrustUse struct {
	Nodes        []VouchedUse // for which something vouches
	Lost         int64        // nanoseconds of all nodes together in which something had run out, or the largest int64
	Certificates int64        // that have run out
	Tokens       int64        // likewise
	Attestations int64        // likewise, those that ended with a crash included
	Renewals     int64        // that succeeded
	Failures     int64        // attempts to renew that failed
	Boots        int64        // of nodes that check what they start
	Evicted      int64        // attempts of tasks that ended because something ran out
	Refused      []ReasonCount
	Watched      int64 // placements and flights that were looked at
	Violations   int64 // … and broke what their tasks require
}

// VouchedUse says how long something had run out that vouched for a node.
type VouchedUse struct {
	Node   int32
	Lapses int64 // how often something ran out
	Lost   int64 // nanoseconds in which anything had
}

// ReasonCount is how often the referee refused an action for a reason.
type ReasonCount struct {
	Reason string
	Count  int64
}
