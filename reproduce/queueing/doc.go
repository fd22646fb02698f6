// Package queueing compares the simulator with queueing and reliability theory:
// littoral reproduce queueing.
//
// [Run] simulates each model, [Row] is one estimate beside its theory, and
// [Report] is all of them as a table, a file and a picture.
//
//	report, err := queueing.Run(ctx, queueing.Options{})
//	if err == nil {
//		err = report.Print(os.Stdout)
//	}
//
// # Models
//
// What a scenario can express runs through sim.Run, so that what is checked is
// what is used: M/M/1, M/M/c, M/M/c/c and M/M/1/K, M/G/1 in the order of arrival
// and with processor sharing, GI/M/1, priorities with and without preemption, a
// server with pauses, the availability of a node, groups of nodes with repair
// crews, and k of n nodes. What it cannot runs on the same stations and event loop,
// sim/share and sim/kernel: servers that fail only while they serve, or take
// vacations, and networks of queues, open and closed.
//
// # Judgement
//
// The theory is that of internal/theory: the value, and the variance of the
// estimate over a long time. An estimate differs when it is more than six standard
// deviations off. No variance is estimated from what is simulated.
//
// The length of each run follows from the least bias that it has to see: an error
// of the simulator of 0.3 % moves the expected deviation of M/M/1 at a load of a
// half, M/M/c, M/M/c/c, M/M/1/K and M/G/1 to six standard deviations, one of 1 %
// that of all others. A quick comparison has a hundredth of the time, and sees
// errors ten times as large.
//
// Runs start empty and working. What comes in the first 5000 mean service times is
// not counted; that is 50 times as long as the slowest model takes to forget a
// factor of e of its start. Each model, and each quantity in it, has random
// numbers of its own.
//
// # What it does not do
//
// It looks at means and probabilities, not at quantiles or whole distributions,
// and at no data under way: links are compared with another simulator, in
// reproduce/simgrid. Two rows of one model come from the same run and are not
// independent.
package queueing
