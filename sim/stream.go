package sim

import (
	"slices"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/aggregate"
	"github.com/littoral-sim/littoral/sim/arrivals"
	"github.com/littoral-sim/littoral/sim/buffer"
	"github.com/littoral-sim/littoral/sim/rng"
	"github.com/littoral-sim/littoral/sim/trace"
)

// streams is the data that moves without tasks. An item is made at a source, stops at each stage of its stream, where
// it may end in a summary, and is moved between stages in batches, which are data like any other on the network. A
// stage of a stream at a node is a stop; stops at one node share a spool when they have the same buffer and the same
// next node.
type streams struct {
	sources  []streamSource
	stops    []stop
	spools   []spool
	sendings []sending
	free     int32   // first sending that is not under way, linked by flight, or none
	feeds    []feed  // by the stop that they begin at
	uses     []use   // by stream
	active   []int32 // spools that hold something
	again    []int32 // scratch of reroutedStreams
	epoch    int64   // changes of the routes so far
	pool     *buffer.Pool
	direct   buffer.Config    // of stops without a buffer
	sink     trace.StreamSink // nil when nobody listens
	sampleBy units.Time
}

// streamSource makes the items of one stream at one node.
type streamSource struct {
	stream  int32
	stop    int32
	made    int64
	process arrivals.Process
	size    rng.Stream
}

// stop is a stage of a stream at a node.
type stop struct {
	stream int32
	stage  int32
	node   models.NodeID
	next   int32 // stop of the next stage, or none before the destination
	spool  int32
	store  *aggregate.Store // nil when the node keeps nothing
	window aggregate.Window
	ends   units.Time // of the window, when it is not empty
	timer  units.Time // of the event that closes it, or Never
}

// use is what a stream has come to.
type use struct {
	made      int64 // readings
	ended     [buffer.Lost + 1]int64
	records   int64 // delivered: items and summaries
	high      int64 // most readings under way since the last point of the series
	age       units.Wide
	ageMost   int64
	delivered trace.Delivery // scratch
	series    []trace.StreamPoint
	stages    []stageUse
}

// stageUse is what a stage of a stream has come to.
type stageUse struct {
	in       int64      // readings that came in
	bytesIn  units.Wide // that came in
	bytesOut units.Wide // that reached the next stage or the destination
	records  int64      // items and summaries that did
}

// left returns the readings that are under way.
func (u *use) left() int64 {
	n := u.made
	for _, x := range u.ended {
		n -= x
	}
	return n
}

// addStreams prepares for streams when there are any.
func (w *world) addStreams() {
	if len(w.cfg.Streams) == 0 {
		return
	}
	w.streams = &streams{free: none, pool: buffer.NewPool(), direct: buffer.Direct(), uses: make([]use, len(w.cfg.Streams))}
	w.streams.sink, _ = w.sink.(trace.StreamSink)
	known := stopIndex{spools: map[spoolKey]int32{}, stops: map[stopKey]int32{}}
	for i := range w.cfg.Streams {
		c := &w.cfg.Streams[i]
		w.streams.uses[i].stages = make([]stageUse, len(c.Stages))
		for k, n := range c.Sources {
			next := none
			for stage := range slices.Backward(c.Stages) {
				next = w.addStop(known, int32(i), stage, k, next)
			}
			name := "stream/" + c.Name + "/" + w.sys.Nodes[n].Name
			stream := func(purpose string) rng.Stream {
				return rng.NewStream(w.cfg.Seed, w.cfg.Replication, name, purpose)
			}
			w.streams.sources = append(w.streams.sources, streamSource{
				stream: int32(i), stop: next, process: c.Arrivals.spec(k).Start(stream), size: stream("size"),
			})
			w.nextItem(c.From, int32(len(w.streams.sources)-1))
		}
	}
	w.addFeeds()
	w.addSamples()
}

// stopIndex finds the stops and spools that there are already.
type stopIndex struct {
	spools map[spoolKey]int32
	stops  map[stopKey]int32
}

// stopKey is what a stop is known by. Stops with different ways ahead are different.
type stopKey struct {
	stream, stage int32
	node          models.NodeID
	next          int32
}

// addStop returns the stop of a stage for a source, which may be there already.
func (w *world) addStop(known stopIndex, stream int32, stage, source int, next int32) int32 {
	s := w.streams
	c := &w.cfg.Streams[stream]
	key := stopKey{stream, int32(stage), c.stageNode(stage, source), next}
	if i, ok := known.stops[key]; ok {
		return i
	}
	i := int32(len(s.stops))
	known.stops[key] = i
	to := c.stageNode(stage+1, source)
	s.stops = append(s.stops, stop{
		stream: stream, stage: int32(stage), node: key.node, next: next, timer: units.Never,
		spool: w.addSpool(known, spoolKey{buffer: c.Stages[stage].Buffer, from: key.node, to: to}, i),
	})
	return i
}

// handleStream is the switch over the kinds of events of streams.
func (w *world) handleStream(now units.Time, e event) {
	switch e.kind {
	case evItem:
		w.makeItem(now, e.index)
	case evSpool:
		w.spoolDue(now, e.index)
	case evAck:
		w.acknowledge(now, e.index)
	case evWindow:
		w.closeWindow(now, e.index)
	default:
		w.sampleStreams(now)
	}
}

