package tidy

import (
	"cmp"
	"fmt"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
)

// finding is one breach of a rule. Line 0 stands for the file or folder as a
// whole.
type finding struct {
	path string // relative to the module, with slashes
	line int
	rule string
	text string
}

// String returns "path:line: rule: text".
func (f finding) String() string {
	if f.line == 0 {
		return fmt.Sprintf("%s: %s: %s", f.path, f.rule, f.text)
	}
	return fmt.Sprintf("%s:%d: %s: %s", f.path, f.line, f.rule, f.text)
}

// report collects findings.
type report struct{ findings []finding }

func (r *report) add(path string, line int, rule, format string, args ...any) {
	r.findings = append(r.findings, finding{path, line, rule, fmt.Sprintf(format, args...)})
}

// at adds a finding at a position in a file of m.
func (r *report) at(m *module, pos token.Pos, rule, format string, args ...any) {
	p := m.files.Position(pos)
	r.add(m.relative(p.Filename), p.Line, rule, format, args...)
}

// relative returns the path of a file from the root of the module.
func (m *module) relative(file string) string {
	return filepath.ToSlash(strings.TrimPrefix(file, m.dir+string(filepath.Separator)))
}

// sorted returns all findings by path, line and text.
func (r *report) sorted() []finding {
	slices.SortFunc(r.findings, func(a, b finding) int {
		return cmp.Or(cmp.Compare(a.path, b.path), cmp.Compare(a.line, b.line), cmp.Compare(a.rule, b.rule), cmp.Compare(a.text, b.text))
	})
	return r.findings
}
