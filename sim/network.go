package sim

import (
	"fmt"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/kernel"
	"github.com/littoral-sim/littoral/sim/trace"
)

// transfer is the state of one plain transfer.
type transfer struct {
	state   trace.TransferState
	started units.Time // of the attempt under way, or of the one that succeeded
	ended   units.Time
	ticket  kernel.Ticket
	path    []models.LinkID // of the attempt under way
}

// linkUse is what a link has carried, and since when it works or not.
type linkUse struct {
	forward, back units.Bytes
	since         units.Time
	up, down      int64 // nanoseconds
}

// transferTime returns how long size takes from one node to another: the
// latency of the path, and the size over the narrowest capacity on it.
func (w *world) transferTime(from, to models.NodeID, size units.Bytes) (units.Time, bool) {
	if from == to {
		return 0, true
	}
	latency, ok := w.routes.Latency(from, to)
	if !ok {
		return 0, false
	}
	rate, _ := w.routes.Bottleneck(from, to) // There is a path, as Latency has said.
	return units.Add(units.Time(latency), units.Time(units.TransferTime(size, rate))), true
}

// sendInput moves the input of a task to its node.
func (w *world) sendInput(now units.Time, id models.TaskID) {
	t := &w.tasks[id]
	took, ok := w.transferTime(t.source, t.node, t.input)
	if !ok {
		panic(fmt.Sprintf("sim: the referee let task %d pass to node %d without a path", t.number, t.node))
	}
	if t.source == t.node {
		w.inputReceived(now, id)
		return
	}
	w.logTask(now, trace.InputSent, t, int64(t.input), models.OK)
	t.ticket = w.at(units.Add(now, took), phaseComplete, evInput, int32(id))
}

func (w *world) inputReceived(now units.Time, id models.TaskID) {
	t := &w.tasks[id]
	if t.source != t.node {
		w.carried(id, t.source, t.node, t.input)
		w.logTask(now, trace.InputReceived, t, 0, models.OK)
	}
	t.ticket = kernel.Ticket{}
	w.become(now, t, models.TaskQueued, &t.transfer)
	w.execute(now, id)
}

// sendOutput moves the output of a task to its target, or waits for a path.
func (w *world) sendOutput(now units.Time, id models.TaskID) {
	t := &w.tasks[id]
	if t.node == t.target {
		w.finish(now, id)
		return
	}
	took, ok := w.transferTime(t.node, t.target, t.output)
	if !ok {
		w.stalled = append(w.stalled, id)
		return
	}
	t.ticket = w.at(units.Add(now, took), phaseComplete, evOutput, int32(id))
}

func (w *world) outputReceived(now units.Time, id models.TaskID) {
	t := &w.tasks[id]
	w.carried(id, t.node, t.target, t.output)
	t.ticket = kernel.Ticket{}
	w.logTask(now, trace.OutputReceived, t, 0, models.OK)
	w.finish(now, id)
}

// carried books a delivery with both ends and every link on the way.
func (w *world) carried(id models.TaskID, from, to models.NodeID, size units.Bytes) {
	var few [16]models.LinkID
	path, _ := w.routes.Path(from, to, few[:0]) // Ignored: a path that is gone was pinned.
	if int(id) < len(w.pinned) && w.pinned[id] != nil {
		path = w.pinned[id]
		w.unpin(id)
	}
	w.book(path, from, to, size)
}

func (w *world) book(path []models.LinkID, from, to models.NodeID, size units.Bytes) {
	w.nodes[from].sent += size
	w.nodes[to].gotten += size
	w.ledger.delivered = w.ledger.delivered.PlusProduct(int64(size), int64(len(path)))
	at := from
	for _, id := range path {
		l := &w.sys.Links[id]
		if at == l.A {
			w.linkUse[id].forward += size
		} else {
			w.linkUse[id].back += size
		}
		at = l.Other(at)
	}
	if at != to {
		panic(fmt.Sprintf("sim: a delivery to node %d ended at node %d", to, at))
	}
}

