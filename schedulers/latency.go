package schedulers

import (
	"time"

	"github.com/littoral-sim/littoral/models"
)

// Latency returns the path latency between the data source of t and n, and
// whether there is a path.
//
// It asks for the way back, which is equally long because a link has the same
// latency in both directions: the answers for all nodes then come out of one
// shortest-path tree, the one of the source.
func (d *Draft) Latency(t *Pending, n models.NodeID) (time.Duration, bool) {
	return d.Routes.Latency(n, t.Source)
}
