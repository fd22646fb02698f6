package sim

import (
	"slices"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/relocation"
	"github.com/littoral-sim/littoral/sim/trace"
)

// A live migration makes a twin of an instance, which has its room on the target from
// the beginning, and copies the state to it by pre-copy while the instance serves on.
// The state is the input of the twin, sent again and again. Then the instance stops,
// the rest is sent, and the instance goes when that has arrived. Until then it serves
// on where it is when the twin, the path or anything else fails. What has arrived
// serves when traffic has been steered to it.

// copying is a live migration until the twin serves.
type copying struct {
	from    *instance // nil when it is over with, or the twin has all of the state
	to      *instance // the twin
	machine relocation.Machine
	sent    units.Bytes // that have arrived
	idle    bool        // a round is over, and the image of the twin is not there
	paused  bool        // the instance has no requests any more
	failed  bool        // the twin is to go
}

// twin reports whether an instance is a twin without all of the state, which does
// not count as an instance that there should be.
func (i *instance) twin() bool {
	return i.copying != nil && i.copying.to == i && i.copying.machine.State() != relocation.Steering
}

// copies reports whether the state of an instance is being copied.
func (i *instance) copies() bool { return i.copying != nil && i.copying.from == i }

// empty reports whether an instance only waits for the rest of its state to arrive.
func (i *instance) empty() bool { return i.copies() && i.copying.paused }

// beginLive begins a live migration of an instance that serves.
func (w *world) beginLive(now units.Time, s *serviceState, i *instance, k int32) {
	s.settle(now)
	s.use.Moves++
	s.moving--
	m := &w.services.moves[k]
	next := w.newInstance(now, s, none)
	next.image, next.version, next.carries = i.image, i.version, true
	c := &copying{from: i, to: next}
	i.copying, next.copying = c, c
	next.task = w.bear(now, &w.sources[m.origin], task{origin: m.origin, input: s.cfg.State})
	w.bring(now, next.task, m)
}

// beginCopy is called when a task has been placed. It returns true when that was a
// twin on the node of its instance, which is given up.
func (w *world) beginCopy(now units.Time, id models.TaskID) bool {
	t := w.tasks.at(id)
	i := w.services.instances[t.number]
	if i == nil || i.copying == nil {
		return false
	}
	s := w.serviceOf(t)
	if w.source(t) == t.node {
		w.failLive(now, s, i.copying)
		return w.unwanted(now, id)
	}
	t.input = i.copying.machine.Begin(now, s.cfg.Live).Send
	return false
}

// copied goes on when what was sent of the state of a twin has arrived. For any other
// task it does nothing and returns false.
func (w *world) copied(now units.Time, id models.TaskID) bool {
	t := w.tasks.at(id)
	i := w.services.instances[t.number]
	if i == nil || i.copying == nil {
		return false
	}
	if c := i.copying; !c.failed {
		w.logTask(now, trace.InputReceived, t, 0, models.OK)
		c.sent = units.Add(c.sent, t.input)
		w.nextRound(now, w.serviceOf(t), c)
	}
	return true
}

// nextRound does what comes after a transfer: another one, or the end of service.
func (w *world) nextRound(now units.Time, s *serviceState, c *copying) {
	if c.paused {
		c.machine.Next(now, s.cfg.Live)
		w.handOver(now, c)
		return
	}
	if image := w.tasks.at(c.to.task).image; image == pulling || image == noRoom {
		c.idle = true
		return
	}
	ahead := c.machine
	if step := ahead.Next(now, s.cfg.Live); ahead.State() == relocation.Transferring {
		c.machine = ahead
		w.copyMore(now, s, c, step.Send)
		return
	}
	s.settle(now)
	s.moving++
	c.to.since = now
	w.stop(now, s, c.from, models.Migrated)
}

// paused sends the rest, when an instance has been stopped and has no requests any
// more.
func (w *world) paused(now units.Time, s *serviceState, c *copying) {
	c.paused = true
	last := *s.cfg.Live
	last.RoundsMax = 1
	if step := c.machine.Next(now, &last); step.Wait >= 0 {
		w.handOver(now, c)
	} else {
		w.copyMore(now, s, c, step.Send)
	}
}

// copyMore sends something of the state again. Without a path the migration fails.
func (w *world) copyMore(now units.Time, s *serviceState, c *copying, size units.Bytes) {
	id := c.to.task
	t := w.tasks.at(id)
	t.input = size
	w.setUpInput(id)
	w.logTask(now, trace.InputSent, t, int64(size), models.OK)
	if !w.takeOff(now, cargo{index: int32(id)}, size) {
		w.failLive(now, s, c)
	}
}

// imageThere goes on with a live migration that has waited for the image of its twin.
func (w *world) imageThere(now units.Time, id models.TaskID) {
	t := w.tasks.at(id)
	s := w.serviceOf(t)
	if s == nil {
		return
	}
	if c := w.services.instances[t.number].copying; c != nil && c.idle && !c.failed {
		c.idle = false
		w.nextRound(now, s, c)
	}
}

// handOver lets an instance go whose twin has all of its state.
func (w *world) handOver(now units.Time, c *copying) {
	from := c.from
	from.copying, c.from = nil, nil
	w.retire(now, from)
	w.prepare(now, c.to.task)
}

// failLive gives a live migration up: the instance serves on, if it is still there,
// and the twin goes at the end of what happens now.
func (w *world) failLive(now units.Time, s *serviceState, c *copying) {
	i := c.from
	s.settle(now)
	i.copying, c.from, c.failed = nil, nil, true
	c.to.why = models.Migrated
	if i.leaving {
		i.leaving, i.until = false, units.Never
		s.leaving--
		s.moving--
		w.serveOn(now, s, i)
	}
	w.at(now, phaseComplete, evTwin, w.services.of[s.use.Workload])
}

// serveOn lets an instance that was stopped offer its slots again.
func (w *world) serveOn(now units.Time, s *serviceState, i *instance) {
	t := w.tasks.at(i.task)
	if t.status != models.TaskRunning || !t.holds {
		return
	}
	i.ready = true
	s.ready++
	w.truth[t.node].AddSlots(s.cfg.ID, s.cfg.Slots)
	w.stir(t.node)
	w.requestPass(now)
}

// dropTwins stops the twins whose migrations have failed.
func (w *world) dropTwins(now units.Time, index int32) {
	s := &w.services.list[index]
	for _, i := range slices.Clone(s.list) {
		if i.copying != nil && i.copying.failed {
			s.settle(now)
			s.moving++
			i.copying = nil
			w.stop(now, s, i, models.Migrated)
		}
	}
}

// failCopies gives up all live migrations of a service.
func (w *world) failCopies(now units.Time, s *serviceState) {
	for _, i := range s.list {
		if i.copies() {
			w.failLive(now, s, i.copying)
		}
	}
}

// copyLost notes that an attempt of an instance or its twin is lost.
func (w *world) copyLost(now units.Time, s *serviceState, i *instance) {
	switch c := i.copying; {
	case c == nil || c.failed:
	case c.from != nil:
		w.failLive(now, s, c)
	default:
		i.copying = nil
	}
}

// twinLeft notes that an instance has left the system, which may be a twin.
func (w *world) twinLeft(now units.Time, s *serviceState, i *instance) {
	w.copyLost(now, s, i)
	if i.copying != nil { // It has failed.
		s.moving++
		i.copying = nil
	}
}
