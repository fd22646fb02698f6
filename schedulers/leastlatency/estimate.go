package leastlatency

import (
	"math"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/schedulers"
)

// estimator prices the nodes for one task.
type estimator struct {
	draft *schedulers.Draft
	task  *schedulers.Pending
	spec  *models.Spec
	walk  *schedulers.Walk // at the node that is priced, or nil
	// leastTransfer is what the input takes at least to any node but its source.
	leastTransfer int64
	// Division is the dear part and nodes tend to be alike, so some quotients are
	// kept.
	runs     [4]run
	oldest   int                 // of runs
	narrow   units.BitsPerSecond // of the path priced last
	transfer int64               // what the input takes over it; 0 before the first
}

// run is what the work takes at a pace with the CPU demanded.
type run struct {
	pace models.Pace
	ns   int64 // 0 before the first
}

// newEstimator returns an estimator for a walk, or without.
func newEstimator(d *schedulers.Draft, t *schedulers.Pending, walk *schedulers.Walk) estimator {
	e := estimator{draft: d, task: t, spec: d.Spec(t), walk: walk}
	if walk != nil && t.Input > 0 {
		e.leastTransfer = e.transferOver(walk.Widest())
	}
	return e
}

// better returns n with its estimate, when n admits the task and is not beaten by
// best, and best otherwise. It adds up the cheap parts first and gives up early.
func (e *estimator) better(best candidate, n models.NodeID) candidate {
	d, t := e.draft, e.task
	run := e.runOn(n)
	if best.beats(n, run) {
		return best
	}
	latency, ok := d.Latency(t, n)
	way := int64(latency)
	if n != t.Source {
		way = units.Add(way, e.leastTransfer)
	}
	if !ok || best.beats(n, units.Add(way, run)) {
		return best
	}
	run = e.stretch(run, n)
	if best.beats(n, units.Add(way, run)) || !d.Admits(t, n) {
		return best
	}
	if t.Input > 0 && n != t.Source {
		way = units.Add(int64(latency), e.transferOver(e.bottleneck(n)))
	}
	if ns := units.Add(way, run); !best.beats(n, ns) {
		best = candidate{n, ns}
	}
	return best
}

// bottleneck asks for the way back, which is known already, as for the latency.
func (e *estimator) bottleneck(n models.NodeID) units.BitsPerSecond {
	if e.walk != nil {
		return e.walk.Bottleneck()
	}
	narrow, _ := e.draft.Routes.BottleneckBack(n, e.task.Source)
	return narrow
}

// runOn is the RunTime on n.
func (e *estimator) runOn(n models.NodeID) int64 {
	pace := e.spec.Pace(&e.draft.System.Nodes[n])
	for i := range e.runs {
		if e.runs[i].ns > 0 && e.runs[i].pace == pace {
			return e.runs[i].ns
		}
	}
	ns := int64(e.draft.RunTime(e.task, n))
	e.runs[e.oldest] = run{pace, ns}
	e.oldest = (e.oldest + 1) % len(e.runs)
	return ns
}

// stretch lengthens the work by the over-commitment of n.
func (e *estimator) stretch(ns int64, n models.NodeID) int64 {
	after := e.draft.Commitment(n).Plus(e.spec.Demand.CPU)
	if after.Reserved <= after.Capacity {
		return ns
	}
	return units.MulDivCeil(ns, int64(after.Reserved), int64(max(after.Capacity, 1)))
}

// transferOver is what the input takes over a path, for ever when that carries
// nothing.
func (e *estimator) transferOver(narrow units.BitsPerSecond) int64 {
	if narrow <= 0 {
		return math.MaxInt64
	}
	if narrow != e.narrow || e.transfer == 0 {
		e.narrow, e.transfer = narrow, int64(units.TransferTime(e.task.Input, narrow))
	}
	return e.transfer
}
