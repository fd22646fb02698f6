package scenarios

import (
	"fmt"
	"slices"

	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/scenarios/profiles"
	"github.com/littoral-sim/littoral/sim/buffer"
)

func (s *Stream) at(key string) where { return where{"streams", &s.origin, key} }
func (s *Stream) from() *origin       { return &s.origin }

// asWorkload returns a workload with the sources and arrivals of a stream, whose places are those of the stream.
func (s *Stream) asWorkload() *Workload {
	if s.load == nil {
		s.load = &Workload{
			Pos: s.Pos, Name: s.Name, Source: s.Source, Arrivals: s.Arrivals, From: s.From, Until: s.Until, Count: s.Count,
			Replicas: Value[int64]{V: 1}, origin: s.origin, list: "streams",
		}
	}
	return s.load
}

// streamReferences finds what a stream refers to.
func (c *checker) streamReferences(s *Stream) {
	c.source(s.asWorkload())
	s.Source.Nodes = s.load.Source.Nodes
	c.toNode(&s.To, s.at("to"))
	for i := range s.Via {
		key := fmt.Sprintf("via.%d", i)
		if s.Via[i].Plain == nil {
			key += ".node"
		}
		c.toNode(s.Via[i].ref(), s.at(key))
	}
}

// streams checks all streams, and how many items they make.
func (c *checker) streams() {
	total, shared := int64(0), map[Name]*Buffer{}
	stops := 0
	for i := range c.file.Streams {
		s := &c.file.Streams[i]
		c.stream(s, shared)
		if stops += len(s.Source.Nodes) * (len(s.Via) + 1); stops > buffer.SourcesMax {
			c.report(s.at("source"), s.Source.Pos, say(
				fmt.Sprintf("the items of all sources stop at more than %d places up to here", buffer.SourcesMax), "use fewer sources, or fewer nodes on the way"))
			return
		}
		if !c.file.Duration.IsSet() || s.Arrivals == nil {
			continue
		}
		items := c.tasks(s.asWorkload())
		if total = units.Add(total, items); total > TasksMax {
			c.report(s.at("arrivals"), s.Arrivals.Pos, func() (string, string) {
				return fmt.Sprintf("about %s items come from this stream, %s with those before it; a run may have %d", amount(items), amount(total), int64(TasksMax)),
					"lower the rate, shorten the duration, or add a count"
			})
			return
		}
	}
}

func (c *checker) stream(s *Stream, shared map[Name]*Buffer) {
	w := s.asWorkload()
	c.window(w)
	if s.Arrivals != nil && c.once(s.Arrivals) {
		c.arrivals(w)
	}
	if s.Size != nil && c.once(s.Size) {
		if size, ok := checkDistribution(c, s.Size, s.at("size")); ok && size.Mean() < 1 {
			c.report(s.at("size"), s.Size.Pos, say("items have no size on average", "write a size such as 1KiB"))
		}
	}
	repeated(c, s.Source.Names, s.at("source"))
	c.buffer(s.Buffer, s.at("buffer"), shared)
	for i := range s.Via {
		v := &s.Via[i]
		if v.Gateway != nil && !v.Gateway.V {
			c.report(s.at(fmt.Sprintf("via.%d.gateway", i)), v.Gateway.Pos, say("gateway is false, so no node is meant", "write gateway: true, or node: and its name"))
		}
		c.buffer(v.Buffer, s.at(fmt.Sprintf("via.%d.buffer", i)), shared)
	}
	c.way(s)
}

