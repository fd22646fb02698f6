package tidy

import (
	"cmp"
	"slices"
	"strings"
)

// anything, as the only element of a list of a layer, places no restriction.
const anything = "*"

// layer says what the packages in and below a folder may depend on, besides the
// standard library and what lies in the same folder.
type layer struct {
	// folder is where the rule holds. The longest folder that fits a package
	// counts; "sim/*" fits each folder directly below sim, and "same folder" then
	// means that one.
	folder string
	may    []string // folders, with what is below them
	// modules are prefixes of import paths of other modules.
	modules []string
}

// layers is the table of folders in docs/ARCHITECTURE.md. A package that no line
// fits is a finding, so a new folder starts with a decision.
func layers() []layer {
	all := []string{anything}
	return []layer{
		{folder: "models"},
		{folder: "schedulers", may: []string{"models"}},
		{folder: "schedulers/schedtest", may: []string{"models", "schedulers"}, modules: testOnly()},
		{folder: "sim", may: []string{"models", "schedulers"}},
		{folder: "sim/*", may: []string{"models", "sim/detmath", "sim/rng"}}, // mechanisms do not know each other
		{folder: "sim/kernel"},
		{folder: "sim/detmath"},
		{folder: "sim/rng", may: []string{"sim/detmath"}},
		{folder: "sim/trace"},
		{folder: "sim/check", may: []string{"sim/trace"}},
		{folder: "scenarios", may: []string{"models", "schedulers", "sim"}, modules: all},
		{folder: "experiments", may: []string{"models", "schedulers", "sim", "scenarios", "results"}, modules: all},
		{folder: "results", may: []string{"models", "sim/trace"}, modules: all},
		{folder: "deploy", may: []string{"models", "schedulers"}, modules: all},
		{folder: "reproduce", may: []string{"models", "schedulers", "sim", "scenarios", "results", "internal/theory"}, modules: all},
		{folder: "cmd", may: all, modules: all},
		{folder: "bench", may: all, modules: all},
		{folder: "internal"},
	}
}

// testOnly lists what only tests, and schedtest, may import.
func testOnly() []string {
	return []string{"pgregory.net/rapid", "github.com/google/go-cmp", "testing"}
}

// under reports whether a slash-separated path is dir or below it.
func under(path, dir string) bool { return path == dir || strings.HasPrefix(path, dir+"/") }

// fit returns the folder in which a rule holds for a package, or "" when it does
// not.
func (l *layer) fit(folder string) string {
	parent, star := strings.CutSuffix(l.folder, "/*")
	if !star {
		if under(folder, l.folder) {
			return l.folder
		}
		return ""
	}
	rest, below := strings.CutPrefix(folder, parent+"/")
	if !below {
		return ""
	}
	name, _, _ := strings.Cut(rest, "/")
	return parent + "/" + name
}

// ruleFor returns the rule of a package and the folder in which it holds. Of two
// that hold in the same folder, the one without a star counts.
func ruleFor(folder string) (rule layer, within string) {
	for _, l := range layers() {
		in := l.fit(folder)
		if len(in) > len(within) || (in != "" && in == within && l.folder == in) {
			rule, within = l, in
		}
	}
	return rule, within
}

// allows reports whether a package under the rule may depend on p.
func (l *layer) allows(m *module, within string, p *listed) bool {
	if p.Standard {
		return true
	}
	if !p.own() {
		return slices.Contains(l.modules, anything) || containsDir(l.modules, p.ImportPath)
	}
	to := m.folder(p.ImportPath)
	return under(to, within) || slices.Contains(l.may, anything) || containsDir(l.may, to)
}

func containsDir(dirs []string, path string) bool {
	return slices.ContainsFunc(dirs, func(dir string) bool { return under(path, dir) })
}

// checkLayers reports each dependency that breaks the table, with the way to it.
func checkLayers(m *module, r *report) {
	for _, p := range m.packages {
		folder := m.folder(p.ImportPath)
		rule, within := ruleFor(folder)
		if within == "" {
			r.add(folder, 0, "layers", "no rule for this folder; add one to the table in internal/tidy/layers.go")
			continue
		}
		m.followImports(p, &rule, within, r)
		if rule.folder == "schedulers/schedtest" {
			continue
		}
		for _, path := range p.Imports {
			if containsDir(testOnly(), path) {
				r.add(folder, 0, "layers", "imports %s outside tests", path)
			}
		}
	}
}

// followImports walks what p depends on, nearest first, and reports what the
// rule does not allow. It does not look behind that.
func (m *module) followImports(p *listed, rule *layer, within string, r *report) {
	from := map[string]string{p.ImportPath: ""}
	queue := []string{p.ImportPath}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		imports := slices.SortedFunc(slices.Values(m.byPath[at].Imports), cmp.Compare)
		for _, path := range imports {
			to := m.byPath[path]
			if _, seen := from[path]; seen || to == nil || to.Standard {
				continue
			}
			from[path] = at
			if rule.allows(m, within, to) {
				queue = append(queue, path)
				continue
			}
			way := path
			for n := at; n != ""; n = from[n] {
				way = m.folder(n) + " → " + m.folder(way)
			}
			r.add(m.folder(p.ImportPath), 0, "layers", "must not depend on %s (%s)", m.folder(path), way)
		}
	}
}
