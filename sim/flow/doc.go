// Package flow shares links among flows of data, max–min fair and exactly, and finds the nanosecond in which each flow is
// done.
//
// A Network is a set of constraints, such as the directions of links, network interfaces and airtime domains, and the
// flows that use them. It is a pure state machine: flows go in with the current time, completions come out, and Next
// says when to come back. It knows no clock, no node and no world.
//
//	net := flow.New([]units.BitsPerSecond{100e6, 1e9})
//	net.Start(now, &flow.Flow{ID: 7, Size: 1e6, Weight: 1, Uses: []flow.Use{{Constraint: 0, Coefficient: flow.Unit}}})
//	for _, id := range net.Advance(now) { … } // flows that are done
//	due, ok := net.Next()                     // set the one timer of the network to due
//
// # Model
//
// A flow with weight w and level x moves w·x bit/s, and loads each constraint that it uses by its coefficient there
// times that. Allocations are weighted max–min fair: no level can be raised without lowering one that is not higher
// (Bertsekas and Gallager, Data Networks, 2nd ed., §6.5.2). Exactly one allocation has this property, and it is known by
// its certificate: nothing is overloaded, and each flow is at its cap or has a bottleneck, a saturated constraint on
// which no other flow has a higher level. Check verifies it.
//
// Rates change only at instants of input or completion. A flow without cap and without a constraint that has a limit
// finishes in the instant in which it starts. At capacity 0 flows stand still.
//
// # Arithmetic
//
// Everything is integer. Levels count 1/q bit/s with q = lcm(1, …, 32) = 144403552893600, data counts nanobit/q, both in
// 128 bits. Each bottleneck has a virtual clock, the integral of its level; a flow is due when the clock has gained what
// remains of the flow per weight. Moving a flow to another bottleneck carries that over without rounding.
//
// All changes happen at whole nanoseconds. A flow whose last bit would pass at the real instant τ, given all changes so
// far, finishes at ⌈τ − δ⌉ with δ = 1782411/(2³¹ − 1) ns, about 0.00083 ns, and uses its share until then. δ absorbs the
// rounding of levels, so that a flow that ends at a whole nanosecond ends there.
//
// Rounding moves a level by less than a unit, and the levels above it by what that leaves or takes on their constraints:
// by at most as many units as flows there hold lower levels, in ordinary networks a handful. Ties within 2⁻⁵⁸ of a level
// and 4 units are not broken. An error of e units in a level of x bit/s that lasts for T ns shifts a completion by
// e·T/(q·x) ns: for e = 4, x = 1 kbit/s and an hour, 0.0001 ns; at 1 Mbit/s, e may be a thousand and T four hours for
// the same. While that stays below δ, an instant can differ from ⌈τ − δ⌉ of exact rational arithmetic only when τ exceeds a
// whole nanosecond by δ up to such an error, which no plausible input does, because the denominator of δ is a large prime.
// In tests against rational arithmetic, all instants are equal.
//
// # Cost
//
// A change is worked in where it matters. Flows with the same uses and cap are one bundle: they share what is known of
// the path, and move to another bottleneck together. Bundles that use one constraint and have their bottleneck at another
// are kept as one group, so a changed level costs one timer, and an addition for each constraint that its flows use; no
// bundle is touched unless its bottleneck moves. A constraint whose flows all have the same bottleneck costs not even
// that, until its limit comes near. Caps of equal level share one pseudo-constraint, and are kept in heaps. A change thus
// costs O(g + log n), where g is the number of (constraint, bottleneck) pairs whose load changes and that are awake, as
// long as few bundles move. Where many bottlenecks are coupled, as in traffic between all pairs of gateways, g is large
// because nearly every level changes.
//
// A flow takes 48 bytes. The first on its path takes about 100 more, and 28 for each constraint there. Constraints that no
// flow uses cost 16 bytes and no time.
//
// # What it does not do
//
// It has no packets, windows, round-trip times, slow start, queues or loss: latency is added by the caller, loss is a
// coefficient above Unit. A flow has one path; to spread over several, start several flows.
package flow
