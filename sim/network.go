package sim

import (
	"fmt"
	"time"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/kernel"
	"github.com/littoral-sim/littoral/sim/trace"
)

// linkUse is what a link has carried, and since when it works or not.
type linkUse struct {
	forward, back units.Wide // bytes
	since         units.Time
	up, down      int64 // nanoseconds
}

// settle adds the time since the last change, during which the link worked or not.
func (u *linkUse) settle(now units.Time, up bool) {
	if up {
		u.up += int64(now - u.since)
	} else {
		u.down += int64(now - u.since)
	}
	u.since = now
}

// cargo names data that is to be moved: the input or the output of a task, or a
// plain transfer.
type cargo struct {
	index int32 // of the task or the transfer
	plain bool  // it is a transfer
}

// flight is data under way.
type flight struct {
	cargo
	pin    int32         // index of its path among the pins, or unpinned
	ticket kernel.Ticket // of its arrival
}

// What stands for "none" among the indices of flights and pins.
const (
	grounded int32 = -1
	unpinned int32 = -1
)

// network holds the data under way and what waits for a path.
type network struct {
	flights []flight
	waiting []cargo // in the order in which it lost its path, or found none
	retry   []cargo // scratch of resume

	// pins are the paths of flights that took off before the last change of
	// routes. All other flights are on the path that the routes tell now.
	pins     [][]models.LinkID
	freePins []int32

	path []models.LinkID // scratch
}

// route returns the ends of a piece of cargo.
func (w *world) route(c cargo) (from, to models.NodeID) {
	if c.plain {
		return w.cfg.Transfers[c.index].From, w.cfg.Transfers[c.index].To
	}
	t := w.tasks.at(models.TaskID(c.index))
	if t.status == models.TaskSending {
		return t.source, t.node
	}
	return t.node, w.target(t)
}

// slot is where the index of the flight of a piece of cargo is kept.
func (w *world) slot(c cargo) *int32 {
	if c.plain {
		return &w.transfers[c.index].flight
	}
	return &w.tasks.at(models.TaskID(c.index)).flight
}

// takeOff starts a flight that will end in an event of kind k. Without a path it
// does nothing and returns false.
func (w *world) takeOff(now units.Time, c cargo, size units.Bytes, k kind) bool {
	from, to := w.route(c)
	path, ok := w.routes.Path(from, to, w.network.path[:0])
	w.network.path = path
	if !ok || !w.routes.NodeUp(from) { // A failed node has a path to itself, too.
		return false
	}
	*w.slot(c) = int32(len(w.network.flights))
	w.network.flights = append(w.network.flights, flight{
		cargo: c, pin: unpinned,
		ticket: w.at(units.Add(now, w.timeOver(path, from, size)), phaseComplete, k, c.index),
	})
	return true
}

// timeOver returns how long size takes over a path: its latency, and the size
// over the narrowest capacity among its links and nodes. The empty path takes no
// time.
func (w *world) timeOver(path []models.LinkID, from models.NodeID, size units.Bytes) units.Time {
	if len(path) == 0 {
		return 0
	}
	at, latency := from, time.Duration(0)
	narrow := w.sys.Nodes[from].Capacity.Bandwidth
	for _, id := range path {
		l := &w.sys.Links[id]
		at = l.Other(at)
		latency = units.Add(latency, l.Latency)
		narrow = min(narrow, l.Bandwidth, w.sys.Nodes[at].Capacity.Bandwidth)
	}
	return units.Time(units.Add(latency, units.TransferTime(size, narrow)))
}

// land ends flight i, wherever it is, and cancels its arrival if that is still to
// come.
func (w *world) land(i int32) {
	n := &w.network
	f := n.flights[i]
	*w.slot(f.cargo) = grounded
	w.engine.Cancel(f.ticket)
	if f.pin != unpinned {
		n.freePins = append(n.freePins, f.pin)
	}
	last := int32(len(n.flights) - 1)
	if i != last {
		n.flights[i] = n.flights[last]
		*w.slot(n.flights[i].cargo) = i
	}
	n.flights = n.flights[:last]
}

// pathOf returns the path of a flight. It is valid until the next call.
func (w *world) pathOf(f *flight, from, to models.NodeID) []models.LinkID {
	if f.pin != unpinned {
		return w.network.pins[f.pin]
	}
	path, ok := w.routes.Path(from, to, w.network.path[:0])
	if !ok {
		panic(fmt.Sprintf("sim: data is under way from node %d to node %d without a path", from, to))
	}
	w.network.path = path
	return path
}

// deliver ends the flight of a piece of cargo at its destination, and books it
// with both ends and every link on the way.
func (w *world) deliver(c cargo, size units.Bytes) {
	i := *w.slot(c)
	from, to := w.route(c)
	path := w.pathOf(&w.network.flights[i], from, to)
	w.nodes[from].sent = w.nodes[from].sent.Plus(int64(size))
	w.nodes[to].gotten = w.nodes[to].gotten.Plus(int64(size))
	w.ledger.delivered = w.ledger.delivered.PlusProduct(int64(size), int64(len(path)))
	at := from
	for _, id := range path {
		l, u := &w.sys.Links[id], &w.linkUse[id]
		if at == l.A {
			u.forward = u.forward.Plus(int64(size))
		} else {
			u.back = u.back.Plus(int64(size))
		}
		at = l.Other(at)
	}
	if at != to {
		panic(fmt.Sprintf("sim: a delivery to node %d ended at node %d", to, at))
	}
	w.land(i)
}

// sendInput moves the input of a task to its node.
func (w *world) sendInput(now units.Time, id models.TaskID) {
	t := w.tasks.at(id)
	if t.source == t.node {
		w.queueUp(now, id)
		return
	}
	w.logTask(now, trace.InputSent, t, int64(t.input), models.OK)
	if !w.takeOff(now, cargo{index: int32(id)}, t.input, evInput) {
		panic(fmt.Sprintf("sim: the referee let task %d pass to node %d without a path", t.number, t.node))
	}
}

func (w *world) inputReceived(now units.Time, id models.TaskID) {
	t := w.tasks.at(id)
	w.deliver(cargo{index: int32(id)}, t.input)
	w.logTask(now, trace.InputReceived, t, 0, models.OK)
	w.queueUp(now, id)
}

// sendOutput moves the output of a task to its target, or waits for a path.
func (w *world) sendOutput(now units.Time, id models.TaskID) {
	t := w.tasks.at(id)
	if t.node == w.target(t) {
		w.finish(now, id)
		return
	}
	c := cargo{index: int32(id)}
	if !w.takeOff(now, c, t.output, evOutput) {
		w.network.waiting = append(w.network.waiting, c)
	}
}

func (w *world) outputReceived(now units.Time, id models.TaskID) {
	t := w.tasks.at(id)
	w.deliver(cargo{index: int32(id)}, t.output)
	w.logTask(now, trace.OutputReceived, t, 0, models.OK)
	w.finish(now, id)
}
