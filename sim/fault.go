package sim

import (
	"cmp"
	"slices"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/rng"
	"github.com/littoral-sim/littoral/sim/trace"
)

// faultCounts says how many faults hold each node and link down, and carries
// the random streams of the failures.
type faultCounts struct {
	node, link []int32
	up, down   []rng.Stream // per Config.Failures
}

// addFaults schedules the scripted faults and the first random ones, in the order
// of the entities: where they meet in one instant, their order in the
// configuration means nothing.
func (w *world) addFaults() {
	w.downs.node = make([]int32, len(w.sys.Nodes))
	w.downs.link = make([]int32, len(w.sys.Links))
	order := make([]int32, len(w.cfg.Faults))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortStableFunc(order, func(a, b int32) int {
		f, g := &w.cfg.Faults[a], &w.cfg.Faults[b]
		return cmp.Or(cmp.Compare(f.Node, g.Node), cmp.Compare(f.Link, g.Link))
	})
	for _, i := range order {
		f := &w.cfg.Faults[i]
		w.at(f.At, phaseFail, evFault, i)
		if f.For > 0 {
			w.at(units.Add(f.At, units.Time(f.For)), phaseRepair, evFaultEnd, i)
		}
	}
	w.addFailures()
}

func (w *world) addFailures() {
	w.downs.up = make([]rng.Stream, len(w.cfg.Failures))
	w.downs.down = make([]rng.Stream, len(w.cfg.Failures))
	order := make([]int32, len(w.cfg.Failures))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Compare(w.cfg.Failures[a].Node, w.cfg.Failures[b].Node) })
	for _, i := range order {
		f := &w.cfg.Failures[i]
		name := "node/" + w.sys.Nodes[f.Node].Name
		w.downs.up[i] = rng.NewStream(w.cfg.Seed, w.cfg.Replication, name, "up")
		w.downs.down[i] = rng.NewStream(w.cfg.Seed, w.cfg.Replication, name, "down")
		w.at(units.Time(f.Up.SampleInt64(&w.downs.up[i])), phaseFail, evFail, i)
	}
}

// renew carries on the alternation of up and down times of one node.
func (w *world) renew(now units.Time, i int32, fails bool) {
	f := &w.cfg.Failures[i]
	w.fault(now, f.Node, models.NoLink, fails)
	if fails {
		w.at(units.Add(now, units.Time(f.Down.SampleInt64(&w.downs.down[i]))), phaseRepair, evRecover, i)
	} else {
		w.at(units.Add(now, units.Time(f.Up.SampleInt64(&w.downs.up[i]))), phaseFail, evFail, i)
	}
}

// fault begins or ends one fault of a node or a link. Only the first to begin
// and the last to end change anything.
func (w *world) fault(now units.Time, n models.NodeID, l models.LinkID, begins bool) {
	count := &w.downs.node
	index := int32(n)
	if n == models.NoNode {
		count, index = &w.downs.link, int32(l)
	}
	held := &(*count)[index]
	before := *held
	if begins {
		*held++
	} else {
		*held--
	}
	if (before > 0) == (*held > 0) {
		return
	}
	switch {
	case n == models.NoNode:
		w.setLink(now, l, !begins)
	case begins:
		w.crash(now, n)
	default:
		w.repair(now, n)
	}
}

// crash stops a node: what it runs is lost, and nothing passes it any more.
func (w *world) crash(now units.Time, id models.NodeID) {
	n := &w.nodes[id]
	n.settle(now, w.truth[id].Status)
	n.crash++
	w.truth[id].SetStatus(models.Failed)
	w.routes.SetNode(id, false)
	w.logFault(now, trace.NodeCrashed, int32(id))
	w.forget(id)
	for t := n.first; t != models.NoTask; t = n.first {
		w.interrupt(now, t, models.NodeLost)
	}
	w.advance(now, id)
	w.breakFlights(now, w.linksOf(id)...)
	w.rerouted(now)
}

// repair brings a node back, empty.
func (w *world) repair(now units.Time, id models.NodeID) {
	w.nodes[id].settle(now, w.truth[id].Status)
	w.truth[id].SetStatus(models.Active)
	w.routes.SetNode(id, true)
	w.open(now, w.linksOf(id)...)
	w.logFault(now, trace.NodeRepaired, int32(id))
	w.rerouted(now)
}

// setLink cuts or restores a link.
func (w *world) setLink(now units.Time, id models.LinkID, up bool) {
	w.linkUse[id].settle(now, !up)
	w.routes.SetLink(id, up)
	if up {
		w.open(now, id)
		w.logFault(now, trace.LinkRestored, int32(id))
	} else {
		w.logFault(now, trace.LinkCut, int32(id))
		w.breakFlights(now, id)
	}
	w.rerouted(now)
}
