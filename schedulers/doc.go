// Package schedulers is the contract between an edge system and the code that
// decides where its tasks run: a snapshot goes in, a plan comes out. The same
// policy value runs in the simulator and in a deployment, because neither of
// them lets it do more than answer.
//
// The three main types are [Scheduler], the contract; [Snapshot], everything a
// policy may know; and [Plan], a list of all-or-nothing transactions. The caller
// runs [Check], the referee, on every plan before it applies it, so a policy can
// be wrong without doing harm: actions that break a rule are refused one by one
// with a [models.Reason], and the rest is carried out.
//
// Most policies place one task after the other. They implement [Chooser] and let
// [OneByOne] do the bookkeeping:
//
//	type firstFit struct{}
//
//	func (firstFit) Choose(d *schedulers.Draft, t *schedulers.Pending) schedulers.Choice {
//		for _, n := range d.Eligible(t) {
//			if d.Admits(t, n) {
//				return schedulers.Choice{Node: n}
//			}
//		}
//		return schedulers.Nowhere
//	}
//
//	policy := schedulers.OneByOne(firstFit{})
//
// What may run where is decided in package models and nowhere else. A [Draft]
// accounts for the placements of a plan in the making with the same predicates
// that the referee uses. CPU can be promised beyond the capacity of a node, and
// then everything on it slows down, so policies look for room first
// ([Draft.HasRoom]) and for mere admission ([Draft.Admits]) when there is none;
// [Draft.Sample] and [Draft.LeastCommitted] choose in either sense. [Draft.Near]
// and [Draft.Soon] lead through the nodes from the nearest on, and remember the
// order from one snapshot to the next. [Explain] says why a task waits.
//
// The sub-package catalog maps names to policies, and schedtest is the suite that
// every policy must pass.
//
// The package and the policies below it import nothing but the standard library
// and models. They have no clock, start no goroutine and draw random numbers
// from the snapshot's source only.
package schedulers
