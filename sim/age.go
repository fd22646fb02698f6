package sim

import (
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/buffer"
	"github.com/littoral-sim/littoral/sim/trace"
)

// The age of information of a feed is how long ago the newest reading that has reached the destination was made (Kaul,
// Yates and Gruteser, Real-time status: how often should one update?, INFOCOM 2012). A feed is what has an age of its
// own: a source, or where the readings of several sources become one summary. Before anything has been delivered, the
// age counts from the begin of the stream.

// feed is the age of information from a stop on.
type feed struct {
	newest int64      // when the newest reading that was delivered was made
	since  units.Time // how far the age is summed up
	final  bool       // what comes from here is what is delivered
}

// addFeeds finds out which stops have an age of their own: the last ones on the way from a source at which items are
// made or summarised.
func (w *world) addFeeds() {
	s := w.streams
	s.feeds = make([]feed, len(s.stops))
	for i := range s.sources {
		last := s.sources[i].stop
		stages := w.cfg.Streams[s.sources[i].stream].Stages
		for at := last; at != none; at = s.stops[at].next {
			if stages[s.stops[at].stage].Aggregate != nil {
				last = at
			}
		}
		s.feeds[last].final = true
	}
	for i := range s.feeds {
		from := w.cfg.Streams[s.stops[i].stream].From
		s.feeds[i].newest, s.feeds[i].since = int64(from), max(from, w.cfg.Warmup)
	}
}

// delivered books an item that has reached the destination of its stream.
func (w *world) delivered(now units.Time, stream int32, x *buffer.Item) {
	s := w.streams
	u := &s.uses[stream]
	w.ended(now, stream, w.cfg.Streams[stream].To, buffer.Delivered, int64(x.Count))
	u.records++
	if l := &s.feeds[x.Source()]; x.Made > l.newest {
		u.settle(now, l)
		l.newest = x.Made
	}
	if s.sink == nil || units.Time(x.Made) < w.cfg.Warmup {
		return
	}
	u.delivered = trace.Delivery{Stream: stream, At: int64(now), Made: x.Made, Readings: int64(x.Count), Bytes: int64(x.Size)}
	if err := s.sink.Delivery(&u.delivered); err != nil {
		w.fail("record a delivery of stream %q: %w", w.cfg.Streams[stream].Name, err)
	}
}

// settle sums up the age of a feed. It keeps twice the integral, which is a whole number.
func (u *use) settle(now units.Time, l *feed) {
	if now <= l.since {
		return
	}
	before, after := int64(l.since)-l.newest, int64(now)-l.newest
	span := int64(now - l.since)
	u.age = u.age.PlusProduct(span, before).PlusProduct(span, after)
	u.ageMost = max(u.ageMost, after)
	l.since = now
}
