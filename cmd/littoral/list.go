package main

import (
	"encoding/json"
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/littoral-sim/littoral/scenarios/library"
	"github.com/littoral-sim/littoral/scenarios/profiles"
	"github.com/littoral-sim/littoral/schedulers/catalog"
)

// item is one line of a list.
type item struct {
	Name        string `json:"name"`
	Description string `json:"description"`
}

func newList(s streams) *cobra.Command {
	var asJSON, explain bool
	c := &cobra.Command{
		Use:     "list scenarios|policies|profiles",
		GroupID: groupLook,
		Short:   "List what comes with the program",
		Long: "List the scenarios, the scheduling policies, or the profiles: classes of links\n" +
			"with their bandwidth and latency, classes of devices, tables of how long\n" +
			"workloads take on them, buffers of platforms, and scaling of services. With --explain each value of a profile comes with what\n" +
			"its source says, and which that is.",
		Example:   "  littoral list policies\n  littoral list scenarios --json\n  littoral list profiles --explain",
		Args:      cobra.MatchAll(cobra.ExactArgs(1), cobra.OnlyValidArgs),
		ValidArgs: []string{"scenarios", "policies", "profiles"},
		RunE: func(_ *cobra.Command, args []string) error {
			if explain {
				if args[0] != "profiles" {
					return errUsage("--explain is for profiles: there is nothing to explain about %s", args[0])
				}
				return explainProfiles(s.out, asJSON)
			}
			items, err := list(args[0])
			if err != nil {
				return err
			}
			return printItems(s.out, items, asJSON)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print a JSON array")
	c.Flags().BoolVar(&explain, "explain", false, "print where each value of a profile comes from")
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
	if what == "profiles" {
		for _, p := range allProfiles() {
			out = append(out, p.item)
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

// explained is a profile with where its values come from.
type explained struct {
	item
	Values []profiles.Row `json:"values"`
}

// allProfiles returns the classes of links, those of devices, the tables of work, the
// buffers, the security protocols, the protocols of messages and the profiles of scaling.
func allProfiles() (all []explained) {
	for _, p := range profiles.List() {
		all = append(all, explained{item{p.Name, p.Title}, p.Rows()})
	}
	for _, p := range profiles.Devices() {
		all = append(all, explained{item{p.Name, "Device: " + p.Title}, p.Rows()})
	}
	for _, p := range profiles.WorkTables() {
		all = append(all, explained{item{p.Name, "Table of work: " + p.Title}, p.Rows()})
	}
	for _, p := range profiles.Buffers() {
		all = append(all, explained{item{p.Name, "Buffer: " + p.Title}, p.Rows()})
	}
	for _, p := range profiles.Securities() {
		all = append(all, explained{item{p.Name, "Security: " + p.Title}, p.Rows()})
	}
	for _, p := range profiles.Protocols() {
		all = append(all, explained{item{p.Name, "Protocol: " + p.Title}, p.Rows()})
	}
	for _, p := range profiles.Scalers() {
		all = append(all, explained{item{p.Name, "Scaling: " + p.Title}, p.Rows()})
	}
	for _, p := range profiles.Platforms() {
		all = append(all, explained{item{p.Name, "Platform: " + p.Title}, p.Rows()})
	}
	return all
}

// explainProfiles prints each value of each profile with its source.
func explainProfiles(w io.Writer, asJSON bool) error {
	all := allProfiles()
	if asJSON {
		enc := json.NewEncoder(w)
		enc.SetIndent("", "  ")
		return enc.Encode(all)
	}
	for _, p := range all {
		if _, err := fmt.Fprintf(w, "%s  %s\n", p.Name, p.Description); err != nil {
			return err
		}
		for _, r := range p.Values {
			said := r.Said
			if r.Derived != "" {
				said += "; " + r.Derived
			}
			if _, err := fmt.Fprintf(w, "  %s: %s\n      %s\n      %s\n", r.Field, r.Value, said, r.Source); err != nil {
				return err
			}
		}
	}
	return nil
}
