package sim

import (
	"time"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/conversion"
	"github.com/littoral-sim/littoral/sim/session"
	"github.com/littoral-sim/littoral/sim/share"
	"github.com/littoral-sim/littoral/sim/trace"
)

// How data passes gateways: leg by leg, and inside a gateway through the question
// about its token, its job on the processor and the delay of its rule.

// jobDemand is what a job of a gateway asks for: one core.
const jobDemand units.MilliCPU = 1000

// speaks returns what protocol a piece of cargo sets out in, and what it may be
// converted into. The output of a task sets out in what its input arrived in.
func (w *world) speaks(c cargo) (conversion.Protocol, conversion.Wish) {
	g := w.gateways
	if c.kind == plainCargo {
		t := &w.cfg.Transfers[c.index]
		near := g.protocols[t.Protocol]
		return near, conversion.Wish{Near: near, Far: g.protocols[t.Uplink]}
	}
	t := w.tasks.at(models.TaskID(c.index))
	near := g.protocols[w.spec(t).Protocol]
	wish := conversion.Wish{Near: near, Far: g.protocols[w.workloadOf(t).Uplink]}
	if t.status == models.TaskReplying && int(c.index) < len(g.spoken) && g.spoken[c.index] != conversion.None {
		return g.spoken[c.index], wish
	}
	return near, wish
}

// dataOf returns the payload of a journey in its messages.
func (w *world) dataOf(j *journey) conversion.Data {
	d := conversion.Data{Payload: j.payload}
	if j.kind == plainCargo {
		d.Message = w.cfg.Transfers[j.index].Message
	} else {
		d.Message = w.workloadOf(w.tasks.at(models.TaskID(j.index))).Message
	}
	return d
}

// nextStop returns where data in a protocol stops first on a path, and how many
// links that is away.
func (w *world) nextStop(at models.NodeID, path []models.LinkID, p conversion.Protocol, wish conversion.Wish) (stop models.NodeID, links int) {
	for i, id := range path {
		at = w.sys.Links[id].Other(at)
		if i == len(path)-1 {
			break
		}
		if g := w.gateways.at(at); g != nil {
			if _, converts := g.table.Find(p, wish); converts || g.Session != nil {
				return at, i + 1
			}
		}
	}
	return at, len(path)
}

// governor returns the gateway whose sessions protect what moves between two
// stops, or nil.
func (w *world) governor(a, b models.NodeID) *gateway {
	x, y := w.gateways.at(a), w.gateways.at(b)
	switch {
	case x == nil || x.Session == nil:
		x = nil
	case y == nil || y.Session == nil:
		return x
	default:
		tierX, tierY := w.sys.Nodes[a].Tier, w.sys.Nodes[b].Tier
		if tierX > tierY || tierX == tierY && a < b {
			return x
		}
	}
	if y != nil && y.Session != nil {
		return y
	}
	return x
}

// setOut puts data on its way that stops at a gateway or is protected. For any
// other it does nothing and returns false.
func (w *world) setOut(now units.Time, c cargo, size units.Bytes, from models.NodeID, path []models.LinkID) bool {
	if c.kind > plainCargo || len(path) == 0 {
		return false
	}
	protocol, wish := w.speaks(c)
	stop, links := w.nextStop(from, path, protocol, wish)
	governor := w.governor(from, stop)
	if links == len(path) && governor == nil {
		return false
	}
	id := w.gateways.journeys.add(&journey{
		cargo: c, protocol: protocol, at: from, to: from, came: models.NoNode, payload: size,
		opens: trace.None, entered: trace.None, job: models.NoTask, next: none, prev: none,
	})
	if here := w.gateways.at(from); governor != nil && here != nil && here.Cipher > 0 {
		w.enterGateway(now, id)
	} else {
		w.depart(now, id)
	}
	return true
}

