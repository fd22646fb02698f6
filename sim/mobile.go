package sim

import (
	"fmt"
	"slices"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/association"
	"github.com/littoral-sim/littoral/sim/kernel"
	"github.com/littoral-sim/littoral/sim/mobility"
	"github.com/littoral-sim/littoral/sim/rng"
	"github.com/littoral-sim/littoral/sim/trace"
)

// Mobile nodes. Each has one link, which leads to the access point that it belongs
// to. When that changes the link closes, and opens again to the new one after the
// time that a handover takes. Where a device is never depends on anything else in
// the world.

// Mobility makes nodes move among access points.
type Mobility struct {
	Devices []Mobile
	// Access are the access points, and Points where they are.
	Access     []models.NodeID
	Points     []models.Point
	Coverage   int64 // radius in millimetres within which they can be used
	Hysteresis int64 // millimetres by which another must be nearer to be preferred
	// Handover is how long the link is closed when a device changes its access
	// point, or has come back into coverage, in nanoseconds.
	Handover rng.Dist
}

// Mobile is a node that moves. Its only link roams, and leads from it to the first
// of the access points.
type Mobile struct {
	Node  models.NodeID
	Link  models.LinkID
	Home  models.Point // where it begins, as far as its model takes that from it
	Model mobility.Model
}

// mobiles are all mobile nodes.
type mobiles struct {
	list []mobile
	of   []int32            // index in list of each node, or none
	maps []*association.Map // of each Mobility
	// spools are the buffers that send from or to each node; made when needed.
	spools [][]int32
	stuck  []cargo         // scratch of leaveBehind
	guest  []models.LinkID // scratch of linksAt
}

// mobile is a node that moves.
type mobile struct {
	Mobile
	group  int32
	walker mobility.Walker
	delays rng.Stream
	change association.Change // the next that is known, at Never if there is none on this leg
	belong int32              // the access point that it belongs to: an index in the group, or association.None
	joined int32              // the one that it was attached to last, or association.None
	state  mobileState
	opens  units.Time // when the handover under way ends, or Never
	due    units.Time
	ticket kernel.Ticket
	since  units.Time
	gap    units.Time // when it was detached
	use    trace.MobileUse
	track  []trace.Spot
}

// The bounds of what is kept for a map: the ways of so many devices, and so many
// places of each.
const (
	tracksMax = 24
	spotsMax  = 2048
)

// spot keeps where a leg begins, for a map.
func (d *mobile) spot(i int32, at models.Point) {
	if i < tracksMax && len(d.track) < spotsMax {
		d.track = append(d.track, trace.Spot{XMm: at.X, YMm: at.Y})
	}
}

// mobileState says what a mobile node does with its link.
type mobileState uint8

const (
	attached mobileState = iota
	changing             // a handover is under way
	outside              // no access point is near enough
	mobileStates
)

// ownSystem returns the system, as a copy where the links of mobile nodes will
// change.
func (c *Config) ownSystem() *models.System {
	if len(c.Mobility) == 0 {
		return c.System
	}
	own := *c.System
	own.Links = slices.Clone(own.Links)
	return &own
}

// addMobiles makes the mobile nodes, and attaches those that begin in coverage.
func (w *world) addMobiles() {
	if len(w.cfg.Mobility) == 0 {
		return
	}
	m := &mobiles{of: make([]int32, len(w.sys.Nodes))}
	for i := range m.of {
		m.of[i] = none
	}
	w.mobiles = m
	for g := range w.cfg.Mobility {
		c := &w.cfg.Mobility[g]
		at, err := association.New(c.association())
		if err != nil { // The configuration has been validated.
			panic(err)
		}
		m.maps = append(m.maps, at)
		for i := range c.Devices {
			m.of[c.Devices[i].Node] = int32(len(m.list))
			m.list = append(m.list, w.newMobile(&c.Devices[i], int32(g)))
		}
	}
	for i := range m.list {
		w.beginMobile(int32(i))
	}
}

func (m *Mobility) association() *association.Config {
	return &association.Config{Points: m.Points, Coverage: m.Coverage, Hysteresis: m.Hysteresis}
}

