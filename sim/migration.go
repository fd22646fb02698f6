package sim

import (
	"slices"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
)

// A cold migration stops an instance, moves its state to another node as data like
// any other, and starts it there. Its state lies where it was until it has arrived:
// the next instance is a task that has it as input. What is lost on the way, with
// its path or a node, is made anew from the home of the service. For live migrations
// see livemigration.go.

// Migration moves one instance, the oldest that serves on its node. With none it is
// nothing.
type Migration struct {
	At       units.Time
	From, To models.NodeID
	Live     bool // by Service.Live; during an upgrade it does nothing
}

// movement is what can be asked of an instance of a service.
type movement struct {
	service  int32
	origin   int32 // source index: where the state comes from
	from, to models.NodeID
	live     bool
}

// addMoves schedules the migrations of a service, and prepares those from nodes
// that leave.
func (w *world) addMoves(load *Workload, workload, index int32) {
	if load.Service.State == 0 {
		return
	}
	add := func(from, to models.NodeID, live bool) int32 {
		w.services.moves = append(w.services.moves, movement{index, int32(len(w.sources)), from, to, live})
		w.sources = append(w.sources, source{node: from, workload: workload})
		return int32(len(w.services.moves) - 1)
	}
	for _, m := range load.Service.Migrations {
		w.at(m.At, phaseArrive, evMigrate, add(m.From, m.To, m.Live))
	}
	for i := range w.cfg.Members {
		if m := &w.cfg.Members[i]; m.Leaves > 0 {
			add(m.Node, models.NoNode, load.Service.LeavesLive)
		}
	}
}

// migrate begins a migration.
func (w *world) migrate(now units.Time, k int32) {
	m := &w.services.moves[k]
	s := &w.services.list[m.service]
	at := slices.IndexFunc(s.list, func(i *instance) bool {
		return i.ready && i.copying == nil && w.tasks.at(i.task).node == m.from
	})
	switch {
	case at < 0:
	case !m.live:
		w.moveAway(now, s, s.list[at], k)
	case s.rollout == nil:
		w.beginLive(now, s, s.list[at], k)
	}
}

// moveAway stops an instance, to move it when it has no requests any more.
func (w *world) moveAway(now units.Time, s *serviceState, i *instance, k int32) {
	s.settle(now)
	i.move, i.since = k, now
	s.moving++
	s.use.Moves++
	w.stop(now, s, i, models.Migrated)
}

// moved goes on when an instance that migrates has left its node, or was lost
// before.
func (w *world) moved(now units.Time, s *serviceState, i *instance) {
	s.settle(now)
	s.moving--
	if !i.saved {
		w.addInstance(now, s, none)
		return
	}
	m := &w.services.moves[i.move]
	next := w.newInstance(now, s, none)
	next.carries, next.since = true, i.since
	next.task = w.bear(now, &w.sources[m.origin], task{origin: m.origin, input: s.cfg.State})
	w.bring(now, next.task, m)
}

// bring places what has the state as its input where that goes, or lets the
// scheduler find another place.
func (w *world) bring(now units.Time, id models.TaskID, m *movement) {
	spec := w.spec(w.tasks.at(id))
	if m.to == models.NoNode || w.sys.Static(m.to, spec) != models.OK || w.truth[m.to].Fits(&w.sys.Nodes[m.to], spec) != models.OK ||
		w.sys.Reaches(w.routes, m.from, m.to, spec) != models.OK {
		w.announce(now, id)
		return
	}
	w.place(now, id, m.to, 0)
	w.sendInput(now, id)
}

// cameBack notes that an instance serves that has been moved.
func (w *world) cameBack(now units.Time, s *serviceState, i *instance, t *task) {
	if i.carries {
		s.use.Arrived++
		if c := i.copying; c != nil {
			s.use.MovedBytes += int64(c.sent)
			i.copying = nil
		} else if w.source(t) != t.node { // The scheduler may have found no place but the old one.
			s.use.MovedBytes += int64(t.input)
		}
		s.use.Downtime += int64(now - i.since)
		s.settled(i, t)
	}
}

// settled lets an instance be made anew from its home from now on.
func (s *serviceState) settled(i *instance, t *task) {
	i.carries = false
	t.origin, t.input = s.source, 0
}

// loseState notes that an attempt to start an instance is lost.
func (w *world) loseState(now units.Time, t *task) {
	if s := w.serviceOf(t); s != nil {
		i := w.services.instances[t.number]
		w.copyLost(now, s, i)
		if i.carries {
			s.settled(i, t)
		}
	}
}

// moveFrom returns the move of a service away from a node that leaves, or none for
// a service without state.
func (w *world) moveFrom(service int32, from models.NodeID) int32 {
	return int32(slices.IndexFunc(w.services.moves, func(m movement) bool {
		return m.service == service && m.from == from && m.to == models.NoNode
	}))
}
