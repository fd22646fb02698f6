package tidy

import (
	"go/ast"
	"go/token"
	"go/types"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// deterministic lists the folders in which nothing may differ between two runs
// or two machines.
func deterministic() []string { return []string{"models", "schedulers", "sim"} }

// exact lists the functions of package math whose results are the same bits on
// every processor. All others are banned; sim/detmath has replacements.
func exact() []string {
	return []string{
		"Abs", "Ceil", "Copysign", "Float32bits", "Float32frombits", "Float64bits", "Float64frombits", "Floor", "Frexp",
		"Inf", "IsInf", "IsNaN", "Ldexp", "Modf", "NaN", "Round", "RoundToEven", "Signbit", "Sqrt", "Trunc",
	}
}

// banned maps what deterministic packages must not use to the reason.
func banned() map[string]string {
	const (
		clock       = "reads or waits for the wall clock; use the time of the run"
		environment = "differs between runs and machines; pass it in as configuration"
		identity    = "lets the garbage collector decide"
	)
	out := map[string]string{
		"sync.Map.Range":         "visits in no order; use a slice",
		"sync.Pool":              identity,
		"runtime.SetFinalizer":   identity,
		"runtime.AddCleanup":     identity,
		"reflect.Value.MapRange": "visits in no order; sort the keys",
		"reflect.Value.MapKeys":  "returns in no order; sort the keys",
	}
	for _, name := range []string{"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker"} {
		out["time."+name] = clock
	}
	for _, name := range []string{
		"Getenv", "LookupEnv", "Environ", "ExpandEnv", "Args", "Getpid", "Getppid", "Getuid", "Hostname", "Executable",
		"Getwd", "TempDir", "UserHomeDir", "UserCacheDir", "UserConfigDir",
	} {
		out["os."+name] = environment
	}
	for _, name := range []string{"NumCPU", "GOMAXPROCS", "NumGoroutine", "ReadMemStats", "Version", "GOARCH", "GOOS"} {
		out["runtime."+name] = environment
	}
	return out
}

// bannedPackages maps packages of which nothing may be used to the reason.
func bannedPackages() map[string]string {
	return map[string]string{
		"math/rand":    "is not a stream of the run; draw from sim/rng",
		"crypto/rand":  "is not a stream of the run; draw from sim/rng",
		"hash/maphash": "hashes differently in each process",
		"math/cmplx":   "differs between processors",
	}
}

// excuse is a comment that excuses an iteration in map order.
const excuse = "//tidy:ordered"

// pointerVerb matches %p in a format, after an even number of other percent
// signs.
var pointerVerb = regexp.MustCompile(`(^|[^%])(%%)*%[-+# 0-9.\[\]*]*p`)

// scan looks through one file of a deterministic package.
type scan struct {
	m       *module
	r       *report
	info    *types.Info
	names   map[string]string // banned()
	packs   map[string]string // bannedPackages()
	excuses map[int]bool      // by line; true when used
	sorted  map[ast.Expr]bool // calls whose result is sorted at once
}

// checkDeterminism reports what could differ between two runs.
func checkDeterminism(m *module, packages []*checked, r *report) {
	for _, p := range packages {
		if !containsDir(deterministic(), m.folder(p.ImportPath)) {
			continue
		}
		for _, f := range p.files {
			s := &scan{m, r, p.info, banned(), bannedPackages(), map[int]bool{}, map[ast.Expr]bool{}}
			s.readExcuses(f)
			ast.Inspect(f, s.visit)
			s.reportUnused(f)
		}
	}
}

func (s *scan) readExcuses(f *ast.File) {
	for _, g := range f.Comments {
		for _, c := range g.List {
			reason, ok := strings.CutPrefix(c.Text, excuse)
			if !ok {
				continue
			}
			if strings.TrimSpace(reason) == "" {
				s.r.at(s.m, c.Pos(), "determinism", "%s needs a reason", excuse)
				continue
			}
			s.excuses[s.m.files.Position(c.Pos()).Line] = false
		}
	}
}

func (s *scan) reportUnused(f *ast.File) {
	file := s.m.relative(s.m.files.Position(f.Pos()).Filename)
	for line, used := range s.excuses {
		if !used {
			s.r.add(file, line, "determinism", "%s excuses nothing", excuse)
		}
	}
}

// unordered reports an iteration in map order unless it is excused.
func (s *scan) unordered(n ast.Node, format string, args ...any) {
	line := s.m.files.Position(n.Pos()).Line
	for _, l := range [2]int{line, line - 1} {
		if _, ok := s.excuses[l]; ok {
			s.excuses[l] = true
			return
		}
	}
	s.r.at(s.m, n.Pos(), "determinism", format, args...)
}

func (s *scan) visit(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.GoStmt:
		s.r.at(s.m, n.Pos(), "determinism", "go statement; the order of goroutines differs between runs")
	case *ast.SelectStmt:
		s.r.at(s.m, n.Pos(), "determinism", "select; it takes any case that is ready")
	case *ast.RangeStmt:
		if isMap(s.info.TypeOf(n.X)) {
			s.unordered(n, "range over a map; sort the keys, or excuse it with %s and a reason", excuse)
		}
	case *ast.CallExpr:
		s.visitCall(n)
	case *ast.Ident:
		s.visitName(n)
	case *ast.BasicLit:
		if n.Kind == token.STRING {
			if text, err := strconv.Unquote(n.Value); err == nil && pointerVerb.MatchString(text) {
				s.r.at(s.m, n.Pos(), "determinism", "%%p prints an address, which differs between runs")
			}
		}
	}
	return true
}

