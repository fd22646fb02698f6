package sim

import (
	"slices"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/buffer"
	"github.com/littoral-sim/littoral/sim/kernel"
	"github.com/littoral-sim/littoral/sim/trace"
)

// spool is a buffer on a node with what it takes to empty it. It is told of a change of the routes when it holds
// something, and finds out when it gets something.
type spool struct {
	buf     *buffer.Buffer
	from    models.NodeID
	to      models.NodeID
	sent    uint64 // batches so far
	epoch   int64  // of the routes when it last looked
	ticket  kernel.Ticket
	due     units.Time
	active  int32 // its place in streams.active, or none
	offline bool  // there was no path
	durable bool
}

// spoolKey is what a spool is known by; a stop without a buffer has one of its own.
type spoolKey struct {
	buffer   BufferID
	from, to models.NodeID
	stop     int32
}

// sending is a batch that is not acknowledged yet.
type sending struct {
	spool   int32
	batch   buffer.BatchID
	flight  int32 // none once it has arrived; the next one that is free
	number  uint64
	size    units.Bytes
	ack     kernel.Ticket // once it has arrived
	arrived bool
}

// addSpool returns a spool, which may be there already.
func (w *world) addSpool(known stopIndex, key spoolKey, stop int32) int32 {
	s := w.streams
	cfg := &s.direct
	if key.buffer == NoBuffer {
		key.stop = stop + 1
	} else {
		cfg = &w.cfg.Buffers[key.buffer-1]
	}
	if i, ok := known.spools[key]; ok {
		return i
	}
	i := int32(len(s.spools))
	known.spools[key] = i
	s.spools = append(s.spools, spool{
		buf: buffer.New(cfg, s.pool), from: key.from, to: key.to, epoch: -1, due: units.Never, active: none, durable: cfg.Durable,
	})
	return i
}

func (w *world) spoolOf(c cargo) *spool { return &w.streams.spools[w.streams.sendings[c.index].spool] }

// stopAt returns the stop at which an item of a feed is when it is in a spool.
func (s *streams) stopAt(feed, spool int32) *stop {
	at := &s.stops[feed]
	for at.spool != spool {
		at = &s.stops[at.next]
	}
	return at
}

// forward brings an item into the buffer of a stop and sends what may be sent.
func (w *world) forward(now units.Time, i int32, x buffer.Item) {
	s := w.streams
	w.seekPath(now, i)
	stream := s.stops[x.Source()].stream
	s.spools[i].buf.Put(int64(now), x, w.cfg.Streams[stream].Class)
	w.givenUp(now, i)
	w.pump(now, i)
}

// seekPath tells the buffer of a spool whether there is a path, unless nothing has changed since the last time.
func (w *world) seekPath(now units.Time, i int32) {
	p := &w.streams.spools[i]
	if p.epoch == w.streams.epoch {
		return
	}
	p.epoch = w.streams.epoch
	_, ok := w.routes.Latency(p.from, p.to)
	ok = ok && w.routes.NodeUp(p.from)
	switch {
	case ok && p.offline:
		p.buf.Online(int64(now))
	case !ok && !p.offline:
		p.buf.Offline(int64(now))
		w.givenUp(now, i)
	}
	p.offline = !ok
}

// givenUp books what a buffer has given up.
func (w *world) givenUp(now units.Time, i int32) {
	s := w.streams
	p := &s.spools[i]
	drops := p.buf.Drops()
	for k := 0; k < len(drops); {
		stream, why, readings := s.stops[drops[k].Item.Source()].stream, drops[k].Why, int64(0)
		for ; k < len(drops) && drops[k].Why == why && s.stops[drops[k].Item.Source()].stream == stream; k++ {
			readings += int64(drops[k].Item.Count)
		}
		w.ended(now, stream, p.from, why, readings)
	}
}

// pump sends what a buffer lets go, and re-times what is due there.
func (w *world) pump(now units.Time, i int32) {
	s := w.streams
	for {
		id, ok := s.spools[i].buf.Next(int64(now))
		w.givenUp(now, i)
		if !ok || !w.sendBatch(now, i, id) {
			break
		}
	}
	p := &s.spools[i]
	due, ok := p.buf.Due()
	if !ok {
		due = int64(units.Never)
	}
	p.ticket, p.due = w.retimed(p.ticket, p.due, units.Time(due), phaseComplete, evSpool, i)
	switch {
	case p.buf.Len() > 0 && p.active == none:
		p.active = int32(len(s.active))
		s.active = append(s.active, i)
	case p.buf.Len() == 0 && p.active != none:
		last := s.active[len(s.active)-1]
		s.active[p.active], s.spools[last].active = last, p.active
		s.active, p.active = s.active[:len(s.active)-1], none
	}
}

// spoolDue lets a buffer do what is due.
func (w *world) spoolDue(now units.Time, i int32) {
	p := &w.streams.spools[i]
	p.due = units.Never
	w.seekPath(now, i)
	p.buf.Tick(int64(now))
	w.givenUp(now, i)
	w.pump(now, i)
}

