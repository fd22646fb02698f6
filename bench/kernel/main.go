package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "kernel:", err)
		os.Exit(1)
	}
}

// size is how much is measured with one number of pending events.
type size struct {
	pending, reps, events  int
	simpyReps, simpyEvents int
}

// plan returns what is measured. Few pending events cost little, so there repetitions make up for the noise of short runs.
func plan(quick bool) []size {
	if quick {
		return []size{
			{pending: 1000, reps: 9, events: 2_000_000, simpyReps: 3, simpyEvents: 50_000},
			{pending: 100_000, reps: 5, events: 500_000, simpyReps: 1, simpyEvents: 50_000},
			{pending: 1_000_000, reps: 2, events: 500_000, simpyReps: 0, simpyEvents: 0},
		}
	}
	return []size{
		{pending: 1000, reps: 15, events: 5_000_000, simpyReps: 5, simpyEvents: 200_000},
		{pending: 100_000, reps: 9, events: 2_000_000, simpyReps: 3, simpyEvents: 200_000},
		{pending: 1_000_000, reps: 6, events: 2_000_000, simpyReps: 1, simpyEvents: 200_000},
	}
}

func run(ctx context.Context, args []string, out io.Writer) error {
	flags := flag.NewFlagSet("kernel", flag.ContinueOnError)
	quick := flags.Bool("quick", false, "measure fewer events and repeat less")
	peers := flags.String("peers", filepath.Join("bench", "hold"), "folder with the sources of the peers")
	child := flags.Bool("child", false, "make one measurement, of the arguments TABLE PENDING WARM EVENTS, and print it")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *child {
		return runChild(flags.Args(), out)
	}
	if _, err := os.Stat(filepath.Join(*peers, "hold.cpp")); err != nil {
		return fmt.Errorf("run this in the root of the repository: %w", err)
	}
	dir, err := os.MkdirTemp("", "littoral-bench-kernel")
	if err != nil {
		return err
	}
	return errors.Join(measureAll(ctx, plan(*quick), *peers, dir, out), os.RemoveAll(dir))
}

// runChild makes one measurement of the engine.
func runChild(args []string, out io.Writer) error {
	if len(args) != 4 {
		return fmt.Errorf("%d arguments, want TABLE PENDING WARM EVENTS", len(args))
	}
	var n [3]int
	for i := range n {
		var err error
		if n[i], err = strconv.Atoi(args[i+1]); err != nil {
			return err
		}
	}
	table, err := readTable(args[0])
	if err != nil {
		return err
	}
	s, err := hold(table, work{pending: n[0], warm: n[1], events: n[2]})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "%.0f %d %.0f\n", s.cpuNs, s.digest, s.allocs)
	return err
}

// measureAll prints the table row by row.
func measureAll(ctx context.Context, sizes []size, peers, dir string, out io.Writer) error {
	littoral, err1 := self()
	heap, err2 := cpp(ctx, peers, dir)
	python, err3 := simpy(ctx, peers)
	if err := errors.Join(err1, err2, err3, printHead(out, sizes, heap, python)); err != nil {
		return err
	}
	for _, d := range distributions() {
		table := filepath.Join(dir, d.name)
		if err := writeTable(table, d.table()); err != nil {
			return err
		}
		if !d.simpy {
			python.command = nil
		}
		for _, sz := range sizes {
			r := row{distribution: d.name, pending: sz.pending}
			if err := r.measure(ctx, sz, table, littoral, heap, python); err != nil {
				return err
			}
			if err := errors.Join(r.sameOrder(), r.print(out)); err != nil {
				return err
			}
		}
	}
	return nil
}

// measure lets the programs take turns.
func (r *row) measure(ctx context.Context, sz size, table string, littoral, heap, python program) error {
	turns := []struct {
		program program
		cell    *cell
		reps    int
		events  int
	}{
		{littoral, &r.littoral, sz.reps, sz.events},
		{heap, &r.cpp, sz.reps, sz.events},
		{python, &r.simpy, sz.simpyReps, sz.simpyEvents},
	}
	for rep := range sz.reps {
		for _, t := range turns {
			if rep >= t.reps || len(t.program.command) == 0 {
				continue
			}
			s, err := t.program.run(ctx, table, work{pending: sz.pending, warm: 2 * sz.pending, events: t.events})
			if err != nil {
				return err
			}
			if err := t.cell.add(s, t.events); err != nil {
				return fmt.Errorf("%s: %w", t.program.name, err)
			}
		}
	}
	return nil
}
