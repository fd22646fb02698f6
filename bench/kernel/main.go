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

// plan is how much is measured.
type plan struct {
	pending      []int
	reps         int
	events       int // per measurement
	simpyEvents  int
	simpyPending int // SimPy is run up to this many pending events
	simpyReps    int
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
	p := plan{[]int{1000, 100_000, 1_000_000}, 6, 2_000_000, 200_000, 1_000_000, 2}
	if *quick {
		p.reps, p.events, p.simpyEvents, p.simpyPending, p.simpyReps = 2, 500_000, 50_000, 100_000, 1
	}
	if _, err := os.Stat(filepath.Join(*peers, "hold.cpp")); err != nil {
		return fmt.Errorf("run this in the root of the repository: %w", err)
	}
	dir, err := os.MkdirTemp("", "littoral-bench-kernel")
	if err != nil {
		return err
	}
	return errors.Join(measureAll(ctx, p, *peers, dir, out), os.RemoveAll(dir))
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
func measureAll(ctx context.Context, p plan, peers, dir string, out io.Writer) error {
	littoral, err1 := self()
	heap, err2 := cpp(ctx, peers, dir)
	python, err3 := simpy(ctx, peers)
	if err := errors.Join(err1, err2, err3, printHead(out, p, heap, python)); err != nil {
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
		for _, pending := range p.pending {
			r := row{distribution: d.name, pending: pending}
			if err := r.measure(ctx, p, table, littoral, heap, python); err != nil {
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
func (r *row) measure(ctx context.Context, p plan, table string, littoral, heap, python program) error {
	turns := []struct {
		program program
		cell    *cell
		reps    int
		events  int
	}{
		{littoral, &r.littoral, p.reps, p.events},
		{heap, &r.cpp, p.reps, p.events},
		{python, &r.simpy, p.simpyReps, p.simpyEvents},
	}
	if r.pending > p.simpyPending {
		turns[2].reps = 0
	}
	for rep := range p.reps {
		for _, t := range turns {
			if rep >= t.reps || len(t.program.command) == 0 {
				continue
			}
			s, err := t.program.run(ctx, table, work{pending: r.pending, warm: 2 * r.pending, events: t.events})
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
