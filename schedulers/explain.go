package schedulers

import "github.com/littoral-sim/littoral/models"

// Verdict is the answer of one node to one task.
type Verdict struct {
	Node models.NodeID
	models.Reason
}

// Explain asks every node for R(n, t) and returns the answers in NodeID order:
// OK, or the first predicate that fails. It takes O(nodes) time and is meant for
// people who ask why, not for policies.
func Explain(s *Snapshot, t *Pending) []Verdict {
	out := make([]Verdict, len(s.Nodes))
	for i := range s.Nodes {
		n := models.NodeID(i)
		out[i] = Verdict{n, s.System.Relation(s.Routes, &s.Nodes[i], t.Source, n, &s.System.Specs[t.Spec])}
	}
	return out
}

// Tally counts verdicts by reason, indexed by Reason; index models.OK counts the
// nodes that said yes.
func Tally(verdicts []Verdict) []int {
	out := make([]int, len(models.Reasons()))
	for _, v := range verdicts {
		out[v.Reason]++
	}
	return out
}
