package sim

import (
	"fmt"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/detector"
	"github.com/littoral-sim/littoral/sim/kernel"
	"github.com/littoral-sim/littoral/sim/partition"
	"github.com/littoral-sim/littoral/sim/reaction"
	"github.com/littoral-sim/littoral/sim/rng"
	"github.com/littoral-sim/littoral/sim/trace"
)

// belief is what the observer holds to be true, and what is under way to it and
// from it. booking.go is about single tasks, eviction.go about lost nodes and
// copies.go about what then runs twice. Without a Control there is no belief.
type belief struct {
	*Control
	nodes  []models.Allocation // status, and what has been booked and not given back
	routes *models.Routes      // of nodes that are trusted, over links that never fail
	paths  *partition.Network  // truth: which nodes have a path to the observer

	detector *detector.Detector
	reaction *reaction.Machine
	monitor  alarm
	reacting alarm

	senders []rng.Stream
	peers   []peer
	notes   []note
	free    int32 // the first note that is not under way, or none
	kept    map[models.NodeID][]note
	held    [][]note // for each node the commands that wait for its next heartbeat; nil when none has to

	bookings bookings
	copies   copies
	count    trace.Belief
	stale    units.Wide // twice the integral of the age of information
}

// alarm is an event that may be moved.
type alarm struct {
	ticket kernel.Ticket
	due    units.Time
}

// set moves an alarm, or takes it back.
func (w *world) set(a *alarm, at int64, ok bool, k kind) {
	due := units.Never
	if ok {
		due = units.Time(at)
	}
	a.ticket, a.due = w.retimed(a.ticket, a.due, due, phaseArrive, k, 0)
}

// peer is a node as it and its observer know each other.
type peer struct {
	told   units.Time // the observer knows what was true then
	heard  units.Time // since this instant
	sent   units.Time // the last heartbeat that had a path
	silent units.Time // truth: none can get through since then, or Never
	cutOff int64      // truth: time cut off until the last heartbeat
	first  int32      // its bookings, latest first
	owed   bool       // something waits on either side, to be reconciled
	syncs  bool       // a reconciliation is scheduled
	keeps  bool       // truth: it has something to restart
}

// noteKind tells messages apart.
type noteKind uint8

const (
	noteBeat    noteKind = iota + 1 // to the observer: a heartbeat
	noteRequest                     // to the observer: a task asks for a place
	noteReport                      // to the observer: an instance has come to an end, or its node has refused it
	noteResult                      // to the observer: a task that had copies is done
	noteCommand                     // to the node: run an instance
	noteStop                        // to the node: stop an instance
	noteStopped                     // at the node: the grace of an instance is over
)

// note is a message.
type note struct {
	kind   noteKind
	node   models.NodeID // the end that is not the observer
	index  int32         // of a task, a booking or a group, or the next free note
	serial int64         // of the booking
	sent   units.Time
}

// addBelief makes an observer that trusts all nodes and knows of no task.
func (w *world) addBelief() {
	c := w.cfg.Control
	if c == nil {
		return
	}
	b := &belief{
		Control: c, routes: models.NewRoutes(w.sys), detector: detector.New(&c.Detector, len(w.sys.Nodes)),
		reaction: reaction.New(c.reaction(w.cfg)), free: none, kept: map[models.NodeID][]note{},
		peers: make([]peer, len(w.sys.Nodes)), senders: make([]rng.Stream, len(w.sys.Nodes)),
		monitor: alarm{due: units.Never}, reacting: alarm{due: units.Never},
		bookings: bookings{free: none}, copies: copies{free: none},
	}
	if c.Delivery == DeliveryResponse {
		b.held = make([][]note, len(w.sys.Nodes))
	}
	w.belief = b
	b.paths = partition.New(w.cfg.seenFrom(c.Observer))
	for i := range w.sys.Nodes {
		n := &w.sys.Nodes[i]
		b.nodes = append(b.nodes, models.NewAllocation(n))
		b.peers[i] = peer{silent: units.Never, first: none}
		b.senders[i] = rng.NewStream(w.cfg.Seed, w.cfg.Replication, "node/"+n.Name, "heartbeat")
		w.at(units.Time(c.Heartbeat.First(&b.senders[i])), phaseArrive, evBeat, int32(i))
	}
	w.watch()
}

// seenFrom returns the system with the observer as its one node of tier cloud, so
// that a node is cut off while it has no path to it.
func (c *Config) seenFrom(observer models.NodeID) *models.System {
	y := *c.System
	y.Nodes = append([]models.Node(nil), y.Nodes...)
	for i := range y.Nodes {
		if y.Nodes[i].Tier == models.TierCloud {
			y.Nodes[i].Tier = models.TierEdge
		}
	}
	y.Nodes[observer].Tier = models.TierCloud
	return &y
}

