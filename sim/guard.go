package sim

import (
	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/trace"
)

// The guard looks for nodes and links that get more to do than they can: a queue
// that grows for as long as the run lasts has no steady state, so that any mean
// over it says how long the run was and nothing else.
//
// At four instants, the quarters of the run after the warm-up, it takes how long
// each node and each direction of a link would need for what they still have to
// do. What has grown each time, and is worth a fiftieth of the run at its end, is
// told to be saturated. An overload by 2 % is found in this way; one by less shows
// in the number of tasks in the system, of which the records tell.
const (
	guardMarks = 4
	guardPart  = 50
)

// backlog is what the guard knows of a node or of a direction of a link.
type backlog struct {
	drain  units.Time // how long it would take to do what was left at the last mark
	rising int8       // marks in a row at which it had grown
}

// note takes the backlog at a mark.
func (b *backlog) note(drain units.Time) {
	if drain > b.drain {
		b.rising++
	} else {
		b.rising = 0
	}
	b.drain = drain
}

// addGuard schedules the marks but the last, which is the end of the run.
func (w *world) addGuard() {
	window := w.cfg.Horizon - w.cfg.Warmup
	for k := units.Time(1); k < guardMarks; k++ {
		w.at(w.cfg.Warmup+window/guardMarks*k, phaseObserve, evMark, 0)
	}
}

// mark notes all backlogs.
func (w *world) mark(now units.Time) {
	for i := range w.nodes {
		w.nodes[i].note(w.nodeDrain(now, models.NodeID(i)))
	}
	for i := range w.links {
		u := &w.links[i]
		for way := range u.backlog {
			u.backlog[way].note(linkDrain(u.ahead[way], w.sys.Links[i].Rate(way == 1)))
		}
	}
}

// nodeDrain returns how long a node would need for the work on it.
func (w *world) nodeDrain(now units.Time, id models.NodeID) units.Time {
	n, cpu := &w.nodes[id], int64(w.sys.Nodes[id].Capacity.CPU)
	if n.station.Len() == 0 || cpu == 0 {
		return 0
	}
	hi, lo := n.station.Busy(n.clock.at(int64(now))).Uint128()
	left := n.offered.MinusWide(units.WideOf(hi, lo))
	return units.Time(left.Over(cpu))
}

// linkDrain returns how long a direction of a link would need for the data that
// is under way over it.
func linkDrain(ahead units.Wide, rate units.BitsPerSecond) units.Time {
	bytes := ahead.Over(1)
	if bytes == 0 || rate <= 0 {
		return 0
	}
	return units.Time(units.TransferTime(units.Bytes(bytes), rate))
}

// saturated returns what was saturated when the run ended.
func (w *world) saturated() []trace.Saturation {
	least := (w.cfg.Horizon - w.cfg.Warmup) / guardPart
	var out []trace.Saturation
	for i := range w.nodes {
		if b := &w.nodes[i].backlog; b.rising == guardMarks && b.drain > least {
			out = append(out, trace.Saturation{Node: int32(i), Link: trace.None, Drain: int64(b.drain)})
		}
	}
	for i := range w.links {
		for way := range w.links[i].backlog {
			if b := &w.links[i].backlog[way]; b.rising == guardMarks && b.drain > least {
				out = append(out, trace.Saturation{Node: trace.None, Link: int32(i), Back: way == 1, Drain: int64(b.drain)})
			}
		}
	}
	return out
}
