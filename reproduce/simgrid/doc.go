// Package simgrid compares the completion times of flows in sim/flow with those
// in SimGrid, an independent simulator with the same fluid model, on random
// platforms: littoral reproduce simgrid.
//
// The main types are [Platform], a network and the flows over it, which
// [Generate] draws from a seed; [Peer], SimGrid behind a driver in C++ that
// [Build] compiles and that speaks the text form of a platform; and [Report], the
// outcome of [Run] as a table and a picture.
//
//	report, err := simgrid.Run(ctx, simgrid.Options{Seed: 1})
//	if err == nil {
//		err = report.Print(os.Stdout)
//	}
//
// Both are given the same problem: flows start at nanoseconds, wait for the
// latency of their route, and from then on share links by max-min fairness, some
// of them with a cap. SimGrid does so under its model CM02 without cross-traffic,
// TCP-gamma 0, weight-S 0 and all factors 1; because it weighs flows by the
// inverse of the latency of their routes, all routes have the same latency.
//
// A difference is taken relative to the time that the flow took. Nearly all of
// what one sees comes from sim/flow, which ends flows at whole nanoseconds, rounded
// up: on a link that is never idle each end delays what comes after it by a part of
// a nanosecond, and after hundreds of flows that is some tens of nanoseconds. The
// tests show it with a naive twin, which agrees with SimGrid when its time is
// continuous, and with sim/flow when its ends are rounded. So that this does not
// hide anything else, flows take twenty seconds at least.
//
// SimGrid is run with a finer clock and solver than it has by default, which made
// no difference to any verdict, and with network/optim:Full, which did. Under its
// default, Lazy, version 3.32 gives wrong rates to flows that enter sharing at the
// same instant. Three flows are enough: one crosses links a and b; one second
// later two start together, over b and over a; the last, behind a link of 333,333
// bit/s of its own, gets through at 95 Mbit/s. Platforms on which no two flows
// start together come out alike under both.
//
// The package does not compare weights, coefficients, cuts and changes of
// capacity in mid-flow, which SimGrid has in another form or not at all.
package simgrid
