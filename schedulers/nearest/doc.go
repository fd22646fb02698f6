// Package nearest places each task as few milliseconds away from its data as
// possible: on the node with the least path latency among those that admit it
// with room, and when none has room, on the node with the least path latency
// among all that admit it. Ties go to the lower NodeID.
//
// This is the rule behind cloudlets, "one wireless hop away" (M. Satyanarayanan,
// P. Bahl, R. Cáceres, N. Davies, "The case for VM-based cloudlets in mobile
// computing", IEEE Pervasive Computing 8(4), 2009). It is the baseline that
// shows what proximity alone is worth: it knows nothing of load beyond room, so
// under overload it heaps tasks on the nearest node.
//
// Distance is network latency. Geographic distance would need trigonometry whose
// last bits differ between machines, and adds nothing once paths are known.
//
// A decision walks from the data source to the first node that does, along an
// order that is kept from one snapshot to the next ([schedulers.Draft.Near]); it
// looks at all eligible nodes when there is no order or thousands in a row are
// full. It asks for the shortest-path tree of the data source only. The policy has
// no state and draws no random numbers.
package nearest