// stretch returns the ends of the path that a flight is on.
func (w *world) stretch(c cargo) (from, to models.NodeID) {
	if w.gateways != nil {
		if id := w.gateways.journeys.find(c); id != none {
			j := w.gateways.journeys.at(id)
			return j.at, j.to
		}
	}
	return w.route(c)
}

// reachedStop is called when a flight is at the end of its path. It returns false when
// that is where the cargo was to go, and nothing is to be done there.
func (w *world) reachedStop(now units.Time, c cargo) bool {
	g := w.gateways
	id := g.journeys.find(c)
	if id == none {
		return false
	}
	j := g.journeys.at(id)
	if j.protected {
		g.sessions.Used(int64(now), pairOf(j.at, j.to))
	}
	j.came, j.at, j.opens = j.at, j.to, trace.None
	here := g.at(j.at)
	_, last := w.route(c)
	if j.at == last && (here == nil || !j.protected || here.Cipher == 0 && w.tokenOf(j, here) == nil) {
		w.endJourney(id)
		return false
	}
	w.enterGateway(now, id)
	return true
}

func pairOf(a, b models.NodeID) session.Pair {
	return session.Pair{A: session.End(a), B: session.End(b)}
}

// tokenOf returns what a gateway asks for of the journey that has come to it, or
// nil.
func (w *world) tokenOf(j *journey, g *gateway) *Token {
	if !j.protected || j.came == models.NoNode || g.Session == nil {
		return nil
	}
	return g.Session.Token
}

// endJourney forgets a journey that is where it was to go.
func (w *world) endJourney(id int32) {
	g := w.gateways
	j := g.journeys.at(id)
	if t := models.TaskID(j.index); j.kind == taskCargo && w.tasks.at(t).status == models.TaskSending {
		w.speak(t, j.protocol)
	}
	g.journeys.remove(id)
}

// setUpInput notes what protocol the input of a task is in before it moves.
func (w *world) setUpInput(id models.TaskID) {
	if w.gateways != nil {
		w.speak(id, w.gateways.protocols[w.spec(w.tasks.at(id)).Protocol])
	}
}

// speak notes what protocol the input of a task has arrived in.
func (w *world) speak(id models.TaskID, p conversion.Protocol) {
	g := w.gateways
	for len(g.spoken) <= int(id) {
		g.spoken = append(g.spoken, conversion.None)
	}
	g.spoken[id] = p
}

// enterGateway takes data into the gateway where it is. One that is down has no
// room for it.
func (w *world) enterGateway(now units.Time, id int32) {
	j := w.gateways.journeys.at(id)
	g := w.gateways.at(j.at)
	messages := w.dataOf(j).Messages()
	j.entered, j.done = now, false
	w.gateways.journeys.enter(g, id)
	g.meter.Enter(messages)
	if j.came != models.NoNode { // What begins here does not come in.
		w.logJourney(now, j, trace.GatewayEntered, trace.TransferEntered, messages)
	}
	if !w.routes.NodeUp(j.at) {
		w.halt(now, id)
		return
	}
	w.admit(now, id)
}

// admit lets data begin in a gateway, when it is known that its token is good. What
// begins its way here does so at the end of what happens to it now.
func (w *world) admit(now units.Time, id int32) {
	j := w.gateways.journeys.at(id)
	g := w.gateways.at(j.at)
	wait := time.Duration(0)
	if t := w.tokenOf(j, g); t != nil && t.Introspect != models.NoNode {
		var ok bool
		if wait, ok = w.ask(now, j, g); !ok {
			if w.onCut(j.cargo) == Abort {
				w.strand(now, id)
			} else {
				w.keep(id)
			}
			return
		}
	}
	if wait == 0 && j.came != models.NoNode {
		w.serve(now, id)
		return
	}
	w.wait(units.Add(now, units.Time(wait)), id)
}

// wait has waited called at an instant.
func (w *world) wait(until units.Time, id int32) {
	j := w.gateways.journeys.at(id)
	j.stage = waits
	j.ticket = w.at(until, phaseComplete, evGateway, id)
}

