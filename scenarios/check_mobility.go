package scenarios

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/scenarios/internal/quantity"
	"github.com/littoral-sim/littoral/sim/association"
	"github.com/littoral-sim/littoral/sim/mobility"
)

func (m *Mobility) at(key string) where { return where{"mobility", &m.origin, key} }

// addAir finds the nodes that move and those that they can be attached to, and
// gives the former their links.
func (c *checker) addAir() {
	f := c.file
	for k := range f.Mobility {
		m := &f.Mobility[k]
		m.origin = origin{entry: int32(k)}
		if len(f.Mobility) == 1 {
			m.origin.entry = -1 // It may be written without a list.
		}
		c.nodesOf(&m.Devices, m.at("devices"))
		c.nodesOf(&m.AccessPoints, m.at("access-points"))
		m.air = len(f.Links)
		if m.Link == nil || len(m.AccessPoints.Nodes) == 0 {
			continue // It will be complained about.
		}
		a, first := m.Link, m.AccessPoints.Nodes[0]
		pos := m.Devices.Pos
		for _, i := range m.Devices.Nodes {
			if i == first {
				continue // Likewise.
			}
			f.Links = append(f.Links, Link{
				Pos: pos, Name: Value[Name]{"air-" + Name(c.nodeNames[i]), pos},
				Between: [2]Ref{{c.nodeNames[i], pos, i}, {c.nodeNames[first], pos, first}},
				Class:   a.Class, Bandwidth: a.Bandwidth, BandwidthBack: a.BandwidthBack, Latency: a.Latency,
				Jitter: a.Jitter, Loss: a.Loss, Duplex: a.Duplex, Encrypted: a.Encrypted,
				Energy: a.Energy, EnergyBack: a.EnergyBack, air: m,
			})
		}
	}
}

// mobility checks what moves.
func (c *checker) mobility() {
	if len(c.file.Mobility) == 0 {
		return
	}
	if c.list.Full() {
		return // Not all complaints are known by now.
	}
	for _, d := range c.list.All() {
		if strings.HasPrefix(d.Path, "mobility") {
			return // What could not be read would be complained about again.
		}
	}
	role := make([]byte, len(c.file.Nodes)) // 'm' for what moves, 'a' for access points
	for k := range c.file.Mobility {
		m := &c.file.Mobility[k]
		c.roles(m, role)
		c.reach(m)
		c.spots(m)
		if m.Handover != nil {
			checkDistribution(c, m.Handover, m.at("handover"))
		}
		if m.Model != nil {
			c.movement(m)
		}
	}
	for i := range c.file.Links {
		l := &c.file.Links[i]
		for end, r := range l.Between {
			if l.air == nil && r.IsSet() && r.Index >= 0 && role[r.Index] == 'm' {
				c.report(l.at(fmt.Sprintf("between.%d", end)), r.Pos, say(
					fmt.Sprintf("%s moves, so its only link is that of mobility", quote(r.Name)), "leave this link out, or let the node stay where it is"))
			}
		}
	}
}

// roles checks that nodes that move and access points are apart, and that the
// places of the latter are known.
func (c *checker) roles(m *Mobility, role []byte) {
	for _, i := range m.Devices.Nodes {
		if role[i] == 0 {
			role[i] = 'm'
			continue
		}
		c.report(m.at("devices"), m.Devices.Pos, say(
			fmt.Sprintf("%s moves already, or is an access point", quote(c.nodeNames[i])), "choose each node once"))
	}
	for _, i := range m.AccessPoints.Nodes {
		n := &c.file.Nodes[i]
		if role[i] == 'm' {
			c.report(m.at("access-points"), m.AccessPoints.Pos, say(
				fmt.Sprintf("%s moves, so it is no access point", quote(c.nodeNames[i])), "choose nodes that stay where they are"))
			continue
		}
		role[i] = 'a'
		if n.At == nil {
			c.report(m.at("access-points"), m.AccessPoints.Pos, say(
				fmt.Sprintf("where %s stands is not known", quote(c.nodeNames[i])), "add at: {lat: -37.8152, lon: 144.9748} to the node"))
		}
	}
}

