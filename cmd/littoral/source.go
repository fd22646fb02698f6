package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/littoral-sim/littoral/scenarios"
	"github.com/littoral-sim/littoral/scenarios/diagnostics"
	"github.com/littoral-sim/littoral/scenarios/library"
	"github.com/littoral-sim/littoral/schedulers/catalog"
)

// load reads a scenario: a file, or one that comes with the program. An empty
// name is the default scenario.
func load(name string, set []string) (*scenarios.File, error) {
	o := scenarios.Options{Set: set, Policies: catalog.Names()}
	if name == "" {
		name = library.Default
	}
	if _, err := os.Stat(name); err == nil || strings.ContainsAny(name, `/\.`) {
		return scenarios.Load(name, o)
	}
	text, ok := library.Read(name)
	if !ok {
		return nil, unknownScenario(name)
	}
	return scenarios.LoadBytes(name+".yaml", text, o)
}

func unknownScenario(name string) error {
	names := library.Names()
	if near := diagnostics.Nearest(name, names); near != "" {
		return inputError{fmt.Errorf("there is no file and no scenario %q: did you mean %q?", name, near)}
	}
	return inputError{fmt.Errorf("there is no file and no scenario %q: give a path, or one of %s", name, strings.Join(names, ", "))}
}

// readable turns a missing file into a problem of the input.
func readable(err error) error {
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) {
		return inputError{err}
	}
	return err
}

// checkPolicies reports every name that is not a policy.
func checkPolicies(names []string) error {
	known := catalog.Names()
	var errs []error
	for _, n := range names {
		if slices.Contains(known, n) {
			continue
		}
		hint := "one of " + strings.Join(known, ", ")
		if near := diagnostics.Nearest(n, known); near != "" {
			hint = fmt.Sprintf("did you mean %q?", near)
		}
		errs = append(errs, fmt.Errorf("--policy: there is no policy %q: %s", n, hint))
	}
	if len(errs) > 0 {
		return usageError{errors.Join(errs...)}
	}
	return nil
}
