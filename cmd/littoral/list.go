package main

import (
	"encoding/json"
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/littoral-sim/littoral/scenarios/library"
	"github.com/littoral-sim/littoral/schedulers/catalog"
)

// item is one line of a list.
type item struct {
	Name        string `json:"name"`
	Description string `json:"description"`
}

func newList(s streams) *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:       "list scenarios|policies",
		GroupID:   groupLook,
		Short:     "List what comes with the program",
		Example:   "  littoral list policies\n  littoral list scenarios --json",
		Args:      cobra.MatchAll(cobra.ExactArgs(1), cobra.OnlyValidArgs),
		ValidArgs: []string{"scenarios", "policies"},
		RunE: func(_ *cobra.Command, args []string) error {
			items, err := list(args[0])
			if err != nil {
				return err
			}
			return printItems(s.out, items, asJSON)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print a JSON array")
	return c
}

func list(what string) ([]item, error) {
	var out []item
	if what == "policies" {
		for _, e := range catalog.Entries() {
			out = append(out, item{e.Name, e.Description})
		}
		return out, nil
	}
	for _, name := range library.Names() {
		file, err := load(name, nil)
		if err != nil {
			return nil, err
		}
		out = append(out, item{name, string(file.Description.V)})
	}
	return out, nil
}

func printItems(w io.Writer, items []item, asJSON bool) error {
	if asJSON {
		enc := json.NewEncoder(w)
		enc.SetIndent("", "  ")
		return enc.Encode(items)
	}
	t := tabwriter.NewWriter(w, 0, 0, 3, ' ', 0)
	for _, i := range items {
		if _, err := fmt.Fprintf(t, "%s\t%s\n", i.Name, i.Description); err != nil {
			return err
		}
	}
	return t.Flush()
}