// reach checks the radius and the margin.
func (c *checker) reach(m *Mobility) {
	if m.Coverage.V > association.CoverageMax {
		c.report(m.at("coverage"), m.Coverage.Pos, say("the coverage is larger than the region that can be simulated", "write at most 1000km"))
	}
	if m.Coverage.IsSet() && m.Hysteresis.V > m.Coverage.V {
		c.report(m.at("hysteresis"), m.Hysteresis.Pos, say(
			fmt.Sprintf("a margin of %s is more than the coverage of %s", quantity.Length.Format(int64(m.Hysteresis.V)), quantity.Length.Format(int64(m.Coverage.V))),
			"write a smaller one"))
	}
}

// movement checks how devices move.
func (c *checker) movement(m *Mobility) {
	switch v := m.Model; {
	case v.RandomWaypoint != nil:
		w := v.RandomWaypoint
		if plane, ok := c.file.plane(); ok && w.Area == nil && c.alone(m, &plane) {
			c.report(m.at("model.random-waypoint"), v.Pos, say("all access points are at one place, which makes no area", "add an area"))
		}
		c.velocity(w.Speed, m.at("model.random-waypoint.speed"))
		if w.Pause != nil {
			checkDistribution(c, w.Pause, m.at("model.random-waypoint.pause"))
		}
		if a := w.Area; a != nil && (a.North.V < a.South.V || a.East.V < a.West.V || a.North.V == a.South.V && a.East.V == a.West.V) {
			c.report(m.at("model.random-waypoint.area"), a.Pos, say("the area is not a rectangle with south below north and west before east", "exchange the values"))
		}
	case v.Places != nil:
		c.places(v.Places, m)
	case len(v.Waypoints) > 0:
		for i := 1; i < len(v.Waypoints); i++ {
			if x := &v.Waypoints[i]; x.At.V <= v.Waypoints[i-1].At.V {
				c.report(m.at(fmt.Sprintf("model.waypoints.%d.at", i)), x.At.Pos, say(
					fmt.Sprintf("%s does not come after %s", span(x.At.V), span(v.Waypoints[i-1].At.V)), "put the waypoints in the order of time, each at another instant"))
			}
		}
	}
}

// alone reports whether all access points are at one place.
func (c *checker) alone(m *Mobility, plane *mobility.Plane) bool {
	var first models.Point
	for k, i := range m.AccessPoints.Nodes {
		at := c.file.Nodes[i].At
		if at == nil {
			return false
		}
		p, _ := plane.Point(at.position().location())
		if k == 0 {
			first = p
		}
		if p != first {
			return false
		}
	}
	return true
}

func (c *checker) places(p *Places, m *Mobility) {
	c.velocity(p.Speed, m.at("model.places.speed"))
	if len(p.List) == 1 {
		c.report(m.at("model.places.list"), p.List[0].Pos, say("there is only one place", "add another, or let the devices stay where they are"))
	}
	for i := range p.List {
		if d := p.List[i].Dwell; d != nil {
			checkDistribution(c, d, m.at("model.places.list."+strconv.Itoa(i)+".dwell"))
		}
	}
}

// velocity checks that devices move at all.
func (c *checker) velocity(d *Distribution[Velocity], w where) {
	if d == nil || d.Constant != nil && !d.Constant.IsSet() {
		return // It is complained about already.
	}
	if made, ok := checkDistribution(c, d, w); ok && made.Mean() < mobility.SpeedMin {
		c.report(w, d.Pos, say("the mean speed is below 1mm/s", "write a higher speed, or let the devices stay where they are"))
	}
}

// plane returns what maps positions to a plane around the access points. It needs
// some whose places are known, not near a pole.
func (f *File) plane() (plane mobility.Plane, ok bool) {
	var lat, lon, n int64
	for k := range f.Mobility {
		for _, i := range f.Mobility[k].AccessPoints.Nodes {
			if at := f.Nodes[i].At; at != nil {
				p := at.position().location()
				lat, lon, n = lat+int64(p.LatMicrodegrees), lon+int64(p.LonMicrodegrees), n+1
			}
		}
	}
	if n == 0 {
		return plane, false
	}
	origin := models.Location{LatMicrodegrees: int32(lat / n), LonMicrodegrees: int32(lon / n)}
	const polar = 85_000_000
	return mobility.NewPlane(origin), -polar <= origin.LatMicrodegrees && origin.LatMicrodegrees <= polar
}

