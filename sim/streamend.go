package sim

import (
	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/aggregate"
	"github.com/littoral-sim/littoral/sim/buffer"
	"github.com/littoral-sim/littoral/sim/trace"
)

// endStreams closes the sums of the streams.
func (w *world) endStreams(now units.Time) {
	if w.streams == nil {
		return
	}
	for i := range w.streams.feeds {
		if f := &w.streams.feeds[i]; f.final {
			w.streams.uses[w.streams.stops[i].stream].settle(now, f)
		}
	}
	if u := &w.streams.uses[0]; u.series[len(u.series)-1].At < int64(now) {
		w.sampleStreams(now)
	}
}

// held is what is under way of a stream, as counted where it is.
type held struct{ buffered, inFlight, open int64 }

// countHeld counts what is under way of each stream.
func (w *world) countHeld() []held {
	s := w.streams
	out := make([]held, len(s.uses))
	for i := range s.spools {
		s.spools[i].buf.Each(func(x *buffer.Item, inFlight bool) {
			h := &out[s.stops[x.Source()].stream]
			if inFlight {
				h.inFlight += int64(x.Count)
			} else {
				h.buffered += int64(x.Count)
			}
		})
	}
	for k := range s.sendings { // What has arrived is at the next stop, although its acknowledgement is under way.
		x := &s.sendings[k]
		if x.spool == none || !x.arrived {
			continue
		}
		items := s.spools[x.spool].buf.Items(x.batch)
		for i := range items {
			out[s.stops[items[i].Source()].stream].inFlight -= int64(items[i].Count)
		}
	}
	for i := range s.stops {
		count, _ := s.stops[i].window.Held()
		out[s.stops[i].stream].open += count
	}
	return out
}

// auditStreams checks the laws of streams, nil without any.
func (w *world) auditStreams() []trace.Audit {
	if w.streams == nil {
		return nil
	}
	out := []trace.Audit{w.auditItems(), w.auditBuffers()}
	for i := range w.cfg.Streams {
		for k := range w.cfg.Streams[i].Stages {
			if w.cfg.Streams[i].Stages[k].Keep != nil {
				return append(out, w.auditStores())
			}
		}
	}
	return out
}

// account returns what has become of what a stop has kept.
func (w *world) account(at *stop) aggregate.Account {
	if at.store == nil {
		return aggregate.Account{}
	}
	return at.store.Account(w.cfg.Streams[at.stream].Stages[at.stage].Keep, int64(w.cfg.Horizon))
}

// auditStores compares what has come to stages that keep it with what has become of it.
func (w *world) auditStores() trace.Audit {
	var got, want units.Wide
	for i := range w.streams.stops {
		a := w.account(&w.streams.stops[i])
		got = got.Plus(a.Held).Plus(a.Expired).Plus(a.Overwritten)
	}
	for i := range w.cfg.Streams {
		for k := range w.cfg.Streams[i].Stages {
			if w.cfg.Streams[i].Stages[k].Keep != nil {
				want = want.PlusWide(w.streams.uses[i].stages[k].bytesIn)
			}
		}
	}
	return exact("stores", "Σ bytes that came to stages that keep them = kept + no longer kept + overwritten", got, want)
}

// auditItems checks that each reading has come to exactly one end, or is still somewhere.
func (w *world) auditItems() trace.Audit {
	var got, want units.Wide
	ok := true
	for i, h := range w.countHeld() {
		u := &w.streams.uses[i]
		sum := h.buffered + h.inFlight + h.open
		for _, n := range u.ended {
			sum += n
		}
		ok = ok && sum == u.made
		got, want = got.Plus(sum), want.Plus(u.made)
	}
	a := exact("items", "in every stream: made = delivered + expired + rejected + evicted + exhausted + lost + buffered + in flight + in windows", got, want)
	a.OK = a.OK && ok
	return a
}

// auditBuffers checks that each buffer holds what it has booked, and no more than it may.
func (w *world) auditBuffers() trace.Audit {
	good := int64(0)
	for i := range w.streams.spools {
		if w.streams.spools[i].buf.Check() == nil {
			good++
		}
	}
	return exact("buffers", "buffers whose content is what was booked, within their capacity", count(good), count(int64(len(w.streams.spools))))
}

// streamUses returns what the streams have come to, nil without any.
func (w *world) streamUses() []trace.StreamUse {
	if w.streams == nil {
		return nil
	}
	out := make([]trace.StreamUse, len(w.cfg.Streams))
	for i, h := range w.countHeld() {
		c, u := &w.cfg.Streams[i], &w.streams.uses[i]
		out[i] = trace.StreamUse{
			Stream: int32(i), Class: int32(c.Class), Sources: int64(len(c.Sources)), Made: u.made,
			Delivered: u.ended[buffer.Delivered], Expired: u.ended[buffer.Expired], Rejected: u.ended[buffer.Rejected],
			Evicted: u.ended[buffer.Evicted], Exhausted: u.ended[buffer.Exhausted], Lost: u.ended[buffer.Lost],
			Buffered: h.buffered, InFlight: h.inFlight, Open: h.open,
			Records: u.records, AgeMost: u.ageMost, Series: u.series,
		}
		for k := range c.Stages {
			x := &u.stages[k]
			stage := trace.StageUse{In: x.in, BytesIn: clamp(x.bytesIn.Big()), BytesOut: clamp(x.bytesOut.Big()), Records: x.records}
			if len(c.Sources) > 0 {
				stage.Tier = w.sys.Nodes[c.stageNode(k, 0)].Tier.String()
			}
			out[i].Stages = append(out[i].Stages, stage)
		}
	}
	w.countStops(out)
	return out
}

// countStops fills in what is told by stops: feeds with their age, nodes of stages, and how full their buffers were.
func (w *world) countStops(out []trace.StreamUse) {
	s := w.streams
	type place struct {
		stream, stage int32
		node          models.NodeID
	}
	known := make(map[place]bool, len(s.stops))
	for i := range s.stops {
		at := &s.stops[i]
		use := &out[at.stream]
		if s.feeds[i].final {
			use.Feeds++
		}
		stage := &use.Stages[at.stage]
		kept := w.account(at)
		stage.Kept += kept.Held
		stage.KeptMost = max(stage.KeptMost, kept.Most)
		stage.Overwritten += kept.Overwritten
		stage.HeldMost = max(stage.HeldMost, s.spools[at.spool].buf.BytesMost())
		if p := (place{at.stream, at.stage, at.node}); !known[p] {
			known[p] = true
			stage.Nodes++
		}
	}
	for i := range out {
		span := int64(w.cfg.Horizon - max(w.cfg.Streams[i].From, w.cfg.Warmup))
		if use := &out[i]; use.Feeds > 0 && span > 0 {
			use.AgeMean = s.uses[i].age.Over(span) / 2 / use.Feeds
		}
	}
}
