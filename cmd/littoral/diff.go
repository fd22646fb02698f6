package main

import (
	"encoding/json"

	"github.com/spf13/cobra"

	"github.com/littoral-sim/littoral/results"
)

func newDiff(s streams) *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:     "diff A B",
		GroupID: groupRun,
		Short:   "Find the first event in which two runs differ",
		Long: "Compare two result directories, or two event logs written with --trace. Exits\n" +
			"with 0 when the runs did the same and with 1 when they did not. Without event\n" +
			"logs the digests tell in which 4096 events the runs part.",
		Example: "  littoral diff out/smart-city/nearest-seed7 out/again\n  littoral diff a.jsonl b.jsonl",
		Args:    cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			d, err := results.Diff(args[0], args[1])
			if err != nil {
				return inputError{err}
			}
			if asJSON {
				enc := json.NewEncoder(s.out)
				enc.SetIndent("", "  ")
				err = enc.Encode(d)
			} else {
				err = d.Print(s.out, results.Style{Color: colourful(s)})
			}
			if err == nil && !d.Equal {
				err = errShown
			}
			return err
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print the difference as one JSON object")
	return c
}