// isMap reports whether a type, or some type that a type parameter may stand
// for, is a map.
func isMap(t types.Type) bool {
	if t == nil {
		return false
	}
	switch u := t.Underlying().(type) {
	case *types.Map:
		return true
	case *types.Interface: // of a type parameter, because no other can be ranged over
		for e := range u.EmbeddedTypes() {
			if isMap(e) {
				return true
			}
		}
	case *types.Union:
		for term := range u.Terms() {
			if isMap(term.Type()) {
				return true
			}
		}
	}
	return false
}

// visitCall reports iterators over maps whose values are not sorted at once. It
// sees the outer call first.
func (s *scan) visitCall(call *ast.CallExpr) {
	name := qualified(s.callee(call))
	if slices.Contains([]string{"slices.Sorted", "slices.SortedFunc", "slices.SortedStableFunc"}, name) && len(call.Args) > 0 {
		s.sorted[ast.Unparen(call.Args[0])] = true
	}
	if (name == "maps.Keys" || name == "maps.Values" || name == "maps.All") && !s.sorted[call] {
		s.unordered(call, "%s yields in no order; wrap it in slices.Sorted, or excuse it with %s and a reason", name, excuse)
	}
}

// callee returns the function that a call calls by name, or nil.
func (s *scan) callee(call *ast.CallExpr) types.Object {
	fun := ast.Unparen(call.Fun)
	if i, ok := fun.(*ast.IndexExpr); ok { // an explicit type argument
		fun = i.X
	}
	if i, ok := fun.(*ast.IndexListExpr); ok {
		fun = i.X
	}
	switch f := fun.(type) {
	case *ast.SelectorExpr:
		return s.info.Uses[f.Sel]
	case *ast.Ident:
		return s.info.Uses[f]
	}
	return nil
}

// visitName reports uses of what is banned.
func (s *scan) visitName(id *ast.Ident) {
	o := s.info.Uses[id]
	if o == nil || o.Pkg() == nil {
		return
	}
	path, name := o.Pkg().Path(), qualified(o)
	fn, isFunc := o.(*types.Func)
	isMethod := isFunc && fn.Signature().Recv() != nil
	switch {
	case s.names[name] != "":
		s.r.at(s.m, id.Pos(), "determinism", "%s %s", name, s.names[name])
	case s.packs[path] != "":
		s.r.at(s.m, id.Pos(), "determinism", "%s: %s %s", o.Name(), path, s.packs[path])
	case path == "math" && isFunc && !slices.Contains(exact(), o.Name()):
		s.r.at(s.m, id.Pos(), "determinism", "%s differs between processors or may; see sim/detmath", name)
	case path == "math/rand/v2" && isFunc && !isMethod && !strings.HasPrefix(o.Name(), "New"):
		s.r.at(s.m, id.Pos(), "determinism", "rand.%s draws from the global source; draw from a stream of the run", o.Name())
	case path == "math/rand/v2" && isMethod && strings.HasSuffix(o.Name(), "Float64") && o.Name() != "Float64":
		s.r.at(s.m, id.Pos(), "determinism", "%s differs between processors; see sim/rng", name)
	}
}

// qualified returns "package path.Name", or "package path.Type.Method".
func qualified(o types.Object) string {
	if o == nil || o.Pkg() == nil {
		return ""
	}
	name := o.Pkg().Path() + "."
	if fn, ok := o.(*types.Func); ok && fn.Signature().Recv() != nil {
		t := fn.Signature().Recv().Type()
		if p, ok := t.(*types.Pointer); ok {
			t = p.Elem()
		}
		if named, ok := types.Unalias(t).(*types.Named); ok {
			name += named.Obj().Name() + "."
		}
	} else if o.Parent() != o.Pkg().Scope() {
		return "" // a local name, a field or a label
	}
	return name + o.Name()
}
