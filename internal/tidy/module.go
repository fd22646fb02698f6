package tidy

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// listed is what go list tells about a package.
type listed struct {
	ImportPath   string
	Dir          string
	Standard     bool
	Export       string // file with the export data
	GoFiles      []string
	TestGoFiles  []string
	XTestGoFiles []string
	Imports      []string
	Module       *struct {
		Path, Dir string
		Main      bool
	}
	Error *struct{ Err string }
}

// own reports whether the package belongs to the module under test.
func (p *listed) own() bool { return p.Module != nil && p.Module.Main }

// module is a module with its packages and all they depend on.
type module struct {
	path, dir string
	packages  []*listed          // of the module itself, by import path
	byPath    map[string]*listed // these and all dependencies
	files     *token.FileSet
}

// load asks the go command about the module in or above dir.
func load(dir string) (*module, error) {
	cmd := exec.Command("go", "list", "-e", "-export", "-deps",
		"-json=ImportPath,Dir,Standard,Export,GoFiles,TestGoFiles,XTestGoFiles,Imports,Module,Error", "./...")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOWORK=off")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("list packages: %w\n%s", err, stderr.String())
	}
	m := &module{byPath: map[string]*listed{}, files: token.NewFileSet()}
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		p := new(listed)
		if err := dec.Decode(p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, fmt.Errorf("read the list of packages: %w", err)
		}
		m.byPath[p.ImportPath] = p
		if p.own() {
			m.path, m.dir = p.Module.Path, p.Module.Dir
			m.packages = append(m.packages, p)
		}
	}
	if len(m.packages) == 0 {
		return nil, fmt.Errorf("no packages in %s", dir)
	}
	slices.SortFunc(m.packages, func(a, b *listed) int { return cmp.Compare(a.ImportPath, b.ImportPath) })
	return m, nil
}

// folder returns the import path of a package relative to the module: "." for
// the root.
func (m *module) folder(importPath string) string {
	if importPath == m.path {
		return "."
	}
	return strings.TrimPrefix(importPath, m.path+"/")
}

// checked is a package with its syntax and types, tests left out.
type checked struct {
	*listed
	files []*ast.File
	types *types.Package
	info  *types.Info
}

// check parses and type-checks a package.
func (m *module) check(p *listed) (*checked, error) {
	if p.Error != nil {
		return nil, errors.New(firstLine(p.Error.Err))
	}
	c := &checked{listed: p, info: &types.Info{
		Types: map[ast.Expr]types.TypeAndValue{},
		Defs:  map[*ast.Ident]types.Object{},
		Uses:  map[*ast.Ident]types.Object{},
	}}
	for _, name := range p.GoFiles {
		f, err := parser.ParseFile(m.files, filepath.Join(p.Dir, name), nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, fmt.Errorf("parse: %w", err)
		}
		c.files = append(c.files, f)
	}
	conf := types.Config{Importer: importer.ForCompiler(m.files, "gc", m.export)}
	var err error
	if c.types, err = conf.Check(p.ImportPath, m.files, c.files, c.info); err != nil {
		return nil, fmt.Errorf("check types: %w", err)
	}
	return c, nil
}

// firstLine returns the first line of a message of the go command that is not a
// heading.
func firstLine(message string) string {
	for line := range strings.Lines(message) {
		if !strings.HasPrefix(line, "#") {
			return strings.TrimSpace(line)
		}
	}
	return strings.TrimSpace(message)
}

// export opens the export data of a package.
func (m *module) export(importPath string) (io.ReadCloser, error) {
	p := m.byPath[importPath]
	if p == nil || p.Export == "" {
		return nil, fmt.Errorf("no export data for %s", importPath)
	}
	return os.Open(p.Export)
}

// checkAll checks all packages of the module and reports those that it cannot
// check.
func (m *module) checkAll(r *report) []*checked {
	var out []*checked
	for _, p := range m.packages {
		c, err := m.check(p)
		if err != nil {
			r.add(m.folder(p.ImportPath), 0, "build", "%v", err)
			continue
		}
		out = append(out, c)
	}
	return out
}
