package sim

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/flow"
	"github.com/littoral-sim/littoral/sim/share"
	"github.com/littoral-sim/littoral/sim/trace"
)

// end records what is still in the system, closes all sums and checks them.
func (w *world) end() *trace.Outcome {
	now := w.cfg.Horizon
	w.mark(now)
	w.endFlights(now)
	w.endVisits(now)
	held := w.endTasks(now)
	w.endTransfers()
	w.endStreams(now)
	w.endServices(now)
	for i := range w.nodes {
		w.nodes[i].settle(now, w.truth[i].Status)
	}
	w.endMobiles(now)
	w.endFollows(now)
	for i := range w.links {
		w.links[i].settle(now, w.routes.LinkUp(models.LinkID(i)))
	}
	w.endPower(now)
	w.ledger.advance(now)
	w.closeBelief(now)
	left := int64(0)
	for i := range w.counts {
		left += w.counts[i].left
	}
	w.logRun(now, trace.RunEnded, left)
	return w.outcome(w.audits(held))
}

// endFlights books what has been moved of the data that is still under way.
func (w *world) endFlights(now units.Time) {
	n := &w.network
	for id := range int32(len(n.flights.table)) {
		if !n.flights.flying(id) {
			continue
		}
		f := n.flights.at(id)
		left := f.rest()
		if f.flowing {
			part, _ := n.flows.Peek(int64(now), flow.ID(id))
			left += part.Remaining
		}
		from, _ := w.stretch(f.cargo())
		w.carry(f, from, f.size-left)
		w.ledger.flying = w.ledger.flying.Plus(int64(f.size))
	}
}

// endTasks records the tasks that are still in the system, by number, and
// returns what they hold on each node.
func (w *world) endTasks(now units.Time) []holding {
	held := make([]holding, len(w.nodes))
	var left []models.TaskID
	for id := range models.TaskID(w.tasks.count) {
		if w.tasks.holds(id) {
			left = append(left, id)
		}
	}
	slices.SortFunc(left, func(a, b models.TaskID) int {
		return cmp.Compare(w.tasks.at(a).number, w.tasks.at(b).number)
	})
	for _, id := range left {
		t := w.tasks.at(id)
		t.count(now)
		if t.node != models.NoNode {
			held[t.node].add(t, w.spec(t))
		}
		if (t.status == models.TaskQueued || t.status == models.TaskRunning) && w.serviceOf(t) == nil {
			w.countServed(now, id)
		}
		if !w.represents(id) {
			continue
		}
		w.counts[w.workload(t)].left++
		w.record(now, id, leftState(t.status), models.OK)
		w.ledger.exit(now, t)
	}
	return held
}

// holding is what the tasks on one node hold when the run ends.
type holding struct {
	tasks  int64 // with or without a reservation
	sum    models.Resources
	shares int64 // of accelerators, in thousandths
}

func (h *holding) add(t *task, s *models.Spec) {
	h.tasks++
	if t.holds {
		h.sum = h.sum.Add(s.Demand)
		h.shares += int64(s.Accelerators.Count) * int64(s.Accelerators.Share)
	}
}

// countServed books the service that a task has had when the run ends.
func (w *world) countServed(now units.Time, id models.TaskID) {
	t := w.tasks.at(id)
	left, ok := w.nodes[t.node].station.Peek(w.nodes[t.node].clock.at(int64(now)), share.ID(id))
	if !ok {
		panic(fmt.Sprintf("sim: task %d is not on node %d", t.number, t.node))
	}
	w.nodes[t.node].serve(left, w.spec(t).Demand.CPU)
	w.bill(id, left.Attained)
}

func leftState(s models.TaskStatus) trace.State {
	switch s {
	case models.TaskSending, models.TaskReplying:
		return trace.StateSending
	case models.TaskQueued, models.TaskPreparing:
		return trace.StateQueued
	case models.TaskRunning:
		return trace.StateRunning
	default:
		return trace.StatePending
	}
}
