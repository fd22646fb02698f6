package sim

import (
	"slices"
	"time"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/autoscale"
	"github.com/littoral-sim/littoral/sim/relocation"
	"github.com/littoral-sim/littoral/sim/rng"
	"github.com/littoral-sim/littoral/sim/rollout"
	"github.com/littoral-sim/littoral/sim/trace"
)

// A service is a number of instances. Each is a task that does not end by itself:
// the scheduler places it like any other, it pulls its image, starts, and then
// offers slots on its node until it is stopped. Requests are tasks that call the
// service: they are placed where a slot is free. An instance that is lost with its
// node is placed again, like any task. elastic.go changes their number and their
// version.

// Service makes the tasks of a workload instances. Such a workload has one source,
// the node from which they are managed, and no arrivals; its work, input and output
// are not used.
type Service struct {
	ID        models.ServiceID // 1, 2, … in the order of the workloads
	Instances int32            // that are made at the start of the workload
	Slots     int32            // requests that one instance serves at a time, at least 1
	Start     rng.Dist         // nanoseconds from when an instance has its image until it serves
	Drain     time.Duration    // how long an instance that is stopped may finish its requests
	Scale     *autoscale.Policy
	// State is what an instance has of its own, to be moved when it migrates, or 0.
	State      units.Bytes
	Migrations []Migration
	// Live is how live migrations move the State, by pre-copy, or nil when there are
	// none. LeavesLive makes those live by which instances leave a node that leaves,
	// but for those during an upgrade.
	Live       *relocation.Config
	LeavesLive bool
	Upgrades   []Upgrade // ascending; each begins at its instant, or after the one before
}

// Upgrade replaces the instances of a service by those of another version. Until it
// is over, the service is not scaled.
type Upgrade struct {
	At    units.Time
	Image ImageID // of the new version
	Plan  rollout.Plan
}

// serviceState is the state of a service.
type serviceState struct {
	elastic
	cfg    *Service
	source int32 // index of what its instances come from
	start  rng.Stream
	list   []*instance // oldest first
	ready  int64       // how many serve

	requests int64      // that wait for it or are served
	since    units.Time // until when the areas have been summed up
	asked    units.Wide // ∫ requests dt
	served   units.Wide // ∫ ready instances dt
	wanted   units.Wide // ∫ instances that are not leaving dt
	leaving  int64
	moving   int64      // those of them that are going to be elsewhere
	held     int64      // slots that requests hold
	busy     units.Wide // ∫ held dt
	use      trace.ServiceUse
}

// instance is one of a service.
type instance struct {
	task    models.TaskID
	image   ImageID
	version int32         // how many upgrades had begun when it was made
	ready   bool          // it offers its slots
	fresh   bool          // it has served in an upgrade that waits for it
	leaving bool          // it takes no new requests, and goes when it has none
	until   units.Time    // when it goes in any case
	why     models.Reason // it goes
	item    int32         // of the upgrade, or none
	move    int32         // for which it is stopped, or none
	saved   bool          // its state can be moved
	carries bool          // its state has to arrive before it serves
	since   units.Time    // when it was stopped in order to move
	copying *copying      // live migration of it or to it, or nil
}

// services finds services and instances.
type services struct {
	list      []serviceState
	of        []int32             // for each workload of instances: its service, else none; nil without any
	instances map[int64]*instance // by the number of their task
	moves     []movement
}

// addServices prepares the services and schedules their first instances.
func (w *world) addServices() {
	for i := range w.cfg.Workloads {
		load := &w.cfg.Workloads[i]
		if load.Service == nil {
			continue
		}
		if w.services.of == nil {
			w.services.of = slices.Repeat([]int32{none}, len(w.cfg.Workloads))
			w.services.instances = map[int64]*instance{}
		}
		index := int32(len(w.services.list))
		w.services.of[i] = index
		w.services.list = append(w.services.list, serviceState{
			cfg: load.Service, elastic: newElastic(load),
			source: int32(slices.IndexFunc(w.sources, func(x source) bool { return x.workload == int32(i) })),
			start:  rng.NewStream(w.cfg.Seed, w.cfg.Replication, "service/"+load.Name, "start"),
			use:    trace.ServiceUse{Workload: int32(i), From: int64(min(load.From, w.cfg.Horizon)), Least: unlasting},
		})
		w.at(load.From, phaseArrive, evService, index)
		w.startElastic(load, index)
		w.addMoves(load, int32(i), index)
	}
}

// serviceOf returns the service of which a task is an instance, or nil.
func (w *world) serviceOf(t *task) *serviceState {
	if w.services.of == nil || w.services.of[w.workload(t)] == none {
		return nil
	}
	return &w.services.list[w.services.of[w.workload(t)]]
}

// called returns the service that a task is a request to, or nil.
func (w *world) called(t *task) *serviceState {
	if id := w.spec(t).Calls; id != models.NoService {
		return &w.services.list[id-1]
	}
	return nil
}