// nextItem schedules the next item of a source, if there is to be one.
func (w *world) nextItem(last units.Time, index int32) {
	s := &w.streams.sources[index]
	c := &w.cfg.Streams[s.stream]
	if c.CountMax > 0 && s.made >= c.CountMax {
		return
	}
	end := w.cfg.Horizon
	if c.Until > 0 {
		end = min(end, c.Until)
	}
	if t, ok := s.process.Next(int64(last), int64(end)); ok {
		w.at(units.Time(t), phaseArrive, evItem, index)
	}
}

// makeItem brings the next item of a source into being. A source that is down makes none, but draws as if it did.
func (w *world) makeItem(now units.Time, index int32) {
	s := &w.streams.sources[index]
	c := &w.cfg.Streams[s.stream]
	s.made++
	size := min(max(c.Size.SampleInt64(&s.size), 1), buffer.SizeMax)
	if at := &w.streams.stops[s.stop]; w.truth[at.node].Status == models.Active {
		u := &w.streams.uses[s.stream]
		u.made++
		u.high = max(u.high, u.left())
		w.receive(now, s.stop, buffer.NewItem(int64(now), uint32(size), 1, s.stop))
	}
	w.nextItem(now, index)
}

// receive takes an item in at a stop, or at the destination of a feed when there is none.
func (w *world) receive(now units.Time, at int32, x buffer.Item) {
	s := &w.streams.stops[at]
	u := &w.streams.uses[s.stream].stages[s.stage]
	u.in += int64(x.Count)
	u.bytesIn = u.bytesIn.Plus(int64(x.Size))
	stage := &w.cfg.Streams[s.stream].Stages[s.stage]
	if stage.Keep != nil {
		if s.store == nil {
			s.store = new(aggregate.Store)
		}
		s.store.Add(stage.Keep, int64(now), int64(x.Size))
	}
	cfg := stage.Aggregate
	if cfg == nil {
		w.forward(now, s.spool, x)
		return
	}
	if count, _ := s.window.Held(); count > 0 && (s.ends <= now || !s.window.Fits(x.Size, x.Count)) {
		w.summarise(now, at)
		s = &w.streams.stops[at]
	}
	end, _ := s.window.Add(cfg, int64(now), x.Made, x.Size, x.Count)
	s.ends = units.Time(end)
	if s.timer != s.ends {
		s.timer = s.ends
		w.at(s.ends, phaseComplete, evWindow, at)
	}
}

// closeWindow ends the window of a stop when that is due.
func (w *world) closeWindow(now units.Time, at int32) {
	s := &w.streams.stops[at]
	if s.timer == now {
		s.timer = units.Never
	}
	if count, _ := s.window.Held(); count > 0 && s.ends <= now {
		w.summarise(now, at)
	}
}

// summarise sends a summary of what is in the window of a stop.
func (w *world) summarise(now units.Time, at int32) {
	s := &w.streams.stops[at]
	x, _ := s.window.Close(w.cfg.Streams[s.stream].Stages[s.stage].Aggregate)
	w.forward(now, s.spool, buffer.NewItem(x.Made, max(x.Size, 1), x.Count, at))
}

// ended books readings of a stream that have come to an end, and logs what was given up.
func (w *world) ended(now units.Time, stream int32, node models.NodeID, why buffer.End, readings int64) {
	w.streams.uses[stream].ended[why] += readings
	if why == buffer.Delivered {
		return
	}
	kind := trace.DataRejected + trace.Kind(why-buffer.Rejected)
	w.log(trace.Event{At: int64(now), Kind: kind, Task: int64(stream) + 1, Node: int32(node), Value: readings})
}

// crashStreams deals with what a node that crashes holds of streams: windows and buffers in memory are lost.
func (w *world) crashStreams(now units.Time, id models.NodeID) {
	if w.streams == nil {
		return
	}
	for i := range w.streams.stops {
		if s := &w.streams.stops[i]; s.node == id {
			if n := s.window.Drop(); n > 0 {
				w.ended(now, s.stream, id, buffer.Lost, n)
			}
		}
	}
	for i := range w.streams.spools {
		if w.streams.spools[i].from == id {
			w.crashSpool(now, int32(i))
		}
	}
}

// addSamples has the levels noted at even spans.
func (w *world) addSamples() {
	const pointsMax, pointsOfAll, pointsMin = 1000, 1_000_000, 10
	points := max(pointsMin, min(pointsMax, pointsOfAll/len(w.cfg.Streams)))
	w.streams.sampleBy = max(1, (w.cfg.Horizon+units.Time(points)-1)/units.Time(points))
	w.sampleStreams(0)
}

// sampleStreams notes the levels of all streams.
func (w *world) sampleStreams(now units.Time) {
	s := w.streams
	for i := range s.uses {
		u := &s.uses[i]
		left := u.left()
		u.series = append(u.series, trace.StreamPoint{
			At: int64(now), Left: left, High: max(u.high, left), Delivered: u.ended[buffer.Delivered], Made: u.made,
		})
		u.high = left
	}
	if next := units.Add(now, s.sampleBy); next <= w.cfg.Horizon {
		w.at(next, phaseObserve, evSample, 0)
	}
}
