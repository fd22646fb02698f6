package sim

import (
	"fmt"
	"slices"
	"time"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/kernel"
	"github.com/littoral-sim/littoral/sim/relocation"
	"github.com/littoral-sim/littoral/sim/trace"
)

// Services that follow their users. Each source of a workload with a following
// has a state, which is kept on one node, its anchor; the tasks of the source run
// there and nowhere else. The scheduler chooses the anchor by placing the first
// task. When the source has been attached to an access point from where another
// node is nearer by a margin, the state moves there.

// Following says how the state of each source of a workload follows it.
type Following struct {
	relocation.Config
	// FartherBy is by how much the anchor must be farther away than another node,
	// by path latency, for the state to move.
	FartherBy time.Duration
}

// followings are the states of all sources.
type followings struct {
	list      []follow
	of        []int32   // index in list of each source, or none
	near      [][]int32 // those of each source node
	stuck     [][]int32 // those with tasks that wait for something at a node, their anchor
	woken     []int32   // those that are to be served at the end of this instant
	requested bool      // that is scheduled
}

// follow is the state of one source.
type follow struct {
	source  int32
	node    models.NodeID // of the source
	anchor  models.NodeID // or NoNode
	target  models.NodeID // of the relocation under way
	machine relocation.Machine
	ticket  kernel.Ticket // of the end of steering
	size    units.Bytes   // of the transfer under way
	number  uint64        // of transfers so far
	flight  int32
	first   models.TaskID   // the task by whose placement the anchor is chosen, or NoTask
	waiting []models.TaskID // in the order in which they came
	stuck   models.NodeID   // whose list it is on, or NoNode
	woken   bool
	far     bool // another node is nearer
	since   units.Time
	use     trace.FollowUse
}

// addFollows makes the states of sources. They are kept nowhere yet.
func (w *world) addFollows() {
	following := func(l Workload) bool { return l.Following != nil }
	if !slices.ContainsFunc(w.cfg.Workloads, following) {
		return
	}
	f := &followings{of: make([]int32, len(w.sources)), near: make([][]int32, len(w.sys.Nodes)), stuck: make([][]int32, len(w.sys.Nodes))}
	for i := range w.sources {
		s := &w.sources[i]
		f.of[i] = none
		if w.cfg.Workloads[s.workload].Following == nil {
			continue
		}
		k := int32(len(f.list))
		f.of[i] = k
		f.near[s.node] = append(f.near[s.node], k)
		f.list = append(f.list, follow{
			source: int32(i), node: s.node, anchor: models.NoNode, target: models.NoNode, flight: none, first: models.NoTask, stuck: models.NoNode,
			use: trace.FollowUse{Workload: s.workload, Source: int32(s.node), Anchor: trace.None},
		})
	}
	w.follows = f
}

func (w *world) following(s *follow) *Following {
	return w.cfg.Workloads[w.sources[s.source].workload].Following
}

// settleFollow closes the account of what was until now.
func (w *world) settleFollow(now units.Time, s *follow) {
	ns := int64(now - s.since)
	s.since = now
	serves, _ := s.machine.Serves(&w.following(s).Config)
	switch {
	case s.anchor == models.NoNode:
		s.use.Unanchored += ns
		return
	case serves:
		s.use.Served += ns
	default:
		s.use.Down += ns
	}
	if s.far {
		s.use.Far += ns
	}
}

// withhold keeps a task from the scheduler whose source has a state. It returns false
// for all others.
func (w *world) withhold(id models.TaskID) bool {
	k := w.follows.of[w.tasks.at(id).origin]
	if k == none {
		return false
	}
	s := &w.follows.list[k]
	s.waiting = append(s.waiting, id)
	w.nudge(k)
	return true
}

// nudge has the waiting tasks of a source served at the end of this instant.
func (w *world) nudge(k int32) {
	f := w.follows
	if f.list[k].woken || len(f.list[k].waiting) == 0 {
		return
	}
	f.list[k].woken = true
	f.woken = append(f.woken, k)
	if !f.requested {
		f.requested = true
		w.at(units.Time(w.engine.Now()), phaseSchedule, evServe, 0)
	}
}

// wakeAt wakes the sources whose tasks wait for something at a node.
func (w *world) wakeAt(n models.NodeID) {
	f := w.follows
	list := f.stuck[n]
	f.stuck[n] = list[:0]
	for _, k := range list {
		if f.list[k].stuck == n {
			f.list[k].stuck = models.NoNode
			w.nudge(k)
		}
	}
}

