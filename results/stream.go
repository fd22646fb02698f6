package results

import (
	"fmt"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/littoral-sim/littoral/results/stats"
	"github.com/littoral-sim/littoral/sim/trace"
)

// The columns of the files about streams, which a run without streams does not
// leave.
const (
	streamColumns = "stream,priority,sources,made,delivered,expired,rejected,evicted,exhausted,lost,buffered,in_flight,open," +
		"records,age_mean_ns,age_max_ns,delay_p50_ns,delay_p95_ns,delay_p99_ns,delay_max_ns\n"
	stageColumns          = "stream,stage,tier,nodes,readings_in,bytes_in,bytes_out,records_out,buffer_max_bytes,kept_bytes,kept_max_bytes,overwritten_bytes\n"
	streamTimelineColumns = "stream,at_ns,made,delivered,left,left_max\n"
)

// Stream holds the numbers of a stream. Its counts are of readings, over the whole
// run: a summary counts as what went into it.
//
//	Made = Delivered + Expired + Rejected + Evicted + Exhausted + Lost + Buffered + InFlight + Open
type Stream struct {
	Name      string `json:"name"`
	Priority  int32  `json:"priority"`
	Sources   int64  `json:"sources"`
	Made      int64  `json:"made"`
	Delivered int64  `json:"delivered"`
	Expired   int64  `json:"expired"`
	Rejected  int64  `json:"rejected"`
	Evicted   int64  `json:"evicted"`
	Exhausted int64  `json:"exhausted"`
	Lost      int64  `json:"lost"`
	Buffered  int64  `json:"buffered"`  // at the end
	InFlight  int64  `json:"in_flight"` // at the end
	Open      int64  `json:"open"`      // in windows at the end

	// Records counts the items and summaries delivered.
	Records int64 `json:"records"`
	// AgeMean and AgeMax are the age of information at the destination, over time
	// after the warm-up and over what has an age of its own: a source, or where the
	// readings of several become one summary.
	AgeMean *int64 `json:"age_mean_ns"`
	AgeMax  *int64 `json:"age_max_ns"`
	// The delay of a record counts from when its newest reading was made, of those
	// made after the warm-up.
	DelayP50 *int64 `json:"delay_p50_ns"`
	DelayP95 *int64 `json:"delay_p95_ns"`
	DelayP99 *int64 `json:"delay_p99_ns"`
	DelayMax *int64 `json:"delay_max_ns"`

	// Stages are where items stop: the sources first.
	Stages []StreamStage `json:"stages"`

	series []trace.StreamPoint
}

// StreamStage holds the numbers of one stop on the way of a stream.
type StreamStage struct {
	Tier     string `json:"tier"`
	Nodes    int64  `json:"nodes"`
	In       int64  `json:"readings_in"`
	BytesIn  int64  `json:"bytes_in"`
	BytesOut int64  `json:"bytes_out"`
	Records  int64  `json:"records_out"`
	HeldMost int64  `json:"buffer_max_bytes"` // in one buffer, with what other streams have there

	Kept        int64 `json:"kept_bytes"`     // at the end, in all its stores
	KeptMost    int64 `json:"kept_max_bytes"` // in one store
	Overwritten int64 `json:"overwritten_bytes"`
}

// given returns the readings that were given up.
func (x *Stream) given() int64 {
	return x.Expired + x.Rejected + x.Evicted + x.Exhausted + x.Lost
}

// Delivery takes what a stream has delivered.
func (r *Recorder) Delivery(d *trace.Delivery) error {
	for len(r.delays) <= int(d.Stream) {
		r.delays = append(r.delays, stats.Histogram{})
	}
	r.delays[d.Stream].Add(d.At - d.Made)
	return nil
}

var _ trace.StreamSink = (*Recorder)(nil)

// streamsOf turns what a run says of its streams into numbers.
func (r *Recorder) streamsOf(o *trace.Outcome) []Stream {
	var out []Stream
	for i := range o.Streams {
		u := &o.Streams[i]
		x := Stream{
			Name: o.Names.Streams[u.Stream], Priority: u.Class, Sources: u.Sources, Made: u.Made, Delivered: u.Delivered,
			Expired: u.Expired, Rejected: u.Rejected, Evicted: u.Evicted, Exhausted: u.Exhausted, Lost: u.Lost,
			Buffered: u.Buffered, InFlight: u.InFlight, Open: u.Open, Records: u.Records, series: u.Series,
		}
		if u.Feeds > 0 {
			x.AgeMean, x.AgeMax = &u.AgeMean, &u.AgeMost
		}
		if int(u.Stream) < len(r.delays) {
			x.quantiles(&r.delays[u.Stream])
		}
		for k := range u.Stages {
			g := &u.Stages[k]
			x.Stages = append(x.Stages, StreamStage{g.Tier, g.Nodes, g.In, g.BytesIn, g.BytesOut, g.Records, g.HeldMost, g.Kept, g.KeptMost, g.Overwritten})
		}
		out = append(out, x)
	}
	return out
}

func (x *Stream) quantiles(h *stats.Histogram) {
	steps := h.Steps()
	if len(steps) == 0 {
		return
	}
	for _, q := range []struct {
		to       **int64
		perMille int64
	}{{&x.DelayP50, 500}, {&x.DelayP95, 950}, {&x.DelayP99, 990}} {
		v, _ := stats.Quantile(steps, q.perMille) // there are steps
		*q.to = &v
	}
	highest := h.Max()
	x.DelayMax = &highest
}

