// Package partition says into which islands the network falls as nodes and links fail and come back, and how long each
// node was cut off.
//
// A Network is a pure state machine: failures and repairs go in with the current time, questions about the present are
// answered at any time. It knows no clock, no routes and no traffic.
//
//	net := partition.New(sys)             // everything works
//	net.SetLink(now, uplink, false)
//	net.Islands()                         // 2
//	net.Same(gateway, cloud)              // false
//	net.CutOffTime(later, gateway)        // later − now
//	account := net.Account(horizon)
//
// # Islands
//
// An island is a greatest set of nodes that are up and joined by paths of nodes and links that are up. It is named after
// its smallest NodeID. A node that is down is in no island.
//
// A node is cut off while it is up without a path to any node of tier cloud that is up; a node of tier cloud is never
// cut off while it is up. In a system without a node of that tier, a node is cut off while it is up but not in the main
// island, which is the one with the most nodes and, among equals, the one with the smallest NodeID.
//
// The network is parted while two nodes that are up have no path between them although they have one when everything
// works. So a node that has no link does not part it, and a site that has failed as a whole does not either.
//
// # Cost
//
// Every node knows its island. A merger relabels the smaller of two islands. A split is found by searches that start at
// the ends of the failed link, or at the neighbours of the failed node, and look at one link each in turn; searches that
// meet go on as one. They stop when no more than one is left, so that the largest part is never searched to its end,
// and all parts but one are relabelled. Hence a split costs time in proportion to the nodes and links outside the
// largest part; a failure that splits nothing costs what the searches look at until they meet, which is little where
// there is a short way round, and all of a long ring.
//
// A node with a single link is on no way round. Searches pass such leaves over, and the failure of a leaf or of its link
// is known to cut off nothing else: it costs O(1) time, whatever the size of the network.
//
// The smallest node of an island comes from a pairing heap (M. L. Fredman, R. Sedgewick, D. D. Sleator and R. E. Tarjan,
// The pairing heap, Algorithmica 1, 1986), which adds amortised O(log n) for each node that leaves an island and O(1) for
// each merger. Without a tier cloud, the main island comes from a heap of the islands, O(log n) for each that changes.
//
// The time cut off is counted for each island, and for a node only when it changes its island. A node takes 48 bytes, a
// link 25, and an island 40.
//
// # What it does not do
//
// It knows links that work and links that do not, no capacities: over a link without capacity there is a path. Paths that
// lead one way only do not exist. It gives no paths; see models.Routes for those.
package partition
