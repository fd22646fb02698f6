package main

import (
	"cmp"
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
)

// deterministic are the packages whose results must not depend on the machine.
func deterministic() []string { return []string{"./models/...", "./schedulers/...", "./sim/..."} }

func main() {
	text, code := run(os.Args[1:])
	if _, err := os.Stdout.WriteString(text); err != nil {
		code = 2
	}
	os.Exit(code)
}

// run looks at what the arguments name and returns what to print and the exit code.
func run(args []string) (text string, code int) {
	var out strings.Builder
	flags := flag.NewFlagSet("fma", flag.ContinueOnError)
	flags.SetOutput(&out)
	names := flags.String("targets", strings.Join(targetNames(), ","), "targets to compile for, as GOARCH or GOARCH/level")
	if err := flags.Parse(args); err != nil {
		return out.String(), 2
	}
	patterns := flags.Args()
	if len(patterns) == 0 {
		patterns = deterministic()
	}
	targets, err := parseTargets(*names)
	if err != nil {
		return fmt.Sprintf("fma: %v\n", err), 2
	}
	findings, err := inspect(".", targets, patterns)
	for _, f := range findings {
		fmt.Fprintln(&out, f)
	}
	switch {
	case err != nil:
		fmt.Fprintf(&out, "fma: %v\n", err)
		return out.String(), 2
	case len(findings) > 0:
		fmt.Fprintf(&out, "fma: %d places depend on the processor\n", len(findings))
		return out.String(), 1
	}
	return out.String(), 0
}

// inspect runs both checks on the packages that the patterns match, seen from directory dir, and returns a line per place that they found, in
// a fixed order.
func inspect(dir string, targets []target, patterns []string) ([]string, error) {
	packages, err := listPackages(dir, patterns)
	if err != nil {
		return nil, err
	}
	findings, err := mathUses(packages)
	if err != nil {
		return findings, err
	}
	places := make(map[string][]string)
	for _, t := range targets {
		fused, err := t.fusedIn(dir, packages)
		if err != nil {
			return findings, err
		}
		for _, f := range fused {
			places[f.position] = append(places[f.position], fmt.Sprintf("%s on %s", f.opcode, t))
		}
	}
	for _, position := range slices.SortedFunc(maps.Keys(places), comparePositions) {
		findings = append(findings, fmt.Sprintf("%s: fused multiply-add (%s); write float64(x*y) before adding", position,
			strings.Join(places[position], ", ")))
	}
	return findings, nil
}

// comparePositions orders file:line by file, then by the number of the line.
func comparePositions(a, b string) int {
	fileA, lineA := cutPosition(a)
	fileB, lineB := cutPosition(b)
	return cmp.Or(cmp.Compare(fileA, fileB), cmp.Compare(lineA, lineB), cmp.Compare(a, b))
}

// cutPosition splits file:line; without a number after the last colon, the line is 0.
func cutPosition(position string) (file string, line int) {
	i := strings.LastIndexByte(position, ':')
	line, err := strconv.Atoi(position[i+1:])
	if i < 0 || err != nil {
		return position, 0
	}
	return position[:i], line
}
