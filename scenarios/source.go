package scenarios

import (
	"fmt"

	"github.com/littoral-sim/littoral/scenarios/internal/yamlx"
)

// Source says which nodes produce the tasks of a workload: either Names or
// Labels is given.
type Source struct {
	Pos Pos
	// Names are names or templates, as written.
	Names Many[string]
	// Labels selects nodes by label.
	Labels Selector `key:"labels,required" eg:"{zone: a}" help:"Labels that the producing nodes carry."`
	// Nodes are the indices in File.Nodes of the nodes meant, ascending, each
	// once, at least one. Workloads may share the slice, so it must not be changed.
	Nodes []int
}

func (s *Source) decode(d *decoder, n *yamlx.Node, f *field) {
	s.Pos = n.Pos
	if n.Kind == yamlx.Map {
		d.source(s, n)
		return
	}
	d.openPlaceholders = true
	s.Names.decode(d, n, f)
	d.openPlaceholders = false
}

// source decodes the form with labels.
func (d *decoder) source(s *Source, n *yamlx.Node) {
	labels := n.Lookup("labels")
	if labels == nil && len(n.Fields) == 0 {
		d.report(n.Pos, "the source is empty", "write a node name, a list of names, or {labels: {zone: a}}")
		return
	}
	for i := range n.Fields {
		if entry := &n.Fields[i]; entry.Key != "labels" {
			d.push(entry.Key)
			d.report(entry.KeyPos, fmt.Sprintf("unknown key %s", quote(entry.Key)), "a source is a node name, a list of names, or {labels: {zone: a}}")
			d.pop()
		}
	}
	if labels == nil {
		return
	}
	d.push("labels")
	s.Labels.decode(d, labels, &field{key: "labels", eg: "{zone: a}"})
	d.pop()
}
