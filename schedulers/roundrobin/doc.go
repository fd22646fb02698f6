// Package roundrobin places the tasks of one kind on the nodes in turn: each
// goes to the first node after the one chosen last, in cyclic NodeID order, that
// admits it with room, and when none has room, to the first after it that admits
// it at all.
//
// There is one cursor for each kind of task (SpecID). With a single cursor two
// kinds that alternate and may use different nodes would throw each other back
// to the start of their lists for ever, and some nodes would never get a turn.
// A cursor names the node chosen last, not a position, so it stays meaningful
// when the list of eligible nodes changes.
//
// The cursors are the state of the policy, and can be saved and restored. A
// decision takes O(log(eligible nodes) + nodes passed over). The policy draws no
// random numbers.
package roundrobin
