package sim

import (
	"cmp"
	"slices"
	"time"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/channel"
	"github.com/littoral-sim/littoral/sim/failure"
	"github.com/littoral-sim/littoral/sim/flow"
	"github.com/littoral-sim/littoral/sim/kernel"
	"github.com/littoral-sim/littoral/sim/rng"
	"github.com/littoral-sim/littoral/sim/trace"
)

// link is what a link does now, and what it has carried.
type link struct {
	condition failure.Condition // as faults leave it
	closed    bool              // that of a mobile node which is not attached
	channel   int32             // index among the channels, or none

	bytes   [2]units.Wide // from A to B, and back
	ahead   [2]units.Wide // bytes of what is under way over it, moved or not
	backlog [2]backlog
	since   units.Time
	up      int64 // nanoseconds
	down    int64
}

// settle adds the time since the last change, during which the link worked or not.
func (u *link) settle(now units.Time, up bool) {
	if up {
		u.up += int64(now - u.since)
	} else {
		u.down += int64(now - u.since)
	}
	u.since = now
}

// varying is a link that changes with time, or from transfer to transfer.
type varying struct {
	id      models.LinkID
	link    *channel.Link    // nil when nothing changes with time
	sampler *channel.Sampler // nil when transfers meet the same
	quality channel.Quality
	ticket  kernel.Ticket
	due     units.Time
}

// addLinks makes the links, and starts those that vary, in the order of the links:
// that of the channels in the configuration means nothing.
func (w *world) addLinks() {
	w.links = make([]link, len(w.sys.Links))
	for i := range w.links {
		w.links[i].condition, w.links[i].channel = failure.Working, none
	}
	channels := slices.Clone(w.cfg.Channels)
	slices.SortFunc(channels, func(a, b Channel) int { return cmp.Compare(a.Link, b.Link) })
	for i := range channels {
		c := &channels[i]
		l := &w.sys.Links[c.Link]
		stream := func(purpose string) rng.Stream {
			return rng.NewStream(w.cfg.Seed, w.cfg.Replication, "link/"+l.Name, purpose)
		}
		v := varying{
			id: c.Link, due: units.Never,
			quality: channel.Quality{Up: true, Bandwidth: l.Bandwidth, Latency: l.Latency, Loss: c.Loss},
		}
		if c.Variation != nil {
			v.link = channel.NewLink(channel.Nominal{Bandwidth: l.Bandwidth, Latency: l.Latency, Loss: c.Loss}, c.Variation, stream)
			v.quality = v.link.Quality()
		}
		if !c.Scatter.Jitter.IsZero() || !c.Scatter.Loss.IsZero() {
			v.sampler = channel.NewSampler(&c.Scatter, stream)
		}
		w.links[c.Link].channel = int32(i)
		w.varying = append(w.varying, v)
	}
}

// startChannels takes over what the channels offer at the start of the run.
func (w *world) startChannels() {
	for i := range w.varying {
		v := &w.varying[i]
		if v.link == nil {
			continue
		}
		w.retimeChannel(int32(i))
		w.updateLink(0, v.id)
	}
}

func (w *world) retimeChannel(i int32) {
	v := &w.varying[i]
	due := units.Never
	if next, ok := v.link.Next(); ok {
		due = units.Time(next)
	}
	v.ticket, v.due = w.retimed(v.ticket, v.due, due, phaseVary, evChannel, i)
}

// vary lets a link change.
func (w *world) vary(now units.Time, i int32) {
	v := &w.varying[i]
	v.due = units.Never
	before := v.quality
	if q, changed := v.link.Advance(int64(now)); changed {
		v.quality = q
		w.updateLink(now, v.id)
		if q.Loss != before.Loss {
			w.reuse(now, v.id)
		}
	}
	w.retimeChannel(i)
}

// up reports whether a link is in service, whatever it can carry.
func (w *world) up(id models.LinkID) bool {
	l := &w.links[id]
	return !l.closed && l.condition != failure.Down && (l.channel == none || w.varying[l.channel].quality.Up)
}

