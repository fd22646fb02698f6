package trace

// TrustUse says what vouched for nodes, and what that led to, over the whole run.
type TrustUse struct {
	Nodes        int64 // for which something vouches
	NodesLost    int64 // … for which something has run out at any time
	Lost         int64 // nanoseconds of all nodes together in which something had run out, or the largest int64
	Certificates int64 // that have run out
	Tokens       int64 // likewise
	Attestations int64 // likewise, those that ended with a crash included
	Renewals     int64 // that succeeded
	Failures     int64 // attempts to renew that failed
	Boots        int64 // of nodes that check what they start
	Evicted      int64 // attempts of tasks that ended because something ran out
	Refused      []ReasonCount
	Watched      int64 // placements and flights that were looked at
	Violations   int64 // … and broke what their tasks require
}

// ReasonCount is how often the referee refused an action for a reason.
type ReasonCount struct {
	Reason string
	Count  int64
}
