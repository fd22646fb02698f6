package sim

import (
	"fmt"
	"time"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/flow"
	"github.com/littoral-sim/littoral/sim/kernel"
	"github.com/littoral-sim/littoral/sim/trace"
)

// network holds the data under way and what waits for a path.
//
// The constraints of its flows are numbered: two for each link, from A to B and
// back, of which a half-duplex link uses the first for both; then two for the
// network interface of each node, for what leaves it and for what reaches it.
type network struct {
	flights flights
	flows   *flow.Network
	ticket  kernel.Ticket // of the next thing due among the flows
	due     units.Time    // when that is, or Never

	waiting []parcel // in the order in which it lost its path, or found none
	retry   []parcel // scratch of rerouted
	lost    []cargo  // scratch of breakFlights

	path []models.LinkID // scratch
	legs []leg           // scratch
	uses []flow.Use      // scratch
}

// parcel is data that waits for a path.
type parcel struct {
	cargo
	left units.Bytes // of it, still to be moved
}

// addNetwork makes the constraints of links and nodes.
func (w *world) addNetwork() {
	links := len(w.sys.Links)
	capacities := make([]units.BitsPerSecond, 2*(links+len(w.sys.Nodes)))
	for i := range w.sys.Links {
		l := &w.sys.Links[i]
		capacities[2*i], capacities[2*i+1] = capacity(l.Rate(false)), capacity(l.Rate(true))
	}
	for i := range w.sys.Nodes {
		rate := capacity(w.sys.Nodes[i].Capacity.Bandwidth)
		capacities[2*(links+i)], capacities[2*(links+i)+1] = rate, rate
	}
	w.network = network{flights: newFlights(links), flows: flow.New(capacities), due: units.Never}
}

// capacity returns what a constraint can count of a bandwidth: 17 Tbit/s at most.
func capacity(rate units.BitsPerSecond) units.BitsPerSecond {
	if rate == units.Unlimited {
		return rate
	}
	return min(rate, flow.CapacityMax)
}

// constraint returns what a hop over a link takes its share of.
func (w *world) constraint(x way) flow.ConstraintID {
	if w.sys.Links[x.link()].HalfDuplex {
		x &^= 1
	}
	return flow.ConstraintID(x)
}

// leaveBy and reach append the interface of a node for what leaves or reaches it,
// unless it lets everything pass.
func (w *world) leaveBy(uses []flow.Use, n models.NodeID) []flow.Use { return w.useNode(uses, n, 0) }

func (w *world) reach(uses []flow.Use, n models.NodeID) []flow.Use { return w.useNode(uses, n, 1) }

func (w *world) useNode(uses []flow.Use, n models.NodeID, side int) []flow.Use {
	if w.sys.Nodes[n].Capacity.Bandwidth == units.Unlimited {
		return uses
	}
	c := flow.ConstraintID(2*(len(w.sys.Links)+int(n)) + side)
	return append(uses, flow.Use{Constraint: c, Coefficient: flow.Unit})
}

// route returns the ends of a piece of cargo.
func (w *world) route(c cargo) (from, to models.NodeID) {
	switch c.kind {
	case plainCargo:
		return w.cfg.Transfers[c.index].From, w.cfg.Transfers[c.index].To
	case imageCargo:
		p := &w.images.pulls[c.index]
		return w.cfg.Images[p.image-1].Registry, p.node
	case stateCargo:
		return w.follows.list[c.index].anchor, w.follows.list[c.index].target
	case streamCargo:
		s := w.spoolOf(c)
		return s.from, s.to
	case taskCargo:
	}
	t := w.tasks.at(models.TaskID(c.index))
	if t.status == models.TaskSending {
		return w.source(t), t.node
	}
	return t.node, w.target(t)
}

// sizeOf returns how much data a piece of cargo is.
func (w *world) sizeOf(c cargo) units.Bytes {
	switch c.kind {
	case plainCargo:
		return w.cfg.Transfers[c.index].Size
	case imageCargo:
		return w.cfg.Images[w.images.pulls[c.index].image-1].Size
	case stateCargo:
		return w.follows.list[c.index].size
	case streamCargo:
		return w.streams.sendings[c.index].size
	case taskCargo:
	}
	t := w.tasks.at(models.TaskID(c.index))
	if t.status == models.TaskSending {
		return t.input
	}
	return t.output
}

// numberOf returns a number of a piece of cargo that is its own and, but for
// images, the same under every policy: those of tasks are told by task, attempt
// and direction.
func (w *world) numberOf(c cargo) uint64 {
	const attemptBits, stateShift = 12, 32
	switch c.kind {
	case plainCargo:
		return 1<<61 + uint64(c.index)
	case imageCargo:
		return 1<<62 + w.images.pulls[c.index].number
	case stateCargo:
		return 3<<61 + uint64(c.index)<<stateShift + w.follows.list[c.index].number
	case streamCargo:
		return w.streams.sendings[c.index].number
	case taskCargo:
	}
	t := w.tasks.at(models.TaskID(c.index))
	n := uint64(t.number)<<(attemptBits+1) + uint64(t.attempts)%(1<<attemptBits)<<1
	if t.status == models.TaskReplying {
		n++
	}
	return n
}

