package main

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"runtime/metrics"
	"syscall"

	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/schedulers"
	"github.com/littoral-sim/littoral/schedulers/catalog"
	"github.com/littoral-sim/littoral/schedulers/roundrobin"
	"github.com/littoral-sim/littoral/sim"
	"github.com/littoral-sim/littoral/sim/trace"
)

// sample is what one run has cost.
type sample struct {
	tasks, events int64
	steps         uint64 // events of the kernel
	cpu           int64  // nanoseconds
	peak          uint64 // bytes
}

// discard is a sink that keeps nothing.
type discard struct{}

func (discard) Event(*trace.Event) error       { return nil }
func (discard) Task(*trace.Task) error         { return nil }
func (discard) Transfer(*trace.Transfer) error { return nil }

// fastest measures a policy several times and returns the run that took least.
func fastest(ctx context.Context, p plan, e catalog.Entry) (sample, error) {
	var best sample
	for rep := range p.reps {
		s, err := measure(ctx, star(p), e.New())
		if err != nil {
			return best, err
		}
		if rep == 0 || s.cpu < best.cpu {
			best = s
		}
	}
	return best, nil
}

// measure runs a configuration once.
func measure(ctx context.Context, c *sim.Config, policy schedulers.Scheduler) (sample, error) {
	var s sample
	runtime.GC()
	objects := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	c.Progress = func(units.Time) {
		metrics.Read(objects)
		s.peak = max(s.peak, objects[0].Value.Uint64())
	}
	before, err := cpuNs()
	if err != nil {
		return s, err
	}
	out, err := sim.Run(ctx, c, policy, discard{})
	if err != nil {
		return s, err
	}
	after, err := cpuNs()
	s.cpu, s.events, s.steps = after-before, out.Events, out.Steps
	for _, w := range out.Workloads {
		s.tasks += w.Arrived
	}
	return s, err
}

// cpuNs returns the processor time that this process has used.
func cpuNs() (int64, error) {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0, fmt.Errorf("read the processor time: %w", err)
	}
	return u.Utime.Nano() + u.Stime.Nano(), nil
}

// streaming compares the peak heap of a run with that of one with a tenth of the
// tasks.
func streaming(ctx context.Context, p plan, out io.Writer) error {
	short := p
	short.tasks = max(p.tasks/10, devices)
	few, err := measure(ctx, star(short), roundrobin.New())
	if err != nil {
		return err
	}
	many, err := measure(ctx, star(p), roundrobin.New())
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "streaming: peak heap %s after %d tasks, %s after %d (round-robin)\n",
		mebibytes(few.peak), few.tasks, mebibytes(many.peak), many.tasks)
	return err
}
