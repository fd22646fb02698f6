package sim

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/schedulers"
	"github.com/littoral-sim/littoral/sim/kernel"
	"github.com/littoral-sim/littoral/sim/partition"
	"github.com/littoral-sim/littoral/sim/trace"
)

// Run executes cfg under policy until the horizon and streams the records of
// what happens to sink. cfg is not modified.
//
// It returns the outcome together with an *AuditError when the run broke a
// conservation law, and no outcome with any other error: a configuration that
// makes no sense (every problem at once), an error of the policy or the sink, a
// *kernel.LivelockError, or the end of ctx.
func Run(ctx context.Context, cfg *Config, policy schedulers.Scheduler, sink trace.Sink) (*trace.Outcome, error) {
	if policy == nil || sink == nil {
		return nil, errors.New("a run needs a policy and a sink")
	}
	if err := cfg.validate(); err != nil {
		return nil, fmt.Errorf("configuration: %w", err)
	}
	return newWorld(ctx, cfg, policy, sink).runToEnd(ctx)
}

// runToEnd advances a new world to the horizon and closes the books.
func (w *world) runToEnd(ctx context.Context) (*trace.Outcome, error) {
	if err := w.run(ctx); err != nil {
		return nil, err
	}
	out := w.end()
	if w.failed != nil {
		return nil, w.failed
	}
	if !out.AuditsOK() {
		broken := slices.DeleteFunc(slices.Clone(out.Audits), func(a trace.Audit) bool { return a.OK })
		return out, &AuditError{broken}
	}
	return out, nil
}

// newWorld sets everything up at time 0.
func newWorld(ctx context.Context, cfg *Config, policy schedulers.Scheduler, sink trace.Sink) *world {
	sys := cfg.ownSystem()
	w := &world{
		journal: journal{chain: trace.NewChain(header(cfg)), sink: sink, reasons: models.Reasons()},
		cfg:     cfg, sys: sys,
		routes: models.NewRoutes(sys),
		parts:  partition.New(sys),
		tasks:  newTasks(),
		timers: map[models.TaskID]kernel.Ticket{},
		saved:  map[int64]int64{},
		counts: make([]counts, len(cfg.Workloads)),
	}
	w.engine = kernel.New[event](w, kernel.Config{RoundsMax: roundsMax})
	for i := range w.sys.Nodes {
		w.truth = append(w.truth, models.NewAllocation(&w.sys.Nodes[i]))
	}
	w.addNodes()
	w.addImages()
	w.addLinks()
	w.addNetwork()
	w.addIncidence()
	w.addFaults()
	w.addTrust()
	w.addPower()
	w.startChannels()
	w.addMobiles()
	w.addTransfers()
	w.addGateways()
	w.addSources()
	w.addFollows()
	w.addStreams()
	w.addServices()
	w.addBelief()
	w.addMembers()
	w.addDriver(ctx, policy)
	w.addGuard()
	if cfg.Warmup > 0 {
		w.at(cfg.Warmup, phaseObserve, evWarmup, 0)
	}
	return w
}

// header makes the names part of the digest, because events hold indices. Reasons
// are left out: their numbers never change, and new ones must not change the
// digests of runs that do not meet them.
func header(cfg *Config) string {
	var b strings.Builder
	n := names(cfg)
	for _, list := range [][]string{n.Nodes, n.Links, n.Workloads, n.Transfers, n.Domains, n.Images} {
		fmt.Fprintf(&b, "\n%d", len(list))
		for _, s := range list {
			fmt.Fprintf(&b, " %q", s)
		}
	}
	if len(n.Streams) > 0 {
		fmt.Fprintf(&b, "\nstreams %d %q", len(n.Streams), n.Streams)
	}
	return b.String()
}

func names(cfg *Config) trace.Names {
	n := trace.Names{Domains: cfg.System.Domains, Reasons: models.Reasons()}
	for i := range cfg.System.Nodes {
		n.Nodes = append(n.Nodes, cfg.System.Nodes[i].Name)
	}
	for i := range cfg.System.Links {
		n.Links = append(n.Links, cfg.System.Links[i].Name)
	}
	for i := range cfg.Workloads {
		n.Workloads = append(n.Workloads, cfg.Workloads[i].Name)
		if cfg.Workloads[i].Service != nil {
			n.Instances = append(n.Instances, make([]bool, i+1-len(n.Instances))...)
			n.Instances[i] = true
		}
	}
	for i := range cfg.Transfers {
		n.Transfers = append(n.Transfers, cfg.Transfers[i].Name)
	}
	for i := range cfg.Images {
		n.Images = append(n.Images, cfg.Images[i].Name)
	}
	for i := range cfg.Streams {
		n.Streams = append(n.Streams, cfg.Streams[i].Name)
	}
	return n
}

// Names returns the names that the records of a run refer to by index.
func (c *Config) Names() trace.Names { return names(c) }