// observe is the switch over the events of the observer.
func (w *world) observe(now units.Time, e event) {
	switch e.kind {
	case evBeat:
		w.beat(now, models.NodeID(e.index))
	case evNote:
		w.noted(now, e.index)
	case evMonitor:
		w.monitored(now)
	case evReact:
		w.react(now)
	case evSync:
		w.reconcile(now, models.NodeID(e.index))
	default:
		panic(fmt.Sprintf("sim: event kind %d is not one of the observer", e.kind))
	}
}

// watch sets the alarms of the monitor and the reaction.
func (w *world) watch() {
	b := w.belief
	at, ok := b.detector.Next()
	w.set(&b.monitor, at, ok, evMonitor)
	at, ok = b.reaction.Next()
	w.set(&b.reacting, at, ok, evReact)
}

// answers reports whether a node and the observer can talk to each other now, and
// the latency between them.
func (w *world) answers(n models.NodeID) (units.Time, bool) {
	d, ok := w.routes.Latency(n, w.belief.Observer)
	return units.Time(d), ok && w.truth[n].Status == models.Active
}

// tell sends a message between a node and the observer. It returns false, and the
// node is owed a reconciliation, when there is no path.
func (w *world) tell(now units.Time, m note) bool {
	d, ok := w.answers(m.node)
	if !ok {
		w.belief.peers[m.node].owed = true
		return false
	}
	w.noteAt(units.Add(now, d), m)
	return true
}

// report sends a message to the observer that waits at its sender without a path.
func (w *world) report(now units.Time, m note) {
	if !w.tell(now, m) {
		w.belief.kept[m.node] = append(w.belief.kept[m.node], m)
	}
}

// noteAt schedules the arrival of a message.
func (w *world) noteAt(at units.Time, m note) {
	b := w.belief
	i := b.free
	if i != none {
		b.free = b.notes[i].index
		b.notes[i] = m
	} else {
		i = int32(len(b.notes))
		b.notes = append(b.notes, m)
	}
	w.at(at, phaseComplete, evNote, i)
}

// noted takes a message that arrives.
func (w *world) noted(now units.Time, i int32) {
	b := w.belief
	m := b.notes[i]
	b.notes[i] = note{index: b.free}
	b.free = i
	w.receiveNote(now, m)
}

func (w *world) receiveNote(now units.Time, m note) {
	switch m.kind {
	case noteBeat:
		w.hear(now, m)
	case noteRequest:
		w.await(now, models.TaskID(m.index))
	case noteResult:
		w.resultKnown(now, m.index)
	default:
		if x := w.belief.bookings.at(m.index); x.serial == m.serial {
			w.receiveFor(now, m.kind, m.index)
		}
	}
}

// receiveFor takes a message about a booking that there still is.
func (w *world) receiveFor(now units.Time, k noteKind, i int32) {
	switch k {
	case noteReport:
		w.learn(now, i)
	case noteCommand:
		w.deliverTask(now, i)
	case noteStop:
		w.beginStop(now, i)
	case noteStopped:
		w.stopNow(now, i)
	case noteBeat, noteRequest, noteResult:
	}
}

// beat lets a node send its next heartbeat. The instants do not depend on what has
// become of the others.
func (w *world) beat(now units.Time, n models.NodeID) {
	w.at(units.Add(now, units.Time(w.belief.Heartbeat.Gap(&w.belief.senders[n]))), phaseArrive, evBeat, int32(n))
	w.sendBeat(now, n)
}

// sendBeat sends a heartbeat, which is lost without a path.
func (w *world) sendBeat(now units.Time, n models.NodeID) {
	b := w.belief
	p := &b.peers[n]
	if p.keeps {
		w.restartKept(now, n)
	}
	d, ok := w.answers(n)
	if ok {
		b.count.Heartbeats++
		p.sent, p.silent, p.cutOff = now, units.Never, b.paths.CutOffTime(now, n)
		w.noteAt(units.Add(now, d), note{kind: noteBeat, node: n, sent: now})
		return
	}
	if p.silent == units.Never {
		p.silent = w.silentSince(now, n)
	}
	if b.Autonomy.StopOffline && w.truth[n].Status == models.Active && now-p.sent >= units.Time(b.Detector.Grace) {
		w.endAll(now, n)
	}
}

