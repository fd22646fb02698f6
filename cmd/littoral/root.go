package main

import (
	"fmt"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/littoral-sim/littoral/scenarios/diagnostics"
)

const groupRun, groupLook = "run", "look"

// newRoot returns the command tree.
func newRoot(s streams) *cobra.Command {
	cobra.EnableCommandSorting = false // run comes first
	root := &cobra.Command{
		Use:   "littoral",
		Short: "Simulate edge fleets and compare schedulers, deterministically",
		Long: "Littoral runs scenarios of devices, gateways, edge nodes and clouds under a\n" +
			"scheduling policy. Same scenario, seed and version: same bytes.",
		Example: "  littoral run\n" +
			"  littoral run site.yaml --policy nearest,least-loaded\n" +
			"  littoral check site.yaml\n" +
			"  littoral list policies",
		Version:       version().String(),
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          knownCommand,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetIn(s.in)
	root.SetOut(s.out)
	root.SetErr(s.err)
	root.SetVersionTemplate("littoral {{.Version}}\n")
	root.SetFlagErrorFunc(flagError)
	root.AddGroup(&cobra.Group{ID: groupRun, Title: "Run and compare:"}, &cobra.Group{ID: groupLook, Title: "Write and understand scenarios:"})
	root.AddCommand(
		newRun(s), newDiff(s), newReproduce(s),
		newCheck(s), newList(s), newSchema(s), newImport(s),
	)
	root.SuggestionsMinimumDistance = 2
	for _, c := range root.Commands() {
		bareArgs(c)
	}
	return root
}

// knownCommand refuses what is not a command, with the nearest names.
func knownCommand(root *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if near := root.SuggestionsFor(args[0]); len(near) > 0 {
		return errUsage("unknown command %q: did you mean %q?", args[0], strings.Join(near, `" or "`))
	}
	return errUsage("unknown command %q: see 'littoral --help'", args[0])
}

// bareArgs makes complaints about arguments usage errors.
func bareArgs(c *cobra.Command) {
	check := c.Args
	if check != nil {
		c.Args = func(cmd *cobra.Command, args []string) error {
			if err := check(cmd, args); err != nil {
				return usageError{fmt.Errorf("%w: see 'littoral %s --help'", err, cmd.Name())}
			}
			return nil
		}
	}
	for _, sub := range c.Commands() {
		bareArgs(sub)
	}
}

// flagError adds the nearest name to an unknown flag.
func flagError(cmd *cobra.Command, err error) error {
	name, found := strings.CutPrefix(err.Error(), "unknown flag: --")
	if found {
		var known []string
		cmd.Flags().VisitAll(func(f *pflag.Flag) { known = append(known, f.Name) })
		if near := diagnostics.Nearest(name, known); near != "" {
			return usageError{fmt.Errorf("%w: did you mean --%s?", err, near)}
		}
	}
	return usageError{fmt.Errorf("%w: see '%s --help'", err, cmd.CommandPath())}
}

// build is what the program knows about itself.
type build struct {
	version, revision, goVersion string
	modified                     bool
}

// version reads the build information that the compiler has left.
func version() build {
	b := build{version: "unknown", goVersion: "unknown"}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return b
	}
	b.version, b.goVersion = info.Main.Version, info.GoVersion
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			b.revision = s.Value
		case "vcs.modified":
			b.modified = s.Value == "true"
		}
	}
	return b
}

// String returns version, commit and compiler on one line.
func (b build) String() string {
	text := b.version
	if b.revision != "" {
		text += " " + b.revision[:min(12, len(b.revision))]
	}
	if b.modified {
		text += " modified"
	}
	return text + " " + b.goVersion
}

// errUsage makes a usage error of a sentence.
func errUsage(format string, args ...any) error {
	return usageError{fmt.Errorf(format, args...)}
}
