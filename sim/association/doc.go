// Package association says which access point a moving device belongs to, and when that changes.
//
// A Map holds the access points. It keeps nothing about devices, so one Map serves all of them; what a device belongs to
// now is an argument.
//
//	m, err := association.New(&association.Config{Points: sites, Coverage: 200_000, Hysteresis: 10_000})
//	at := m.Nearest(leg.From)               // an index, or association.None
//	if change, ok := m.Next(leg, now, at); ok {
//		// at change.At it belongs to change.To
//	}
//
// # Rule
//
// A device keeps its access point until it is further away than the coverage radius, or until another one within the
// radius is nearer by more than the hysteresis. Then, and when it had none and comes within the radius of one, it
// belongs to the nearest within the radius, of equals the one with the lowest index, or to none. The margin has the part
// of the offset and hysteresis of event A3 in 3GPP TS 38.331 section 5.5.4.4, for a signal that falls with distance.
//
// # Exact instants
//
// A change is at the first whole nanosecond at which the rule asks for it; the place of the device is not rounded.
// Along a straight leg, being within a circle, and being nearer to one point than to another by more than a margin,
// both hold in a convex region: a disc, and the inside of one branch of a hyperbola. So each holds during one interval
// of time. Floating point finds where that may begin, and integers of any size decide: squared distances times the
// square of the duration of the leg are whole, and the margin is compared without roots. A region that a leg only
// touches for less than a nanosecond is not met, unless at a whole one.
//
// # Cost
//
// The access points lie in a grid of squares as wide as the radius. A leg is looked at in pieces of twice the radius,
// and no further than to the first change, so the cost depends on how many access points are near, not on how many
// there are. Nothing is allocated once the scratch memory has grown.
//
// # What it does not do
//
// There are no obstacles, no shadowing and no load: the nearest is the best. How long a handover takes is somebody
// else's business.
package association