func (w *world) newMobile(d *Mobile, group int32) mobile {
	stream := func(purpose string) rng.Stream {
		return rng.NewStream(w.cfg.Seed, w.cfg.Replication, "mobility/"+w.sys.Nodes[d.Node].Name, purpose)
	}
	draws := mobility.Streams{Place: stream("place"), Speed: stream("speed"), Pause: stream("pause")}
	return mobile{
		Mobile: *d, group: group, walker: mobility.Start(d.Model, d.Home, draws), delays: stream("handover"),
		belong: association.None, joined: association.None, opens: units.Never, due: units.Never,
		use: trace.MobileUse{Node: int32(d.Node), AccessPoint: trace.None},
	}
}

// beginMobile attaches a node at instant 0, without a handover.
func (w *world) beginMobile(i int32) {
	d := &w.mobiles.list[i]
	w.links[d.Link].closed = true
	w.routes.SetLink(d.Link, false)
	w.parts.SetLink(0, d.Link, false)
	w.open(0, d.Link)
	leg := d.walker.Leg()
	d.spot(i, leg.From)
	d.belong = w.mobiles.maps[d.group].Nearest(leg.From)
	d.state = outside
	if d.belong != association.None {
		w.attach(0, d)
	}
	w.look(0, d)
	w.retimeMobile(i)
}

// roam lets a mobile node change its access point, end a handover, or begin the
// next leg.
func (w *world) roam(now units.Time, i int32) {
	d := &w.mobiles.list[i]
	d.due = units.Never
	if d.change.At == now {
		w.belongTo(now, d, d.change.To)
		w.look(now, d)
	}
	if leg := d.walker.Leg(); leg.End == now {
		d.spot(i, leg.To)
		d.walker.Advance()
		w.look(now, d)
	}
	if d.opens == now {
		w.attach(now, d)
	}
	w.retimeMobile(i)
}

// look finds the next change on the present leg.
func (w *world) look(now units.Time, d *mobile) {
	change, ok := w.mobiles.maps[d.group].Next(d.walker.Leg(), now, d.belong)
	if !ok {
		change.At = units.Never
	}
	d.change = change
}

func (w *world) retimeMobile(i int32) {
	d := &w.mobiles.list[i]
	due := min(d.change.At, d.opens, d.walker.Leg().End)
	d.ticket, d.due = w.retimed(d.ticket, d.due, due, phaseVary, evRoam, i)
}

// belongTo lets a mobile node belong to another access point, or to none.
func (w *world) belongTo(now units.Time, d *mobile, to int32) {
	if d.state == attached {
		w.detach(now, d)
	}
	d.belong, d.opens = to, units.Never
	if to == association.None {
		d.account(now, outside)
		return
	}
	d.account(now, changing)
	delay := w.cfg.Mobility[d.group].Handover.SampleInt64(&d.delays)
	d.opens = units.Add(now, units.Time(delay))
}

// account closes the account of the present state of a mobile node.
func (d *mobile) account(now units.Time, to mobileState) {
	span := [mobileStates]*int64{attached: &d.use.Attached, changing: &d.use.Changing, outside: &d.use.Outside}
	*span[d.state] += int64(now - d.since)
	d.state, d.since = to, now
}

// detach closes the link of a mobile node.
func (w *world) detach(now units.Time, d *mobile) {
	d.gap = now
	d.use.Detachments++
	w.links[d.Link].closed = true
	w.log(trace.Event{At: int64(now), Kind: trace.DeviceDetached, Node: int32(d.Node), Value: int64(w.accessPoint(d))})
	if !w.routes.LinkUp(d.Link) {
		return
	}
	w.links[d.Link].settle(now, true)
	w.routes.SetLink(d.Link, false)
	w.parts.SetLink(now, d.Link, false)
	w.breakFlights(now, d.Link) // Nobody else can get a path by this.
	w.streamsOf(now, d.Node)
}

// accessPoint returns the node that a mobile node was attached to last.
func (w *world) accessPoint(d *mobile) models.NodeID { return w.cfg.Mobility[d.group].Access[d.joined] }

