package sim

import (
	"slices"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/conversion"
	"github.com/littoral-sim/littoral/sim/session"
	"github.com/littoral-sim/littoral/sim/share"
	"github.com/littoral-sim/littoral/sim/trace"
)

// What a crash or a lost path does to data that stops at gateways. Its path is
// broken where it is, and the policy of the data says what follows: with Restart it
// is back where it came from; with Reroute it is sent from there again, all of it;
// with Abort it is given up; with Stall it begins anew in the gateway when that is
// back. Data in a gateway that works, which finds no path to go on, stays there with
// Stall and Reroute until there is one. While there is no path to those who know
// about its token it stays with Restart, too, because it would come back for nothing.

// takeBack ends whatever a piece of cargo is doing on its way, and returns what is
// left of it. It may not be under way at all.
func (w *world) takeBack(now units.Time, c cargo) units.Bytes {
	left := units.Bytes(0)
	if f := *w.slot(c); f != none {
		left = w.land(now, f)
	}
	if w.gateways != nil {
		if id := w.gateways.journeys.find(c); id != none {
			return w.dropJourney(now, id)
		}
	}
	return left
}

// dropJourney ends a journey that is not under way on a leg any more, and returns
// its payload.
func (w *world) dropJourney(now units.Time, id int32) units.Bytes {
	g := w.gateways
	j := g.journeys.at(id)
	payload, at, served := j.payload, j.at, j.job != models.NoTask
	if j.stage == onLeg {
		if now < j.opens {
			g.sessions.Fail(int64(now), pairOf(j.at, j.to))
		}
	} else {
		w.stopInside(now, j)
		g.stranded = slices.DeleteFunc(g.stranded, func(c cargo) bool { return c == j.cargo })
		w.endVisit(now, j, (*conversion.Meter).Lose)
		g.journeys.leave(g.at(at), id)
	}
	g.journeys.remove(id)
	if served && w.routes.NodeUp(at) { // One that crashes does so when it has lost all that is on it.
		w.advance(now, at)
	}
	return payload
}

// stopInside takes back what a journey waits for inside a gateway.
func (w *world) stopInside(now units.Time, j *journey) {
	switch {
	case j.job != models.NoTask:
		n := &w.nodes[j.at]
		if left, ok := n.station.Remove(n.clock.at(int64(now)), share.ID(j.job)); ok {
			n.offered = n.offered.MinusWide(units.Wide{}.Plus(left.Remaining))
			n.serve(left, jobDemand)
			w.billJob(j, left.Attained)
		}
		w.freeJob(j)
	case j.stage == waits:
		w.engine.Cancel(j.ticket)
	}
}

// turnAway gives data up for which a gateway has no place.
func (w *world) turnAway(now units.Time, id int32) {
	j := w.gateways.journeys.at(id)
	j.stage = halted
	w.freeJob(j)
	if c := j.cargo; c.kind == taskCargo {
		w.abandon(now, models.TaskID(c.index), models.NoPlace)
	} else {
		w.takeBack(now, c)
		w.breakTransfer(now, c.index, models.NoPlace)
	}
}

// strand deals with data in a gateway that has no path to go on. What is sent again
// from its begin may find another one at once.
func (w *world) strand(now units.Time, id int32) {
	c := w.gateways.journeys.at(id).cargo
	switch w.onCut(c) {
	case Stall, Reroute:
		w.keep(id)
	case Restart:
		w.at(now, phaseComplete, evGateway, none)
		fallthrough
	default:
		w.gateways.journeys.at(id).stage = stranded
		w.breakFlight(now, c)
	}
}

// keep lets data wait in a gateway for another network.
func (w *world) keep(id int32) {
	g := w.gateways
	g.journeys.at(id).stage = stranded
	g.stranded = append(g.stranded, g.journeys.at(id).cargo)
}

// retryStranded lets stranded data try again after a change of the routes.
func (w *world) retryStranded(now units.Time) {
	g := w.gateways
	if g == nil || len(g.stranded) == 0 {
		return
	}
	g.stranded, g.retry = g.retry[:0], g.stranded
	for _, c := range g.retry {
		id := g.journeys.find(c)
		switch j := g.journeys.at(id); {
		case !w.routes.NodeUp(j.at):
			g.stranded = append(g.stranded, c)
		case j.done:
			w.depart(now, id)
		default:
			w.admit(now, id)
		}
	}
}

// crashGateway deals with the data inside a node that has crashed, and with its
// sessions.
func (w *world) crashGateway(now units.Time, n models.NodeID) {
	if w.gateways == nil {
		return
	}
	w.gateways.sessions.Crash(session.End(n))
	inside := w.cargoInside(n)
	slices.SortFunc(inside, w.compareCargo)
	for _, c := range inside {
		if id := w.gateways.journeys.find(c); id != none {
			w.halt(now, id)
		}
	}
}

// cargoInside returns what is inside a gateway, latest first. It is valid until the
// next call.
func (w *world) cargoInside(n models.NodeID) []cargo {
	all := w.gateways.inside[:0]
	if g := w.gateways.at(n); g != nil {
		for id := g.first; id != none; id = w.gateways.journeys.at(id).next {
			all = append(all, w.gateways.journeys.at(id).cargo)
		}
	}
	w.gateways.inside = all
	return all
}

// halt does to data inside a gateway that is down what its policy says.
func (w *world) halt(now units.Time, id int32) {
	j := w.gateways.journeys.at(id)
	if w.onCut(j.cargo) != Stall {
		w.breakFlight(now, j.cargo)
		return
	}
	if j.stage != stranded {
		w.stopInside(now, j)
		j.stage, j.done = halted, false
	}
}

// repairGateway lets data begin anew that was inside a node when it crashed.
func (w *world) repairGateway(now units.Time, n models.NodeID) {
	if w.gateways == nil {
		return
	}
	inside := w.cargoInside(n)
	for _, c := range slices.Backward(inside) {
		if id := w.gateways.journeys.find(c); id != none && w.gateways.journeys.at(id).stage == halted {
			w.admit(now, id)
		}
	}
}

// endVisits books what gateways have done for the data that is inside when the run
// ends.
func (w *world) endVisits(now units.Time) {
	g := w.gateways
	if g == nil {
		return
	}
	for id := range g.journeys.table {
		j := g.journeys.at(int32(id))
		if g.journeys.find(j.cargo) != int32(id) || j.entered == trace.None {
			continue
		}
		w.addConvert(now, j)
		if n := &w.nodes[j.at]; j.job != models.NoTask {
			if left, ok := n.station.Peek(n.clock.at(int64(now)), share.ID(j.job)); ok {
				n.serve(left, jobDemand)
				w.billJob(j, left.Attained)
			}
		}
	}
}
