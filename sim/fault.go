package sim

import (
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

// addFaults schedules the scripted faults and the first random ones.
func (w *world) addFaults() {
	w.downs.node = make([]int32, len(w.sys.Nodes))
	w.downs.link = make([]int32, len(w.sys.Links))
	for i, f := range w.cfg.Faults {
		w.at(f.At, phaseFault, evFault, int32(i))
		if f.For > 0 {
			w.at(units.Add(f.At, units.Time(f.For)), phaseFault, evFaultEnd, int32(i))
		}
	}
	for i := range w.cfg.Failures {
		f := &w.cfg.Failures[i]
		name := "node/" + w.sys.Nodes[f.Node].Name
		w.downs.up = append(w.downs.up, rng.NewStream(w.cfg.Seed, w.cfg.Replication, name, "up"))
		w.downs.down = append(w.downs.down, rng.NewStream(w.cfg.Seed, w.cfg.Replication, name, "down"))
		w.at(units.Time(f.Up.SampleInt64(&w.downs.up[i])), phaseFault, evFail, int32(i))
	}
}

// renew carries on the alternation of up and down times of one node.
func (w *world) renew(now units.Time, i int32, fails bool) {
	f := &w.cfg.Failures[i]
	w.fault(now, f.Node, models.NoLink, fails)
	if fails {
		w.at(units.Add(now, units.Time(f.Down.SampleInt64(&w.downs.down[i]))), phaseFault, evRecover, i)
	} else {
		w.at(units.Add(now, units.Time(f.Up.SampleInt64(&w.downs.up[i]))), phaseFault, evFail, i)
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
	w.pinPaths()
	w.truth[id].SetStatus(models.Failed)
	w.routes.SetNode(id, false)
	w.log(&trace.Event{At: int64(now), Kind: trace.NodeCrashed, Node: int32(id)})
	for t := n.first; t != models.NoTask; t = n.first {
		w.dropStalled(t)
		w.interrupt(now, t, models.NodeLost)
	}
	w.advance(now, id)
	w.breakTransfers(now)
}

// dropStalled forgets an output that waits for a path.
func (w *world) dropStalled(id models.TaskID) {
	kept := w.stalled[:0]
	for _, x := range w.stalled {
		if x != id {
			kept = append(kept, x)
		}
	}
	w.stalled = kept
}

// repair brings a node back, empty.
func (w *world) repair(now units.Time, id models.NodeID) {
	w.nodes[id].settle(now, w.truth[id].Status)
	w.pinPaths()
	w.truth[id].SetStatus(models.Active)
	w.routes.SetNode(id, true)
	w.log(&trace.Event{At: int64(now), Kind: trace.NodeRepaired, Node: int32(id)})
	w.restored(now)
}

// setLink cuts or restores a link.
func (w *world) setLink(now units.Time, id models.LinkID, up bool) {
	u := &w.linkUse[id]
	w.pinPaths()
	w.routes.SetLink(id, up)
	if up {
		u.down += int64(now - u.since)
		u.since = now
		w.log(&trace.Event{At: int64(now), Kind: trace.LinkRestored, Node: int32(id)})
		w.restored(now)
		return
	}
	u.up += int64(now - u.since)
	u.since = now
	w.log(&trace.Event{At: int64(now), Kind: trace.LinkCut, Node: int32(id)})
	w.breakTransfers(now)
}

// restored lets waiting work try again.
func (w *world) restored(now units.Time) {
	w.driver.freed = true
	w.resume(now)
	w.requestPass(now)
}
