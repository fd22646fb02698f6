package sim

import (
	"fmt"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/aggregate"
	"github.com/littoral-sim/littoral/sim/buffer"
	"github.com/littoral-sim/littoral/sim/trace"
)

// brief leaves out what is long.
func brief(u *trace.StreamUse) trace.StreamUse {
	out := *u
	out.Series = nil
	return out
}

const minute = units.Time(time.Minute)

// site is a device, its gateway and a cloud in a row, with 25 ms to the cloud.
func site() *Config {
	c := &Config{System: &models.System{}, Horizon: 60 * minute}
	for _, tier := range []models.Tier{models.TierDevice, models.TierGateway, models.TierCloud} {
		addNode(c.System, func(n *models.Node) { n.Tier, n.Capacity.Bandwidth = tier, units.Unlimited })
	}
	addLink(c.System, 0, 1, 1e9, 0)
	addLink(c.System, 1, 2, 1e12, 25*time.Millisecond)
	return c
}

// telemetry adds a stream from the device over the gateway to the cloud, with a buffer at the gateway.
func telemetry(c *Config, every time.Duration, b buffer.Config) *Stream {
	c.Buffers = append(c.Buffers, b)
	c.Streams = append(c.Streams, Stream{
		Name: fmt.Sprintf("s%d", len(c.Streams)), Sources: []models.NodeID{0}, To: 2, Arrivals: Arrivals{Every: every}, Size: fixed(1024), Class: 1,
		Stages: []Stage{{}, {Nodes: []models.NodeID{1}, Buffer: BufferID(len(c.Buffers))}},
	})
	return &c.Streams[len(c.Streams)-1]
}

func spooler() buffer.Config {
	c := buffer.Unbounded()
	c.Bytes, c.Full, c.KeepFrom, c.OfflineFrom, c.InFlight, c.Durable = 2_621_440, buffer.ByClass, 1, 1, 5, false
	return c
}

func TestACutFillsTheBufferAndTheWindowSetsTheSpeedOfTheDrain(t *testing.T) {
	c := site()
	telemetry(c, 100*time.Millisecond, spooler()).Until = 30 * minute
	// The cut lasts 20 minutes: 12,000 items are made, 2,560 fit, 9,440 are rejected. In flight at its begin are none:
	// the last item was made 50 ms before.
	c.Faults = []Fault{{At: 5*minute + 50*units.Time(time.Millisecond), On: OnLink(1), For: 20 * time.Minute}}
	_, out := mustRun(t, c, firstFit())
	s := &out.Streams[0]
	if s.Made != 18_000 || s.Rejected != 9440 || s.Delivered != 18_000-9440 || s.Stages[1].HeldMost != 2_621_440 {
		t.Errorf("%+v", brief(s))
	}
	// It drains at 100 items/s, of which 10/s are new: 2,560 items take 2560/90 s = 28.4 s.
	emptied := int64(0)
	for _, p := range s.Series {
		if p.High >= 100 {
			emptied = p.At
		}
	}
	span := time.Duration(emptied) - 25*time.Minute
	if span < 26*time.Second || span > 33*time.Second {
		t.Errorf("the buffer is empty %v after the cut", span)
	}
}

func TestADrainRunsAtTheWindowPerRoundTrip(t *testing.T) {
	c := site()
	s := telemetry(c, time.Millisecond, spooler())
	s.CountMax, s.Size = 1000, fixed(1)
	c.Faults = []Fault{{On: OnLink(1), For: time.Minute}}
	l, out := mustRun(t, c, firstFit())
	if out.Streams[0].Delivered != 1000 {
		t.Fatalf("%+v", brief(&out.Streams[0]))
	}
	last := units.Time(0)
	for _, e := range l.events {
		if e.Kind == trace.DataArrived && e.Node == 2 {
			last = units.Time(e.At)
		}
	}
	// 200 windows of 5, each 50 ms after the one before, and the last one after 25 ms.
	want := minute + 199*50*units.Time(time.Millisecond) + 25*units.Time(time.Millisecond)
	if d := last - want; d < 0 || d > 1000*200 {
		t.Errorf("the last item arrives at %v, want %v", last, want)
	}
}

