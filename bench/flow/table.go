package main

import (
	"context"
	"fmt"
	"io"
	"math"
	"runtime"
	"time"

	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/reproduce/simgrid"
)

// notRun stands for a number that was not measured.
const notRun = "NOT-RUN"

// apartMaxNs is how much a completion time may differ from SimGrid's. sim/flow
// ends each flow at a whole nanosecond, so thousands of ends on one link add up to
// some microseconds at most.
const apartMaxNs = 10_000

const besideFormat = "%-10s %10v %8v %8v %14v %14v %10v   %s\n"

// beside prints the workload beside SimGrid.
func beside(ctx context.Context, p plan, peer *simgrid.Peer, out io.Writer) error {
	if _, err := fmt.Fprintf(out, "\n"+besideFormat, "load", "arriving/s", "flows", "at-once", "littoral", "simgrid", "apart-ns", "flows per second of processor time"); err != nil {
		return err
	}
	for _, load := range []struct {
		name      string
		perSecond float64
	}{{"light", 50}, {"overload", 200}} {
		r := row{platform: tree(p.flows, load.perSecond)}
		for range p.reps {
			if err := r.measure(ctx, peer); err != nil {
				return err
			}
		}
		theirs, ratio, apart := notRun, notRun, notRun
		if peer != nil {
			theirs, ratio = r.rate(r.theirs), fmt.Sprintf("%.2f", float64(r.theirs)/float64(r.ours))
			apart = fmt.Sprintf("%.1f", r.apartNs)
		}
		if _, err := fmt.Fprintf(out, besideFormat, load.name, load.perSecond, p.flows, r.most, r.rate(r.ours), theirs, apart,
			"ratio-simgrid="+ratio); err != nil {
			return err
		}
	}
	return nil
}

// row is the workload at one load.
type row struct {
	platform     *simgrid.Platform
	ours, theirs time.Duration // the least so far; 0 before the first
	most         int
	apartNs      float64
}

// measure runs each program once. Without a peer only this one runs.
func (r *row) measure(ctx context.Context, peer *simgrid.Peer) error {
	l, took, err := timed(ctx, r.platform, 0)
	if err != nil {
		return err
	}
	r.ours, r.most = least(r.ours, took), l.most
	if peer == nil {
		return nil
	}
	o, err := peer.Run(ctx, r.platform, simgrid.Lazy)
	if err != nil {
		return err
	}
	r.theirs = least(r.theirs, o.CPU)
	r.apartNs = apart(l.ended, o.FinishSeconds)
	if !(r.apartNs <= apartMaxNs) {
		return fmt.Errorf("completion times differ by %v ns from SimGrid's, so the two did not do the same work", r.apartNs)
	}
	return nil
}

func (r *row) rate(took time.Duration) string {
	return fmt.Sprintf("%.0f", float64(len(r.platform.Flows))/took.Seconds())
}

// timed runs a platform once.
func timed(ctx context.Context, p *simgrid.Platform, closed int) (*loop, time.Duration, error) {
	l := newLoop(p, closed)
	runtime.GC()
	took, err := l.run(ctx)
	return l, took, err
}

// least returns the smaller of two times, of which the first may be missing.
func least(a, b time.Duration) time.Duration {
	if a == 0 {
		return b
	}
	return min(a, b)
}

// apart returns the largest difference of two lists of completion times.
func apart(ours []units.Time, theirsSeconds []float64) float64 {
	worst := 0.0
	for i, at := range ours {
		if theirsSeconds[i] < 0 {
			return math.Inf(1)
		}
		worst = max(worst, math.Abs(float64(at)-theirsSeconds[i]*1e9))
	}
	return worst
}