// attach opens the link of a mobile node to the access point that it belongs to.
func (w *world) attach(now units.Time, d *mobile) {
	if d.joined != association.None {
		d.use.GapMax = max(d.use.GapMax, int64(now-d.gap))
		if d.joined != d.belong {
			d.use.Handovers++
		}
	}
	d.account(now, attached)
	d.opens, d.joined = units.Never, d.belong
	d.use.Attachments++
	d.use.AccessPoint = int32(w.accessPoint(d))
	if to := w.accessPoint(d); w.sys.Links[d.Link].B != to {
		w.leaveBehind(now, d.Link)
		w.routes.Rehome(d.Link, to)
		w.parts.Rehome(now, d.Link, to)
	}
	w.links[d.Link].closed = false
	w.log(trace.Event{At: int64(now), Kind: trace.DeviceAttached, Node: int32(d.Node), Value: int64(d.use.AccessPoint)})
	if !w.up(d.Link) {
		return
	}
	w.links[d.Link].settle(now, false)
	w.routes.SetLink(d.Link, true)
	w.parts.SetLink(now, d.Link, true)
	w.open(now, d.Link)
	w.reached(now, d.Node)
	if w.follows != nil {
		w.meetAgain(now, d.Node)
	}
}

// leaveBehind takes data off a link that will lead elsewhere: what has stalled on
// it goes on by the new way.
func (w *world) leaveBehind(now units.Time, id models.LinkID) {
	n, list := &w.network, w.mobiles.stuck[:0]
	for h := n.flights.onLink[id]; h != none; h = n.flights.hops[h].next {
		list = append(list, n.flights.at(n.flights.hops[h].flight).cargo())
	}
	slices.SortFunc(list, w.compareCargo)
	for _, c := range list {
		left := w.takeBack(now, c)
		n.waiting = append(n.waiting, parcel{c, left})
	}
	w.mobiles.stuck = list
}

// reached lets what waits try again that begins or ends at a mobile node which has
// been attached. Nothing else can have got a path.
func (w *world) reached(now units.Time, id models.NodeID) {
	n := &w.network
	w.retryStranded(now)
	n.waiting, n.retry = n.retry[:0], n.waiting
	for _, p := range n.retry {
		if from, to := w.route(p.cargo); from != id && to != id {
			n.waiting = append(n.waiting, p)
			continue
		}
		w.goOn(now, p)
	}
	w.streamsOf(now, id)
	w.stirAll()
	w.reroutedStreams(now)
	w.stirSource(id)
	w.requestPass(now)
}

// streamsOf lets the buffers look at the routes that send from a mobile node, or to
// it, after its link has opened or closed.
func (w *world) streamsOf(now units.Time, id models.NodeID) {
	if w.streams == nil {
		return
	}
	m := w.mobiles
	if m.spools == nil {
		m.spools = make([][]int32, len(m.list))
		for i := range w.streams.spools {
			p := &w.streams.spools[i]
			for _, n := range [2]models.NodeID{p.from, p.to} {
				if m.of[n] != none {
					m.spools[m.of[n]] = append(m.spools[m.of[n]], int32(i))
				}
			}
		}
	}
	w.streams.epoch++
	for _, i := range m.spools[m.of[id]] {
		w.seekPath(now, i)
		w.pump(now, i)
	}
}

// linksAt returns the links that end at a node, with those of the mobile nodes that
// are attached to it. It is valid until the next call.
func (w *world) linksAt(n models.NodeID) []models.LinkID {
	links := w.linksOf(n)
	if w.mobiles == nil || !w.sys.Nodes[n].AccessPoint {
		return links
	}
	guests := append(w.mobiles.guest[:0], links...)
	for i := range w.mobiles.list {
		if l := w.mobiles.list[i].Link; w.sys.Links[l].B == n {
			guests = append(guests, l)
		}
	}
	w.mobiles.guest = guests
	return guests
}

// endMobiles closes the accounts of all mobile nodes.
func (w *world) endMobiles(now units.Time) {
	if w.mobiles == nil {
		return
	}
	for i := range w.mobiles.list {
		d := &w.mobiles.list[i]
		if d.state != attached && d.joined != association.None {
			d.use.GapMax = max(d.use.GapMax, int64(now-d.gap))
		}
		d.account(now, d.state)
		leg := d.walker.Leg()
		d.spot(int32(i), leg.At(now))
	}
}