// startService makes the first instances of a service.
func (w *world) startService(now units.Time, index int32) {
	s := &w.services.list[index]
	for range s.cfg.Instances {
		w.addInstance(now, s, none)
	}
}

// addInstance brings an instance into being, as an item of an upgrade or none.
func (w *world) addInstance(now units.Time, s *serviceState, item int32) *instance {
	i := w.newInstance(now, s, item)
	i.task = w.addTask(now, &w.sources[s.source], task{origin: s.source})
	return i
}

// newInstance returns an instance whose task is the next one.
func (w *world) newInstance(now units.Time, s *serviceState, item int32) *instance {
	s.settle(now)
	i := &instance{image: s.image, version: int32(s.next), item: item, until: units.Never, move: none}
	s.list = append(s.list, i)
	s.use.Made++
	s.use.Most = max(s.use.Most, int64(len(s.list)))
	w.services.instances[w.arrived+1] = i
	return i
}

// unlasting is the least number of instances before any state has lasted.
const unlasting = int64(1) << 62

// settle adds up what has not changed until now.
func (s *serviceState) settle(now units.Time) {
	dt := int64(now - s.since)
	s.since = now
	s.asked = s.asked.PlusProduct(s.requests, dt)
	s.served = s.served.PlusProduct(s.ready, dt)
	s.busy = s.busy.PlusProduct(s.held, dt)
	wanted := int64(len(s.list)) - s.leaving + s.moving
	s.wanted = s.wanted.PlusProduct(wanted, dt)
	if dt > 0 && int64(now) > s.use.From {
		s.use.Least = min(s.use.Least, wanted)
	}
}

// request counts a request that comes, or one that goes when n is -1.
func (w *world) request(now units.Time, t *task, n int64) {
	if s := w.called(t); s != nil {
		s.settle(now)
		s.requests += n
	}
}

// hold counts slots that a request takes, or gives back when n is -1.
func (w *world) hold(t *task, n int64) {
	if s := w.called(t); s != nil {
		s.settle(units.Time(w.engine.Now()))
		s.held += n
	}
}

// startDelay returns how long an instance takes to start; a task of another kind
// takes no time.
func (w *world) startDelay(t *task) time.Duration {
	s := w.serviceOf(t)
	if s == nil {
		return 0
	}
	if w.services.instances[t.number].copying != nil {
		return s.cfg.Live.Steer
	}
	return time.Duration(s.cfg.Start.SampleInt64(&s.start))
}

// openSlots lets an instance offer its slots.
func (w *world) openSlots(now units.Time, s *serviceState, id models.TaskID) {
	t := w.tasks.at(id)
	w.become(now, t, models.TaskQueued)
	w.start(now, id)
	i := w.services.instances[t.number]
	s.settle(now)
	i.ready = true
	s.ready++
	s.use.Started++
	w.cameBack(now, s, i, t)
	w.truth[t.node].AddSlots(s.cfg.ID, s.cfg.Slots)
	w.stir(t.node)
	w.requestPass(now)
	w.upgraded(now, s, i)
}

// closeSlots takes the slots of an instance away. What it serves goes on.
func (w *world) closeSlots(now units.Time, s *serviceState, i *instance) {
	if !i.ready {
		return
	}
	s.settle(now)
	i.ready = false
	s.ready--
	w.truth[w.tasks.at(i.task).node].AddSlots(s.cfg.ID, -s.cfg.Slots)
}

// stop lets an instance finish its requests and go. One that waits for a node goes
// when it is placed.
func (w *world) stop(now units.Time, s *serviceState, i *instance, why models.Reason) {
	if i.copies() && why != models.Migrated {
		w.failLive(now, s, i.copying)
	}
	s.settle(now)
	if !i.leaving {
		s.leaving++
	} else if i.move != none { // An upgrade makes what was to migrate anew.
		s.moving--
		i.move = none
	}
	i.leaving, i.why = true, why
	switch w.tasks.at(i.task).status {
	case models.TaskPending, models.TaskDeciding:
	case models.TaskRunning:
		w.closeSlots(now, s, i)
		i.until = units.Add(now, units.Time(s.cfg.Drain))
		index := w.services.of[s.use.Workload]
		w.dismiss(now, index)
		if i.task != models.NoTask {
			w.at(i.until, phaseComplete, evDrain, index)
		}
	default:
		w.abandon(now, i.task, why)
	}
}

