// Package mobility says where a device is as time goes by.
//
// A Walker is one device as a pure state machine. Its way is a chain of legs along straight lines at constant speed, and
// of rests; the next leg is drawn only when the present one ends, so a device that nobody looks at costs one event for
// each leg. Nothing depends on the network, so the way of a device is the same whatever else happens.
//
//	walker := mobility.Start(model, home, streams)
//	leg := walker.Leg()        // from where to where, from when to when
//	leg.At(now)                // where it is, in whole millimetres
//	…
//	leg = walker.Advance()     // at leg.End
//
// # Models
//
// A Path is a list of instants and places with straight lines between them: a recorded trace, or waypoints that a person
// wrote. Before the first and after the last the device stands still.
//
// A RandomWaypoint chooses a place, walks there at a speed drawn for the way, pauses, and chooses the next. It is the
// model of D. B. Johnson and D. A. Maltz, Dynamic source routing in ad hoc wireless networks (Mobile Computing, 1996).
// Places are uniform in a rectangle. Its average speed over time is not the mean of the speeds drawn but less, because
// slow ways take longer; with a least speed of nothing it would decay to nothing (J. Yoon, M. Liu and B. Noble, Random
// waypoint considered harmful, INFOCOM 2003), so speeds below 1 mm/s count as that.
//
// Places is a list of places with weights and times to stay: the next place is drawn by weight from all others.
//
// # Geometry
//
// A Plane turns geographic positions into millimetres by the equirectangular approximation around an origin. Within one
// city it errs by some parts in ten thousand; it is not meant for areas of more than some hundred kilometres.
//
// # What it does not do
//
// There are no streets, no obstacles and no groups. What a device is connected to is not its business; see package
// association.
package mobility