func TestRetriesEndLivesBetween45And50Minutes(t *testing.T) {
	c := site()
	c.Horizon = 3 * 60 * minute
	b := buffer.Unbounded()
	b.Send, b.Retry = buffer.Blind, buffer.Retry{Every: 5 * time.Minute, Max: 10, OnSuccess: true}
	s := telemetry(c, time.Second, b)
	s.From, s.Until = minute/60, 60*minute
	c.Faults = []Fault{{On: OnLink(1), For: 3 * time.Hour}}
	l, out := mustRun(t, c, firstFit())
	// At each tick from 50 min on, what was made in the five minutes before the tick nine earlier is given up.
	var ticks []int64
	for _, e := range l.events {
		if e.Kind == trace.DataExhausted {
			ticks = append(ticks, e.At/int64(minute), e.Value)
		}
	}
	if want := []int64{50, 299, 55, 300, 60, 300}; !slices.Equal(ticks[:6], want) || out.Streams[0].Exhausted != 3599 {
		t.Errorf("given up %v, want %v …: %+v", ticks, want, brief(&out.Streams[0]))
	}
}

// Every reading is made at k seconds, and is there after 25 ms and 8 ns on the wire: the age rises from that to a second
// more.
func TestTheAgeOfPeriodicReadings(t *testing.T) {
	c := site()
	c.Warmup = 10 * minute
	telemetry(c, time.Second, buffer.Unbounded())
	c.System.Links[0].Bandwidth, c.System.Links[1].Bandwidth = 8*1024e9, 8*1024e9
	_, out := mustRun(t, c, firstFit())
	const delay = 25_000_000 + 2
	s := &out.Streams[0]
	if s.AgeMost != 1_000_000_000+delay || s.AgeMean < 500_000_000+delay-1000 || s.AgeMean > 500_000_000+delay+1000 {
		t.Errorf("mean age %d, largest %d", s.AgeMean, s.AgeMost)
	}
}

func TestWindowsReduceWhatGoesUp(t *testing.T) {
	c := site()
	s := telemetry(c, 100*time.Millisecond, buffer.Unbounded())
	s.Stages[1].Aggregate = &aggregate.Config{Length: 10 * time.Second, RatioPPM: 100_000}
	s.Until = 10 * minute
	s.Stages[1].Keep = &aggregate.Keep{For: 55 * time.Minute, Bytes: 1000 * 1024}
	_, out := mustRun(t, c, firstFit())
	u := &out.Streams[0]
	// The gateway keeps the last thousand readings.
	if g := &u.Stages[1]; g.KeptMost != 1000*1024 || g.Kept != 1000*1024 || g.Overwritten != 5000*1024 {
		t.Errorf("%+v", g)
	}
	// 60 windows of 100 items: each comes to 10 KiB.
	if u.Made != 6000 || u.Delivered != 6000 || u.Records != 60 || u.Stages[1].BytesIn != 6000*1024 || u.Stages[1].BytesOut != 60*10240 {
		t.Errorf("%+v", brief(u))
	}
}

func TestACrashLosesWhatIsNotDurable(t *testing.T) {
	for _, durable := range []bool{false, true} {
		c := site()
		b := buffer.Unbounded()
		b.Durable = durable
		telemetry(c, time.Second, b).Until = 30 * minute
		half := units.Time(500 * time.Millisecond)
		c.Faults = []Fault{
			{At: 10*minute + half, On: OnLink(1), For: 15 * time.Minute},
			{At: 20*minute + half, On: OnNode(1), For: time.Minute},
		}
		_, out := mustRun(t, c, firstFit())
		s := &out.Streams[0]
		// 600 readings wait at the gateway when it crashes, and while it is down 60 cannot leave the device, which has no buffer.
		lost := int64(600)
		if durable {
			lost = 0
		}
		if s.Lost != lost || s.Exhausted != 60 || s.Delivered != 1800-lost-60 {
			t.Errorf("durable %v: %+v", durable, brief(s))
		}
	}
}

