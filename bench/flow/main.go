package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"

	"github.com/littoral-sim/littoral/reproduce/simgrid"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "flow:", err)
		os.Exit(1)
	}
}

// plan is how much is measured.
type plan struct {
	flows   int   // of the workload beside SimGrid
	reps    int   // runs, of which the fastest counts
	changes int   // of flows for a point of a curve, about
	idle    []int // links beside the busy ones
	members []int // flows of a component
}

func run(ctx context.Context, args []string, out io.Writer) error {
	p := plan{
		flows: 20_000, reps: 7, changes: 100_000,
		idle: []int{1000, 10_000, 100_000, 1_000_000}, members: []int{1, 3, 10, 100, 1000, 10_000},
	}
	flags := flag.NewFlagSet("flow", flag.ContinueOnError)
	quick := flags.Bool("quick", false, "repeat less, and leave the largest networks out")
	flags.IntVar(&p.flows, "flows", p.flows, "number of flows beside SimGrid")
	flags.IntVar(&p.reps, "reps", p.reps, "runs of each program, of which the fastest counts")
	flags.IntVar(&p.changes, "changes", p.changes, "number of changes of flows for a point of a curve")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *quick {
		p.reps, p.changes, p.idle, p.members = 2, p.changes/5, p.idle[:3], p.members[:5]
	}
	if p.flows < 1 || p.reps < 1 || p.changes < 1 {
		return fmt.Errorf("need at least one flow, one run and one change, not %+v", p)
	}
	dir, err := os.MkdirTemp("", "littoral-bench-flow")
	if err != nil {
		return err
	}
	return errors.Join(measureAll(ctx, p, dir, out), os.RemoveAll(dir))
}

// measureAll prints the three tables.
func measureAll(ctx context.Context, p plan, dir string, out io.Writer) error {
	peer, err := simgrid.Build(ctx, dir)
	absent := (*simgrid.AbsentError)(nil)
	var version string
	switch {
	case errors.As(err, &absent):
		version = "SimGrid: " + notRun + ", " + absent.Error()
	case err != nil:
		return err
	default:
		version = "SimGrid " + peer.Version + " (g++ -O2)"
	}
	if _, err = fmt.Fprintf(out, "flows on %s/%s, %d processors, %s, beside %s; processor time, least of %d runs\n",
		runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version(), version, p.reps); err != nil {
		return err
	}
	if err = beside(ctx, p, peer, out); err != nil {
		return err
	}
	if err = besideIdle(ctx, p, out); err != nil {
		return err
	}
	return inComponent(ctx, p, out)
}
