// Package firstfit places each task on the first node that has room for it, in
// NodeID order: the first-fit rule of bin packing (D. S. Johnson, A. Demers,
// J. D. Ullman, M. R. Garey, R. L. Graham, "Worst-case performance bounds for
// simple one-dimensional packing algorithms", SIAM J. Comput. 3(4), 1974).
//
// A node has room when its CPU can take the task without over-commitment. When
// none has, the task goes to the admitted node with the lowest CPU commitment
// (see [schedulers.Draft.LeastCommitted]), so that overload is spread instead of
// being heaped on the first node.
//
// A decision takes O(nodes before the first with room), and O(eligible nodes)
// under overload. The policy has no state and draws no random numbers.
package firstfit
