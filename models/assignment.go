package models

import "slices"

// Placement says that one task of kind Spec, with its data at Source, runs on
// Node. A task with several replicas has several placements, on distinct nodes.
type Placement struct {
	Task   TaskID
	Spec   SpecID
	Source NodeID
	Node   NodeID
}

// Assignment is S: T ⇀ N, or with replicas S: T → subsets of N. A task that does
// not appear is not placed.
type Assignment []Placement

// Infeasibility is a placement that cannot stand, and why.
type Infeasibility struct {
	Index int // into the Assignment
	Reason
}

// Feasible checks S against every predicate of R and every capacity sum, with
// the statuses and reservations that base holds (indexed by NodeID, unchanged
// by the call). It takes the placements in order and returns all those that do
// not fit beside the ones before them: none means that S is feasible. A node
// that does not exist counts as UnknownNode, a second replica on one node as
// PlacedTwice; a Spec or Source that does not exist makes it panic.
//
// Accelerators are handed out in the same order, tightest device first, as
// Reserve does it. So where the demands on one node differ in share or in
// models, it can depend on the order whether all of them fit.
//
// It takes O(nodes + placements) time besides that of the questions to r.
func (y *System) Feasible(s Assignment, r *Routes, base []Allocation) []Infeasibility {
	now := make([]Allocation, len(base))
	for i := range base {
		now[i] = base[i]
		now[i].Devices, now[i].Slots = slices.Clone(base[i].Devices), slices.Clone(base[i].Slots)
	}
	type replica struct {
		task TaskID
		node NodeID
	}
	placed := make(map[replica]bool, len(s))
	var out []Infeasibility
	for i, p := range s {
		why := UnknownNode
		if 0 <= p.Node && int(p.Node) < len(y.Nodes) {
			why = y.Relation(r, &now[p.Node], p.Source, p.Node, &y.Specs[p.Spec])
		}
		if placed[replica{p.Task, p.Node}] {
			why = PlacedTwice
		}
		if why != OK {
			out = append(out, Infeasibility{i, why})
			continue
		}
		now[p.Node].Reserve(&y.Nodes[p.Node], &y.Specs[p.Spec], nil)
		placed[replica{p.Task, p.Node}] = true
	}
	return out
}