// mobility returns what is told of mobile nodes, or nil without any.
func (w *world) mobility() *trace.Mobility {
	if w.mobiles == nil {
		return nil
	}
	out := &trace.Mobility{}
	for g := range w.cfg.Mobility {
		c := &w.cfg.Mobility[g]
		for i, n := range c.Access {
			out.Sites = append(out.Sites, trace.Site{Node: int32(n), Spot: trace.Spot{XMm: c.Points[i].X, YMm: c.Points[i].Y}, CoverageMm: c.Coverage})
		}
	}
	for i := range w.mobiles.list {
		d := &w.mobiles.list[i]
		out.Devices = append(out.Devices, d.use)
		if len(d.track) > 0 {
			out.Tracks = append(out.Tracks, trace.Track{Node: int32(d.Node), Spots: d.track})
		}
	}
	return out
}

// auditMobility checks the accounts of mobile nodes, and asks anew which access
// point they ought to belong to at the end.
func (w *world) auditMobility() []trace.Audit {
	if w.mobiles == nil {
		return nil
	}
	var spent units.Wide
	var attachments, ended, right int64
	for i := range w.mobiles.list {
		d := &w.mobiles.list[i]
		spent = spent.Plus(d.use.Attached).Plus(d.use.Changing).Plus(d.use.Outside)
		attachments += d.use.Attachments
		ended += d.use.Detachments
		if d.state == attached {
			ended++
		}
		if w.mobiles.maps[d.group].Agrees(d.walker.Leg(), w.cfg.Horizon, d.belong) {
			right++
		}
	}
	devices := int64(len(w.mobiles.list))
	return []trace.Audit{
		exact("mobility", "Σ time attached, in handovers and out of coverage = mobile nodes · horizon",
			spent, units.Wide{}.PlusProduct(devices, int64(w.cfg.Horizon))),
		exact("attachments", "attachments = ended + at the end of the run", count(ended), count(attachments)),
		exact("association", "mobile nodes that belong to the access point that a look at all of them finds", count(right), count(devices)),
	}
}

// mobility checks what moves.
func (v *validator) mobility() {
	mobile := make(map[models.NodeID]bool)
	for g := range v.Mobility {
		m := &v.Mobility[g]
		if err := m.association().Validate(); err != nil {
			v.errs = append(v.errs, fmt.Errorf("mobility %d: %w", g, err))
		}
		v.check(len(m.Access) == len(m.Points), "mobility %d has %d access points at %d places", g, len(m.Access), len(m.Points))
		v.check(!m.Handover.IsZero(), "mobility %d needs a distribution of handover times", g)
		for _, n := range m.Access {
			v.check(v.isNode(n) && v.System.Nodes[n].AccessPoint, "mobility %d: node %d is not an access point", g, n)
		}
		for i := range m.Devices {
			v.mobile(m, &m.Devices[i], mobile)
		}
	}
	for i := range v.System.Links {
		l := &v.System.Links[i]
		v.check(!l.Roams || mobile[l.A], "link %q roams, but its node does not move", l.Name)
		v.check(l.Roams || !mobile[l.A] && !mobile[l.B], "link %q ends at a node that moves", l.Name)
	}
}

func (v *validator) mobile(m *Mobility, d *Mobile, known map[models.NodeID]bool) {
	if !v.isNode(d.Node) || !v.isLink(d.Link) || d.Model == nil || !d.Home.Valid() {
		v.check(false, "the mobile node %d needs a link, a model and a home", d.Node)
		return
	}
	l := &v.System.Links[d.Link]
	v.check(!known[d.Node], "node %d moves twice", d.Node)
	v.check(!v.System.Nodes[d.Node].AccessPoint, "node %d moves, and is an access point", d.Node)
	v.check(l.Roams && l.A == d.Node && len(m.Access) > 0 && l.B == m.Access[0],
		"link %q must roam, and lead from node %d to the first access point", l.Name, d.Node)
	known[d.Node] = true
	if err := d.Model.Validate(); err != nil {
		v.errs = append(v.errs, fmt.Errorf("mobile node %d: %w", d.Node, err))
	}
}
