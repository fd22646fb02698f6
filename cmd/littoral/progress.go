package main

import (
	"fmt"
	"io"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"github.com/littoral-sim/littoral/models/units"
)

// barSteps is how many steps a full bar has. The bar divides the time so far by
// the steps so far in whole nanoseconds, so it must not count nanoseconds.
const barSteps = 1000

// lineEvery is how often progress is told where there is no terminal.
const lineEvery = 10 * time.Second

// progress shows how far a run has come in simulated time: a bar with the time
// left on a terminal, else a plain line now and then.
type progress struct {
	name    string
	horizon units.Time
	started time.Time
	bar     *mpb.Bar
	pool    *mpb.Progress
	out     io.Writer
	told    time.Time
}

func newProgress(s streams, name string, horizon units.Time) *progress {
	now := time.Now()
	p := &progress{name: name, horizon: horizon, started: now, told: now, out: s.err}
	if !isTerminal(s.err) || s.env("TERM") == "dumb" {
		return p
	}
	p.pool = mpb.New(mpb.WithOutput(s.err), mpb.WithWidth(40), mpb.WithRefreshRate(100*time.Millisecond))
	p.bar = p.pool.AddBar(barSteps, mpb.BarRemoveOnComplete(),
		mpb.PrependDecorators(decor.Name(name+" ")),
		mpb.AppendDecorators(decor.Percentage(), decor.Name("  ETA "), decor.AverageETA(decor.ET_STYLE_GO)),
	)
	return p
}

// at tells that the run has reached an instant.
func (p *progress) at(now units.Time) {
	if p.bar != nil {
		p.bar.SetCurrent(units.MulDivCeil(int64(now), barSteps, int64(p.horizon)))
		return
	}
	if time.Since(p.told) < lineEvery {
		return
	}
	p.told = time.Now()
	share := float64(now) / float64(p.horizon)
	left := time.Duration(float64(time.Since(p.started)) * (1 - share) / share)
	fmt.Fprintf(p.out, "%s: %.0f %%, about %v left\n", p.name, 100*share, left.Round(time.Second)) //nolint:errcheck // progress is a courtesy
}

// done removes the bar, also when the run has not reached its horizon.
func (p *progress) done() {
	if p.bar == nil {
		return
	}
	p.bar.Abort(true)
	p.pool.Wait()
}
