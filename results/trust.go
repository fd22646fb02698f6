package results

import (
	"fmt"
	"strings"

	"github.com/littoral-sim/littoral/sim/trace"
)

// Trust says what vouched for nodes, and what that led to, over the whole run.
type Trust struct {
	Nodes        int64 `json:"nodes"` // for which something vouches
	NodesLapsed  int64 `json:"nodes_lapsed"`
	Lapsed       int64 `json:"lapsed_node_ns"` // in which something had run out, of all nodes together
	Certificates int64 `json:"certificates_expired"`
	Tokens       int64 `json:"tokens_expired"`
	Attestations int64 `json:"attestations_lost"`
	Renewals     int64 `json:"renewals"`
	Failures     int64 `json:"renewals_failed"`
	Boots        int64 `json:"secure_boots"`
	Evicted      int64 `json:"attempts_evicted"`
	// Refused counts, by reason, the actions that the referee refused for what tasks
	// require of nodes and ways.
	Refused    []Refused `json:"refused"`
	Watched    int64     `json:"watched"` // placements and flights that were looked at
	Violations int64     `json:"violations"`
}

// Refused is how often the referee refused an action for a reason.
type Refused struct {
	Reason string `json:"reason"`
	Count  int64  `json:"count"`
}

// trustColumns are those of the file with one row per node that something vouches for.
const trustColumns = "node,lapses,lapsed_ns\n"

// trustOf turns the totals into numbers, or returns nil when nobody asked.
func trustOf(o *trace.Outcome) *Trust {
	u := o.Trust
	if u == nil {
		return nil
	}
	x := &Trust{
		Nodes: int64(len(u.Nodes)), Lapsed: u.Lost,
		Certificates: u.Certificates, Tokens: u.Tokens, Attestations: u.Attestations, Renewals: u.Renewals, Failures: u.Failures,
		Boots: u.Boots, Evicted: u.Evicted, Refused: []Refused{}, Watched: u.Watched, Violations: u.Violations,
	}
	for i := range u.Nodes {
		if u.Nodes[i].Lost > 0 {
			x.NodesLapsed++
		}
	}
	for _, r := range u.Refused {
		x.Refused = append(x.Refused, Refused{r.Reason, r.Count})
	}
	return x
}

// facts says it in lines.
func (x *Trust) facts() []string {
	var out []string
	if x.Nodes > 0 {
		out = append(out, fmt.Sprintf("%s certificates and %s tokens expired, %s attestations lost; %s of %s nodes lapsed, together for %s; %s renewals, %s failed",
			grouped(x.Certificates), grouped(x.Tokens), grouped(x.Attestations), grouped(x.NodesLapsed), grouped(x.Nodes), Duration(float64(x.Lapsed)),
			grouped(x.Renewals), grouped(x.Failures)))
	}
	text := fmt.Sprintf("%s placements and flights looked at, %s violations", grouped(x.Watched), grouped(x.Violations))
	if len(x.Refused) > 0 {
		words := make([]string, len(x.Refused))
		for i, r := range x.Refused {
			words[i] = fmt.Sprintf("%s for %s", grouped(r.Count), clean(r.Reason))
		}
		text += "; refused " + strings.Join(words, ", ")
	}
	if x.Evicted > 0 {
		text += fmt.Sprintf("; %s attempts evicted", grouped(x.Evicted))
	}
	if x.Boots > 0 {
		text += fmt.Sprintf("; %s secure boots", grouped(x.Boots))
	}
	return append(out, text)
}

func (r *Recorder) writeTrust(f *pending, o *trace.Outcome) error {
	f.buf = append(f.buf, trustColumns...)
	for i := range o.Trust.Nodes {
		u := &o.Trust.Nodes[i]
		f.room(rowSize)
		b := append(f.buf, name(r.node, u.Node)...)
		for _, v := range [...]int64{u.Lapses, u.Lost} {
			b = appendInt(b, v)
		}
		f.buf = append(b, '\n')
	}
	return f.err
}
