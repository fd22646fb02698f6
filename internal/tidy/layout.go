package tidy

import (
	"bytes"
	"go/ast"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"slices"
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
	written := map[string]token.Pos{}
	for _, p := range packages {
		for _, f := range p.files {
			findWrites(p.info, f, written)
		}
	}
	for _, p := range packages {
		for _, f := range p.files {
			if filepath.Base(m.files.Position(f.Pos()).Filename) == "doc.go" && f.Doc == nil {
				r.at(m, f.Package, "layout", "doc.go has no package comment")
			}
			for _, d := range f.Decls {
				switch d := d.(type) {
				case *ast.FuncDecl:
					if d.Recv == nil && d.Name.Name == "init" {
						r.at(m, d.Pos(), "layout", "init function; do the work where it is needed")
					}
				case *ast.GenDecl:
					checkVariables(m, p, d, written, r)
				}
			}
		}
	}
}

func checkVariables(m *module, p *checked, d *ast.GenDecl, written map[string]token.Pos, r *report) {
	if d.Tok != token.VAR {
		return
	}
	for _, s := range d.Specs {
		spec := s.(*ast.ValueSpec)
		for i, id := range spec.Names {
			o := p.info.Defs[id]
			if id.Name == "_" {
				continue
			}
			pos, isWritten := written[qualified(o)]
			var value ast.Expr
			if i < len(spec.Values) {
				value = spec.Values[i]
			}
			switch {
			case isWritten:
				r.at(m, id.Pos(), "layout", "package-level variable %s is written at %s:%d", id.Name,
					m.relative(m.files.Position(pos).Filename), m.files.Position(pos).Line)
			case !isError(o.Type()) && !isTable(value) && !isEmbedded(d, spec):
				r.at(m, id.Pos(), "layout", "package-level variable %s is neither an error nor a table", id.Name)
			}
		}
	}
}

func isError(t types.Type) bool {
	return types.Implements(t, types.Universe.Lookup("error").Type().Underlying().(*types.Interface))
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
			if len(c.Text) > 10 && c.Text[:10] == "//go:embed" {
				return true
			}
		}
	}
	return false
}

// findWrites notes for every package-level variable where it, or a part of it,
// is assigned, has its address taken, or is the receiver of a method that could
// write it. Taking the address of a list or of an element is allowed: that is how
// large tables are read without copying.
func findWrites(info *types.Info, f *ast.File, written map[string]token.Pos) {
	note := func(x ast.Expr) {
		if v := variable(info, x); v != nil {
			if _, known := written[qualified(v)]; !known {
				written[qualified(v)] = x.Pos()
			}
		}
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for _, x := range n.Lhs {
				note(x)
			}
		case *ast.IncDecStmt:
			note(n.X)
		case *ast.RangeStmt:
			for _, x := range []ast.Expr{n.Key, n.Value} {
				if x != nil && n.Tok == token.ASSIGN {
					note(x)
				}
			}
		case *ast.UnaryExpr:
			if v := variable(info, n.X); n.Op == token.AND && v != nil && !isList(v.Type()) {
				note(n.X)
			}
		case *ast.SelectorExpr:
			if fn, ok := info.Uses[n.Sel].(*types.Func); ok && fn.Signature().Recv() != nil && takesAddress(info, n, fn) {
				note(n.X)
			}
		}
		return true
	})
}

func isList(t types.Type) bool {
	switch t.Underlying().(type) {
	case *types.Array, *types.Slice, *types.Map:
		return true
	}
	return false
}

// takesAddress reports whether x.Method makes a pointer to x.
func takesAddress(info *types.Info, x *ast.SelectorExpr, fn *types.Func) bool {
	_, pointerMethod := fn.Signature().Recv().Type().(*types.Pointer)
	t := info.TypeOf(x.X)
	if t == nil || !pointerMethod {
		return false
	}
	_, isPointer := t.Underlying().(*types.Pointer)
	return !isPointer
}

// variable returns the package-level variable that an expression is, or is a
// part of.
func variable(info *types.Info, x ast.Expr) *types.Var {
	for {
		switch e := x.(type) {
		case *ast.ParenExpr:
			x = e.X
		case *ast.IndexExpr:
			x = e.X
		case *ast.StarExpr:
			x = e.X
		case *ast.SelectorExpr:
			if v := packageLevel(info.Uses[e.Sel]); v != nil {
				return v
			}
			x = e.X
		case *ast.Ident:
			return packageLevel(info.Uses[e])
		default:
			return nil
		}
	}
}

func packageLevel(o types.Object) *types.Var {
	v, ok := o.(*types.Var)
	if !ok || v.Pkg() == nil || v.Parent() != v.Pkg().Scope() {
		return nil
	}
	return v
}
