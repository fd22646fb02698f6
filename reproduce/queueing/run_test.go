package queueing

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"math"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/littoral-sim/littoral/sim/rng"
)

var full = flag.Bool("full", false, "compare in full, as make test-long does")

// inFull reports whether time does not matter.
func inFull() bool { return *full || os.Getenv("RAPID_CHECKS") != "" }

func TestEveryModelAgreesWithTheory(t *testing.T) {
	r := mustRun(t, Options{Quick: !inFull()})
	var out bytes.Buffer
	if err := r.Print(&out); err != nil {
		t.Fatal(err)
	}
	t.Log("\n" + out.String())
	for _, row := range r.Failures() {
		t.Errorf("%s, %s: %v, want %v; z is %.1f", row.Model, row.Quantity, row.Value, row.Theory, row.Z)
	}
	if len(r.Rows) < 40 {
		t.Errorf("only %d rows", len(r.Rows))
	}
}

// TestTheFullComparisonSeesSmallBiases needs no run, because theory has the variances.
func TestTheFullComparisonSeesSmallBiases(t *testing.T) {
	all, err := experiments()
	if err != nil {
		t.Fatal(err)
	}
	fineClaims := 0
	for i := range all {
		e := &all[i]
		for k := range e.claims {
			c := &e.claims[k]
			if got := c.mdb(e.seconds()); !(got > 0 && got <= c.goal*1.000001 && c.goal <= coarse) {
				t.Errorf("%s, %s: the least bias is %v", e.model, c.quantity, got)
			}
			if c.goal == fine {
				fineClaims++
			}
		}
	}
	if fineClaims < 8 {
		t.Errorf("only %d claims see a bias of 0.3 %%", fineClaims)
	}
}

// named chooses experiments.
func named(models ...string) func(*experiment) bool {
	return func(e *experiment) bool { return slices.Contains(models, e.model) }
}

// TestAServiceThatIsOnePercentTooLongIsFound plants the bias in the speed of the
// node. It is 2.0 % of the sojourn time in M/M/1, 1.7 % in M/D/1, and 1.8 % in
// M/E2/1, and would be seen at a z of 9.1 or more with probability 0.999.
func TestAServiceThatIsOnePercentTooLongIsFound(t *testing.T) {
	o := Options{part: 12, only: named("M/M/1, load 0.5", "M/D/1, load 0.5", "M/E2/1, load 0.5")}
	biases := []float64{1.01}
	if inFull() {
		o.part = 1
		biases = append(biases, 0.99)
	}
	for _, stretch := range biases {
		o.stretch = stretch
		r := mustRun(t, o)
		found := 0
		for i := range r.Rows {
			row := &r.Rows[i]
			if row.Quantity != "sojourn time" {
				continue
			}
			found++
			if row.Agrees() || row.Verdict() != "DIFFERS" || math.Signbit(row.Z) != (stretch < 1) {
				t.Errorf("service times times %v: %s agrees: z is %.2f", stretch, row.Model, row.Z)
			}
		}
		if found != 3 || r.Pass() {
			t.Errorf("%d rows, pass: %v", found, r.Pass())
		}
	}
}

// TestEveryModelWithServiceSeesALongerOne leaves out those that the test before has
// and the other long ones.
func TestEveryModelWithServiceSeesALongerOne(t *testing.T) {
	long := named("M/M/1, load 0.5", "M/M/1, load 0.8", "M/M/4, load 0.7", "M/D/1, load 0.5", "M/E2/1, load 0.5", "M/lognormal/1, load 0.5")
	r := mustRun(t, Options{part: quickPart, stretch: 1.15, only: func(e *experiment) bool { return !long(e) && !withoutService(e.model) }})
	for i := range r.Rows {
		if row := &r.Rows[i]; row.Agrees() {
			t.Errorf("%s, %s: z is %.2f, %v instead of %v", row.Model, row.Quantity, row.Z, row.Value, row.Theory)
		}
	}
	if len(r.Rows) < 20 {
		t.Errorf("only %d rows", len(r.Rows))
	}
}

// withoutService tells models of nodes that only fail, of which service times are no part.
func withoutService(model string) bool {
	for _, list := range []func() ([]experiment, error){availabilities, repairs} {
		all, err := list()
		if err != nil {
			panic(err)
		}
		for i := range all {
			if all[i].model == model {
				return true
			}
		}
	}
	return false
}

func TestTheReportDependsOnTheSeedAlone(t *testing.T) {
	o := Options{Seed: 3, part: 500, workers: 1, only: named("M/M/4, load 0.7", "M/D/1-PS, load 0.5", "Jackson network", "3 of 5 nodes")}
	one := mustRun(t, o)
	o.workers = 3
	calls := 0
	o.Progress = func(done, total int) {
		if calls++; done != calls || total != 4 {
			t.Errorf("call %d: %d of %d", calls, done, total)
		}
	}
	if d := cmp.Diff(one, mustRun(t, o)); d != "" {
		t.Errorf("(-one worker +three):\n%s", d)
	}
	o.Seed = 4
	o.Progress = nil
	other := mustRun(t, o)
	for i := range one.Rows {
		if one.Rows[i].Value == other.Rows[i].Value {
			t.Errorf("%s, %s: the same value with another seed", one.Rows[i].Model, one.Rows[i].Quantity)
		}
	}
}

func TestNoTwoModelsShareAName(t *testing.T) {
	all, err := experiments()
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for i := range all {
		if known[all[i].model] {
			t.Errorf("two models are called %s; they would share their random numbers", all[i].model)
		}
		known[all[i].model] = true
	}
}

func TestTheEndOfTheContextEndsTheRun(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if r, err := Run(ctx, Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("%+v, %v", r, err)
	}
}

func mustRun(t *testing.T, o Options) *Report {
	t.Helper()
	r, err := Run(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestTheStandardDeviationsAreRight compares the scatter of z over seeds with one.
// That of 40 seeds is between 0.6 and 1.5 with a probability of 0.9999, if z has
// a normal distribution.
func TestTheStandardDeviationsAreRight(t *testing.T) {
	const seeds = 40
	all, err := experiments()
	if err != nil {
		t.Fatal(err)
	}
	some := named(
		"M/D/1-PS, load 0.5", "M/lognormal/1-PS, load 0.5", "D/M/1, load 0.6", "M/M/1, preemption", "M/E2/1, fixed vacations",
		"closed network, 6 customers", "availability, E2 and lognormal",
	)
	if inFull() {
		some = func(*experiment) bool { return true }
	}
	all = slices.DeleteFunc(all, func(e experiment) bool { return !some(&e) })
	var squares []float64
	var rows []Row
	for seed := range rng.Seed(seeds) {
		o := Options{Seed: 100 + seed, part: 300}
		lists, err := o.runAll(context.Background(), all)
		if err != nil {
			t.Fatal(err)
		}
		rows = slices.Concat(lists...)
		squares = append(squares, make([]float64, len(rows)-len(squares))...)
		for i := range rows {
			squares[i] += rows[i].Z * rows[i].Z / seeds
		}
	}
	for i, s := range squares {
		if sd := math.Sqrt(s); sd < 0.6 || sd > 1.5 {
			t.Errorf("%s, %s: z has a standard deviation of %.2f", rows[i].Model, rows[i].Quantity, sd)
		}
	}
}
