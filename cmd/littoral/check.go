package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/littoral-sim/littoral/scenarios/diagnostics"
)

func newCheck(s streams) *cobra.Command {
	var set []string
	c := &cobra.Command{
		Use:     "check FILE…",
		GroupID: groupLook,
		Short:   "Say everything that is wrong with scenario files",
		Long: "Read scenario files the way run does, without running them, and report every\n" +
			"problem with file, line and column. Exits with 2 when a file has problems.",
		Example:           "  littoral check site.yaml\n  littoral check scenarios/*.yaml",
		Args:              cobra.MinimumNArgs(1),
		RunE:              func(_ *cobra.Command, args []string) error { return check(args, set, s) },
		ValidArgsFunction: completeScenario,
	}
	c.Flags().StringArrayVar(&set, "set", nil, "change a value before checking: path=value; may be repeated")
	return c
}

// check reports on all files and fails when one is bad.
func check(names, set []string, s streams) error {
	bad := false
	for _, name := range names {
		file, err := load(name, set)
		if err == nil {
			_, err = file.Build()
		}
		if err != nil {
			err = readable(err)
			code := exitCode(err)
			if code != exitBadInput {
				return err
			}
			bad = true
			fmt.Fprintln(s.err, message(err, code)) //nolint:errcheck // nowhere left to report to
			continue
		}
		for _, w := range file.Warnings {
			fmt.Fprintln(s.err, "warning:", w) //nolint:errcheck // nowhere left to report to
		}
		if _, err := fmt.Fprintf(s.out, "%s: ok: %d nodes, %d links, %d workloads\n",
			name, len(file.Nodes), len(file.Links), len(file.Workloads)); err != nil {
			return err
		}
	}
	if bad {
		return errors.Join(errShown, inputError{diagnostics.Errors{}})
	}
	return nil
}
