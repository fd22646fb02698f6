package main

import (
	"fmt"
	"os"

	"github.com/google/renameio/v2"
	"github.com/spf13/cobra"

	"github.com/littoral-sim/littoral/scenarios"
	"github.com/littoral-sim/littoral/scenarios/eua"
	"github.com/littoral-sim/littoral/schedulers/catalog"
)

func newImport(s streams) *cobra.Command {
	c := &cobra.Command{
		Use:     "import KIND",
		GroupID: groupLook,
		Short:   "Make a scenario of public data",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	c.AddCommand(newImportEUA(s))
	return c
}

// euaFlags are the flags of import eua.
type euaFlags struct {
	sites, users, out string
	options           eua.Options
}

func newImportEUA(s streams) *cobra.Command {
	f := euaFlags{options: eua.Defaults()}
	c := &cobra.Command{
		Use:   "eua",
		Short: "Base-station sites and users of the EUA data set",
		Long: "Make a scenario of the edge user allocation data set: each site becomes an edge\n" +
			"node, each user a device on the radio of its nearest site, and all sites meet in\n" +
			"one metro hub in front of a cloud. The data give positions; capacities, latencies\n" +
			"and load are assumptions, written into the file where you can change them.",
		Example: "  littoral import eua --sites site-optus-melbCBD.csv --users users-melbcbd-generated.csv -o melbourne.yaml\n" +
			"  littoral run melbourne.yaml --policy nearest,least-loaded,cloud-only",
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return importEUA(&f, s) },
	}
	o := &f.options
	c.Flags().StringVar(&f.sites, "sites", "", "CSV file with the columns SITE_ID, LATITUDE and LONGITUDE")
	c.Flags().StringVar(&f.users, "users", "", "CSV file with the columns Latitude and Longitude")
	c.Flags().StringVarP(&f.out, "out", "o", "", "scenario file to write (default: standard output)")
	c.Flags().StringVar(&o.Name, "name", o.Name, "name of the scenario")
	c.Flags().StringVar(&o.Policy, "policy", o.Policy, "policy of the scenario")
	c.Flags().DurationVar(&o.Duration, "duration", o.Duration, "simulated time")
	c.Flags().StringVar(&o.Rate, "rate", o.Rate, "tasks of each user, as a rate")
	c.Flags().DurationVar(&o.Work, "work", o.Work, "mean work of a task on the reference core")
	c.Flags().IntVar(&o.SiteCores, "site-cpu", o.SiteCores, "cores of each site")
	c.Flags().DurationVar(&o.Deadline, "deadline", o.Deadline, "deadline of a task")
	c.Flags().StringVar(&o.Mobility, "mobility", o.Mobility, "how users walk: random-waypoint or places (default: they stay)")
	mustRegister(c.RegisterFlagCompletionFunc("mobility", cobra.FixedCompletions(eua.Movements(), cobra.ShellCompDirectiveNoFileComp)))
	mustRegister(c.RegisterFlagCompletionFunc("policy", completePolicy))
	return c
}

// importEUA writes the scenario, after checking that it loads.
func importEUA(f *euaFlags, s streams) error {
	if f.sites == "" || f.users == "" {
		return errUsage("import eua needs --sites FILE and --users FILE")
	}
	sites, err := os.Open(f.sites)
	if err != nil {
		return readable(err)
	}
	defer sites.Close() //nolint:errcheck // read only
	users, err := os.Open(f.users)
	if err != nil {
		return readable(err)
	}
	defer users.Close() //nolint:errcheck // read only
	text, err := eua.Import(eua.Input{Name: f.sites, Reader: sites}, eua.Input{Name: f.users, Reader: users}, f.options)
	if err != nil {
		return inputError{err}
	}
	file, err := scenarios.LoadBytes(f.name(), text, scenarios.Options{Policies: catalog.Names()})
	if err != nil {
		return err
	}
	return f.deliver(text, file, s)
}

// deliver writes the scenario to its file, or to standard output.
func (f *euaFlags) deliver(text []byte, file *scenarios.File, s streams) error {
	if f.out == "" {
		_, err := s.out.Write(text)
		return err
	}
	if err := renameio.WriteFile(f.out, text, 0o644); err != nil {
		return fmt.Errorf("write the scenario: %w", err)
	}
	_, err := fmt.Fprintf(s.err, "%s: %d nodes, %d links\n", f.out, len(file.Nodes), len(file.Links))
	return err
}

func (f *euaFlags) name() string {
	if f.out == "" {
		return "standard output"
	}
	return f.out
}
