// Package schedtest is the contract of schedulers.Scheduler as a test suite. A
// policy, wherever it lives, starts its life with
//
//	func TestContract(t *testing.T) {
//		schedtest.Run(t, mypolicy.New)
//	}
//
// [Run] draws the histories of small, nasty systems from [Histories] (failed
// nodes, cut links, shared accelerators, over-commit limits, zero demands,
// stale beliefs) and holds the policy to every clause of the contract:
//
//	plan         Plan returns a plan and no error, and does not panic
//	version      the plan carries the version of its snapshot
//	phantom      actions name pending tasks, each at most once, and nodes that exist
//	feasible     the referee refuses nothing
//	complete     no task is deferred that a node would still admit
//	read-only    the snapshot is left as it was
//	repeatable   the same history gives the same plans, again and again
//	independent  other instances of the policy have no influence
//	retention    nothing of a snapshot is used after Plan has returned
//	state        all state is in MarshalBinary, and comes back
//	relabel      renumbered nodes and tasks give plans as valid
//	cancelled    a cancelled context gives a valid plan or context.Canceled
//	empty        systems without nodes, kinds of tasks or tasks are no trouble
//
// A failure prints the clause, what was found and how to repeat the run; the
// flag -rapid.checks=N asks for N histories instead of 100. [RunWith] takes
// [Options] for policies that leave tasks pending on purpose.
//
// The package also holds what other tests of policies share: [Twin] compares a
// policy with a slow twin, [Star], [Submit] and [Places] serve hand-written
// cases, and [Describe] prints a snapshot.
//
// It says nothing about how good a policy is. It is the one package of the
// module outside the tests themselves that imports test libraries; production
// code must not import it.
package schedtest
