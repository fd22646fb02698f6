// Package leastloaded places each task where the CPU commitment afterwards is
// lowest: it minimises (reserved + demand) / capacity over the nodes that admit
// the task, ties to the lower NodeID. On nodes of unequal size this balances the
// load in proportion to capacity, which is what list scheduling on uniform
// machines does (T. Gonzalez, O. H. Ibarra, S. Sahni, "Bounds for LPT schedules
// on uniform processors", SIAM J. Comput. 6(1), 1977).
//
// Room needs no separate look: a node with room afterwards has a ratio of at
// most one, a node without has more.
//
// A decision takes O(eligible nodes). The policy has no state and draws no
// random numbers.
package leastloaded