// way checks that the way of each source exists, and comes to no node twice.
func (c *checker) way(s *Stream) {
	if !s.To.IsSet() || s.To.Index < 0 {
		return
	}
	for i := range s.Via {
		if r := s.Via[i].ref(); r.IsSet() && r.Index < 0 {
			return // It is complained about already.
		}
	}
	met := make([]int, 0, len(s.Via)+2)
	for _, source := range s.Source.Nodes {
		met = append(met[:0], source)
		c.room(s, s.Keep, source, "keep.bytes")
		for i := range s.Via {
			at, ok := c.file.stop(s, i, source)
			if !ok {
				g := c.file.Nodes[at].Gateway
				if g.IsSet() { // It is complained about already.
					return
				}
				c.report(s.at(fmt.Sprintf("via.%d.gateway", i)), s.Via[i].Pos, func() (string, string) {
					return fmt.Sprintf("%s, on the way from %s, has no gateway", quote(string(c.file.Nodes[at].Name.V)), quote(string(c.file.Nodes[source].Name.V))),
						"give the node a gateway, or name a node here"
				})
				return
			}
			met = append(met, at)
			c.room(s, s.Via[i].Keep, at, fmt.Sprintf("via.%d.keep.bytes", i))
		}
		met = append(met, s.To.Index)
		if twice, found := again(met); found {
			c.report(s.at("to"), s.To.Pos, func() (string, string) {
				return fmt.Sprintf("the way from %s comes to %s twice", quote(string(c.file.Nodes[source].Name.V)), quote(string(c.file.Nodes[twice].Name.V))),
					"take it out of source or via, or send to another node"
			})
			return
		}
	}
}

// room checks that what a node is to keep fits into its storage, where that is stated.
func (c *checker) room(s *Stream, k *Keep, node int, key string) {
	if k == nil || !k.Bytes.IsSet() {
		return
	}
	n := &c.file.Nodes[node]
	if n.Capacity == nil || !n.Capacity.Storage.IsSet() || k.Bytes.V <= n.Capacity.Storage.V {
		return
	}
	c.report(s.at(key), k.Bytes.Pos, func() (string, string) {
		return fmt.Sprintf("%s is more than the storage of %s (%s)", k.Bytes.V, quote(string(n.Name.V)), n.Capacity.Storage.V), "lower it, or give the node more storage"
	})
}

// again returns the first element of a short list that occurs twice.
func again(list []int) (int, bool) {
	for i, x := range list {
		if slices.Contains(list[:i], x) {
			return x, true
		}
	}
	return 0, false
}

// buffer checks a buffer, nil for none.
func (c *checker) buffer(x *Buffer, w where, shared map[Name]*Buffer) {
	if x == nil || !c.once(x) {
		return
	}
	if x.Profile.IsSet() {
		if x.profile = c.bufferProfile(x.Profile.V); x.profile == nil {
			c.report(w.at("profile"), x.Profile.Pos, func() (string, string) {
				return fmt.Sprintf("there is no profile %s of buffers", quote(string(x.Profile.V))), c.meant(string(x.Profile.V), profiles.BufferNames(), "profiles of buffers")
			})
			return
		}
	}
	before := c.list.Count()
	c.bufferKeys(x, w)
	if c.list.Count() > before {
		return
	}
	policy := x.policy()
	if err := policy.Validate(); err != nil { // What the rules of keys have let through.
		c.report(w, x.Pos, say(fmt.Sprintf("the values do not go together: %v", err), "change one of them"))
		return
	}
	if !x.Share.IsSet() {
		return
	}
	first, known := shared[x.Share.V]
	if !known {
		shared[x.Share.V] = x
	} else if first.policy() != policy {
		c.report(w.at("share"), x.Share.Pos, say(
			fmt.Sprintf("the buffer is not like the one on line %d, with which it is shared", first.Pos.Line), "give both the same values, or choose another word"))
	}
}

// bufferProfile returns the profile of buffers with a name, or nil.
func (c *checker) bufferProfile(name Name) *profiles.Buffer {
	if p, ok := profiles.LookupBuffer(string(name)); ok {
		return &p
	}
	return nil
}

