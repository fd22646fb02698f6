// Package worstfit places each task on the node with the most free CPU, then the
// most free memory, then the lowest NodeID: the worst-fit rule of bin packing
// (D. S. Johnson, "Fast algorithms for bin packing", J. Comput. Syst. Sci. 8(3),
// 1974). It spreads load in absolute terms, so large nodes fill first; compare
// package leastloaded, which spreads in proportion to capacity.
//
// When no node has room, the task goes to the admitted node with the lowest CPU
// commitment (see [schedulers.Draft.LeastCommitted]).
//
// A decision takes O(eligible nodes). The policy has no state and draws no
// random numbers.
package worstfit
