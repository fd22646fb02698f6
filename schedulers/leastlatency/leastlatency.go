package leastlatency

import (
	"math"
	"time"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/schedulers"
)

// Policy is least-latency as a Chooser. The zero value is ready.
type Policy struct{}

// New returns least-latency as a Scheduler.
func New() schedulers.Scheduler { return schedulers.OneByOne(Policy{}) }

// candidate is the best node so far.
type candidate struct {
	node models.NodeID
	ns   int64 // estimated time to the result
}

func (c candidate) beats(ns int64) bool { return c.node != models.NoNode && c.ns <= ns }

// Choose implements schedulers.Chooser.
func (Policy) Choose(d *schedulers.Draft, t *schedulers.Pending) schedulers.Choice {
	e := estimator{draft: d, task: t, spec: d.Spec(t)}
	room := candidate{models.NoNode, math.MaxInt64}
	fallback := room
	for _, n := range d.Eligible(t) {
		to := &fallback
		if d.Node(n).HasRoom(e.spec) {
			to = &room
		} else if room.node != models.NoNode {
			continue
		}
		if ns, ok := e.estimate(n, *to); ok {
			*to = candidate{n, ns}
		}
	}
	if room.node == models.NoNode {
		room = fallback
	}
	if room.node == models.NoNode {
		return schedulers.Nowhere
	}
	return schedulers.Choice{Node: room.node, Score: -room.ns}
}

// estimator prices the nodes for one task.
type estimator struct {
	draft *schedulers.Draft
	task  *schedulers.Pending
	spec  *models.Spec
	// Division is the dear part and neighbours tend to be alike, so the last
	// quotients are kept.
	speed    units.Speed         // of the node priced last, or 0
	run      int64               // what the work takes at that speed with the CPU demanded
	narrow   units.BitsPerSecond // of the path priced last
	transfer int64               // what the input takes over it; 0 before the first
}

// estimate returns how long the task is expected to take on n, when n admits it
// and beats best. It adds up the cheap parts first and gives up early.
func (e *estimator) estimate(n models.NodeID, best candidate) (int64, bool) {
	d, t := e.draft, e.task
	ns := e.runNs(n)
	if best.beats(ns) || d.Fits(t, n) != models.OK {
		return 0, false
	}
	latency, ok := d.Latency(t, n)
	if ns = units.Add(ns, int64(latency)); !ok || best.beats(ns) || d.Reaches(t, n) != models.OK {
		return 0, false
	}
	if t.Input > 0 && n != t.Source {
		// The way back, which is known already, as for the latency.
		narrow, _ := d.Routes.Bottleneck(n, t.Source)
		if narrow != e.narrow || e.transfer == 0 {
			e.narrow, e.transfer = narrow, int64(transferTime(t.Input, narrow))
		}
		ns = units.Add(ns, e.transfer)
	}
	return ns, !best.beats(ns)
}

// runNs is the expected time of the work itself on n.
func (e *estimator) runNs(n models.NodeID) int64 {
	// A task that asks for no CPU, or a node without speed, is taken to crawl.
	demand := max(e.spec.Demand.CPU, 1)
	if speed := max(e.draft.System.Nodes[n].Speed, 1); speed != e.speed {
		e.speed, e.run = speed, units.MulDivCeil(units.CoreWork(e.spec.ExpectedWork, speed), 1, int64(demand))
	}
	after := e.draft.Commitment(n).Plus(e.spec.Demand.CPU)
	if after.Reserved <= after.Capacity {
		return e.run
	}
	return units.MulDivCeil(e.run, int64(after.Reserved), int64(max(after.Capacity, 1)))
}

// transferTime is units.TransferTime, and for ever over a path that carries
// nothing.
func transferTime(b units.Bytes, r units.BitsPerSecond) time.Duration {
	if r <= 0 {
		return math.MaxInt64
	}
	return units.TransferTime(b, r)
}
