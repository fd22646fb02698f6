package schedulers

import (
	"time"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
)

// Draft is a snapshot together with the placements that a plan in the making
// has already promised. It copies only the nodes that it touches, so starting
// afresh costs O(1) and a placement costs O(1). The zero Draft is ready for
// Reset; keep one per policy to reuse its memory.
type Draft struct {
	*Snapshot
	epoch uint32
	mark  []uint32 // epoch in which the node was touched
	slot  []int32  // index in own, when touched
	own   []models.Allocation
	full  []watermark      // for each SpecID, see Exhausted
	picks []int32          // scratch for accelerators
	pool  []models.NodeID  // scratch for Sample
	near  nearby           // for Near and Soon
	cpu   []units.MilliCPU // of each node of cpuOf
	cpuOf *models.System   // kept to recognise it, not to be read
}

// Reset forgets all placements and turns to a snapshot.
func (d *Draft) Reset(s *Snapshot) {
	d.Snapshot = s
	if len(d.mark) < len(s.Nodes) {
		d.mark = make([]uint32, len(s.Nodes))
		d.slot = make([]int32, len(s.Nodes))
	}
	if d.epoch++; d.epoch == 0 { // wrapped: old marks would look new
		clear(d.mark)
		clear(d.full)
		d.epoch = 1
	}
	d.own = d.own[:0]
}

// Node returns what is left of a node after the placements so far. Do not
// modify it; it is valid until the next Reserve.
func (d *Draft) Node(n models.NodeID) *models.Allocation {
	if d.mark[n] == d.epoch {
		return &d.own[d.slot[n]]
	}
	return &d.Nodes[n]
}

// Spec returns what a task asks for.
func (d *Draft) Spec(t *Pending) *models.Spec { return &d.System.Specs[t.Spec] }

// Eligible returns the nodes that satisfy the part of R that never changes, in
// NodeID order. Do not modify it.
func (d *Draft) Eligible(t *Pending) []models.NodeID { return d.Snapshot.Eligible[t.Spec] }

// Fits asks an eligible node for the part of R that concerns what is free on it.
// It is cheaper than Why, which asks for the way to it as well.
func (d *Draft) Fits(t *Pending, n models.NodeID) models.Reason {
	return d.Node(n).Fits(&d.System.Nodes[n], d.Spec(t))
}

// Reaches asks an eligible node for the part of R that concerns the way from
// the data source to it.
func (d *Draft) Reaches(t *Pending, n models.NodeID) models.Reason {
	return d.System.Reaches(d.Routes, t.Source, n, d.Spec(t))
}

// Why asks an eligible node for all of R(n, t) that can change, and returns OK
// or the first predicate that fails.
func (d *Draft) Why(t *Pending, n models.NodeID) models.Reason {
	if why := d.Fits(t, n); why != models.OK {
		return why
	}
	return d.Reaches(t, n)
}

// Admits reports whether an eligible node satisfies R(n, t) now.
func (d *Draft) Admits(t *Pending, n models.NodeID) bool { return d.Why(t, n) == models.OK }

// Latency returns the path latency between the data source of t and n, and
// whether there is a path.
//
// It asks for the way back, which is equally long because a link has the same
// latency in both directions: the answers for all nodes then come out of one
// shortest-path tree, the one of the source.
func (d *Draft) Latency(t *Pending, n models.NodeID) (time.Duration, bool) {
	return d.Routes.Latency(n, t.Source)
}

// HasRoom reports whether the CPU demand of t fits on n without
// over-commitment.
func (d *Draft) HasRoom(t *Pending, n models.NodeID) bool { return d.Node(n).HasRoom(d.Spec(t)) }

// Reserve promises n to t. It panics when n does not admit t.
func (d *Draft) Reserve(t *Pending, n models.NodeID) {
	a := d.touch(n)
	d.picks = a.Reserve(&d.System.Nodes[n], d.Spec(t), d.picks[:0])
}

// touch returns the draft's own copy of a node.
func (d *Draft) touch(n models.NodeID) *models.Allocation {
	if d.mark[n] == d.epoch {
		return &d.own[d.slot[n]]
	}
	d.mark[n], d.slot[n] = d.epoch, int32(len(d.own))
	if len(d.own) < cap(d.own) {
		d.own = d.own[:len(d.own)+1]
	} else {
		d.own = append(d.own, models.Allocation{})
	}
	a := &d.own[len(d.own)-1]
	copyAllocation(a, &d.Nodes[n])
	return a
}

// copyAllocation makes dst equal to src, in memory of its own that it reuses.
func copyAllocation(dst, src *models.Allocation) {
	devices, slots := append(dst.Devices[:0], src.Devices...), append(dst.Slots[:0], src.Slots...)
	*dst = *src
	dst.Devices, dst.Slots = devices, slots
}

// release lets go of the snapshot, which is only lent.
func (d *Draft) release() { d.Snapshot = nil }