// wakeAll wakes all sources with waiting tasks, after a change of the routes.
func (w *world) wakeAll() {
	if w.follows == nil {
		return
	}
	for k := range w.follows.list {
		w.nudge(int32(k))
	}
}

// serveAll serves the sources that have been woken, in their order.
func (w *world) serveAll(now units.Time) {
	f := w.follows
	f.requested = false
	list := f.woken
	f.woken = nil
	slices.Sort(list)
	for _, k := range list {
		f.list[k].woken = false
		w.serveWaiting(now, k)
	}
	if len(f.woken) == 0 {
		f.woken = list[:0]
	}
}

// serveWaiting places the waiting tasks of a source at its anchor, as far as they have
// room and a path.
func (w *world) serveWaiting(now units.Time, k int32) {
	f := w.follows
	s := &f.list[k]
	for len(s.waiting) > 0 {
		id := s.waiting[0]
		if s.anchor == models.NoNode {
			if s.first == models.NoTask {
				s.first, s.waiting = id, slices.Delete(s.waiting, 0, 1)
				w.toScheduler(now, id)
			}
			return
		}
		if serves, _ := s.machine.Serves(&w.following(s).Config); !serves {
			return
		}
		if t := w.tasks.at(id); w.sys.Relation(w.routes, &w.truth[s.anchor], s.node, s.anchor, w.spec(t)) != models.OK {
			if s.stuck != s.anchor {
				s.stuck = s.anchor
				f.stuck[s.anchor] = append(f.stuck[s.anchor], k)
			}
			return
		}
		s.waiting = slices.Delete(s.waiting, 0, 1)
		w.place(now, id, s.anchor, 0)
		w.sendInput(now, id)
	}
}

// anchored is called when the scheduler has placed a task: it may have chosen an
// anchor.
func (w *world) anchored(now units.Time, id models.TaskID, n models.NodeID) {
	k := w.follows.of[w.tasks.at(id).origin]
	if k == none || w.follows.list[k].first != id {
		return
	}
	s := &w.follows.list[k]
	w.settleFollow(now, s)
	s.first, s.anchor = models.NoTask, n
	s.use.Anchor = int32(n)
	s.far = false
	w.nudge(k)
}

// unheld is called when a task leaves without an anchor having been chosen by it.
func (w *world) unheld(id models.TaskID) {
	k := w.follows.of[w.tasks.at(id).origin]
	if k != none && w.follows.list[k].first == id {
		w.follows.list[k].first = models.NoTask
		w.nudge(k)
	}
}

// meetAgain is called when a mobile node has been attached.
func (w *world) meetAgain(now units.Time, n models.NodeID) {
	for _, k := range w.follows.near[n] {
		w.nudge(k)
		w.consider(now, k)
	}
}

// consider begins a relocation when another node is nearer by the margin. Of equals
// it takes the one with the lowest number.
func (w *world) consider(now units.Time, k int32) {
	s := &w.follows.list[k]
	if s.anchor == models.NoNode || s.machine.State() != relocation.Stable {
		return
	}
	spec := w.cfg.Workloads[w.sources[s.source].workload].Spec
	best, least := models.NoNode, time.Duration(0)
	for _, n := range w.driver.snapshot.Eligible[spec] {
		if w.truth[n].Status != models.Active || w.sys.Reaches(w.routes, s.node, n, &w.sys.Specs[spec]) != models.OK {
			continue
		}
		if away, _ := w.routes.Latency(s.node, n); best == models.NoNode || away < least {
			best, least = n, away
		}
	}
	w.settleFollow(now, s)
	away, joined := w.routes.Latency(s.node, s.anchor)
	s.far = best != models.NoNode && (!joined || away > least)
	if !s.far || joined && away-least < w.following(s).FartherBy {
		return
	}
	s.target = best
	s.use.Relocations++
	step := s.machine.Begin(now, &w.following(s).Config)
	w.log(trace.Event{At: int64(now), Kind: trace.RelocationBegun, Node: int32(best), Value: int64(s.node)})
	w.relocate(now, k, step)
}

// relocate does what the next step of a relocation asks for.
func (w *world) relocate(now units.Time, k int32, step relocation.Step) {
	s := &w.follows.list[k]
	switch {
	case step.Done:
		w.relocated(now, k)
	case step.Wait >= 0:
		s.ticket = w.at(units.Add(now, units.Time(step.Wait)), phaseComplete, evFollow, k)
	default:
		s.size = step.Send
		s.number++
		w.send(now, parcel{cargo{index: k, kind: stateCargo}, step.Send})
	}
}

