package scenarios

import (
	"time"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim"
	"github.com/littoral-sim/littoral/sim/aggregate"
	"github.com/littoral-sim/littoral/sim/buffer"
)

// streams makes the streams and the buffers on their way.
func (b *builder) streams(cfg *sim.Config) {
	shared := map[Name]sim.BufferID{}
	bufferOf := func(x *Buffer) sim.BufferID {
		if x == nil {
			return sim.NoBuffer
		}
		if id, ok := shared[x.Share.V]; ok && x.Share.IsSet() {
			return id
		}
		cfg.Buffers = append(cfg.Buffers, x.policy())
		id := sim.BufferID(len(cfg.Buffers))
		if x.Share.IsSet() {
			shared[x.Share.V] = id
		}
		return id
	}
	for i := range b.file.Streams {
		s := &b.file.Streams[i]
		path := "streams." + string(s.Name.V)
		out := sim.Stream{
			Name: string(s.Name.V), To: nodeID(s.To), Size: dist(b, s.Size, path+".size"), Class: buffer.Class(s.Priority.V),
			From: units.Time(s.From.V), Until: units.Time(s.Until.V), CountMax: s.Count.V,
			Stages: []sim.Stage{{Keep: s.Keep.policy(), Aggregate: s.Aggregate.policy(), Buffer: bufferOf(s.Buffer)}},
		}
		for _, n := range s.Source.Nodes {
			out.Sources = append(out.Sources, models.NodeID(n))
		}
		for k := range s.Via {
			v := &s.Via[k]
			stage := sim.Stage{Keep: v.Keep.policy(), Aggregate: v.Aggregate.policy(), Buffer: bufferOf(v.Buffer)}
			for _, source := range s.Source.Nodes {
				at, _ := b.file.stop(s, k, source)
				stage.Nodes = append(stage.Nodes, models.NodeID(at))
			}
			out.Stages = append(out.Stages, stage)
		}
		out.Arrivals = b.arrivals(s.asWorkload(), path)
		cfg.Streams = append(cfg.Streams, out)
	}
}

// stop returns the node of an entry of via for a source, and false when a gateway is missing on the way.
func (f *File) stop(s *Stream, via, source int) (node int, ok bool) {
	node = source
	for i := range via + 1 {
		v := &s.Via[i]
		if r := v.ref(); r.IsSet() {
			node = r.Index
			continue
		}
		g := &f.Nodes[node].Gateway
		if !g.IsSet() || g.Index < 0 {
			return node, false
		}
		node = g.Index
	}
	return node, true
}

func (k *Keep) policy() *aggregate.Keep {
	if k == nil {
		return nil
	}
	p := &aggregate.Keep{For: k.For.V, Bytes: units.Unlimited}
	set(k.Bytes, &p.Bytes)
	return p
}

func (a *Aggregate) policy() *aggregate.Config {
	if a == nil {
		return nil
	}
	c := &aggregate.Config{Length: a.Window.V}
	if a.Ratio != nil {
		c.RatioPPM = int64(a.Ratio.V)
	} else {
		c.Size = a.Size.V
	}
	return c
}

// policy returns the buffer that is meant: what is written, then what the profile says, then what holds without.
func (x *Buffer) policy() buffer.Config {
	c, enforce, sweep := buffer.Unbounded(), buffer.Enforce(0), time.Duration(0)
	if x.profile != nil {
		c, enforce, sweep = x.profile.Policy()
	}
	if x.Send.IsSet() {
		c.Send = buffer.Connected
		if x.Send.V == SendBlind {
			c.Send, c.Retry.OnReconnect = buffer.Blind, false
		}
	}
	set(x.Bytes, &c.Bytes)
	set(x.Items, &c.Items)
	set(x.Evict, &c.EvictBytes)
	set(x.TTL, &c.TTL)
	set(x.Sweep, &sweep)
	set(x.Durable, &c.Durable)
	setTo(x.KeepFrom, &c.KeepFrom)
	setTo(x.OfflineFrom, &c.OfflineFrom)
	setTo(x.InFlight, &c.InFlight)
	setTo(x.Batch, &c.Batch)
	if x.Full.IsSet() {
		c.Full = map[Full]buffer.Full{FullReject: buffer.RejectNew, FullOldest: buffer.DropOldest, FullByClass: buffer.ByClass}[x.Full.V]
	}
	if x.Order.IsSet() {
		c.Order = map[Order]buffer.Order{OrderFIFO: buffer.FIFO, OrderLIFO: buffer.LIFO, OrderPriority: buffer.Priority}[x.Order.V]
	}
	if c.Full != buffer.DropOldest {
		c.EvictBytes = 0
	}
	x.retry(&c.Retry)
	if len(x.Enforced) > 0 {
		enforce = 0
		for _, e := range x.Enforced {
			enforce |= map[Enforced]buffer.Enforce{EnforcedRead: buffer.OnRead, EnforcedSweep: buffer.BySweep, EnforcedInsert: buffer.OnInsert}[e.V]
		}
	}
	if c.TTL > 0 {
		c.Enforce = enforce
	}
	if c.Enforce&buffer.BySweep != 0 {
		c.Sweep = sweep
	}
	return c
}

// retry replaces what the file says of retries.
func (x *Buffer) retry(r *buffer.Retry) {
	if x.Retry == nil {
		return
	}
	set(x.Retry.Every, &r.Every)
	set(x.Retry.EveryMax, &r.EveryMax)
	setTo(x.Retry.Max, &r.Max)
	if len(x.Retry.On) > 0 {
		r.OnSuccess, r.OnReconnect = false, false
		for _, on := range x.Retry.On {
			r.OnSuccess = r.OnSuccess || on.V == OnSuccess
			r.OnReconnect = r.OnReconnect || on.V == OnReconnect
		}
	}
}

// set takes over a value that the file gives.
func set[T any](v Value[T], to *T) {
	if v.IsSet() {
		*to = v.V
	}
}

// setTo takes over a number that the file gives, and that fits.
func setTo[T ~int | ~uint8](v Value[int64], to *T) {
	if v.IsSet() {
		*to = T(v.V)
	}
}
