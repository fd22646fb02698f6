package models

import (
	"time"

	"github.com/littoral-sim/littoral/models/units"
)

// Link joins two nodes. Its bandwidth holds in each direction, or for both
// together when the link is half duplex.
type Link struct {
	ID            LinkID
	Name          string
	A, B          NodeID
	Bandwidth     units.BitsPerSecond
	BandwidthBack units.BitsPerSecond // from B to A, where that differs; 0 means Bandwidth
	Latency       time.Duration       // one way
	HalfDuplex    bool
	Encrypted     bool
	Region        Region // or 0
	// Roams says that A is a mobile node, which has no other link, and that B, an
	// access point, is where it happens to be attached; see Routes.Rehome.
	Roams bool
}

// Rate returns the bandwidth from A to B, or from B to A.
func (l *Link) Rate(back bool) units.BitsPerSecond {
	if back && l.BandwidthBack > 0 {
		return l.BandwidthBack
	}
	return l.Bandwidth
}

// Other returns the end of the link that is not n.
func (l *Link) Other(n NodeID) NodeID {
	if l.A == n {
		return l.B
	}
	return l.A
}