// advanceFollow goes on when a transfer of state has arrived, or steering is over.
func (w *world) advanceFollow(now units.Time, k int32) {
	s := &w.follows.list[k]
	w.settleFollow(now, s)
	if s.machine.State() != relocation.Steering {
		s.use.Transfers++
		s.use.Bytes += int64(s.size)
	}
	step := s.machine.Next(now, &w.following(s).Config)
	w.relocate(now, k, step)
}

// relocated ends a relocation: the state is at the target.
func (w *world) relocated(now units.Time, k int32) {
	s := &w.follows.list[k]
	s.anchor, s.target = s.target, models.NoNode
	s.use.Anchor = int32(s.anchor)
	s.use.Done++
	s.use.DownMax = max(s.use.DownMax, s.machine.Downtime())
	s.far = false
	w.log(trace.Event{At: int64(now), Kind: trace.RelocationEnded, Node: int32(s.anchor), Value: s.machine.Downtime()})
	w.nudge(k)
	w.consider(now, k)
}

// crashFollows gives up what a node that has crashed has to do with: the states
// that it kept are lost, and relocations to it fail.
func (w *world) crashFollows(now units.Time, n models.NodeID) {
	if w.follows == nil {
		return
	}
	for k := range w.follows.list {
		s := &w.follows.list[k]
		if s.anchor != n && s.target != n {
			continue
		}
		w.settleFollow(now, s)
		if s.machine.State() != relocation.Stable {
			w.failRelocation(now, int32(k))
		}
		if s.anchor == n {
			s.anchor = models.NoNode
			s.use.Lost++
		}
		w.nudge(int32(k))
	}
}

// failRelocation leaves a state where it is.
func (w *world) failRelocation(now units.Time, k int32) {
	s := &w.follows.list[k]
	switch c := (cargo{index: k, kind: stateCargo}); {
	case s.machine.State() == relocation.Steering:
		w.engine.Cancel(s.ticket)
	case s.flight != none:
		w.land(now, s.flight)
	default:
		w.network.waiting = slices.DeleteFunc(w.network.waiting, func(p parcel) bool { return p.cargo == c })
	}
	s.machine.Fail(now, &w.following(s).Config)
	s.target = models.NoNode
	s.use.Failed++
	s.use.DownMax = max(s.use.DownMax, s.machine.Downtime())
	w.log(trace.Event{At: int64(now), Kind: trace.RelocationFailed, Node: int32(s.anchor), Value: s.machine.Downtime()})
}

// endFollows closes the accounts.
func (w *world) endFollows(now units.Time) {
	if w.follows == nil {
		return
	}
	for k := range w.follows.list {
		w.settleFollow(now, &w.follows.list[k])
	}
}

func (w *world) followUses() []trace.FollowUse {
	if w.follows == nil {
		return nil
	}
	out := make([]trace.FollowUse, len(w.follows.list))
	for k := range out {
		out[k] = w.follows.list[k].use
	}
	return out
}

// auditFollows checks the accounts of states that follow their sources.
func (w *world) auditFollows() []trace.Audit {
	if w.follows == nil {
		return nil
	}
	var spent units.Wide
	var begun, ended int64
	for k := range w.follows.list {
		s := &w.follows.list[k]
		spent = spent.Plus(s.use.Served).Plus(s.use.Down).Plus(s.use.Unanchored)
		begun += s.use.Relocations
		ended += s.use.Done + s.use.Failed
		if s.machine.State() != relocation.Stable {
			ended++
		}
	}
	return []trace.Audit{
		exact("following", "Σ time served, stopped and nowhere = states · horizon",
			spent, units.Wide{}.PlusProduct(int64(len(w.follows.list)), int64(w.cfg.Horizon))),
		exact("relocations", "relocations = done + failed + under way", count(ended), count(begun)),
	}
}

func (v *validator) following(w *Workload) {
	if w.Following == nil {
		return
	}
	if err := w.Following.Validate(); err != nil {
		v.errs = append(v.errs, fmt.Errorf("following of workload %q: %w", w.Name, err))
	}
	v.check(v.Control == nil && w.Service == nil, "workload %q follows its sources, which goes with neither an observer nor a service", w.Name)
	v.check(w.Following.FartherBy > 0, "workload %q needs a positive margin to follow its sources", w.Name)
}
