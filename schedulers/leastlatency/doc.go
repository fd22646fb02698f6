// Package leastlatency places each task where it expects the result soonest. For
// each node that admits the task it adds up
//
//	path latency from the data to the node
//	+ input size / bandwidth of the narrowest link or node on that path
//	+ W / (s·D) · max(1, (R+D) / C)
//
// and takes the least sum, among the nodes with room if there is one, ties to
// the lower NodeID. W is Spec.ExpectedWork, s the speed of the node, D the CPU
// demand in cores, R what is reserved on the node already and C its capacity. Where
// times have been measured on classes of devices (Spec.Times), W/(s·D) is the time
// on the class of the node.
//
// The last term is the time the work takes when the task gets its demand,
// stretched by the over-commitment. Under processor sharing that is the fair
// share as long as everybody demands alike. On a first-in first-out node it is
// the same number by another way: the backlog ahead of a like task is (R+D-C)/C
// service times.
//
// It is the greedy, one-task form of earliest-finish-time list scheduling
// (H. Topcuoglu, S. Hariri, M.-Y. Wu, "Performance-effective and low-complexity
// task scheduling for heterogeneous computing", IEEE Trans. Parallel Distrib.
// Syst. 13(3), 2002, EFT in equation 6).
//
// What it does not know: the work of the single task (only the mean of its
// kind), other transfers on the path, what the running tasks still have to do,
// and the way back of the output. Where several paths are equally short it may
// look at another one than the transfer will take.
//
// A decision walks through the nodes by latency plus run time without other tasks
// ([schedulers.Draft.Soon]) until no further node could be better; it looks at all
// eligible nodes when their order is not known or thousands in a row are full. The
// policy has no state and draws no random numbers; all arithmetic is in integers,
// rounded up and saturating.
package leastlatency