// position returns a place.
func (l *Location) position() Position { return Position{Lat: l.Lat.V, Lon: l.Lon.V} }

func (p Position) location() models.Location {
	const nano = 1000 // billionths of a degree in a microdegree
	return models.Location{LatMicrodegrees: int32(p.Lat / nano), LonMicrodegrees: int32(p.Lon / nano)}
}

// spots checks that everything lies in one region.
func (c *checker) spots(m *Mobility) {
	plane, ok := c.file.plane()
	if len(m.AccessPoints.Nodes) == 0 {
		return // It is complained about already.
	}
	if !ok {
		c.report(m.at("access-points"), m.AccessPoints.Pos, say("there is no plane around the places of the access points", "give them places, at, away from the poles"))
		return
	}
	near := func(p Position, at where, pos Pos) {
		if _, ok := plane.Point(p.location()); !ok {
			c.report(at, pos, say("this is more than 1000km from the middle of the access points", "keep to one region"))
		}
	}
	for _, list := range [2][]int{m.Devices.Nodes, m.AccessPoints.Nodes} {
		for _, i := range list {
			if n := &c.file.Nodes[i]; n.At != nil {
				near(n.At.position(), n.at("at"), n.At.Lat.Pos)
			}
		}
	}
	v := m.Model
	if v == nil {
		return
	}
	if v.RandomWaypoint != nil && v.RandomWaypoint.Area != nil {
		a := v.RandomWaypoint.Area
		near(Position{Lat: a.South.V, Lon: a.West.V}, m.at("model.random-waypoint.area"), a.Pos)
		near(Position{Lat: a.North.V, Lon: a.East.V}, m.at("model.random-waypoint.area"), a.Pos)
	}
	if v.Places != nil {
		for i := range v.Places.List {
			if at := v.Places.List[i].At; at != nil {
				near(at.position(), m.at(fmt.Sprintf("model.places.list.%d.at", i)), at.Lat.Pos)
			}
		}
	}
	for i := range v.Waypoints {
		x := &v.Waypoints[i]
		near(Position{Lat: x.Lat.V, Lon: x.Lon.V}, m.at(fmt.Sprintf("model.waypoints.%d", i)), x.Pos)
	}
}

// rectangle returns where the random waypoints of a section lie.
func (f *File) rectangle(m *Mobility) (low, high models.Point) {
	plane, _ := f.plane()
	if a := m.Model.RandomWaypoint.Area; a != nil {
		low, _ = plane.Point(Position{Lat: a.South.V, Lon: a.West.V}.location())
		high, _ = plane.Point(Position{Lat: a.North.V, Lon: a.East.V}.location())
		return low, high
	}
	for k, i := range m.AccessPoints.Nodes {
		p, _ := plane.Point(f.Nodes[i].At.position().location())
		if k == 0 {
			low, high = p, p
		}
		low = models.Point{X: min(low.X, p.X), Y: min(low.Y, p.Y)}
		high = models.Point{X: max(high.X, p.X), Y: max(high.Y, p.Y)}
	}
	return low, high
}

// legs counts the legs that devices walk.
func (t *changeTally) legs(m *Mobility) {
	one := 0.0
	switch v := m.Model; {
	case v.RandomWaypoint != nil:
		low, high := t.file.rectangle(m)
		const legs = 3 // that lead about once across
		across := math.Sqrt(float64(low.Distance2(high))) / legs
		made, err := v.RandomWaypoint.Speed.make()
		if err != nil {
			return
		}
		one = t.run / max(1, across*float64(time.Hour)/made.Mean()+meanOf(v.RandomWaypoint.Pause))
	case v.Places != nil:
		dwell := 0.0
		for i := range v.Places.List {
			dwell += meanOf(v.Places.List[i].Dwell) / float64(len(v.Places.List))
		}
		one = t.run / max(1, dwell)
	default:
		return
	}
	t.add(m, m.at("model"), m.Model.Pos, func() float64 { return 2 * one * float64(len(m.Devices.Nodes)) })
}