// updateLink makes the network follow a change of a link.
func (w *world) updateLink(now units.Time, id models.LinkID) {
	up := w.up(id)
	if up == w.routes.LinkUp(id) {
		w.open(now, id)
		return
	}
	w.links[id].settle(now, !up)
	w.routes.SetLink(id, up)
	w.parts.SetLink(now, id, up)
	if w.belief != nil {
		w.belief.paths.SetLink(now, id, up)
	}
	if up {
		w.open(now, id)
		w.logFault(now, trace.LinkRestored, int32(id))
	} else {
		w.logFault(now, trace.LinkCut, int32(id))
		w.breakFlights(now, id)
	}
	w.rerouted(now)
}

// rate returns what a link can carry in one direction at present.
func (w *world) rate(id models.LinkID, back bool) units.BitsPerSecond {
	l, u := &w.sys.Links[id], &w.links[id]
	if !w.carries(id) || u.condition <= failure.Paused {
		return 0
	}
	rate := int64(l.Rate(back))
	if u.channel != none {
		rate = scaled(rate, int64(l.Bandwidth), int64(w.varying[u.channel].quality.Bandwidth))
	}
	rate = int64(capacity(units.BitsPerSecond(rate)))
	if u.condition != failure.Working && rate != units.Unlimited { // A part of what has no limit has none.
		rate = units.MulDivCeil(rate, int64(u.condition), int64(failure.Working))
	}
	return capacity(units.BitsPerSecond(rate))
}

// scaled returns what a channel makes of the nominal rate of one direction of a
// link, when it makes present of that from A to B, nominal.
func scaled(rate, nominal, present int64) int64 {
	switch {
	case rate == nominal:
		return present
	case present == nominal || rate == units.Unlimited || nominal == units.Unlimited: // There is no ratio.
		return rate
	default:
		return units.MulDivCeil(rate, present, nominal)
	}
}

// carries reports whether a link and the nodes at its ends work.
func (w *world) carries(id models.LinkID) bool {
	l := &w.sys.Links[id]
	return w.routes.LinkUp(id) && w.routes.NodeUp(l.A) && w.routes.NodeUp(l.B)
}

// open gives links the capacity that they have now: none when they do not work.
func (w *world) open(now units.Time, links ...models.LinkID) {
	for _, id := range links {
		for side := range flow.ConstraintID(2) {
			w.network.flows.SetCapacity(int64(now), flow.ConstraintID(2*id)+side, w.rate(id, side == 1))
		}
	}
	w.resolve(now)
}

// meets draws what a flight meets on a link: the time that it takes, and the loss.
// The draw has the number of the flight, so that it does not depend on what else
// takes off.
func (w *world) meets(id models.LinkID, number uint64) (time.Duration, channel.Loss) {
	u := &w.links[id]
	if u.channel == none {
		return w.sys.Links[id].Latency, 0
	}
	v := &w.varying[u.channel]
	if v.sampler == nil {
		return v.quality.Latency, 0
	}
	s := v.sampler.Sample(number)
	return units.Add(v.quality.Latency, s.Jitter), s.Loss
}

// coefficient returns what a byte takes of a link, for data that meets a loss.
func (w *world) coefficient(id models.LinkID, drawn channel.Loss) uint32 {
	u := &w.links[id]
	if u.channel == none {
		return flow.Unit
	}
	return uint32(drawn.And(w.varying[u.channel].quality.Loss).Coefficient())
}

// reuse makes the flows over a link use what its present loss demands.
func (w *world) reuse(now units.Time, id models.LinkID) {
	n := &w.network
	for h := n.flights.onLink[id]; h != none; h = n.flights.hops[h].next {
		if i := n.flights.hops[h].flight; n.flights.at(i).flowing {
			n.flows.Reroute(int64(now), flow.ID(i), w.usesOf(i))
		}
	}
	w.resolve(now)
}