// dismiss lets the instances go that are stopped and have finished their requests,
// or have no time left to.
func (w *world) dismiss(now units.Time, index int32) {
	s := &w.services.list[index]
	for _, i := range slices.Clone(s.list) {
		if !i.leaving || i.task == models.NoTask || i.empty() || w.tasks.at(i.task).status != models.TaskRunning {
			continue
		}
		n := w.tasks.at(i.task).node
		least := -w.lent(s, i, n)
		if i.until <= now {
			w.cutRequests(now, s, n, least)
		}
		if w.truth[n].Slots[s.cfg.ID-1] >= least {
			if i.copies() {
				w.paused(now, s, i.copying)
			} else {
				w.retire(now, i)
			}
		}
	}
}

// lent returns how many slots on a node the other instances have that are leaving.
func (w *world) lent(s *serviceState, but *instance, n models.NodeID) int32 {
	slots := int32(0)
	for _, i := range s.list {
		if i != but && i.leaving && !i.empty() && i.task != models.NoTask && w.tasks.at(i.task).status == models.TaskRunning && w.tasks.at(i.task).node == n {
			slots += s.cfg.Slots
		}
	}
	return slots
}

// cutRequests interrupts requests to a service on a node, the latest first, until it
// has at least so many slots free.
func (w *world) cutRequests(now units.Time, s *serviceState, n models.NodeID, least int32) {
	for w.truth[n].Slots[s.cfg.ID-1] < least {
		id := w.nodes[n].first
		for !w.tasks.at(id).holds || w.spec(w.tasks.at(id)).Calls != s.cfg.ID {
			id = w.tasks.at(id).next
		}
		w.forgetTask(id)
		w.interrupt(now, id, models.NoInstance)
	}
	w.advance(now, n)
}

// retire ends an instance that has nothing more to do.
func (w *world) retire(now units.Time, i *instance) {
	t := w.tasks.at(i.task)
	w.become(now, t, models.TaskReplying)
	w.logTask(now, trace.TaskRan, t, 0, models.OK)
	w.releaseImage(now, i.task)
	w.giveBack(i.task)
	w.requestPass(now)
	i.saved = true
	w.finish(now, i.task)
}

// unwanted gives an instance up that was stopped before it was placed.
func (w *world) unwanted(now units.Time, id models.TaskID) bool {
	i := w.services.instances[w.tasks.at(id).number]
	if i == nil || !i.leaving && (i.copying == nil || !i.copying.failed) {
		return false
	}
	if w.tasks.at(id).node == models.NoNode {
		w.decline(now, id, i.why)
	} else {
		w.abandon(now, id, i.why)
	}
	return true
}

// slotFreed looks whether an instance can go, now that a request has left a node.
func (w *world) slotFreed(s *serviceState) {
	if s.leaving > 0 {
		index := w.services.of[s.use.Workload]
		w.at(units.Time(w.engine.Now()), phaseComplete, evDrain, index)
	}
}

// instanceLeft forgets an instance that has left the system, given what was its
// task, and makes the next version of one that was replaced.
func (w *world) instanceLeft(now units.Time, t *task) {
	s := w.serviceOf(t)
	s.settle(now)
	i := w.services.instances[t.number]
	w.twinLeft(now, s, i)
	delete(w.services.instances, t.number)
	s.list = slices.DeleteFunc(s.list, func(x *instance) bool { return x == i })
	if i.leaving {
		s.leaving--
	}
	i.task = models.NoTask
	s.use.Stopped++
	w.replace(now, s, i)
	if i.move != none {
		w.moved(now, s, i)
	}
}

// endServices closes the books of the services.
func (w *world) endServices(now units.Time) {
	for k := range w.services.list {
		s := &w.services.list[k]
		s.settle(now)
		s.use.Ready, s.use.Wanted, s.use.Requests = clamp(s.served.Big()), clamp(s.wanted.Big()), clamp(s.asked.Big())
		s.use.Busy, s.use.Left = clamp(s.busy.Big()), int64(len(s.list))
		if s.use.Least == unlasting {
			s.use.Least = 0
		}
	}
}

// auditSlots compares, for every service and node, the slots of the instances with
// what requests hold of them and what is free.
func (w *world) auditSlots() trace.Audit {
	services := len(w.services.list)
	slots := make([]int64, services*len(w.nodes))
	for id := range models.TaskID(w.tasks.count) {
		if !w.tasks.holds(id) {
			continue
		}
		t := w.tasks.at(id)
		if s := w.serviceOf(t); s != nil && w.services.instances[t.number].ready {
			slots[int(t.node)*services+int(s.cfg.ID)-1] += int64(s.cfg.Slots)
		}
		if s := w.called(t); s != nil && t.holds {
			slots[int(t.node)*services+int(s.cfg.ID)-1]--
		}
	}
	good := int64(0)
	for n := range w.nodes {
		for k := range services {
			free := int64(0)
			if k < len(w.truth[n].Slots) {
				free = int64(w.truth[n].Slots[k])
			}
			if free == slots[n*services+k] {
				good++
			}
		}
	}
	return exact("slots", "services and nodes where slots of instances = held by requests + free", count(good), count(int64(len(slots))))
}
