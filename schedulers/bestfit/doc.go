// Package bestfit places each task where it leaves the least CPU free: on the
// node with room that has the least free CPU, then the least free memory, then
// the lowest NodeID. It keeps large gaps whole for large tasks: the best-fit
// rule of bin packing (D. S. Johnson, "Fast algorithms for bin packing",
// J. Comput. Syst. Sci. 8(3), 1974).
//
// When no node has room, the task goes to the admitted node with the lowest CPU
// commitment (see [schedulers.Draft.LeastCommitted]).
//
// A decision takes O(eligible nodes). The policy has no state and draws no
// random numbers.
package bestfit
