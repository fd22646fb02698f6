package sim

import (
	"fmt"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/aggregate"
	"github.com/littoral-sim/littoral/sim/buffer"
	"github.com/littoral-sim/littoral/sim/rng"
)

// Stream is data that each of its sources makes, item by item, and that goes to one node over the nodes of its stages.
// Names of streams are unique, because the random streams bear them.
type Stream struct {
	Name     string
	Sources  []models.NodeID // each at most once
	To       models.NodeID
	Arrivals Arrivals
	Size     rng.Dist // bytes of an item; draws below 1 count as 1
	Class    buffer.Class
	From     units.Time
	Until    units.Time // items are made before it; 0 means the horizon
	CountMax int64      // items per source, or 0 for no bound
	// Stages are where items stop on the way: first at the source itself.
	Stages []Stage
}

// Stage is where the items of a stream stop. What an item meets there is first a store, then a window, then a buffer.
type Stage struct {
	// Nodes is the node of the stage for each source; not used for the first stage, which is the source.
	Nodes []models.NodeID
	// Keep is what the node keeps of what comes in, beside sending it on; nil is nothing. It outlives a crash.
	Keep *aggregate.Keep
	// Aggregate makes one summary of what comes in a window; nil is none.
	Aggregate *aggregate.Config
	// Buffer holds what cannot be sent on. Stages with the same buffer share it where they are on the same node and send
	// to the same node.
	Buffer BufferID
}

// BufferID is the number of a policy in Config.Buffers, from 1.
type BufferID int32

// NoBuffer stands for no buffer: items are sent on at once, and given up when that fails.
const NoBuffer BufferID = 0

// stageNode returns the node of a stage for a source, or of the destination after the last stage.
func (s *Stream) stageNode(stage, source int) models.NodeID {
	switch {
	case stage == 0:
		return s.Sources[source]
	case stage == len(s.Stages):
		return s.To
	default:
		return s.Stages[stage].Nodes[source]
	}
}

// streams checks the streams and the buffers.
func (v *validator) streams() {
	for i := range v.Buffers {
		if err := v.Buffers[i].Validate(); err != nil {
			v.check(false, "buffer %d: %w", i+1, err)
		}
	}
	known := make(map[string]bool, len(v.Streams))
	stops := 0
	for i := range v.Streams {
		s := &v.Streams[i]
		v.check(!known[s.Name], "stream name %q is taken twice; random streams bear it", s.Name)
		known[s.Name] = true
		before := len(v.errs)
		v.stream(s)
		if len(v.errs) == before {
			v.path(s)
		}
		stops += len(s.Sources) * len(s.Stages)
	}
	v.check(stops <= buffer.SourcesMax, "streams stop %d times on the ways from their sources; at most %d are possible", stops, buffer.SourcesMax)
}

func (v *validator) stream(s *Stream) {
	v.check(v.isNode(s.To), "stream %q goes to node %d, which does not exist", s.Name, s.To)
	v.check(!s.Size.IsZero(), "stream %q needs a distribution of sizes", s.Name)
	v.check(s.Class < buffer.ClassesMax, "stream %q has class %d; classes lie below %d", s.Name, s.Class, buffer.ClassesMax)
	v.check(s.From >= 0 && s.Until >= 0 && s.CountMax >= 0, "stream %q has a negative start %v, end %v or count %d", s.Name, s.From, s.Until, s.CountMax)
	as := &Workload{Name: "stream " + s.Name, Sources: s.Sources, Arrivals: s.Arrivals, From: s.From, CountMax: s.CountMax}
	v.sources(as)
	v.arrivals(as)
	v.check(len(s.Stages) > 0, "stream %q needs a stage at its sources", s.Name)
	for i := range s.Stages {
		g := &s.Stages[i]
		v.check(i == 0 || len(g.Nodes) == len(s.Sources), "stream %q: stage %d has %d nodes for %d sources", s.Name, i, len(g.Nodes), len(s.Sources))
		v.check(g.Buffer >= 0 && int(g.Buffer) <= len(v.Buffers), "stream %q: stage %d has buffer %d, which does not exist", s.Name, i, g.Buffer)
		if g.Keep != nil {
			if err := g.Keep.Validate(); err != nil {
				v.check(false, "stream %q: stage %d: %w", s.Name, i, err)
			}
		}
		if g.Aggregate != nil {
			if err := g.Aggregate.Validate(); err != nil {
				v.check(false, "stream %q: stage %d: %w", s.Name, i, err)
			}
		}
	}
}

// path checks that no source meets a node twice on its way.
func (v *validator) path(s *Stream) {
	for k := range s.Sources {
		known := map[models.NodeID]bool{}
		for i := 0; i <= len(s.Stages); i++ {
			n := s.stageNode(i, k)
			if !v.isNode(n) || known[n] {
				v.errs = append(v.errs, fmt.Errorf("stream %q: the way from source %d comes to node %d twice, or there is no such node", s.Name, k, n))
				return
			}
			known[n] = true
		}
	}
}
