package sim

import (
	"cmp"
	"slices"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/trace"
)

// What a change of the routes does to data under way. A flight stays on the path
// on which it took off for as long as that works, also when a shorter one comes
// back. What happens when it does not is said by a policy.

// OnCut says what becomes of data whose path breaks. What a task has under way
// from or to the node that runs it is lost when that crashes, under every policy.
type OnCut uint8

// The policies.
const (
	// Restart loses what has been moved. An input is back at its source, and its
	// task pending; an output or a plain transfer starts again when there is a path.
	Restart OnCut = iota
	// Stall keeps the path, and goes on when it works again.
	Stall
	// Reroute moves the rest over another path, after the latency of that, as soon
	// as there is one.
	Reroute
	// Abort gives the task or the transfer up.
	Abort
	onCutEnd
)

// onCut returns the policy for a piece of cargo.
func (w *world) onCut(c cargo) OnCut {
	switch c.kind {
	case plainCargo:
		return w.cfg.Transfers[c.index].OnCut
	case imageCargo, streamCargo, stateCargo:
		return Restart
	case taskCargo:
	}
	return w.workloadOf(w.tasks.at(models.TaskID(c.index))).OnCut
}

// linksOf returns the links that end at a node.
func (w *world) linksOf(n models.NodeID) []models.LinkID {
	return w.incident[w.firstLink[n]:w.firstLink[n+1]]
}

// addIncidence groups the links by the nodes at their ends.
func (w *world) addIncidence() {
	w.firstLink = make([]int32, len(w.sys.Nodes)+1)
	for i := range w.sys.Links {
		w.firstLink[w.sys.Links[i].A+1]++
		if !w.sys.Links[i].Roams {
			w.firstLink[w.sys.Links[i].B+1]++
		}
	}
	for n := range w.sys.Nodes {
		w.firstLink[n+1] += w.firstLink[n]
	}
	w.incident = make([]models.LinkID, 2*len(w.sys.Links))
	next := slices.Clone(w.firstLink)
	for i := range w.sys.Links {
		l := &w.sys.Links[i]
		for _, n := range [2]models.NodeID{l.A, l.B} {
			if l.Roams && n == l.B { // It leads elsewhere in time; see linksAt.
				continue
			}
			w.incident[next[n]] = l.ID
			next[n]++
		}
	}
}

// breakFlights deals with what is under way over links that have just failed.
func (w *world) breakFlights(now units.Time, links ...models.LinkID) {
	n := &w.network
	lost := n.lost[:0]
	for _, id := range links {
		for h := n.flights.onLink[id]; h != none; h = n.flights.hops[h].next {
			if f := n.flights.at(n.flights.hops[h].flight); !f.lost {
				f.lost = true
				lost = append(lost, f.cargo())
			}
		}
	}
	slices.SortFunc(lost, w.compareCargo)
	for _, c := range lost {
		n.flights.at(*w.slot(c)).lost = false
		w.breakFlight(now, c)
	}
	n.lost = lost
	// What is left on these links waits for them.
	w.open(now, links...)
}

// breakFlight does to one flight what its policy says.
func (w *world) breakFlight(now units.Time, c cargo) {
	id := models.TaskID(c.index)
	switch policy := w.onCut(c); {
	case policy == Stall:
	case policy == Reroute:
		left := w.takeBack(now, c)
		w.network.waiting = append(w.network.waiting, parcel{c, left})
	case c.kind == plainCargo:
		w.takeBack(now, c)
		w.breakTransfer(now, c.index, models.PathLost)
		if policy == Restart {
			w.network.waiting = append(w.network.waiting, parcel{c, w.sizeOf(c)})
		}
	case c.kind == streamCargo:
		w.land(now, *w.slot(c))
		w.batchFailed(now, c.index)
	case c.kind == imageCargo || c.kind == stateCargo:
		w.takeBack(now, c)
		w.network.waiting = append(w.network.waiting, parcel{c, w.sizeOf(c)})
	case policy == Abort:
		w.abandon(now, id, models.PathLost)
	case w.tasks.at(id).status == models.TaskSending:
		w.interrupt(now, id, models.PathLost)
	default:
		w.takeBack(now, c)
		w.network.waiting = append(w.network.waiting, parcel{c, w.sizeOf(c)})
	}
}

// compareCargo orders cargo: that of tasks by their numbers, then transfers, then
// images.
func (w *world) compareCargo(a, b cargo) int {
	if a.kind == streamCargo && b.kind == streamCargo {
		return cmp.Compare(w.streams.sendings[a.index].number, w.streams.sendings[b.index].number)
	}
	if a.kind != taskCargo || b.kind != taskCargo {
		return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.index, b.index))
	}
	return cmp.Compare(w.tasks.at(models.TaskID(a.index)).number, w.tasks.at(models.TaskID(b.index)).number)
}

// forget drops the data of the tasks on a node that waits for a path.
func (w *world) forget(id models.NodeID) {
	w.network.waiting = slices.DeleteFunc(w.network.waiting, func(p parcel) bool {
		return p.kind == taskCargo && w.tasks.at(models.TaskID(p.index)).node == id
	})
}

// forgetTask drops the data of a task that waits for a path.
func (w *world) forgetTask(id models.TaskID) {
	w.network.waiting = slices.DeleteFunc(w.network.waiting, func(p parcel) bool {
		return p.kind == taskCargo && models.TaskID(p.index) == id
	})
}

// rerouted lets everything that waits try again after a change of the routes. A
// failure can help as well: what has lost its path may find a longer one, and
// the way round may be the encrypted one.
func (w *world) rerouted(now units.Time) {
	n := &w.network
	w.retryStranded(now)
	n.waiting, n.retry = n.retry[:0], n.waiting
	for _, p := range n.retry {
		w.goOn(now, p)
	}
	w.reroutedStreams(now)
	w.wakeAll()
	w.stirAll()
	w.requestPass(now)
}

// goOn lets data that has waited for a path try again.
func (w *world) goOn(now units.Time, p parcel) {
	switch {
	case p.kind == plainCargo:
		w.startTransfer(now, p)
	case p.kind == taskCargo && p.left < w.sizeOf(p.cargo):
		w.sendRest(now, p)
	default:
		w.send(now, p)
	}
}

// sendRest sends the rest of what a task had under way when its path broke.
func (w *world) sendRest(now units.Time, p parcel) {
	if w.takeOff(now, p.cargo, p.left) {
		w.logTask(now, trace.DataRerouted, w.tasks.at(models.TaskID(p.index)), int64(p.left), models.OK)
		return
	}
	w.network.waiting = append(w.network.waiting, p)
}
