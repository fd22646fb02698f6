package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"

	"github.com/littoral-sim/littoral/schedulers/catalog"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "sim:", err)
		os.Exit(1)
	}
}

// plan is how much is measured.
type plan struct {
	edges int
	tasks int64 // per run
	live  int   // tasks alive at once
	reps  int
}

func run(ctx context.Context, args []string, out io.Writer) error {
	p := plan{edges: 1000, tasks: 1_000_000, live: 1_000_000, reps: 3}
	flags := flag.NewFlagSet("sim", flag.ContinueOnError)
	quick := flags.Bool("quick", false, "measure a tenth of the tasks, once")
	flags.IntVar(&p.edges, "edges", p.edges, "number of edge nodes")
	flags.Int64Var(&p.tasks, "tasks", p.tasks, "number of tasks per run")
	flags.IntVar(&p.live, "live", p.live, "number of tasks alive at once for the bytes per live task")
	flags.IntVar(&p.reps, "reps", p.reps, "runs per policy, of which the fastest counts")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *quick {
		p.tasks, p.live, p.reps = p.tasks/10, p.live/10, 1
	}
	if p.edges < 1 || p.tasks < devices || p.live < 1 || p.reps < 1 {
		return fmt.Errorf("need at least 1 edge node, %d tasks, 1 live task and 1 run, not %+v", devices, p)
	}
	return measureAll(ctx, p, out)
}

const rowFormat = "%-22s %9v %9v %9v %8v %9v %8v %11v %10v\n"

// measureAll prints one row per policy, and the lines about memory.
func measureAll(ctx context.Context, p plan, out io.Writer) error {
	if _, err := fmt.Fprintf(out, "%d edge nodes on %s/%s, %d processors, %s; least of %d runs\n"+rowFormat,
		p.edges, runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version(), p.reps,
		"policy", "tasks", "events", "steps", "cpu-s", "ns/event", "ns/task", "events/s", "peak-heap"); err != nil {
		return err
	}
	for _, e := range catalog.Entries() {
		s, err := fastest(ctx, p, e)
		if err != nil {
			return fmt.Errorf("%s: %w", e.Name, err)
		}
		if err := s.print(out, e.Name); err != nil {
			return err
		}
	}
	if err := streaming(ctx, p, out); err != nil {
		return err
	}
	return live(ctx, p, out)
}

func (s *sample) print(out io.Writer, name string) error {
	ns := float64(s.cpu)
	_, err := fmt.Fprintf(out, rowFormat, name, s.tasks, s.events, s.steps,
		fmt.Sprintf("%.2f", ns/1e9), fmt.Sprintf("%.0f", ns/float64(s.events)), fmt.Sprintf("%.0f", ns/float64(s.tasks)),
		fmt.Sprintf("%.0f", float64(s.events)/ns*1e9), mebibytes(s.peak))
	return err
}

func mebibytes(b uint64) string { return fmt.Sprintf("%.1fMiB", float64(b)/(1<<20)) }
