package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
)

// exactMath lists the functions of package math whose results the standard or their nature fix to the last bit on every port.
func exactMath() []string {
	return []string{
		"Abs", "Ceil", "Copysign", "Float32bits", "Float32frombits", "Float64bits", "Float64frombits", "Floor", "Frexp", "Inf", "IsInf",
		"IsNaN", "Ldexp", "Modf", "NaN", "Round", "RoundToEven", "Signbit", "Sqrt", "Trunc",
	}
}

// mathConstants lists the constants of package math.
func mathConstants() []string {
	return []string{
		"E", "Ln10", "Ln2", "Log10E", "Log2E", "MaxFloat32", "MaxFloat64", "MaxInt", "MaxInt16", "MaxInt32", "MaxInt64", "MaxInt8",
		"MaxUint", "MaxUint16", "MaxUint32", "MaxUint64", "MaxUint8", "MinInt", "MinInt16", "MinInt32", "MinInt64", "MinInt8", "Phi", "Pi",
		"SmallestNonzeroFloat32", "SmallestNonzeroFloat64", "Sqrt2", "SqrtE", "SqrtPhi", "SqrtPi",
	}
}

// complexWhy is said of everything complex.
const complexWhy = "complex arithmetic cannot be kept from fusing"

// bannedImport returns why a package must not be imported, or nothing.
func bannedImport(path string) string {
	switch path {
	case "math/cmplx":
		return complexWhy
	case "math/rand", "math/rand/v2":
		return "its variates differ between processors; draw from a stream of sim/rng"
	}
	return ""
}

// mathUses returns a line per use of a function of package math that is not exact, per banned import and per use of complex numbers, in the
// order of the files.
func mathUses(packages []goPackage) ([]string, error) {
	allowed := append(exactMath(), mathConstants()...)
	var findings []string
	for _, p := range packages {
		for _, name := range p.GoFiles {
			files := token.NewFileSet()
			file, err := parser.ParseFile(files, filepath.Join(p.Dir, name), nil, parser.SkipObjectResolution)
			if err != nil {
				return findings, fmt.Errorf("parse %s: %w", name, err)
			}
			findings = append(findings, fileUses(files, file, allowed)...)
		}
	}
	return findings, nil
}

// fileUses is mathUses for one file.
func fileUses(files *token.FileSet, file *ast.File, allowed []string) []string {
	var findings []string
	report := func(n ast.Node, format string, args ...any) {
		findings = append(findings, fmt.Sprintf("%s: ", files.Position(n.Pos()))+fmt.Sprintf(format, args...))
	}
	mathName := importUses(file, report)
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			if x, ok := n.X.(*ast.Ident); ok && mathName != "" && x.Name == mathName && !slices.Contains(allowed, n.Sel.Name) {
				report(n, "math.%s is not on the list of exact functions; see sim/detmath", n.Sel.Name)
			}
		case *ast.Ident:
			if n.Name == "complex128" || n.Name == "complex64" {
				report(n, "%s: %s", n.Name, complexWhy)
			}
		case *ast.BasicLit:
			if n.Kind == token.IMAG {
				report(n, "%s: %s", n.Value, complexWhy)
			}
		}
		return true
	})
	return findings
}

// importUses reports banned imports and returns the name under which the file imports package math, or nothing.
func importUses(file *ast.File, report func(n ast.Node, format string, args ...any)) (mathName string) {
	for _, spec := range file.Imports {
		path, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue // The parser has checked it.
		}
		if why := bannedImport(path); why != "" {
			report(spec, "import of %s: %s", path, why)
		}
		if path != "math" {
			continue
		}
		mathName = "math"
		if spec.Name != nil {
			mathName = spec.Name.Name
		}
		if mathName == "." {
			report(spec, "dot import of math: uses cannot be told from own functions")
		}
	}
	return mathName
}
