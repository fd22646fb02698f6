package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
)

// target is a processor to compile for.
type target struct {
	arch  string // GOARCH.
	level string // GOAMD64, or empty.
}

// allTargets returns every port of Go whose compiler fuses.
func allTargets() []target {
	return []target{
		{arch: "amd64", level: "v3"},
		{arch: "arm64"},
		{arch: "loong64"},
		{arch: "ppc64le"},
		{arch: "riscv64"},
		{arch: "s390x"},
	}
}

func targetNames() []string {
	var names []string
	for _, t := range allTargets() {
		names = append(names, t.String())
	}
	return names
}

// String returns the target as it is named on the command line.
func (t target) String() string {
	if t.level == "" {
		return t.arch
	}
	return t.arch + "/" + t.level
}

// parseTargets reads a comma-separated list of known targets.
func parseTargets(list string) ([]target, error) {
	var targets []target
	for name := range strings.SplitSeq(list, ",") {
		i := slices.Index(targetNames(), strings.TrimSpace(name))
		if i < 0 {
			return nil, fmt.Errorf("unknown target %q; there are %s", name, strings.Join(targetNames(), ", "))
		}
		targets = append(targets, allTargets()[i])
	}
	return targets, nil
}

// goPackage is what is needed of a package: part of what go list reports.
type goPackage struct {
	ImportPath string
	Dir        string
	GoFiles    []string // Without tests.
}

// listPackages returns the packages that match the patterns, seen from dir. Patterns that match nothing are an error only if none does.
func listPackages(dir string, patterns []string) ([]goPackage, error) {
	cmd := exec.Command("go", append([]string{"list", "-json=ImportPath,Dir,GoFiles"}, patterns...)...)
	cmd.Dir = dir
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("list packages %q: %w\n%s", patterns, err, errs.Bytes())
	}
	var packages []goPackage
	for decoder := json.NewDecoder(bytes.NewReader(out)); ; {
		var p goPackage
		err := decoder.Decode(&p)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("read the list of packages: %w", err)
		}
		if len(p.GoFiles) > 0 {
			packages = append(packages, p)
		}
	}
	if len(packages) == 0 {
		return nil, fmt.Errorf("no packages match %q", patterns)
	}
	return packages, nil
}

// fusedIn compiles the packages for the target and returns the fused instructions in the listing. Everything that is compiled into these packages
// counts, also inlined functions and instantiated generics of other packages. Dependencies are compiled without a listing.
func (t target) fusedIn(dir string, packages []goPackage) ([]fusedAt, error) {
	args := []string{"build", "-o", os.DevNull}
	var paths []string
	for _, p := range packages {
		args = append(args, "-gcflags="+p.ImportPath+"=-S")
		paths = append(paths, p.ImportPath)
	}
	cmd := exec.Command("go", append(append(args, "--"), paths...)...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOOS=linux", "CGO_ENABLED=0", "GOARCH="+t.arch)
	if t.level != "" {
		cmd.Env = append(cmd.Env, "GO"+strings.ToUpper(t.arch)+"="+t.level)
	}
	// The listing goes to standard error, as do the compiler's complaints.
	listing, err := cmd.StderrPipe()
	if err != nil {
		return nil, fmt.Errorf("compile for %s: %w", t, err)
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("compile for %s: %w", t, err)
	}
	seen, readErr := readListing(listing)
	if err := cmd.Wait(); err != nil {
		return nil, fmt.Errorf("compile for %s: %w\n%s", t, err, strings.Join(seen.other, "\n"))
	}
	if readErr != nil {
		return nil, fmt.Errorf("read the listing for %s: %w", t, readErr)
	}
	if seen.instructions == 0 {
		return nil, fmt.Errorf("compile for %s: there was no listing", t)
	}
	return seen.fused, nil
}
