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
	flight  int32      // handle of its data under way, or none
	started units.Time // of the attempt under way, or of the one that succeeded
	ended   units.Time
}

// addTransfers schedules the plain transfers.
func (w *world) addTransfers() {
	for i := range w.cfg.Transfers {
		w.transfers = append(w.transfers, transfer{
			state: trace.TransferWaiting, flight: none, started: trace.None, ended: trace.None,
		})
		w.at(w.cfg.Transfers[i].At, phaseArrive, evTransfer, int32(i))
	}
}

// startTransfer begins or continues a plain transfer, or leaves it waiting for a
// path.
func (w *world) startTransfer(now units.Time, p parcel) {
	c, t := &w.cfg.Transfers[p.index], &w.transfers[p.index]
	if !w.takeOff(now, p.cargo, p.left) {
		if t.started == trace.None {
			t.state = trace.TransferBroken
		}
		w.network.waiting = append(w.network.waiting, p)
		return
	}
	t.state = trace.TransferSending
	if t.started != trace.None {
		w.logTransfer(now, trace.TransferRerouted, p.index, c, models.OK)
		return
	}
	t.started = now
	w.logTransfer(now, trace.TransferStarted, p.index, c, models.OK)
}

// breakTransfer notes that a plain transfer does not go on.
func (w *world) breakTransfer(now units.Time, i int32, why models.Reason) {
	t := &w.transfers[i]
	t.state, t.started = trace.TransferBroken, trace.None
	w.logTransfer(now, trace.TransferFailed, i, &w.cfg.Transfers[i], why)
}

func (w *world) finishTransfer(now units.Time, i int32) {
	c, t := &w.cfg.Transfers[i], &w.transfers[i]
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
