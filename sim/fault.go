package sim

import (
	"cmp"
	"slices"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/failure"
	"github.com/littoral-sim/littoral/sim/kernel"
	"github.com/littoral-sim/littoral/sim/trace"
)

// faults decides when things fail and work again. Its components are the links,
// then the nodes, then the domains.
type faults struct {
	machine *failure.Machine
	ticket  kernel.Ticket // of the next thing due
	due     units.Time    // when that is, or Never
}

// component returns the component of a target.
func (c *Config) component(t Target) failure.ID {
	switch t.Kind {
	case TargetLink:
		return failure.ID(t.Index)
	case TargetNode:
		return failure.ID(len(c.System.Links) + int(t.Index))
	default:
		return failure.ID(len(c.System.Nodes) + len(c.System.Links) + int(t.Index))
	}
}

// failures describes everything that can fail. Causes of one kind and target come
// in the order of their instants: their order in the configuration means nothing.
func (c *Config) failures() *failure.Config {
	y := c.System
	f := &failure.Config{Seed: c.Seed, Replication: c.Replication, Crews: c.Crews}
	f.Components = make([]failure.Component, 0, len(y.Nodes)+len(y.Links)+len(y.Domains))
	for i := range y.Links {
		f.Components = append(f.Components, failure.Component{Name: "link/" + y.Links[i].Name})
	}
	for i := range y.Nodes {
		f.Components = append(f.Components, failure.Component{Name: "node/" + y.Nodes[i].Name})
	}
	for _, name := range y.Domains {
		f.Components = append(f.Components, failure.Component{Name: "domain/" + name})
	}
	c.addMembers(f)
	for _, x := range c.Faults {
		m := &f.Components[c.component(x.On)]
		m.Faults = append(m.Faults, failure.Fault{At: x.At, For: x.For, Mode: x.Mode})
	}
	for i := range f.Components {
		slices.SortFunc(f.Components[i].Faults, compareFaults)
	}
	for _, x := range c.Outages {
		f.Components[c.component(x.On)].Trace = x.Trace
	}
	for _, x := range c.Failures {
		m := &f.Components[c.component(x.On)]
		m.Renewals = append(m.Renewals, failure.Renewal{
			Label: x.Label, Up: x.Up, Down: x.Down, Mode: x.Mode, Clock: x.Clock, Crew: x.Crew, Priority: x.Priority,
		})
	}
	return f
}

// compareFaults orders faults of one component, the worse first within an instant.
func compareFaults(a, b failure.Fault) int {
	return cmp.Or(
		cmp.Compare(a.At, b.At), cmp.Compare(a.Mode.Kind, b.Mode.Kind), cmp.Compare(a.Mode.SpeedPermille, b.Mode.SpeedPermille),
		cmp.Compare(a.Mode.Downtime, b.Mode.Downtime), cmp.Compare(a.For, b.For),
	)
}

// addMembers fills the domains.
func (c *Config) addMembers(f *failure.Config) {
	member := func(d models.DomainID, id failure.ID) {
		m := &f.Components[c.component(OnDomain(d))]
		m.Members = append(m.Members, id)
	}
	for i := range c.System.Nodes {
		if d := c.System.Nodes[i].Domain; d != models.NoDomain {
			member(d, c.component(OnNode(models.NodeID(i))))
		}
	}
	for _, d := range c.Domains {
		for _, l := range d.Links {
			member(d.ID, c.component(OnLink(l)))
		}
		for _, inner := range d.Domains {
			member(d.ID, c.component(OnDomain(inner)))
		}
	}
}

// addFaults schedules the first failure.
func (w *world) addFaults() {
	w.faults.due = units.Never
	if len(w.cfg.Faults) == 0 && len(w.cfg.Failures) == 0 && len(w.cfg.Outages) == 0 {
		return
	}
	machine, err := failure.New(w.cfg.failures())
	if err != nil { // The configuration has been validated.
		panic(err)
	}
	w.faults.machine = machine
	w.retimeFaults(units.Never, phaseFail)
}