// ask returns how long it takes until a gateway knows whether a token is good, and
// false when it would have to ask and there is no path.
func (w *world) ask(now units.Time, j *journey, g *gateway) (time.Duration, bool) {
	pair := pairOf(j.came, j.at)
	if wait, known := w.gateways.sessions.Token(int64(now), pair); known {
		return time.Duration(wait), true
	}
	t := g.Session.Token
	path, ok := w.routes.Path(j.at, t.Introspect, w.network.path[:0])
	w.network.path = path
	if !ok {
		return 0, false
	}
	oneWay := time.Duration(0)
	for _, id := range path {
		oneWay = units.Add(oneWay, w.latencyOf(id))
	}
	w.gateways.sessions.Ask(int64(now), pair, int64(t.TTL), int64(units.Mul(oneWay, 2)))
	g.questions++
	w.log(trace.Event{At: int64(now), Kind: trace.TokenAsked, Node: int32(j.at), Value: int64(j.came)})
	return units.Mul(oneWay, 2), true
}

// latencyOf returns the present latency of a link.
func (w *world) latencyOf(id models.LinkID) time.Duration {
	if c := w.links[id].channel; c != none {
		return w.varying[c].quality.Latency
	}
	return w.sys.Links[id].Latency
}

// serve makes the job of data in a gateway. A gateway without work that converts
// nothing lets it go at once.
func (w *world) serve(now units.Time, id int32) {
	at := w.gateways.journeys.at(id).at
	if w.sys.Nodes[at].Places > 0 {
		w.advance(now, at) // What is done by now has left its place.
	}
	j, n := w.gateways.journeys.at(id), &w.nodes[at]
	j.work = w.jobWork(now, j)
	if j.work == 0 && j.rule == nil {
		w.letGo(now, id)
		return
	}
	if due, asleep := w.wake(now, at); asleep {
		w.wait(due, id)
		return
	}
	job := share.Job{Demand: int64(jobDemand), Work: j.work}
	if j.kind == taskCargo { // It is not on a processor itself while its data is under way.
		j.job = models.TaskID(j.index)
		job.Priority = w.spec(w.tasks.at(j.job)).Priority
	} else {
		j.job = w.tasks.add(task{flight: id})
	}
	job.ID = share.ID(j.job)
	if !n.station.Add(n.clock.at(int64(now)), job) {
		w.turnAway(now, id)
		return
	}
	j.stage = serving
	n.offered = n.offered.Plus(j.work)
	w.advance(now, at)
}

// jobWork finds the rule for data in a gateway, and returns the work of its job in
// millicore-nanoseconds on this node: to convert it and to look at its token, and
// to decrypt and encrypt it, which is for the route of this instant.
func (w *world) jobWork(now units.Time, j *journey) int64 {
	g, data := w.gateways.at(j.at), w.dataOf(j)
	messages := data.Messages()
	protocol, extra := j.protocol, j.extra
	reference, bytes := time.Duration(0), units.Bytes(0)
	_, wish := w.speaks(j.cargo)
	_, last := w.route(j.cargo)
	j.rule = nil
	if j.came != models.NoNode && j.protected {
		bytes = units.Add(j.payload, units.Mul(extra, units.Bytes(messages)))
	}
	if j.came != models.NoNode && j.at != last {
		if r, ok := g.table.Find(protocol, wish); ok {
			j.rule, protocol, extra = r, r.To, r.Overhead
			reference = r.WorkFor(messages)
		}
	}
	if t := w.tokenOf(j, g); t != nil {
		reference = units.Add(reference, units.Mul(t.Check, time.Duration(messages)))
	}
	if path, ok := w.routes.Path(j.at, last, w.network.path[:0]); ok && j.at != last {
		w.network.path = path
		if stop, _ := w.nextStop(j.at, path, protocol, wish); w.governor(j.at, stop) != nil {
			bytes = units.Add(bytes, units.Add(j.payload, units.Mul(extra, units.Bytes(messages))))
		}
	}
	work := units.CoreWork(reference, w.sys.Nodes[j.at].Speed)
	work = units.Add(work, units.Mul(session.CipherTime(bytes, g.Cipher), int64(jobDemand)))
	return w.boundWork(now, work, j)
}

