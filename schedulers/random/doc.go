// Package random places each task on a node drawn uniformly from those that
// admit it with room, or when none has room, from all that admit it. It is the
// baseline that any policy has to beat, and at large scale a fair one.
//
// A decision takes O(1) expected time while a good part of the eligible nodes
// has room, and O(eligible nodes) when few have. The policy has no state of its
// own; it draws from the snapshot's source.
package random
