package models

// Placement says that one task of kind Spec, with its data at Source, runs on
// Node. A task with several replicas has several placements.
type Placement struct {
	Task   TaskID
	Spec   SpecID
	Source NodeID
	Node   NodeID
}

// Assignment is S: T ⇀ N. A task that does not appear is not placed.
type Assignment []Placement

// Infeasibility is a placement that cannot stand, and why.
type Infeasibility struct {
	Index int // into the Assignment
	Reason
}

// Feasible checks S against every predicate of R and every capacity sum, with
// the statuses and reservations that base holds (indexed by NodeID, unchanged
// by the call). It takes the placements in order and returns all those that do
// not fit beside the ones before them; none means that S is feasible. Whole and
// shared accelerators are handed out in the same order, tightest device first.
//
// It takes O(nodes + placements · route) time.
func (y *System) Feasible(s Assignment, r *Routes, base []Allocation) []Infeasibility {
	var out []Infeasibility
	now := make([]Allocation, len(base))
	for i := range base {
		now[i] = base[i]
		now[i].Devices = append([]int32(nil), base[i].Devices...)
	}
	for i, p := range s {
		if p.Node < 0 || int(p.Node) >= len(y.Nodes) {
			out = append(out, Infeasibility{i, UnknownNode})
			continue
		}
		spec := &y.Specs[p.Spec]
		if why := y.Relation(r, &now[p.Node], p.Source, p.Node, spec); why != OK {
			out = append(out, Infeasibility{i, why})
			continue
		}
		now[p.Node].Reserve(&y.Nodes[p.Node], spec, nil)
	}
	return out
}