// boundWork cuts off what a station cannot count, which does not matter as long as
// the job could not finish within the run anyway.
func (w *world) boundWork(now units.Time, work int64, j *journey) int64 {
	if work <= share.WorkMax {
		return work
	}
	if units.Add(now, units.Time(share.WorkMax/int64(jobDemand))) <= w.cfg.Horizon {
		w.fail("data of %v has more work to do at gateway %q than can be counted in one job", j.payload, w.sys.Nodes[j.at].Name)
	}
	return share.WorkMax
}

// isJob reports whether what is on a station under a handle is the job of a gateway.
func (w *world) isJob(id models.TaskID) bool {
	t := w.tasks.at(id)
	return !t.alive() || t.status == models.TaskSending || t.status == models.TaskReplying
}

// jobEvent lets data go on when its job is finished.
func (w *world) jobEvent(now units.Time, job models.TaskID, k share.Kind) {
	if k != share.Finished {
		return
	}
	id := w.tasks.at(job).flight // of a transfer
	if w.tasks.at(job).alive() {
		id = w.gateways.journeys.find(cargo{index: int32(job)})
	}
	j := w.gateways.journeys.at(id)
	n := &w.nodes[j.at]
	n.work = n.work.Plus(j.work)
	n.extra = n.extra.Plus(int64(jobDemand))
	w.billJob(j, j.work)
	w.freeJob(j)
	j.done = true
	delay := time.Duration(0)
	if j.rule != nil {
		delay = j.rule.Delay
	}
	w.wait(units.Add(now, units.Time(delay)), id)
}

// billJob books the service that a job has had.
func (w *world) billJob(j *journey, had int64) {
	g := w.gateways.at(j.at)
	g.work = g.work.Plus(had)
	if a := w.accountOf(j.at); a != nil {
		a.serve(w.owner(j.cargo), had)
	}
}

// freeJob frees the handle of a job.
func (w *world) freeJob(j *journey) {
	if j.kind != taskCargo {
		w.tasks.remove(j.job)
	}
	j.job = models.NoTask
}

// waited is called when what a journey waits for inside a gateway is over, or
// without a journey to let what has just lost its path look for another.
func (w *world) waited(now units.Time, id int32) {
	switch {
	case id == none:
		w.rerouted(now)
	case w.gateways.journeys.at(id).done:
		w.letGo(now, id)
	default:
		w.serve(now, id)
	}
}

// letGo lets data leave a gateway that has dealt with it.
func (w *world) letGo(now units.Time, id int32) {
	j := w.gateways.journeys.at(id)
	j.done = true
	if j.rule != nil {
		j.protocol, j.extra = j.rule.To, j.rule.Overhead
	}
	w.endVisit(now, j, (*conversion.Meter).Convert)
	w.depart(now, id)
}

// depart sends data from a stop to the next one, or hands it over when it is where
// it was to go.
func (w *world) depart(now units.Time, id int32) {
	g := w.gateways
	j := g.journeys.at(id)
	inside := j.done
	_, last := w.route(j.cargo)
	if j.at == last {
		c := j.cargo
		g.journeys.leave(g.at(j.at), id)
		w.endJourney(id)
		w.received(now, c)
		return
	}
	path, ok := w.routes.Path(j.at, last, w.network.path[:0])
	w.network.path = path
	if !ok || !w.mayPass(j.cargo, j.at, path) {
		w.strand(now, id)
		return
	}
	if inside {
		g.journeys.leave(g.at(j.at), id)
	}
	_, wish := w.speaks(j.cargo)
	stop, links := w.nextStop(j.at, path, j.protocol, wish)
	latency := w.meetAll(j.at, path[:links], w.numberOf(j.cargo))
	j.stage, j.done, j.rule, j.to = onLeg, false, nil, stop
	size, wait := w.protect(now, j, latency)
	if inside {
		w.logJourney(now, j, trace.GatewayLeft, trace.TransferLeft, int64(size))
	}
	w.lift(now, j.cargo, size, units.Add(latency, wait))
}

