package scenarios

import (
	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim"
	"github.com/littoral-sim/littoral/sim/mobility"
)

// mobility returns what moves.
func (b *builder) mobility() []sim.Mobility {
	plane, _ := b.file.plane()
	point := func(p Position) models.Point {
		at, _ := plane.Point(p.location())
		return at
	}
	var out []sim.Mobility
	for k := range b.file.Mobility {
		m := &b.file.Mobility[k]
		s := sim.Mobility{
			Coverage: int64(m.Coverage.V), Hysteresis: int64(m.Hysteresis.V),
			Handover: dist(b, m.Handover, m.at("handover").String()),
		}
		for _, i := range m.AccessPoints.Nodes {
			s.Access = append(s.Access, models.NodeID(i))
			s.Points = append(s.Points, point(b.file.Nodes[i].At.position()))
		}
		shared := b.model(m, point)
		for n, i := range m.Devices.Nodes {
			d := sim.Mobile{Node: models.NodeID(i), Link: models.LinkID(m.air + n), Model: shared}
			if at := b.file.Nodes[i].At; at != nil {
				d.Home = point(at.position())
			}
			b.start(m, i, &d, point)
			s.Devices = append(s.Devices, d)
		}
		out = append(out, s)
	}
	return out
}

// model returns what devices share of their way to move, or nil.
func (b *builder) model(m *Mobility, point func(Position) models.Point) mobility.Model {
	switch v := m.Model; {
	case v.RandomWaypoint != nil:
		w := &mobility.RandomWaypoint{Speed: dist(b, v.RandomWaypoint.Speed, m.at("model.random-waypoint.speed").String())}
		w.Min, w.Max = b.file.rectangle(m)
		if v.RandomWaypoint.Pause != nil {
			w.Pause = dist(b, v.RandomWaypoint.Pause, m.at("model.random-waypoint.pause").String())
		}
		return w
	case v.Places != nil:
		var list []mobility.Place
		for i := range v.Places.List {
			x := &v.Places.List[i]
			list = append(list, mobility.Place{
				Point: point(x.At.position()), Weight: uint32(x.Weight.V), Dwell: dist(b, x.Dwell, m.at("model.places.list").String()),
			})
		}
		return mobility.NewPlaces(list, dist(b, v.Places.Speed, m.at("model.places.speed").String()))
	case len(v.Waypoints) > 0:
		p := &mobility.Path{}
		for i := range v.Waypoints {
			x := &v.Waypoints[i]
			p.Waypoints = append(p.Waypoints, mobility.Waypoint{At: units.Time(x.At.V), Point: point(Position{Lat: x.Lat.V, Lon: x.Lon.V})})
		}
		return p
	}
	return nil
}

// start fills in how the device that is node i begins.
func (b *builder) start(m *Mobility, i int, d *sim.Mobile, point func(Position) models.Point) {
	known := b.file.Nodes[i].At != nil
	switch v := m.Model; {
	case v.Trace != nil:
		p := &mobility.Path{}
		for _, x := range v.Trace.Positions[i] {
			p.Waypoints = append(p.Waypoints, mobility.Waypoint{At: x.At, Point: point(x)})
		}
		d.Model = p
	case v.RandomWaypoint != nil && !known:
		w, _ := d.Model.(*mobility.RandomWaypoint)
		anywhere := *w
		anywhere.Anywhere = true
		d.Model = &anywhere
	case v.Places != nil && !known:
		d.Home = point(v.Places.List[0].At.position())
	}
}