// slot is where the handle of the flight of a piece of cargo is kept.
func (w *world) slot(c cargo) *int32 {
	switch c.kind {
	case plainCargo:
		return &w.transfers[c.index].flight
	case imageCargo:
		return &w.images.pulls[c.index].flight
	case stateCargo:
		return &w.follows.list[c.index].flight
	case streamCargo:
		return &w.streams.sendings[c.index].flight
	case taskCargo:
	}
	return &w.tasks.at(models.TaskID(c.index)).flight
}

// takeOff puts size bytes of a piece of cargo on its way. Without a path it does
// nothing and returns false.
func (w *world) takeOff(now units.Time, c cargo, size units.Bytes) bool {
	n := &w.network
	from, to := w.route(c)
	path, ok := w.routes.Path(from, to, n.path[:0])
	n.path = path
	if !ok || !w.routes.NodeUp(from) || !w.mayPass(c, from, path) { // A failed node has a path to itself, too.
		return false
	}
	if w.gateways != nil && w.setOut(now, c, size, from, path) {
		return true
	}
	w.lift(now, c, size, w.meetAll(from, path, w.numberOf(c)))
	return true
}

// meetAll draws what data meets on each link of a path, and returns the latency of
// them together.
func (w *world) meetAll(from models.NodeID, path []models.LinkID, number uint64) time.Duration {
	n := &w.network
	latency, at := time.Duration(0), from
	n.legs = n.legs[:0]
	for _, id := range path {
		l := &w.sys.Links[id]
		x := way(2 * id)
		if at != l.A {
			x++
		}
		delay, loss := w.meets(id, number)
		n.legs = append(n.legs, leg{x, loss})
		latency = units.Add(latency, delay)
		at = l.Other(at)
	}
	return latency
}

// lift puts data on the links that meetAll was called for, where it begins to flow
// after a time.
func (w *world) lift(now units.Time, c cargo, size units.Bytes, after time.Duration) {
	n := &w.network
	w.watchFlight(c)
	for _, l := range n.legs {
		ahead := &w.links[l.way.link()].ahead[l.way&1]
		*ahead = ahead.Plus(int64(size))
	}
	id := n.flights.add(flight{index: c.index, kind: c.kind, size: size}, n.legs)
	*w.slot(c) = id
	n.flights.at(id).ticket = w.at(units.Add(now, units.Time(after)), phaseComplete, evEnter, id)
	w.ledger.tookOff = w.ledger.tookOff.Plus(int64(size))
}

// enter lets data whose latency is over take its share of its path. What is more
// than a flow can be goes in parts.
func (w *world) enter(now units.Time, id int32) {
	n := &w.network
	f := n.flights.at(id)
	if f.hops == none {
		w.arriveAt(now, id)
		return
	}
	f.flowing = true
	n.flows.Start(int64(now), &flow.Flow{ID: flow.ID(id), Size: f.next(), Weight: 1, Uses: w.usesOf(id)})
	w.resolve(now)
}

// usesOf returns what a flight takes its share of. It is valid until the next call.
func (w *world) usesOf(id int32) []flow.Use {
	n := &w.network
	f := n.flights.at(id)
	from, _ := w.stretch(f.cargo())
	uses := n.uses[:0]
	for h := f.hops; h != none; h = n.flights.hops[h].then {
		x := &n.flights.hops[h]
		link := x.way.link()
		uses = w.leaveBy(uses, from)
		uses = append(uses, flow.Use{Constraint: w.constraint(x.way), Coefficient: w.coefficient(link, x.loss)})
		from = w.sys.Links[link].Other(from)
		uses = w.reach(uses, from)
	}
	n.uses = uses
	return uses
}

// resolve has the shares worked out at the end of this phase of the instant.
func (w *world) resolve(now units.Time) { w.retime(now) }

// retime moves the one event of all flows.
func (w *world) retime(due units.Time) {
	n := &w.network
	n.ticket, n.due = w.retimed(n.ticket, n.due, due, phaseComplete, evFlows, 0)
}

// flow lets the flows do what is due.
func (w *world) flow(now units.Time) {
	n := &w.network
	n.due = units.Never
	for _, id := range n.flows.Advance(int64(now)) {
		f := n.flights.at(int32(id))
		f.flowing = false
		if f.parts > 0 {
			w.enter(now, int32(id))
		} else {
			w.arriveAt(now, int32(id))
		}
	}
	if n.due == now {
		return // Something new has begun to flow.
	}
	if w.cfg.Audit {
		if err := n.flows.Check(); err != nil {
			w.fail("at %v: the shares of the flows are not fair: %w", now, err)
		}
	}
	due, ok := n.flows.Next()
	if !ok {
		due = int64(units.Never)
	}
	w.retime(units.Time(due))
}

