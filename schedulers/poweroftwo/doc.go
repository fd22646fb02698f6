// Package poweroftwo draws two different nodes at random and places the task on
// the one whose CPU is less committed: the power of two choices (M. Mitzenmacher,
// "The power of two choices in randomized load balancing", IEEE Trans. Parallel
// Distrib. Syst. 12(10), 2001; N. D. Vvedenskaya, R. L. Dobrushin,
// F. I. Karpelevich, "Queueing system with selection of the shortest of two
// queues", Probl. Inf. Transm. 32(1), 1996). Two choices bring most of what
// looking at every node would, at a cost that does not grow with their number.
//
// Both candidates come from the nodes that admit the task with room, or when
// there is none, from all that admit it. A single candidate wins unopposed. The
// commitment is compared with the task included, ties to the lower NodeID.
//
// A decision takes O(1) expected time while a good part of the eligible nodes
// has room, and O(eligible nodes) when few have. The policy has no state of its
// own; it draws from the snapshot's source.
package poweroftwo
