package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/google/renameio/v2"
	"github.com/spf13/cobra"

	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/reproduce/cut"
	"github.com/littoral-sim/littoral/reproduce/edge"
	"github.com/littoral-sim/littoral/reproduce/queueing"
	"github.com/littoral-sim/littoral/reproduce/simgrid"
	"github.com/littoral-sim/littoral/scenarios/diagnostics"
	"github.com/littoral-sim/littoral/sim/rng"
)

// report is the outcome of a reproduction.
type report interface {
	// Pass reports whether something was compared and all of it agrees.
	Pass() bool
	Print(w io.Writer) error
	WriteCSV(w io.Writer) error
	PNG() ([]byte, error)
	SVG() ([]byte, error)
}

// effort says how much of a reproduction is done.
type effort struct {
	seed  rng.Seed
	quick bool
	tell  func(done, total int)
}

// reproduction is something that others have worked out, and that is worked out
// again here. Its run returns no error when something could not be compared at
// all, but false.
type reproduction struct {
	name, description string
	run               func(ctx context.Context, e effort) (r report, ran bool, err error)
}

func reproductions() []reproduction {
	return []reproduction{
		{"queueing", "Queues, networks of queues and repairable systems beside their closed formulas", func(ctx context.Context, e effort) (report, bool, error) {
			r, err := queueing.Run(ctx, queueing.Options{Seed: e.seed, Quick: e.quick, Progress: e.tell})
			return r, true, err
		}},
		{"cut", "An uplink that is cut for 20 minutes, under two control planes, on one axis of time", func(ctx context.Context, e effort) (report, bool, error) {
			r, err := cut.Run(ctx, cut.Options{Seed: e.seed, Progress: e.tell})
			return r, true, err
		}},
		{"edge", "Data that is cut off, and what else makes an edge, beside closed forms", func(ctx context.Context, e effort) (report, bool, error) {
			r, err := edge.Run(ctx, edge.Options{Seed: e.seed, Quick: e.quick, Progress: e.tell})
			return r, true, err
		}},
		{"simgrid", "Completion times of flows on random networks beside SimGrid, which has to be installed", func(ctx context.Context, e effort) (report, bool, error) {
			r, err := simgrid.Run(ctx, simgrid.Options{Seed: e.seed, Quick: e.quick, Progress: e.tell})
			return r, err != nil || r.Absent == nil, err
		}},
	}
}

func newReproduce(s streams) *cobra.Command {
	var out string
	var quick bool
	var seed uint64
	var names, lines []string
	for _, r := range reproductions() {
		names = append(names, r.name)
		lines = append(lines, fmt.Sprintf("  %-10s %s", r.name, r.description))
	}
	c := &cobra.Command{
		Use:     "reproduce NAME",
		GroupID: groupRun,
		Short:   "Work out again what theory and other simulators say",
		Long: "Compare the simulator with results that are known from elsewhere. Prints a table,\n" +
			"and writes it with a picture to the directory. Exits with 0 when all of it\n" +
			"agrees, with 1 when something differs, and with 3 when it could not be run.\n\n" + strings.Join(lines, "\n"),
		Example:   "  littoral reproduce queueing --quick\n  littoral reproduce simgrid",
		Args:      cobra.ExactArgs(1),
		ValidArgs: names,
		RunE: func(cmd *cobra.Command, args []string) error {
			i := slices.Index(names, args[0])
			if i < 0 {
				if near := diagnostics.Nearest(args[0], names); near != "" {
					return errUsage("there is nothing called %q to reproduce: did you mean %q?", args[0], near)
				}
				return errUsage("there is nothing called %q to reproduce: choose one of %s", args[0], strings.Join(names, ", "))
			}
			if out == "" {
				out = filepath.Join("out", "reproduce", args[0])
			}
			return reproduce(cmd.Context(), s, reproductions()[i], effort{seed: rng.Seed(seed), quick: quick}, out)
		},
	}
	c.Flags().StringVar(&out, "out", "", "directory for the table and the picture (default out/reproduce/NAME)")
	c.Flags().BoolVar(&quick, "quick", false, "do a small part of it")
	c.Flags().Uint64Var(&seed, "seed", 1, "seed of all random streams")
	return c
}

// reproduce runs a reproduction and writes down what it finds.
func reproduce(ctx context.Context, s streams, what reproduction, e effort, dir string) error {
	var bar *progress
	e.tell = func(done, total int) {
		if bar == nil {
			bar = newProgress(s, what.name, units.Time(total))
		}
		bar.at(units.Time(done))
	}
	r, ran, err := what.run(ctx, e)
	if bar != nil {
		bar.done()
	}
	if err != nil {
		return err
	}
	var text bytes.Buffer
	if err := r.Print(&text); err != nil {
		return err
	}
	if _, err := s.out.Write(text.Bytes()); err != nil {
		return err
	}
	if !ran {
		return errNotRun
	}
	if err := writeReport(dir, what.name, text.Bytes(), r); err != nil {
		return err
	}
	if _, err := fmt.Fprintf(s.out, "\n  files  %s\n", dir); err != nil {
		return err
	}
	if !r.Pass() {
		return errShown
	}
	return nil
}

// writeReport writes the table and the pictures, each file as a whole or not.
func writeReport(dir, name string, text []byte, r report) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	var table bytes.Buffer
	if err := r.WriteCSV(&table); err != nil {
		return err
	}
	png, err := r.PNG()
	if err != nil {
		return err
	}
	svg, err := r.SVG()
	if err != nil {
		return err
	}
	for _, f := range []struct {
		ext  string
		data []byte
	}{{".txt", text}, {".csv", table.Bytes()}, {".png", png}, {".svg", svg}} {
		if err := renameio.WriteFile(filepath.Join(dir, name+f.ext), f.data, 0o644); err != nil {
			return err
		}
	}
	return nil
}