// arriveAt is called when all of a flight is at its destination.
func (w *world) arriveAt(now units.Time, id int32) {
	c := w.network.flights.at(id).cargo()
	w.deliver(id)
	if w.gateways == nil || !w.reachedStop(now, c) {
		w.received(now, c)
	}
}

// received is called when all of a piece of cargo is where it was to go.
func (w *world) received(now units.Time, c cargo) {
	from, to := w.route(c)
	size := int64(w.sizeOf(c))
	w.nodes[from].sent = w.nodes[from].sent.Plus(size)
	w.nodes[to].gotten = w.nodes[to].gotten.Plus(size)
	switch {
	case c.kind == plainCargo:
		w.finishTransfer(now, c.index)
	case c.kind == stateCargo:
		w.advanceFollow(now, c.index)
	case c.kind == imageCargo:
		w.pulled(now, c.index)
	case c.kind == streamCargo:
		w.batchArrived(now, c.index)
	case w.tasks.at(models.TaskID(c.index)).status == models.TaskSending:
		w.inputReceived(now, models.TaskID(c.index))
	default:
		w.outputReceived(now, models.TaskID(c.index))
	}
}

// deliver ends a flight at its destination, and books it with every link on the
// way.
func (w *world) deliver(id int32) {
	f := w.network.flights.at(id)
	from, to := w.stretch(f.cargo())
	if at := w.carry(f, from, f.size); at != to {
		panic(fmt.Sprintf("sim: a delivery to node %d ended at node %d", to, at))
	}
	w.ledger.landed = w.ledger.landed.Plus(int64(f.size))
	*w.slot(f.cargo()) = none
	w.network.flights.remove(id)
}

// carry books bytes with every link on the way of a flight that ends, and returns
// where it leads.
func (w *world) carry(f *flight, from models.NodeID, sent units.Bytes) models.NodeID {
	hops, at := int64(0), from
	for h := f.hops; h != none; h = w.network.flights.hops[h].then {
		x := w.network.flights.hops[h].way
		u := &w.links[x.link()]
		u.bytes[x&1] = u.bytes[x&1].Plus(int64(sent))
		u.ahead[x&1] = u.ahead[x&1].MinusWide(units.Wide{}.Plus(int64(f.size)))
		w.billLink(f.cargo(), x, sent)
		at = w.sys.Links[x.link()].Other(at)
		hops++
	}
	w.ledger.carried = w.ledger.carried.PlusProduct(int64(sent), hops)
	return at
}

// land ends a flight before its time, wherever it is, and returns what is left
// of it.
func (w *world) land(now units.Time, id int32) units.Bytes {
	n := &w.network
	f := n.flights.at(id)
	left := f.rest()
	if f.flowing {
		part, _ := n.flows.Stop(int64(now), flow.ID(id))
		left += part.Remaining
		w.resolve(now)
	} else {
		w.engine.Cancel(f.ticket)
	}
	from, _ := w.stretch(f.cargo())
	w.carry(f, from, f.size-left)
	w.ledger.broken = w.ledger.broken.Plus(int64(f.size))
	*w.slot(f.cargo()) = none
	n.flights.remove(id)
	return left
}

// sendInput moves the input of a task to its node.
func (w *world) sendInput(now units.Time, id models.TaskID) {
	t := w.tasks.at(id)
	if w.services.of != nil && (w.unwanted(now, id) || w.beginCopy(now, id)) {
		return
	}
	w.setUpInput(id)
	if !w.needImage(now, id) {
		return
	}
	if w.source(t) == t.node {
		w.prepare(now, id)
		return
	}
	w.logTask(now, trace.InputSent, t, int64(t.input), models.OK)
	if !w.takeOff(now, cargo{index: int32(id)}, t.input) {
		panic(fmt.Sprintf("sim: the referee let task %d pass to node %d without a path", t.number, t.node))
	}
}

func (w *world) inputReceived(now units.Time, id models.TaskID) {
	if w.services.of != nil && w.copied(now, id) {
		return
	}
	w.logTask(now, trace.InputReceived, w.tasks.at(id), 0, models.OK)
	w.prepare(now, id)
}

// sendOutput moves the output of a task to its target, or waits for a path.
func (w *world) sendOutput(now units.Time, id models.TaskID) {
	t := w.tasks.at(id)
	if t.node == w.target(t) {
		w.finish(now, id)
		return
	}
	w.send(now, parcel{cargo: cargo{index: int32(id)}, left: t.output})
}

// send puts data on its way, or lets it wait for a path.
func (w *world) send(now units.Time, p parcel) {
	if !w.takeOff(now, p.cargo, p.left) {
		w.network.waiting = append(w.network.waiting, p)
	}
}

func (w *world) outputReceived(now units.Time, id models.TaskID) {
	w.logTask(now, trace.OutputReceived, w.tasks.at(id), 0, models.OK)
	w.finish(now, id)
}
