package tidy

import (
	"bytes"
	"go/ast"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// linesMax is how long a Go file may be.
const linesMax = 600

// checkFiles reports packages without a package comment in doc.go, and files
// with more lines than limit, tests included.
func checkFiles(m *module, limit int, r *report) {
	for _, p := range m.packages {
		folder := m.folder(p.ImportPath)
		if !slices.Contains(p.GoFiles, "doc.go") {
			r.add(folder, 0, "layout", "has no doc.go")
		}
		for _, name := range slices.Concat(p.GoFiles, p.TestGoFiles, p.XTestGoFiles) {
			file := filepath.Join(p.Dir, name)
			text, err := os.ReadFile(file)
			if err != nil {
				r.add(m.relative(file), 0, "layout", "%v", err)
				continue
			}
			if lines := bytes.Count(text, []byte("\n")); lines > limit {
				r.add(m.relative(file), 0, "layout", "has %d lines; %d are allowed", lines, limit)
			}
		}
	}
}

// checkDeclarations reports init functions, doc.go files without a package
// comment, and package-level variables that are not errors, blank assertions or
// tables that nobody writes.
func checkDeclarations(m *module, packages []*checked, r *report) {
	w := writes{}
	for _, p := range packages {
		for _, f := range p.files {
			w.find(p.info, f)
		}
	}
	for _, p := range packages {
		for _, f := range p.files {
			if filepath.Base(m.files.Position(f.Pos()).Filename) == "doc.go" && f.Doc == nil {
				r.at(m, f.Package, "layout", "doc.go has no package comment")
			}
			for _, d := range f.Decls {
				checkInit(m, d, r)
				checkVariables(m, p, d, w, r)
			}
		}
	}
}

func checkInit(m *module, d ast.Decl, r *report) {
	if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
		r.at(m, fn.Pos(), "layout", "init function; do the work where it is needed")
	}
}

func checkVariables(m *module, p *checked, d ast.Decl, w writes, r *report) {
	vars, ok := d.(*ast.GenDecl)
	if !ok || vars.Tok != token.VAR {
		return
	}
	for _, s := range vars.Specs {
		spec, ok := s.(*ast.ValueSpec)
		if !ok {
			continue
		}
		for i, id := range spec.Names {
			if id.Name == "_" {
				continue
			}
			o := p.info.Defs[id]
			pos, isWritten := w[qualified(o)]
			var value ast.Expr
			if i < len(spec.Values) {
				value = spec.Values[i]
			}
			switch {
			case isWritten:
				r.at(m, id.Pos(), "layout", "package-level variable %s is written at %s:%d", id.Name,
					m.relative(m.files.Position(pos).Filename), m.files.Position(pos).Line)
			case !isError(o.Type()) && !isTable(value) && !isEmbedded(vars, spec):
				r.at(m, id.Pos(), "layout", "package-level variable %s is neither an error nor a table", id.Name)
			}
		}
	}
}

func isError(t types.Type) bool {
	errorType, ok := types.Universe.Lookup("error").Type().Underlying().(*types.Interface)
	return ok && types.Implements(t, errorType)
}

// isTable reports whether a variable starts as a composite literal, as a pointer
// to one, or as a compiled regular expression, which is as constant as its text.
func isTable(value ast.Expr) bool {
	switch v := value.(type) {
	case *ast.CompositeLit:
		return true
	case *ast.UnaryExpr:
		return isTable(v.X)
	case *ast.CallExpr:
		f, ok := v.Fun.(*ast.SelectorExpr)
		return ok && f.Sel.Name == "MustCompile"
	}
	return false
}

// isEmbedded reports whether a go:embed directive fills the variable.
func isEmbedded(d *ast.GenDecl, spec *ast.ValueSpec) bool {
	for _, doc := range []*ast.CommentGroup{d.Doc, spec.Doc} {
		if doc == nil {
			continue
		}
		for _, c := range doc.List {
			if strings.HasPrefix(c.Text, "//go:embed ") {
				return true
			}
		}
	}
	return false
}