// sendBatch puts a batch on its way, and reports whether there was one.
func (w *world) sendBatch(now units.Time, i int32, id buffer.BatchID) bool {
	s := w.streams
	p := &s.spools[i]
	const spoolShift = 39
	p.sent++
	x := sending{spool: i, batch: id, flight: none, number: 1<<63 | uint64(i)<<spoolShift | p.sent&(1<<spoolShift-1)}
	for _, item := range p.buf.Items(id) {
		x.size += units.Bytes(item.Size)
	}
	k := s.free
	if k == none {
		k = int32(len(s.sendings))
		s.sendings = append(s.sendings, x)
	} else {
		s.free = s.sendings[k].flight
		s.sendings[k] = x
	}
	if w.takeOff(now, cargo{index: k, kind: streamCargo}, x.size) {
		return true
	}
	s.freeSending(k)
	p.buf.Fail(int64(now), id)
	w.givenUp(now, i)
	p.buf.Offline(int64(now))
	w.givenUp(now, i)
	p.offline = true
	return false
}

func (s *streams) freeSending(k int32) {
	s.sendings[k] = sending{spool: none, flight: s.free}
	s.free = k
}

// batchArrived takes in what has reached the next stop or the destination, and sends the acknowledgement.
func (w *world) batchArrived(now units.Time, k int32) {
	s := w.streams
	x := &s.sendings[k]
	x.arrived = true
	p, spool, back := &s.spools[x.spool], x.spool, units.Time(0)
	if latency, ok := w.routes.Latency(p.to, p.from); ok {
		back = units.Time(latency)
	}
	if back > 0 {
		x.ack = w.at(units.Add(now, back), phaseComplete, evAck, k)
	}
	to := p.to
	items := p.buf.Items(x.batch)
	w.logBatch(now, trace.DataArrived, items, to)
	for i := range items {
		at := s.stopAt(items[i].Source(), spool)
		u := &s.uses[at.stream].stages[at.stage]
		u.bytesOut = u.bytesOut.Plus(int64(items[i].Size))
		u.records++
		if at.next == none {
			w.delivered(now, at.stream, &items[i])
		} else {
			item := items[i]
			w.receive(now, at.next, buffer.NewItem(item.Made, item.Size, item.Count, item.Source()))
		}
	}
	if back == 0 {
		w.acknowledge(now, k)
	}
}

// logBatch logs a batch, with one event for each run of items of a stream.
func (w *world) logBatch(now units.Time, kind trace.Kind, items []buffer.Item, node models.NodeID) {
	s := w.streams
	for i := 0; i < len(items); {
		stream, readings := s.stops[items[i].Source()].stream, int64(0)
		for ; i < len(items) && s.stops[items[i].Source()].stream == stream; i++ {
			readings += int64(items[i].Count)
		}
		w.log(trace.Event{At: int64(now), Kind: kind, Task: int64(stream) + 1, Node: int32(node), Value: readings})
	}
}

// acknowledge ends a batch at the node that sent it.
func (w *world) acknowledge(now units.Time, k int32) {
	s := w.streams
	x := s.sendings[k]
	s.freeSending(k)
	w.seekPath(now, x.spool)
	s.spools[x.spool].buf.Ack(int64(now), x.batch)
	w.pump(now, x.spool)
}

// batchFailed takes back a batch whose path has broken. What may be sent is sent once all routes are known again.
func (w *world) batchFailed(now units.Time, k int32) {
	s := w.streams
	x := s.sendings[k]
	p := &s.spools[x.spool]
	w.logBatch(now, trace.DataReturned, p.buf.Items(x.batch), p.from)
	s.freeSending(k)
	p.buf.Fail(int64(now), x.batch)
	w.givenUp(now, x.spool)
}

// reroutedStreams lets every buffer that holds something look at the routes after they have changed.
func (w *world) reroutedStreams(now units.Time) {
	s := w.streams
	if s == nil {
		return
	}
	s.epoch++
	s.again = append(s.again[:0], s.active...)
	slices.Sort(s.again)
	for _, i := range s.again {
		w.seekPath(now, i)
		w.pump(now, i)
	}
}

// crashSpool deals with a buffer whose node crashes: what has arrived is acknowledged, and the rest comes back to a
// durable buffer or is lost.
func (w *world) crashSpool(now units.Time, i int32) {
	s := w.streams
	p := &s.spools[i]
	for k := range s.sendings {
		x := s.sendings[k]
		if x.spool != i {
			continue
		}
		switch {
		case x.arrived:
			w.engine.Cancel(x.ack)
			p.buf.Ack(int64(now), x.batch)
		default:
			w.land(now, x.flight)
			if p.durable {
				p.buf.Recall(int64(now), x.batch)
				w.givenUp(now, i)
			}
		}
		s.freeSending(int32(k))
	}
	p.buf.Crash(int64(now))
	w.givenUp(now, i)
}
