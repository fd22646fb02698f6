package sim

import (
	"cmp"
	"slices"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
)

// What a change of the routes does to data under way. A flight stays on the path
// on which it took off for as long as that works, also when a shorter one comes
// back; and it is lost with its path, not put on another one midway.

// pinPaths writes down the path of every flight, before the routes change and
// would tell of another.
func (w *world) pinPaths() {
	n := &w.network
	for i := range n.flights {
		f := &n.flights[i]
		if f.pin != unpinned {
			continue
		}
		from, to := w.route(f.cargo)
		path := w.pathOf(f, from, to)
		if last := len(n.freePins) - 1; last >= 0 {
			f.pin, n.freePins = n.freePins[last], n.freePins[:last]
		} else {
			f.pin = int32(len(n.pins))
			n.pins = append(n.pins, nil)
		}
		n.pins[f.pin] = append(n.pins[f.pin][:0], path...)
	}
}

// intact reports whether all links and nodes of a path work.
func (w *world) intact(path []models.LinkID, from models.NodeID) bool {
	if !w.routes.NodeUp(from) {
		return false
	}
	at := from
	for _, id := range path {
		at = w.sys.Links[id].Other(at)
		if !w.routes.LinkUp(id) || !w.routes.NodeUp(at) {
			return false
		}
	}
	return true
}

// breakFlights ends what was under way over something that has just failed. An
// input is back at its source, and its task pending; an output or a plain
// transfer starts again when there is a path.
func (w *world) breakFlights(now units.Time) {
	n := &w.network
	lost := n.retry[:0]
	for i := range n.flights {
		f := &n.flights[i]
		from, _ := w.route(f.cargo)
		if !w.intact(n.pins[f.pin], from) {
			lost = append(lost, f.cargo)
		}
	}
	slices.SortFunc(lost, w.compareCargo)
	for _, c := range lost {
		if id := models.TaskID(c.index); !c.plain && w.tasks.at(id).status == models.TaskSending {
			w.interrupt(now, id, models.PathLost)
			continue
		}
		w.land(*w.slot(c))
		if c.plain {
			w.breakTransfer(now, c.index)
		}
		n.waiting = append(n.waiting, c)
	}
	n.retry = lost
}

// compareCargo orders cargo by when it came into being: tasks by number, then
// transfers by index.
func (w *world) compareCargo(a, b cargo) int {
	switch {
	case a.plain && b.plain:
		return cmp.Compare(a.index, b.index)
	case a.plain:
		return 1
	case b.plain:
		return -1
	}
	return cmp.Compare(w.tasks.at(models.TaskID(a.index)).number, w.tasks.at(models.TaskID(b.index)).number)
}

// forget drops the outputs on a node that wait for a path.
func (w *world) forget(id models.NodeID) {
	w.network.waiting = slices.DeleteFunc(w.network.waiting, func(c cargo) bool {
		return !c.plain && w.tasks.at(models.TaskID(c.index)).node == id
	})
}

// rerouted lets everything that waits try again after a change of the routes. A
// failure can help as well: what has lost its path may find a longer one, and
// the way round may be the encrypted one.
func (w *world) rerouted(now units.Time) {
	n := &w.network
	n.waiting, n.retry = n.retry[:0], n.waiting
	for _, c := range n.retry {
		if c.plain {
			w.startTransfer(now, c.index)
		} else {
			w.sendOutput(now, models.TaskID(c.index))
		}
	}
	w.stirAll()
	w.requestPass(now)
}
