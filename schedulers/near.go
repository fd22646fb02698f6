package schedulers

import (
	"math"
	"slices"
	"time"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
)

// Neighbour is a node, and how far it is from some place in the network.
type Neighbour struct {
	Away time.Duration
	Node models.NodeID
}

// Walk leads from one eligible node of a task to the next, the nearest first,
// ties to the lower NodeID:
//
//	w := d.Near(t)
//	for w.Next() {
//		// w.Node and w.Away()
//	}
//	if w.Cut() {
//		// There may be others. Look at all of d.Eligible(t).
//	}
//
// Unless it is cut, it meets every eligible node that d.Reaches, and may meet
// others, as when the one link of a node is down. The order holds for nodes less
// than 292 years away. A walk is valid until the next one starts.
type Walk struct {
	Neighbour // away from the hub; see Away

	known   []Neighbour   // the nodes of the ranking that are found and near enough
	at      int           // how many of them the walk has passed
	skip    models.NodeID // not to be met in the ranking, because it comes first
	self    bool          // the data source is still to be met, before the ranking
	cut     bool
	finds   int           // how many nodes it may still have the ranking find
	lead    time.Duration // from the data source to the hub
	within  time.Duration // nodes further away from the hub are not to be met
	order   order
	ranking *ranking
	draft   *Draft
	task    *Pending
}

// Near starts a walk by path latency from the data source of t. See Soon for what
// it costs.
func (d *Draft) Near(t *Pending) Walk { return d.walk(t, byLatency) }

// Soon starts a walk by path latency from the data source of t plus RunTime. The
// data source itself comes first if it is eligible.
//
// A walk over nodes that an earlier walk has met takes O(1) for each, also when
// the earlier one was for another snapshot, for another task of the kind, or from
// another data source behind the same hub, as long as System, Routes and the
// version of the routes are the same. Else a walk takes O(hubs) to start, and
// O(log hubs) for each node. The first question about a kind of task in a system
// is answered with a walk that is cut before its first step, so that nothing is
// spent on systems that are asked about once.
//
// All walks together keep about 4 million entries of up to 32 bytes at most, and
// besides 16 bytes for each eligible node of each kind of task.
//
// Where mobile nodes are eligible, all walks are cut before their first step: what
// is near to what changes too often.
func (d *Draft) Soon(t *Pending) Walk { return d.walk(t, byResult) }

// RunTime returns how long the work of t is expected to take on n when it gets the
// CPU that it demands. A task that asks for no CPU, and a node without speed, are
// taken to crawl.
func (d *Draft) RunTime(t *Pending, n models.NodeID) time.Duration {
	return d.Spec(t).RunTime(&d.System.Nodes[n])
}

func (d *Draft) walk(t *Pending, o order) Walk {
	w := Walk{draft: d, task: t, skip: models.NoNode, within: math.MaxInt64, order: o}
	r, x := d.Routes, &d.near
	x.turn(d.Snapshot)
	k := x.kind(d.Snapshot, kindKey{t.Spec, o})
	if k == nil {
		w.cut = true
		return w
	}
	hub, link := r.Hub(t.Source)
	if link != models.NoLink {
		w.lead = d.System.Links[link].Latency
	}
	if w.lead > 0 || o == byResult { // Else the ranking has the source in the right place.
		w.skip, w.self = t.Source, d.isEligible(t, t.Source)
	}
	joined := r.NodeUp(t.Source) && (link == models.NoLink || r.LinkUp(link) && r.NodeUp(hub))
	if !joined || d.System.Carries(t.Source, d.Spec(t)) != models.OK { // It has nobody but itself.
		w.skip, w.self = t.Source, d.isEligible(t, t.Source)
		w.lead = 0
		return w
	}
	if latencyMax := d.Spec(t).Constraints.MaxLatency; latencyMax > 0 && o == byLatency {
		w.within = latencyMax - w.lead
	}
	w.ranking = x.ranking(d.Snapshot, k, rankingKey{kindKey{t.Spec, o}, hub})
	if w.ranking == nil {
		w.cut = true
		return w
	}
	w.finds = x.findsMax(k)
	if !w.self {
		w.look()
	}
	return w
}

// Next goes to the next node, and reports whether there was one.
func (w *Walk) Next() bool {
	if w.at < len(w.known) && w.known[w.at].Node != w.skip {
		w.Neighbour = w.known[w.at]
		w.at++
		return true
	}
	return w.more()
}

// more is Next where something is in the way.
func (w *Walk) more() bool {
	if w.self {
		w.self = false
		w.Neighbour = Neighbour{-w.lead, w.task.Source} // to be added up to no way at all
		if w.order == byResult {
			w.Neighbour.Away = units.Add(w.Neighbour.Away, w.draft.RunTime(w.task, w.task.Source))
		}
		w.look()
		return true
	}
	for w.at < len(w.known) || w.extend() {
		w.Neighbour = w.known[w.at]
		w.at++
		if w.Node != w.skip {
			return true
		}
	}
	return false
}

// look takes over what the ranking has found so far.
func (w *Walk) look() {
	if w.ranking == nil {
		return
	}
	w.known = w.ranking.known
	if last := len(w.known) - 1; last >= 0 && w.known[last].Away > w.within {
		w.known = w.known[:w.ranking.within(w.within)]
	}
}

// extend has the ranking find one more node, and reports whether that is near
// enough.
func (w *Walk) extend() bool {
	k := w.ranking
	if k == nil || len(w.known) < len(k.known) || len(k.heads) == 0 || k.heads[0].Away > w.within {
		return false
	}
	x := &w.draft.near
	if w.finds == 0 || len(k.known) >= x.ranksMax || x.entries >= x.entriesMax {
		w.cut = true
		return false
	}
	w.finds--
	x.entries += k.find(x.kinds[w.order][w.task.Spec].nodes)
	w.known = k.known
	return true
}

// Away returns how far away the node is, in the sense of the walk. It holds when
// d.Reaches the node.
func (w *Walk) Away() time.Duration { return units.Add(w.lead, w.Neighbour.Away) }

// Cut reports whether the walk has ended although there may be more nodes. Not
// more than some thousand are ranked, and each walk adds no more to them than is
// worth a look at all nodes; the first question adds none.
func (w *Walk) Cut() bool { return w.cut }

// Widest returns a bandwidth that no path from the data source to another node
// exceeds.
func (w *Walk) Widest() units.BitsPerSecond {
	y, source := w.draft.System, w.task.Source
	widest := y.Nodes[source].Capacity.Bandwidth
	if hub, link := w.draft.Routes.Hub(source); link != models.NoLink {
		widest = min(widest, y.Links[link].Rate(source != y.Links[link].A), y.Nodes[hub].Capacity.Bandwidth)
	}
	return widest
}

// Bottleneck returns the narrowest bandwidth on the path from the node to the
// data source, as Routes tells it. It holds when d.Reaches the node. It takes
// O(1) when it has been asked for before.
func (w *Walk) Bottleneck() units.BitsPerSecond {
	if w.Node == w.task.Source {
		return units.Unlimited
	}
	hub, _ := w.draft.Routes.Hub(w.task.Source)
	return min(w.Widest(), w.ranking.narrowest(w.at-1, hub, w.draft.Routes))
}

// isEligible reports whether a node is eligible, in O(log eligible nodes).
func (d *Draft) isEligible(t *Pending, n models.NodeID) bool {
	_, ok := slices.BinarySearch(d.Eligible(t), n)
	return ok
}
