package queueing

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"

	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/rng"
)

// quickPart is the part of the simulated time that the quick comparison has. Its
// minimum detectable biases are ten times as large.
const quickPart = 100

// second is a unit of time in the models: the mean service or repair time.
const second = units.Time(1e9)

// Before and after the time that is measured. The slowest model, M/M/1 at a load
// of 0.8, forgets its start at a rate of e per 90 seconds, and a sojourn of longer
// than the run-out has a probability of e^-400 there.
const (
	warmup = 5000 * second
	runout = 2000 * second
)

// Options say what is compared. The zero value is the full comparison with seed 0.
type Options struct {
	Seed     rng.Seed
	Quick    bool                  // a hundredth of the simulated time
	Progress func(done, total int) // called after each model, from one goroutine at a time; may be nil

	stretch float64                // of service times, where not 0: a bias that the comparison has to find
	part    float64                // the run is that much shorter than in full; where not 0, instead of Quick
	workers int                    // how many experiments run at one time; GOMAXPROCS when 0
	only    func(*experiment) bool // which experiments are run; all when nil
}

// experiment is one model and what is claimed of it.
type experiment struct {
	model   string // unique, because the random streams bear it
	claims  []claim
	observe func(*course) (observed, error)
}

// course is one run of an experiment.
type course struct {
	ctx     context.Context //nolint:containedctx // It lives exactly as long as the run.
	seed    rng.Seed
	model   string
	span    units.Time // that is measured, after the warm-up
	stretch float64    // of service times
}

// observed is what a run has found, a value for each claim.
type observed struct {
	values []float64
	count  int64
}

// until is the end of the time that is measured.
func (c *course) until() units.Time { return warmup + c.span }

// horizon is the end of the run.
func (c *course) horizon() units.Time { return c.until() + runout }

// stream returns a random stream of the model.
func (c *course) stream(purpose string) rng.Stream {
	return rng.NewStream(c.seed, 0, c.model, purpose)
}

// seconds is how long the run of an experiment is in full, so that every claim
// reaches its goal.
func (e *experiment) seconds() float64 {
	longest := 0.0
	for i := range e.claims {
		longest = max(longest, e.claims[i].seconds())
	}
	return longest
}

// divisor is how much shorter the runs are than in full.
func (o *Options) divisor() float64 {
	switch {
	case o.part != 0:
		return o.part
	case o.Quick:
		return quickPart
	default:
		return 1
	}
}

// Run simulates every model and compares it with theory. That they differ is no
// error, but what [Report.Pass] is about. The report is the same for the same
// options, however many processors there are.
func Run(ctx context.Context, o Options) (*Report, error) {
	all, err := experiments()
	if err != nil {
		return nil, err
	}
	chosen := all[:0]
	for i := range all {
		if o.only == nil || o.only(&all[i]) {
			chosen = append(chosen, all[i])
		}
	}
	rows, err := o.runAll(ctx, chosen)
	if err != nil {
		return nil, err
	}
	return &Report{Seed: o.Seed, Quick: o.Quick, Rows: slices.Concat(rows...)}, nil
}

// runAll runs experiments, several at a time, and returns their rows in order.
func (o *Options) runAll(ctx context.Context, chosen []experiment) ([][]Row, error) {
	rows, errs := make([][]Row, len(chosen)), make([]error, len(chosen))
	var mutex sync.Mutex
	var group sync.WaitGroup
	next, done := 0, 0
	take := func() int {
		mutex.Lock()
		defer mutex.Unlock()
		next++
		return next - 1
	}
	finish := func() {
		mutex.Lock()
		defer mutex.Unlock()
		done++
		if o.Progress != nil {
			o.Progress(done, len(chosen))
		}
	}
	workers := o.workers
	if workers == 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	for range workers {
		group.Go(func() {
			for i := take(); i < len(chosen); i = take() {
				if rows[i], errs[i] = o.run(ctx, &chosen[i]); errs[i] != nil {
					errs[i] = fmt.Errorf("%s: %w", chosen[i].model, errs[i])
				}
				finish()
			}
		})
	}
	group.Wait()
	return rows, errors.Join(errs...)
}

// run runs one experiment.
func (o *Options) run(ctx context.Context, e *experiment) ([]Row, error) {
	seconds := e.seconds() / o.divisor()
	c := course{ctx: ctx, seed: o.Seed, model: e.model, stretch: 1, span: units.Time(seconds * float64(second))}
	if o.stretch != 0 {
		c.stretch = o.stretch
	}
	got, err := e.observe(&c)
	if err != nil {
		return nil, err
	}
	if len(got.values) != len(e.claims) {
		return nil, fmt.Errorf("%d values for %d claims", len(got.values), len(e.claims))
	}
	rows := make([]Row, len(e.claims))
	for i := range e.claims {
		rows[i] = e.claims[i].judge(got.values[i], seconds)
		rows[i].Model, rows[i].N = e.model, got.count
	}
	return rows, nil
}