// bufferKeys checks which keys of a buffer need, and go with, which others.
func (c *checker) bufferKeys(x *Buffer, w where) {
	p := x.profile
	from := profiles.Buffer{}
	if p != nil {
		from = *p
	}
	full, fullKnown := x.Full.V, x.Full.IsSet() || from.Full.Known()
	policy := x.policy()
	bounded := policy.Bytes != units.Unlimited || policy.Items != units.Unlimited
	c.need(bounded && !fullKnown, w, x, "a buffer with a bound needs full", "add full: reject-new, drop-oldest or by-class")
	c.need(!x.Durable.IsSet() && !from.Durable.Known(), w, x, "nothing says whether the buffer outlives a crash of its node", "add durable: true or durable: false")
	c.need(x.Evict.IsSet() && x.Full.IsSet() && full != FullOldest, w.at("evict"), x, "evict goes with full: drop-oldest only", "remove it, or change full")
	c.need(x.KeepFrom.IsSet() && policy.Full != buffer.ByClass, w.at("keep-from"), x, "keep-from goes with full: by-class only", "remove it, or change full")
	c.need(policy.TTL > 0 && policy.Enforce == 0, w.at("ttl"), x, "nothing says when the time to live is looked at", "add ttl-enforced: read, sweep or insert")
	c.need(policy.TTL == 0 && len(x.Enforced) > 0, w.at("ttl-enforced"), x, "there is no time to live to enforce", "add ttl: 2h, or remove this key")
	c.need(policy.Enforce&buffer.BySweep != 0 && policy.Sweep == 0, w.at("ttl-enforced"), x, "enforcement by sweep needs its period", "add sweep: 30m")
	c.need(x.Sweep.IsSet() && policy.Enforce&buffer.BySweep == 0, w.at("sweep"), x, "sweep goes with ttl-enforced: sweep only", "remove it, or add sweep to ttl-enforced")
	repeated(c, x.Enforced, w.at("ttl-enforced"))
	if policy.Send == buffer.Blind {
		c.need(policy.Retry.Max != 0 && policy.Retry.Every == 0, w.at("send"), x, "what is sent blindly is tried again at the ticks of a clock", "add retry: {every: 5m}, or retry: {max: 0}")
		c.need(policy.Order == buffer.LIFO, w.at("order"), x, "what is sent blindly cannot be sent latest first", "write order: fifo, or send: connected")
		c.need(policy.Retry.EveryMax > 0, w.at("retry.every-max"), x, "what is sent blindly is tried again at the ticks of a clock, so pauses cannot grow", "remove every-max, or write send: connected")
	}
	c.retryKeys(x, w.at("retry"))
}

func (c *checker) retryKeys(x *Buffer, w where) {
	r := x.Retry
	if r == nil {
		return
	}
	policy := x.policy().Retry
	c.need(r.EveryMax.IsSet() && policy.Every == 0, w.at("every-max"), x, "the longest pause needs a first one", "add every: 1s")
	c.need(r.EveryMax.IsSet() && policy.Every > policy.EveryMax, w.at("every-max"), x,
		fmt.Sprintf("the longest pause (%s) is shorter than the first (%s)", span(policy.EveryMax), span(policy.Every)), "raise every-max, or lower every")
	repeated(c, r.On, w.at("on"))
	for _, on := range r.On {
		c.need(on.V == OnNothing && len(r.On) > 1, w.at("on"), x, "nothing does not go with others", "remove it, or the others")
	}
}

// need reports a problem of a buffer when there is one.
func (c *checker) need(problem bool, w where, x *Buffer, what, fix string) {
	if problem {
		c.report(w, x.keyPos(w), say(what, fix))
	}
}

// keyPos returns where the key of a complaint is written, or the buffer as a whole.
func (x *Buffer) keyPos(w where) Pos {
	for _, k := range []struct {
		key string
		pos Pos
	}{
		{"evict", x.Evict.Pos}, {"keep-from", x.KeepFrom.Pos}, {"ttl", x.TTL.Pos}, {"sweep", x.Sweep.Pos}, {"send", x.Send.Pos}, {"order", x.Order.Pos},
	} {
		if w.key[max(0, len(w.key)-len(k.key)):] == k.key && !k.pos.IsZero() {
			return k.pos
		}
	}
	if r := x.Retry; r != nil && r.EveryMax.IsSet() && w.key[max(0, len(w.key)-len("every-max")):] == "every-max" {
		return r.EveryMax.Pos
	}
	return x.Pos
}