// protect returns the size on the way of data that sets out on a leg with a
// latency, and how long it waits for a session before.
func (w *world) protect(now units.Time, j *journey, latency time.Duration) (size units.Bytes, wait time.Duration) {
	g, data := w.gateways, w.dataOf(j)
	payload := units.Add(j.payload, units.Mul(j.extra, units.Bytes(data.Messages())))
	size = payload
	governor := w.governor(j.at, j.to)
	if j.protected = governor != nil; j.protected {
		s := governor.Session
		message := data.Message
		if message > 0 {
			message = units.Add(message, j.extra)
		}
		size = units.Add(size, s.Profile.Overhead(payload, message))
		use := g.sessions.Need(int64(now), pairOf(j.at, j.to), s.Terms, s.Profile.SetUp(int64(units.Mul(latency, 2))))
		wait = time.Duration(use.WaitNs)
		if use.Handshake {
			size = units.Add(size, s.Profile.Handshake)
			j.opens = units.Add(now, units.Time(wait))
			w.shakeHands(now, j, governor)
		}
	}
	booked := g.at(j.at)
	if end := g.at(j.to); booked == nil || end != nil && booked.onlyEncrypts() {
		booked = end
	}
	booked.overhead = booked.overhead.Plus(int64(size - j.payload))
	g.payload = g.payload.Plus(int64(j.payload))
	g.wire = g.wire.Plus(int64(size))
	return size, wait
}

// shakeHands notes that a handshake begins.
func (w *world) shakeHands(now units.Time, j *journey, governor *gateway) {
	governor.handshakes++
	other := j.to
	if other == governor.Node {
		other = j.at
	}
	w.log(trace.Event{At: int64(now), Kind: trace.HandshakeBegun, Node: int32(governor.Node), Value: int64(other)})
}

// logJourney appends an event about data that comes into a gateway or leaves it.
func (w *world) logJourney(now units.Time, j *journey, ofTask, ofTransfer trace.Kind, value int64) {
	e := trace.Event{At: int64(now), Kind: ofTransfer, Task: int64(j.index) + 1, Node: int32(j.at), Value: value}
	if j.kind == taskCargo {
		e.Kind, e.Task = ofTask, w.tasks.at(models.TaskID(j.index)).number
	}
	w.log(e)
}

// endVisit closes the account of data that leaves a gateway, or its conversion. It
// may be called again.
func (w *world) endVisit(now units.Time, j *journey, book func(*conversion.Meter, int64)) {
	if j.entered == trace.None {
		return
	}
	g := w.gateways
	book(&g.at(j.at).meter, w.dataOf(j).Messages())
	w.addConvert(now, j)
	j.entered = trace.None
}

// addConvert counts the time at a gateway until now as conversion.
func (w *world) addConvert(now units.Time, j *journey) {
	if j.kind != taskCargo {
		return
	}
	g := w.gateways
	for len(g.converted) <= int(j.index) {
		g.converted = append(g.converted, 0)
	}
	g.converted[j.index] += int64(now - j.entered)
}

// takeConvert returns what part of the transfer time of a task was conversion, and
// forgets it.
func (w *world) takeConvert(id models.TaskID) int64 {
	if w.gateways == nil || int(id) >= len(w.gateways.converted) {
		return 0
	}
	spent := w.gateways.converted[id]
	w.gateways.converted[id] = 0
	return spent
}
