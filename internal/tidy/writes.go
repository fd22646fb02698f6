package tidy

import (
	"go/ast"
	"go/token"
	"go/types"
)

// writes maps package-level variables, by qualified name, to the first place
// where they are written.
type writes map[string]token.Pos

// find notes for every package-level variable where it, or a part of it, is
// assigned, has its address taken, or is the receiver of a method that could
// write it. Taking the address of a list or of an element is allowed: that is how
// large tables are read without copying.
func (w writes) find(info *types.Info, f *ast.File) {
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			w.note(info, n.Lhs...)
		case *ast.IncDecStmt:
			w.note(info, n.X)
		case *ast.RangeStmt:
			if n.Tok == token.ASSIGN {
				w.note(info, n.Key, n.Value)
			}
		case *ast.UnaryExpr:
			if v := variable(info, n.X); n.Op == token.AND && v != nil && !isList(v.Type()) {
				w.note(info, n.X)
			}
		case *ast.SelectorExpr:
			if takesAddress(info, n) {
				w.note(info, n.X)
			}
		}
		return true
	})
}

func (w writes) note(info *types.Info, written ...ast.Expr) {
	for _, x := range written {
		v := variable(info, x)
		if v == nil {
			continue
		}
		if _, known := w[qualified(v)]; !known {
			w[qualified(v)] = x.Pos()
		}
	}
}

func isList(t types.Type) bool {
	switch t.Underlying().(type) {
	case *types.Array, *types.Slice, *types.Map:
		return true
	}
	return false
}

// takesAddress reports whether x.Method makes a pointer to x.
func takesAddress(info *types.Info, x *ast.SelectorExpr) bool {
	fn, ok := info.Uses[x.Sel].(*types.Func)
	if !ok || fn.Signature().Recv() == nil {
		return false
	}
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
