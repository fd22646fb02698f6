package scenarios

import (
	"github.com/littoral-sim/littoral/scenarios/diagnostics"
	"github.com/littoral-sim/littoral/scenarios/internal/yamlx"
)

// sources are the texts that positions point into: the file, and the overrides,
// to which negative lines belong.
type sources struct {
	file      *diagnostics.Source
	overrides []*diagnostics.Source
}

// at returns a complaint about what stands at pos.
func (s *sources) at(pos Pos, path, problem, fix string) diagnostics.Diagnostic {
	if pos.Line >= 0 {
		return s.file.At(pos, path, problem, fix)
	}
	return s.overrides[-pos.Line-1].At(Pos{Line: 1, Col: pos.Col}, path, problem, fix)
}

// Diagnose returns a complaint about what the file says at pos, ready to print:
// with the name of the file and the line. The path leads there in dotted form.
// Packages that interpret a loaded file use it to complain like Load does.
func (f *File) Diagnose(pos Pos, path, problem, fix string) diagnostics.Diagnostic {
	if f.sources == nil {
		return diagnostics.Diagnostic{File: string(f.Name.V), Line: int(pos.Line), Col: int(pos.Col), Path: path, Problem: problem, Fix: fix}
	}
	return f.sources.at(pos, path, problem, fix)
}

// moveToOverride makes all positions of a tree point into the k-th override, in
// which the tree begins after offset characters.
func moveToOverride(n *yamlx.Node, k, offset int) {
	move := func(p *Pos) { *p = Pos{Line: -int32(k + 1), Col: p.Col + int32(offset)} }
	move(&n.Pos)
	for _, item := range n.Items {
		moveToOverride(item, k, offset)
	}
	for i := range n.Fields {
		move(&n.Fields[i].KeyPos)
		moveToOverride(n.Fields[i].Value, k, offset)
	}
}
