package models

import (
	"time"

	"github.com/littoral-sim/littoral/models/units"
)

// Link joins two nodes. Bandwidth holds in each direction, or for both together
// when the link is half duplex.
type Link struct {
	ID         LinkID
	Name       string
	A, B       NodeID
	Bandwidth  units.BitsPerSecond
	Latency    time.Duration // one way
	HalfDuplex bool
	Encrypted  bool
}

// Other returns the end of the link that is not n.
func (l *Link) Other(n NodeID) NodeID {
	if l.A == n {
		return l.B
	}
	return l.A
}