// retimeFaults sets the event of the next failure or repair. What is due at the
// present instant again, after up or down times of nothing, goes to the other of
// the two phases, so that the instant comes to its next round in the end.
func (w *world) retimeFaults(now units.Time, phase kernel.Phase) {
	next, ok := w.faults.machine.Next()
	due := units.Time(next)
	if !ok {
		due = units.Never
	}
	if due == now && phase == phaseFail {
		phase = phaseRepair
	} else {
		phase = phaseFail
	}
	w.faults.ticket, w.faults.due = w.retimed(w.faults.ticket, w.faults.due, due, phase, evFaults, int32(phase))
}

// failNow lets everything fail, and work again, that does at this instant.
func (w *world) failNow(now units.Time, phase kernel.Phase) {
	w.faults.due = units.Never
	for _, e := range w.faults.machine.Advance(int64(now)) {
		links := failure.ID(len(w.sys.Links))
		nodes := links + failure.ID(len(w.sys.Nodes))
		switch {
		case e.Component < links:
			w.changeLink(now, models.LinkID(e.Component), e.After)
		case e.Component < nodes:
			w.conditioned(now, models.NodeID(e.Component-links), e.Before, e.After)
		case e.After == failure.Down:
			w.logFault(now, trace.DomainFailed, int32(e.Component-nodes))
		case e.Before == failure.Down:
			w.logFault(now, trace.DomainRestored, int32(e.Component-nodes))
		}
	}
	w.retimeFaults(now, phase)
}

// changeNode puts a node in another condition.
func (w *world) changeNode(now units.Time, id models.NodeID, before, after failure.Condition) {
	if w.boots(now, id, before, after) {
		return
	}
	if before == failure.Down {
		w.repair(now, id)
	}
	switch after {
	case failure.Down:
		w.setSpeed(now, id, failure.Working)
		w.crash(now, id)
		return
	case failure.Paused:
		w.setStatus(now, id, models.Inactive)
		w.logFault(now, trace.NodePaused, int32(id))
	default:
		w.setStatus(now, id, models.Active)
		if before == failure.Paused {
			w.logFault(now, trace.NodeContinued, int32(id))
		}
		if after != failure.Working {
			w.log(trace.Event{At: int64(now), Kind: trace.NodeSlowed, Node: int32(id), Value: int64(after)})
		} else if before != failure.Down && before != failure.Paused {
			w.logFault(now, trace.NodeContinued, int32(id))
		}
	}
	w.setSpeed(now, id, after)
	w.wakeAll()
	w.stirAll()
	w.requestPass(now)
}

// setStatus changes the status of a node and closes its account of the old one.
func (w *world) setStatus(now units.Time, id models.NodeID, to models.Status) {
	if w.truth[id].Status == to {
		return
	}
	w.nodes[id].settle(now, w.truth[id].Status)
	w.truth[id].SetStatus(to)
	w.meter(now, id)
}

// crash stops a node: what it runs is lost, and nothing passes it any more.
func (w *world) crash(now units.Time, id models.NodeID) {
	n := &w.nodes[id]
	w.setStatus(now, id, models.Failed)
	w.routes.SetNode(id, false)
	w.parts.SetNode(now, id, false)
	if w.belief != nil {
		w.belief.paths.SetNode(now, id, false)
	}
	w.logDown(now, id)
	w.forget(id)
	for t := n.first; t != models.NoTask; t = n.first {
		w.interrupt(now, t, models.NodeLost)
	}
	w.crashGateway(now, id)
	w.advance(now, id)
	w.loseImages(now, id)
	w.crashStreams(now, id)
	w.crashTrust(now, id)
	w.crashFollows(now, id)
	w.breakFlights(now, w.linksAt(id)...)
	w.rerouted(now)
}

// repair brings a node back, empty.
func (w *world) repair(now units.Time, id models.NodeID) {
	w.setStatus(now, id, models.Active)
	w.routes.SetNode(id, true)
	w.parts.SetNode(now, id, true)
	if w.belief != nil {
		w.belief.paths.SetNode(now, id, true)
	}
	w.open(now, w.linksAt(id)...)
	w.logUp(now, id)
	w.repairTrust(now, id)
	w.repairGateway(now, id)
	w.rerouted(now)
	w.rebooted(now, id)
}

// changeLink puts a link in another condition.
func (w *world) changeLink(now units.Time, id models.LinkID, after failure.Condition) {
	w.links[id].condition = after
	w.updateLink(now, id)
}
