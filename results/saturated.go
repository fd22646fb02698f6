package results

import (
	"fmt"

	"github.com/littoral-sim/littoral/sim/trace"
)

// Saturated is a node or a direction of a link that had more to do at each
// quarter of the run after the warm-up. There is no steady state behind it.
type Saturated struct {
	Kind string `json:"kind"` // "node" or "link"
	Name string `json:"name"`
	// To is the node that a link leads to in that direction; "" for a node.
	To string `json:"to,omitempty"`
	// DrainNs is how long it would have taken to do what was left at the end.
	DrainNs int64 `json:"drain_ns"`
}

// saturatedOf names what the outcome tells by index.
func saturatedOf(o *trace.Outcome) []Saturated {
	out := []Saturated{}
	for _, x := range o.Saturated {
		if x.Link == trace.None {
			out = append(out, Saturated{Kind: "node", Name: o.Names.Nodes[x.Node], DrainNs: x.Drain})
			continue
		}
		to := o.LinkUse[x.Link].To
		if x.Back {
			to = o.LinkUse[x.Link].From
		}
		out = append(out, Saturated{Kind: "link", Name: o.Names.Links[x.Link], To: o.Names.Nodes[to], DrainNs: x.Drain})
	}
	return out
}

// saturatedMax bounds the lines about saturated entities in a text for people.
const saturatedMax = 5

// noteSaturated explains what was saturated.
func (s *Summary) noteSaturated(note func(string)) {
	for i, x := range s.Saturated {
		if i == saturatedMax {
			note(fmt.Sprintf("%d more nodes and links were saturated; %s lists them", len(s.Saturated)-i, SummaryFile))
			return
		}
		name := x.Kind + " " + clean(x.Name)
		if x.To != "" {
			name += " towards " + clean(x.To)
		}
		note(fmt.Sprintf("unstable: %s is saturated: its backlog grew all along, and would have taken another %s", name, Duration(float64(x.DrainNs))))
	}
}