func TestStreamsThatShareABufferCompeteByClass(t *testing.T) {
	c := site()
	telemetry(c, time.Second, spooler())
	telemetry(c, time.Second, spooler())
	low, high := &c.Streams[0], &c.Streams[1]
	low.Class, low.Stages[1].Buffer, c.Buffers = 1, 1, c.Buffers[:1]
	high.Class, high.Stages[1].Buffer = 3, 1
	c.Buffers[0].Bytes, c.Buffers[0].KeepFrom = 600*1024, buffer.ClassesMax
	c.Faults = []Fault{{At: 10*minute + minute/2, On: OnLink(1)}}
	_, out := mustRun(t, c, firstFit())
	// For 49.5 minutes each makes 2,970 items: those of the higher class fill the buffer alone in the end.
	if l, h := &out.Streams[0], &out.Streams[1]; l.Evicted+l.Rejected != 2970 || h.Buffered+h.Evicted != 2970 || h.Buffered != 600 {
		t.Errorf("low %+v\nhigh %+v", brief(l), brief(h))
	}
}

// anyStreams adds streams to a random site with faults.
func anyStreams(t *rapid.T) *Config {
	c := site()
	c.Horizon = 100 * units.Time(time.Second)
	c.Warmup = units.Time(rapid.IntRange(0, 50).Draw(t, "warm-up")) * units.Time(time.Second)
	addNode(c.System, func(n *models.Node) { n.Tier = models.TierDevice })
	addLink(c.System, 3, 1, 1e6, time.Millisecond)
	addLink(c.System, 3, 2, 1e5, 100*time.Millisecond) // another way
	for range rapid.IntRange(1, 3).Draw(t, "buffers") {
		b := buffer.Unbounded()
		b.Bytes, b.Items = units.Bytes(rapid.IntRange(500, 20_000).Draw(t, "bytes")), rapid.SampledFrom([]int64{3, 20, units.Unlimited}).Draw(t, "items")
		b.Full, b.Durable = buffer.Full(rapid.IntRange(0, 2).Draw(t, "full")), rapid.Bool().Draw(t, "durable")
		b.InFlight, b.Batch = rapid.IntRange(0, 3).Draw(t, "window"), rapid.IntRange(1, 4).Draw(t, "batch")
		if rapid.Bool().Draw(t, "blind") {
			b.Send = buffer.Blind
			b.Retry = buffer.Retry{Every: time.Duration(rapid.IntRange(1, 9).Draw(t, "every")) * time.Second, Max: rapid.IntRange(-1, 3).Draw(t, "max"), OnSuccess: true}
		}
		if rapid.Bool().Draw(t, "ttl") {
			b.TTL, b.Enforce, b.Sweep = 5*time.Second, buffer.OnRead|buffer.BySweep|buffer.OnInsert, 2*time.Second
		}
		c.Buffers = append(c.Buffers, b)
	}
	for i := range rapid.IntRange(1, 3).Draw(t, "streams") {
		s := Stream{
			Name: fmt.Sprintf("s%d", i), Sources: []models.NodeID{0, 3}, To: 2, Size: fixed(int64(rapid.IntRange(1, 2000).Draw(t, "size"))),
			Arrivals: Arrivals{Every: time.Duration(rapid.IntRange(20, 900).Draw(t, "period")) * time.Millisecond}, Class: buffer.Class(i),
			Stages: []Stage{{}, {Nodes: []models.NodeID{1, 1}}},
		}
		if rapid.Bool().Draw(t, "straight") {
			s.Stages = s.Stages[:1]
		}
		for k := range s.Stages {
			if rapid.Bool().Draw(t, "keeps") {
				s.Stages[k].Keep = &aggregate.Keep{For: 10 * time.Second, Bytes: 5000}
			}
			s.Stages[k].Buffer = BufferID(rapid.IntRange(0, len(c.Buffers)).Draw(t, "buffer"))
			if rapid.Bool().Draw(t, "windows") {
				s.Stages[k].Aggregate = &aggregate.Config{Length: 3 * time.Second, RatioPPM: 300_000}
			}
		}
		c.Streams = append(c.Streams, s)
	}
	for range rapid.IntRange(0, 6).Draw(t, "faults") {
		f := Fault{At: units.Time(rapid.IntRange(0, 99_000).Draw(t, "at")) * 1e6, For: time.Duration(rapid.IntRange(1, 30_000).Draw(t, "for")) * 1e6}
		f.On = rapid.SampledFrom([]Target{OnLink(0), OnLink(1), OnLink(2), OnLink(3), OnNode(0), OnNode(1), OnNode(2)}).Draw(t, "on")
		c.Faults = append(c.Faults, f)
	}
	return c
}

