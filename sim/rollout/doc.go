// Package rollout upgrades items, such as the instances of a service or the nodes
// of a site, in waves and within a disruption budget.
//
// [Plan] says how, and [Rollout] is the state of one upgrade:
//
//	r := rollout.New(plan, items)
//	for _, i := range r.Begin(now, down) { … } // take these down and upgrade them
//	r.Done(now, i)                             // one is in service again
//	at, ok := r.Next()                         // when to call Begin at the latest
//
// # Rules
//
// The items are upgraded in their order, in waves. A wave begins when everything
// in the wave before is in service again, and its pause is over. Within a wave an
// item is taken down as soon as the budget allows: with it, no more items are out
// of service than MaxUnavailable, whatever the reason. That is what a disruption
// budget of Kubernetes promises of voluntary disruptions. An item that is out of
// service anyway costs nothing of the budget; its upgrade is over when it is in
// service again.
//
// Time in nanoseconds comes from outside and does not go back.
package rollout