// stopTransfer ends the transfer of a task that is under way, if any.
func (w *world) stopTransfer(t *task) {
	w.engine.Cancel(t.ticket)
	t.ticket = kernel.Ticket{}
}

// startTransfer begins a plain transfer, or leaves it waiting for a path.
func (w *world) startTransfer(now units.Time, i int32) {
	c, t := &w.cfg.Transfers[i], &w.transfers[i]
	took, ok := w.transferTime(c.From, c.To, c.Size)
	if !ok {
		t.state = trace.TransferWaiting
		return
	}
	t.state, t.started = trace.TransferSending, now
	t.path, _ = w.routes.Path(c.From, c.To, t.path[:0]) // There is one: it has a duration.
	w.logTransfer(now, trace.TransferStarted, i, models.OK)
	t.ticket = w.at(units.Add(now, took), phaseComplete, evDelivery, i)
}

func (w *world) finishTransfer(now units.Time, i int32) {
	c, t := &w.cfg.Transfers[i], &w.transfers[i]
	t.state, t.ended, t.ticket = trace.TransferDone, now, kernel.Ticket{}
	w.book(t.path, c.From, c.To, c.Size)
	w.logTransfer(now, trace.TransferFinished, i, models.OK)
}

func (w *world) logTransfer(now units.Time, k trace.Kind, i int32, why models.Reason) {
	w.log(&trace.Event{
		At: int64(now), Kind: k, Task: int64(i) + 1, Node: int32(w.cfg.Transfers[i].To),
		Value: int64(w.cfg.Transfers[i].Size), Reason: uint8(why),
	})
}

// pinPaths writes down the path of every transfer of a task under way, before
// the routes change and would tell of another.
func (w *world) pinPaths() {
	for len(w.pinned) < len(w.tasks) {
		w.pinned = append(w.pinned, nil)
	}
	for i := range w.tasks {
		from, to, ok := w.tasks[i].sending()
		if !ok || w.pinned[i] != nil {
			continue
		}
		path, ok := w.routes.Path(from, to, nil)
		if !ok {
			panic(fmt.Sprintf("sim: task %d sends from node %d to node %d without a path", w.tasks[i].number, from, to))
		}
		w.pinned[i] = path
	}
}

// unpin forgets the path of a transfer that is over.
func (w *world) unpin(id models.TaskID) {
	if int(id) < len(w.pinned) {
		w.pinned[id] = nil
	}
}

// breakTransfers ends what was under way over something that has just failed.
// An input is back at its source, and its task pending; an output or a plain
// transfer starts again when there is a path.
func (w *world) breakTransfers(now units.Time) {
	for i := range w.tasks {
		id, t := models.TaskID(i), &w.tasks[i]
		from, to, ok := t.sending()
		if !ok || w.intact(w.pinned[i], from, to) {
			continue
		}
		w.pinned[i] = nil
		if t.status == models.TaskSending {
			w.interrupt(now, id, models.PathLost)
			continue
		}
		w.stopTransfer(t)
		w.stalled = append(w.stalled, id)
	}
	for i := range w.transfers {
		c, t := &w.cfg.Transfers[i], &w.transfers[i]
		if t.state == trace.TransferSending && !w.intact(t.path, c.From, c.To) {
			w.engine.Cancel(t.ticket)
			t.state, t.started, t.ticket = trace.TransferWaiting, trace.None, kernel.Ticket{}
			w.logTransfer(now, trace.TransferFailed, int32(i), models.PathLost)
		}
	}
}

// intact reports whether all links and nodes of a path work.
func (w *world) intact(path []models.LinkID, from, to models.NodeID) bool {
	if !w.routes.NodeUp(from) || !w.routes.NodeUp(to) {
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

// resume starts again what waits for a path.
func (w *world) resume(now units.Time) {
	waiting := w.stalled
	w.stalled = nil
	for _, id := range waiting {
		w.sendOutput(now, id)
	}
	for i := range w.transfers {
		if w.transfers[i].state == trace.TransferWaiting && w.cfg.Transfers[i].At <= now {
			w.startTransfer(now, int32(i))
		}
	}
}