// TestNoReadingGetsLostUncounted runs random streams through random faults. The audits of a run compare what was made
// with what has come to each end and what is counted in buffers, windows and flights.
func TestNoReadingGetsLostUncounted(t *testing.T) {
	checkOften(t, "60", func(t *rapid.T) {
		c := anyStreams(t)
		_, first := mustRun(t, c, firstFit())
		_, second := mustRun(t, c, firstFit())
		if first.Digest != second.Digest {
			t.Fatalf("two digests: %v, %v", first.Digest, second.Digest)
		}
		if diff := gocmp.Diff(first.Streams, second.Streams); diff != "" {
			t.Fatal(diff)
		}
		for _, s := range first.Streams {
			if s.Made != s.Delivered+s.Expired+s.Rejected+s.Evicted+s.Exhausted+s.Lost+s.Buffered+s.InFlight+s.Open {
				t.Fatalf("%+v", brief(&s))
			}
		}
	})
}

func TestStreamsThatMakeNoSenseAreRefused(t *testing.T) {
	for i, change := range []func(c *Config){
		func(c *Config) { c.Streams[0].To = 9 },
		func(c *Config) { c.Streams[0].To = 1 },
		func(c *Config) { c.Streams[0].Stages = nil },
		func(c *Config) { c.Streams[0].Stages[1].Nodes = nil },
		func(c *Config) { c.Streams[0].Stages[1].Nodes[0] = 0 },
		func(c *Config) { c.Streams[0].Stages[1].Buffer = 2 },
		func(c *Config) { c.Streams[0].Stages[1].Aggregate = &aggregate.Config{} },
		func(c *Config) { c.Streams[0].Stages[1].Keep = &aggregate.Keep{} },
		func(c *Config) { c.Streams[0].Class = buffer.ClassesMax },
		func(c *Config) { c.Streams[0].Sources = []models.NodeID{0, 0} },
		func(c *Config) { c.Streams[0].Arrivals = Arrivals{} },
		func(c *Config) { c.Streams = append(c.Streams, c.Streams[0]) },
		func(c *Config) { c.Buffers[0].Batch = 0 },
	} {
		c := site()
		telemetry(c, time.Second, buffer.Unbounded())
		change(c)
		if c.validate() == nil {
			t.Errorf("configuration %d passes", i)
		}
	}
}

// A device that walks stores what it makes during handovers and out of coverage, which it leaves at 270 s:
// the item of that instant is still under way then.
func TestADeviceThatMovesStoresWhatItMakesWithoutALink(t *testing.T) {
	c, d := walk()
	c.Buffers = []buffer.Config{buffer.Unbounded()}
	c.Streams = []Stream{{
		Name: "s", Sources: []models.NodeID{d}, To: 0, Arrivals: Arrivals{Every: 100 * time.Millisecond}, Size: fixed(100), Stages: []Stage{{Buffer: 1}},
	}}
	_, out := mustRun(t, c, firstFit())
	if s := &out.Streams[0]; s.Made != 3000 || s.Delivered != 2700 || s.Buffered != 300 || s.AgeMost != int64(301*second)/10 {
		t.Errorf("%+v", brief(s))
	}
}