// streamWriters returns the writers of the files about streams, none without any.
func (s *Summary) streamWriters() []writer {
	if len(s.Streams) == 0 {
		return nil
	}
	return []writer{{StreamsFile, s.writeStreams}, {StagesFile, s.writeStages}, {StreamTimelineFile, s.writeSeries}}
}

func (s *Summary) writeStreams(f *pending) error {
	f.buf = append(f.buf, streamColumns...)
	for i := range s.Streams {
		x := &s.Streams[i]
		f.room(rowSize)
		f.buf = append(f.buf, cell(x.Name)...)
		for _, v := range []int64{
			int64(x.Priority), x.Sources, x.Made, x.Delivered, x.Expired, x.Rejected, x.Evicted, x.Exhausted, x.Lost,
			x.Buffered, x.InFlight, x.Open, x.Records,
		} {
			f.buf = appendInt(f.buf, v)
		}
		for _, v := range []*int64{x.AgeMean, x.AgeMax, x.DelayP50, x.DelayP95, x.DelayP99, x.DelayMax} {
			if v == nil {
				f.buf = append(f.buf, ',')
			} else {
				f.buf = appendInt(f.buf, *v)
			}
		}
		f.buf = append(f.buf, '\n')
	}
	return f.err
}

func (s *Summary) writeStages(f *pending) error {
	f.buf = append(f.buf, stageColumns...)
	for i := range s.Streams {
		for k, g := range s.Streams[i].Stages {
			f.room(rowSize)
			f.buf = append(f.buf, cell(s.Streams[i].Name)...)
			f.buf = appendText(appendInt(f.buf, int64(k)), cell(g.Tier))
			for _, v := range []int64{g.Nodes, g.In, g.BytesIn, g.BytesOut, g.Records, g.HeldMost, g.Kept, g.KeptMost, g.Overwritten} {
				f.buf = appendInt(f.buf, v)
			}
			f.buf = append(f.buf, '\n')
		}
	}
	return f.err
}

func (s *Summary) writeSeries(f *pending) error {
	f.buf = append(f.buf, streamTimelineColumns...)
	for i := range s.Streams {
		for _, p := range s.Streams[i].series {
			f.room(rowSize)
			f.buf = append(f.buf, cell(s.Streams[i].Name)...)
			for _, v := range []int64{p.At, p.Made, p.Delivered, p.Left, p.High} {
				f.buf = appendInt(f.buf, v)
			}
			f.buf = append(f.buf, '\n')
		}
	}
	return f.err
}

// readSeries reads the levels of the streams over time, so that a run read from
// its directory can be drawn.
func (s *Summary) readSeries(dir string) error {
	if len(s.Streams) == 0 {
		return nil
	}
	indexOf := func(name string) (int, bool) {
		i := slices.IndexFunc(s.Streams, func(x Stream) bool { return x.Name == name })
		return i, i >= 0
	}
	return readTable(filepath.Join(dir, StreamTimelineFile), streamTimelineColumns, indexOf, func(i int, cells []string) (err error) {
		var v [5]int64
		for k, c := range cells {
			if v[k], err = strconv.ParseInt(c, 10, 64); err != nil {
				return err
			}
		}
		s.Streams[i].series = append(s.Streams[i].series, trace.StreamPoint{At: v[0], Made: v[1], Delivered: v[2], Left: v[3], High: v[4]})
		return nil
	})
}

// streamTable shows what became of the readings of each stream.
func (s *Summary) streamTable(p *painter) *table {
	t := new(table)
	const givenColumn = 3
	t.row("stream", "made", "delivered", "given up", "left", "delay p50", "p99", "age", "age max", "bytes up")
	for i := range s.shownStreams() {
		x := &s.Streams[i]
		given := grouped(x.given())
		if why := x.reasons(); why != "" {
			given += " " + why
		}
		last := x.Stages[len(x.Stages)-1]
		t.row(clean(x.Name), grouped(x.Made), grouped(x.Delivered), given, grouped(x.Buffered+x.InFlight+x.Open),
			optional(x.DelayP50), optional(x.DelayP99), optional(x.AgeMean), optional(x.AgeMax), scaled(float64(last.BytesOut), byteUnits()))
		if x.given() > 0 {
			t.paint(givenColumn, p.warn)
		}
	}
	return t
}

// shownStreams returns the first streams, as many as a table for people takes.
func (s *Summary) shownStreams() []Stream { return s.Streams[:min(len(s.Streams), rowsMax)] }

// reasons names the main reason for which readings were given up, or is empty.
func (x *Stream) reasons() string {
	most, word := int64(0), ""
	others := 0
	for _, r := range []struct {
		n    int64
		word string
	}{{x.Rejected, "rejected"}, {x.Expired, "expired"}, {x.Evicted, "evicted"}, {x.Exhausted, "exhausted"}, {x.Lost, "lost"}} {
		if r.n > 0 {
			others++
		}
		if r.n > most {
			most, word = r.n, r.word
		}
	}
	switch others {
	case 0:
		return ""
	case 1:
		return word
	default:
		return fmt.Sprintf("(%s %s)", grouped(most), word)
	}
}
