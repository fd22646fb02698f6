package edge

import (
	"context"
	"fmt"

	"github.com/littoral-sim/littoral/scenarios"
	"github.com/littoral-sim/littoral/schedulers/catalog"
	"github.com/littoral-sim/littoral/sim"
	"github.com/littoral-sim/littoral/sim/rng"
	"github.com/littoral-sim/littoral/sim/trace"
)

// story is a scenario in the file format.
type story struct {
	text        string
	seed        rng.Seed
	replication uint64
}

// log keeps what a run records.
type log struct {
	events    []trace.Event
	tasks     []trace.Task
	transfers []trace.Transfer
}

// Event, Task and Transfer make a log a sink of records.
func (l *log) Event(e *trace.Event) error { l.events = append(l.events, *e); return nil }

// Task keeps the record of a task.
func (l *log) Task(t *trace.Task) error { l.tasks = append(l.tasks, *t); return nil }

// Transfer keeps the record of a transfer.
func (l *log) Transfer(t *trace.Transfer) error { l.transfers = append(l.transfers, *t); return nil }

// play runs a scenario to its end under its own policy.
func (s story) play(ctx context.Context) (*trace.Outcome, *log, error) {
	file, err := scenarios.LoadBytes("scenario", []byte(s.text), scenarios.Options{Policies: catalog.Names()})
	if err != nil {
		return nil, nil, err
	}
	cfg, err := file.Build()
	if err != nil {
		return nil, nil, err
	}
	cfg.Seed, cfg.Replication = s.seed, s.replication
	policy, err := catalog.New(cfg.Policy)
	if err != nil {
		return nil, nil, err
	}
	var l log
	out, err := sim.Run(ctx, cfg, policy, &l)
	if err != nil {
		return nil, nil, fmt.Errorf("run: %w", err)
	}
	return out, &l, nil
}
