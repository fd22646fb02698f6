package sim

import (
	"slices"
	"time"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/failure"
	"github.com/littoral-sim/littoral/sim/kernel"
	"github.com/littoral-sim/littoral/sim/trace"
)

// Membership says when a node is there. While it is not, it is down, but nothing
// counts that as a crash or as time in which it should have worked.
type Membership struct {
	Node   models.NodeID
	Joins  units.Time // it is not there before; 0 is from the beginning
	Leaves units.Time // it is not there from then on, after Joins; 0 is never
	// Drain is how long before Leaves the node takes no new tasks. Running tasks may
	// end in that time, and instances of services are replaced elsewhere.
	Drain time.Duration
}

// member is the state of a node that joins or leaves.
type member struct {
	*Membership
	fault  failure.Condition // in which its faults alone would have it
	absent bool
	since  units.Time // when it went
	gone   units.Time // how long it was not there before that
	left   bool       // its going has been logged, its coming back has not
}

// members are the nodes that join or leave.
type members struct {
	list []member
	of   []int32 // for each node: its member, or none; nil without any
}

// The steps of a member, which its events name.
const (
	stepAway = iota // it is not there at the beginning
	stepJoin
	stepCordon
	stepLeave
	stepCount
)

// addMembers schedules what becomes of the nodes that join or leave.
func (w *world) addMembers() {
	if len(w.cfg.Members) == 0 {
		return
	}
	w.members.of = slices.Repeat([]int32{none}, len(w.sys.Nodes))
	for i := range w.cfg.Members {
		m := member{Membership: &w.cfg.Members[i], fault: failure.Working}
		w.members.list = append(w.members.list, m)
		w.members.of[m.Node] = int32(i)
		step := func(at units.Time, phase kernel.Phase, step int32) {
			w.at(at, phase, evMember, int32(i)*stepCount+step)
		}
		if m.Joins > 0 {
			step(0, phaseFail, stepAway)
			step(m.Joins, phaseRepair, stepJoin)
		}
		if m.Leaves > 0 {
			step(max(units.Sub(m.Leaves, units.Time(m.Drain)), m.Joins), phaseComplete, stepCordon)
			step(m.Leaves, phaseFail, stepLeave)
		}
	}
}

// memberOf returns the state of a node that joins or leaves, or nil for another.
func (w *world) memberOf(n models.NodeID) *member {
	if w.members.of == nil || w.members.of[n] == none {
		return nil
	}
	return &w.members.list[w.members.of[n]]
}

// changeMember does what is due for a node that joins or leaves.
func (w *world) changeMember(now units.Time, index int32) {
	m := &w.members.list[index/stepCount]
	switch index % stepCount {
	case stepJoin:
		m.absent = false
		m.gone += now - m.since
		if m.fault != failure.Down {
			w.faulted(now, m.Node, failure.Down, m.fault)
		}
	case stepCordon:
		w.cordon(now, m)
	default:
		m.absent, m.since = true, now
		if m.fault != failure.Down {
			w.faulted(now, m.Node, m.fault, failure.Down)
		}
	}
}

// cordon lets a node that will leave take no new tasks, and replaces the instances
// of services on it.
func (w *world) cordon(now units.Time, m *member) {
	w.truth[m.Node].SetCordoned()
	w.log(trace.Event{At: int64(now), Kind: trace.NodeCordoned, Node: int32(m.Node), Value: int64(m.Leaves)})
	for k := range w.services.list {
		s := &w.services.list[k]
		for _, i := range slices.Clone(s.list) {
			if i.leaving || w.tasks.at(i.task).node != m.Node {
				continue
			}
			if i.twin() && !i.copying.failed {
				w.failLive(now, s, i.copying)
			}
			if i.twin() || i.copies() {
				continue
			}
			if k := w.moveFrom(int32(k), m.Node); i.ready && k != none {
				if w.services.moves[k].live && s.rollout == nil {
					w.beginLive(now, s, i, k)
				} else {
					w.moveAway(now, s, i, k)
				}
				continue
			}
			w.stop(now, s, i, models.NodeLeaves)
			w.addInstance(now, s, none)
		}
	}
	w.requestPass(now)
}

// conditioned puts a node in the condition in which its faults leave it, unless it is
// not there anyway.
func (w *world) conditioned(now units.Time, n models.NodeID, before, after failure.Condition) {
	if m := w.memberOf(n); m != nil {
		m.fault = after
		if m.absent {
			return
		}
	}
	w.faulted(now, n, before, after)
}

// logDown logs that a node goes down, and counts a crash unless it leaves.
func (w *world) logDown(now units.Time, n models.NodeID) {
	if m := w.memberOf(n); m != nil && m.absent {
		m.left = true
		w.logFault(now, trace.NodeLeft, int32(n))
		return
	}
	w.nodes[n].crash++
	w.logFault(now, trace.NodeCrashed, int32(n))
}

// logUp logs that a node is back, or joins.
func (w *world) logUp(now units.Time, n models.NodeID) {
	if m := w.memberOf(n); m != nil && m.left {
		m.left = false
		w.logFault(now, trace.NodeJoined, int32(n))
		return
	}
	w.logFault(now, trace.NodeRepaired, int32(n))
}

// goneFor returns how long a node was not there, up to the end of the run.
func (w *world) goneFor(n models.NodeID) int64 {
	m := w.memberOf(n)
	if m == nil {
		return 0
	}
	gone := m.gone
	if m.absent {
		gone += w.cfg.Horizon - m.since
	}
	return int64(gone)
}

// members checks the nodes that join or leave.
func (v *validator) members() {
	known := make(map[models.NodeID]bool, len(v.Members))
	for i := range v.Members {
		m := &v.Members[i]
		v.check(v.isNode(m.Node) && !known[m.Node], "membership %d is of node %d, which does not exist or has one already", i, m.Node)
		known[m.Node] = true
		v.check(m.Joins >= 0 && m.Drain >= 0 && (m.Leaves == 0 || m.Leaves > m.Joins),
			"node %d joins at %v and leaves at %v after a drain of %v", m.Node, m.Joins, m.Leaves, m.Drain)
	}
	v.check(len(v.Members) == 0 || v.Control == nil, "an observer of nodes that join or leave is not supported")
}
