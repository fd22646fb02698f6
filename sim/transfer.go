package sim

import (
	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/trace"
)

// transfer is the state of one plain transfer.
type transfer struct {
	// state is TransferWaiting before it begins, and TransferBroken while it
	// waits for a path.
	state   trace.TransferState
	flight  int32      // index of its data under way, or grounded
	started units.Time // of the attempt under way, or of the one that succeeded
	ended   units.Time
}

// addTransfers schedules the plain transfers.
func (w *world) addTransfers() {
	for i := range w.cfg.Transfers {
		w.transfers = append(w.transfers, transfer{
			state: trace.TransferWaiting, flight: grounded, started: trace.None, ended: trace.None,
		})
		w.at(w.cfg.Transfers[i].At, phaseArrive, evTransfer, int32(i))
	}
}

// startTransfer begins a plain transfer, or leaves it waiting for a path.
func (w *world) startTransfer(now units.Time, i int32) {
	c, t := &w.cfg.Transfers[i], &w.transfers[i]
	data := cargo{index: i, plain: true}
	if !w.takeOff(now, data, c.Size, evDelivery) {
		t.state = trace.TransferBroken
		w.network.waiting = append(w.network.waiting, data)
		return
	}
	t.state, t.started = trace.TransferSending, now
	w.logTransfer(now, trace.TransferStarted, i, c, models.OK)
}

// breakTransfer notes that the path of a plain transfer is gone.
func (w *world) breakTransfer(now units.Time, i int32) {
	t := &w.transfers[i]
	t.state, t.started = trace.TransferBroken, trace.None
	w.logTransfer(now, trace.TransferFailed, i, &w.cfg.Transfers[i], models.PathLost)
}

func (w *world) finishTransfer(now units.Time, i int32) {
	c, t := &w.cfg.Transfers[i], &w.transfers[i]
	w.deliver(cargo{index: i, plain: true}, c.Size)
	t.state, t.ended = trace.TransferDone, now
	w.logTransfer(now, trace.TransferFinished, i, c, models.OK)
}

// endTransfers hands every plain transfer to the sink.
func (w *world) endTransfers() {
	for i := range w.transfers {
		c, t := &w.cfg.Transfers[i], &w.transfers[i]
		w.recordTransfer(trace.Transfer{
			Index: int32(i), From: int32(c.From), To: int32(c.To), State: t.state, Bytes: int64(c.Size),
			Started: int64(t.started), Finished: int64(t.ended),
		})
	}
}
