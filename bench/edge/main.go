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
	"runtime/pprof"
	"syscall"
	"time"

	"github.com/littoral-sim/littoral/scenarios"
	"github.com/littoral-sim/littoral/schedulers/catalog"
	"github.com/littoral-sim/littoral/sim"
	"github.com/littoral-sim/littoral/sim/trace"
)

// Bars of the full run.
const (
	cpuMax      = 60 * time.Second
	residentMax = 2 << 30 // bytes
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "edge:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, out io.Writer) error {
	flags := flag.NewFlagSet("edge", flag.ContinueOnError)
	quick := flags.Bool("quick", false, "simulate five minutes, without the bars of time")
	show := flags.Bool("print", false, "print the scenario instead")
	profile := flags.String("profile", "", "write a processor profile of the first run to this file")
	if err := flags.Parse(args); err != nil {
		return err
	}
	span := time.Hour
	if *quick {
		span = 5 * time.Minute
	}
	if *show {
		_, err := io.WriteString(out, city(span))
		return err
	}
	runtime.GOMAXPROCS(1)
	first, err := profiled(ctx, span, *profile)
	if err != nil {
		return err
	}
	second, err := measure(ctx, span)
	if err != nil {
		return err
	}
	if err := errors.Join(first.print(out), second.print(out)); err != nil {
		return err
	}
	return judge(&first, &second, *quick)
}

// judge compares two runs with each other and with the bars.
func judge(a, b *sample, quick bool) error {
	switch {
	case a.digest != b.digest:
		return errors.New("two runs have different digests")
	case !quick && min(a.cpu, b.cpu) > cpuMax:
		return fmt.Errorf("%v of processor time, more than %v", min(a.cpu, b.cpu), cpuMax)
	case b.resident > residentMax:
		return fmt.Errorf("%d MiB of memory, more than %d", b.resident>>20, residentMax>>20)
	}
	return nil
}

// sample is what one run has cost.
type sample struct {
	load, cpu            time.Duration // to read the scenario, and to run it
	resident             int64         // bytes, the most of the process so far
	tasks, events, steps int64
	made, handovers      int64
	digest               trace.Digest
}

func (s *sample) print(out io.Writer) error {
	_, err := fmt.Fprintf(out, "cpu-s=%.1f load-s=%.1f resident-MiB=%d tasks=%d readings=%d handovers=%d events=%d steps=%d ns/event=%.0f digest=%x\n",
		s.cpu.Seconds(), s.load.Seconds(), s.resident>>20, s.tasks, s.made, s.handovers, s.events, s.steps,
		float64(s.cpu)/float64(s.events), s.digest[:8])
	return err
}

// discard is a sink that keeps nothing.
type discard struct{}

func (discard) Event(*trace.Event) error       { return nil }
func (discard) Task(*trace.Task) error         { return nil }
func (discard) Transfer(*trace.Transfer) error { return nil }

// profiled measures a run, and writes where its time went when a file is named.
func profiled(ctx context.Context, span time.Duration, name string) (sample, error) {
	if name == "" {
		return measure(ctx, span)
	}
	f, err := os.Create(name)
	if err != nil {
		return sample{}, err
	}
	if err = pprof.StartCPUProfile(f); err != nil {
		return sample{}, err
	}
	s, err := measure(ctx, span)
	pprof.StopCPUProfile()
	return s, errors.Join(err, f.Close())
}

// measure loads and runs the city once.
func measure(ctx context.Context, span time.Duration) (sample, error) {
	var s sample
	begin, _, err := usage()
	if err != nil {
		return s, err
	}
	file, err := scenarios.LoadBytes("city", []byte(city(span)), scenarios.Options{Policies: catalog.Names()})
	if err != nil {
		return s, err
	}
	cfg, err := file.Build()
	if err != nil {
		return s, err
	}
	policy, err := catalog.New(cfg.Policy)
	if err != nil {
		return s, err
	}
	loaded, _, err := usage()
	if err != nil {
		return s, err
	}
	out, err := sim.Run(ctx, cfg, policy, discard{})
	if err != nil {
		return s, err
	}
	ended, resident, err := usage()
	s.load, s.cpu, s.resident = loaded-begin, ended-loaded, resident
	s.events, s.steps, s.digest = out.Events, int64(out.Steps), out.Digest
	for _, w := range out.Workloads {
		s.tasks += w.Arrived
	}
	for _, u := range out.Streams {
		s.made += u.Made
	}
	for _, d := range out.Mobility.Devices {
		s.handovers += d.Handovers
	}
	return s, err
}

// usage returns the processor time and the most memory of this process.
func usage() (cpu time.Duration, resident int64, err error) {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0, 0, fmt.Errorf("read the use of resources: %w", err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()), u.Maxrss << 10, nil
}
