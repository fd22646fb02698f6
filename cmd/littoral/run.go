package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/littoral-sim/littoral/results"
	"github.com/littoral-sim/littoral/scenarios"
	"github.com/littoral-sim/littoral/scenarios/library"
	"github.com/littoral-sim/littoral/schedulers/catalog"
	"github.com/littoral-sim/littoral/sim"
)

// runFlags are the flags of the run command.
type runFlags struct {
	seed     int64
	seeded   bool // --seed was given
	policies []string
	out      string
	set      []string
	json     bool
	trace    string
	audit    bool
}

func newRun(s streams) *cobra.Command {
	var f runFlags
	c := &cobra.Command{
		Use:     "run [FILE|NAME]",
		GroupID: groupRun,
		Short:   "Run a scenario and summarise it",
		Long: "Run a scenario file, or one that comes with the program, until its horizon.\n" +
			"Tables, summary and picture go to the directory of --out, the summary to\n" +
			"standard output. With several policies it runs one after the other and\n" +
			"compares them: same seed, same arrivals, same faults.",
		Example: "  littoral run\n" +
			"  littoral run factory --seed 3\n" +
			"  littoral run site.yaml --policy nearest,least-loaded --out compared\n" +
			"  littoral run site.yaml --set nodes.cloud.speed=2 --json",
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			name := ""
			if len(args) > 0 {
				name = args[0]
			}
			f.seeded = cmd.Flags().Changed("seed")
			return run(cmd.Context(), name, &f, s)
		},
		ValidArgsFunction: completeScenario,
	}
	c.Flags().Int64Var(&f.seed, "seed", 0, "seed of all random streams (default: that of the scenario)")
	c.Flags().StringSliceVar(&f.policies, "policy", nil, "policy, or several with commas between (default: that of the scenario)")
	c.Flags().StringVarP(&f.out, "out", "o", "", "directory of the results (default: out/NAME/POLICY-seedN)")
	c.Flags().StringArrayVar(&f.set, "set", nil, "change a value of the scenario: path=value; may be repeated")
	c.Flags().BoolVar(&f.json, "json", false, "print the summary as one JSON object")
	c.Flags().StringVar(&f.trace, "trace", "", "write the event log to this file")
	c.Flags().BoolVar(&f.audit, "audit", false, "check after every change that the network is shared fairly; slow")
	mustRegister(c.RegisterFlagCompletionFunc("policy", completePolicy))
	return c
}

// run executes a scenario under each policy and prints what came out.
func run(ctx context.Context, name string, f *runFlags, s streams) error {
	if err := checkPolicies(f.policies); err != nil {
		return err
	}
	if f.trace != "" && len(f.policies) > 1 {
		return errUsage("--trace takes one policy, not %d: run them one by one", len(f.policies))
	}
	file, err := load(name, f.set)
	if err != nil {
		return readable(err)
	}
	if f.seeded {
		if f.seed < 0 {
			return errUsage("--seed: %d is negative: give a number from 0 to 2^63-1", f.seed)
		}
		file.Seed.V = f.seed
	}
	for _, w := range file.Warnings {
		fmt.Fprintln(s.err, "warning:", w) //nolint:errcheck // nowhere left to report to
	}
	policies := f.policies
	if len(policies) == 0 {
		policies = []string{string(file.Scheduler.Policy.V)}
	}
	var all []*results.Summary
	var broken error
	for _, p := range policies {
		summary, err := runOne(ctx, file, p, f, len(policies) > 1, s)
		if summary == nil {
			return err
		}
		broken = errors.Join(broken, err)
		all = append(all, summary)
	}
	return errors.Join(present(all, f, s), broken)
}

// runOne executes one run. A broken conservation law comes with the summary.
func runOne(ctx context.Context, file *scenarios.File, policy string, f *runFlags, several bool, s streams) (*results.Summary, error) {
	cfg, err := file.Build()
	if err != nil {
		return nil, err
	}
	cfg.Policy, cfg.Audit = policy, f.audit
	scheduler, err := catalog.New(policy)
	if err != nil {
		return nil, usageError{err}
	}
	dir := f.directory(file, policy, several)
	recorder, err := results.NewRecorder(dir, cfg.Names(), results.Options{TraceFile: f.trace})
	if err != nil {
		return nil, err
	}
	progress := newProgress(s, string(file.Name.V)+" "+policy, cfg.Horizon)
	cfg.Progress = progress.at
	started := time.Now()
	outcome, err := sim.Run(ctx, cfg, scheduler, recorder)
	progress.done()
	if _, audit := errors.AsType[*sim.AuditError](err); err != nil && !audit {
		return nil, errors.Join(err, recorder.Abort())
	}
	summary, writeErr := recorder.Finish(outcome, manifest(file, f, started))
	if writeErr != nil {
		return nil, writeErr
	}
	return summary, err
}

// directory is where the results of one run go.
func (f *runFlags) directory(file *scenarios.File, policy string, several bool) string {
	switch {
	case f.out == "":
		return filepath.Join("out", string(file.Name.V), fmt.Sprintf("%s-seed%d", policy, file.Seed.V))
	case several:
		return filepath.Join(f.out, policy)
	default:
		return f.out
	}
}

// manifest says what a run was made of, as far as sim does not know it.
func manifest(file *scenarios.File, f *runFlags, started time.Time) results.Manifest {
	v := version()
	return results.Manifest{
		Scenario: string(file.Name.V), ScenarioDigest: file.Digest, Overrides: slices.Clone(f.set),
		Version: v.version, Revision: v.revision, Modified: v.modified, GoVersion: v.goVersion,
		Platform: runtime.GOOS + "/" + runtime.GOARCH,
		Started:  started.UTC().Format(time.RFC3339), DurationNs: time.Since(started).Nanoseconds(),
	}
}

// present prints one summary, or compares several.
func present(all []*results.Summary, f *runFlags, s streams) error {
	if f.json {
		return printJSON(all, s)
	}
	style := results.Style{Color: colourful(s)}
	if len(all) == 1 {
		return all[0].Print(s.out, style)
	}
	if err := results.Compare(s.out, all, style); err != nil {
		return err
	}
	path := filepath.Join(filepath.Dir(all[0].Dir), "comparison.png")
	if err := results.WriteFigure(path, results.ComparisonFigure(all)); err != nil {
		return err
	}
	_, err := fmt.Fprintf(s.out, "\npicture  %s\nresults  %s%c*\n", path, filepath.Dir(all[0].Dir), os.PathSeparator)
	return err
}

func printJSON(all []*results.Summary, s streams) error {
	var v any = all[0]
	if len(all) > 1 {
		v = map[string]any{"runs": all}
	}
	enc := json.NewEncoder(s.out)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

func completeScenario(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return library.Names(), cobra.ShellCompDirectiveDefault
}

func completePolicy(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return catalog.Names(), cobra.ShellCompDirectiveNoFileComp
}

// mustRegister panics when a completion is registered for a flag that is not
// there, which only a mistake in this file can bring about.
func mustRegister(err error) {
	if err != nil {
		panic(err)
	}
}