// silentSince returns since when no heartbeat of a node can get through, given that
// none can now: it is cut off, or not running, or was cut off when it stopped.
func (w *world) silentSince(now units.Time, n models.NodeID) units.Time {
	since := now
	if w.truth[n].Status != models.Active {
		since = w.nodes[n].since
	}
	cut := units.Time(w.belief.paths.CutOffTime(now, n) - w.belief.peers[n].cutOff)
	if w.truth[n].Status == models.Inactive {
		return min(since, now-cut)
	}
	return since - cut
}

// endAll ends everything that a node runs.
func (w *world) endAll(now units.Time, n models.NodeID) {
	for t := w.nodes[n].first; t != models.NoTask; t = w.nodes[n].first {
		w.forgetTask(t)
		w.interrupt(now, t, models.PathLost)
	}
	w.advance(now, n)
}

// hear takes a heartbeat.
func (w *world) hear(now units.Time, m note) {
	b := w.belief
	p := &b.peers[m.node]
	w.age(now, p)
	p.told = max(p.told, m.sent)
	b.detector.Hear(int64(now), int32(m.node))
	if b.detector.Lost(int32(m.node)) {
		w.watch()
	}
	w.respond(now, m.node)
	if p.owed && !p.syncs {
		p.syncs = true
		w.at(units.Add(now, units.Time(b.Reconcile)), phaseComplete, evSync, int32(m.node))
	}
}

// age adds the age of what is known of a node, since it was heard last.
func (w *world) age(now units.Time, p *peer) {
	b := w.belief
	from, to := p.heard-p.told, now-p.told
	b.stale = b.stale.PlusProduct(int64(to-from), int64(from)).PlusProduct(int64(to-from), int64(to))
	b.count.AgeMax = max(b.count.AgeMax, int64(to))
	p.heard = now
}

// monitored lets the observer look which nodes are silent.
func (w *world) monitored(now units.Time) {
	b := w.belief
	b.monitor.due = units.Never
	changes := b.detector.Advance(int64(now))
	for _, c := range changes {
		if c.Lost {
			w.suspect(now, models.NodeID(c.Node))
		} else {
			w.trust(now, models.NodeID(c.Node))
		}
	}
	if len(changes) > 0 && b.reaction.Settle(int64(now)) {
		b.detector.Reset(int64(now))
	}
	w.watch()
	w.requestPass(now)
}

// suspect takes a node for lost: nothing is placed there, and no path leads over it.
func (w *world) suspect(now units.Time, n models.NodeID) {
	b := w.belief
	b.nodes[n].SetStatus(models.Inactive)
	b.routes.SetNode(n, false)
	b.reaction.Lost(int64(now), int32(n))
	b.count.Lost++
	silent := int64(trace.None)
	if since := b.peers[n].silent; since != units.Never {
		silent = int64(now - since)
		b.count.Detections = append(b.count.Detections, silent)
	} else {
		b.count.FalseLost++
	}
	w.log(trace.Event{At: int64(now), Kind: trace.NodeLost, Node: int32(n), Value: silent})
}

// trust takes a node into service again.
func (w *world) trust(now units.Time, n models.NodeID) {
	b := w.belief
	b.nodes[n].SetStatus(models.Active)
	b.routes.SetNode(n, true)
	b.reaction.Trusted(int64(now), int32(n))
	w.logFault(now, trace.NodeTrusted, int32(n))
	w.offerAll()
}

// reconcile lets the observer and a node tell each other what waits.
func (w *world) reconcile(now units.Time, n models.NodeID) {
	b := w.belief
	p := &b.peers[n]
	p.syncs = false
	if _, ok := w.answers(n); !ok {
		return
	}
	p.owed = false
	kept := b.kept[n]
	delete(b.kept, n)
	for i := p.first; i != none; {
		next := b.bookings.at(i).next
		w.reconcileBooking(now, i)
		i = next
	}
	for _, m := range kept {
		w.receiveNote(now, m)
	}
	w.requestPass(now)
}

// rebooted lets a node that has been repaired restart what it keeps, and tell the
// observer that it is new.
func (w *world) rebooted(now units.Time, n models.NodeID) {
	if w.belief == nil {
		return
	}
	w.belief.peers[n].owed = true
	w.restartKept(now, n)
	w.sendBeat(now, n)
}

// announce lets a new task ask the observer for a place.
func (w *world) announce(now units.Time, id models.TaskID) {
	if w.belief == nil {
		w.await(now, id)
		return
	}
	w.report(now, note{kind: noteRequest, node: w.source(w.tasks.at(id)), index: int32(id)})
}
